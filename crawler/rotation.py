"""Whose turn it is: hosts are asked in the order in which they may be asked again, and never two visits of one at
once."""

from __future__ import annotations

import heapq
from collections import deque
from collections.abc import Callable
from itertools import count
from time import monotonic
from typing import Generic, TypeVar

Owner = TypeVar("Owner")


class HostRotation(Generic[Owner]):
    """Hosts with something to ask for. Several sites (owners) may share a host: they take turns on it.

    A host that was asked a moment ago lines up behind those that were not, so a site with one busy host never holds up
    the others, and requests that could only wait for their delay take no place among those under way.
    """

    def __init__(self, clock: Callable[[], float] = monotonic) -> None:
        self._clock = clock
        self._owners: dict[str, deque[Owner]] = {}
        self._queue: list[tuple[float, int, str]] = []
        self._queued: set[str] = set()
        self._busy: set[str] = set()
        self._due: dict[str, float] = {}
        self._order = count()

    def announce(self, host: str, owner: Owner) -> None:
        """``owner`` has something to ask ``host`` for."""
        owners = self._owners.setdefault(host, deque())
        if owner not in owners:
            owners.append(owner)
        self._line_up(host)

    def next(self, take: Callable[[Owner, str], object | None]) -> object | None:
        """What ``take`` gives for the first host in line; owners with nothing left there drop out."""
        while self._queue:
            host = heapq.heappop(self._queue)[2]
            self._queued.discard(host)
            owners = self._owners.get(host, deque())
            while owners:
                taken = take(owners[0], host)
                if taken is not None:
                    owners.rotate(-1)
                    self._busy.add(host)
                    return taken
                owners.popleft()
            self._owners.pop(host, None)
        return None

    def release(self, host: str, delay: float) -> None:
        """The visit on ``host`` is over; it lines up again, ``delay`` seconds from now."""
        self._busy.discard(host)
        self._due[host] = self._clock() + delay
        if self._owners.get(host):
            self._line_up(host)

    def drop(self, owner: Owner) -> None:
        """Forget an owner that is finished."""
        for host in [host for host, owners in self._owners.items() if owner in owners]:
            self._owners[host].remove(owner)

    def _line_up(self, host: str) -> None:
        if host in self._busy or host in self._queued:
            return
        self._queued.add(host)
        heapq.heappush(self._queue, (self._due.get(host, 0.0), next(self._order), host))
