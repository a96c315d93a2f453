"""The spider that audits government sites: reads each page once and offers its links, the most telling first."""

from __future__ import annotations

import re
from typing import Any

from crawler.browserclicks import TAB
from crawler.frontier import Frontier
from crawler.records import PageSnapshot
from crawler.spider import SiteSpider
from rules.guide_labels import elements_of_label
from rules.guide_words import guide_words_of
from rules.item_mentions import reads_as_item
from rules.item_words import item_words_of
from rules.links import link_role
from rules.pack import default_pack
from spiders.mind import SiteMind

LONGEST_TAB = 8  # characters
#: The case of a matter at the end of its name: 食品经营许可（新办）.
_CASE = re.compile(r"[(（][^()（）]{1,12}[)）]$")


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

    def entry_kind(self, wording: str) -> str:
        """An entry worded for a function, a column or a page of services is of its own kind; all items' names are of one, and so are
        the tabs of a guide."""
        role, words = link_role(wording, "", self._pack), item_words_of(self._pack)
        label = elements_of_label(wording, guide_words_of(self._pack)) if len(wording) <= LONGEST_TAB else None
        if label or (label is not None and not role.function):
            return TAB
        if role.function or role.column or role.role or wording in words.headings:
            return wording
        return "item" if reads_as_item(_CASE.sub("", wording), words) else ""

    def _mind(self, frontier: Frontier) -> SiteMind:
        site = frontier.site
        if site.site_id not in self._minds:
            self._minds[site.site_id] = SiteMind(site, self._pack, frontier.render_mode)
        return self._minds[site.site_id]
