"""Geometry of the report's few charts, in SVG user units; the templates draw them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.records import Rate

BINS = 10
WIDTH, HEIGHT = 640.0, 230.0
_LEFT, _RIGHT, _TOP, _BOTTOM = 34.0, 6.0, 34.0, 40.0
BAR_WIDTH = 120.0
#: Lying bars: units of thickness, and of the longest.
_BAR, _BARS_WIDTH = 13.0, 400.0
#: The timeline: months shown, units a month, units a row.
MONTHS, _MONTH, _ROW = 24, 21.0, 30.0


@dataclass(frozen=True, slots=True)
class Bar:
    """One bin of a histogram: its place, and how many values fall into ``low``-``high`` percent."""

    x: float
    y: float
    width: float
    height: float
    count: int
    low: int
    high: int
    reaches: bool  # the whole bin lies at or above the target


@dataclass(frozen=True, slots=True)
class Histogram:
    """Shares in ten bins of ten percent, with the target as a line. The last bin includes 100 %."""

    bars: tuple[Bar, ...]
    total: int
    target: float
    target_x: float
    baseline: float
    ticks: tuple[tuple[float, int], ...]  # x, percent
    grid: tuple[tuple[float, int], ...]  # y, count
    width: float = WIDTH
    height: float = HEIGHT
    left: float = _LEFT


@dataclass(frozen=True, slots=True)
class RateBar:
    """A bar for one rate with the whisker of its bounds, ``width`` units for 100 %."""

    value: float
    low: float
    high: float
    width: float = BAR_WIDTH


@dataclass(frozen=True, slots=True)
class LyingBar:
    """One bar: its top, its length, the value it stands for, and which series it is of."""

    y: float
    length: float
    value: float
    series: int


@dataclass(frozen=True, slots=True)
class Bars:
    """Lying bars with the names of their categories (y, name) and series; counts where not ``shares``."""

    bars: tuple[LyingBar, ...]
    labels: tuple[tuple[float, str], ...]
    series: tuple[str, ...]
    height: float
    shares: bool
    thickness: float = _BAR
    left: float = WIDTH - _BARS_WIDTH - 60
    width: float = WIDTH


@dataclass(frozen=True, slots=True)
class Dot:
    """A month with dated entries: the larger, the more of the column's entries."""

    x: float
    radius: float
    count: int
    month: str


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """One column's months; ``before`` is the day of the last activity where it lies before all of them."""

    key: str
    y: float
    dots: tuple[Dot, ...]
    last: str
    before: str


@dataclass(frozen=True, slots=True)
class Timeline:
    """Columns over 24 months; ``year_x`` is where the past twelve begin."""

    rows: tuple[TimelineRow, ...]
    ticks: tuple[tuple[float, str], ...]
    year_x: float
    height: float
    width: float = WIDTH
    left: float = WIDTH - 8 - 24 * 21.0


