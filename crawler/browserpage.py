"""One page in Chromium: what it may ask for, what it answered, and the DOM it became."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urldefrag, urlsplit

from playwright.async_api import (
    Browser,
    BrowserContext,
    Dialog,
    FloatRect,
    Page,
    Request,
    Response,
    Route,
    WebSocketRoute,
)
from playwright.async_api import Error as PlaywrightError
from playwright.async_api import TimeoutError as PlaywrightTimeout
from resiliparse.parse.encoding import detect_encoding

from crawler.browserclicks import Entries
from crawler.library import Library

#: Kinds of request that carry no text; they are never loaded.
HEAVY: Final = frozenset({"image", "media", "font"})
#: Kinds that a site's pages have in common.
SHARED: Final = frozenset({"script", "stylesheet"})
#: Pixels.
WIDTH: Final = 1280
LOCAL_SCHEMES: Final = frozenset({"data", "blob", "about"})
DATA_TYPES: Final = ("json", "xml", "javascript", "text/plain")
#: No pop-ups, and no form is ever submitted, not even one that submits itself or whose button a script presses.
HARMLESS: Final = """
window.openedInstead = "";
window.open = way => { if (way) window.openedInstead = new URL(way, document.baseURI).href; return null; };
HTMLFormElement.prototype.submit = HTMLFormElement.prototype.requestSubmit = () => {};
addEventListener("submit", event => { event.preventDefault(); event.stopImmediatePropagation(); }, true);
"""


#: What a page's detail says of requests that were not let through.
_TOLD: Final = {"method": "post_blocked", "robots": "robots_blocked"}
Permit = Callable[[str], Awaitable[bool]]


async def anything(url: str) -> bool:
    """Permits whatever is asked."""
    return True


@dataclass(frozen=True, slots=True)
class RenderLimits:
    """Bounds on rendering. Times in seconds, sizes in bytes."""

    seconds: float = 30.0  # for one page, everything included, closing it too
    settle: float = 20.0  # for the network to fall silent, pauses between requests included; what is there then counts
    pages_at_once: int = 2
    failures: int = 3  # of one host's pages in a row, before its pages are no longer tried
    pages_per_browser: int = 50  # then a fresh browser: memory that leaks does not grow
    heap_megabytes: int = 512  # of scripts in one page
    memory_megabytes: int = 1024  # of one page's process, whatever takes it
    requests: int = 300  # by one page
    picture: float = 5.0  # to take the picture
    last_answers: float = 3.0  # for the bodies of answers that have begun
    picture_height: int = 4000  # pixels
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

    ``leads_to`` is where its scripts wanted to go instead: the browser stays, for the crawl alone decides what is asked next.
    A rendered page's ``detail`` is empty, or ``post_blocked`` when its scripts wanted to send something, which is never
    done, or ``robots_blocked`` when they wanted what robots.txt forbids: what is missing there was not measured.
    """

    dom: bytes | None = None
    leads_to: str = ""
    answers: tuple[CapturedAnswer, ...] = ()
    screenshot: bytes = b""
    detail: str = ""


