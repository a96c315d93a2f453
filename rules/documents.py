"""Tell documents from everything else by their leading bytes, and take the text out of them within bounds."""

from __future__ import annotations

import re
import struct
import zipfile
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, get_args

import olefile  # type: ignore[import-untyped]
from docx.opc.exceptions import PackageNotFoundError
from lxml import etree
from openpyxl.utils.exceptions import InvalidFileException
from pypdf.errors import PyPdfError
from xlrd.biffh import XLRDError  # type: ignore[import-untyped]
from xlrd.compdoc import CompDocError  # type: ignore[import-untyped]

from rules.document_kinds import ARCHIVES, DOCUMENTS, DocumentKind, body_kind
from rules.document_limits import MAX_BYTES, MAX_TEXT, OutOfBounds, Unreadable
from rules.document_office import docx_text, ofd_text, xls_text, xlsx_text
from rules.document_portable import markup_text, pdf_text, rtf_text
from rules.document_word import doc_text

__all__ = [
    "ARCHIVES",
    "DOCUMENTS",
    "DocumentKind",
    "DocumentText",
    "body_kind",
    "extract_text",
    "is_archive",
    "sniff_document",
]

#: What the libraries raise on damaged and hostile files; each was met with mutated documents.
_DAMAGED: Final = (
    PyPdfError, PackageNotFoundError, InvalidFileException, XLRDError, CompDocError, zipfile.BadZipFile, zlib.error,
    etree.LxmlError, olefile.olefile.OleFileError, struct.error, OSError, ValueError, KeyError, IndexError, TypeError,
    AttributeError, AssertionError, OverflowError, EOFError, NotImplementedError, ZeroDivisionError, RecursionError,
    MemoryError, RuntimeError,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class DocumentText:
    """A document's text, one line a paragraph or table row, cells parted by tabs.

    ``problem`` is empty or the reason why there is no or not all text: damaged, encrypted, too_large, bomb, slow,
    no_text
    (a kind without a reader here: archives, slides, pictures), empty.
    """

    text: str
    problem: str = ""


def sniff_document(head: bytes, name: str = "") -> str:
    """The kind of document or archive that the leading bytes show, empty for pages, pictures, plain text and nothing.

    ``head`` is at least the first 4 KiB; ``name`` (a file name or address) only tells kinds apart whose bytes begin
    alike. An
    HTML page is a document only where Word or WPS saved it under a document's name.
    """
    kind = body_kind(head, name)
    return kind if kind in DOCUMENTS or kind in ARCHIVES else ""


def is_archive(kind: str) -> bool:
    """Whether a kind packs other files (zip, rar, 7z …): a form inside is out of a reader's sight."""
    return kind in ARCHIVES


def extract_text(data: bytes, name: str = "") -> DocumentText:
    """Take the text out of a document; never raises and never takes long, whatever the bytes are."""
    if len(data) > MAX_BYTES:
        return DocumentText("", "too_large")
    kind = body_kind(data[:65536], name)
    if kind == "empty":
        return DocumentText("", "empty")
    reader = _reader(kind, data)
    if reader is None:
        return DocumentText("", "no_text")
    try:
        text = reader(data)
    except Unreadable as reason:
        return DocumentText("", str(reason))
    except OutOfBounds as limit:
        return DocumentText(_tidy(limit.text), limit.problem)
    except _DAMAGED:
        return DocumentText("", "damaged")
    tidy = _tidy(text)
    return DocumentText(tidy, "" if tidy else "empty")


def _reader(kind: str, data: bytes) -> Callable[[bytes], str] | None:
    """The reader for the bytes, whatever the name says: a .doc may hold markup, RTF or a newer format."""
    if data[:4] == b"PK\x03\x04":
        return {"docx": docx_text, "wps": docx_text, "xlsx": xlsx_text, "et": xlsx_text, "ofd": ofd_text}.get(kind)
    if data[:4] == b"\xd0\xcf\x11\xe0":
        return {"doc": doc_text, "wps": doc_text, "xls": xls_text, "et": xls_text}.get(kind)
    if kind in ("pdf", "rtf"):
        return pdf_text if kind == "pdf" else rtf_text
    return markup_text if kind in ("doc", "xls", "wps", "et", "html", "text") else None


def _tidy(text: str) -> str:
    lines = (
        re.sub(r"[^\S\t\n]+", " ", line).strip() for line in text.replace("\r", "\n").replace("\x00", "").split("\n")
    )
    return "\n".join(line for line in lines if line)[:MAX_TEXT]


assert set(get_args(DocumentKind)) >= DOCUMENTS | ARCHIVES
