"""DNS behind the address guard: answers that lead to this machine or a private network never reach a connection."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from scrapy.crawler import Crawler
from scrapy.resolver import CachingHostnameResolver
from twisted.internet.interfaces import IAddress, IHostnameResolver, IHostResolution, IResolutionReceiver
from zope.interface import implementer  # type: ignore[import-untyped]

from crawler.addresses import AddressGuard

#: Names that resolved to forbidden addresses only, by kind of address; the outcome of a failed look-up is read from
#: here.
refused: dict[str, str] = {}


@implementer(IResolutionReceiver)
class _GuardedReceiver:
    """Passes on the answers that may be used, and remembers why others may not."""

    def __init__(self, receiver: Any, host: str, guard: AddressGuard, refused: dict[str, str]) -> None:
        self._receiver, self._host, self._guard, self._refused = receiver, host, guard, refused
        self._passed = False

    def resolutionBegan(self, resolution: IHostResolution) -> None:
        self._receiver.resolutionBegan(resolution)

    def addressResolved(self, address: IAddress) -> None:
        refusal = self._guard.answer_refusal(self._host, str(getattr(address, "host", "")))
        if refusal:
            self._refused[self._host] = refusal
        else:
            self._passed = True
            self._receiver.addressResolved(address)

    def resolutionComplete(self) -> None:
        if self._passed:
            self._refused.pop(self._host, None)
        self._receiver.resolutionComplete()


@implementer(IHostnameResolver)
class GuardedResolver(CachingHostnameResolver):
    """Scrapy's caching resolver with the guard in front (setting ``TWISTED_DNS_RESOLVER``).

    The address that is checked is the address that is connected to: there is no second look-up that could answer
    otherwise.
    """

    def __init__(self, reactor: Any, cache_size: int, guard: AddressGuard) -> None:
        super().__init__(reactor, cache_size)
        self.guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: Any) -> GuardedResolver:
        guard = AddressGuard(crawler.settings.get("CRAWL_PROXY", ""))
        return cls(reactor, crawler.settings.getint("DNSCACHE_SIZE"), guard)

    def resolveHostName(
        self,
        resolutionReceiver: Any,
        hostName: str,
        portNumber: int = 0,
        addressTypes: Sequence[type[IAddress]] | None = None,
        transportSemantics: str = "TCP",
    ) -> IHostResolution:
        receiver: Any = _GuardedReceiver(resolutionReceiver, hostName, self.guard, refused)
        return super().resolveHostName(receiver, hostName, portNumber, addressTypes, transportSemantics)
