"""The catalogue of a site's items: mentions on its pages merged by name, each merge with its reasons."""

from __future__ import annotations

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field, replace

from crawler.records import Site
from crawler.urls import copy_key
from rules.item_words import ItemWords
from rules.links import is_file
from rules.matching import Matcher
from rules.normalise import clean_item_name, fold_name
from rules.records import Evidence, ServiceItem
from rules.shared_platform import belongs, own_names
from rules.site_pages import SitePage, SitePages

#: Pages of these roles speak about items without offering them.
_NO_ITEMS = frozenset(("news", "disclosure", "error", "search", "login", "interview", "opinion", "mailbox", "petition"))
#: Lists whose heading (办事指南) says what their entries lead to.
_GUIDE_LISTS = frozenset(("service_list", "service_hall"))
#: A wording with one target on this many pages that are about no item is a menu's.
_MENU_FROM = 2
#: A shorter end of a name is no name of its own.
_SHORTEST_NAME = 4
_SHORTEST_KEY = 3
#: Pages that lead to many items are nobody's own.
_LISTS = frozenset(("home", "service_hall"))
#: A page of one of these roles with a single item is that item's own page.
_OWN_PAGE = frozenset(
    ("guide", "apply_entry", "form_list", "status_query", "consult_form", "consult_list", "result_list")
)


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
    in_catalogue: bool | None = None
    official: str = ""

    def name(self, words: ItemWords) -> str:
        """The official name; else the one its guides or most pages give it, the shortest of equals.

        Where another of its names is the end of that one, a department or region stands before it, and the end is the name.
        """
        guides = {
            name for page in self.own_pages.values() if page.reading.role == "guide" for name in page.reading.items
        }
        preferred = {name: count for name, count in self.names.items() if name in guides} or self.names
        chosen = clean_item_name(min(preferred, key=lambda one: (-preferred[one], len(one), one)), words).name
        ends = (name for name in sorted(self.names, key=len) if len(name) >= _SHORTEST_NAME and chosen.endswith(name))
        return self.official or next(ends, chosen)

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


def gather(pages: SitePages) -> list[Matter]:
    """Every item of a site, in the order of its keys."""
    gathering = _Gathering(pages)
    for page in _offering(pages):
        gathering.mentions(page)
    gathering.join_linked(_offering(pages))
    gathering.join_papers(_offering(pages))
    gathering.leave_menus(pages)
    return [gathering.matters[key] for key in sorted(gathering.matters)]


def _offering(pages: SitePages) -> Iterator[SitePage]:
    """The pages that may offer items and are the site's own."""
    return (page for page in pages.own(but_roles=_NO_ITEMS) if belongs(page, pages.site))


