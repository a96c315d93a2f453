"""Small real documents, made without a clock: docx, xlsx, pdf, old Word, zip, and pages Word saved."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping
from html import escape

_XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_MAIN = "http://schemas.openxmlformats.org"
_OFFICE = "application/vnd.openxmlformats-officedocument"
_SECTOR = 512


def docx(title: str, lines: Iterable[str]) -> bytes:
    """A Word document: a heading and one paragraph a line."""
    paragraphs = "".join(f"<w:p><w:r><w:t>{escape(text)}</w:t></w:r></w:p>" for text in (title, *lines))
    return archive(
        {
            "[Content_Types].xml": _types("word/document.xml", f"{_OFFICE}.wordprocessingml.document.main+xml"),
            "_rels/.rels": _relations(("officeDocument", "word/document.xml")),
            "word/document.xml": f'{_XML}<w:document xmlns:w="{_MAIN}/wordprocessingml/2006/main"><w:body>{paragraphs}'
            "</w:body></w:document>",
        }
    )


def xlsx(title: str, lines: Iterable[str]) -> bytes:
    """An Excel workbook: one sheet, one cell a line."""
    rows = "".join(
        f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>{escape(text)}</t></is></c></row>'
        for number, text in enumerate((title, *lines), 1)
    )
    space = f"{_MAIN}/spreadsheetml/2006/main"
    relations = f"{_MAIN}/officeDocument/2006/relationships"
    return archive(
        {
            "[Content_Types].xml": _types(
                "xl/workbook.xml",
                f"{_OFFICE}.spreadsheetml.sheet.main+xml",
                ("xl/worksheets/sheet1.xml", f"{_OFFICE}.spreadsheetml.worksheet+xml"),
            ),
            "_rels/.rels": _relations(("officeDocument", "xl/workbook.xml")),
            "xl/_rels/workbook.xml.rels": _relations(("worksheet", "worksheets/sheet1.xml")),
            "xl/workbook.xml": f'{_XML}<workbook xmlns="{space}" xmlns:r="{relations}"><sheets>'
            '<sheet name="Sheet1" sheetId="1" r:id="rId1"/></sheets></workbook>',
            "xl/worksheets/sheet1.xml": f'{_XML}<worksheet xmlns="{space}"><sheetData>{rows}</sheetData></worksheet>',
        }
    )


def pdf(title: str, lines: Iterable[str]) -> bytes:
    """A PDF of one page, set in a Chinese font every reader has."""
    shown = b"".join(b"<" + text.encode("utf-16-be").hex().encode() + b"> Tj T*\n" for text in (title, *lines))
    stream = b"BT /F1 14 Tf 20 TL 60 780 Td\n" + shown + b"ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F1 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%s\nendstream" % (len(stream), stream),
        b"<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/UniGB-UCS2-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light/FontDescriptor 7 0 R"
        b"/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 2>>>>",
        b"<</Type/FontDescriptor/FontName/STSong-Light/Flags 6/FontBBox[-25 -254 1000 880]/ItalicAngle 0/Ascent 880"
        b"/Descent -120/CapHeight 880/StemV 93>>",
    )
    return _pdf_file(objects)


def old_word(title: str, lines: Iterable[str]) -> bytes:
    """A compound file with a WordDocument stream, as Word 97–2003 wrote them (.doc)."""
    stream = (b"\xec\xa5\xc1\x00" + bytes(508) + "\r".join((title, *lines)).encode("utf-16-le")).ljust(4096, b"\x00")
    sectors = len(stream) // _SECTOR
    table = struct.pack(
        "<128I", 0xFFFFFFFD, 0xFFFFFFFE, *range(3, 2 + sectors), 0xFFFFFFFE, *[0xFFFFFFFF] * (128 - 2 - sectors)
    )
    head = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
    head += struct.pack("<9I", 0, 1, 1, 0, 4096, 0xFFFFFFFE, 0, 0xFFFFFFFE, 0) + struct.pack(
        "<109I", 0, *[0xFFFFFFFF] * 108
    )
    entries = _entry("Root Entry", 5, 1, 0xFFFFFFFE, 0) + _entry("WordDocument", 2, 0xFFFFFFFF, 2, len(stream))
    return head + table + entries.ljust(_SECTOR, b"\x00") + stream


def word_page(title: str, lines: Iterable[str]) -> bytes:
    """A page Word saved as HTML; such files often bear a .doc name."""
    body = "".join(f"<p class=MsoNormal>{escape(text)}<o:p></o:p></p>" for text in (title, *lines))
    return (
        '<html xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
        'xmlns:w="urn:schemas-microsoft-com:office:word" xmlns="http://www.w3.org/TR/REC-html40"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=utf-8"><meta name=ProgId content=Word.Document>'
        f"<title>{escape(title)}</title></head><body lang=ZH-CN><div class=WordSection1>{body}</div></body></html>"
    ).encode()


def archive(files: Mapping[str, str | bytes]) -> bytes:
    """A zip archive, always the same bytes for the same files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as bundle:
        for name, body in files.items():
            entry = zipfile.ZipInfo(name, date_time=(2020, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            bundle.writestr(entry, body)
    return out.getvalue()


def _types(main: str, kind: str, *more: tuple[str, str]) -> str:
    parts = "".join(f'<Override PartName="/{name}" ContentType="{one}"/>' for name, one in ((main, kind), *more))
    return (
        f'{_XML}<Types xmlns="{_MAIN}/package/2006/content-types"><Default Extension="rels" '
        'ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Default Extension="xml" ContentType="application/xml"/>{parts}</Types>'
    )


def _relations(*targets: tuple[str, str]) -> str:
    rows = "".join(
        f'<Relationship Id="rId{number}" Type="{_MAIN}/officeDocument/2006/relationships/{kind}" Target="{target}"/>'
        for number, (kind, target) in enumerate(targets, 1)
    )
    return f'{_XML}<Relationships xmlns="{_MAIN}/package/2006/relationships">{rows}</Relationships>'


def _pdf_file(objects: tuple[bytes, ...]) -> bytes:
    out = bytearray(b"%PDF-1.4\n")
    places = []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer\n<</Size %d/Root 1 0 R>>\nstartxref\n%d\n%%%%EOF\n" % (len(objects) + 1, start)
    return bytes(out)


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    """One directory entry of a compound file."""
    none = 0xFFFFFFFF
    encoded = name.encode("utf-16-le")
    return (
        encoded.ljust(64, b"\x00")
        + struct.pack("<HBB3I", len(encoded) + 2, kind, 1, none, none, child)
        + bytes(36)
        + struct.pack("<IQ", start, size)
    )
