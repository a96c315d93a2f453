"""The report's templates and how they are filled: everything is escaped, and a missing value is an error."""

from __future__ import annotations

import shutil
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from markupsafe import Markup

from reports.html_paths import safe_id
from reports.html_words import Words
from rules.terms import COLUMNS, FUNCTIONS

_HERE = Path(__file__).parent


class Press:
    """Fills templates in one language and writes the pages below ``folder``."""

    def __init__(self, folder: Path, words: Words) -> None:
        self.folder, self.words = folder, words
        self._pages = Environment(
            loader=FileSystemLoader(_HERE / "templates"),
            autoescape=True,
            auto_reload=False,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._pages.globals.update(
            words=words,
            t=words.t,
            functions=tuple(FUNCTIONS),
            columns=tuple(COLUMNS),
            web_link=web_link,
            passage=passage,
            safe_id=safe_id,
        )

    def render(self, template: str, **context: Any) -> str:
        """The filled template. ``content`` alone is not escaped: it is what ``evidence_clean`` let through."""
        if "content" in context:
            context["content"] = Markup(context["content"])
        return self._pages.get_template(template).render(context)

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
        """Put the style sheet and the script beside the pages."""
        shutil.copytree(_HERE / "static", self.folder / "static", dirs_exist_ok=True)


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
