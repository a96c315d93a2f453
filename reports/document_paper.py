"""A Word document with Chinese fonts: headings, paragraphs, lists, tables whose headings repeat on every page."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any
from unicodedata import east_asian_width

from docx import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Length, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import Table, _Cell
from docx.text.paragraph import Paragraph

from reports.document_chart import add_chart
from reports.html_words import Words
from reports.paper import ROWS_AT_MOST, Chart

#: Fonts of official documents: text, headings, tables; the Latin one goes with each.
TEXT_FONT, HEADING_FONT, TABLE_FONT, LATIN_FONT = "仿宋", "黑体", "宋体", "Times New Roman"
_STYLES = (
    ("Normal", TEXT_FONT, 12), ("Title", HEADING_FONT, 22), ("Heading 1", HEADING_FONT, 16),
    ("Heading 2", HEADING_FONT, 14), ("List Bullet", TEXT_FONT, 12), ("Caption", TABLE_FONT, 10),
)  # fmt: skip
_TABLE_POINTS = 9
_TEXT_WIDTH_CM = 16
#: In halves of a Chinese character: the most a column's longest text counts, and what cells need beside their text.
_WIDEST, _PADDING = 26, 5
#: What XML 1.0 cannot hold (section 2.2); names of sites come from anywhere.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class WordPaper:
    """A document being written; ``save`` puts it into a file."""

    def __init__(self, title: str, words: Words) -> None:
        self._document, self._words, self._charts = Document(), words, 0
        for name, font, points in _STYLES:
            self._style(name, font, points)
        self._page(title, words.tag)
        heading = self._document.add_paragraph(writable(title), style="Title")
        heading.alignment = WD_ALIGN_PARAGRAPH.CENTER

    def heading(self, text: str, level: int = 1) -> None:
        """A heading of level 1 or 2."""
        self._document.add_heading(writable(text), level)

    def paragraph(self, text: str) -> None:
        """A paragraph of running text."""
        self._document.add_paragraph(writable(text))

    def points(self, texts: Iterable[str]) -> None:
        """A list with bullets."""
        for text in texts:
            self._document.add_paragraph(writable(text), style="List Bullet")

    def table(
        self, caption: str, headings: Sequence[str], rows: Iterable[Sequence[str]], numbers: Iterable[int] = ()
    ) -> None:
        """A table under its caption, of ``ROWS_AT_MOST`` rows; ``numbers`` are the places of columns of figures."""
        self._document.add_paragraph(writable(caption), style="Caption").paragraph_format.keep_with_next = True
        everything = [tuple(row) for row in rows]
        listed = everything[:ROWS_AT_MOST]
        table = self._document.add_table(rows=0, cols=len(headings), style="Table Grid")
        for column, width in zip(table.columns, _widths((headings, *listed)), strict=True):
            column.width = width  # rows take their cells' widths from here when they are added
        right = frozenset(numbers)
        _fill(table.add_row().cells, headings, right, bold=True)
        _repeat(table)
        for row in listed:
            _fill(table.add_row().cells, row, right)
        left_out = len(everything) - len(listed)
        self._document.add_paragraph(self._words.t("document.rows_left_out", count=left_out) if left_out else "")

    def chart(self, chart: Chart) -> None:
        """A native chart."""
        self._charts += 1
        add_chart(self._document, chart, self._charts)

    def save(self, path: Path) -> Path:
        """Write the file and return its path."""
        self._document.save(str(path))
        return path

    def _style(self, name: str, font: str, points: int) -> None:
        style = self._document.styles[name]
        assert isinstance(style, ParagraphStyle)  # python-docx's own template has these as paragraph styles
        style.font.name, style.font.size, style.font.color.rgb = LATIN_FONT, Pt(points), RGBColor(0x1B, 0x25, 0x30)
        fonts = style.element.get_or_add_rPr().get_or_add_rFonts()
        for theme in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{theme}"), None)
        fonts.set(qn("w:eastAsia"), font)
        style.paragraph_format.line_spacing = 1.5 if name in ("Normal", "List Bullet") else 1.2

    def _page(self, title: str, lang: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm(2.5)
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = writable(title), "govaudit", lang
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(footer)


def writable(text: str) -> str:
    """The text without characters a Word document cannot hold."""
    return _UNWRITABLE.sub("", text)


def _widths(rows: Sequence[Sequence[str]]) -> list[Length]:
    """Column widths by the longest text in each, so that names get room and figures do not waste it."""
    longest = [max(min(_span(row[place]), _WIDEST) for row in rows) for place in range(len(rows[0]))]
    total = sum(longest) + _PADDING * len(longest)
    return [Cm(_TEXT_WIDTH_CM * (span + _PADDING) / total) for span in longest]


def _span(text: str) -> int:
    """How wide a text is, in halves of a Chinese character."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)


def _fill(cells: Sequence[_Cell], texts: Sequence[str], right: frozenset[int], *, bold: bool = False) -> None:
    for place, (cell, text) in enumerate(zip(cells, texts, strict=True)):
        paragraph = cell.paragraphs[0]
        paragraph.paragraph_format.line_spacing = 1.0
        if place in right:
            paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        run = paragraph.add_run(writable(text))
        run.font.size, run.font.bold = Pt(_TABLE_POINTS), bold or None
        run.font.name = LATIN_FONT
        run._element.get_or_add_rPr().get_or_add_rFonts().set(qn("w:eastAsia"), TABLE_FONT)


def _repeat(table: Table) -> None:
    """Mark the first row to repeat on every page (ECMA-376 part 1, 17.4.78)."""
    mark: Any = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)


def _page_number(paragraph: Paragraph) -> None:
    """A field that shows the page's number (ECMA-376 part 1, 17.16.5.44)."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
