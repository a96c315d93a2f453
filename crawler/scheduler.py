"""Scrapy's scheduler on the ledgers: a request exists only from the moment its turn has come until it is settled."""

from __future__ import annotations

from collections import deque

from scrapy import Request, Spider
from scrapy.core.scheduler import BaseScheduler
from scrapy.crawler import Crawler
from scrapy.utils.misc import build_from_crawler, load_object

from crawler.collection import Collection
from crawler.dupefilter import LedgerDupeFilter
from crawler.paced_handler import SLOWER
from crawler.site_frontier import Visit
from crawler.spider import SiteSpider, collection_of


class LedgerScheduler(BaseScheduler):
    """Takes visits from the collection and makes requests of them (setting ``SCHEDULER``)."""

    def __init__(self, collection: Collection, dupefilter: LedgerDupeFilter) -> None:
        self._collection, self._dupefilter = collection, dupefilter
        self._continued: deque[Request] = deque()
        self._spider: SiteSpider | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> LedgerScheduler:
        dupefilter = build_from_crawler(load_object(crawler.settings["DUPEFILTER_CLASS"]), crawler)
        return cls(collection_of(crawler), dupefilter)

    def open(self, spider: Spider) -> None:
        assert isinstance(spider, SiteSpider)
        self._spider = spider
        self._collection.begin(spider)

    def close(self, reason: str) -> None:
        self._collection.close()

    def has_pending_requests(self) -> bool:
        return bool(self._continued) or self._collection.pending

    def enqueue_request(self, request: Request) -> bool:
        """Go on with a visit under another URL (a redirect within the page); other requests become offers."""
        if "visit" in request.meta:
            self._continued.append(request)
            return True
        frontier = request.meta.get("frontier")
        if frontier is None or self._dupefilter.request_seen(request):
            return False
        return bool(frontier.offer(request.url, priority=request.priority))

    def next_request(self) -> Request | None:
        if self._continued:
            return self._continued.popleft()
        visit = self._collection.take()
        return self._request(visit) if visit else None

    def _request(self, visit: Visit) -> Request:
        options, row, spider = self._collection.options, visit.row, self._spider
        assert spider is not None
        late = row.round > 0
        return Request(
            row.url,
            callback=spider.parse,
            errback=spider.failed,
            dont_filter=True,
            meta={
                "visit": visit,
                "frontier": visit.frontier,
                "proxy": options.proxy or None,
                "cookiejar": visit.frontier.site.site_id,
                "late": late,
                "download_timeout": options.timeout * (SLOWER if late else 1),
            },
        )
