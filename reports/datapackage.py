"""The description of an export: a Frictionless Tabular Data Package (specs.frictionlessdata.io, version 1)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from reports.dictionary import TABLES, ExportTable, Field
from reports.messages import both


def describe(files: Mapping[str, Path], year: int, packs: Collection[str]) -> str:
    """datapackage.json for the tables' CSV ``files``; ``packs``: the rule packs the verdicts rest on."""
    title = both("datapackage.title", year=year)
    package = {
        "profile": "tabular-data-package",
        "name": f"govaudit-{year}",
        "title": title["zh"],
        "title_en": title["en"],
        "version": str(year),
        "rule_packs": sorted(packs),
        "resources": [_resource(TABLES[name], path) for name, path in files.items()],
    }
    return json.dumps(package, ensure_ascii=False, indent=2) + "\n"


def _resource(table: ExportTable, path: Path) -> dict[str, Any]:
    about = both(f"table.{table.name}")
    return {
        "profile": "tabular-data-resource",
        "name": table.name,
        "path": f"{table.name}.csv",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "description": about["zh"],
        "description_en": about["en"],
        "bytes": path.stat().st_size,
        "hash": f"sha256:{_digest(path)}",
        "dialect": {"delimiter": ",", "lineTerminator": "\r\n", "quoteChar": '"', "doubleQuote": True, "header": True},
        "schema": _schema(table),
    }


def _schema(table: ExportTable) -> dict[str, Any]:
    keys = [
        {"fields": list(columns), "reference": {"resource": other, "fields": list(columns)}}
        for columns, other in table.foreign_keys.items()
    ]
    schema: dict[str, Any] = {
        "fields": [_field(one) for one in table.fields],
        "primaryKey": list(table.primary_key),
        "missingValues": [""],
    }
    return schema | ({"foreignKeys": keys} if keys else {})


def _field(one: Field) -> dict[str, Any]:
    meaning = one.meaning()
    described = {"name": one.name, "type": one.type, "description": meaning["zh"], "description_en": meaning["en"]}
    return described | ({"constraints": dict(one.constraints)} if one.constraints else {})


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
