"""A Word document with Chinese fonts: headings, paragraphs, lists, tables whose headings repeat on every page."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.text.paragraph import Paragraph

from reports.document_chart import add_chart
from reports.document_table import table_rows, widths
from reports.document_text import HEADING_FONT, LATIN_FONT, TABLE_FONT, TEXT_FONT, writable
from reports.html_words import Words
from reports.paper import ROWS_AT_MOST, Chart

_STYLES = (
    ("Normal", TEXT_FONT, 12), ("Title", HEADING_FONT, 22), ("Heading 1", HEADING_FONT, 16),
    ("Heading 2", HEADING_FONT, 14), ("List Bullet", TEXT_FONT, 12), ("Caption", TABLE_FONT, 10),
)  # fmt: skip
#: Width and height of A4, and what is left of the width between margins of 2.5 cm.
_PAGE_CM, _MARGIN_CM = (21, 29.7), 2.5


class WordPaper:
    """A document being written; ``save`` puts it into a file."""

    def __init__(self, title: str, words: Words, *, landscape: bool = False, rows_at_most: int = ROWS_AT_MOST) -> None:
        self._document, self._words, self._charts, self._rows = Document(), words, 0, rows_at_most
        self._size = _PAGE_CM[::-1] if landscape else _PAGE_CM
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
        self,
        caption: str,
        headings: Sequence[str],
        rows: Iterable[Sequence[str]],
        numbers: Iterable[int] = (),
        total: int = 0,
    ) -> None:
        """A table under its caption, of ``rows_at_most`` rows; ``numbers`` are the places of columns of figures,
        ``total`` how many rows there are in all where not all are given."""
        self._document.add_paragraph(writable(caption), style="Caption").paragraph_format.keep_with_next = True
        everything = [tuple(row) for row in rows]
        listed = everything[: self._rows]
        table = self._document.add_table(rows=0, cols=len(headings), style="Table Grid")
        columns = widths((headings, *listed), self._size[0] - 2 * _MARGIN_CM)
        for column, width in zip(table.columns, columns, strict=True):
            column.width = width
        table._tbl.extend(table_rows(headings, listed, columns, frozenset(numbers)))
        left_out = max(total, len(everything)) - len(listed)
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
        section.page_width, section.page_height = map(Cm, self._size)
        section.orientation = WD_ORIENT.LANDSCAPE if self._size[0] > self._size[1] else WD_ORIENT.PORTRAIT
        section.left_margin = section.right_margin = Cm(_MARGIN_CM)
        properties = self._document.core_properties
        properties.title, properties.author, properties.language = (
            writable(title)[:255],
            "govaudit",
            lang,
        )  # 255: python-docx takes no more
        footer = section.footer.paragraphs[0]
        footer.alignment = WD_ALIGN_PARAGRAPH.CENTER
        _page_number(footer)


def _page_number(paragraph: Paragraph) -> None:
    """A field that shows the page's number (ECMA-376 part 1, 17.16.5.44)."""
    field: Any = OxmlElement("w:fldSimple")
    field.set(qn("w:instr"), "PAGE")
    paragraph._p.append(field)
