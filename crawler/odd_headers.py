"""Answers whose header names no standard allows, such as Chinese ones: the page counts, the header is left out."""

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
        with suppress(InvalidHeaderName):
            received(self, name, value)

    HTTPClientParser.headerReceived = lenient  # type: ignore[method-assign]
