"""A cap on the memory of pages: what a page takes beyond its scripts' heap no flag of the browser bounds."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import Final

import psutil

#: Seconds between two looks.
EVERY: Final = 0.5
#: How the browser's processes that hold pages are started.
_PAGES: Final = "--type=renderer"


async def end_the_greedy(megabytes: int) -> None:
    """End every process of a page that takes more than ``megabytes``; runs until it is cancelled. The page then counts as crashed."""
    while True:
        await asyncio.sleep(EVERY)
        await asyncio.to_thread(_look, megabytes * 2**20)


def _look(most: int) -> None:
    for process in psutil.Process().children(recursive=True):
        with suppress(psutil.Error):  # gone meanwhile
            if process.memory_info().rss > most and _PAGES in process.cmdline():
                process.kill()
