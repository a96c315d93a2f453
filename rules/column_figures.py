"""Figures of interaction columns and of the consult channel: entries, replies and how long they took."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from statistics import median

from rules.column_reach import ALL_SEEN, Reach
from rules.freshness import in_past_year, parse_day, working_days, year_before
from rules.mail import Letter, letters_of
from rules.records import ColumnFigures
from rules.site_pages import SitePage


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
        """Days the oldest open letter has waited; 0 when none is open, None when states are not shown."""
        known = [letter for letter in self.letters if letter.replied is not None]
        waiting = [letter for letter in known if not letter.replied and not letter.refused]
        waits = [(self.as_of - asked).days for letter in waiting if (asked := parse_day(letter.asked))]
        return max((wait for wait in waits if wait >= 0), default=0) if known else None

    @property
    def _spans(self) -> list[tuple[date, date]]:
        """When the year's letters were asked and answered, where both days are known and in that order."""
        days = [(parse_day(letter.asked), parse_day(letter.answered)) for letter in self.of_year]
        return [(asked, answered) for asked, answered in days if asked and answered and asked <= answered]


def correspondence(pages: Iterable[SitePage], as_of: date) -> Correspondence:
    """The letters of some pages, each once."""
    return Correspondence(letters_of(pages), as_of)


def figures(column: str, url: str, pages: Iterable[SitePage], as_of: date, reach: Reach = ALL_SEEN) -> ColumnFigures:
    """The figures of a column that was opened; ``pages`` are the column's own pages. What rests on entries nobody saw is not given."""
    own = list(pages)
    mail = correspondence(own, as_of)
    entries = len(mail.of_year) if mail.letters else _dated_entries(own, as_of)
    found = ColumnFigures(
        column,
        url,
        last_activity=last_activity(own, as_of),
        entries_past_year=entries,
        reply_rate=mail.reply_rate,
        median_reply_days=mail.median_days,
        longest_open_days=None if reach.older_open else mail.longest_open,
        rules_published=any(page.reading.rules_published for page in own),
        by_month=_by_month(own, mail.letters, as_of),
    )
    unknown = replace(found, entries_past_year=None, reply_rate=None, median_reply_days=None, by_month={})
    return unknown if reach.year_open else found


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
    above = {page.record.parent for page in pages}
    single = sum(
        1
        for page in pages
        if len(page.dated) <= 1
        and in_past_year(page.reading.last_date or "", as_of)
        and not (page.dated and page.record.url in above)  # a list of the one entry that is counted itself
    )
    return max(sum(listed.values()), single)


def _by_month(pages: list[SitePage], letters: Iterable[Letter], as_of: date) -> dict[str, int]:
    """Dated entries of the past two years by month: letters by the day they were asked, else lists' and pages' days."""
    days = [letter.asked or letter.answered for letter in letters]
    if not days:
        listed: Counter[str] = Counter()
        for page in pages:
            listed |= Counter(page.dated)
        days = list(listed.elements()) or [page.reading.last_date or "" for page in pages]
    start = year_before(year_before(as_of))
    known = [day for day in map(parse_day, days) if day and start < day <= as_of]
    return dict(sorted(Counter(f"{day:%Y-%m}" for day in known).items()))


def _median(values: Iterable[int]) -> float | None:
    listed = list(values)
    return float(median(listed)) if listed else None
