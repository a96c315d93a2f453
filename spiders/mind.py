"""What the spider does with one site: where to begin, and what to make of each page that comes back."""

from __future__ import annotations

import re
from collections.abc import Sequence, Set
from dataclasses import dataclass
from itertools import islice
from typing import Final
from urllib.parse import urljoin

from crawler.frontier import Frontier
from crawler.records import FetchRecord, PageSnapshot, Site
from crawler.rendering import TemplateMemory
from crawler.scope import Scope
from rules.facts import read_facts
from rules.links import link_role
from rules.pack import Pack
from rules.plain_links import read_plain_links
from rules.reading import read_outline
from rules.records import PageFacts, PageReading
from spiders.discovery import COUNTED, Reader
from spiders.evidence import PER_ITEM, evidence_of, guide_of, named_item
from spiders.kept_words import KeptWords
from spiders.learning import Experience
from spiders.priorities import HIGHEST, MENU_ZONES, PROMISED, UNKNOWN, kind_of, kinds_of, part_of
from spiders.shapes import section, shape, trap, url_template

START: Final = HIGHEST + 100
SERVICE: Final = HIGHEST + 50
#: After everything that promises evidence: a sitemap mostly repeats what menus and lists said better.
SITEMAP: Final = 30
#: A rendered page gained something when its text grew by this factor, or it names links the plain page did not.
GAIN: Final = 1.2
#: Links at least this urgent are always opened, however little seems to be left: their wording promises evidence.
PROMISING: Final = round(PROMISED * HIGHEST)
GUIDE: Final = "guide"

#: How names of what is kept begin, beside those of :mod:`spiders.learning`.
_ROLE, _TEMPLATE, _FIRST_PAGE = "r ", "t ", "f "
#: How the front page was come by, and so many of its links are opened before a site counts as seen.
_FRONT: Final = frozenset({"start", "frame"})
_FIRST: Final = 200
_ADDRESS: Final = rb"""\s*=\s*["']?([^"'\s<>#]+)"""
_HREF: Final = re.compile(b"href" + _ADDRESS)  # ten times as fast as its like for any case
_ANY_HREF: Final = re.compile(b"href" + _ADDRESS, re.IGNORECASE)
_FROM_ROOT: Final = re.compile(rb"/[\w-][\w/-]*(?:\.\w+)?")
_LETTERS: Final = re.compile(r"https?://[^/]*[^\d?#]*")  # what addresses of one template begin with alike
#: Links of a site that are recognised as settled without reading their address.
_REMEMBERED: Final = 800


def hrefs(body: bytes) -> set[bytes]:
    """The addresses on a page, each once, as they stand in its bytes."""
    plain = b"HREF" not in body and b"Href" not in body
    return set((_HREF if plain else _ANY_HREF).findall(body))


def _address(href: bytes) -> str:
    return href.decode("utf-8", "replace").replace("&amp;", "&")


@dataclass(frozen=True, slots=True)
class Places:
    """What the links of a page may be relative to: the page itself, its folder, its host."""

    page: str
    folder: str
    host: str

    def of(self, href: bytes) -> str:
        """The place that decides, together with ``href``, where it leads."""
        if href.startswith((b"/", b"http:", b"https:")):
            return self.host
        return self.page if href.startswith(b"?") else self.folder

    def leads_to(self, href: bytes) -> str:
        """The absolute address a link leads to; from the root of the host, as most do, without taking it apart."""
        if _FROM_ROOT.fullmatch(href):
            return self.host + href.decode("ascii")
        return urljoin(self.page, _address(href))


def _kinds(record: FetchRecord, promised: bool) -> Sequence[str]:
    return kinds_of(record.url, record.parent, promised, record.anchor.strip())


def _part(record: FetchRecord, frontier: Frontier) -> str:
    return part_of(record.url, frontier.urgency >= PROMISING)


def places_of(url: str) -> Places:
    folder = url.partition("#")[0].partition("?")[0].rpartition("/")[0]
    return Places(url, folder, url[: url.find("/", 8)])


def _unread(url: str, role: str) -> PageReading:
    """The reading of a page that is only looked through for links: its role is that of the last of its kind."""
    return PageReading(url, role, {}, {}, (), {}, None, None, ())


