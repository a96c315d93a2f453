"""Reading a list of sites: headings in English or Chinese, bad rows named, good rows kept."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from crawler.site_checks import check_row
from crawler.tables import Line, read_table

#: Field names and the Chinese headings that stand for them.
HEADINGS = {
    "site_id": ("网站编号", "编号"),
    "name": ("网站名称", "名称"),
    "level": ("层级", "级别"),
    "region_code": ("行政区划代码", "区划代码"),
    "region": ("地区", "行政区划", "所在地区"),
    "portal_url": ("首页网址", "网址", "网站地址", "首页地址"),
    "service_urls": ("服务平台网址", "服务网址"),
    "site_code": ("网站标识码", "标识码"),
}
NEEDED = ("name", "portal_url")
_FIELD_OF = {heading: name for name, headings in HEADINGS.items() for heading in (name, *headings)}
_HEADING_WITHIN = 10  # a title and notes may stand above the headings


@dataclass(frozen=True, slots=True)
class RowProblem:
    """One thing wrong in a list: file, line, heading as written, value, and why (message ``register.<code>``)."""

    file: str
    line: int
    field: str
    value: str
    code: str
    params: dict[str, object] = dataclasses.field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class SitesFile:
    """The good rows of a list, in its order, and the problems of the others."""

    rows: list[Site]
    problems: list[RowProblem]


def read_sites(path: Path) -> SitesFile:
    """Read a CSV or XLSX list of sites.

    Raises ``Problem`` for a file that is no list at all: missing, unreadable, empty, broken, undecodable, without
    the needed headings or without rows.
    """
    lines = read_table(path)
    start, headings = _headings(path, lines)
    if start + 1 >= len(lines):
        raise Problem("list_without_rows", file=str(path))
    reading = _Reading(str(path), headings, lines[start].number)
    for line in lines[start + 1 :]:
        reading.take(line)
    return SitesFile(reading.rows, reading.problems)


def _headings(path: Path, lines: list[Line]) -> tuple[int, tuple[str, ...]]:
    """Where the headings stand, and what they are."""
    for index, line in enumerate(lines[:_HEADING_WITHIN]):
        fields = {_field(cell) for cell in line.cells}
        if fields.issuperset(NEEDED):
            return index, line.cells
    found = {_field(cell) for line in lines[:_HEADING_WITHIN] for cell in line.cells}
    missing = [f"{name} ({HEADINGS[name][0]})" for name in NEEDED if name not in found] or list(NEEDED)
    raise Problem("list_headings_missing", file=str(path), missing=", ".join(missing), line=lines[0].number)


def _field(heading: str) -> str:
    """The field a heading names, or empty."""
    return _FIELD_OF.get(heading.strip().strip("*").replace(" ", "").lower(), "")


class _Reading:
    """Rows and problems as they are met; remembers ids to notice the second of a pair."""

    def __init__(self, file: str, headings: tuple[str, ...], line: int) -> None:
        self.file = file
        self.headings = headings
        self.rows: list[Site] = []
        self.problems: list[RowProblem] = []
        self._first: dict[str, int] = {}
        self._written: dict[str, str] = {}
        for heading in headings:
            self._take_heading(heading, line)

    def take(self, line: Line) -> None:
        """Check one row and keep it or its problems."""
        if line.broken:
            self._tell(line.number, "", line.cells[0][:80], "broken_row")
        elif len(line.cells) > len(self.headings) and any(line.cells[len(self.headings) :]):
            counts: dict[str, object] = {"cells": len(line.cells), "columns": len(self.headings)}
            self._tell(line.number, "", line.cells[-1], "too_many_cells", counts)
        else:
            self._check(line)

    def _take_heading(self, heading: str, line: int) -> None:
        name = _field(heading)
        if heading and not name:
            self._tell(line, heading, heading, "unknown_heading", {"known": ", ".join(HEADINGS)})
        elif name in self._written:
            self._tell(line, heading, heading, "duplicate_heading")
        elif name:
            self._written[name] = heading

    def _check(self, line: Line) -> None:
        site, faults = check_row(self._named(line))
        for fault in faults:
            self._tell(line.number, self._written.get(fault.field, fault.field), fault.value, fault.code, fault.params)
        if site is None:
            return
        first = self._first.setdefault(site.site_id.casefold(), line.number)
        if first != line.number:
            written = self._written.get("site_id", "site_id")
            self._tell(line.number, written, site.site_id, "duplicate_id", {"first": first})
        else:
            self.rows.append(site)

    def _named(self, line: Line) -> Mapping[str, str]:
        row: dict[str, str] = {}
        for heading, cell in zip(self.headings, line.cells, strict=False):
            if name := _field(heading):
                row.setdefault(name, cell)
        return row

    def _tell(self, line: int, column: str, value: str, code: str, params: dict[str, object] | None = None) -> None:
        self.problems.append(RowProblem(self.file, line, column, value, code, params or {}))