@dataclass
class PageVisit:
    """One page to be rendered, and what is noted on the way (no slots: Playwright marks the owners of callbacks)."""

    url: str
    body: bytes
    user_agent: str
    allow: Callable[[str], bool]
    limits: RenderLimits
    permit: Permit = anything
    library: Library = field(default_factory=Library)
    entries: Entries = field(default_factory=Entries)
    asked: int = 0
    blocked: set[str] = field(default_factory=set)
    leads_to: str = ""
    _opened: bool = False
    _left: asyncio.Event = field(default_factory=asyncio.Event)
    _context: BrowserContext | None = None
    _data: int = 0
    reading: list[asyncio.Task[None]] = field(default_factory=list)
    answers: list[CapturedAnswer] = field(default_factory=list)

    def again(self) -> PageVisit:
        """The same visit with nothing noted yet."""
        return PageVisit(
            self.url,
            self.body,
            self.user_agent,
            self.allow,
            self.limits,
            self.permit,
            self.library,
            self.entries.again(),
        )

    async def run(self, browser: Browser) -> Rendered:
        """Open the page in a context of its own and read it when it has settled. Raises Playwright's errors."""
        began = asyncio.get_running_loop().time()
        context = self._context = await self._own_context(browser)
        page = await context.new_page()
        self._watch(context, page)
        await self._open(page)
        with suppress(PlaywrightTimeout):
            await page.wait_for_load_state("networkidle", timeout=self.limits.settle * 1000)
        entries = await self.entries.mark(page)
        dom = (await page.content()).encode("utf-8", "replace")
        shot = await self._picture(page)
        await self._finish_reading()
        if asyncio.get_running_loop().time() - began < self.limits.seconds / 2:
            await self.entries.press(page, entries, [answer.body for answer in self.answers])
        dom = self.entries.told(dom)[: self.limits.dom_bytes]
        if page.url.startswith("chrome-error:"):
            raise PlaywrightError("the page gave way to an error page")
        detail = " ".join(word for kind, word in _TOLD.items() if kind in self.blocked)
        return Rendered(dom, self.leads_to, tuple(self.answers), shot, detail)

    async def close(self) -> None:
        """Close the page's context, whatever its scripts are at."""
        if self._context:
            await self._context.close()

    async def _open(self, page: Page) -> None:
        """Open the page; one that wants away while it is still read never counts as loaded, and what is there is read."""
        await page.goto(self.url, wait_until="commit", timeout=self.limits.seconds * 1000)
        loaded = asyncio.ensure_future(page.wait_for_load_state("domcontentloaded"))
        left = asyncio.ensure_future(self._left.wait())
        try:
            await asyncio.wait((loaded, left), return_when=asyncio.FIRST_COMPLETED)
            if loaded.done():
                loaded.result()
        finally:
            loaded.cancel(), left.cancel()

    async def _picture(self, page: Page) -> bytes:
        """The page as a person sees it, without photographs, down to the height that is worth keeping."""
        with suppress(PlaywrightError):
            height = await page.evaluate("Math.max(document.documentElement.scrollHeight, 720)")
            clip: FloatRect = {"x": 0, "y": 0, "width": WIDTH, "height": min(height, self.limits.picture_height)}
            return await page.screenshot(full_page=True, clip=clip, type="png", timeout=self.limits.picture * 1000)
        return b""

    async def _finish_reading(self) -> None:
        """Wait a moment for answers still coming in; one that never ends costs itself alone."""
        if self.reading:
            _, late = await asyncio.wait(self.reading, timeout=self.limits.last_answers)
            for task in late:
                task.cancel()

    async def _own_context(self, browser: Browser) -> BrowserContext:
        context = await browser.new_context(
            user_agent=self.user_agent or None,
            locale="zh-CN",
            viewport={"width": WIDTH, "height": 720},
            accept_downloads=False,
            service_workers="block",
            ignore_https_errors=True,  # TLS ends at the way out; sites with wrong certificates are read like others
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
        first = self._is_first(request)
        if self.entries.pressing:
            with suppress(PlaywrightError):
                await self._while_pressing(route)
            return
        if not first and self._leaves(request):
            with suppress(PlaywrightError):
                await _refuse(route)
            return
        reason = await asyncio.to_thread(self._refusal, request.url, request.method, request.resource_type)
        if not reason and not first and request.url.startswith(("http://", "https://")):
            reason = "" if await self.permit(request.url) else "robots"
        with suppress(PlaywrightError):  # the page may be gone by now
            if reason:
                self.blocked.add(reason)
                await _refuse(route)
            elif self.body and first:
                await route.fulfill(status=200, body=self.body, content_type=f"text/html; charset={self._charset()}")
            elif request.resource_type in SHARED and (shared := self.library.get(request.url)):
                await route.fulfill(status=200, body=shared[0], content_type=shared[1])
            else:
                await route.continue_()

    def _is_first(self, request: Request) -> bool:
        """Whether a request is the one for the page itself, which is at hand already."""
        first = not self._opened and request.is_navigation_request()
        self._opened = self._opened or first
        return first

    def _leaves(self, request: Request) -> bool:
        """Whether the page wants to be replaced by another, by itself anew, by a download, or to open a window."""
        if not request.is_navigation_request():
            return False
        try:
            leaves = request.frame.parent_frame is None
        except PlaywrightError:  # a new window, whose frame is not there yet
            return True
        if leaves:
            self._note_lead(request.url)
        return leaves

    async def _while_pressing(self, route: Route) -> None:
        """Nothing is asked because an entry was pressed: what the page was told before it is told again, all else comes to nothing."""
        request = route.request
        if request.is_navigation_request():
            self.entries.wanted_away = self.entries.wanted_away or request.url
        kept = next((one for one in self.answers if one.url == request.url and request.method == "GET"), None)
        if kept:
            await route.fulfill(status=kept.status, body=kept.body, content_type=kept.content_type)
        elif request.resource_type in SHARED and (shared := self.library.get(request.url)):
            await route.fulfill(status=200, body=shared[0], content_type=shared[1])
        else:
            await _refuse(route)

    def _note_lead(self, url: str) -> None:
        self._left.set()
        if (
            not self.leads_to
            and urlsplit(url).scheme in ("http", "https")
            and urldefrag(url)[0] != urldefrag(self.url)[0]
        ):
            self.leads_to = url

    def _refusal(self, url: str, method: str, kind: str) -> str:
        """Why a request of the page is not let through; empty when it is."""
        scheme = urlsplit(url).scheme
        if scheme in LOCAL_SCHEMES:
            return ""
        if method not in ("GET", "HEAD"):
            return "method"
        if scheme not in ("http", "https") or not self.allow(url):
            return "address"
        if kind in HEAVY:
            return "heavy"
        return "many" if self.asked > self.limits.requests else ""

    def _charset(self) -> str:
        """The encoding the bytes are in; headers and meta tags of old sites often claim another."""
        found = detect_encoding(self.body, html5_compatible=True) or "utf-8"
        return "gb18030" if found.lower().startswith("gb") else found

    def _heard(self, response: Response) -> None:
        kind = response.headers.get("content-type", "").lower()
        if response.request.resource_type in SHARED and response.ok and not self.library.get(response.url):
            self.reading.append(asyncio.ensure_future(self._keep_shared(response, kind)))
        wanted = response.request.resource_type in ("xhr", "fetch") and any(name in kind for name in DATA_TYPES)
        if wanted and response.ok and self._data < self.limits.answers:
            self._data += 1
            self.reading.append(asyncio.ensure_future(self._keep(response, kind)))

    async def _keep(self, response: Response, kind: str) -> None:
        with suppress(PlaywrightError):  # an answer that a later navigation threw away
            body = await response.body()
            if 0 < len(body) <= self.limits.answer_bytes:
                self.answers.append(CapturedAnswer(response.url, response.status, kind, body))

    async def _keep_shared(self, response: Response, kind: str) -> None:
        with suppress(PlaywrightError):
            self.library.keep(response.url, await response.body(), kind or "text/javascript")


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
