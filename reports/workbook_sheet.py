"""Sheets of the workbook: headings that stay, filters, formats, colours, and text that never becomes a formula."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import xlsxwriter  # type: ignore[import-untyped]  # the package has no stubs
from xlsxwriter.utility import xl_col_to_name  # type: ignore[import-untyped]

from reports.html_words import Words
from reports.workbook_cells import RowSheet, fitting, number_cell, text_cell

#: Excel's own limits: rows of a sheet, characters and number of links of a sheet.
MAX_ROWS = 1_048_576
MAX_LINK = 2_079
MAX_LINKS = 65_000
_HEADING_ROW = 1
#: Height of a line, the most lines of a row (Excel's limit is 409 points), and characters counted to find them.
_LINE_POINTS, _MAX_LINES, _LOOKED_AT = 17, 24, 2000
_COLOURS = {0: "#F4B6B0", 1: "#FBE3B5", 2: "#D5EBC8", 3: "#8CC98A"}
_FORMATS: dict[str, dict[str, object]] = {
    "text": {},
    "wrap": {"text_wrap": True},
    "level": {"align": "center"},
    "rate": {"num_format": "0.0%"},
    "count": {"num_format": "#,##0"},
    "number": {"num_format": "0.0"},
    "year": {"num_format": "0"},
    "shift": {"num_format": "+0.0;-0.0;0"},  # a change: green above nothing, red below
    "link": {"font_color": "#0B5394", "underline": 1},
    "local": {"font_color": "#0B5394", "underline": 1},  # a page of the HTML report, relative to the workbook
    # Not columns' kinds, but formats all the same.
    "heading": {"bold": True, "bg_color": "#1F4E79", "font_color": "#FFFFFF", "text_wrap": True, "border": 1},
    "note": {"italic": True, "font_color": "#595959"},
    "paper_note": {"italic": True, "font_color": "#595959", "text_wrap": True},
    "unmeasured": {"font_color": "#7F7F7F", "align": "center"},
}
#: Kinds of cells that lead somewhere, and those that stay empty where there is nothing.
_LEADING = ("link", "local")
_OF_TEXT = ("text", "wrap", *_LEADING)
#: Margins of a printed list in inches: left, right, top, bottom.
_MARGINS = (0.4, 0.4, 0.5, 0.6)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a sheet: message keys of heading and meaning, its kind (a format above), width in characters."""

    title: str
    kind: str = "text"
    width: int = 12
    means: str = ""
    bar: bool = False  # draw the rate as a bar
    good: tuple[str, ...] = ()  # message keys of texts shown green
    bad: tuple[str, ...] = ()  # ... and red


@dataclass(frozen=True, slots=True)
class SheetPlan:
    """A sheet as ``workbook.yaml`` lays it out: its columns, and how many of them stay in sight.

    One for ``paper`` prints so many of its columns, its rows as tall as their wrapped texts (Excel sees to that itself,
    LibreOffice does not).
    """

    columns: tuple[Column, ...]
    frozen: int = 0
    paper: int = 0


class Book:
    """The workbook being written. Rows go to disk as they come, so its size does not depend on memory."""

    def __init__(self, path: Path, words: Words, max_rows: int = MAX_ROWS) -> None:
        self.words = words
        self.max_rows = max_rows
        self.sheets: list[Sheet] = []
        options = {
            "constant_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
            "nan_inf_to_errors": True,
        }
        self._file = xlsxwriter.Workbook(str(path), options)
        self._formats: dict[str, Any] = {}
        self._file.set_properties({"title": words.t("book.title")})

    def format(self, kind: str) -> Any:
        """The cell format of a kind of column, or of heading, note and unmeasured."""
        if kind not in self._formats:
            self._formats[kind] = self._file.add_format({"valign": "top"} | _FORMATS[kind])
        return self._formats[kind]

    def style(self, kind: str) -> int:
        """The number of that format in the file."""
        number: int = self.format(kind)._get_xf_index()
        return number

    def colour(self, level: int) -> Any:
        """The fill of a level's cells; 0 for what is bad, 2 for what is good."""
        name = f"colour{level}"
        if name not in self._formats:
            self._formats[name] = self._file.add_format({"bg_color": _COLOURS[level]})
        return self._formats[name]

    def sheet(self, name: str, plan: SheetPlan, note: str = "", values: Mapping[str, object] | None = None) -> Sheet:
        """A new sheet; its title is the message ``book.sheet.<name>``, its note ``book.note.<name>`` unless another is given.

        ``values`` fill the headings that need some.
        """
        made = Sheet(self, name, plan, note or self.words.t(f"book.note.{name}"), values or {})
        self.sheets.append(made)
        return made

    def add_worksheet(self, title: str) -> Any:
        return self._file.add_worksheet(title, RowSheet)

    def close(self) -> None:
        """Set filters and colours, and write the file."""
        for sheet in self.sheets:
            sheet.finish()
        self._file.close()


