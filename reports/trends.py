"""More than two years side by side: every site's rates, and the means over the sites measured in all of the years."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from reports.rates import mean
from reports.records import SiteScorecard
from reports.score_changes import rates_of

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


class TrendOfAll:
    """Collects the years of sites one by one and gives the means over the sites measured in all of them."""

    def __init__(self, years: Sequence[int]) -> None:
        self._years = years
        self._values: dict[tuple[str, int], list[float]] = {}
        self.sites: dict[str, int] = {}

    def add(self, cards: Sequence[SiteScorecard]) -> None:
        """One site's scorecards; it counts for a figure when every year has it."""
        by_year = {card.year: rates_of(card) for card in cards}
        if set(by_year) != set(self._years):
            return
        for name in by_year[self._years[0]]:
            values = {year: by_year[year][name] for year in self._years}
            if any(value is None for value in values.values()):
                continue
            self.sites[name] = self.sites.get(name, 0) + 1
            for year, value in values.items():
                self._values.setdefault((name, year), []).append(value or 0.0)

    def rows(self) -> Iterator[dict[str, object]]:
        """A row for each figure and year; ``status`` tells how many sites it is of."""
        for (name, year), values in self._values.items():
            yield {
                "site_id": ALL,
                "year": year,
                "status": f"{len(values)}",
                "figure": name,
                "value": mean(values),
            }
