"""Letters and questions as several pages show them – lists, their further pages, the letters' own pages – each counted once."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from rules.normalise import fold_name
from rules.site_pages import SitePage

#: What parts a page's title from the site's name.
_BEHIND = re.compile(r"\s*[_|｜—–-]\s*")
#: Lists shorten titles; a shorter one than this says too little to be recognised by its beginning.
_RECOGNISABLE = 6


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or question; dates are ISO or empty. ``replied`` is None where the page shows no states at all."""

    title: str
    asked: str
    answered: str
    replied: bool | None
    refused: bool = False


def letters_of(pages: Iterable[SitePage]) -> tuple[Letter, ...]:
    """The letters of some pages in the order they were asked; what two pages tell of one letter is put together."""
    mail = _Mail()
    for page in sorted(pages, key=lambda one: one.record.url):
        shows_states = any(_says_state(row) for row in page.reading.letters)
        mail.add([_letter(row, shows_states) for row in page.reading.letters])
    return tuple(sorted(mail.letters, key=lambda letter: (letter.asked, letter.title, letter.answered)))


class _Mail:
    """Letters while they are gathered. Rows of one page are letters of their own, however alike."""

    def __init__(self) -> None:
        self.letters: list[Letter] = []
        self._of_day: dict[str, list[int]] = defaultdict(list)
        self._titled: dict[str, int] = {}

    def add(self, rows: Iterable[Letter]) -> None:
        taken: set[int] = set()
        for row in rows:
            place = self._known(row, taken)
            if place is None:
                place = len(self.letters)
                self.letters.append(row)
                self._of_day[row.asked].append(place)
                self._titled.setdefault(fold_name(row.title), place)
            else:
                self.letters[place] = _together(self.letters[place], row)
            taken.add(place)

    def _known(self, row: Letter, taken: set[int]) -> int | None:
        title = fold_name(row.title)
        same = [
            place
            for place in self._of_day[row.asked]
            if place not in taken and same_title(row.title, self.letters[place].title)
        ]
        if same:
            return same[0]
        place = self._titled.get(title)
        undated = place is not None and place not in taken and not (row.asked and self.letters[place].asked)
        return place if title and undated else None


def same_title(one: str, other: str) -> bool:
    """Whether two titles of letters of one day are one letter's: equal, one shortened, or one with the site's name behind it."""
    return _alike(fold_name(one), fold_name(other)) or _named_after(one, other)


def _alike(one: str, other: str) -> bool:
    short, long = sorted((one, other), key=len)
    return bool(short) and (short == long or (len(short) >= _RECOGNISABLE and long.startswith(short)))


def _named_after(one: str, other: str) -> bool:
    """Whether one title is the other with the site's name behind it, as in a page's title."""
    short, long = sorted((one, other), key=len)
    return bool(fold_name(short)) and fold_name(_BEHIND.split(long, maxsplit=1)[0]) == fold_name(short)


def _together(known: Letter, new: Letter) -> Letter:
    states = [one for one in (known.replied, new.replied) if one is not None]
    return replace(
        known,
        asked=known.asked or new.asked,
        answered=known.answered or new.answered,
        replied=any(states) if states else None,
        refused=known.refused or new.refused,
    )


def _letter(row: Mapping[str, str], shows_states: bool) -> Letter:
    replied = _is_replied(row)
    refused = bool(row.get("is_refused"))
    return Letter(
        row.get("title", ""),
        row.get("asked", ""),
        row.get("replied", ""),
        replied if shows_states or replied else None,
        refused,
    )


def _is_replied(row: Mapping[str, str]) -> bool:
    """Whether a letter shows a reply: a day of reply, or a state that says so."""
    return bool(row.get("replied") or row.get("is_replied"))


def _says_state(row: Mapping[str, str]) -> bool:
    return bool(row.get("state")) or _is_replied(row)
