"""The download handler: Scrapy's own, behind the pace that all senders of a run share."""

from __future__ import annotations

from time import monotonic

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.kept_agents import KeptAgents
from crawler.odd_headers import take_odd_headers
from crawler.old_tls import OldCiphers
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
        # The second round is the last, so it does not use kept connections: one that ends just then would say nothing of the site.
        self._afresh = HTTP11DownloadHandler(crawler)
        self._afresh._pool.persistent = False
        for handler in (self, self._afresh):
            handler._contextFactory.tls_ciphers = OldCiphers()
        self._kept, self._new = KeptAgents(self), KeptAgents(self._afresh)
        collection = collection_of(crawler)
        self._turns, self._gate, self._patience = collection.turns, collection.gate, collection.options.timeout
        if collection.options.proxy:  # one host for Twisted, for us as many as stand behind it
            self._pool.maxPersistentPerHost = collection.options.concurrency

    async def download_request(self, request: Request) -> Response:
        host, began, late = host_of(request.url), 0.0, bool(request.meta.get("late"))
        agents = self._new if late else self._kept
        await self._turns.take(host, 2 * float(request.meta.get("download_timeout") or self._patience))
        try:
            async with self._gate:
                began = monotonic()
                return await agents.download(request)
        finally:
            latency = request.meta.get("download_latency") if began else None
            self._turns.give_back(host, None if latency is None else began + latency, SLOWER if late else 1)
