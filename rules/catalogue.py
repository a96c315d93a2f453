"""The catalogue of a site's items: mentions on its pages merged by name, each merge with its reasons."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace

from crawler.urls import copy_key
from rules.item_mentions import reads_as_item
from rules.links import is_file
from rules.matching import Matcher
from rules.matters import SHORTEST_NAME, Matter
from rules.normalise import fold_name
from rules.records import Evidence
from rules.shared_platform import belongs, own_names
from rules.site_pages import SitePage, SitePages

#: Pages of these roles speak about items without offering them.
_NO_ITEMS = frozenset(("news", "disclosure", "error", "search", "login", "interview", "opinion", "mailbox", "petition"))
#: Lists whose heading (办事指南) says what their entries lead to.
_GUIDE_LISTS = frozenset(("service_list", "service_hall"))
#: An entry that leads to one of these is a letter's or a talk's title, however much it reads like an item.
_LETTERS = frozenset(("mailbox", "petition", "interview", "opinion", "consult_list"))
#: … and one that leads to one of these may be a theme's name or a headline.
_TELLING = frozenset(("news", "service_list", "service_hall"))
#: A wording with one target on this many pages that are about no item is a menu's.
_MENU_FROM = 2
_SHORTEST_KEY = 3
#: Pages that lead to many items are nobody's own.
_LISTS = frozenset(("home", "service_hall"))
#: A page of one of these roles with a single item is that item's own page.
_OWN_PAGE = frozenset(
    ("guide", "apply_entry", "form_list", "status_query", "consult_form", "consult_list", "result_list")
)


def gather(pages: SitePages) -> list[Matter]:
    """Every item of a site, in the order of its keys."""
    gathering = _Gathering(pages)
    for page in _offering(pages):
        gathering.mentions(page)
    gathering.join_linked(_offering(pages))
    gathering.join_papers(_offering(pages))
    gathering.leave_entries(pages)
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
        self._loose: list[tuple[SitePage, Evidence]] = []  # rows of form lists whose names are no item's by themselves

    def mentions(self, page: SitePage) -> None:
        """Take in what one page says about items: names, links to their pages, evidence beside their names."""
        keys = list(dict.fromkeys(self._named(name, page).key for name in own_names(page, self.site)))
        listed = frozenset(keys)
        if keys:
            self._listed[page.identity] = listed
        self._entries(page, listed)
        for name, department in page.reading.item_departments:
            if (key := self.matcher.key(name).key) in listed:
                self.matters[key].departments[department] += 1
        subject = own_item(page, keys)
        self._take_evidence(page, listed, subject)
        if subject:
            self.matters[subject].own_pages[page.identity] = page
            if page.reading.department:
                self.matters[subject].departments[page.reading.department] += 1

    def _take_evidence(self, page: SitePage, listed: frozenset[str], subject: str) -> None:
        """Give each piece of a page's evidence to the item it was made for."""
        for evidence in page.reading.evidence:
            if key := self._beside(evidence, listed, subject):
                self.matters[key].evidence.append((page, evidence))
            elif evidence.subject == "form" and evidence.item and page.reading.role == "form_list":
                self._loose.append((page, evidence))

    def _entries(self, page: SitePage, listed: Set[str]) -> None:
        """Take in where a page leads for the items it lists, and which of them only a click opens."""
        for name, url in page.reading.item_links:
            if (key := self.matcher.key(name).key) in listed:
                self.matters[key].links.add(url)
                self.matters[key].evidence += [(page, one) for one in _promised_by_heading(page, name, url)]
                if page.reading.role in _GUIDE_LISTS or page.kind == "json":
                    entry = Evidence("item.entry", 1, "guide", "link", name[:200], "page", url, name)
                    self.matters[key].enter(page, entry)
        for name in page.reading.item_clicks:
            if (key := self.matcher.key(name).key) in listed:
                self.matters[key].clicked = True

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
            others = sorted((keys - {owner}) & self.matters.keys())  # one may have been joined to another just now
            if owner and len(others) == 1 and _alike(others[0], owner):
                self.matters[owner].absorb(self.matters.pop(others[0]), "name_same_page")
            elif not owner and page.reading.role not in _LISTS:
                for key in others:
                    self._give(key, page)

    def join_papers(self, pages: Iterable[SitePage]) -> None:
        """A form's name that no other page knows is one item's form: where that item alone offers the same file, else where it
        alone begins with the name or is begun by it, else where it alone is that name in other words."""
        elsewhere = {
            key for page in pages if page.reading.role != "form_list" for key in self._listed.get(page.identity, ())
        }
        owners = self._owners_of_files(elsewhere)
        for key in sorted(self.matters.keys() - elsewhere):
            roles = {page.reading.role for page in self.matters[key].own_pages.values()}
            items = sorted({owner for url in self._files_of(key) for owner in owners.get(url, ())})
            if not items and not roles:
                items = self._papers_of(key, elsewhere)
            if len(items) == 1 and roles <= {"form_list"}:
                self.matters[items[0]].absorb(self.matters.pop(key), "name_form_of")
        for page, evidence in self._loose:
            owner = self._papers_of(self.matcher.key(evidence.item).key, elsewhere)
            if len(owner) == 1:
                self.matters[owner[0]].evidence.append((page, evidence))

    def _papers_of(self, paper: str, keys: Set[str]) -> list[str]:
        """The items among ``keys`` that a form so called may belong to, by the first way of telling that finds any."""
        if paper in keys and paper in self.matters:
            return [paper]
        there = sorted(keys & self.matters.keys())
        for tells in (self.matcher.may_be_paper_of, self.matcher.may_be_worded_as):
            if items := [one for one in there if tells(paper, one)]:
                return items
        return []

    def _owners_of_files(self, keys: Iterable[str]) -> dict[str, set[str]]:
        """For each file the items among ``keys`` that offer it as a form."""
        owners: dict[str, set[str]] = defaultdict(set)
        for key in set(keys) & self.matters.keys():
            for url in self._files_of(key):
                owners[url].add(key)
        return owners

    def _files_of(self, key: str) -> set[str]:
        """The files an item offers as forms; comparable."""
        matter = self.matters[key]
        offered = {one.url for _, one in matter.evidence if one.subject == "form" and one.url}
        attached = {url for page in matter.own_pages.values() for url, _ in page.files}
        return {copy_key(url) for url in offered | attached if is_file(url)}

    def leave_entries(self, pages: SitePages) -> None:
        """Leave out what is nothing but entries that all lead to letters, talks or calls for comment, or, where it does not
        read like an item by itself, to news or to lists of several items: a theme's name, a headline."""
        sought = {copy_key(url) for matter in self.matters.values() for url in matter.links}
        spoken, telling = set(), set()
        for page in pages.own(roles=_LETTERS | _TELLING) if sought else ():
            if page.key in sought:
                if page.reading.role in _LETTERS:
                    spoken.add(page.key)
                elif page.reading.role == "news" or len(page.reading.items) > 1:
                    telling.add(page.key)
        for key, matter in list(self.matters.items()):
            targets = {copy_key(url) for url in matter.links}
            owned = {page.key for page in matter.own_pages.values()}
            if targets and (
                (not owned and targets <= spoken)
                or (
                    targets | owned <= telling
                    and not any(reads_as_item(name, pages.words.items) for name in matter.names)
                )
            ):
                del self.matters[key]

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
            guided = {one.url for _, one in matter.evidence if one.subject == "guide" and one.item and one.url}
            for url in matter.links | guided:
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
        if len(evidence.item) >= SHORTEST_NAME and (begun := _begun(fold_name(evidence.item), listed)):
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


def _alike(one: str, other: str) -> bool:
    """Whether two names share enough for a link from one to the other to mean the same item: half the shorter one's characters."""
    shared = Counter(one) & Counter(other)
    return 2 * sum(shared.values()) >= min(len(one), len(other))
