"""What the report's first page shows: key figures, ranking, distribution, functions, columns, who was not measured."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from crawler import regions as divisions
from crawler.records import LEVELS, Site
from reports.charts import Bin, histogram
from reports.html_beside import CHARTED, link_beside
from reports.html_map import STEPS, tile_groups
from reports.html_paths import site_page
from reports.html_scores import scheme_summaries
from reports.html_templates import Press
from reports.html_trend import year_rows
from reports.problem_counts import ProblemCounts
from reports.ranking import Ranked, headline, ranked, unmeasured, worth_listing
from reports.rates import mean, mean_rate
from reports.records import Rate, RegionScorecard, Score, SiteScorecard
from rules.terms import COLUMNS, FUNCTIONS


@dataclass(frozen=True, slots=True)
class FunctionRow:
    """One function over all measured sites: means of the sites' rates."""

    key: str
    inclusive: Rate
    strict: Rate
    effective: float | None


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One interaction column: how many sites reached which level."""

    key: str
    measured: int
    usable: int
    effective: int
    share: float | None


@dataclass(frozen=True, slots=True)
class TargetChart:
    """How the item coverages of the sites held to one target are distributed, and how many meet it."""

    target: float
    bins: tuple[Bin, ...]
    met: int
    missed: int
    open: int


def write_region_page(
    press: Press,
    scorecards: Sequence[SiteScorecard],
    regions: Sequence[RegionScorecard],
    downloads: Sequence[Path],
    version: str,
    problems: ProblemCounts,
    earlier: Sequence[Sequence[SiteScorecard]],
    totals: Sequence[tuple[Site, Score]],
) -> Path:
    """Write ``index.html`` and ``method.html``; returns the former. ``earlier`` are the same sites in other years."""
    places = ranked(scorecards)
    measured = [place.card for place in places]
    versions = _versions(scorecards, version)
    press.page("method.html", "method.html", versions=versions)
    index = press.page(
        "index.html",
        "region.html",
        versions=versions,
        head=headline(regions),
        regions=worth_listing(regions),
        cards=scorecards,
        total=mean_rate([card.five_function_coverage for card in measured]),
        strict=mean(card.five_function_coverage_strict.value for card in measured),
        item_coverage=mean_rate([card.item_coverage[card.item_coverage_basis] for card in measured]),
        places=_rows(places),
        apart=[(card, site_page(card.site.site_id)) for card in unmeasured(scorecards)],
        charts=target_charts(measured),
        charted=CHARTED,
        function_rows=function_rows(measured),
        column_rows=column_rows(measured),
        tiles=tile_groups(regions, headline(regions)),
        tile_links=_tile_links(regions, scorecards),
        steps=(0.0, *STEPS, 1.0),
        problems=problems,
        schemes=scheme_summaries(totals, headline(regions), press.words),
        trend=year_rows([*earlier, scorecards]),
        filters=_filters(press, scorecards),
        bases=[press.words.label("basis", name) for name in _distinct(card.item_coverage_basis for card in measured)],
        downloads=_downloads(downloads, press.folder),
    )
    link_beside(press.folder, press.words)
    return index


def _versions(scorecards: Sequence[SiteScorecard], version: str) -> dict[str, object]:
    """What the figures were made with and for which days and years."""
    return {
        "as_of": _distinct(card.as_of for card in scorecards),
        "packs": _distinct(card.pack_version for card in scorecards),
        "version": version,
        "years": _distinct(str(card.year) for card in scorecards),
    }


def _rows(places: Iterable[Ranked]) -> list[tuple[Ranked, str, str]]:
    """The ranking's rows: place, the site's page, its area."""
    return [(place, site_page(place.card.site.site_id), area(place.card.site)) for place in places]


def target_charts(measured: Iterable[SiteScorecard]) -> list[TargetChart]:
    """One chart per target (county and above, township, village), highest target first."""
    groups: dict[float, list[SiteScorecard]] = {}
    for card in measured:
        groups.setdefault(card.target, []).append(card)
    return [_target_chart(target, groups[target]) for target in sorted(groups, reverse=True)]


def _target_chart(target: float, cards: Sequence[SiteScorecard]) -> TargetChart:
    met = Counter(card.meets_target for card in cards)
    shares = (card.item_coverage[card.item_coverage_basis].value for card in cards)
    return TargetChart(target, histogram(shares), met[True], met[False], met[None])


def function_rows(measured: Sequence[SiteScorecard]) -> list[FunctionRow]:
    """The five functions in their order; means over sites."""
    rows = []
    for key in FUNCTIONS:
        inclusive = mean_rate([card.inclusive[key] for card in measured])
        strict = mean_rate([card.strict[key] for card in measured])
        effective = mean(card.share_effective.get(key) for card in measured)
        rows.append(FunctionRow(key, inclusive, strict, effective))
    return rows


def column_rows(measured: Sequence[SiteScorecard]) -> list[ColumnRow]:
    """The five columns in their order; shares of the sites where the column was measured."""
    return [_column_row(key, [card.column_levels.get(key) for card in measured]) for key in COLUMNS]


def _column_row(key: str, found: Sequence[int | None]) -> ColumnRow:
    levels = [level for level in found if level is not None]
    usable = sum(level >= 2 for level in levels)
    share = usable / len(levels) if levels else None
    return ColumnRow(key, len(levels), usable, sum(level >= 3 for level in levels), share)


def _tile_links(regions: Sequence[RegionScorecard], cards: Sequence[SiteScorecard]) -> dict[str, str]:
    """Where a division's tile leads: to its row among the regions, or to its only site."""
    links = {card.site.region_code: site_page(card.site.site_id) for card in cards}
    return links | {one.region_code: f"#region-{one.region_code}" for one in worth_listing(regions)}


def _filters(press: Press, cards: Iterable[SiteScorecard]) -> dict[str, list[tuple[str, str]]]:
    """What the ranking can be filtered by: levels and provinces or prefectures that occur, in order."""
    listed = list(cards)
    levels = sorted({card.site.level for card in listed}, key=lambda one: LEVELS.index(one) if one in LEVELS else 99)
    areas = sorted({area(card.site) for card in listed} - {""})
    return {
        "level": [(one, press.words.label("admin_level", one)) for one in levels],
        "area": [(code, divisions.full_name(code) or code) for code in areas],
    }


def area(site: Site) -> str:
    """The division a site is filtered by: its prefecture, or the province itself for a province's own site."""
    lineage = [one for one in divisions.lineage(site.region_code) if one.endswith("00")]
    return lineage[0] if lineage else ""


def _distinct(values: Iterable[str]) -> list[str]:
    return sorted({value for value in values if value})


def _downloads(files: Iterable[Path], folder: Path) -> list[tuple[str, str, str]]:
    """Files beside the report as (address, name, kind by extension); files elsewhere are left out."""
    inside = [path for path in files if path.is_file() and path.resolve().is_relative_to(folder.resolve())]
    return [
        (path.resolve().relative_to(folder.resolve()).as_posix(), path.name, path.suffix.lstrip(".").lower())
        for path in inside
    ]
