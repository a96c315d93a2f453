"""Scripts that a site's pages share: asked for once, and given to every further page from memory."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, field

#: Bytes of all that is kept, and of one script.
_ROOM = 32 * 1024 * 1024
_LARGEST = 4 * 1024 * 1024


@dataclass(slots=True)
class Library:
    """Bodies and content types by address, the least recently used forgotten first."""

    room: int = _ROOM
    _kept: OrderedDict[str, tuple[bytes, str]] = field(default_factory=OrderedDict)
    _size: int = 0

    def get(self, url: str) -> tuple[bytes, str] | None:
        """Body and content type of what was kept under ``url``."""
        if url in self._kept:
            self._kept.move_to_end(url)
        return self._kept.get(url)

    def keep(self, url: str, body: bytes, content_type: str) -> None:
        """Keep a body, unless it is too large or kept already."""
        if url in self._kept or not 0 < len(body) <= min(_LARGEST, self.room):
            return
        self._kept[url] = (body, content_type)
        self._size += len(body)
        while self._size > self.room:
            self._size -= len(self._kept.popitem(last=False)[1][0])
