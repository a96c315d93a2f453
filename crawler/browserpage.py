"""One page in Chromium: what it may ask for, what it answered, and the DOM it became."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlsplit

from playwright.async_api import Browser, BrowserContext, Dialog, Page, Response, Route, WebSocketRoute
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from resiliparse.parse.encoding import detect_encoding

#: Kinds of request that carry no text; they are loaded for a screenshot only.
HEAVY: Final = frozenset({"image", "media", "font"})
LOCAL_SCHEMES: Final = frozenset({"data", "blob", "about"})
DATA_TYPES: Final = ("json", "xml", "javascript", "text/plain")
#: No pop-ups, and no form is ever submitted, not even one that submits itself.
HARMLESS: Final = """
window.open = () => null;
HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {};
"""


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """Bounds on rendering. Times in seconds, sizes in bytes."""

    seconds: float = 30.0  # for one page, everything included
    settle: float = 8.0  # for the network to fall silent; whatever is there then counts
    pages_at_once: int = 2
    failures: int = 3  # of one host's pages in a row, before its pages are no longer tried
    pages_per_browser: int = 50  # then a fresh browser: memory that leaks does not grow
    heap_megabytes: int = 512  # of scripts in one page
    requests: int = 300  # by one page
    answers: int = 40  # data answers kept of one page
    answer_bytes: int = 2_000_000
    dom_bytes: int = 8_000_000


@dataclass(frozen=True, slots=True)
class CapturedAnswer:
    """A data answer (JSON, XML) that a page's script received."""

    url: str
    status: int
    content_type: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Rendered:
    """What became of a page: ``dom`` (UTF-8) is None when it could not be rendered, and ``detail`` then says why.

    A rendered page's ``detail`` is empty, or ``post_blocked`` when its scripts wanted to send something, which is never
    done: what is missing there was not measured.
    """

    dom: bytes | None = None
    final_url: str = ""
    answers: tuple[CapturedAnswer, ...] = ()
    screenshot: bytes = b""
    detail: str = ""


@dataclass
class PageVisit:
    """One page to be rendered, and what is noted on the way (no slots: Playwright marks the owners of callbacks)."""

    url: str
    body: bytes
    screenshot: bool
    user_agent: str
    allow: Callable[[str], bool]
    limits: RenderLimits
    asked: int = 0
    blocked: set[str] = field(default_factory=set)
    reading: list[asyncio.Task[None]] = field(default_factory=list)
    answers: list[CapturedAnswer] = field(default_factory=list)

    def again(self) -> PageVisit:
        """The same visit with nothing noted yet."""
        return PageVisit(self.url, self.body, self.screenshot, self.user_agent, self.allow, self.limits)

    async def run(self, browser: Browser) -> Rendered:
        """Open the page in a context of its own and read it when it has settled. Raises Playwright's errors."""
        context = await self._context(browser)
        page = await context.new_page()
        self._watch(context, page)
        await page.goto(self.url, wait_until="domcontentloaded", timeout=self.limits.seconds * 1000)
        with suppress(PlaywrightTimeout):
            await page.wait_for_load_state("networkidle", timeout=self.limits.settle * 1000)
        dom = (await page.content()).encode("utf-8", "replace")[: self.limits.dom_bytes]
        shot = await page.screenshot(full_page=True, type="png") if self.screenshot else b""
        await asyncio.gather(*self.reading)
        if page.url.startswith("chrome-error:"):
            raise PlaywrightError("the page gave way to an error page")
        detail = "post_blocked" if "method" in self.blocked else ""
        rendered = Rendered(dom, page.url, tuple(self.answers), shot, detail)
        await context.close()
        return rendered

    async def _context(self, browser: Browser) -> BrowserContext:
        context = await browser.new_context(
            user_agent=self.user_agent or None, locale="zh-CN", accept_downloads=False, service_workers="block"
        )
        await context.add_init_script(HARMLESS)
        await context.route("**/*", self._route)
        await context.route_web_socket("**/*", _refuse_socket)
        return context

    def _watch(self, context: BrowserContext, page: Page) -> None:
        page.on("dialog", _dismiss)
        page.on("response", self._heard)
        context.on("page", _close_popup)  # connected after the page itself was opened

    async def _route(self, route: Route) -> None:
        request = route.request
        self.asked += 1
        reason = await asyncio.to_thread(self._refusal, request.url, request.method, request.resource_type)
        with suppress(PlaywrightError):  # the page may be gone by now
            if reason:
                self.blocked.add(reason)
                await _refuse(route)
            elif self.body and request.url == self.url and request.is_navigation_request():
                await route.fulfill(status=200, body=self.body, content_type=f"text/html; charset={self._charset()}")
            else:
                await route.continue_()

    def _refusal(self, url: str, method: str, kind: str) -> str:
        """Why a request of the page is not let through; empty when it is."""
        scheme = urlsplit(url).scheme
        if scheme in LOCAL_SCHEMES:
            return ""
        if method not in ("GET", "HEAD"):
            return "method"
        if scheme not in ("http", "https") or not self.allow(url):
            return "address"
        if kind in HEAVY and not self.screenshot:
            return "heavy"
        return "many" if self.asked > self.limits.requests else ""

    def _charset(self) -> str:
        """The encoding the bytes are in; headers and meta tags of old sites often claim another."""
        found = detect_encoding(self.body, html5_compatible=True) or "utf-8"
        return "gb18030" if found.lower().startswith("gb") else found

    def _heard(self, response: Response) -> None:
        kind = response.headers.get("content-type", "").lower()
        wanted = response.request.resource_type in ("xhr", "fetch") and any(name in kind for name in DATA_TYPES)
        if wanted and response.ok and len(self.reading) < self.limits.answers:
            self.reading.append(asyncio.ensure_future(self._keep(response, kind)))

    async def _keep(self, response: Response, kind: str) -> None:
        with suppress(PlaywrightError):  # an answer that a later navigation threw away
            body = await response.body()
            if 0 < len(body) <= self.limits.answer_bytes:
                self.answers.append(CapturedAnswer(response.url, response.status, kind, body))


async def _dismiss(dialog: Dialog) -> None:
    with suppress(PlaywrightError):
        await dialog.dismiss()


async def _close_popup(page: Page) -> None:
    with suppress(PlaywrightError):
        await page.close()


async def _refuse(route: Route) -> None:
    """Let a request come to nothing: "no content" leaves the page standing, a failed navigation would replace it."""
    if route.request.is_navigation_request():
        await route.fulfill(status=204)
    else:
        await route.abort("blockedbyclient")


async def _refuse_socket(socket: WebSocketRoute) -> None:
    await socket.close()
