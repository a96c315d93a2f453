"""Text of PDF, RTF and of markup that Word or WPS saved under a document's name."""

from __future__ import annotations

import io
import logging
import re
from typing import Final

import pypdf
from selectolax.lexbor import LexborHTMLParser

from rules.document_limits import MAX_PAGES, MAX_TEXT, Unreadable, Watch
from rules.encoding import decode
from rules.fact_floods import without_floods

#: A page's drawing commands; forms have some tens of KB, maps and scans with vectors have MBs and take minutes.
MAX_PAGE_STREAM: Final = 3_000_000
_RTF_TOKEN: Final = re.compile(
    rb"\\'([0-9a-fA-F]{2})|\\u(-?\d{1,6}) ?\??|\\([a-zA-Z]+)(-?\d{1,9})? ?|\\([^a-zA-Z])|([{}])|[\r\n]+|([^\\{}\r\n]+)"
)
_RTF_SILENT: Final = frozenset(
    ["fonttbl", "colortbl", "stylesheet", "info", "pict", "object", "themedata", "datastore", "listtable",
     "listoverridetable", "rsidtbl", "generator", "latentstyles", "header", "footer", "xmlnstbl", "datafield", "fldinst"]
)  # fmt: skip
_BLOCKS: Final = frozenset(["p", "div", "tr", "li", "br", "h1", "h2", "h3", "h4", "h5", "h6", "table", "dd", "dt"])

logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it logs every oddity of every damaged file


def pdf_text(data: bytes) -> str:
    """Text of a PDF's pages; pages that are pictures have none."""
    watch = Watch()
    reader = pypdf.PdfReader(io.BytesIO(data), strict=False)
    if reader.is_encrypted and not reader.decrypt(""):
        raise Unreadable("encrypted")
    for number in range(min(len(reader.pages), MAX_PAGES)):
        page = reader.pages[number]
        contents = page.get_contents()
        if contents is not None and len(contents.get_data()) <= MAX_PAGE_STREAM:
            watch.add(page.extract_text())
        watch.check()
    return watch.text


def markup_text(data: bytes) -> str:
    """Text of HTML, XML or plain text, table cells parted by tabs."""
    text, _ = decode(data)
    root = LexborHTMLParser(without_floods(text)).root
    if root is None:
        return ""
    parts: list[str] = []
    for node in root.traverse(include_text=True):
        tag = node.tag or ""
        if tag == "-text" and (node.parent is None or node.parent.tag not in ("script", "style", "xml", "title")):
            parts.append(re.sub(r"\s+", " ", node.text_content or ""))
        elif tag in _BLOCKS:
            parts.append("\n")
        elif tag in ("td", "th"):
            parts.append("\t")
    return "".join(parts)


def rtf_text(data: bytes) -> str:
    """Text of a Rich Text file; bytes are read as GB18030, which is what Chinese editions write."""
    out: list[str] = []
    pending = bytearray()
    silent: list[bool] = [False]

    def flush() -> None:
        if pending:
            out.append(pending.decode("gb18030", "replace"))
            pending.clear()

    for match in _RTF_TOKEN.finditer(data):
        byte, code, word, _, symbol, brace, run = match.groups()
        if brace:
            flush()
            silent = [*silent, silent[-1]] if brace == b"{" else silent[:-1] or [False]
        elif symbol == b"*" or (word and word.decode() in _RTF_SILENT):
            silent[-1] = True
        elif silent[-1]:
            continue
        elif byte:
            pending.append(int(byte, 16))
        elif code:
            flush()
            out.append(chr(int(code) % 0x10000))
        elif word in (b"par", b"line", b"row", b"cell", b"tab"):
            flush()
            out.append("\t" if word in (b"cell", b"tab") else "\n")
        elif run:
            pending.extend(run)
        if len(out) > MAX_TEXT or len(silent) > 10_000:
            break
    flush()
    return "".join(out)
