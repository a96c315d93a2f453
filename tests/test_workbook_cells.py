"""Cells of the workbook written as markup: what a site wrote is text in them, whatever it looks like."""

from __future__ import annotations

from pathlib import Path

import openpyxl
import pytest
import xlsxwriter

from reports.workbook_cells import MAX_TEXT, RowSheet, number_cell, text_cell


def written(path: Path, *texts: str) -> list[object]:
    """The texts as a reader of the file finds them, a row each."""
    book = xlsxwriter.Workbook(str(path), {"constant_memory": True})
    sheet = book.add_worksheet("a", RowSheet)
    sheet.write_string(0, 0, "heading")
    for row, text in enumerate(texts, start=1):
        sheet.write_cells(row, text_cell(f"A{row + 1}", 0, text) + number_cell(f"B{row + 1}", 0, row), 2)
    book.close()
    read = [[cell.value for cell in row] for row in openpyxl.load_workbook(path).active.iter_rows(min_row=2)]
    assert [row[1] for row in read] == list(range(1, len(texts) + 1))
    return [row[0] for row in read]


@pytest.mark.parametrize(
    "text",
    [
        "<r><t>形同富文本</t></r>",
        "<r><bad></r>",
        "</t></is></c></row>",
        "a & b < c > d \" '",
        "  两边有空格 ",
        "第一行\n第二行",
        "_x0041_ 不是 A",
    ],
)
def test_a_text_is_read_as_it_was_written(tmp_path: Path, text: str) -> None:
    (read,) = written(tmp_path / "a.xlsx", text)
    assert str(read).replace("_x005F_", "_") == text  # openpyxl leaves Excel's escape as it is


def test_nothing_is_a_formula_and_what_no_file_can_hold_is_left_out(tmp_path: Path) -> None:
    assert written(tmp_path / "a.xlsx", "=1+1", "a\x0bb\ud800", "", "=\r\n1") == ["'=1+1", "ab", None, "'=_x000D_\n1"]


def test_a_long_text_is_cut_at_the_units_a_spreadsheet_counts(tmp_path: Path) -> None:
    plain, wide = written(tmp_path / "a.xlsx", "长" * 40_000, "🏛" * 40_000)
    assert (plain, wide) == ("长" * MAX_TEXT, "🏛" * (MAX_TEXT // 2))
