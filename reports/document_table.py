"""Rows of a Word document's tables, written as markup at once: cell by cell, a list of a thousand lines takes minutes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any
from unicodedata import east_asian_width
from xml.sax.saxutils import escape

from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls
from docx.shared import Cm, Length

from reports.document_text import LATIN_FONT, TABLE_FONT, writable

_HALF_POINTS = 18
_TWIPS = 635  # English metric units in a twentieth of a point
#: In halves of a Chinese character: the most a column's longest text counts, and what cells need beside their text.
_WIDEST, _PADDING = 26, 5
#: The heading repeats on every page (ECMA-376 part 1, 17.4.78), and no row is torn apart (17.4.6).
_HEAD, _ROW = "<w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>", "<w:trPr><w:cantSplit/></w:trPr>"
_SPACING = '<w:spacing w:before="20" w:after="20" w:line="240" w:lineRule="auto"/>'


def widths(rows: Sequence[Sequence[str]], whole_cm: float) -> list[Length]:
    """Column widths by the longest text in each, so that names get room and figures do not waste it."""
    longest = [max(min(_span(row[place]), _WIDEST) for row in rows) for place in range(len(rows[0]))]
    total = sum(longest) + _PADDING * len(longest)
    return [Cm(whole_cm * (span + _PADDING) / total) for span in longest]


def table_rows(
    headings: Sequence[str], rows: Iterable[Sequence[str]], columns: Sequence[Length], right: frozenset[int]
) -> list[Any]:
    """The elements of the heading and the rows; ``right`` are the places of columns of figures."""
    twips = [int(width) // _TWIPS for width in columns]
    told = [f"<w:tr>{_HEAD}{_cells(headings, twips, right, '<w:b/>')}</w:tr>"]
    told += [f"<w:tr>{_ROW}{_cells(row, twips, right, '')}</w:tr>" for row in rows]
    return list(parse_xml(f"<w:tbl {nsdecls('w')}>{''.join(told)}</w:tbl>"))


def _cells(texts: Sequence[str], twips: Sequence[int], right: frozenset[int], weight: str) -> str:
    return "".join(
        f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr><w:p><w:pPr>{_SPACING}'
        f"{'<w:jc w:val=' + chr(34) + 'right' + chr(34) + '/>' if place in right else ''}</w:pPr><w:r><w:rPr>"
        f'<w:rFonts w:ascii="{LATIN_FONT}" w:hAnsi="{LATIN_FONT}" w:eastAsia="{TABLE_FONT}"/>{weight}'
        f'<w:sz w:val="{_HALF_POINTS}"/></w:rPr><w:t xml:space="preserve">{escape(writable(text))}</w:t></w:r></w:p></w:tc>'
        for place, (text, width) in enumerate(zip(texts, twips, strict=True))
    )


def _span(text: str) -> int:
    """How wide a text is, in halves of a Chinese character."""
    return sum(2 if east_asian_width(char) in "WF" else 1 for char in text)
