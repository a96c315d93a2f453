"""What a scheme's checks look at: one site's judgement with what many of them ask for, worked out once."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import cached_property
from typing import TypeVar

from reports.records import Drawn
from reports.scoring import Levels, column_levels, levels_by_item
from rules.records import ColumnFigures, ServiceItem, SiteCheck, SiteJudgement

T = TypeVar("T")


@dataclass(frozen=True)
class Case:
    """A judged site under a draw's ``seed``: any text; the same seed draws the same samples again."""

    judgement: SiteJudgement
    seed: str = ""

    @cached_property
    def levels(self) -> Mapping[str, Levels]:
        """Each item's verdicts by function."""
        return levels_by_item(self.judgement)

    @cached_property
    def columns(self) -> Mapping[str, int | None]:
        """The interaction columns' levels."""
        return column_levels(self.judgement)

    @cached_property
    def figures(self) -> Mapping[str, ColumnFigures]:
        """The interaction columns' figures."""
        return {figure.column: figure for figure in self.judgement.columns}

    @cached_property
    def checks(self) -> Mapping[tuple[str, str], list[SiteCheck]]:
        """The site's checks by what was looked at and of what."""
        found: dict[tuple[str, str], list[SiteCheck]] = defaultdict(list)
        for one in self.judgement.checks:
            found[one.check, one.subject].append(one)
        return found

    @property
    def complete(self) -> bool:
        """Whether the whole site was collected, so that what is not there was looked for."""
        return self.judgement.archive.status == "measured"

    @property
    def as_of(self) -> date:
        return date.fromisoformat(self.judgement.as_of)

    def since(self, window: str) -> date:
        """The first day of a window that ends with the audit's day: ``14d`` days, ``6m`` calendar months, ``1y``."""
        number, unit = int(window[:-1]), window[-1]
        if unit == "d":
            return self.as_of - timedelta(days=number)
        months = self.as_of.year * 12 + self.as_of.month - 1 - number * (12 if unit == "y" else 1)
        return _in_month(months // 12, months % 12 + 1, self.as_of.day)

    def draw(self, items: Iterable[T], name: Callable[[T], str], sample: int) -> list[T]:
        """``sample`` of the items, in an order that anyone can draw again: by a digest of seed, site and name."""
        site = self.judgement.site.site_id
        return sorted(
            items,
            key=lambda one: hashlib.sha256(
                f"{self.drawn_by} {site} {name(one)}".encode("utf-8", "surrogatepass")
            ).hexdigest(),
        )[:sample]

    @property
    def drawn_by(self) -> str:
        """The seed as printed: the one given, else the year."""
        return self.seed or str(self.judgement.year)

    def draw_items(self, sample: int) -> list[ServiceItem]:
        """A sample of the site's items."""
        return self.draw(self.judgement.items, lambda item: item.item_id, sample)


#: As many cases as there may be where nothing was seen that could be counted.
UNBOUNDED = 99


@dataclass(frozen=True, slots=True)
class Count:
    """Between ``low`` and ``high`` cases; ``person``: only a person can tell which.

    Of a sample: ``drawn`` names it, and ``over_all`` are the fewest and most cases the same sample size would hold if every
    case of the site were as frequent in it as over all.
    """

    low: int
    high: int
    person: bool = False
    drawn: tuple[Drawn, ...] = ()
    over_all: tuple[float, float] | None = None


def tally(cases: Sequence[bool | None]) -> Count:
    """Cases that are so, and those that may be."""
    so = sum(case is True for case in cases)
    return Count(so, so + sum(case is None for case in cases))


def any_of(cases: Sequence[bool | None]) -> Count:
    """One case when any is so; none when none can be."""
    count = tally(cases)
    return Count(min(1, count.low), min(1, count.high))


def none_of(cases: Sequence[bool | None]) -> Count:
    """One fault when no case holds."""
    found = tally(cases)
    return Count(0 if found.high else 1, 0 if found.low else 1)


def at_least(count: Count, number: int) -> Count:
    """One fault when so many cases hold."""
    return Count(int(count.low >= number), int(count.high >= number), count.person)


def negated(case: bool | None) -> bool | None:
    """The opposite; what is not known stays so."""
    return None if case is None else not case


def _in_month(year: int, month: int, day: int) -> date:
    """The day of a month, or its last where it has fewer."""
    last = (date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)).day
    return date(year, month, min(day, last))


@dataclass(frozen=True, slots=True)
class Sampled:
    """A sample and its population under one measure: for each case its fewest and most faults."""

    size: int
    faults: Sequence[tuple[int, int]]
    drawn: tuple[Drawn, ...] = field(default=())

    def scaled(self) -> tuple[float, float] | None:
        """Fewest and most faults in a sample of this size if each case were as faulty as the mean over all."""
        if not self.faults:
            return None
        share = min(self.size, len(self.faults)) / len(self.faults)
        return sum(low for low, _ in self.faults) * share, sum(high for _, high in self.faults) * share
