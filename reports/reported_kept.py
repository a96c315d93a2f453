"""Reported figures once given: kept a file a year in the form they are given in, used by every later scoring until replaced."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

from crawler.tables import read_table
from reports.files import RowFile, replaced_in
from reports.records import ReportedFigure
from reports.reported import HEADINGS, RowProblem, read_reported
from reports.schemes import Scheme

_COLUMNS = tuple(HEADINGS)
#: What a figure replaces: the one of the same indicator and of the same site or region.
_KEY = ("scheme", "indicator", "site_id", "region_code")


@dataclass(frozen=True, slots=True)
class KeptFigures:
    """The figures below ``folder``: ``<year>.csv``, to be read, corrected and cut down by hand as well."""

    folder: Path

    def path(self, year: int) -> Path:
        """The file of a year, there or not."""
        return self.folder / f"{year}.csv"

    def keep(self, figures: Iterable[ReportedFigure]) -> None:
        """Add figures to those of their years; one of the same indicator and subject is replaced."""
        by_year: dict[int, list[ReportedFigure]] = defaultdict(list)
        for figure in figures:
            by_year[figure.year].append(figure)
        for year, given in by_year.items():
            rows = {tuple(row[name] for name in _KEY): row for row in self._rows(year)}
            rows |= {tuple(row[name] for name in _KEY): row for row in map(_row, given)}
            with replaced_in(self.folder) as staged, ExitStack() as stack:
                RowFile(stack, staged / f"{year}.csv", _COLUMNS).write(rows.values())

    def figures(self, schemes: Sequence[Scheme], year: int) -> tuple[list[ReportedFigure], list[RowProblem]]:
        """The year's figures for these schemes, and rows that cannot be used: edited by hand, or of an indicator no longer there."""
        path = self.path(year)
        if not path.is_file():
            return [], []
        figures, bad = read_reported(path, schemes, year)
        return figures, [row for row in bad if row.code != "scheme"]  # of schemes that are not asked for

    def _rows(self, year: int) -> list[dict[str, str]]:
        if not self.path(year).is_file():
            return []
        head, *lines = read_table(self.path(year))
        cells = (dict(zip(head.cells, line.cells, strict=False)) for line in lines)
        return [{name: row.get(name, "") for name in _COLUMNS} for row in cells]


def _row(figure: ReportedFigure) -> dict[str, str]:
    named = {name: getattr(figure, name, "") for name in _COLUMNS} | {"date": figure.day}
    return {name: _text(value) for name, value in named.items()}


def _text(value: object) -> str:
    if isinstance(value, float):
        return repr(value).removesuffix(".0")
    return "" if value is None else str(value)
