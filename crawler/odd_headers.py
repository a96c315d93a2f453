"""Answers whose headers no standard allows: the page counts, as it does in browsers, and the header is left out."""

from __future__ import annotations

from contextlib import suppress
from functools import wraps
from typing import Any

from twisted.web._newclient import HTTPClientParser
from twisted.web.http_headers import InvalidHeaderName


def take_odd_headers() -> None:
    """Let Twisted's parser pass over such a header; by default it gives the whole answer up. Calling it again changes nothing."""
    received: Any = HTTPClientParser.headerReceived
    if hasattr(received, "__wrapped__"):
        return

    @wraps(received)
    def lenient(self: Any, name: bytes, value: bytes) -> None:
        if not _misleads(self, name.lower(), value.strip()):
            with suppress(InvalidHeaderName):
                received(self, name, value)

    HTTPClientParser.headerReceived = lenient  # type: ignore[method-assign]


def _misleads(parser: Any, name: bytes, value: bytes) -> bool:
    """Whether a header that is to say where the body ends does not: a length that is no number or was said before, an encoding
    that is none. Without it the body ends where the connection does."""
    if name == b"content-length":
        return not value.isdigit() or value in (parser.connHeaders.getRawHeaders(name) or ())
    return name == b"transfer-encoding" and value.lower() != b"chunked"
