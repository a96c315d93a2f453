"""Running a page's scripts in Chromium: bounded in time, memory and requests, and harmless.

Playwright is driven directly rather than as a Scrapy download handler: scrapy-playwright 0.0.48 has no deadline over
a page whose script never yields (measured: DOWNLOAD_TIMEOUT passes and the crawl stands still), starts a driver for
every crawl whether or not a page needs it, and asks the site for the page a second time. Here the page already
received is given to the browser, which only asks for what the page's scripts want. The browser lives in a thread with
an event loop of its own, so that a stuck browser never holds up the crawl, and so that Windows, where Scrapy's loop
cannot start programs, is no special case.
"""

from __future__ import annotations

import asyncio
import sys
import threading
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field

from crawler.browserclicks import Entries, Menu
from crawler.browserpage import CapturedAnswer, PageVisit, Permit, Rendered, RenderLimits, anything
from crawler.browsers import find_chromium
from crawler.chromium import Chromium
from crawler.library import Library
from crawler.pace import Turns
from crawler.urls import host_of

__all__ = ["CapturedAnswer", "RenderLimits", "Rendered", "Renderer", "TemplateMemory", "find_chromium"]

#: Hosts whose menus without addresses are remembered.
MENUS = 100


class Renderer:
    """Renders pages one after another or a few at once; starts a browser only when the first page needs one.

    ``allow(url)`` is asked about every request a page makes, in the browser's thread, and ``told(url, status)`` hears there of
    every answer. ``obeys(url)`` says whether known rules of its host let a request out, redirects and workers included; of
    the page's own requests ``permit`` decides, and the page says so. ``entry(wording)`` names the kind of an entry without an
    address, where it is worth knowing where it leads, else nothing. Nothing raised here reaches the crawl: a page that
    could not be rendered comes back as :class:`Rendered` without ``dom`` and with ``detail`` (no_browser, timeout, crashed,
    failed: …, or host_given_up after ``limits.failures`` of a host's pages in a row).
    """

    def __init__(
        self,
        proxy: str = "",
        user_agent: str = "",
        allow: Callable[[str], bool] = lambda url: True,
        limits: RenderLimits | None = None,
        turns: Turns | None = None,
        told: Callable[[str, int], None] = lambda url, status: None,
        obeys: Callable[[str], bool] = lambda url: True,
        entry: Callable[[str], str] | None = None,
    ) -> None:
        self.limits = limits or RenderLimits()
        self.allow, self.user_agent, self.entry = allow, user_agent, entry
        self.browser = Chromium(proxy, self.limits, lambda url: allow(url) and obeys(url), turns, told)
        self._library = Library()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._gate: asyncio.Semaphore | None = None
        self._failures: Counter[str] = Counter()  # in a row, by host
        self._menus: dict[str, Menu] = {}  # by host

    @property
    def available(self) -> bool:
        """Whether there is a browser to render with."""
        return self.browser.path is not None

    async def render(self, url: str, body: bytes = b"", permit: Permit = anything) -> Rendered:
        """Run the scripts of the page at ``url``; ``body`` is the page as received, which is not asked for again.

        ``permit(url)`` is awaited in the browser's thread for each request that ``allow`` lets through.
        """
        if not self.available:
            return Rendered(detail="no_browser")
        host = host_of(url)
        if self._failures[host] >= self.limits.failures:
            return Rendered(detail="host_given_up")
        visit = PageVisit(
            url, body, self.user_agent, self.allow, self.limits, permit, self._library, self._entries(host)
        )
        future = asyncio.run_coroutine_threadsafe(self._visit(visit), self._running_loop())
        rendered = await asyncio.wrap_future(future)
        self._failures[host] = 0 if rendered.dom is not None else self._failures[host] + 1
        return rendered

    def _entries(self, host: str) -> Entries:
        if len(self._menus) >= MENUS and host not in self._menus:
            self._menus.clear()
        return Entries(self.entry, self._menus.setdefault(host, Menu()))

    def close(self) -> None:
        """Stop the browser and its thread; safe to call twice, and when nothing was started."""
        loop, self._loop = self._loop, None
        if loop is None:
            return
        with suppress(TimeoutError):
            asyncio.run_coroutine_threadsafe(self.browser.stop(), loop).result(timeout=15)
        loop.call_soon_threadsafe(loop.stop)

    async def _visit(self, visit: PageVisit) -> Rendered:
        self._gate = self._gate or asyncio.Semaphore(self.limits.pages_at_once)
        async with self._gate:
            return await self.browser.visit(visit)

    def _running_loop(self) -> asyncio.AbstractEventLoop:
        if self._loop is None:
            self._loop = _loop_that_starts_programs()
            threading.Thread(target=self._loop.run_forever, name="chromium", daemon=True).start()
        return self._loop


def _loop_that_starts_programs() -> asyncio.AbstractEventLoop:
    if sys.platform == "win32":
        return asyncio.ProactorEventLoop()
    return asyncio.new_event_loop()


@dataclass(slots=True)
class TemplateMemory:
    """Which page templates of a site are worth rendering; one per site.

    ``mode`` is auto, never or always. In auto a page is rendered when its own facts call for it, unless ``patience``
    pages of its template were rendered and none gained anything.
    """

    mode: str = "auto"
    patience: int = 2
    useless: dict[str, int] = field(default_factory=dict)

    def wants(self, template: str, needs_script: bool) -> bool:
        """Whether to render a page of this template."""
        if self.mode != "auto":
            return self.mode == "always"
        return needs_script and self.useless.get(template, 0) < self.patience

    def learn(self, template: str, gained: bool) -> None:
        """Remember what rendering a page of this template brought."""
        self.useless[template] = 0 if gained else self.useless.get(template, 0) + 1
