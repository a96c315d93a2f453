"""From the bytes of a page to its text: the bytes decide, and what header and meta claim only settles ties."""

from __future__ import annotations

import codecs
import re
from contextlib import suppress
from typing import Final, NamedTuple

from resiliparse.parse.encoding import detect_encoding

_SAMPLE: Final = 1_000_000
_FEWEST_NULS: Final = 4
_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_UTF8_SEQUENCE: Final = re.compile(
    rb"(?:[\xc3-\xdf][\x80-\xbf]|[\xe1-\xef][\x80-\xbf]{2}|\xf0[\x90-\xbf][\x80-\xbf]{2})+"
)
_HIGH: Final = re.compile(rb"[\x80-\xff]+")
_CLAIM: Final = re.compile(
    rb"charset\s*+=\s*+[\"']?+\s*+([\w.:-]{2,24})|<\?xml[^>]{0,80}encoding\s*+=\s*+[\"']([\w.:-]{2,24})", re.IGNORECASE
)
#: Two-byte characters by how common they are: rows B0-D7 of GB 2312 hold its 3755 everyday characters, A4-C6 of Big5 its 5401.
_GB_PAIR: Final = re.compile(rb"([\xb0-\xd7\xa1-\xa3][\xa1-\xfe])|[\x81-\xfe][\x40-\x7e\x80-\xfe]|[\x80-\xff]")
_BIG5_PAIR: Final = re.compile(
    rb"([\xa4-\xc6\xa1-\xa3][\x40-\x7e\xa1-\xfe])|[\x81-\xfe][\x40-\x7e\xa1-\xfe]|[\x80-\xff]"
)


class Decoded(NamedTuple):
    """A page's text, free of NUL characters, and the name of the encoding it was read with."""

    text: str
    encoding: str


def decode(body: bytes, content_type: str = "") -> Decoded:
    """Decode a page; broken bytes become U+FFFD, and nothing is ever raised.

    ``content_type`` is the header's value, or empty.
    """
    for mark, name in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], name)
    if not _wide(body):
        with suppress(UnicodeDecodeError):  # most pages are UTF-8 without a flaw, which is seen by reading them so
            return Decoded(body.decode("utf-8").replace("\x00", ""), "utf-8")
    return _decoded(body, encoding_of(body, content_type))


def encoding_of(body: bytes, content_type: str = "") -> str:
    """Name the encoding of bytes without a byte order mark."""
    wide = _wide(body)
    if wide:
        return wide
    if _is_utf8(body):
        return "utf-8"
    found = _canonical(detect_encoding(body[:_SAMPLE], max_len=0))
    if found in ("gb18030", "big5", "euc-jp", "shift_jis", "euc-kr"):
        return _settled(found, body, content_type)
    claimed = claimed_encoding(body, content_type)
    if claimed and claimed != "utf-8":
        return _settled(claimed, body, content_type)
    return _more_common(body)


def claimed_encoding(body: bytes, content_type: str) -> str:
    """Return what the header, else the page's meta tag, says its encoding is; empty when neither says anything usable."""
    for place in (content_type.encode("utf-8", "replace"), body[:4096]):
        match = _CLAIM.search(place)
        name = _canonical((match.group(1) or match.group(2)).decode("ascii", "ignore")) if match else ""
        if name:
            return name
    return ""


def _decoded(body: bytes, name: str) -> Decoded:
    return Decoded(body.decode(name, errors="replace").replace("\x00", ""), name)


def _wide(body: bytes) -> str:
    """UTF-16 without a byte order mark: of the markup every other byte is NUL, and always the same one of two."""
    head = body[:400]
    odd, even = head[1::2].count(0), head[::2].count(0)
    if odd + even < _FEWEST_NULS or (odd + even) * 12 < len(head) or min(odd, even) * 10 > odd + even:
        return ""
    return "utf-16-le" if odd > even else "utf-16-be"


def _is_utf8(body: bytes) -> bool:
    """Valid UTF-8, or so nearly valid that only damage explains the rest: GBK text never comes near."""
    sample = body[:_SAMPLE]
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        high = sum(len(run) for run in _HIGH.findall(sample))
        return sum(len(run) for run in _UTF8_SEQUENCE.findall(sample)) >= 0.9 * high
    return True


def _settled(found: str, body: bytes, content_type: str) -> str:
    """A detected encoding other than UTF-8, checked against the commonness of its characters when it is an unlikely one."""
    if found in ("gb18030", "big5"):
        return found if len(body) > 2000 else _more_common(body, prefer=found)
    claimed = claimed_encoding(body, content_type)
    return found if claimed == found else _more_common(body)


def _more_common(body: bytes, prefer: str = "gb18030") -> str:
    """GB18030 or Big5, whichever makes more everyday characters of the bytes."""
    shares = {}
    for name, pairs in (("gb18030", _GB_PAIR), ("big5", _BIG5_PAIR)):
        found = pairs.findall(body[:_SAMPLE])
        shares[name] = sum(1 for common in found if common) / max(1, len(found)) + (0.05 if name == prefer else 0)
    return max(shares, key=lambda name: shares[name])


def _canonical(name: str | None) -> str:
    """The codec to decode with: every gb* name means its superset GB18030, ISO-8859-1 means nothing was said."""
    plain = (name or "").strip().lower().replace("_", "-")
    if plain.startswith(("gb", "x-gbk", "cp936", "hz-gb")):
        return "gb18030"
    if plain.startswith(("big5", "cp950", "x-x-big5")):
        return "big5"
    if plain in ("", "iso-8859-1", "windows-1252", "latin1", "ascii", "us-ascii"):
        return ""
    try:
        return codecs.lookup(plain).name
    except LookupError:
        return ""
