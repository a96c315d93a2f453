"""The catalogue of everything the program says to people: one text per key, in Chinese and in every other language.

Texts live in gettext catalogues, ``reports/messages/<language>.po``, read by Babel: ``msgctxt`` is the key, ``msgid`` the Chinese
text, ``msgstr`` the translation, all with str.format placeholders. Where a count decides a word the entry has plural forms, chosen
by the parameter ``count``. Lower layers raise ``crawler.problems.Problem`` with a code; its text is the entry ``problem.<code>``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from functools import cache
from gettext import c2py
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

from crawler.problems import Problem

FOLDER = Path(__file__).parent / "messages"
#: Chinese, which the others are translated from, then each language with a catalogue.
LANGUAGES = ("zh", *sorted(path.stem for path in FOLDER.glob("*.po")))

#: A text, or its plural forms in the order of the catalogue's rule.
Forms = tuple[str, ...]


class MessageError(KeyError):
    """A mistake in the program: a key that no catalogue holds, a placeholder without a value, a broken file."""

    def __str__(self) -> str:
        return str(self.args[0])


class Messages:
    """The texts of all catalogues: ``entries`` maps each key to its forms per language, ``plurals`` a language to its rule."""

    def __init__(
        self, entries: Mapping[str, Mapping[str, Forms]], plurals: Mapping[str, Callable[[int], int]] | None = None
    ) -> None:
        self.entries = entries
        self._plurals = plurals or {}

    @classmethod
    def load(cls, files: Iterable[Path] | None = None) -> Messages:
        """Read the catalogues (default: those shipped); raises ``MessageError`` when one is broken or holds a key twice."""
        entries: dict[str, dict[str, Forms]] = {}
        plurals = {}
        for path in sorted(FOLDER.glob("*.po") if files is None else files):
            catalog = _read(path)
            plurals[path.stem] = c2py(catalog.plural_expr)
            for key, source, translated in _texts(catalog):
                entry = entries.setdefault(key, {"zh": (source,)})
                if path.stem in entry:
                    raise MessageError(f"{path.name}: two entries with the key {key}")
                entry[path.stem] = translated
        return cls(entries, plurals)

    def text(self, key: str, lang: str, params: Mapping[str, object]) -> str:
        """The text of ``key`` in ``lang``, its placeholders filled; raises ``MessageError`` when either is missing."""
        entry = self.entries.get(key)
        if entry is None:
            raise MessageError(f"no message {key!r} in {FOLDER.name}/*.po")
        try:
            forms = entry[lang]
            text = forms[0] if len(forms) == 1 else forms[self._plurals[lang](_whole(params["count"]))]
            # Parameters are values only: what an audited site wrote is never read as a format string.
            return text.format_map(params) if params else text.format()
        except (KeyError, IndexError) as error:
            given = ", ".join(params) or "nothing"
            raise MessageError(f"message {key!r} ({lang}) lacks {error}; given: {given}") from error

    def __contains__(self, key: object) -> bool:
        return key in self.entries


def _read(path: Path) -> Catalog:
    """One catalogue; raises ``MessageError`` naming the file and what is wrong with it."""
    # Imported when a text is first asked for: `govaudit --version` says none.
    from babel.messages.pofile import PoFileError, read_po

    try:
        with path.open("rb") as file:
            return read_po(file, abort_invalid=True)
    except (PoFileError, UnicodeDecodeError) as error:
        raise MessageError(f"{path.name}: {error}") from error


def _texts(catalog: Catalog) -> Iterable[tuple[str, str, Forms]]:
    """Key, Chinese text and translated forms of each entry; an untranslated one keeps the Chinese, as gettext has it."""
    for message in catalog:
        if message.id:  # the header has none
            source = message.id if isinstance(message.id, str) else message.id[0]
            forms = (message.string,) if isinstance(message.string, str) else tuple(message.string or ())
            yield message.context or source, source, forms if forms and all(forms) else (source,)


def _whole(count: object) -> int:
    """A count as a number: texts are given it with thousands separators too, and in words where nothing was measured."""
    digits = str(count).replace(",", "")
    return int(digits) if digits.isdecimal() else 0


@cache
def catalogue() -> Messages:
    """The shipped catalogue, read once."""
    return Messages.load()


_language = ["zh"]  # one language a process: the command line sets it before it says anything


def set_language(lang: str) -> None:
    """Say everything from now on in ``lang``, one of LANGUAGES; raises ValueError for another."""
    if lang not in LANGUAGES:
        raise ValueError(f"language {lang!r} is none of {LANGUAGES}")
    _language[0] = lang


def language() -> str:
    """The language texts are given in now."""
    return _language[0]


def t(key: str, **params: object) -> str:
    """The text of ``key`` in the current language; raises ``MessageError`` for an unknown key or a missing value."""
    return catalogue().text(key, language(), params)


def both(key: str, **params: object) -> dict[str, str]:
    """The text of ``key`` in every language, for files that carry both."""
    return {lang: catalogue().text(key, lang, params) for lang in LANGUAGES}


def told(problem: Problem) -> str:
    """A problem in the current language."""
    error = problem.params.get("error")
    said = {"error": label("system_error", error)} if isinstance(error, str) else {}
    return t(f"problem.{problem.code}", **problem.params | said)


def label(kind: str, name: str) -> str:
    """The text of ``<kind>.<name>`` (a reason, a status …), or ``name`` itself where data holds a word without one."""
    key = f"{kind}.{name}"
    return t(key) if name and key in catalogue() else name
