"""What the assessment report is written on: one text, as a Word document or as a page to print."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

#: Rows of a table in the report; a longer one is nobody's reading and stands whole in the workbook.
ROWS_AT_MOST = 200


@dataclass(frozen=True, slots=True)
class Chart:
    """Bars for ``series`` (name → a value per category); ``shares`` are of 0-1, else counts.

    ``kind``: column stands upright, bar lies, for long names. ``alt`` says in words what the chart shows.
    """

    kind: Literal["bar", "column"]
    categories: Sequence[str]
    series: Mapping[str, Sequence[float]]
    alt: str
    shares: bool = True


class Paper(Protocol):
    """A report being written, from top to bottom."""

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 or 2."""

    def paragraph(self, text: str) -> None:
        """A paragraph of running text."""

    def points(self, texts: Iterable[str]) -> None:
        """A list with bullets."""

    def table(
        self,
        caption: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        numbers: Iterable[int] = (),
        total: int = 0,
    ) -> None:
        """A table under its caption, of ``ROWS_AT_MOST`` rows; ``numbers`` are the places of columns of figures,
        ``total`` how many rows there are in all where not all are given."""

    def chart(self, chart: Chart) -> None:
        """A chart."""


def measured_chart(
    kind: Literal["bar", "column"], rows: Iterable[tuple[str, Sequence[float | None]]], names: Sequence[str], alt: str
) -> Chart | None:
    """A chart of shares by category, without the categories in which something was not measured: no bar reads as zero."""
    known = [(name, [value for value in values if value is not None]) for name, values in rows]
    whole = [(name, values) for name, values in known if len(values) == len(names)]
    if not whole:
        return None
    series = {name: [values[place] for _, values in whole] for place, name in enumerate(names)}
    return Chart(kind, [name for name, _ in whole], series, alt)
