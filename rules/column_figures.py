"""Figures of interaction columns and of the consult channel: entries, replies and how long they took."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from statistics import median

from rules.freshness import in_past_year, parse_day, working_days
from rules.normalise import fold_name
from rules.records import ColumnFigures
from rules.site_pages import SitePage


@dataclass(frozen=True, slots=True)
class Letter:
    """One letter or question; dates are ISO or empty. ``replied`` is None where the page shows no states at all."""

    title: str
    asked: str
    answered: str
    replied: bool | None

    @property
    def days(self) -> tuple[date, date] | None:
        """When it was asked and answered, where both are known and in that order."""
        asked, answered = parse_day(self.asked), parse_day(self.answered)
        return (asked, answered) if asked and answered and asked <= answered else None


@dataclass(frozen=True, slots=True)
class Correspondence:
    """The letters of a column's pages, each once, and what they add up to on a day."""

    letters: tuple[Letter, ...]
    as_of: date

    @property
    def of_year(self) -> list[Letter]:
        """Letters of the past twelve months, by the day they were asked, else answered."""
        return [letter for letter in self.letters if in_past_year(letter.asked or letter.answered, self.as_of)]

    @property
    def reply_rate(self) -> float | None:
        """Share of the year's letters with a reply; None without letters whose state is shown."""
        known = [letter.replied for letter in self.of_year if letter.replied is not None]
        return sum(known) / len(known) if known else None

    @property
    def median_days(self) -> float | None:
        """Median calendar days from question to reply in the past year."""
        return _median((answered - asked).days for asked, answered in self._spans)

    @property
    def median_working_days(self) -> float | None:
        """The same in working days (Mondays to Fridays)."""
        return _median(working_days(asked, answered) for asked, answered in self._spans)

    @property
    def longest_open(self) -> int | None:
        """Days the oldest letter without a reply has waited; 0 when all are answered, None when states are not shown."""
        known = [letter for letter in self.letters if letter.replied is not None]
        waits = [
            (self.as_of - asked).days for letter in known if not letter.replied and (asked := parse_day(letter.asked))
        ]
        return max((wait for wait in waits if wait >= 0), default=0) if known else None

    @property
    def _spans(self) -> list[tuple[date, date]]:
        return [letter.days for letter in self.of_year if letter.days]


def correspondence(pages: Iterable[SitePage], as_of: date) -> Correspondence:
    """The letters of some pages, each once, though a list and its own page both show it."""
    groups: dict[str, list[Letter]] = defaultdict(list)
    for page in sorted(pages, key=lambda one: one.record.url):
        shows_states = any(_says_state(row) for row in page.reading.letters)
        for row in page.reading.letters:
            letter = _letter(row, shows_states)
            _merge(groups[letter.asked], letter)
    return Correspondence(tuple(letter for asked in sorted(groups) for letter in groups[asked]), as_of)


def figures(column: str, url: str, pages: Iterable[SitePage], as_of: date) -> ColumnFigures:
    """The figures of a column that was opened; ``pages`` are the column's own pages."""
    own = list(pages)
    mail = correspondence(own, as_of)
    entries = len(mail.of_year) if mail.letters else _dated_entries(own, as_of)
    return ColumnFigures(
        column,
        url,
        last_activity=last_activity(own, as_of),
        entries_past_year=entries,
        reply_rate=mail.reply_rate,
        median_reply_days=mail.median_days,
        longest_open_days=mail.longest_open,
        rules_published=any(page.reading.rules_published for page in own),
    )


def last_activity(pages: Iterable[SitePage], as_of: date) -> str:
    """The latest day, not after ``as_of``, that any of the pages shows; empty when none is dated."""
    days = {day for page in pages for day in _days(page) if (parsed := parse_day(day)) and parsed <= as_of}
    return max(days, default="")


def _days(page: SitePage) -> list[str]:
    letters = [row.get(name, "") for row in page.reading.letters for name in ("asked", "replied")]
    return [day[:10] for day in (*letters, *page.dated, page.reading.last_date or "") if day]


def _dated_entries(pages: list[SitePage], as_of: date) -> int:
    """Entries of the past year: those that lists date (each once, though several lists show it), or the single pages."""
    listed: Counter[str] = Counter()
    for page in pages:
        listed |= Counter(day for day in page.dated if in_past_year(day, as_of))
    single = sum(1 for page in pages if len(page.dated) <= 1 and in_past_year(page.reading.last_date or "", as_of))
    return max(sum(listed.values()), single)


def _letter(row: Mapping[str, str], shows_states: bool) -> Letter:
    replied = is_replied(row)
    return Letter(
        row.get("title", ""), row.get("asked", ""), row.get("replied", ""), replied if shows_states or replied else None
    )


def is_replied(row: Mapping[str, str]) -> bool:
    """Whether a letter shows a reply: a day of reply, or a state that says so."""
    return bool(row.get("replied")) or row.get("is_replied") in ("1", "yes", "true")


def _says_state(row: Mapping[str, str]) -> bool:
    return bool(row.get("state") or row.get("replied")) or is_replied(row)


def _merge(group: list[Letter], letter: Letter) -> None:
    """Add a letter to those of its day, or what it tells to the one already there."""
    title = fold_name(letter.title) if letter.title else ""
    for place, known in enumerate(group):
        other = fold_name(known.title) if known.title else ""
        if title and other and (title in other or other in title):
            states = [one for one in (known.replied, letter.replied) if one is not None]
            group[place] = Letter(
                min(known.title, letter.title, key=len),
                known.asked,
                known.answered or letter.answered,
                any(states) if states else None,
            )
            return
    group.append(letter)


def _median(values: Iterable[int]) -> float | None:
    listed = list(values)
    return float(median(listed)) if listed else None
