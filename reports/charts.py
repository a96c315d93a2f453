"""Numbers that are counted for a chart alone. Charts are drawn in the browser, from the tables that show their numbers."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

BINS = 10
#: Months of a timeline; the second half of them is the year that counts.
MONTHS = 24


@dataclass(frozen=True, slots=True)
class Bin:
    """How many values fall into ``low``-``high`` percent."""

    low: int
    high: int
    count: int


@dataclass(frozen=True, slots=True)
class TimelineColumn:
    """One column: its dated entries by month, in the order of the timeline's months, and the day of its last activity (or empty)."""

    key: str
    counts: tuple[int, ...]
    last: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns over ``MONTHS`` months (YYYY-MM, oldest first)."""

    months: tuple[str, ...]
    columns: tuple[TimelineColumn, ...]


def histogram(shares: Iterable[float | None]) -> tuple[Bin, ...]:
    """Shares of 0-1 in ten bins of ten percent, the last with 100 %; None (not measured) is left out."""
    counts = [0] * BINS
    for share in shares:
        if share is not None:
            counts[min(BINS - 1, int(round(share, 9) * BINS))] += 1
    step = 100 // BINS
    return tuple(Bin(place * step, (place + 1) * step, count) for place, count in enumerate(counts))


def timeline(columns: Iterable[tuple[str, Mapping[str, int], str]], as_of: str) -> Timeline | None:
    """When columns were active in the 24 months that end with ``as_of``; None without a day to end with.

    ``columns`` are key, dated entries by month (YYYY-MM) and day of the last activity (may be empty).
    """
    end = _month(as_of)
    if end is None:
        return None
    months = range(end - MONTHS + 1, end + 1)
    return Timeline(tuple(map(_named, months)), tuple(_column(months, *column) for column in columns))


def _column(months: range, key: str, entries: Mapping[str, int], last: str) -> TimelineColumn:
    counts = {month: count for text, count in entries.items() if (month := _month(text)) is not None}
    latest = _month(last)
    if latest is not None:
        counts.setdefault(latest, 1)
    return TimelineColumn(key, tuple(counts.get(month, 0) for month in months), last)


def _month(text: str) -> int | None:
    """A month as a number that counts on, from YYYY-MM or YYYY-MM-DD."""
    found = re.match(r"(\d{4})-(\d{2})", text)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def _named(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"
