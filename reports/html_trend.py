"""The trend on the report's first page: every year's means over the sites measured in all of the years."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from reports.figure_words import COVERAGE
from reports.ranking import ranked
from reports.records import SiteScorecard
from reports.trends import TrendOfAll


@dataclass(frozen=True, slots=True)
class YearRow:
    """One year: means by figure over the ``alike`` sites whose coverage was measured in all years, and the rule packs that judged it."""

    year: int
    means: Mapping[str, float | None]
    alike: int
    measured: int
    sites: int
    packs: tuple[str, ...]


def year_rows(years: Iterable[Sequence[SiteScorecard]]) -> list[YearRow]:
    """The trend over all years there are, oldest first; a single year is none."""
    by_year = {cards[0].year: cards for cards in years if cards}
    if len(by_year) < 2:
        return []
    trend = TrendOfAll(sorted(by_year))
    for cards in by_year.values():
        trend.add(cards)
    means: dict[int, dict[str, float | None]] = {}
    alike = 0
    for row in trend.means():
        means.setdefault(row.year, {})[row.figure] = row.mean
        alike = row.sites if row.figure == COVERAGE else alike
    return [_row(year, by_year[year], means.get(year, {}), alike) for year in sorted(by_year)]


def _row(year: int, cards: Sequence[SiteScorecard], means: Mapping[str, float | None], alike: int) -> YearRow:
    packs = tuple(sorted({card.pack_version for card in cards}))
    return YearRow(year, means, alike, len(ranked(cards)), len(cards), packs)
