"""A spider that follows every link it sees: what the crawler's own tests crawl with."""

from __future__ import annotations

import re
from urllib.parse import urljoin

from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider

_HREF = re.compile(rb'<a(?: rel="(\w+)")? href="([^"]*)"')


class LinkSpider(SiteSpider):
    """``<a rel="target" href=…>`` is offered as a target, everything else as a link."""

    name = "links"

    def begin(self, frontier: Frontier) -> None:
        frontier.offer(frontier.site.portal_url, why="start", priority=100)
        for url in frontier.site.service_urls:
            frontier.offer(url, why="service", priority=90)

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        if b"<p>unreadable" in page.body:
            raise ValueError("this page cannot be read")
        base = page.record.final_url or page.record.url
        for why, href in _HREF.findall(page.dom or page.body):
            frontier.offer(urljoin(base, href.decode()), why=why.decode() or "link")
        if b"enough" in page.body:
            frontier.conclude(50)
        if b"render me" in page.body and page.dom is None:
            frontier.render(page.record.url)
