"""What kind of body a page is, whether it is only a shell for scripts, and a fingerprint of its skeleton."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rules.fact_walk import Box, Walk, without_numbers

_DOCUMENT_HEADS: Final = (b"%PDF", b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"Rar!", b"7z\xbc\xaf", b"{\\rtf", b"\x1f\x8b")
_IMAGE_HEADS: Final = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"BM", b"II*\x00", b"MM\x00*")
_MARKUP: Final = re.compile(
    r"<\s*(?:!doctype\s+html|html|head|body|div|table|title|script|a\s|p\b|ul|meta|frameset)", re.IGNORECASE
)
_MARKUP_BYTES: Final = re.compile(rb"<\s*(?:!doctype|html|head|body|div|table|a\s|p>|meta|script)", re.IGNORECASE)
_MOST_BOXES: Final = 4000  # that a fingerprint is made of
_DEEPEST: Final = 14
#: A page with less content than this, in characters, shows hardly anything.
_HARDLY_ANY: Final = 200
#: What scripts fill with rows; of these, boxes of any kind.
_HOLDERS: Final = frozenset(("tbody", "table", "ul", "ol", "dl", "div", "section"))
_BOXES: Final = frozenset(("div", "section"))
#: How scripts ask for data, and how they name the element that it goes to.
_ASKING: Final = ("XMLHttpRequest", "fetch(", ".ajax(", "$.get(", "$.post(", "getJSON(", "axios", ".load(")
_NAMED: Final = re.compile(r"""(?:ById\(|querySelector\(|\$\()\s*["']#?([\w-]{1,60})["']""")
_PLACEHOLDER: Final = re.compile(r"\{\{[^{}]{1,80}\}\}|<%[=-]?[^%]{1,80}%>|\$\{[\w.]{1,60}\}")


def kind_by_head(body: bytes) -> str:
    """Tell documents, images and other binaries by their leading bytes; empty for what may be text."""
    head = body[:2048]
    if not body.strip(b" \t\r\n\x00"):
        return "empty"
    if head.startswith(_DOCUMENT_HEADS):
        return "document"
    if head.startswith(_IMAGE_HEADS) or head[8:12] == b"WEBP":
        return "image"
    if _MARKUP_BYTES.search(head.replace(b"\0", b"")):  # UTF-16 has a NUL in each character of its markup
        return ""
    odd = sum(1 for byte in head if byte < 9 or 13 < byte < 27)
    return (
        "binary"
        if odd > 0.1 * len(head) and head[1::2].count(0) < 0.3 * len(head) and head[::2].count(0) < 0.3 * len(head)
        else ""
    )


def kind_of_text(text: str) -> str:
    """``html``, ``xml`` or ``text`` for a decoded body that is no JSON."""
    head = text[:3000].lstrip("\ufeff \t\r\n")
    if head.startswith("<?xml") and not re.search(r"<!doctype\s+html|<html", head, re.IGNORECASE):
        return "xml"
    if re.match(r"<(?:rss|urlset|sitemapindex|feed|datastore|root|recordset)\b", head, re.IGNORECASE):
        return "xml"
    return "html" if _MARKUP.search(text[:20_000]) or re.search(r"<\w+[^>]*>", head) else "text"


def is_script_shell(walk: Walk, content: str, page_text: str) -> bool:
    """Tell whether the page's content only appears when its scripts run."""
    scripts = len(walk.scripts)
    if not scripts:
        return False
    if len(page_text) < 80 and not walk.fields and sum(1 for anchor in walk.anchors if anchor.text) < 3:
        return True
    if ("{" in content or "<%" in content) and len(_PLACEHOLDER.findall(content)) >= 2:
        return True
    return len(content) < _HARDLY_ANY and (bool(walk.words.waiting.search(content)) or _awaits_data(walk))


def _awaits_data(walk: Walk) -> bool:
    """Whether a page that shows hardly anything has an empty holder of rows that its scripts fill with what they ask for: one they
    name, or the body of a table where they stand in files of their own. Beside form fields an empty box may only await messages."""
    empty = {
        box.attributes["id"]: box.tag
        for box in walk.boxes
        if box.tag in _HOLDERS and not box.chars and box.first_link == box.last_link and box.attributes.get("id")
    }
    if not empty:
        return False
    codes = [code for _, code in walk.scripts if code]
    if not any(word in code for code in codes for word in _ASKING):
        return "tbody" in empty.values() and any("src" in attributes for attributes, _ in walk.scripts)
    named = {name for code in codes for name in _NAMED.findall(code)} & empty.keys()
    return any(empty[name] not in _BOXES or not walk.fields for name in named)


def fingerprint(boxes: Sequence[Box]) -> str:
    """Digest of a page's skeleton: which kinds of boxes lie in which, however many of each; equal for pages of one template."""
    paths: dict[int, str] = {}
    named = [box for box in boxes[:_MOST_BOXES] if box.name and box.depth <= _DEEPEST]
    shapes = {_path_of(box, paths) for box in named}
    return hashlib.blake2b("\n".join(sorted(shapes)).encode(), digest_size=8).hexdigest() if shapes else ""


def _path_of(box: Box, paths: dict[int, str]) -> str:
    """A box's place; ``paths`` holds those known so far by number. A box without a name that holds none with one is never asked."""
    path = paths.get(box.number)
    if path is None:
        above = _path_of(box.parent, paths) if box.parent is not None else ""
        path = paths[box.number] = _path(above, box.tag, box.name)
    return path


@lru_cache(maxsize=1 << 12)
def _path(above: str, tag: str, name: str) -> str:
    """A box's place in the skeleton, remembered: pages of a site repeat it."""
    return f"{above}/{tag}.{without_numbers(name) if name else ''}"[-120:]
