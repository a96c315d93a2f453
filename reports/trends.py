"""More than two years side by side: every site's rates, and the means over the sites measured in all of the years."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from reports.rates import mean
from reports.records import SiteScorecard
from reports.score_changes import rates_of

if TYPE_CHECKING:
    import pandas as pd

COLUMNS_OF_TRENDS = (
    "site_id",
    "site_name",
    "year",
    "pack",
    "status",
    "figure",
    "value",
    "low",
    "high",
)
#: The rows of all sites together: the mean over those with the figure in every year, so that the line is of the same sites.
ALL = "*"


def trend_rows(cards: Sequence[SiteScorecard]) -> Iterator[dict[str, object]]:
    """The rows of one site's years, a row for each rate."""
    for card in cards:
        bounds = _bounds(card)
        for name, value in rates_of(card).items():
            low, high = bounds.get(name, (None, None))
            yield {
                "site_id": card.site.site_id,
                "site_name": card.site.name,
                "year": card.year,
                "pack": card.pack_version,
                "status": card.archive.status,
                "figure": name,
                "value": value,
                "low": low,
                "high": high,
            }


def _bounds(card: SiteScorecard) -> Mapping[str, tuple[float | None, float | None]]:
    five, items = card.five_function_coverage, card.item_coverage[card.item_coverage_basis]
    strict = card.five_function_coverage_strict
    return {
        "five_function_coverage": (five.low, five.high),
        "five_function_coverage_strict": (strict.low, strict.high),
        "item_coverage": (items.low, items.high),
        **{f"coverage_{key}": (rate.low, rate.high) for key, rate in card.inclusive.items()},
    }


@dataclass(frozen=True, slots=True)
class TrendRow:
    """The mean of one figure in one year over the ``sites`` measured in all years; None where there are none."""

    figure: str
    year: int
    mean: float | None
    sites: int


def by_figure(trend: Iterable[TrendRow]) -> dict[str, list[TrendRow]]:
    """The rows of each figure, figures in their order."""
    rows: dict[str, list[TrendRow]] = {}
    for row in trend:
        rows.setdefault(row.figure, []).append(row)
    return rows


class TrendOfAll:
    """Collects the years of sites one by one and gives the means over the sites measured in all of them."""

    def __init__(self, years: Sequence[int]) -> None:
        self._years = list(years)
        self._figures: list[tuple[str, str, int, float | None]] = []

    def add(self, cards: Sequence[SiteScorecard]) -> None:
        """One site's scorecards, a year each."""
        for card in cards:
            self._figures.extend((name, card.site.site_id, card.year, value) for name, value in rates_of(card).items())

    def means(self) -> list[TrendRow]:
        """A row for each figure and year, figures in their order."""
        return [
            TrendRow(str(name), year, mean(part[year].tolist()), len(part))
            for name, part in self._in_all_years().groupby(level="figure", sort=False)
            for year in self._years
        ]

    def rows(self) -> Iterator[dict[str, object]]:
        """The same as rows of ``trend-<year>.csv``; ``status`` tells how many sites the mean is of."""
        for row in self.means():
            told = {"figure": row.figure, "year": row.year, "value": row.mean, "status": f"{row.sites}"}
            yield {"site_id": ALL} | told

    def _in_all_years(self) -> pd.DataFrame:
        """Figures and sites against years, without the pairs that a year is missing for."""
        import pandas as pd  # here, because it takes a second to load and most commands compare nothing

        long = pd.DataFrame(self._figures, columns=["figure", "site_id", "year", "value"])
        wide = long.pivot(index=["figure", "site_id"], columns="year", values="value")
        return wide.reindex(columns=self._years).astype(float).dropna()
