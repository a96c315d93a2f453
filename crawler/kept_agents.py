"""Scrapy's way of asking over HTTP/1.1, with what it makes anew for every request made once."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers.http11 import HTTP11DownloadHandler, _ScrapyAgent
from scrapy.http import Headers, Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.interfaces import IProtocol, IProtocolFactory, IStreamClientEndpoint
from twisted.web.client import URI, Agent
from twisted.web.client import Response as TxResponse
from zope.interface import implementer  # type: ignore[import-untyped]


class KeptAgents:
    """The agents of one handler, by proxy, scheme and patience; together with its pool they are what a request needs."""

    def __init__(self, handler: HTTP11DownloadHandler) -> None:
        self._kept: dict[tuple[object, ...], Agent] = {}
        self._told: dict[str, Any] = {
            "contextFactory": handler._contextFactory,
            "bindAddress": handler._bind_address,
            "pool": handler._pool,
            "maxsize": handler._default_maxsize,
            "warnsize": handler._default_warnsize,
            "fail_on_dataloss": handler._fail_on_dataloss,
            "crawler": handler._crawler,
            "tls_verbose_logging": handler._tls_verbose_logging,
        }

    async def download(self, request: Request) -> Response:
        """The response to a request; raises Scrapy's exceptions."""
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(_Asking(self._kept, self._told).download_request(request))


class _Asking(_ScrapyAgent):
    """One request. The class of its response is always the plain one: what a page is is told from its bytes."""

    def __init__(self, kept: dict[tuple[object, ...], Agent], told: dict[str, Any]) -> None:
        super().__init__(**told)
        self._kept = kept
        self._headers: Headers | None = None

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        key = request.meta.get("proxy"), request.url[:5] == "https", timeout
        agent = self._kept.get(key)
        if agent is None:
            agent = self._kept[key] = super()._get_agent(request, timeout)
            agent._getEndpoint = partial(_Later, agent._getEndpoint)  # type: ignore[method-assign]
        return agent

    def _headers_from_twisted_response(self, response: TxResponse) -> Headers:  # type: ignore[override]
        """As Scrapy reads them, but once: it asks for them when they came and again when the body did."""
        if self._headers is None:
            self._headers = super()._headers_from_twisted_response(response)
        return self._headers

    def _cb_bodydone(self, result: Any, url: str) -> Response:
        came = result["txresponse"]
        name, *numbers = came.version
        return Response(
            url,
            status=int(came.code),
            headers=self._headers_from_twisted_response(came),
            body=result.get("body", b""),
            flags=result.get("flags"),
            ip_address=result.get("ip_address"),
            protocol=f"{name.decode('latin-1')}/{'.'.join(map(str, numbers))}",
        )


@implementer(IStreamClientEndpoint)
class _Later:
    """A way to a server that is only made (for https with a TLS context of its own) where no kept connection leads there."""

    def __init__(self, make: Callable[[URI], Any], uri: URI) -> None:
        self._make, self._uri = make, uri

    def connect(self, factory: IProtocolFactory) -> Deferred[IProtocol]:
        made: Deferred[IProtocol] = self._make(self._uri).connect(factory)
        return made
