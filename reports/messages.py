"""The catalogue of everything the program says to people: one text per key, in Chinese and English.

Texts live in ``reports/messages/*.yaml`` (``key: {zh: …, en: …}``, str.format placeholders), one file an area. Where a count
decides a word, both forms stand in the text: ``{count} {count:site|sites}``, the first for exactly 1. Lower layers raise
``crawler.problems.Problem`` with a code; its text is the entry ``problem.<code>``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import yaml

LANGUAGES = ("zh", "en")
FOLDER = Path(__file__).parent / "messages"

# The C loader reads the catalogue ten times faster; wheels of PyYAML carry it, source builds may not.
_Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


#: Two forms of a word, of which a count takes one.
_FORMS = re.compile(r"\{(\w+):([^{}|]*)\|([^{}|]*)\}")


class MessageError(KeyError):
    """A mistake in the program: a key that no catalogue file holds, a placeholder without a value, a broken file."""

    def __str__(self) -> str:
        return str(self.args[0])


class Messages:
    """The texts of all catalogue files: ``entries`` maps each key to its text per language."""

    def __init__(self, entries: Mapping[str, Mapping[str, str]]) -> None:
        self.entries = entries

    @classmethod
    def load(cls, files: Iterable[Path] | None = None) -> Messages:
        """Read the catalogue files (default: those shipped); raises ``MessageError`` when two files hold one key."""
        entries: dict[str, Mapping[str, str]] = {}
        for path in sorted(FOLDER.glob("*.yaml") if files is None else files):
            texts = _read(path)
            if twice := entries.keys() & texts.keys():
                raise MessageError(f"{path.name}: keys that another file holds already: {', '.join(sorted(twice))}")
            entries.update(texts)
        return cls(entries)

    def text(self, key: str, lang: str, params: Mapping[str, object]) -> str:
        """The text of ``key`` in ``lang``, its placeholders filled; raises ``MessageError`` when either is missing."""
        entry = self.entries.get(key)
        if entry is None:
            raise MessageError(f"no message {key!r} in {FOLDER.name}/*.yaml")
        try:
            text = entry[lang]
            if "|" in text:
                text = _FORMS.sub(lambda found: found[2] if str(params[found[1]]) == "1" else found[3], text)
            # Parameters are values only: what an audited site wrote is never read as a format string.
            return text.format_map(params) if params else text.format()
        except (KeyError, IndexError) as error:
            given = ", ".join(params) or "nothing"
            raise MessageError(f"message {key!r} ({lang}) lacks {error}; given: {given}") from error

    def __contains__(self, key: object) -> bool:
        return key in self.entries


def _read(path: Path) -> dict[str, Mapping[str, str]]:
    """The entries of one catalogue file; raises ``MessageError`` naming the file when it is no mapping of keys."""
    try:
        texts = yaml.load(path.read_text(encoding="utf-8"), Loader=_Loader) or {}
    except yaml.YAMLError as error:
        raise MessageError(f"{path.name}: {error}") from error
    if not isinstance(texts, dict):
        raise MessageError(f"{path.name}: not a mapping of keys to texts")
    return texts


@cache
def catalogue() -> Messages:
    """The shipped catalogue, read once."""
    return Messages.load()


_language = ["zh"]  # one language a process: the command line sets it before it says anything


def set_language(lang: str) -> None:
    """Say everything from now on in ``lang``, ``zh`` or ``en``; raises ValueError for another."""
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


def label(kind: str, name: str) -> str:
    """The text of ``<kind>.<name>`` (a reason, a status …), or ``name`` itself where data holds a word without one."""
    key = f"{kind}.{name}"
    return t(key) if name and key in catalogue() else name
