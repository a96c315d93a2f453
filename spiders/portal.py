"""The spider that audits government sites: reads each page once and offers its links, the most telling first."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final
from urllib.parse import urljoin

from crawler.frontier import Frontier
from crawler.records import PageSnapshot, Site
from crawler.rendering import TemplateMemory
from crawler.scope import Scope
from crawler.spider import SiteSpider
from rules.facts import read_facts
from rules.pack import Pack, default_pack
from rules.reading import read_page
from rules.records import PageFacts, PageReading
from spiders.discovery import Reader
from spiders.evidence import evidence_of
from spiders.learning import Experience
from spiders.priorities import HIGHEST, kinds_of

START: Final = HIGHEST + 100
SERVICE: Final = HIGHEST + 50
#: After everything that promises evidence: a sitemap mostly repeats what menus and lists said better.
SITEMAP: Final = 30
#: A rendered page gained something when its text grew by this factor, or it names links the plain page did not.
GAIN: Final = 1.2


@dataclass(slots=True)
class SiteMind:
    """What the spider keeps of one site while it is crawled."""

    reader: Reader
    templates: TemplateMemory

    @property
    def experience(self) -> Experience:
        return self.reader.experience


class PortalSpider(SiteSpider):
    """Audits portals: starts at a site's front page and service platforms and follows what promises evidence.

    It only orders the frontier. Politeness, budgets, the archive and rendering itself are the crawler's.
    """

    name = "portal"

    def begin(self, frontier: Frontier) -> None:
        """Offer a site's front page, its service platforms and its sitemap."""
        site = frontier.site
        frontier.offer(site.portal_url, depth=0, why="start", priority=START)
        for url in site.service_urls:
            frontier.offer(url, depth=0, why="service", priority=SERVICE)
        frontier.offer(urljoin(site.portal_url, "/sitemap.xml"), depth=1, why="sitemap", priority=SITEMAP)

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        """Read a page, learn from it, offer its links, and ask for rendering where only scripts show its content."""
        mind = self._mind(frontier)
        record = page.record
        facts = read_facts(page.body, record.final_url or record.url, record.content_type, dom=page.dom)
        reading = read_page(facts, self._pack)
        if page.dom is not None:
            self._learn_rendering(mind, page, facts)
        elif mind.templates.wants(facts.template, facts.needs_script) and facts.kind == "html":
            frontier.render(record.url)
        self._learn(mind, page, facts, reading)
        if mind.reader.scope.contains(facts.url):
            for offer in mind.reader.offers(facts, record, reading.role):
                frontier.offer(offer.url, why=offer.why, anchor=offer.anchor, priority=offer.priority)

    def _mind(self, frontier: Frontier) -> SiteMind:
        minds = self._minds
        site = frontier.site
        if site.site_id not in minds:
            minds[site.site_id] = SiteMind(
                Reader(_scope(site), self._pack, Experience()), TemplateMemory(frontier.render_mode)
            )
        return minds[site.site_id]

    def _learn(self, mind: SiteMind, page: PageSnapshot, facts: PageFacts, reading: PageReading) -> None:
        """Credit the kinds of link that led here with what the page brought."""
        record = page.record
        mind.experience.learn(kinds_of(record.url, record.parent), evidence_of(facts, reading))

    def _learn_rendering(self, mind: SiteMind, page: PageSnapshot, facts: PageFacts) -> None:
        plain = read_facts(page.body, facts.url, page.record.content_type)
        fresh = {link.url for link in facts.links} - {link.url for link in plain.links}
        mind.templates.learn(plain.template, bool(fresh) or len(facts.text) > GAIN * len(plain.text))


def _scope(site: Site) -> Scope:
    return Scope.of(site)
