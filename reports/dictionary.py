"""The fields of the export, defined once: for CSV files, datapackage.json, workbook and data dictionary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import get_args

from crawler.records import LEVELS, SITE_STATUSES
from reports.messages import both
from reports.rates import BANDS
from reports.records import ScoreStatus
from rules.terms import COLUMNS, FUNCTIONS

RATE: Mapping[str, object] = {"minimum": 0, "maximum": 1}
COUNT: Mapping[str, object] = {"minimum": 0}
LEVEL: Mapping[str, object] = {"enum": [0, 1, 2, 3]}
#: Further shares of a region's row, between 0 and 1.
_REGION_RATES = (
    "share_meeting_low",
    "share_meeting_high",
    "strict_mean",
    "item_coverage_median",
    "item_coverage_p25",
    "item_coverage_p75",
    "item_coverage_low",
    "item_coverage_high",
    "item_coverage_weighted",
    "completeness",
)


@dataclass(frozen=True, slots=True)
class Field:
    """One column of a table: Frictionless type and constraints; ``text`` is the message key of its meaning."""

    name: str
    type: str
    text: str
    constraints: Mapping[str, object] = field(default_factory=dict)
    subject: str = ""  # message key of the function, column or status the text speaks of

    def meaning(self) -> dict[str, str]:
        """What the column holds, per language."""
        subjects = both(self.subject) if self.subject else {}
        return {lang: text for lang in ("zh", "en") for text in [both(self.text, subject=subjects.get(lang, ""))[lang]]}


@dataclass(frozen=True, slots=True)
class ExportTable:
    """One CSV file: columns in order, primary key, foreign keys (columns → table with the same column names)."""

    name: str
    fields: tuple[Field, ...]
    primary_key: tuple[str, ...]
    foreign_keys: Mapping[tuple[str, ...], str] = field(default_factory=dict)

    @property
    def columns(self) -> list[str]:
        return [one.name for one in self.fields]


def _text(table: str, *names: str, **constraints: object) -> Iterator[Field]:
    return (Field(name, "string", f"field.{table}.{name}", constraints) for name in names)


def _of(kind: str, table: str, *names: str, limits: Mapping[str, object] = COUNT) -> Iterator[Field]:
    return (Field(name, kind, f"field.{table}.{name}", limits) for name in names)


def _site_year() -> Iterator[Field]:
    yield Field("site_id", "string", "field.site_id", {"required": True})
    yield Field("year", "integer", "field.year", {"required": True})


def _coverages(function: str) -> Iterator[Field]:
    for kind in ("strict", "inclusive", "low", "high"):
        yield Field(f"coverage_{function}_{kind}", "number", f"field.coverage_{kind}", RATE, f"function.{function}")


def _site_fields() -> Iterator[Field]:
    site_id, year = _site_year()
    yield site_id
    yield from _text("sites", "name")
    yield from _text("sites", "level", enum=list(LEVELS))
    yield from _text("sites", "region_code", "region", "portal_url")
    yield year
    yield from _text("sites", "status", enum=list(SITE_STATUSES))
    yield from _text("sites", "reason")
    yield from _of("datetime", "sites", "started_at", "finished_at", limits={})
    yield from _of("integer", "sites", "pages_fetched", "pages_known", "pages_skipped", "pages_failed", "items_found")
    yield from _of("number", "sites", "items_estimated")
    yield from _of(
        "number",
        "sites",
        "five_function_coverage",
        "five_function_coverage_low",
        "five_function_coverage_high",
        "item_coverage",
        limits=RATE,
    )
    for function in FUNCTIONS:
        yield from _coverages(function)


def _item_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("items", "item_id", required=True)
    yield from _text("items", "item_name", "item_url", "department")
    for function in FUNCTIONS:
        yield Field(function, "integer", "field.items.level", LEVEL, f"function.{function}")
    for function in FUNCTIONS:
        subject = f"function.{function}"
        yield Field(f"{function}_scope", "string", "field.items.scope", {"enum": ["item", "site"]}, subject)
        yield Field(f"{function}_url", "string", "field.items.url", {}, subject)
    yield from _text("items", "guide_elements")


def _column_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("columns", "column", enum=list(COLUMNS), required=True)
    yield from _of("integer", "columns", "level", limits=LEVEL)
    yield from _text("columns", "url")
    yield from _of("date", "columns", "last_activity", limits={})
    yield from _of("integer", "columns", "entries_past_year")
    yield from _of("number", "columns", "reply_rate", limits=RATE)
    yield from _of("number", "columns", "median_reply_days")
    yield from _of("integer", "columns", "longest_open_days")
    yield from _of("boolean", "columns", "rules_published", limits={})


def _finding_fields() -> Iterator[Field]:
    yield from _text("findings", "finding_id", required=True)
    yield next(_site_year())
    yield from _text("findings", "item_id")
    yield from _text("findings", "function_or_column", enum=[*FUNCTIONS, *COLUMNS])
    yield from _of("integer", "findings", "level", limits=LEVEL)
    yield from _text("findings", "rule_id")
    yield from _of("integer", "findings", "rule_version")
    yield from _text("findings", "page_url", "snippet", "locator")
    yield from _of("datetime", "findings", "fetched_at", limits={})
    yield from _text("findings", "digest", "archive_record")


def _score_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("scores", "scheme", "scheme_version", "indicator", required=True)
    yield from _text("scores", "title")
    yield from _text("scores", "status", enum=list(get_args(ScoreStatus)))
    yield from _of("number", "scores", "points", "max_points", "low", "high", limits={})
    yield from _text("scores", "reason")


def _region_fields() -> Iterator[Field]:
    yield from _text("regions", "region_code", required=True)
    yield from _text("regions", "region")
    yield from _text("regions", "level", enum=["all", *LEVELS], required=True)
    yield Field("year", "integer", "field.year", {"required": True})
    yield from _of("integer", "regions", "sites", "sites_measured")
    yield from _of(
        "number",
        "regions",
        "mean",
        "median",
        "p25",
        "p75",
        "target",
        "share_meeting_target",
        "low",
        "high",
        "item_weighted_mean",
        "item_coverage_mean",
        limits=RATE,
    )
    yield from _of("integer", "regions", "sites_decided")
    for function in FUNCTIONS:
        yield Field(f"coverage_{function}", "number", "field.regions.coverage", RATE, f"function.{function}")
    for column in COLUMNS:
        yield Field(f"column_{column}", "number", "field.regions.column", RATE, f"column.{column}")
    for status in SITE_STATUSES:
        yield Field(f"status_{status}", "integer", "field.regions.status", COUNT, f"site_status.{status}")
    yield from _of("integer", "regions", "sites_complete", "items")
    yield from _of("number", "regions", *_REGION_RATES, limits=RATE)
    for name, _ in BANDS:
        yield Field(f"band_{name}", "integer", "field.regions.band", COUNT, f"band.{name}")
    for function in FUNCTIONS:
        for end in ("low", "high"):
            yield Field(
                f"coverage_{function}_{end}", "number", f"field.regions.coverage_{end}", RATE, f"function.{function}"
            )


def _rate_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("rates", "rate", "basis", required=True)
    yield from _of("number", "rates", "value", "low", "high", limits=RATE)
    yield from _of("integer", "rates", "numerator", "denominator", "unmeasured")


def _detail_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("scores", "scheme", "indicator", required=True)
    yield from _text("details", "part")
    yield from _of("number", "details", "value", "value_low", "value_high", "target", limits=RATE)
    yield from _of("boolean", "details", "met", limits={})
    yield from _text("details", "source", "seed")
    yield from _of("integer", "details", "sample")
    yield from _of("number", "details", "all_low", "all_high", limits={})


def _sample_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("scores", "scheme", "indicator", required=True)
    yield from _text("details", "seed")
    yield from _of("integer", "samples", "place")
    yield from _text("samples", "subject", "name", "url")
    yield from _of("integer", "samples", "faults_low", "faults_high")


def _check_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _of("integer", "checks", "place")
    yield from _text("checks", "check", "subject", required=True)
    yield from _of("boolean", "checks", "found", limits={})
    yield from _text("checks", "name", "url")
    yield from _of("date", "checks", "day", limits={})
    yield from _of("integer", "checks", "count", "of", "open")
    yield from _text("checks", "reason", "page_url", "snippet")
    yield from _of("datetime", "findings", "fetched_at", limits={})
    yield from _text("findings", "digest", "archive_record")


def _rank_fields() -> Iterator[Field]:
    yield from _text("regions", "region_code", required=True)
    yield from _text("regions", "level", enum=["all", *LEVELS], required=True)
    yield from _site_year()
    yield from _of("integer", "ranks", "rank", "of", "best", "worst", limits={"minimum": 1})
    yield from _of("boolean", "ranks", "tied", limits={})
    yield from _of("number", "ranks", "value", "low", "high", limits=RATE)
    yield from _text("ranks", "band", enum=[name for name, _ in BANDS])


def _region_score_fields() -> Iterator[Field]:
    yield from _text("regions", "region_code", required=True)
    yield from _text("regions", "region")
    yield from _text("regions", "level", enum=["all", *LEVELS], required=True)
    yield Field("year", "integer", "field.year", {"required": True})
    yield from _text("scores", "scheme", "scheme_version", required=True)
    yield from _of("integer", "region_scores", "sites", "passing", "failing", "vetoed", "undecided")
    yield from _of("number", "region_scores", "mean_low", "mean_high", "median_low", "median_high", "max_points")


def _catalogue_fields() -> Iterator[Field]:
    yield from _site_year()
    yield from _text("items", "item_id", required=True)
    yield from _text("items", "item_name", "department")
    yield from _of("boolean", "catalogue", "shown", "supported", limits={})


_TO_SITE: Mapping[tuple[str, ...], str] = {("site_id", "year"): "sites"}
TABLES: Mapping[str, ExportTable] = {
    table.name: table
    for table in (
        ExportTable("sites", tuple(_site_fields()), ("site_id", "year")),
        ExportTable("items", tuple(_item_fields()), ("site_id", "year", "item_id"), _TO_SITE),
        ExportTable("columns", tuple(_column_fields()), ("site_id", "year", "column"), _TO_SITE),
        ExportTable("findings", tuple(_finding_fields()), ("site_id", "finding_id"), {("site_id",): "sites"}),
        ExportTable("scores", tuple(_score_fields()), ("site_id", "year", "scheme", "indicator"), _TO_SITE),
        ExportTable("regions", tuple(_region_fields()), ("region_code", "level", "year")),
        ExportTable("score_details", tuple(_detail_fields()), ("site_id", "year", "scheme", "indicator"), _TO_SITE),
        ExportTable("samples", tuple(_sample_fields()), ("site_id", "year", "scheme", "indicator", "place"), _TO_SITE),
        ExportTable("site_checks", tuple(_check_fields()), ("site_id", "year", "place"), _TO_SITE),
        ExportTable("catalogue", tuple(_catalogue_fields()), ("site_id", "year", "item_id"), _TO_SITE),
        ExportTable("ranks", tuple(_rank_fields()), ("region_code", "level", "year", "site_id"), _TO_SITE),
        ExportTable("region_scores", tuple(_region_score_fields()), ("region_code", "level", "year", "scheme")),
        ExportTable("rates", tuple(_rate_fields()), ("site_id", "year", "rate", "basis"), _TO_SITE),
    )
}
