"""The report's templates and how they are filled: everything is escaped, and a missing value is an error."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable
from functools import cache, lru_cache, partial
from html import escape
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from jinja2.compiler import CodeGenerator
from jinja2.runtime import Context, Macro
from markupsafe import Markup

from reports.html_paths import safe_id
from reports.html_words import Words
from rules.terms import COLUMNS, FUNCTIONS

#: Addresses kept ready for a page; those of a site's channels stand on every evidence page.
ADDRESSES = 10_000
_HERE = Path(__file__).parent


_LITERAL = re.compile(r'\{\{ t\("([\w.]+)"\) \}\}')


class _Loader(FileSystemLoader):
    """Reads templates with the texts that need no values already in them: an evidence page has hundreds."""

    def __init__(self, folder: Path, words: Words) -> None:
        super().__init__(folder)
        self._words = words

    def get_source(self, environment: Environment, template: str) -> tuple[str, str, Callable[[], bool]]:
        source, name, fresh = super().get_source(environment, template)
        return _LITERAL.sub(lambda found: _literal(self._words.t(found[1])), source), name, fresh


def _literal(text: str) -> str:
    """A text as it stands in a template: escaped, and no template itself."""
    return escape(text).replace("{", "&#123;")


class _Context(Context):
    """Calls what templates call without asking each time whether it wants the context: only macros do."""

    def call(__self, __called: Callable[..., Any], *args: Any, **kwargs: Any) -> Any:  # names as in Jinja
        if kwargs:
            kwargs.pop("_block_vars", None)
            kwargs.pop("_loop_vars", None)
        return __called(__self.eval_ctx, *args, **kwargs) if type(__called) is Macro else __called(*args, **kwargs)


class _Generator(CodeGenerator):
    """Lets templates print by ``shown``: Jinja makes a new object of every value printed, which costs more than all else."""

    def _output_child_pre(self, node: Any, frame: Any, finalize: Any) -> None:
        self.write("environment.shown(")


class _Environment(Environment):
    code_generator_class = _Generator
    context_class = _Context

    @staticmethod
    def shown(value: object) -> str:
        """The value as it stands in a page: escaped, unless it is markup already."""
        return value if type(value) is Markup else escape(str(value))


class Press:
    """Fills templates in one language and writes the pages below ``folder``."""

    def __init__(self, folder: Path, words: Words) -> None:
        self.folder, self.words = folder, words
        self._plain: dict[str, Markup] = {}
        self._pages = _Environment(
            loader=_Loader(_HERE / "templates", words),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.globals.update(
            words=words,
            t=self._told,
            level_chip=cache(self._level_chip),
            address=lru_cache(ADDRESSES)(address),
            functions=tuple(FUNCTIONS),
            columns=tuple(COLUMNS),
            passage=passage,
            safe_id=safe_id,
        )

    def _told(self, key: str, /, **params: object) -> str:
        """``Words.t`` for templates. Texts without values are escaped once: pages hold thousands of the same ones."""
        if params:
            return self.words.t(key, **params)
        if key not in self._plain:
            self._plain[key] = Markup.escape(self.words.t(key))
        return self._plain[key]

    def _level_chip(self, level: int | None) -> Markup:
        name = "n" if level is None else level
        return Markup('<span class="level l{}">{}</span>').format(name, self.words.level(level))

    def render(self, template: str, **context: Any) -> str:
        """The filled template. ``content`` alone is not escaped: it is what ``evidence_clean`` let through."""
        if "content" in context:
            context["content"] = Markup(context["content"])
        return self._pages.get_template(template).render(context)

    def macro(self, template: str, name: str) -> Callable[..., Markup]:
        """A macro of a template, for markup that several pages hold."""
        made: Callable[..., Markup] = getattr(self._pages.get_template(template).module, name)
        return made

    def page(self, path: str, template: str, **context: Any) -> Path:
        """Write a page at ``path`` below the report's folder; ``root`` leads from it back to that folder."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(
            self.render(template, root="../" * path.count("/"), **context),
            encoding="utf-8",
            errors="replace",
            newline="\n",
        )
        return target

    def copy_renderer(self, site_folder: str) -> Any:
        """Renders archived copies of the site whose folder lies at ``site_folder``."""
        return partial(self.render, root="../" * (site_folder.count("/") + 2))

    def statics(self) -> None:
        """Put the style sheet, the scripts and the chart library beside the pages."""
        shutil.copytree(_HERE / "static", self.folder / "static", dirs_exist_ok=True)


def address(url: str, text: str = "") -> Markup:
    """A page's address as a link where it is safe to follow, else as text; a dash for none."""
    shown = Markup("<bdi>{}</bdi>").format(text or url)
    if link := web_link(url):
        return Markup('<a class="address" href="{}" rel="noopener noreferrer external">{}</a>').format(link, shown)
    return Markup('<span class="address">{}</span>').format(shown) if url else Markup("–")


def web_link(address: str) -> str:
    """The address when it is safe to link to (http or https), else nothing."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in ("http", "https") and parts.netloc else ""


def passage(snippet: str) -> str:
    """A URL fragment that makes the browser show and mark the snippet's beginning (WICG scroll-to-text fragment)."""
    words = " ".join(snippet.strip(" .…").split())[:24]
    return "#:~:text=" + quote(words, safe="", errors="replace").replace("-", "%2D") if words else ""