def histogram(shares: Iterable[float | None], target: float) -> Histogram:
    """How shares of 0-1 are distributed; None (not measured) is left out."""
    counts = [0] * BINS
    for share in shares:
        if share is not None:
            counts[min(BINS - 1, int(round(share, 9) * BINS))] += 1
    step = _nice_step(max(counts, default=0))
    top = max(step, -(-max(counts) // step) * step)
    inner, tall = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
    bars = tuple(_bar(place, count, top, inner / BINS, tall, target) for place, count in enumerate(counts))
    baseline = HEIGHT - _BOTTOM
    return Histogram(
        bars,
        sum(counts),
        target,
        _round(_LEFT + inner * target),
        baseline,
        tuple((_round(_LEFT + inner * percent / 100), percent) for percent in range(0, 101, 10)),
        tuple((_round(baseline - tall * count / top), count) for count in range(0, top + 1, step)),
    )


def bars(categories: Sequence[str], series: Mapping[str, Sequence[float]], *, shares: bool) -> Bars:
    """Lying bars, the series of a category below each other; ``shares`` are drawn against 100 %, counts against the most."""
    top = 1.0 if shares else max((value for values in series.values() for value in values), default=1.0) or 1.0
    pitch = _BAR * len(series) + 8
    drawn = tuple(
        LyingBar(
            round(place * pitch + 4 + turn * _BAR, 1), _round(values[place] / top * _BARS_WIDTH), values[place], turn
        )
        for place in range(len(categories))
        for turn, values in enumerate(series.values())
    )
    labels = tuple(
        (round(place * pitch + 4 + _BAR * len(series) / 2, 1), name) for place, name in enumerate(categories)
    )
    return Bars(drawn, labels, tuple(series), pitch * len(categories) + 4, shares)


def timeline(columns: Iterable[tuple[str, Mapping[str, int], str]], as_of: str) -> Timeline | None:
    """When columns were active in the 24 months that end with ``as_of``; None without a day to end with.

    ``columns`` are key, dated entries by month (YYYY-MM) and day of the last activity (may be empty).
    """
    end = _month(as_of)
    if end is None:
        return None
    rows = tuple(_timeline_row(place, end, *column) for place, column in enumerate(columns))
    # Four months apart: the last month's name ends at its line, and would run into one that stood nearer.
    ticks = tuple((_month_x(back), _named(end + back)) for back in range(-20, 1, 4))
    return Timeline(rows, ticks, _month_x(-11) - _MONTH / 2, _ROW * len(rows) + 28.0)


def _timeline_row(place: int, end: int, key: str, months: Mapping[str, int], last: str) -> TimelineRow:
    counts = {month: count for text, count in months.items() if (month := _month(text)) is not None}
    latest = _month(last)
    if latest is not None:
        counts.setdefault(latest, 1)
    top = max(counts.values(), default=1)
    dots = tuple(
        Dot(_month_x(month - end), _round(3 + 6 * (count / top) ** 0.5), count, _named(month))
        for month, count in sorted(counts.items())
        if 0 <= end - month < MONTHS
    )
    before = last if latest is not None and end - latest >= MONTHS else ""
    return TimelineRow(key, _ROW * place + _ROW / 2 + 4, dots, last, before)


def _month(text: str) -> int | None:
    """A month as a number that counts on, from YYYY-MM or YYYY-MM-DD."""
    found = re.match(r"(\d{4})-(\d{2})", text)
    return int(found[1]) * 12 + int(found[2]) - 1 if found else None


def _named(month: int) -> str:
    return f"{month // 12}-{month % 12 + 1:02}"


def _month_x(back: int) -> float:
    return _round(WIDTH - _MONTH / 2 - 8 + back * _MONTH)


def rate_bar(rate: Rate, width: float = BAR_WIDTH) -> RateBar | None:
    """The bar of a rate; None when nothing was measured."""
    if rate.value is None:
        return None
    low = rate.value if rate.low is None else rate.low
    high = rate.value if rate.high is None else rate.high
    return RateBar(_round(rate.value * width), _round(low * width), _round(high * width), width)


def _bar(place: int, count: int, top: int, step: float, tall: float, target: float) -> Bar:
    height = tall * count / top
    return Bar(
        x=_round(_LEFT + place * step + 2),
        y=_round(HEIGHT - _BOTTOM - height),
        width=_round(step - 4),
        height=_round(height),
        count=count,
        low=place * 10,
        high=place * 10 + 10,
        reaches=place / BINS >= target - 1e-9,
    )


def _nice_step(highest: int) -> int:
    """A round distance (1, 2, 5, 10, 20 …) that gives at most five grid lines."""
    step, factors = 1, (2, 2.5, 2)
    turn = 0
    while highest > step * 5:
        step = int(step * factors[turn % 3])
        turn += 1
    return step


def _round(value: float) -> float:
    return round(value, 1)
