"""Scrapy's duplicate filter on the ledger: what a site's ledger knows has been seen, in this run or an earlier one."""

from __future__ import annotations

from scrapy import Request
from scrapy.dupefilters import BaseDupeFilter

from crawler.site_frontier import SiteFrontier


class LedgerDupeFilter(BaseDupeFilter):
    """For requests that somebody builds by hand; links never become requests before the ledger has seen them."""

    def request_seen(self, request: Request) -> bool:
        frontier: SiteFrontier | None = request.meta.get("frontier")
        return frontier is not None and frontier.known(request.url) is not None
