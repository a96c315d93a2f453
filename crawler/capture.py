"""Keeps every response as it came off the wire: the downloader middleware nearest to the downloader."""

from __future__ import annotations

from collections.abc import Iterable
from http import HTTPStatus
from time import monotonic

from scrapy import Request, signals
from scrapy.crawler import Crawler
from scrapy.exceptions import StopDownload
from scrapy.http import Response
from scrapy.http.headers import Headers
from w3lib.url import safe_url_string

from crawler.archive_writer import now
from crawler.arrival import Arrival
from crawler.decoding import decode
from crawler.outcomes import REDIRECTS
from crawler.site_frontier import SiteFrontier
from crawler.urls import normalise
from crawler.warc import header_block

#: Never kept: the first tells the proxy's password.
_PRIVATE = frozenset({b"proxy-authorization"})


#: A body still dripping in after this share of the request's patience is cut, before everything of it is lost.
_SHARE = 0.8


class CaptureMiddleware:
    """Writes each response, still content-encoded, and its request into the site's WARC file, then decodes it.

    It *should only* store and decode; ``meta["arrival"]`` is what everybody above works with. Must stay nearer to the
    downloader than anything that changes a response (order 900).
    """

    def __init__(self, body_limit: int) -> None:
        self._limit = body_limit

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CaptureMiddleware:
        middleware = cls(crawler.settings.getint("CRAWL_BODY_LIMIT"))
        crawler.signals.connect(middleware.stop_at_limit, signals.bytes_received)
        return middleware

    def stop_at_limit(self, data: bytes, request: Request) -> None:
        """Cut a body that never ends, by its size or by the time it takes: what came is kept, marked truncated."""
        meta = request.meta
        meta["received"] = received = meta.get("received", 0) + len(data)
        since = monotonic() - meta.setdefault("heard", monotonic())
        if received > self._limit:
            meta["cut"] = "length"
        elif since > _SHARE * float(meta.get("download_timeout") or since):
            meta["cut"] = "time"
        if "cut" in meta:
            raise StopDownload(fail=False)

    def process_response(self, request: Request, response: Response) -> Response:
        frontier: SiteFrontier | None = request.meta.get("frontier")
        if frontier is None or "arrival" in request.meta:
            return response
        cut = request.meta.get("cut") or ("disconnect" if "dataloss" in response.flags else "")
        place = frontier.writer.warc.exchange(
            request.url,
            _request_head(request),
            _response_head(response),
            response.body,
            peer=str(response.ip_address or "") if not request.meta.get("proxy") else "",
            truncated=cut,
        )
        request.meta["arrival"] = self._arrival(request, response, int(place.partition("#")[2]), whole=not cut)
        return response

    def _arrival(self, request: Request, response: Response, place: int, *, whole: bool) -> Arrival:
        coding = (response.headers.get("Content-Encoding") or b"").decode("latin-1")
        decoded = decode(response.body, coding)
        location = response.headers.get("Location") if response.status in REDIRECTS else None
        asked = request.meta["visit"].row.url if "visit" in request.meta else request.url
        return Arrival(
            url=asked,
            status=response.status,
            body=decoded.body,
            headers=_named(response.headers),
            place=place,
            at=now(),
            complete=whole and decoded.complete,
            redirects_to=_target(response, location) if location else "",
            final_url=request.url if request.url != asked else "",
        )


def _target(response: Response, location: bytes) -> str:
    """Where a redirect leads; raw bytes in Location are taken as UTF-8, or GB18030 where they are none."""
    try:
        text = location.decode("utf-8")
    except UnicodeDecodeError:
        text = location.decode("gb18030", "replace")
    return normalise(response.urljoin(safe_url_string(text.strip())))


def _request_head(request: Request) -> bytes:
    path = request.url.split("/", 3)[3] if request.url.count("/") > 2 else ""
    host = request.url.split("/", 3)[2].encode("ascii", "replace")
    return header_block(
        f"{request.method} /{path.partition('#')[0]} HTTP/1.1", [(b"Host", host), *_pairs(request.headers)]
    )


def _response_head(response: Response) -> bytes:
    try:
        phrase = HTTPStatus(response.status).phrase
    except ValueError:
        phrase = ""
    return header_block(f"{response.protocol or 'HTTP/1.1'} {response.status} {phrase}", _pairs(response.headers))


def _pairs(headers: Headers) -> Iterable[tuple[bytes, bytes]]:
    return [(name, value) for name in headers if name.lower() not in _PRIVATE for value in headers.getlist(name)]


def _named(headers: Headers) -> dict[str, str]:
    return {name.decode("latin-1").lower(): b", ".join(headers.getlist(name)).decode("latin-1") for name in headers}
