"""Scrapy's download handler for pages that are to be opened in Chromium; all others pass straight through."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final
from weakref import WeakKeyDictionary

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import HtmlResponse, Response
from scrapy.utils.misc import load_object

from crawler.browserpage import Rendered
from crawler.rendering import Renderer

#: ``request.meta`` key of a page that is to be rendered (see :func:`prepare`).
RENDER: Final = "render"
HANDLER: Final = "crawler.renderhandler.RenderingHandler"

_renderers: WeakKeyDictionary[Crawler, Renderer] = WeakKeyDictionary()   # http and https share one browser


def settings(proxy: str, allow: str) -> dict[str, Any]:
    """Scrapy settings for rendering: ``proxy`` address or empty, ``allow`` the dotted name of a check on addresses."""
    return {"DOWNLOAD_HANDLERS": {"http": HANDLER, "https": HANDLER}, "RENDER_PROXY": proxy, "RENDER_ALLOW": allow}


def prepare(meta: dict[str, Any], received: Response | None = None, screenshot: bool = False) -> None:
    """Mark a request's ``meta`` for rendering; ``received``: the page as fetched, not asked for again."""
    meta[RENDER] = {"received": received, "screenshot": screenshot}


class RenderingHandler(HTTP11DownloadHandler):
    """Downloads a page and, when marked by :func:`prepare`, opens it in Chromium within the renderer's limits.

    A rendered page comes with the DOM (UTF-8) as body and the flag ``rendered``; ``meta["answers"]`` then holds the
    data answers its scripts received and ``meta["screenshot"]`` PNG bytes or nothing. A page that was not rendered
    comes back as received; ``meta["render_detail"]`` says why, or ``post_blocked`` where a page wanted to send something.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._settings = crawler.settings
        if crawler not in _renderers:
            _renderers[crawler] = self._new_renderer()
        self._renderer = _renderers[crawler]

    async def download_request(self, request: Request) -> Response:
        """The page as received, or rendered where it was asked for and is HTML."""
        wish = request.meta.get(RENDER)
        if not wish:
            return await super().download_request(request)
        response = wish["received"] or await self._plain(request)
        if not isinstance(response, HtmlResponse) or response.status >= 400:
            return response
        kind = (response.headers.get("Content-Type") or b"text/html").decode("latin-1")
        rendered = await self._renderer.render(response.url, response.body, kind, wish["screenshot"])
        return self._answer(request, response, rendered)

    async def close(self) -> None:
        """Stop the browser with the last handler."""
        self._renderer.close()
        await super().close()

    async def _plain(self, request: Request) -> Response:
        request.headers["Accept-Encoding"] = b"identity"    # the browser is given the body as it is
        return await super().download_request(request)

    def _answer(self, request: Request, response: Response, rendered: Rendered) -> Response:
        request.meta["render_detail"] = rendered.detail
        if rendered.dom is None:
            return response
        request.meta["answers"] = rendered.answers
        request.meta["screenshot"] = rendered.screenshot
        return HtmlResponse(
            rendered.final_url, response.status, {"Content-Type": "text/html; charset=utf-8"}, rendered.dom,
            flags=["rendered"], request=request, encoding="utf-8",
        )

    def _new_renderer(self) -> Renderer:
        allow: Callable[[str], bool] = load_object(self._settings["RENDER_ALLOW"])
        return Renderer(self._settings["RENDER_PROXY"], self._settings["USER_AGENT"] or "", allow)
