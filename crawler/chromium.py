"""The browser process: started when first needed, replaced after a number of pages, given up when it no longer answers."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from playwright.async_api import Browser, Playwright, ProxySettings, async_playwright

from crawler.browsermemory import end_the_greedy
from crawler.browserpage import PageVisit, Rendered, RenderLimits
from crawler.browserproxy import BrowserProxy
from crawler.browsers import find_chromium
from crawler.pace import Turns

#: No traffic of the browser's own, and nothing that survives a page.
FLAGS: Final = (
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--dns-prefetch-disable",
    "--disable-dev-shm-usage",
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp",
)
#: How Playwright says that page, browser or driver went away.
_GONE: Final = "has been closed"
#: Seconds for a browser to start, and its driver.
STARTING: Final = 60.0
#: Seconds a browser gets to close before it is left behind.
CLOSING: Final = 5.0
#: The share of a page's time that is kept for closing it (measured: half a second where its script never yields).
CLOSING_SHARE: Final = 0.1


@dataclass(slots=True, eq=False)
class _Running:
    """One browser, the pages begun in it and those open now; ``ended`` when it is being closed."""

    browser: Browser
    pages: int = 0
    open: int = 0
    ended: bool = False


class Chromium:
    """One browser at a time; :meth:`visit` renders a page in it. All methods run in the renderer's own event loop.

    ``told(url, status)`` hears of every answer a page gets.
    """

    def __init__(
        self,
        proxy: str,
        limits: RenderLimits,
        allow: Callable[[str], bool],
        turns: Turns | None = None,
        told: Callable[[str, int], None] = lambda url, status: None,
    ) -> None:
        self.path = find_chromium()
        self.limits = limits
        self._way_out = BrowserProxy(proxy, allow, turns or Turns(), told)
        self._proxy = ""
        self._lock = asyncio.Lock()
        self._driver: Playwright | None = None
        self._running: _Running | None = None
        self._closing: set[asyncio.Task[bool]] = set()
        self._watch: asyncio.Task[None] | None = None

    async def visit(self, visit: PageVisit) -> Rendered:
        """Render one page within the time limit; never raises.

        A page that was lost with its browser, killed from outside, gets a second try in the time that is left.
        """
        rendered, left = await self._try(visit, self.limits.seconds)
        if left > 0:
            rendered, _ = await self._try(visit.again(), left)
        return rendered

    async def _try(self, visit: PageVisit, seconds: float) -> tuple[Rendered, float]:
        """One attempt, and the seconds left for another where it failed because its browser went away.

        A page's time begins when there is a browser: a busy machine may need longer to start one than a page to settle.
        """
        try:
            async with asyncio.timeout(STARTING):
                running = await self._ready()
        except Exception as error:  # Playwright raises bare ones, too, where its driver dies
            return Rendered(detail=_reason(error)), 0.0
        return await self._in(running, visit, seconds)

    async def _in(self, running: _Running, visit: PageVisit, seconds: float) -> tuple[Rendered, float]:
        """An attempt in a browser that is there; returns as :meth:`_try`."""
        loop, closing = asyncio.get_running_loop(), CLOSING_SHARE * self.limits.seconds
        until = loop.time() + seconds
        try:
            async with asyncio.timeout_at(until - closing):
                return await visit.run(running.browser), 0.0
        except TimeoutError:
            return Rendered(detail="timeout"), 0.0
        except Exception as error:  # see _try
            lost = running.ended or _GONE in str(error)
            if lost:
                self._discard(running)
            return Rendered(detail=_reason(error)), until - loop.time() if lost else 0.0
        finally:
            await self._leave(visit, running, closing)

    async def stop(self) -> None:
        """Close the browser and Playwright's driver."""
        if self._watch:
            self._watch.cancel()
        if self._running:
            self._discard(self._running)
        await asyncio.gather(*self._closing)
        self._way_out.stop()
        await self._end_driver()

    async def _end_driver(self) -> None:
        driver, self._driver = self._driver, None
        if driver:
            await _in_time(driver.stop(), CLOSING)

    async def _ready(self) -> _Running:
        async with self._lock:
            running = self._running
            if running and (running.pages >= self.limits.pages_per_browser or not running.browser.is_connected()):
                self._retire(running)
            self._running = self._running or _Running(await self._launched())
            self._running.pages += 1
            self._running.open += 1
            return self._running

    async def _launched(self) -> Browser:
        """A fresh browser; where none comes, the driver may have died, and a fresh one is tried."""
        try:
            return await self._launch()
        except Exception:  # see _try
            await self._end_driver()
            return await self._launch()

    async def _launch(self) -> Browser:
        self._driver = self._driver or await async_playwright().start()
        self._proxy = self._proxy or await self._way_out.start()
        self._watch = self._watch or asyncio.ensure_future(end_the_greedy(self.limits.memory_megabytes))
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        flags = [*FLAGS, f"--js-flags=--max-old-space-size={self.limits.heap_megabytes}"]
        # Without <-loopback> Chromium takes loopback addresses past the proxy.
        proxy: ProxySettings = {"server": self._proxy, "bypass": "<-loopback>"}
        return await self._driver.chromium.launch(
            executable_path=self.path, args=flags, headless=True, chromium_sandbox=not root, proxy=proxy
        )

    async def _leave(self, visit: PageVisit, running: _Running, seconds: float) -> None:
        """Close a page, stuck or not, beside those that share its browser; a browser that cannot even do that is given up."""
        closed = await _in_time(visit.close(), seconds)
        running.open -= 1
        if not closed or not running.browser.is_connected():
            self._discard(running)
        elif running is not self._running:
            self._retire(running)

    def _retire(self, running: _Running) -> None:
        """Open no further page in a browser; it is closed with its last one."""
        if self._running is running:
            self._running = None
        if not running.open:
            self._discard(running)

    def _discard(self, running: _Running) -> None:
        """Give up a browser: pages still open in it fail and are tried again in a fresh one."""
        if self._running is running:
            self._running = None
        if not running.ended:
            running.ended = True
            closing = asyncio.ensure_future(_in_time(running.browser.close(), CLOSING))
            self._closing.add(closing)
            closing.add_done_callback(self._closing.discard)


async def _in_time(closing: Awaitable[object], seconds: float) -> bool:
    """Whether something closed in time."""
    with suppress(Exception):  # a browser or driver that is gone already; Playwright raises bare exceptions, too
        await asyncio.wait_for(closing, seconds)
        return True
    return False


def _reason(error: Exception) -> str:
    text = (str(error).splitlines() or [""])[0]
    if "crash" in text.lower() or _GONE in text:
        return "crashed"
    return "timeout" if isinstance(error, TimeoutError) or "Timeout" in text else f"failed: {text[:160]}"
