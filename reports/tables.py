"""The tables of the results database, one per record, columns after the records' fields so that both stay alike."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import fields
from types import NoneType
from typing import Any, get_args, get_origin, get_type_hints

from pydantic import TypeAdapter
from sqlalchemy import JSON, Boolean, Column, Float, Integer, MetaData, Table, Text
from sqlalchemy.types import TypeEngine

from reports.records import Publication, RegionScorecard, Score, SiteScorecard
from rules.records import ColumnFigures, Finding, ServiceItem, SiteCheck, SiteJudgement, Verdict

metadata = MetaData()

_TYPES: dict[object, type[TypeEngine[Any]]] = {str: Text, int: Integer, float: Float, bool: Boolean}


def _column_type(hint: object) -> type[TypeEngine[Any]]:
    """The column type of a field; sequences and mappings are kept as JSON."""
    plain = [part for part in get_args(hint) if part is not NoneType]
    if get_origin(hint) not in (tuple, Mapping) and plain:
        return _column_type(type(plain[0]) if isinstance(plain[0], str) else plain[0])
    return _TYPES.get(hint, JSON)


def _table(name: str, record: type[Any], key: tuple[str, ...], before: Mapping[str, type[TypeEngine[Any]]]) -> Table:
    """A table with the columns ``before`` and one for each field of ``record``; primary key ``key``."""
    hints = get_type_hints(record)
    kinds = dict(before) | {field.name: _column_type(hints[field.name]) for field in fields(record)}
    return Table(name, metadata, *(Column(one, kind, primary_key=one in key) for one, kind in kinds.items()))


_SITE_YEAR: dict[str, type[TypeEngine[Any]]] = {"site_id": Text, "year": Integer, "place": Integer}

items = _table("items", ServiceItem, ("site_id", "year", "item_id"), _SITE_YEAR)
verdicts = _table("verdicts", Verdict, ("site_id", "year", "item_id", "key"), _SITE_YEAR)
findings = _table("findings", Finding, ("site_id", "year", "finding_id"), _SITE_YEAR)
columns = _table("columns", ColumnFigures, ("site_id", "year", "column"), _SITE_YEAR)
site_checks = _table("site_checks", SiteCheck, ("site_id", "year", "place"), _SITE_YEAR)
scores = _table("scores", Score, ("site_id", "year", "scheme", "indicator"), _SITE_YEAR)
regions = _table("regions", RegionScorecard, ("region_code", "level", "year"), {})

#: Whole records as JSON, beside the columns people filter and sort by.
judgements = Table(
    "judgements",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    *(Column(name, Text) for name in ("name", "level", "region_code", "region", "status", "as_of", "pack_version")),
    Column("document", JSON),
)
scorecards = Table(
    "scorecards",
    metadata,
    Column("site_id", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    *(Column(name, Text) for name in ("name", "level", "region_code", "region", "status", "pack_version")),
    Column("five_function_coverage", Float),
    Column("item_coverage", Float),
    Column("document", JSON),
)
about = Table("about", metadata, Column("name", Text, primary_key=True), Column("value", Text))

#: The parts of a judgement that have a table of their own, by the field that holds them.
PARTS: Mapping[str, tuple[Table, type[Any]]] = {
    "items": (items, ServiceItem),
    "verdicts": (verdicts, Verdict),
    "columns": (columns, ColumnFigures),
    "findings": (findings, Finding),
    "checks": (site_checks, SiteCheck),
}

_ADAPTERS: dict[type[Any], TypeAdapter[Any]] = {
    record: TypeAdapter(record)
    for record in (
        ServiceItem,
        Verdict,
        ColumnFigures,
        Finding,
        SiteCheck,
        SiteJudgement,
        SiteScorecard,
        RegionScorecard,
        Score,
        Publication,
    )
}
_LISTS: dict[type[Any], TypeAdapter[Any]] = {record: TypeAdapter(list[record]) for record in _ADAPTERS}  # type: ignore[valid-type]
_NAMES = {record: tuple(field.name for field in fields(record)) for record in _ADAPTERS}


def layout() -> str:
    """A fingerprint of all tables and columns: a database made under another layout is not written to."""
    columns = (column for table in metadata.sorted_tables for column in table.c)
    told = "\n".join(f"{column.table.name}.{column.name} {column.type!r}" for column in columns)
    return hashlib.sha256(told.encode()).hexdigest()[:16]


def to_plain(record: object) -> dict[str, Any]:
    """A record as JSON-like values, fit for any database."""
    plain: dict[str, Any] = _storable(_ADAPTERS[type(record)].dump_python(record))
    return plain


def from_plain(record: type[Any], values: Mapping[str, Any]) -> Any:
    """The record that ``to_plain`` gave these values for; names that are no fields of it are passed over."""
    return _ADAPTERS[record].validate_python({name: values[name] for name in _NAMES[record] if name in values})


def fields_of(record: type[Any], table: Table) -> list[Column[Any]]:
    """The columns that hold a record's fields, in their order."""
    return [table.c[name] for name in _NAMES[record]]


def from_rows(record: type[Any], rows: Sequence[Sequence[Any]]) -> list[Any]:
    """The records of rows of ``fields_of``."""
    names = _NAMES[record]
    read: list[Any] = _LISTS[record].validate_python([dict(zip(names, row, strict=True)) for row in rows])
    return read


def rows(site_id: str, year: int, records: Iterable[object]) -> list[dict[str, Any]]:
    """The rows of records of one site and year, numbered in their order."""
    return [to_plain(one) | {"site_id": site_id, "year": year, "place": place} for place, one in enumerate(records)]


def _storable(value: Any) -> Any:
    """The value without what PostgreSQL (NUL) or UTF-8 (lone surrogates) cannot hold: audited pages contain both."""
    if isinstance(value, str):  # what is printable holds neither, and most of millions of values are
        return value if value.isprintable() else value.replace("\x00", "").encode("utf-8", "replace").decode("utf-8")
    if isinstance(value, (list, tuple)):
        return [_storable(one) for one in value]
    if value is None or isinstance(value, (int, float)):
        return value
    return {_storable(key): _storable(one) for key, one in value.items()} if isinstance(value, Mapping) else value
