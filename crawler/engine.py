"""Scrapy's engine, working each visit off in one task: asked for, through the middlewares, and given to the spider at once."""

from __future__ import annotations

import asyncio
from typing import Any

from scrapy import Request
from scrapy.core.engine import ExecutionEngine
from scrapy.crawler import Crawler
from scrapy.http import Response
from twisted.python.failure import Failure

from crawler.downloader import DirectDownloader

#: Turns of the loop before a response is settled and the next request may go out on its connection: one that the server closed right after
#: its answer is noticed in them, and not used again (at the second turn the loop has looked at all sockets, as in Scrapy itself).
_LOOKS = 2


class DirectEngine(ExecutionEngine):
    """Scrapy passes each response through a chain of deferreds, a queue and tasks for the items made of it. Ours make none, and all that
    took a tenth of the CPU time of a page."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._visits: set[asyncio.Task[None]] = set()  # the loop itself holds tasks only weakly

    def _start_scheduled_request(self) -> bool:
        assert self._slot is not None
        request = self._slot.scheduler.next_request()
        if request is None:
            return False
        self._slot.add_request(request)
        visit = asyncio.get_running_loop().create_task(self._visit(request))
        self._visits.add(visit)
        visit.add_done_callback(self._visits.discard)
        return True

    async def _visit(self, request: Request) -> None:
        """Ask for one request and let the spider settle what came of it."""
        assert self._slot is not None
        assert isinstance(self.downloader, DirectDownloader)
        try:
            try:
                result: Response | Request | Failure = await self.downloader.ask(request)
            except Exception as error:  # whatever kept the response from coming, the spider knows what it means
                result = Failure(error)  # type: ignore[no-untyped-call]
            for _ in range(_LOOKS):
                await asyncio.sleep(0)
            if isinstance(result, Request):
                self.crawl(result)
            else:
                self._settle(request, result)
        finally:
            self._slot.remove_request(request)
            self._slot.nextcall.schedule()

    def _settle(self, request: Request, result: Response | Failure) -> None:
        try:
            if isinstance(result, Failure):
                result.request = request  # type: ignore[attr-defined]
                assert request.errback is not None
                request.errback(result)
            else:
                result.request = result.request or request
                assert request.callback is not None
                request.callback(result)
        except Exception:  # an error of the program itself: into the log, and on with the other sites
            self.scraper.handle_spider_error(Failure(), request, result)  # type: ignore[no-untyped-call]


class DirectCrawler(Crawler):
    """A crawl with that engine: Scrapy has a setting for each of its parts but this one."""

    def _create_engine(self) -> ExecutionEngine:
        return DirectEngine(self, lambda _: self.stop_async())
