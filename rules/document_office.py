"""Text of packed Office, OFD and Excel files."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from typing import Any, Final

import docx
import openpyxl
import xlrd  # type: ignore[import-untyped]
from lxml import etree

from rules.document_limits import MAX_ROWS, Unreadable, Watch, checked_zip

_W: Final = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
MAX_SHEETS: Final = 20
_PAGE: Final = re.compile(r"Pages/Page_(\d+)/Content\.xml$")


def docx_text(data: bytes) -> str:
    """Paragraphs and table rows of a Word document, in order."""
    checked_zip(data).close()
    watch = Watch()
    body = docx.Document(io.BytesIO(data)).element.body
    for child in body.iterchildren():
        if child.tag == f"{_W}tbl":
            for row in child.iter(f"{_W}tr"):
                watch.add("\t".join(" ".join(_paragraphs(cell)) for cell in row.iterchildren(f"{_W}tc")))
        else:
            for text in _paragraphs(child):
                watch.add(text)
    return watch.text


def _paragraphs(node: Any) -> Iterator[str]:
    found = [node] if node.tag == f"{_W}p" else node.iter(f"{_W}p")
    for paragraph in found:
        parts = []
        for part in paragraph.iter(f"{_W}t", f"{_W}tab", f"{_W}br"):
            parts.append(part.text or "" if part.tag == f"{_W}t" else " ")
        yield "".join(parts)


def xlsx_text(data: bytes) -> str:
    """Rows of a workbook's sheets."""
    checked_zip(data).close()
    watch = Watch()
    book = openpyxl.load_workbook(io.BytesIO(data), read_only=True, data_only=True)
    try:
        for sheet in book.worksheets[:MAX_SHEETS]:
            for row in sheet.iter_rows(max_row=MAX_ROWS, max_col=60, values_only=True):
                watch.add("\t".join("" if value is None else str(value) for value in row).strip("\t"))
    finally:
        book.close()
    return watch.text


def xls_text(data: bytes) -> str:
    """Rows of an old workbook's sheets."""
    watch = Watch()
    try:
        book = xlrd.open_workbook(file_contents=data, on_demand=True, logfile=io.StringIO())
    except xlrd.XLRDError as error:
        raise Unreadable("encrypted" if "ncrypted" in str(error) else "damaged") from error
    for index in range(min(book.nsheets, MAX_SHEETS)):
        sheet = book.sheet_by_index(index)
        for row in range(min(sheet.nrows, MAX_ROWS)):
            watch.add("\t".join(str(value) for value in sheet.row_values(row)[:60]).strip("\t"))
    return watch.text


def ofd_text(data: bytes) -> str:
    """Text runs of an OFD file's pages (GB/T 33190-2016, TextCode elements), a line each."""
    watch = Watch()
    parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=False, recover=True)
    with checked_zip(data) as packed:
        pages = [(int(match[1]), name) for name in packed.namelist() if (match := _PAGE.search(name))]
        for _, name in sorted(pages):
            root = etree.fromstring(packed.read(name), parser)
            for node in root.iter("{*}TextCode") if root is not None else ():
                watch.add(node.text or "")
    return watch.text
