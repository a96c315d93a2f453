"""The least a spider can do, for the benchmark of the online half: what is left when nothing is read."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider

_HREF = re.compile(rb'href="(/[^"]*)"')


class RegexSpider(SiteSpider):
    """Follows every link; the least a spider can do."""

    name = "regex"

    def begin(self, frontier: Frontier) -> None:
        frontier.offer(frontier.site.portal_url, why="start")

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        for href in _HREF.findall(page.body):
            frontier.offer(urljoin(page.record.url, href.decode()))
