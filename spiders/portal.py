"""The spider that audits government sites: reads each page once and offers its links, the most telling first."""

from __future__ import annotations

from typing import Any

from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider
from rules.pack import default_pack
from spiders.mind import SiteMind


class PortalSpider(SiteSpider):
    """Audits portals: starts at a site's front page and service platforms and follows what promises evidence.

    It only orders the frontier. Politeness, budgets, the archive and rendering itself are the crawler's.
    """

    name = "portal"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._pack = default_pack()
        self._minds: dict[str, SiteMind] = {}

    def begin(self, frontier: Frontier) -> None:
        """Offer a site's front page, its service platforms and its sitemap."""
        self._mind(frontier).begin(frontier)

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        """Read a page, learn from it, offer its links, and ask for rendering where only scripts show its content."""
        self._mind(frontier).read(page, frontier)

    def _mind(self, frontier: Frontier) -> SiteMind:
        site = frontier.site
        if site.site_id not in self._minds:
            self._minds[site.site_id] = SiteMind(site, self._pack, frontier.render_mode)
        return self._minds[site.site_id]
