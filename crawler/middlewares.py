"""Downloader middlewares that decide whether and where a request goes. Robots and capture have files of their own."""

from __future__ import annotations

from scrapy import Request
from scrapy.crawler import Crawler
from scrapy.http import Response

from crawler.addresses import AddressGuard
from crawler.arrival import Arrival
from crawler.offers import MOST_HOPS
from crawler.outcomes import Outcome, Refused
from crawler.urls import copy_key


class GuardMiddleware:
    """The last look before anything is sent: reading methods only, and no forbidden address, however it got here."""

    def __init__(self, guard: AddressGuard) -> None:
        self._guard = guard

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> GuardMiddleware:
        return cls(AddressGuard(crawler.settings.get("CRAWL_PROXY", "")))

    def process_request(self, request: Request) -> None:
        if request.method not in ("GET", "HEAD"):
            raise Refused(Outcome("skipped", "unsupported", f"method {request.method}"))
        if not request.url.startswith(("http://", "https://")):
            raise Refused(Outcome("skipped", "unsupported", "scheme"))
        if kind := self._guard.refusal(request.url):
            raise Refused(Outcome("skipped", "forbidden_address", kind))


class RedirectMiddleware:
    """Follows redirects within one page at once: http to https, to or from ``www.``, to the same URL with a cookie.

    A redirect to another page is not followed here: the page's row says where it leads, and the target is offered to
    the frontier like any link, under the same guard, and fetched once however many pages lead to it.
    """

    def process_response(self, request: Request, response: Response) -> Response | Request:
        arrival: Arrival | None = request.meta.get("arrival")
        if arrival is None or not arrival.redirects_to:
            return response
        if not request.meta.get("robots") and copy_key(arrival.redirects_to) != copy_key(arrival.url):
            return response
        trail: list[str] = [*request.meta.get("trail", []), request.url]
        if len(trail) > MOST_HOPS or trail.count(arrival.redirects_to) > 1:
            raise Refused(Outcome("failed", "redirect_loop", arrival.redirects_to))
        kept = {
            name: value
            for name, value in request.meta.items()
            if name not in ("arrival", "received", "heard", "cut", "download_slot", "download_latency")
        }
        return request.replace(url=arrival.redirects_to, meta={**kept, "trail": trail}, dont_filter=True)