class _Gathering:
    """Merges the mentions of one site's pages."""

    def __init__(self, pages: SitePages) -> None:
        self.site = pages.site
        self.matcher = Matcher.of(pages.site, pages.matching)
        self.matters: dict[str, Matter] = {}
        self._listed: dict[str, frozenset[str]] = {}

    def mentions(self, page: SitePage) -> None:
        """Take in what one page says about items: names, links to their pages, evidence beside their names."""
        keys = list(dict.fromkeys(self._named(name, page).key for name in own_names(page, self.site)))
        listed = frozenset(keys)
        if keys:
            self._listed[page.identity] = listed
        for name, url in page.reading.item_links:
            key = self.matcher.key(name).key
            if key in listed:
                self.matters[key].links.add(url)
                self.matters[key].evidence += [(page, one) for one in _promised_by_heading(page, name, url)]
        for name, department in page.reading.item_departments:
            if (key := self.matcher.key(name).key) in listed:
                self.matters[key].departments[department] += 1
        subject = own_item(page, keys)
        for evidence in page.reading.evidence:
            key = self._beside(evidence, listed, subject)
            if key:
                self.matters[key].evidence.append((page, evidence))
        if subject:
            self.matters[subject].own_pages[page.identity] = page
            if page.reading.department:
                self.matters[subject].departments[page.reading.department] += 1

    def join_linked(self, pages: Iterable[SitePage]) -> None:
        """A list's entry and the page it alone leads to are one item, though the page words its name differently."""
        linking = self._linking()
        page_of = {
            page.key: page
            for page in pages
            if page.key in linking and (page.reading.role in _OWN_PAGE or not page.reading.items)
        }
        for target, keys in sorted((target, keys) for target, keys in linking.items() if target in page_of):
            page = page_of[target]
            owner = next((key for key in sorted(self.matters) if page.identity in self.matters[key].own_pages), "")
            others = sorted(keys - {owner})
            if owner and len(others) == 1 and _alike(others[0], owner):
                self.matters[owner].absorb(self.matters.pop(others[0]), "name_same_page")
            elif not owner and page.reading.role not in _LISTS:
                for key in others:
                    self._give(key, page)

    def join_papers(self, pages: Iterable[SitePage]) -> None:
        """A form's name that no other page knows, and that one item alone begins with or is begun by, is that item's form."""
        elsewhere = {
            key for page in pages if page.reading.role != "form_list" for key in self._listed.get(page.identity, ())
        }
        for key in sorted(self.matters.keys() - elsewhere):
            items = [
                other for other in sorted(elsewhere & self.matters.keys()) if self.matcher.may_be_paper_of(key, other)
            ]
            if len(items) == 1 and not self.matters[key].own_pages:
                self.matters[items[0]].absorb(self.matters.pop(key), "name_form_of")

    def leave_menus(self, pages: SitePages) -> None:
        """Take from items the words that their pages share with the menus of pages that are about no item."""
        about_items = {identity for matter in self.matters.values() for identity in matter.own_pages}
        menus: Counter[tuple[str, str, str]] = Counter()
        for page in pages.own(speaking=True):
            if page.identity not in about_items:
                free = (one for one in page.reading.evidence if not self._names_item(one, page))
                menus.update({_words(one) for one in free})
        framed = {
            (entry.evidence.subject, entry.evidence.url) for entry in pages.entries.values() if entry.evidence.url
        }
        for matter in self.matters.values():
            matter.evidence = [
                (page, one)
                for page, one in matter.evidence
                if self._names_item(one, page)
                or one.value == "here"
                or (menus[_words(one)] < _MENU_FROM and (one.subject, one.url) not in framed)
            ]

    def _names_item(self, evidence: Evidence, page: SitePage) -> bool:
        """Whether evidence stands beside the name of one of the page's items, or bears it."""
        return bool(self._beside(evidence, self._listed.get(page.identity, frozenset()), ""))

    def _linking(self) -> dict[str, set[str]]:
        """For the key of each page that lists lead to, the items whose entries do."""
        linking: dict[str, set[str]] = defaultdict(set)
        for key, matter in self.matters.items():
            for url in matter.links:
                linking[copy_key(url)].add(key)
        return linking

    def _give(self, key: str, page: SitePage) -> None:
        matter = self.matters.get(key)
        if matter is not None:
            matter.own_pages[page.identity] = page
            matter.seen_on.add(page.identity)
            matter.evidence += [(page, one) for one in page.reading.evidence if one.subject not in ("item", "role")]

    def _named(self, name: str, page: SitePage) -> Matter:
        found = self.matcher.key(name)
        matter = self.matters.setdefault(found.key, Matter(found.key))
        matter.names[name] += 1
        matter.reasons.setdefault(name, found.reasons)
        matter.seen_on.add(page.identity)
        return matter

    def _beside(self, evidence: Evidence, listed: frozenset[str], subject: str) -> str:
        """The item a piece of evidence was made for: named beside it, by its own wording, or by the page it stands on."""
        if evidence.subject in ("item", "role", "guide_element"):
            return ""
        for said in (evidence.item, evidence.snippet):
            if said and (key := self.matcher.key(said).key) in listed:
                return key
        if len(evidence.item) >= _SHORTEST_NAME and (begun := _begun(fold_name(evidence.item), listed)):
            return begun
        return subject


def _begun(label: str, listed: Iterable[str]) -> str:
    """The one listed item whose key a row's label begins with (取水许可 县水利局), or begins, being cut short."""
    begun = [key for key in listed if len(key) >= _SHORTEST_KEY and (label.startswith(key) or key.startswith(label))]
    longest = max(begun, key=len, default="")
    return longest if all(longest.startswith(key) for key in begun) else ""


def _words(evidence: Evidence) -> tuple[str, str, str]:
    return evidence.subject, fold_name(evidence.snippet), evidence.url


def _promised_by_heading(page: SitePage, name: str, url: str) -> list[Evidence]:
    """What a list's heading says of each of its entries: a list headed 办事指南 leads to guides, the files of a 表格下载 page are forms."""
    role = page.reading.role
    function = "guide" if role in _GUIDE_LISTS else "form" if role == "form_list" and is_file(url) else ""
    known = {one.url for one in page.reading.evidence if one.subject == function}
    worded = [
        one
        for one in page.reading.evidence
        if one.subject == function and not one.url and not one.locator.startswith("link")
    ]
    if not function or url in known:
        return []
    return [replace(one, value="link", snippet=name, url=url, item=name) for one in worded[:1]]


def own_item(page: SitePage, keys: Sequence[str]) -> str:
    """The key of the item a page is about, empty for pages about several or none."""
    if page.reading.role == "guide" and keys:
        return keys[0]
    if len(keys) != 1 or (page.reading.role == "result_list" and keys[0] not in fold_name(page.name)):
        return ""  # results of all matters may show one alone
    names_itself = any(url == page.url for _, url in page.reading.item_links)  # the column of one item: 我要办理 > 会见
    return keys[0] if page.reading.role in _OWN_PAGE or names_itself else ""


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


def _alike(one: str, other: str) -> bool:
    """Whether two names share enough for a link from one to the other to mean the same item: half the shorter one's characters."""
    shared = Counter(one) & Counter(other)
    return 2 * sum(shared.values()) >= min(len(one), len(other))
