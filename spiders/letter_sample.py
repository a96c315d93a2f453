"""Which single letters are opened before a site's end: where lists do not say when each was answered, a few of every month do."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from ahocorasick_rs import AhoCorasick, MatchKind

from rules.freshness import in_past_year, parse_day
from rules.normalise import simplify
from rules.records import PageFacts, PageReading

#: So many letters of one month are opened of all lists of one role: at most 39 a year, of which a median and a share can be told.
A_MONTH: Final = 3
#: Roles whose letters are due a reply, and the shortest wording of a link that is taken for a letter's title.
ANSWERED: Final = frozenset({"mailbox", "petition", "consult_list"})
_SHORTEST: Final = 4
#: How names of what is kept begin.
_LETTER: Final = "s "


@dataclass(slots=True)
class LetterSample:
    """The letters chosen so far, by address. Spread over the year, since the newest letters are those that still wait for a reply."""

    _month_of: dict[str, str] = field(default_factory=dict)  # address -> role and month
    _taken: Counter[str] = field(default_factory=Counter)
    _changed: list[str] = field(default_factory=list)  # addresses that are not kept yet

    def choose(self, facts: PageFacts, reading: PageReading, day: str) -> frozenset[str]:
        """The addresses of a list's letters that are to be opened for the figures of the twelve months before ``day``."""
        as_of = parse_day(day)
        if as_of is None or reading.role not in ANSWERED or len(reading.letters) < 2:
            return frozenset()
        return frozenset(url for month, url in _wanted(facts, reading, as_of) if self._take(url, month))

    def changes(self) -> list[tuple[str, str]]:
        """What was chosen since the last call, as names and values that :meth:`restore` takes."""
        changed, self._changed = self._changed, []
        return [(_LETTER + url, self._month_of[url]) for url in changed]

    def restore(self, kept: Iterable[tuple[str, str]]) -> None:
        """Know again what an earlier run chose."""
        self._month_of |= {name[len(_LETTER) :]: month for name, month in kept if name.startswith(_LETTER)}
        self._taken = Counter(self._month_of.values())

    def _take(self, url: str, month: str) -> bool:
        if url in self._month_of:
            return True
        if self._taken[month] >= A_MONTH:
            return False
        self._month_of[url] = month
        self._taken[month] += 1
        self._changed.append(url)
        return True


def _wanted(facts: PageFacts, reading: PageReading, as_of: date) -> Iterator[tuple[str, str]]:
    """Role and month, and address, of a year's letters whose own page may say what the list does not."""
    waiting = facts.words.letters.open
    telling = [row for row in reading.letters if not (_told(row) or waiting.search(row["state"]))]
    addresses = _addresses(facts, telling)
    for row in telling:
        known = row["asked"] or row["replied"]
        if in_past_year(known, as_of) and (url := addresses.get(row["title"])):
            yield f"{reading.role} {known[:7]}", url


def _told(row: Mapping[str, str]) -> bool:
    """Whether a list says all there is to say of a letter: both days, or that it was not accepted."""
    return bool(row["is_refused"] or (row["asked"] and row["replied"]))


def _addresses(facts: PageFacts, rows: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """By the title of a letter where its link leads: a list's entry holds the link's wording, and its date besides."""
    links = {simplify(link.text): link.url for link in facts.links if link.zone == "content" and link.url}
    said = sorted(text for text in links if len(text) >= _SHORTEST)
    if not said:
        return {}
    search = AhoCorasick(said, matchkind=MatchKind.LeftmostLongest)
    found = ((row["title"], search.find_matches_as_strings(row["title"])) for row in rows)
    return {title: links[max(texts, key=len)] for title, texts in found if texts}
