"""Text of Word 97-2003 files: the piece table of the WordDocument stream ([MS-DOC] 2.4.1, retrieving text)."""

from __future__ import annotations

import io
import re
import struct
from collections.abc import Iterator
from typing import Final

import olefile  # type: ignore[import-untyped]

from rules.document_limits import MAX_TEXT, Unreadable

_ENCRYPTED: Final = 0x0100
_TABLE_1: Final = 0x0200
_COMPRESSED: Final = 0x40000000
_FIELD: Final = re.compile("\x13[^\x13\x14\x15]*\x14?|\x15")
_MAGIC: Final = 0xA5EC


def doc_text(data: bytes) -> str:
    """Paragraphs of the main document, table cells parted by tabs. Raises Unreadable for encrypted and older files."""
    with olefile.OleFileIO(io.BytesIO(data)) as ole:
        if not ole.exists("WordDocument"):
            raise Unreadable("damaged")
        stream = ole.openstream("WordDocument").read()
        magic, flags = struct.unpack_from("<H8xH", stream, 0)
        if magic != _MAGIC:
            raise Unreadable("damaged")
        if flags & _ENCRYPTED:
            raise Unreadable("encrypted")
        table = ole.openstream("1Table" if flags & _TABLE_1 else "0Table").read()
    length = struct.unpack_from("<I", stream, 0x4C)[0]
    offset, size = struct.unpack_from("<II", stream, 0x01A2)
    text = "".join(_pieces(stream, table[offset : offset + size], min(length, MAX_TEXT * 2)))
    return _readable(text[:length])


def _pieces(stream: bytes, clx: bytes, wanted: int) -> Iterator[str]:
    """The pieces' text in order, until ``wanted`` characters are out."""
    at = 0
    while at < len(clx) and clx[at] == 1:  # property runs come before the piece table
        at += 3 + int(struct.unpack_from("<H", clx, at + 1)[0])
    if at >= len(clx) or clx[at] != 2:
        raise Unreadable("damaged")
    size = struct.unpack_from("<I", clx, at + 1)[0]
    plc = clx[at + 5 : at + 5 + size]
    count = (len(plc) - 4) // 12
    positions = struct.unpack_from(f"<{count + 1}I", plc, 0)
    for number in range(count):
        start = struct.unpack_from("<I", plc, 4 * (count + 1) + 8 * number + 2)[0]
        characters = min(positions[number + 1] - positions[number], wanted)
        if characters <= 0:
            return
        wanted -= characters
        if start & _COMPRESSED:
            begin = (start & ~_COMPRESSED) // 2
            yield stream[begin : begin + characters].decode("cp1252", "replace")
        else:
            yield stream[start : start + 2 * characters].decode("utf-16-le", "replace")


def _readable(text: str) -> str:
    """Field codes out, cell marks to tabs, ends of rows and paragraphs to line ends."""
    plain = _FIELD.sub("", text).replace("\x07\x07", "\n").replace("\x07", "\t")
    return re.sub("[\x00-\x08\x0e-\x1f]", "", re.sub("[\x0b\x0c\r]", "\n", plain))
