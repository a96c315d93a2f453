"""Scrapy's downloader without its queues: the paced handler alone says when a host is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from inspect import isawaitable
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
        return deferred_from_coro(self.ask(request))

    async def ask(self, request: Request) -> Response | Request:
        """What the middlewares make of the request and its response; raises what kept the response from coming.

        Done here and not by Scrapy's manager, which makes a coroutine of each middleware's plain answer. None of ours handles exceptions.
        """
        self.active.add(request)
        try:
            result: Response | Request | None = await _first(self.middleware.methods["process_request"], request)
            if result is None:
                result = await self.handlers.download_request_async(request)
            for method in self.middleware.methods["process_response"]:
                if isinstance(result, Request):
                    break
                assert method is not None
                result = method(request=request, response=result)
            assert result is not None
            return result
        finally:
            self.active.remove(request)


async def _first(methods: Iterable[Callable[..., Any] | None], request: Request) -> Any:
    """The first answer that one of the middlewares gives instead of the network; None when it is to be asked."""
    for method in methods:
        assert method is not None
        result = method(request=request)
        if isawaitable(result):
            result = await result
        if result is not None:
            return result
    return None


class QuietFormatter(LogFormatter):
    """Writes no line for a page that came (setting ``LOG_FORMATTER``): the ledger is the log of pages."""

    def crawled(self, *args: Any, **kwargs: Any) -> None:  # type: ignore[override]
        return None
