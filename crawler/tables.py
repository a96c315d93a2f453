"""Reading a user's table, CSV or XLSX, into rows of text with their line numbers."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from xml.etree.ElementTree import ParseError

import openpyxl
from openpyxl.utils.exceptions import InvalidFileException

from crawler.problems import Problem, refusal

_ZIP = b"PK\x03\x04"
_OLE = bytes.fromhex("d0cf11e0a1b11ae1")
_DELIMITERS = (",", "\t", ";")
#: openpyxl lets through whatever a damaged part of the file makes it trip over.
_TRIPS = (
    zipfile.BadZipFile,
    zlib.error,
    InvalidFileException,
    ParseError,
    KeyError,
    ValueError,
    TypeError,
    AttributeError,
    IndexError,
    OSError,
)


@dataclass(frozen=True, slots=True)
class Line:
    """One row of a table: number in the file (from 1) and stripped cells. ``broken`` when its quotes never close."""

    number: int
    cells: tuple[str, ...]
    broken: bool = False


def read_table(path: Path) -> list[Line]:
    """The rows of a CSV or XLSX file that hold anything.

    CSV may be UTF-8 with or without BOM, UTF-16 or GB18030, separated by comma, semicolon or tab. Of an XLSX file the
    first sheet that holds anything is read. Raises ``Problem`` file_missing, file_unreadable, table_empty,
    table_encoding, table_old_excel, table_broken_xlsx.
    """
    body = _bytes(path)
    if not body.strip(b"\x00 \t\r\n" + codecs.BOM_UTF8 + codecs.BOM_UTF16):
        raise Problem("table_empty", file=str(path))
    if body.startswith(_OLE):
        raise Problem("table_old_excel", file=str(path))
    rows = _xlsx(path, body) if body.startswith(_ZIP) else _csv(_decode(path, body))
    lines = [line for line in rows if any(line.cells)]
    if not lines:
        raise Problem("table_empty", file=str(path))
    return lines


def _bytes(path: Path) -> bytes:
    if not path.exists():
        raise Problem("file_missing", file=str(path))
    try:
        return path.read_bytes()
    except OSError as error:
        raise Problem("file_unreadable", file=str(path), error=refusal(error)) from error


def _decode(path: Path, body: bytes) -> str:
    for encoding in _encodings(body):
        try:
            text = body.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise Problem("table_encoding", file=str(path))


def _encodings(body: bytes) -> tuple[str, ...]:
    """What to try, in order: a BOM settles it; zero bytes at every other place are UTF-16 without one."""
    if body.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return ("utf-16",)
    head = body[:400]
    if head[1::2].count(0) > len(head) // 8:
        return ("utf-16-le",)
    if head[0::2].count(0) > len(head) // 8:
        return ("utf-16-be",)
    return ("utf-8-sig", "gb18030")


def _csv(text: str) -> Iterator[Line]:
    first = next((line for line in text.splitlines() if line.strip()), "")
    delimiter = max(_DELIMITERS, key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for row in reader:
            yield Line(before + 1, tuple(cell.strip() for cell in row))
            before = reader.line_num
    except csv.Error:
        yield Line(before + 1, (text.splitlines()[before].strip(),), broken=True)


def _xlsx(path: Path, body: bytes) -> Iterator[Line]:
    try:
        book = openpyxl.load_workbook(io.BytesIO(body), read_only=True, data_only=True)
        for sheet in book.worksheets:
            rows = [Line(number, _texts(row)) for number, row in enumerate(sheet.iter_rows(values_only=True), 1)]
            if any(any(line.cells) for line in rows):
                return iter(rows)
    except _TRIPS as error:
        raise Problem("table_broken_xlsx", file=str(path)) from error
    return iter(())


def _texts(row: Iterable[object]) -> tuple[str, ...]:
    return tuple(_text(value) for value in row)


def _text(value: object) -> str:
    """A cell as a person reads it: codes typed as numbers lose no digit and gain no ``.0``."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
