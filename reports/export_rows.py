"""The rows of the export's tables, as values by column name: one function a table."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from crawler.records import SITE_STATUSES
from reports.official import official_items
from reports.ranking import Ranked
from reports.rates import BANDS, band
from reports.records import Rate, RegionScore, RegionScorecard, Score, SiteScorecard
from reports.scoring import column_levels, levels_by_item
from rules.records import SiteJudgement
from rules.terms import COLUMNS, FUNCTIONS

Row = dict[str, object]


def site_row(card: SiteScorecard) -> Row:
    """sites.csv."""
    site, archive, five = card.site, card.archive, card.five_function_coverage
    row: Row = {
        "site_id": site.site_id,
        "name": site.name,
        "level": site.level,
        "region_code": site.region_code,
        "region": site.region,
        "portal_url": site.portal_url,
        "year": card.year,
        "status": archive.status,
        "reason": archive.reason,
        "started_at": archive.started_at,
        "finished_at": archive.finished_at,
        "pages_fetched": archive.pages_fetched,
        "pages_known": archive.pages_known,
        "pages_skipped": archive.pages_skipped,
        "pages_failed": archive.pages_failed,
        "items_found": card.items_found if archive.pages_fetched else None,
        "items_estimated": card.items_estimated,
        "five_function_coverage": five.value,
        "five_function_coverage_low": five.low,
        "five_function_coverage_high": five.high,
        "item_coverage": card.item_coverage[card.item_coverage_basis].value,
    }
    for function in FUNCTIONS:
        inclusive = card.inclusive[function]
        row |= {
            f"coverage_{function}_strict": card.strict[function].value,
            f"coverage_{function}_inclusive": inclusive.value,
            f"coverage_{function}_low": inclusive.low,
            f"coverage_{function}_high": inclusive.high,
        }
    return row


def item_rows(judgement: SiteJudgement) -> Iterator[Row]:
    """items.csv."""
    verdicts = levels_by_item(judgement)
    for item in judgement.items:
        row: Row = {
            "site_id": item.site_id,
            "year": judgement.year,
            "item_id": item.item_id,
            "item_name": item.name,
            "item_url": item.url,
            "department": item.department,
            "guide_elements": ";".join(item.guide_elements),
        }
        for function in FUNCTIONS:
            if (verdict := verdicts[item.item_id].get(function)) and verdict.level is not None:
                row |= {function: verdict.level, f"{function}_scope": verdict.scope, f"{function}_url": verdict.url}
        yield row


def column_rows(judgement: SiteJudgement) -> Iterator[Row]:
    """columns.csv: five rows, those not measured with an empty level."""
    figures = {figure.column: figure for figure in judgement.columns}
    urls = {verdict.key: verdict.url for verdict in judgement.verdicts if not verdict.item_id}
    for column, level in column_levels(judgement).items():
        known = _values(figures[column]) if column in figures else {"column": column}
        row = {"site_id": judgement.site.site_id, "year": judgement.year, "level": level} | known
        yield row | {"url": row.get("url") or urls.get(column, "")}


def finding_rows(judgement: SiteJudgement) -> Iterator[Row]:
    """findings.csv."""
    yield from map(_values, judgement.findings)


def score_row(score: Score) -> Row:
    """scores.csv."""
    return _values(score)


def rate_rows(card: SiteScorecard) -> Iterator[Row]:
    """rates.csv: every rate of a scorecard with its counts and bounds."""
    named: list[tuple[str, str, Rate]] = [
        ("five_function_coverage", "inclusive", card.five_function_coverage),
        ("five_function_coverage", "strict", card.five_function_coverage_strict),
        *(("item_coverage", basis, rate) for basis, rate in card.item_coverage.items()),
    ]
    for function in FUNCTIONS:
        named += [
            (f"coverage_{function}", "inclusive", card.inclusive[function]),
            (f"coverage_{function}", "strict", card.strict[function]),
        ]
    for name, basis, rate in named:
        yield {"site_id": card.site.site_id, "year": card.year, "rate": name, "basis": basis} | _values(rate)


def region_row(card: RegionScorecard) -> Row:
    """regions.csv."""
    row: Row = _values(card) | {"level": card.level or "all"}
    return (
        row
        | _prefixed("coverage", card.by_function, FUNCTIONS)
        | _prefixed("column", card.by_column, COLUMNS)
        | {f"status_{status}": card.by_status.get(status, 0) for status in SITE_STATUSES}
        | {f"band_{name}": card.by_band.get(name, 0) for name, _ in BANDS}
        | {f"coverage_{key}_low": card.by_function_low.get(key) for key in FUNCTIONS}
        | {f"coverage_{key}_high": card.by_function_high.get(key) for key in FUNCTIONS}
    )


def detail_row(score: Score) -> Row:
    """score_details.csv: what stands behind an indicator's points."""
    return _values(score) | {"sample": len(score.drawn) or None}


def sample_rows(score: Score) -> Iterator[Row]:
    """samples.csv: the cases drawn for an indicator, in the order of the draw."""
    for place, drawn in enumerate(score.drawn, start=1):
        yield {
            "site_id": score.site_id,
            "year": score.year,
            "scheme": score.scheme,
            "indicator": score.indicator,
            "seed": score.seed,
            "place": place,
            "subject": drawn.subject,
            "name": drawn.name,
            "url": drawn.url,
            "faults_low": drawn.low,
            "faults_high": drawn.high,
        }


def check_rows(judgement: SiteJudgement) -> Iterator[Row]:
    """site_checks.csv: what the site as a whole was looked at for."""
    for place, one in enumerate(judgement.checks):
        yield _values(one) | {"site_id": judgement.site.site_id, "year": judgement.year, "place": place}


def catalogue_rows(judgement: SiteJudgement) -> Iterator[Row]:
    """catalogue.csv: the items of the official list, whether the site shows each, and whether it is supported."""
    for item in official_items(judgement):
        yield {
            "site_id": judgement.site.site_id,
            "year": judgement.year,
            "item_id": item.item.item_id,
            "item_name": item.item.name,
            "department": item.item.department,
            "shown": item.shown,
            "supported": item.supported,
        }


def rank_row(card: RegionScorecard, place: Ranked, of: int) -> Row:
    """ranks.csv: a site's place in a region and level, and the places it may have."""
    rate = place.card.five_function_coverage
    return {
        "region_code": card.region_code,
        "level": card.level or "all",
        "year": card.year,
        "site_id": place.card.site.site_id,
        "rank": place.rank,
        "of": of,
        "best": place.best,
        "worst": place.worst,
        "tied": place.tied,
        "value": rate.value,
        "low": rate.low,
        "high": rate.high,
        "band": band(rate.value),
    }


def region_score_row(score: RegionScore) -> Row:
    """region_scores.csv."""
    return _values(score) | {"level": score.level or "all"}


def _values(record: Any) -> Row:
    """A record's values by field. ``asdict`` copies each of them, which takes longer than writing them."""
    return {name: getattr(record, name) for name in record.__slots__}


def _prefixed(prefix: str, values: Mapping[str, float | None], names: Mapping[str, str]) -> Row:
    return {f"{prefix}_{name}": values.get(name) for name in names}