class SiteMind:
    """The memory of one site while it is crawled: its scope, what links led to, which templates need scripts."""

    def __init__(self, site: Site, pack: Pack, render_mode: str = "auto") -> None:
        self.site, self.pack = site, pack
        self.experience = Experience()
        self.templates = TemplateMemory(render_mode)
        self._words = KeptWords()
        self._roles: dict[str, str] = {}  # by address template: what its last page was
        self._first: dict[str, None] = {}  # where the front page leads
        self._credited: set[int] = set()  # hashes of pages that brought something new, or led to one that did
        self._known: set[int] = set()  # hashes of links as they stand on pages, when nothing is to be done about them
        self.reader = Reader(Scope.of(site), pack, self.experience)

    def begin(self, frontier: Frontier) -> None:
        """Know again what an earlier run learned; offer the front page, the service platforms and the sitemap."""
        kept = frontier.remembered()
        self.experience.restore(kept)
        self.reader.letters.restore(kept)
        self._roles |= {name[2:]: value for name, value in kept if name.startswith(_ROLE)}
        self._first |= {name[2:]: None for name, _ in kept if name.startswith(_FIRST_PAGE)}
        self.templates.useless |= {name[2:]: int(value) for name, value in kept if name.startswith(_TEMPLATE)}
        frontier.offer(self.site.portal_url, depth=0, why="start", priority=START)
        for url in self.site.service_urls:
            frontier.offer(url, depth=0, why="service", priority=SERVICE)
        frontier.offer(urljoin(self.site.portal_url, "/sitemap.xml"), depth=1, why="sitemap", priority=SITEMAP)

    def read(self, page: PageSnapshot, frontier: Frontier) -> None:
        """Learn from a page and offer its links; ask for rendering where only scripts show its content."""
        kind = kind_of(page.record.url, frontier.urgency >= PROMISING)
        if page.dom is None and self._may_skim(page.record, kind):
            self._skim(page, kind, frontier)
        elif page.dom is None and (name := self._word_for(page.record, frontier)):
            self._believe(page, name, frontier)
        else:
            self._read(page, frontier)
        for name, value in (*self.experience.changes(), *self.reader.letters.changes()):
            frontier.remember(name, value)
        if self.experience.saturated:
            self._conclude(frontier)

    def _conclude(self, frontier: Frontier) -> None:
        """End the collection, once all was looked at that the front page leads to: whether its parts live is asked of every site."""
        for url in self._first:
            if not frontier.settled(url):
                frontier.offer(url, priority=PROMISING)
        frontier.conclude(PROMISING)

    def _note_first(self, facts: PageFacts, frontier: Frontier) -> None:
        """Keep where the front page leads, its menus first."""
        inside = [link for link in facts.links if self.reader.scope.contains(link.url)]
        inside.sort(key=lambda link: link.zone not in MENU_ZONES)
        for url in islice(dict.fromkeys(link.url for link in inside), _FIRST):
            if url not in self._first and not (shape(url, "never") or shape(url, "last")):
                self._first[url] = None
                frontier.remember(_FIRST_PAGE + url, "")

    def _may_skim(self, record: FetchRecord, kind: str) -> bool:
        """Whether a page need only be looked through for links: its kind brings nothing, and its link's words promised nothing.

        Lists that are counted are read to the last: their dates say how far back they go.
        """
        if not self.experience.barren(kind):
            return False
        if self.reader.turns_pages(record.anchor) and self._roles.get(url_template(record.url)) in COUNTED:
            return False
        return link_role(record.anchor, record.url, self.pack).function not in PER_ITEM

    def _word_for(self, record: FetchRecord, frontier: Frontier) -> str:
        """The item whose guide a page is by its link's word, where such words were kept so far; empty when it is to be read."""
        return named_item(record.anchor, self.pack) if self._words.trusted(_part(record, frontier)) else ""

    def _read(self, page: PageSnapshot, frontier: Frontier) -> None:
        record = page.record
        facts = read_facts(page.body, record.final_url or record.url, record.content_type, page.dom, self.pack)
        reading = read_outline(facts, self.pack)
        if page.dom is not None:
            self._learn_rendering(page, facts, frontier)
        comes_again = page.dom is None and self._renders(facts) and frontier.render(record.url)
        if not comes_again:
            new = self._learn(record, evidence_of(facts, reading), reading.role, frontier)
            if named_item(record.anchor, self.pack):
                kept = new and page.dom is None and reading.role == GUIDE
                self._words.note(_part(record, frontier), kept)
        if record.why in _FRONT and record.depth <= 1:
            self._note_first(facts, frontier)
        self._offer(facts, record, reading, frontier)

    def _learn(self, record: FetchRecord, evidence: Set[str], role: str, frontier: Frontier) -> bool:
        """Note what a page brought; True when some of it is new."""
        promised = frontier.urgency >= PROMISING
        new = self.experience.learn(_kinds(record, promised), evidence)
        self._learn_role(url_template(record.url), role, frontier)
        self._weigh_anew(record.url, promised, frontier)
        if new:
            self._credit(record, frontier)
        return new

    def _believe(self, page: PageSnapshot, name: str, frontier: Frontier) -> None:
        """Take a page for the guide that its link names, and look for new links only: to read it would but confirm that."""
        self._words.note(_part(page.record, frontier), kept=True)
        self._learn(page.record, guide_of(name), GUIDE, frontier)
        self._look_through(page, GUIDE, frontier)

    def _skim(self, page: PageSnapshot, kind: str, frontier: Frontier) -> None:
        """Look for new links only: pages of this kind brought nothing for long.

        Most pages of a portal are news. Judging reads them all later, from the archive.
        """
        self.experience.pass_over(kind)
        self._look_through(page, self._roles.get(url_template(page.record.url), "other"), frontier)

    def _look_through(self, page: PageSnapshot, role: str, frontier: Frontier) -> None:
        """Offer the new links of a page that is not read, as of a page of that role."""
        record = page.record
        base = record.final_url or record.url
        places = places_of(base)
        leads_out = role == GUIDE  # its application may lie with another system
        fresh = {_address(href) for href in hrefs(page.body) if not self._passed(href, places, frontier, leads_out)}
        if not fresh:
            return
        facts = read_plain_links(page.body, base, record.content_type, fresh)
        facts = facts or read_facts(page.body, base, record.content_type, pack=self.pack)
        self._offer(facts, record, _unread(facts.url, role), frontier)

    def _offer(self, facts: PageFacts, record: FetchRecord, reading: PageReading, frontier: Frontier) -> None:
        if self.reader.scope.contains(facts.url):
            worth = frontier.urgency / HIGHEST if frontier.urgency <= HIGHEST else UNKNOWN
            for offer in self.reader.offers(facts, record, reading, frontier.settled, worth):
                frontier.offer(offer.url, why=offer.why, anchor=offer.anchor, priority=offer.priority)

    def _passed(self, href: bytes, places: Places, frontier: Frontier, leads_out: bool) -> bool:
        """Whether nothing is to be done about a link; the menu of a site is looked at once, not once a page. Links out of the site
        are only of interest where the page may lead out."""
        key = hash((href, places.of(href), leads_out))
        if key in self._known:
            return True
        settled = self._settled(places.leads_to(href), frontier, leads_out)
        if settled:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            self._known.add(key)
        return settled

    def _settled(self, url: str, frontier: Frontier, leads_out: bool) -> bool:
        if frontier.knows(url) or not url.startswith(("http://", "https://")):
            return True
        return bool(shape(url, "never") or trap(url)) or not (leads_out or self.reader.scope.contains(url))

    def _renders(self, facts: PageFacts) -> bool:
        return facts.kind == "html" and self.templates.wants(facts.template, facts.needs_script)

    def _credit(self, record: FetchRecord, frontier: Frontier) -> None:
        """A page brought something new: so did, in a way, the page that led to it, once."""
        self._credited.add(hash(record.url))
        if not record.parent or hash(record.parent) in self._credited:
            return
        above = frontier.known(record.parent)
        if above is None or hash(above.url) in self._credited:
            return
        self._credited.add(hash(above.url))
        for promised in (False, True):
            if self.experience.tallies.get(kind_of(above.url, promised)):
                self.experience.credit(_kinds(above, promised))
                self._weigh_anew(above.url, promised, frontier)

    def _weigh_anew(self, url: str, promised: bool, frontier: Frontier) -> None:
        """Move what waits of a page's kind up when that kind first brought something, down when it brings nothing. What
        its own wording promises is never moved down."""
        part, kind = section(url), part_of(url, promised)
        if not self.experience.turned(kind):
            return

        def weigh(other: str, before: int) -> int:
            if section(other) != part:
                return before
            after = max(1, round(HIGHEST * self.experience.weigh_anew(kind, before / HIGHEST)))
            return max(before, after) if before >= PROMISING or self.experience.gains(kind) else after

        if alike := _LETTERS.match(url):
            frontier.reweigh(alike[0], weigh)

    def _learn_role(self, template: str, role: str, frontier: Frontier) -> None:
        if self._roles.get(template) != role:
            self._roles[template] = role
            frontier.remember(_ROLE + template, role)

    def _learn_rendering(self, page: PageSnapshot, facts: PageFacts, frontier: Frontier) -> None:
        plain = read_facts(page.body, facts.url, page.record.content_type, pack=self.pack)
        fresh = {link.url for link in facts.links} - {link.url for link in plain.links}
        self.templates.learn(plain.template, bool(fresh) or len(facts.text) > GAIN * len(plain.text))
        frontier.remember(_TEMPLATE + plain.template, str(self.templates.useless[plain.template]))
