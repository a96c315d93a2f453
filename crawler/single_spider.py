"""The spider behind :func:`crawler.single.fetch_one`: asks for one page and follows nothing."""

from __future__ import annotations

from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider


class OnePageSpider(SiteSpider):
    """Fetches the portal address of its site and nothing else."""

    name = "one_page"

    def begin(self, frontier: Frontier) -> None:
        """Offer the one page."""
        frontier.offer(frontier.site.portal_url, why="start")

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        """Nothing is followed."""
