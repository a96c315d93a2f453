"""Word files of the packs: lists of words and patterns that a pack may change, each file compiled once a pack."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import Any, Final, Generic, TypeVar

from rules.pack import Pack
from rules.pack_files import SHIPPED, read_words

Compiled = TypeVar("Compiled")
_NEVER: Final = "(?!)"
_KEPT: Final = 8


class WordFile(Generic[Compiled]):
    """One word file: its name in a pack's folder, and what its lists are compiled to."""

    def __init__(self, name: str, compiled: Callable[[Any], Compiled]) -> None:
        self.name = name
        self._compiled = compiled
        self._known: dict[tuple[str, str], Compiled] = {}
        self._shipped: Compiled | None = None

    def read(self, path: Path) -> Compiled:
        """Compile a file. Raises Problem naming file, line, list, value and remedy when it cannot be used."""
        return read_words(path, self._compiled)

    def shipped(self) -> Compiled:
        """The words that come with the program."""
        if self._shipped is None:
            self._shipped = self.read(SHIPPED / self.name)
        return self._shipped

    def of(self, pack: Pack) -> Compiled:
        """The words in a pack's folder, or the shipped ones where the folder has no such file."""
        key = (pack.folder, pack.version)
        if key not in self._known:
            if len(self._known) >= _KEPT:
                self._known.clear()
            path = Path(pack.folder) / self.name
            own = path.is_file() and path.parent != SHIPPED
            self._known[key] = self.read(path) if own else self.shipped()
        return self._known[key]


def either(words: Iterable[str]) -> str:
    """A regular expression of plain words, the longest first so that none hides another; without words it matches nowhere."""
    return "|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)) or _NEVER


def parted(words: Iterable[str], between: str) -> str:
    """As ``either``, with a pattern between the characters of each word; how words begin alike is looked at once, and not once a word."""
    after: dict[str, list[str]] = {}
    for word in words:
        after.setdefault(word[0], []).append(word[1:])
    return "|".join(re.escape(first) + _rest(rests, between) for first, rests in after.items()) or _NEVER


def _rest(rests: Sequence[str], between: str) -> str:
    """What may follow a word's first character: the longer words' rests, nothing where one ends there."""
    longer = [rest for rest in rests if rest]
    more = f"(?:{between}(?:{parted(longer, between)}))" if longer else ""
    return f"{more}?" if longer and len(longer) < len(rests) else more


def any_of(patterns: Iterable[str]) -> str:
    """A regular expression of several; without any it matches nowhere."""
    return "|".join(f"(?:{pattern})" for pattern in patterns) or _NEVER


def in_either_case(words: Iterable[str]) -> str:
    """As ``either``, ASCII words in either case, written so that a search can leap to their first characters."""
    return "|".join(_cased(word) for word in sorted(words, key=len, reverse=True)) or _NEVER


def _cased(word: str) -> str:
    first, rest = word[0], re.escape(word[1:])
    if not first.isascii() or not first.isalpha():
        return re.escape(word)
    return "|".join(f"{letter}(?i:{rest})" for letter in (first.upper(), first.lower()))
