"""What kind of file some bytes are; the bytes decide, the name only tells apart what begins alike."""

from __future__ import annotations

import re
from typing import Final, Literal, cast

DocumentKind = Literal[
    "doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "pdf", "rtf", "ofd", "ceb", "vsd", "odt", "ods",
    "zip", "rar", "7z", "gz", "html", "image", "text", "empty", "binary",
]  # fmt: skip
DOCUMENTS: Final[frozenset[str]] = frozenset(
    ["doc", "docx", "xls", "xlsx", "ppt", "pptx", "wps", "et", "dps", "pdf", "rtf", "ofd", "ceb", "vsd", "odt", "ods"]
)
ARCHIVES: Final[frozenset[str]] = frozenset(["zip", "rar", "7z", "gz"])

_OLE: Final = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_STREAMS: Final = (
    ("WordDocument", "doc"), ("PowerPoint Document", "ppt"), ("VisioDocument", "vsd"), ("Workbook", "xls"),
    ("Book", "xls"),
)  # fmt: skip
#: Names that WPS gives to files of the same structure as Office's.
_OLE_NAMES: Final = {
    "doc": "doc",
    "dot": "doc",
    "wps": "wps",
    "wpt": "wps",
    "xls": "xls",
    "et": "et",
    "ppt": "ppt",
    "dps": "dps",
    "vsd": "vsd",
}
_WPS_OF: Final = {
    "doc": ("wps", "wpt"),
    "xls": ("et", "ett"),
    "ppt": ("dps", "dpt"),
    "docx": ("wps", "wpt"),
    "xlsx": ("et", "ett"),
}
_ZIP_PARTS: Final = (
    (b"word/", "docx"), (b"xl/", "xlsx"), (b"ppt/", "pptx"), (b"OFD.xml", "ofd"), (b"opendocument.text", "odt"),
    (b"opendocument.spreadsheet", "ods"),
)  # fmt: skip
_ZIP_NAMES: Final = {
    "docx": "docx",
    "docm": "docx",
    "dotx": "docx",
    "xlsx": "xlsx",
    "xlsm": "xlsx",
    "pptx": "pptx",
    "ofd": "ofd",
    "wps": "wps",
    "et": "et",
}
_HEADS: Final = (
    (b"Rar!\x1a\x07", "rar"), (b"7z\xbc\xaf\x27\x1c", "7z"), (b"\x1f\x8b\x08", "gz"), (b"{\\rtf", "rtf"),
    (b"Founder CEB", "ceb"),
    (b"\xdb\xa5-\x00", "doc"), (b"\x89PNG", "image"), (b"\xff\xd8\xff", "image"), (b"GIF8", "image"), (b"BM", "image"),
    (b"II*\x00", "image"), (b"MM\x00*", "image"),
)  # fmt: skip
_MARKUP: Final = re.compile(
    rb"<\s*(?:!doctype|html|head|body|meta|title|table|div|script|\?xml|frameset|p\b|a\s)", re.IGNORECASE
)
#: Marks Word, Excel and WPS leave in pages they save.
_OFFICE: Final = re.compile(
    rb"urn:schemas-microsoft-com:office|schemas\.microsoft\.com/office/word|mso-application|ProgId\W{1,3}content\W{1,3}(?:Word|Excel)|"
    rb"content\W{1,3}(?:Word\.Document|Excel\.Sheet)|Generator\W{1,12}(?:Microsoft|WPS)|kingsoft",
    re.IGNORECASE,
)
_OFFICE_NAMES: Final = ("doc", "wps", "xls", "et", "docx", "xlsx", "rtf", "dot")
_EXTENSION: Final = re.compile(r"\.([A-Za-z0-9]{1,5})(?:$|[?#&;])")


def body_kind(head: bytes, name: str = "") -> DocumentKind:
    """The kind of a body from its first bytes (4 KiB or more); ``name`` is a file name or an address."""
    extension = extension_of(name)
    if not head.strip(b" \t\r\n\x00\xef\xbb\xbf"):
        return "empty"
    kind = _by_structure(head, extension) or next((kind for magic, kind in _HEADS if head.startswith(magic)), "")
    if not kind and head[8:12] == b"WEBP":
        kind = "image"
    return cast(DocumentKind, kind or _of_text(head, extension))


def extension_of(name: str) -> str:
    """The file extension in a name or address, lower case, without the dot."""
    found = _EXTENSION.findall(name[-300:])
    return str(found[-1]).lower() if found else ""


def _by_structure(head: bytes, extension: str) -> str:
    if head.startswith(_OLE):
        return _ole_kind(head, extension)
    if head.startswith(b"PK\x03\x04"):
        return _zip_kind(head, extension)
    return "pdf" if b"%PDF-" in head[:1024] else ""


def _ole_kind(head: bytes, extension: str) -> str:
    """By the streams of its directory where the head reaches that far, else by its name; most bare OLE files are
    .doc.
    """
    for stream, kind in _OLE_STREAMS:
        if stream.encode("utf-16-le") in head:
            return _OLE_NAMES[extension] if extension in _WPS_OF.get(kind, ()) and extension in _OLE_NAMES else kind
    return _OLE_NAMES.get(extension, "doc")


def _zip_kind(head: bytes, extension: str) -> str:
    for part, kind in _ZIP_PARTS:
        if part in head:
            return extension if extension in _WPS_OF.get(kind, ()) else kind
    return _ZIP_NAMES.get(extension, "zip") if b"[Content_Types].xml" in head[:4096] or extension == "ofd" else "zip"


def _of_text(head: bytes, extension: str) -> str:
    narrow = head.replace(b"\x00", b"") if head[:2] in (b"\xff\xfe", b"\xfe\xff") else head
    if _MARKUP.search(narrow[:8192]) or (
        narrow[:40].lower().startswith(b"mime-version") and extension in _OFFICE_NAMES
    ):
        saved = extension in _OFFICE_NAMES and (
            _OFFICE.search(narrow) or narrow[:40].lower().startswith(b"mime-version")
        )
        return {"docx": "doc", "xlsx": "xls", "rtf": "doc", "dot": "doc"}.get(extension, extension) if saved else "html"
    odd = sum(1 for byte in narrow[:4096] if byte < 9 or 13 < byte < 27)
    return "text" if odd * 50 <= len(narrow[:4096]) else "binary"
