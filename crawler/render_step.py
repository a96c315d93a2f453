"""Opens archived pages in Chromium, as a downloader middleware: a visit that renders asks nothing of the wire
itself."""

from __future__ import annotations

import asyncio

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.addresses import AddressGuard
from crawler.archive import snapshot
from crawler.archive_writer import now
from crawler.arrival import Arrival
from crawler.outcomes import DECLINED
from crawler.records import PageSnapshot
from crawler.rendering import CapturedAnswer, Rendered, Renderer
from crawler.robots import RobotsMiddleware, forbidden_by_known
from crawler.site_frontier import Visit
from crawler.spider import collection_of, spider_of
from crawler.warc import WARC_NAME, WarcAppender, WarcFile


class RenderMiddleware:
    """Gives the body of a fetched page to the renderer and keeps DOM, picture and data answers in the archive."""

    def __init__(self, renderer: Renderer, robots: RobotsMiddleware) -> None:
        self._renderer, self._robots = renderer, robots

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> RenderMiddleware:
        collection = collection_of(crawler)
        proxy = collection.options.proxy
        guard = AddressGuard(proxy)

        def allow(url: str) -> bool:
            return not collection.declined(url) and guard.allows(url)

        def obeys(url: str) -> bool:
            return not forbidden_by_known(collection, url)

        def told(url: str, status: int) -> None:
            if status in DECLINED:
                collection.note_declined(url)

        renderer = Renderer(
            proxy,
            crawler.settings["USER_AGENT"],
            allow,
            turns=collection.turns,
            told=told,
            obeys=obeys,
            entry=spider_of(crawler).entry_kind,
        )
        middleware = cls(renderer, RobotsMiddleware(crawler, collection))
        crawler.signals.connect(middleware.close, signals.spider_closed)
        return middleware

    def close(self) -> None:
        self._renderer.close()

    async def process_request(self, request: Request) -> Response | None:
        visit: Visit | None = request.meta.get("visit")
        if visit is None or not visit.renders:
            return None
        page = _archived(visit)
        address = page.record.final_url or page.record.url
        loop = asyncio.get_running_loop()

        async def permit(url: str) -> bool:  # in the browser's own loop
            return await asyncio.wrap_future(asyncio.run_coroutine_threadsafe(self._robots.allows(url, request), loop))

        rendered = await self._renderer.render(address, page.body, permit)
        request.meta["arrival"] = _kept(visit.frontier.writer.warc, page, rendered)
        return Response(request.url, request=request)


def _archived(visit: Visit) -> PageSnapshot:
    record = visit.frontier.known(visit.row.url)
    assert record is not None
    with WarcFile(visit.frontier.writer.folder / WARC_NAME) as warc:
        return snapshot(record, warc)


def _kept(warc: WarcAppender, page: PageSnapshot, rendered: Rendered) -> Arrival:
    url = page.record.url
    if rendered.dom is None:
        return Arrival(url=url, rendered=True, detail=rendered.detail)
    dom = warc.derived("conversion", url, rendered.dom, "text/html; charset=utf-8")
    view = f"urn:view:{url}"  # as other crawlers name pictures: under the page's own address, replay would show them for it
    shot = warc.derived("resource", view, rendered.screenshot, "image/png") if rendered.screenshot else ""
    return Arrival(
        url=url,
        status=page.record.http_status,
        body=page.body,
        headers=page.headers,
        rendered=True,
        dom=rendered.dom,
        dom_place=_offset(dom),
        screenshot_place=_offset(shot) if shot else None,
        detail=rendered.detail,
        leads_to=rendered.leads_to,
        answers=tuple(_answer(warc, answer) for answer in rendered.answers),
    )


def _answer(warc: WarcAppender, answer: CapturedAnswer) -> Arrival:
    place = warc.derived("resource", answer.url, answer.body, answer.content_type or "application/octet-stream")
    return Arrival(
        url=answer.url,
        status=answer.status,
        body=answer.body,
        headers={"content-type": answer.content_type},
        place=_offset(place),
        at=now(),
        renderer="chromium",
    )


def _offset(place: str) -> int:
    return int(place.partition("#")[2])
