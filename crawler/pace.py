"""The pause between two requests to one host, kept over all senders of a run: every worker, every browser."""

from __future__ import annotations

import asyncio
import ctypes
import multiprocessing
import zlib
from collections.abc import Callable
from dataclasses import dataclass, field
from multiprocessing.context import BaseContext
from multiprocessing.sharedctypes import RawArray
from time import monotonic
from typing import Any

#: Places for hosts, 8 bytes each. Two hosts that fall on one place share one pace, which only makes them slower.
_PLACES = 1 << 19
#: Seconds between two looks at a host that another sender is using.
LOOK_AGAIN = 0.05


class SharedPace:
    """From when on each host may be asked, in memory that all processes of a run share.

    A sender claims a host for one request and releases it afterwards. Meanwhile nobody else gets it; a claim whose
    process died ends by itself after ``hold`` seconds. Times are the system's monotonic clock, the same in every process.
    """

    def __init__(self, context: BaseContext | None = None) -> None:
        chosen = context or multiprocessing.get_context("spawn")
        self._from: ctypes.Array[ctypes.c_double] = RawArray(ctypes.c_double, _PLACES)
        self._lock: Any = chosen.Lock()

    def claim(self, host: str, hold: float) -> float:
        """Take a host for at most ``hold`` seconds; 0 when it was free, else the seconds until it may be."""
        place = _place(host)
        with self._lock:
            now = monotonic()
            wait = self._from[place] - now
            if wait > 0:
                return wait
            self._from[place] = now + hold
        return 0.0

    def release(self, host: str, delay: float, since: float | None = None) -> None:
        """Give a host back: free ``delay`` seconds after ``since`` (monotonic; default now), and not before now."""
        now = monotonic()
        self._from[_place(host)] = max(now, (now if since is None else since) + delay)


@dataclass(frozen=True, slots=True)
class Turns:
    """How one sender waits for its turns: the pace of the run, and the delay each host asks for, in seconds."""

    pace: SharedPace = field(default_factory=SharedPace)
    delay_of: Callable[[str], float] = lambda host: 0.0

    async def take(self, host: str, hold: float) -> None:
        """Wait until ``host`` may be asked, and take it for at most ``hold`` seconds."""
        while wait := self.pace.claim(host, hold + self.delay_of(host)):
            # Longer waits than the delay mean that another sender has it, who may give it back at any moment.
            await asyncio.sleep(wait if wait <= self.delay_of(host) else min(wait, LOOK_AGAIN))

    def give_back(self, host: str, since: float | None = None, slower: int = 1) -> None:
        """The next turn begins ``slower`` times the host's delay after ``since`` (monotonic; default now)."""
        self.pace.release(host, self.delay_of(host) * slower, since)


def _place(host: str) -> int:
    return zlib.crc32(host.encode("utf-8", "replace")) % _PLACES
