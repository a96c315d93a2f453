"""Bounds for reading attached documents, and how a reader says that it met one."""

from __future__ import annotations

import io
import time
import zipfile
from typing import Final

#: Forms and guides are small; larger files are kept and named, not read.
MAX_BYTES: Final = 30_000_000
MAX_TEXT: Final = 400_000
MAX_UNPACKED: Final = 120_000_000
MAX_MEMBERS: Final = 5_000
MAX_SECONDS: Final = 15.0
MAX_PAGES: Final = 200
MAX_ROWS: Final = 20_000


class Unreadable(Exception):
    """A document that says itself that it cannot be read, e.g. because it is encrypted."""


class OutOfBounds(Exception):
    """A reader met a bound; ``text`` is what it had read until then."""

    def __init__(self, problem: str, text: str = "") -> None:
        super().__init__(problem)
        self.problem = problem
        self.text = text


class Watch:
    """Collects text and stops the reader when time or length runs out."""

    def __init__(self) -> None:
        self._end = time.monotonic() + MAX_SECONDS
        self._parts: list[str] = []
        self._length = 0

    def add(self, text: str) -> None:
        """Keep a line. Raises OutOfBounds when it was one too many."""
        self._parts.append(text)
        self._length += len(text)
        self.check()

    def check(self) -> None:
        """Raise OutOfBounds when time or length has run out."""
        if self._length > MAX_TEXT:
            raise OutOfBounds("too_large", self.text)
        if time.monotonic() > self._end:
            raise OutOfBounds("slow", self.text)

    @property
    def text(self) -> str:
        """What was kept, one line a call of ``add``."""
        return "\n".join(self._parts)


def checked_zip(data: bytes) -> zipfile.ZipFile:
    """Open a packed document. Raises OutOfBounds for a bomb, Unreadable for an encrypted one.

    zipfile never unpacks more of a member than the directory declares, so that the declared sizes bound the work.
    """
    packed = zipfile.ZipFile(io.BytesIO(data))
    members = packed.infolist()
    if len(members) > MAX_MEMBERS or sum(member.file_size for member in members) > MAX_UNPACKED:
        raise OutOfBounds("bomb")
    if any(member.flag_bits & 1 for member in members):
        raise Unreadable("encrypted")
    return packed
