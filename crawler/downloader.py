"""Scrapy's downloader without its queues: the paced handler alone says when a host is asked."""

from __future__ import annotations

from typing import Any

from scrapy import Request
from scrapy.core.downloader import Downloader
from scrapy.http import Response
from scrapy.logformatter import LogFormatter
from scrapy.utils.defer import deferred_from_coro
from twisted.internet.defer import Deferred


class DirectDownloader(Downloader):
    """Sends each request through the middlewares and on to its handler at once (setting ``DOWNLOADER``).

    Scrapy would queue it by host once more, in a task and with signals of its own, that nothing here listens to.
    """

    def fetch(self, request: Request, spider: object = None) -> Deferred[Response | Request]:
        return deferred_from_coro(self._fetch(request))

    async def _fetch(self, request: Request) -> Response | Request:
        self.active.add(request)
        try:
            return await self.middleware.download_async(self.handlers.download_request_async, request)
        finally:
            self.active.remove(request)


class QuietFormatter(LogFormatter):
    """Writes no line for a page that came (setting ``LOG_FORMATTER``): the ledger is the log of pages."""

    def crawled(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        return None
