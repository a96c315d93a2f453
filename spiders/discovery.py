"""From a page's facts to the addresses worth offering: each once, with its reason, its wording and its urgency."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from typing import Final

from crawler.records import FetchRecord
from crawler.scope import Scope
from crawler.urls import copy_key
from rules.item_mentions import reads_as_item
from rules.item_words import item_words_of
from rules.links import LinkRole, is_file, link_role
from rules.pack import Pack
from rules.plain_links import ONLY_LINKS
from rules.records import Link, PageFacts, PageReading
from rules.vocabulary import vocabulary_of
from spiders.learning import Experience
from spiders.letter_sample import LetterSample
from spiders.priorities import BELOW, HIGHEST, PAPERS, PROMISED, UNKNOWN, Clues, kind_of, part_of, priority
from spiders.shapes import shape, trap

#: A longer number is no page of a list.
_LONGEST_NUMBER: Final = 4
#: Links of a site whose weighing is remembered: menus stand on every page.
_REMEMBERED: Final = 400
#: A further page of a list is worth this share of the list's own urgency.
NEXT_PAGE: Final = 0.9
WHY_BY_KIND: Final = {"frame": "frame"}
#: A page of no more links than this may only lead on to the one it stands for: by a frame, a refresh, a script, a picture to click at.
STUB_LINKS: Final = 8
#: Pages whose entries are counted: the figures of a column rest on its lists back to a year ago.
COUNTED: Final = frozenset({"mailbox", "petition", "consult_list", "opinion", "interview"})
#: Pages that are evidence or list it: no link in their content is taken for one into an endless space.
SERVING: Final = frozenset(BELOW) - PAPERS - {"home"}


@dataclass(frozen=True, slots=True)
class Offer:
    """One address for the frontier."""

    url: str
    why: str
    anchor: str
    priority: int


@dataclass(frozen=True, slots=True)
class Reader:
    """What turns the pages of one site into offers."""

    scope: Scope
    pack: Pack
    experience: Experience
    letters: LetterSample = field(default_factory=LetterSample)
    _weighed: set[int] = field(default_factory=set)

    def offers(
        self,
        facts: PageFacts,
        record: FetchRecord,
        reading: PageReading,
        settled: Callable[[str], bool] = lambda url: False,
        worth: float = UNKNOWN,
    ) -> list[Offer]:
        """The offers of a page, most urgent first, one for each page however often it is linked; ``settled`` addresses
        are left out. ``worth`` is what the page itself was expected to bring, in 0..1."""
        best: dict[str, Offer] = {}
        for offer in self._all(facts, record, reading, settled, worth):
            key = copy_key(offer.url)
            if key not in best or best[key].priority < offer.priority:
                best[key] = offer
        return sorted(best.values(), key=lambda offer: -offer.priority)

    def _all(
        self,
        facts: PageFacts,
        record: FetchRecord,
        reading: PageReading,
        settled: Callable[[str], bool],
        worth: float,
    ) -> Iterator[Offer]:
        items = {url for _, url in reading.item_links}
        few = facts.kind != ONLY_LINKS and len(facts.links) <= STUB_LINKS
        counted = reading.role in COUNTED and _of_past_year(facts.dates, record.fetched_at)
        chosen = self.letters.choose(facts, reading, record.fetched_at)
        for link in facts.links:
            if not link.url or settled(link.url):
                continue
            named = link.url in items
            figured = link.url in chosen or (counted and self.turns_pages(link.text))
            if not figured and self._seen_alike(link, reading.role, named):
                continue
            if shape(link.url, "never") or trap(link.url):
                continue
            clues = Clues(
                link, self._worded(link), reading.role, facts.url, record.depth + 1, worth, named, self._like_item(link)
            )
            clues = replace(clues, figured=True) if figured else clues
            if offer := self._offer(clues, record):
                yield replace(offer, why="frame") if few and _leads_on(link.url, record) else offer

    def _seen_alike(self, link: Link, role: str, named: bool) -> bool:
        """Whether a link was weighed before, on such a page, with no gain by its kinds since: it cannot have become
        more urgent."""
        gained = self.experience.gains
        gains = gained(kind_of(link.url)), gained(kind_of(link.url, promised=True))
        key = hash((link.url, _wording(link), link.zone, link.kind, role, named, gains))
        if key in self._weighed:
            return True
        if len(self._weighed) >= _REMEMBERED:
            self._weighed.clear()
        self._weighed.add(key)
        return False

    def _like_item(self, link: Link) -> bool:
        return link.zone == "content" and reads_as_item(link.text, item_words_of(self.pack))

    def _worded(self, link: Link) -> LinkRole:
        return link_role(_wording(link), link.url, self.pack)

    def turns_pages(self, wording: str) -> bool:
        """Whether a link's wording only turns the pages of the list it stands on."""
        text = wording.strip().lower()
        if text.isdigit():
            return len(text) <= _LONGEST_NUMBER
        return bool(vocabulary_of(self.pack).layout.turning.match(text))

    def _offer(self, clues: Clues, record: FetchRecord) -> Offer | None:
        link = clues.link
        place = self.scope.classify(link.url).place
        if self._declines(clues, place):
            return None
        why = WHY_BY_KIND.get(link.kind, "sitemap" if record.why == "sitemap" else "link")
        if clues.matters and (place == "target_only" or why == "link"):
            why = "target"  # an entry of the site's own may lead on elsewhere, too
        return Offer(link.url, why, _wording(link)[:200], self._urgency(clues, record))

    def _declines(self, clues: Clues, place: str) -> bool:
        """Whether a link is not worth naming: endless lists, other sites' frames, documents that can be no forms."""
        url = clues.link.url
        if place != "inside" and not clues.matters:
            return clues.link.kind == "frame" or clues.link.zone == "friendly"
        if is_file(url) and not clues.role.function:
            return clues.parent_role in PAPERS
        told = clues.matters or clues.parent_role in SERVING  # on old sites everything is one template with parameters
        return "?" in url and not told and self.experience.exhausted(part_of(url))

    def _urgency(self, clues: Clues, record: FetchRecord) -> int:
        if self.turns_pages(clues.link.text):
            listed = replace(clues.link, text="", zone="content")
            own = max(1, round(priority(replace(clues, link=listed), self.experience) * NEXT_PAGE))
        else:
            own = priority(clues, self.experience)
        return max(own, round(PROMISED * HIGHEST)) if clues.figured else own


def _of_past_year(days: Iterable[str], fetched_at: str) -> bool:
    """Whether a page shows a day of the twelve months before it was fetched."""
    if not fetched_at[:4].isdigit():
        return False
    return any(f"{int(fetched_at[:4]) - 1}{fetched_at[4:10]}" <= day <= fetched_at[:10] for day in days)


def _wording(link: Link) -> str:
    return link.text if link.text.strip() else link.title


def _leads_on(url: str, record: FetchRecord) -> bool:
    """Whether a link's address reads like a copy of the page it stands on, yet is another: ``/`` leads on to ``/index.asp``."""
    own = record.final_url or record.url
    return url != own and copy_key(url) == copy_key(own)
