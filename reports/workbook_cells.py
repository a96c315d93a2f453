"""Cells of the workbook as markup: whole rows at once, for a country's workbook has ten million cells.

xlsxwriter looks at every cell a dozen times, and takes a text that begins and ends as its own rich text for such: a site
that names an item so would spoil the file. Here each text is escaped, once.
"""

from __future__ import annotations

import re
from functools import lru_cache
from html import escape

from xlsxwriter.worksheet import Worksheet  # type: ignore[import-untyped]  # the package has no stubs

from reports.cells import defused

#: Excel's own limit: UTF-16 units of a cell.
MAX_TEXT = 32_767
#: What Excel takes for an escaped character (ECMA-376 part 1, 22.9.2.19 ST_Xstring), so that it must be escaped itself.
_ESCAPED = re.compile(r"_(?=x[0-9a-fA-F]{4}_)")


class RowSheet(Worksheet):  # type: ignore[misc]  # untyped base
    """A worksheet that takes whole rows, in order, in a workbook of constant memory."""

    def write_cells(self, row: int, cells: str, columns: int, points: int = 0) -> None:
        """Write row ``row`` (from 0) of at most ``columns`` columns; ``cells`` are its ``<c>`` elements, ``points`` its height."""
        self._check_dimensions(row, columns - 1)
        self._write_single_row(row)
        tall = f' ht="{points}" customHeight="1"' if points else ""
        self.fh.write(f'<row r="{row + 1}"{tall}>{cells}</row>')

    def link(self, row: int, column: int, address: str) -> None:
        """Make a cell of the row just written lead to an address."""
        self.ignore_write_string = True
        self.write_url(row, column, address)
        self.ignore_write_string = False


def number_cell(place: str, style: int, value: float) -> str:
    """A cell with a number."""
    return f'<c r="{place}" s="{style}"><v>{value:.16G}</v></c>'


def text_cell(place: str, style: int, text: str) -> str:
    """A cell with a text; nothing for an empty one."""
    told = _told(text)
    return f'<c r="{place}" s="{style}" t="inlineStr"><is>{told}</is></c>' if told else ""


def fitting(text: str) -> str:
    """The text as it may stand in a cell: no formula, no control characters, no longer than Excel allows."""
    shown = defused(text)
    if len(shown) <= MAX_TEXT // 2:  # even if each character took two units
        return shown
    return shown.encode("utf-16-le")[: 2 * MAX_TEXT].decode("utf-16-le", "ignore")


@lru_cache(10_000)
def _told(text: str) -> str:
    """The text as markup."""
    shown = fitting(text)
    if not shown:
        return ""
    told = _ESCAPED.sub("_x005F_", escape(shown, quote=False)).replace("\r", "_x000D_")
    kept = ' xml:space="preserve"' if shown != shown.strip() else ""
    return f"<t{kept}>{told}</t>"
