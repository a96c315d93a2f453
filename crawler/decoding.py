"""Content decoding with a limit: what a compressed body unpacks to, as far as it goes."""

from __future__ import annotations

import zlib
from dataclasses import dataclass

#: Bytes of a page after decoding. Guides and lists stay far below; what is larger is cut and marked truncated.
BODY_LIMIT = 32 * 1024 * 1024
#: The only codings the crawler asks for and undoes; both belong to the standard library, on every platform (RFC 9110
#: §8.4.1).
ACCEPTED = "gzip, deflate"

_WINDOWS = {"gzip": (31,), "x-gzip": (31,), "deflate": (15, -15)}


@dataclass(frozen=True, slots=True)
class Decoded:
    """A body after decoding; ``complete`` is False when it ended early, was damaged or exceeded the limit."""

    body: bytes
    complete: bool = True


def decode(body: bytes, coding: str, limit: int = BODY_LIMIT) -> Decoded:
    """Undo the Content-Encoding ``coding`` (several: comma-separated, in the order applied) of ``body``.

    Stops at ``limit`` bytes, so a bomb costs no more than that. A body that is not what it claims to be is given back
    as it is: many servers announce gzip and send plain text.
    """
    result = Decoded(body)
    for name in reversed([part.strip().lower() for part in coding.split(",") if part.strip()]):
        if name in _WINDOWS and result.body:
            unpacked = _inflate(result.body, _WINDOWS[name], limit)
            result = Decoded(unpacked.body, unpacked.complete and result.complete)
    if len(result.body) > limit:
        return Decoded(result.body[:limit], complete=False)
    return result


def _inflate(body: bytes, windows: tuple[int, ...], limit: int) -> Decoded:
    for window in windows:
        unpacked = _inflate_as(body, window, limit)
        if unpacked is not None:
            return unpacked
    return Decoded(body)


def _inflate_as(body: bytes, window: int, limit: int) -> Decoded | None:
    """Unpack all members of a stream; None when not even its beginning is of this format."""
    parts: list[bytes] = []
    size = 0
    rest = body
    while rest and size <= limit:
        inflater = zlib.decompressobj(window)
        try:
            part = inflater.decompress(rest, limit + 1 - size)
        except zlib.error:
            return _damaged(parts, rest, window, limit - size) if parts or _begins(rest, window) else None
        parts.append(part)
        size += len(part)
        if not inflater.eof:
            return Decoded(b"".join(parts)[:limit], complete=False)
        rest = inflater.unused_data.lstrip(b"\0")
        if rest and not _begins(rest, window):
            break
    return Decoded(b"".join(parts)[:limit], complete=size <= limit)


def _begins(data: bytes, window: int) -> bool:
    if window == 31:
        return data[:2] == b"\x1f\x8b"
    try:
        zlib.decompressobj(window).decompress(data[:64], 1)
    except zlib.error:
        return False
    return True


def _damaged(parts: list[bytes], rest: bytes, window: int, limit: int) -> Decoded:
    """What can be saved of a stream that breaks in the middle: everything before the damage, found byte by byte in
    small steps."""
    inflater = zlib.decompressobj(window)
    saved = list(parts)
    for start in range(0, len(rest), 256):
        try:
            piece = inflater.decompress(rest[start : start + 256], max(1, limit))
        except zlib.error:
            break
        saved.append(piece)
        limit -= len(piece)
        if limit <= 0:
            break
    return Decoded(b"".join(saved), complete=False)
