"""The browser process: started when first needed, replaced after a number of pages, killed when a page is stuck."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from playwright.async_api import Browser, Playwright, ProxySettings, async_playwright

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
#: Seconds a browser gets to close before it is left behind.
CLOSING: Final = 5.0


class Chromium:
    """One browser at a time; :meth:`visit` renders a page in it. All methods run in the renderer's own event loop."""

    def __init__(
        self, proxy: str, limits: RenderLimits, allow: Callable[[str], bool], turns: Turns | None = None
    ) -> None:
        self.path = find_chromium()
        self.limits = limits
        self._way_out = BrowserProxy(proxy, allow, turns or Turns())
        self._proxy = ""
        self._lock = asyncio.Lock()
        self._driver: Playwright | None = None
        self._browser: Browser | None = None
        self._pages = 0
        self._open = 0

    async def visit(self, visit: PageVisit) -> Rendered:
        """Render one page within the time limit; never raises.

        A page that was lost with its browser – killed from outside, or taken down by another page – gets a second try.
        """
        self._open += 1
        try:
            rendered, collateral = await self._try(visit)
            if collateral:
                rendered, _ = await self._try(visit.again())
            return rendered
        finally:
            self._open -= 1

    async def _try(self, visit: PageVisit) -> tuple[Rendered, bool]:
        """One attempt, and whether it failed because its browser went away."""
        browser: Browser | None = None
        try:
            async with asyncio.timeout(self.limits.seconds):
                browser = await self._ready()
                return await visit.run(browser), False
        except TimeoutError:
            await self._discard(browser)
            return Rendered(detail="timeout"), False
        except Exception as error:  # Playwright raises bare ones, too, where its driver dies
            lost = browser is not None and (self._browser is not browser or _GONE in str(error))
            await self._discard(browser)
            return Rendered(detail=_reason(error)), lost

    async def stop(self) -> None:
        """Close the browser and Playwright's driver."""
        await self._discard(self._browser)
        self._way_out.stop()
        await self._end_driver()

    async def _end_driver(self) -> None:
        driver, self._driver = self._driver, None
        if driver:
            await _in_time(driver.stop())

    async def _ready(self) -> Browser:
        async with self._lock:
            worn = self._pages >= self.limits.pages_per_browser and self._open == 1
            if self._browser and (worn or not self._browser.is_connected()):
                await self._discard(self._browser)
            self._pages += 1
            self._browser = self._browser or await self._launched()
            return self._browser

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
        self._pages = 1
        root = hasattr(os, "geteuid") and os.geteuid() == 0
        flags = [*FLAGS, f"--js-flags=--max-old-space-size={self.limits.heap_megabytes}"]
        # Without <-loopback> Chromium takes loopback addresses past the proxy.
        proxy: ProxySettings = {"server": self._proxy, "bypass": "<-loopback>"}
        return await self._driver.chromium.launch(
            executable_path=self.path, args=flags, headless=True, chromium_sandbox=not root, proxy=proxy
        )

    async def _discard(self, browser: Browser | None) -> None:
        """Give up a browser; other pages in it fail and are marked, the next page gets a fresh one."""
        if browser is None:
            return
        if self._browser is browser:
            self._browser = None
        await _in_time(browser.close())


async def _in_time(closing: object) -> None:
    with suppress(Exception):  # a browser or driver that is gone already; Playwright raises bare exceptions, too
        await asyncio.wait_for(closing, CLOSING)  # type: ignore[arg-type]


def _reason(error: Exception) -> str:
    text = (str(error).splitlines() or [""])[0]
    if "crash" in text.lower() or _GONE in text:
        return "crashed"
    return "timeout" if "Timeout" in text else f"failed: {text[:160]}"
