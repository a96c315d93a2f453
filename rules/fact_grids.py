"""The tables that are open around the present place of a walk, the innermost last."""

from __future__ import annotations

from typing import Final

from rules.fact_walk import MAX_CELL, Attributes, Box, Grid, fold

_LONGEST_ALT: Final = 200
_MOST_ROWS: Final = 200  # that one cell spans


class OpenGrids:
    """Takes in a page's tables as their elements open and close: those in ``open``, then those that are complete in ``done``."""

    def __init__(self, done: list[Grid]) -> None:
        self.done = done
        self.open: list[Grid] = []

    def open_table(self, box: Box, order: int) -> None:
        """Start a table inside whatever table is open."""
        for grid in self.open:
            grid.nested += 1
        self.open.append(Grid(box, order))

    def open_row(self) -> None:
        """Start a row of the innermost table."""
        if self.open:
            self.open[-1].open_row()

    def open_cell(self, attributes: Attributes) -> None:
        """Start a cell of the innermost table."""
        if self.open:
            span = attributes.get("rowspan") or "1"
            self.open[-1].open_cell(min(int(span), _MOST_ROWS) if span.isdecimal() and len(span) < 5 else 1)

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
            outer.cell.append(" ".join(cell for row in grid.rows for cell in row)[:MAX_CELL])
            outer.borrowed += sum(len(cell) for row in grid.rows for cell in row)
