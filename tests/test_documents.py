"""Documents by their bytes, their text within bounds, and hostile files that must neither raise nor hang."""

from __future__ import annotations

import io
import random
import struct
import time
import zipfile

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from rules import document_limits
from rules.documents import body_kind, extract_text, is_archive, sniff_document

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
OFFICE_PAGE = '<html xmlns:o="urn:schemas-microsoft-com:office:office"><body><p>申请人姓名</p></body></html>'.encode()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph("取水许可办事指南")
    table = document.add_table(1, 2)
    table.cell(0, 0).text, table.cell(0, 1).text = "申请材料", "身份证"
    return _saved(document)


def sheet() -> bytes:
    book = openpyxl.Workbook()
    book.worksheets[0]["A1"], book.worksheets[0]["B1"] = "姓名", "张三"
    return _saved(book)


def _saved(thing: object) -> bytes:
    out = io.BytesIO()
    thing.save(out)  # type: ignore[attr-defined]
    return out.getvalue()


def packed(**members: bytes) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return out.getvalue()


@pytest.mark.parametrize(
    ("head", "name", "kind"),
    [
        (b"%PDF-1.4\n", "", "pdf"),
        (b"\n\n%PDF-1.7", "x", "pdf"),
        (OLE + b"\0" * 600, "form.doc", "doc"),
        (OLE + b"\0" * 600, "form.et", "et"),
        (OLE + b"\0" * 600, "form.wps?id=3", "wps"),
        (OLE + "Workbook".encode("utf-16-le"), "noname", "xls"),
        (b"Rar!\x1a\x07\x00", "", "rar"),
        (b"7z\xbc\xaf\x27\x1c", "", "7z"),
        (b"{\\rtf1\\ansi", "a.doc", "rtf"),
        (OFFICE_PAGE, "form.doc", "doc"),
        (OFFICE_PAGE, "page.html", ""),
        (b"<html><body>404 Not Found</body></html>", "form.doc", ""),
        (b"<!DOCTYPE html><title>login</title>", "form.xls", ""),
        (b"\x89PNG\r\n\x1a\n", "form.doc", ""),
        (b"", "form.doc", ""),
        (b"   \r\n", "form.doc", ""),
        ("纯文本".encode(), "form.doc", ""),
    ],
)  # fmt: skip
def test_leading_bytes_decide(head: bytes, name: str, kind: str) -> None:
    assert sniff_document(head, name) == kind


def test_packed_documents_and_archives() -> None:
    assert sniff_document(word()[:4096]) == "docx"
    assert sniff_document(sheet()[:4096]) == "xlsx"
    assert sniff_document(packed(**{"OFD.xml": b"<a/>"})) == "ofd"
    assert sniff_document(packed(a=b"x")) == "zip"
    assert is_archive("zip") and is_archive("rar") and not is_archive("docx")
    assert body_kind(b"<html>") == "html" and body_kind(b"") == "empty" and body_kind(b"GIF89a") == "image"


def test_text_of_word_and_excel() -> None:
    assert extract_text(word(), "a.docx").text == "取水许可办事指南\n申请材料\t身份证"
    assert extract_text(word(), "misnamed.doc").text.startswith("取水许可")
    assert extract_text(sheet()).text == "姓名\t张三"


def test_text_of_markup_rtf_and_ofd() -> None:
    assert extract_text(OFFICE_PAGE, "form.doc").text == "申请人姓名"
    rtf = b"{\\rtf1\\ansi{\\fonttbl{\\f0 x;}}\\'c9\\'ea\\'c7\\'eb\\par \\u30003?\\u35831?}"
    assert extract_text(rtf).text == "申请\n申请"
    page = '<p xmlns:ofd="http://www.ofdspec.org/2016"><ofd:TextCode>申请表</ofd:TextCode></p>'.encode()
    assert extract_text(packed(**{"OFD.xml": b"<a/>", "Doc_0/Pages/Page_0/Content.xml": page})).text == "申请表"


def old_word(text: str, encrypted: bool = False) -> tuple[bytes, bytes]:
    """The two streams of a Word 97 file that hold one piece of UTF-16 text at offset 0x800."""
    stream = bytearray(0x800) + text.encode("utf-16-le")
    struct.pack_into("<H8xH", stream, 0, 0xA5EC, 0x0200 | (0x0100 if encrypted else 0))
    struct.pack_into("<I", stream, 0x4C, len(text))
    pieces = struct.pack("<II", 0, len(text)) + struct.pack("<HIH", 0, 0x800, 0)
    clx = b"\x02" + struct.pack("<I", len(pieces)) + pieces
    struct.pack_into("<II", stream, 0x01A2, 0, len(clx))
    return bytes(stream), clx


