"""The tables that are open around the present place of a walk, the innermost last."""

from __future__ import annotations

from typing import Final

from rules.fact_walk import MAX_CELL, Attributes, Box, Grid, fold

_LONGEST_ALT: Final = 200
_MOST_ROWS: Final = 200  # that one cell spans
_MOST_COLUMNS: Final = 60  # that one cell spans
_LONGEST_SPAN: Final = 7  # characters of the attribute
_MOST_SPANNED: Final = 50_000  # places that the cells of a page span beside their own


class OpenGrids:
    """Takes in a page's tables as their elements open and close: those in ``open``, then those that are complete in ``done``."""

    def __init__(self, done: list[Grid]) -> None:
        self.done = done
        self.open: list[Grid] = []
        self._spanned = 0

    def open_table(self, box: Box, order: int) -> None:
        """Start a table inside whatever table is open."""
        for grid in self.open:
            grid.nested += 1
        self.open.append(Grid(box, order))

    def open_row(self) -> None:
        """Start a row of the innermost table."""
        if self.open:
            self.open[-1].open_row()

    def open_group(self) -> None:
        """Start a head, body or foot of the innermost table."""
        if self.open:
            self.open[-1].open_group()

    def open_cell(self, attributes: Attributes) -> None:
        """Start a cell of the innermost table."""
        if self.open:
            if "rowspan" not in attributes and "colspan" not in attributes:
                self.open[-1].open_cell(1, 1)
                return
            height = min(_span(attributes.get("rowspan")), _MOST_ROWS) or _MOST_ROWS
            width = min(_span(attributes.get("colspan")), _MOST_COLUMNS) or 1
            self._spanned += width * height - 1
            within = self._spanned <= _MOST_SPANNED
            self.open[-1].open_cell(*((height, width) if within else (1, 1)))

    def add(self, text: str) -> None:
        """Put a line into the open cell, if there is one."""
        if self.open and (cell := self.open[-1].cell) is not None:
            cell.append(text)

    def add_picture(self, attributes: Attributes) -> None:
        """A picture that fills a cell says by its alternative text what a person sees there."""
        said = fold(attributes.get("alt") or "")
        if said and not said.isascii() and self.open and (cell := self.open[-1].cell) == []:
            cell.append(said[:_LONGEST_ALT])

    def head(self) -> str:
        """What the innermost table's first row says above the open cell, or empty."""
        return self.open[-1].head() if self.open else ""

    def close_cell(self) -> None:
        """End the innermost table's open cell."""
        if self.open:
            self.open[-1].close_cell()

    def close_table(self) -> None:
        """End the innermost table; what it holds stands in the cell around it as well."""
        if not self.open:
            return
        grid = self.open.pop()
        grid.close_cell()
        self.done.append(grid)
        outer = self.open[-1] if self.open else None
        if outer is not None and outer.cell is not None:
            outer.cell.append(" ".join(cell for row in grid.rows for cell in row if cell)[:MAX_CELL])
            outer.borrowed += sum(len(cell) for row in grid.rows for cell in row)


def _span(written: str | None) -> int:
    """Rows or columns as an attribute says: 0 is a cell that reaches as far as it can, and what is no number is 1."""
    return int(written) if written and len(written) < _LONGEST_SPAN and written.isdecimal() else 1
