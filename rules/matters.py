"""One item of a site while its mentions are gathered, and the record it becomes."""

from __future__ import annotations

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from crawler.records import Site
from rules.item_words import ItemWords
from rules.normalise import clean_item_name
from rules.records import Evidence, ServiceItem
from rules.site_pages import SitePage

#: A shorter end of a name is no name of its own.
SHORTEST_NAME = 4


@dataclass
class Matter:
    """One item while its mentions are gathered: every page it was seen on, its own pages, and the evidence made for it."""

    key: str
    names: Counter[str] = field(default_factory=Counter)
    reasons: dict[str, tuple[str, ...]] = field(default_factory=dict)
    seen_on: set[str] = field(default_factory=set)
    departments: Counter[str] = field(default_factory=Counter)
    own_pages: dict[str, SitePage] = field(default_factory=dict)
    links: set[str] = field(default_factory=set)
    evidence: list[tuple[SitePage, Evidence]] = field(default_factory=list)
    entry: tuple[SitePage, Evidence] | None = None  # the entry of a list that leads to it, the first by address
    clicked: bool = False  # a list leads to it by a click that no reader can follow
    in_catalogue: bool | None = None
    official: str = ""

    def name(self, words: ItemWords) -> str:
        """The official name; else the one its guides or most pages give it, the shortest of equals.

        Where another of its names is the end of that one, a department or region stands before it, and the end is the name. What
        only its form is called names it last.
        """
        guides = {
            name for page in self.own_pages.values() if page.reading.role == "guide" for name in page.reading.items
        }
        own = {
            name: n for name, n in self.names.items() if "name_form_of" not in self.reasons.get(name, ())
        } or self.names
        preferred = {name: count for name, count in own.items() if name in guides} or own
        chosen = clean_item_name(min(preferred, key=lambda one: (-preferred[one], len(one), one)), words).name
        ends = (name for name in sorted(own, key=len) if len(name) >= SHORTEST_NAME and chosen.endswith(name))
        return self.official or next(ends, chosen)

    def enter(self, page: SitePage, entry: Evidence) -> None:
        """Keep the entry of a list that leads to the item, the first by address."""
        if self.entry is None or (page.record.url, entry.url) < (self.entry[0].record.url, self.entry[1].url):
            self.entry = page, entry

    def absorb(self, other: Matter, reason: str) -> None:
        """Take over another matter that is the same one under another name."""
        for name in other.names:
            self.reasons[name] = tuple(dict.fromkeys((*other.reasons.get(name, ()), reason)))
        self.names += other.names
        self.departments += other.departments
        self.seen_on |= other.seen_on
        self.links |= other.links
        self.own_pages |= other.own_pages
        self.evidence += other.evidence
        self.clicked |= other.clicked
        if other.entry is not None:
            self.enter(*other.entry)


def item_of(matter: Matter, site: Site, words: ItemWords) -> ServiceItem:
    """The item's record; ``merge_reasons`` are the keys of all steps that made its aliases one."""
    name = matter.name(words)
    aliases = tuple(sorted(alias for alias in matter.names if alias != name))
    return ServiceItem(
        item_id(site.site_id, matter.key),
        site.site_id,
        name,
        url=best_url(matter),
        department=max(matter.departments, key=lambda one: (matter.departments[one], one), default=""),
        aliases=aliases,
        merge_reasons=_reasons(matter, aliases),
        guide_elements=_elements(matter),
        in_catalogue=matter.in_catalogue,
    )


def _reasons(matter: Matter, aliases: Iterable[str]) -> tuple[str, ...]:
    """Why the aliases are one item: the steps taken on any of them, or that they are only written differently."""
    taken = [reason for alias in aliases for reason in matter.reasons.get(alias, ()) or ("name_written",)]
    return tuple(dict.fromkeys(taken))


def item_id(site_id: str, key: str) -> str:
    """An id that stays the same from year to year as long as the item is called the same."""
    return f"{site_id}-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def best_url(matter: Matter) -> str:
    """The item's guide page, else another page of its own, else where a list leads for it."""
    pages = sorted(
        matter.own_pages.values(), key=lambda page: (page.reading.functions.get("guide") != "here", page.record.url)
    )
    return pages[0].url if pages else min(matter.links, default="")


def _elements(matter: Matter) -> tuple[str, ...]:
    """The elements of the own page that states most of them."""
    stated = (
        tuple(page.reading.guide_elements)
        for page in sorted(matter.own_pages.values(), key=lambda page: page.record.url)
    )
    return max(stated, key=len, default=())