def compound(streams: dict[str, bytes]) -> bytes:
    """A minimal compound file ([MS-CFB]): streams padded beyond the mini-stream cutoff, one FAT sector, one directory
    sector.
    """
    sectors: list[bytes] = []
    fat: list[int] = []
    listed = [("Root Entry", 5, 0xFFFFFFFE, 0)]
    for name, content in streams.items():
        padded = content.ljust(max(4096, -(-len(content) // 512) * 512), b"\0")
        start = len(sectors)
        sectors += [padded[at : at + 512] for at in range(0, len(padded), 512)]
        fat += [*range(start + 1, len(sectors)), 0xFFFFFFFE]
        listed.append((name, 2, start, len(padded)))
    directory = b"".join(_entry(n, *entry, count=len(listed)) for n, entry in enumerate(listed)).ljust(512, b"\0")
    fat += [0xFFFFFFFE, 0xFFFFFFFD]
    table = struct.pack(f"<{len(fat)}I", *fat).ljust(512, b"\xff")
    where = len(sectors)
    header = OLE + struct.pack(
        "<16xHHHHH6xIIIIIIIIII", 0x3E, 3, 0xFFFE, 9, 6, 0, 1, where, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0, where + 1
    )
    return header.ljust(512, b"\xff") + b"".join(sectors) + directory + table


def _entry(number: int, name: str, kind: int, start: int, size: int, count: int) -> bytes:
    written = name.encode("utf-16-le") + b"\0\0"
    right = number + 1 if 0 < number < count - 1 else 0xFFFFFFFF
    child = 1 if number == 0 else 0xFFFFFFFF
    return written.ljust(64, b"\0") + struct.pack(
        "<HBBIII36xIII", len(written), kind, 1, 0xFFFFFFFF, right, child, start, size, 0
    )


def test_text_of_old_word() -> None:
    stream, table = old_word("申请表\r姓名\x07张三\x07\x07\x13 HYPERLINK x\x14链接\x15")
    assert extract_text(compound({"1Table": table, "WordDocument": stream}), "a.doc").text == "申请表\n姓名\t张三\n链接"
    stream, table = old_word("秘密", encrypted=True)
    assert extract_text(compound({"1Table": table, "WordDocument": stream}), "a.doc").problem == "encrypted"


def test_bombs_are_not_unpacked() -> None:
    bomb = packed(**{"[Content_Types].xml": b"<a/>", "word/document.xml": b"\0" * (document_limits.MAX_UNPACKED + 1)})
    assert len(bomb) < 1_000_000
    started = time.process_time()
    assert extract_text(bomb, "a.docx").problem == "bomb"
    assert time.process_time() - started < 2


def test_kinds_without_text_are_named() -> None:
    assert extract_text(packed(a=b"x"), "a.zip").problem == "no_text"
    assert extract_text(b"\x89PNG\r\n\x1a\n").problem == "no_text"
    assert extract_text(b"").problem == "empty"
    assert extract_text(b"x" * (document_limits.MAX_BYTES + 1)).problem == "too_large"


def test_slow_and_long_documents_stop(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(document_limits, "MAX_SECONDS", -1.0)
    assert extract_text(word()).problem == "slow"
    monkeypatch.setattr(document_limits, "MAX_SECONDS", 15.0)
    monkeypatch.setattr(document_limits, "MAX_TEXT", 3)
    long = extract_text(word())
    assert long.problem == "too_large" and long.text


@pytest.mark.parametrize("name", ["a.docx", "a.xlsx", "a.doc", "a.pdf", "a.ofd"])
def test_damaged_documents_never_raise(name: str) -> None:
    draw = random.Random(name)
    stream, table = old_word("申请表" * 50)
    whole = {
        "a.docx": word(), "a.xlsx": sheet(), "a.doc": compound({"1Table": table, "WordDocument": stream}),
        "a.pdf": b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "a.ofd": packed(**{"OFD.xml": b"<a/>", "Doc_0/Pages/Page_0/Content.xml": b"<a><TextCode>x"}),
    }[name]  # fmt: skip
    for _ in range(60):
        broken = bytearray(whole)
        for _ in range(draw.randint(1, 30)):
            broken[draw.randrange(8, len(broken))] = draw.randrange(256)
        result = extract_text(bytes(broken[: draw.randint(8, len(broken))]), name)
        assert isinstance(result.text, str)


@given(st.binary(max_size=300), st.sampled_from(["", "a.doc", "a.pdf", "a.docx", "a.rtf", "a.html"]))
@settings(max_examples=150)
def test_any_bytes_are_some_kind(data: bytes, name: str) -> None:
    assert body_kind(data, name)
    assert isinstance(extract_text(data, name).text, str)
    for magic in (b"%PDF-", OLE, b"PK\x03\x04", b"{\\rtf"):
        assert isinstance(extract_text(magic + data, name).problem, str)
