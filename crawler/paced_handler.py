"""The download handler: Scrapy's own, behind the pace that all senders of a run share."""

from __future__ import annotations

from time import monotonic

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.odd_headers import take_odd_headers
from crawler.old_tls import OldCiphers
from crawler.outcomes import of_exception
from crawler.spider import collection_of
from crawler.urls import host_of

#: The second round is slower: so many times the usual delay and patience.
SLOWER = 2


class PacedHandler(HTTP11DownloadHandler):
    """Sends a request when its host's turn has come (setting ``DOWNLOAD_HANDLERS``): pages, redirects, robots.txt alike.

    Scrapy's own delay counts from when a request is begun, so a slow connection shortens the next pause. Here the pause
    begins when the answer's head arrived, or nothing came: the request was sent before that, whatever connecting took.
    """

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        take_odd_headers()
        # Twisted would send again at once, past the pace, where a kept connection had ended; here the second round asks again.
        self._pool.retryAutomatically = False
        self._contextFactory.tls_ciphers = OldCiphers()
        collection = collection_of(crawler)
        self._turns, self._gate, self._patience = collection.turns, collection.gate, collection.options.timeout
        self._gone: set[str] = set()
        if collection.options.proxy:  # one host for Twisted, for us as many as stand behind it
            self._pool.maxPersistentPerHost = collection.options.concurrency

    async def download_request(self, request: Request) -> Response:
        try:
            return await self._ask(request)
        except Exception as error:
            # A connection that was kept may have ended just when it was used again, which says nothing of the site. The second round
            # puts that right for the first; for the second nothing else would, so it asks once more, at its own pace.
            if not request.meta.get("late") or host_of(request.url) in self._gone or not _broken_off(error):
                raise
        try:
            return await self._ask(request)
        except Exception as error:
            if _broken_off(error):  # the host itself breaks off: once is enough
                self._gone.add(host_of(request.url))
            raise

    async def _ask(self, request: Request) -> Response:
        host, began = host_of(request.url), 0.0
        await self._turns.take(host, 2 * float(request.meta.get("download_timeout") or self._patience))
        try:
            async with self._gate:
                began = monotonic()
                return await super().download_request(request)
        finally:
            latency = request.meta.get("download_latency") if began else None
            self._turns.give_back(
                host, None if latency is None else began + latency, SLOWER if request.meta.get("late") else 1
            )


def _broken_off(error: Exception) -> bool:
    return of_exception(error).reason == "reset"
