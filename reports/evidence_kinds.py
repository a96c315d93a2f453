"""What kind of copy is kept of some bytes: decided by the bytes, never by a name or an extension a site chose."""

from __future__ import annotations

import re

from rules.documents import ARCHIVES, DOCUMENTS, body_kind

_IMAGES = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpg"), (b"GIF8", "gif"), (b"BM", "bmp"))
_MARKUP = re.compile(rb"<\s*(?:!doctype|html|head|body|meta|title|table|div|script|p\b|a\s)", re.IGNORECASE)
_HEAD = 8192


def file_kind(body: bytes, content_type: str, url: str) -> tuple[str, str]:
    """Kind (page, text, document, image or binary) and file extension of a copy.

    Pages and texts are shown inside a page of ours, so a page that Word saved under a document's name is a page too. No
    extension a browser or a shell would run is ever given.
    """
    kind = body_kind(body[:_HEAD], url)
    if kind in DOCUMENTS or kind in ARCHIVES:
        return ("page", "html") if _MARKUP.match(body[:_HEAD].lstrip()) else ("document", kind)
    if kind == "image":
        return _image(body)
    if kind in ("html", "text"):
        data = "json" in content_type or body.lstrip()[:1] in (b"{", b"[")
        return ("page" if kind == "html" and not data else "text"), "html"
    return "binary", "bin"


def _image(body: bytes) -> tuple[str, str]:
    found = next((extension for magic, extension in _IMAGES if body.startswith(magic)), "")
    return ("image", found) if found else ("binary", "bin")