class Sheet:
    """One table of the workbook; goes on in a further worksheet when Excel's rows are used up."""

    def __init__(self, book: Book, name: str, plan: SheetPlan, note: str, values: Mapping[str, object]) -> None:
        self.book, self.name, self.columns, self._frozen = book, name, plan.columns, plan.frozen
        self._note, self._values, self._paper = note, values, plan.paper
        self._letters = [xl_col_to_name(place) for place in range(len(self.columns))]
        self._styles = {kind: book.style(kind) for kind in _FORMATS}
        self._not_measured, self._see = book.words.t("level.none"), book.words.t("html.see_evidence")
        self._leading: list[tuple[int, str]] = []  # cells of the row being written that lead somewhere, and where
        self._parts = 0
        self._start()

    def _start(self) -> None:
        self._parts += 1
        title = self.book.words.t(f"book.sheet.{self.name}")
        self._sheet = self.book.add_worksheet(title if self._parts == 1 else f"{title} {self._parts}")
        self._row, self._links = _HEADING_ROW + 1, 0
        self._write_note()
        for place, column in enumerate(self.columns):
            self._sheet.set_column(place, place, column.width)
            heading = self.book.words.t(column.title, **self._values)
            self._sheet.write_string(_HEADING_ROW, place, heading, self.book.format("heading"))
        self._sheet.freeze_panes(_HEADING_ROW + 1, self._frozen)
        self._sheet.set_landscape()
        self._sheet.set_paper(9)
        self._sheet.fit_to_pages(1, 0)
        self._sheet.repeat_rows(_HEADING_ROW)

    def _write_note(self) -> None:
        """The note above the table; on paper within its columns, where a text may not reach beyond them."""
        kind = "paper_note" if self._paper else "note"
        if self._paper:
            self._set_paper()
            self._sheet.merge_range(0, 0, 0, self._paper - 1, "", self.book.format(kind))
        self._sheet.write_string(0, 0, fitting(self._note), self.book.format(kind))

    def _set_paper(self) -> None:
        width = sum(column.width for column in self.columns[: self._paper])
        self._sheet.set_row(0, _LINE_POINTS * _lines(Column("", "wrap", width), self._note))
        self._sheet.set_row(_HEADING_ROW, 2 * _LINE_POINTS)
        self._sheet.set_margins(*_MARGINS)
        self._sheet.set_footer("&C&P / &N")
        self._sheet.hide_gridlines(0)  # shown on screen, and printed

    def add(self, *values: object) -> None:
        """Write one row, a value for each column; None where a measured value belongs reads not measured."""
        if self._row >= self.book.max_rows:
            self.finish()
            self._start()
        cells = "".join(
            self._cell(place, column, value)
            for place, (column, value) in enumerate(zip(self.columns, values, strict=True))
        )
        lines = min(_MAX_LINES, max(map(_lines, self.columns, values))) if self._paper else 0
        self._sheet.write_cells(self._row, cells, len(self.columns), _LINE_POINTS * lines)
        for place, address in self._leading:
            self._sheet.link(self._row, place, address)
        self._leading.clear()
        self._row += 1

    def _cell(self, place: int, column: Column, value: object) -> str:
        """The cell of the row being written; an empty one is nothing."""
        at = f"{self._letters[place]}{self._row + 1}"
        if isinstance(value, (int, float)):
            return number_cell(at, self._styles[column.kind], value)
        if value is None:
            return "" if column.kind in _OF_TEXT else text_cell(at, self._styles["unmeasured"], self._not_measured)
        text = str(value)
        address = self._address(column.kind, text) if column.kind in _LEADING else ""
        if address:
            self._leading.append((place, address))
        shown = self._see if address and column.kind == "local" else text
        return text_cell(at, self._styles["text" if column.kind in _LEADING and not address else column.kind], shown)

    def _address(self, kind: str, text: str) -> str:
        """Where a cell leads, for as long as the sheet may hold more links; nothing for no address."""
        leads = self._links < MAX_LINKS and (is_web_address(text) if kind == "link" else bool(text))
        self._links += leads
        return (text if kind == "link" else f"external:{text}") if leads else ""

    def finish(self) -> None:
        """Set the filter and the colours over the rows written."""
        last = max(self._row - 1, _HEADING_ROW)
        self._sheet.autofilter(_HEADING_ROW, 0, last, len(self.columns) - 1)
        if self._paper:
            self._sheet.print_area(0, 0, last, self._paper - 1)
        for place, column in enumerate(self.columns):
            first = xlsxwriter.utility.xl_rowcol_to_cell(_HEADING_ROW + 1, place)
            for rule in self._colouring(column, first):
                self._sheet.conditional_format(_HEADING_ROW + 1, place, max(last, _HEADING_ROW + 1), place, rule)

    def _colouring(self, column: Column, first: str) -> Iterator[dict[str, object]]:
        """The rules that colour a column whose topmost cell is ``first``."""
        if column.kind == "level":
            for level in _COLOURS:
                # An empty cell equals 0 for Excel; only numbers are coloured.
                criteria = f"=AND(ISNUMBER({first}),{first}={level})"
                yield {"type": "formula", "criteria": criteria, "format": self.book.colour(level)}
        elif column.kind == "shift":
            for sign, level in ((">", 2), ("<", 0)):
                criteria = f"=AND(ISNUMBER({first}),{first}{sign}0)"
                yield {"type": "formula", "criteria": criteria, "format": self.book.colour(level)}
        elif column.bar:
            yield {"type": "data_bar", "bar_color": "#9DC3E6", "bar_solid": True, "min_type": "num", "max_type": "num",
                   "min_value": 0, "max_value": 1}  # fmt: skip
        for keys, level in ((column.good, 2), (column.bad, 0)):
            for key in keys:
                value = f'"{self.book.words.t(key)}"'
                yield {"type": "cell", "criteria": "==", "value": value, "format": self.book.colour(level)}


def _lines(column: Column, value: object) -> int:
    """How many lines a value takes in its column; Chinese characters are two wide."""
    if column.kind != "wrap" or not isinstance(value, str):
        return 1
    return 1 + sum(1 + (char > "\u2e7f") for char in value[:_LOOKED_AT]) // max(1, column.width - 1)


@lru_cache(10_000)
def is_web_address(text: str) -> bool:
    """Whether the text is an address a person may be sent to, and Excel can hold it."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    plain = text.isprintable() and not any(character.isspace() for character in text)
    return parts.scheme in ("http", "https") and bool(parts.netloc) and len(text) <= MAX_LINK and plain
