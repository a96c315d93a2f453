"""Parts of a site that its own pages tell of and that the crawl did not see: told as checks, and open in every figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from heapq import nsmallest
from typing import Final

from crawler.records import FetchRecord
from crawler.scope import Scope
from rules.completeness import promised
from rules.links import link_role, names_file
from rules.list_extent import Extent, list_key
from rules.pack import Pack
from rules.records import SiteCheck
from rules.site_columns import row
from rules.site_pages import Archive, SitePage, SitePages
from rules.terms import FUNCTIONS

#: The check's name, and its subject for lists of items.
UNSEEN_PART: Final = "unseen"
LIST: Final = "list"
PAGE: Final = "page"
FRAME: Final = "frame"
FOLDER: Final = "folder"
#: Why a site is not wholly seen though its crawl came to its end.
LIST_UNREAD: Final = "list_unread"
NOT_RENDERED: Final = "not_rendered"
FRAME_ELSEWHERE: Final = "frame_elsewhere"
SERVICES_CLOSED: Final = "services_closed"
SERVICES_ELSEWHERE: Final = "services_elsewhere"
#: All of these.
SEEN_IN_PART: Final = frozenset((LIST_UNREAD, NOT_RENDERED, FRAME_ELSEWHERE, SERVICES_CLOSED, SERVICES_ELSEWHERE))
_CLOSED: Final = frozenset(("robots", "declined"))
#: Parts of which these would have been seen may hold items nobody saw.
_HOLDING_ITEMS: Final = ("", "guide", "form")
#: Rows of pages and frames that are told at most, and the content in characters from which a page shows something of its own.
_TOLD_AT_MOST: Final = 60
_OWN_CONTENT: Final = 200
#: Roles of pages whose entries are items or their forms, and the function that further entries may bring.
LISTED_FOR: Final = {"service_list": "guide", "service_hall": "guide", "form_list": "form"}
#: Data lists items where this share of its rows are some.
_MOSTLY: Final = 0.5
_MOST_STEPS: Final = 500
#: What may stand around the number of a list's page: [2].
_AROUND: Final = " \t\n[]()【】（）"


@dataclass(frozen=True, slots=True)
class Unseen:
    """The parts of a site that were not seen: ``checks`` tell of each, ``told`` says for which functions and columns (all under the
    empty key) and why, ``reason`` why the site's items were not wholly seen (empty when they were)."""

    lists: tuple[ListSeen, ...]
    checks: tuple[SiteCheck, ...]
    told: Mapping[str, str]
    reason: str

    @classmethod
    def of(cls, archive: Archive, pages: SitePages, pack: Pack, shows_items: bool = True) -> Unseen:
        lists = unread_lists(pages)
        hidden = [*_unrendered(pages, pack), *_framed(pages, pack), *_closed(archive, pages, pack)]
        hidden += [] if shows_items else _elsewhere(archive, pack)
        told = dict.fromkeys((one.function for one in lists), LIST_UNREAD)
        for keys, why, _ in hidden:
            told |= {key: why for key in keys if key not in told}
        confined = _confined(pages)
        shown = nsmallest(_TOLD_AT_MOST, (check for _, _, check in hidden), key=lambda check: check.url)
        reason = next((told[key] for key in _HOLDING_ITEMS if key in told), "")
        return cls(tuple(lists), (*confined, *list_checks(lists), *shown), told, reason)


def _confined(pages: SitePages) -> Iterator[SiteCheck]:
    """That only one folder of the portal's host counts as the site, because the portal's address lies in it."""
    site = pages.site
    if folder := Scope.of(site).folder:
        yield SiteCheck(UNSEEN_PART, FOLDER, None, site.name, site.portal_url, reason="own_folder", snippet=folder)


#: Functions and columns that a part would have shown, why it was not seen, and the check that tells of it.
_Hidden = tuple[Sequence[str], str, SiteCheck]


def _kept_back(record: FetchRecord, pages: SitePages, pack: Pack) -> list[str]:
    """What a page not seen would have shown by its link's wording; a service hall leads to all functions."""
    if link_role(record.anchor, record.url, pack).role == "service_hall":
        return [*FUNCTIONS]
    return promised(record, pages, pack)


def _unrendered(pages: SitePages, pack: Pack) -> Iterator[_Hidden]:
    """Pages that only a browser would have shown: the front page, and those that promise something by their link's wording."""
    for page in pages.own(unseen=True):
        keys = [""] if pages.is_home(page) else _kept_back(page.record, pages, pack)
        if keys:
            yield keys, NOT_RENDERED, row(UNSEEN_PART, PAGE, None, page, name=page.name[:200], reason=NOT_RENDERED)


def _closed(archive: Archive, pages: SitePages, pack: Pack) -> Iterator[_Hidden]:
    """The site's own lists of items and service halls, by their links' wording, that robots.txt or the server closes."""
    scope = Scope.of(pages.site)
    for record in archive.records():
        if (
            record.reason not in _CLOSED or not scope.contains(record.url) or names_file(record.url)
        ):  # a file lists nothing
            continue
        if (link_role(record.anchor, record.url, pack).role or "") in LISTED_FOR:
            yield _kept_back(record, pages, pack), SERVICES_CLOSED, _not_asked(record, record.reason)


def _elsewhere(archive: Archive, pack: Pack) -> Iterator[_Hidden]:
    """Service halls that the pages of a site without any item lead to and that lie outside it: what belongs to the site there only
    its service addresses can say."""
    for record in archive.records():
        if record.reason == "out_of_scope" and link_role(record.anchor, record.url, pack).role == "service_hall":
            yield (*FUNCTIONS, "consultation"), SERVICES_ELSEWHERE, _not_asked(record, SERVICES_ELSEWHERE)


def _not_asked(record: FetchRecord, reason: str) -> SiteCheck:
    return SiteCheck(
        UNSEEN_PART, PAGE, None, url=record.url, reason=reason, page_url=record.parent, snippet=record.anchor[:200],
        fetched_at=record.fetched_at, digest=record.digest, archive_record=record.record,
    )  # fmt: skip


def _framed(pages: SitePages, pack: Pack) -> Iterator[_Hidden]:
    """Pages that show another host's page in a frame instead of something of their own: that page is read, what it leads to is not."""
    scope = Scope.of(pages.site)
    for page in pages.own(framing=True):
        elsewhere = [url for url in page.frames if scope.classify(url).place != "inside"]
        keys = _kept_back(page.record, pages, pack)
        if elsewhere and keys and page.shows < _OWN_CONTENT:
            check = row(
                UNSEEN_PART, FRAME, None, page,
                name=page.name[:200], url=elsewhere[0], page_url=page.url, reason=FRAME_ELSEWHERE,
            )  # fmt: skip
            yield keys, FRAME_ELSEWHERE, check


@dataclass(slots=True)
class ListSeen:
    """One list of items and what was seen of it, page by page."""

    first: SitePage
    function: str
    extent: Extent
    pages: int = 0
    entries: int = 0

    def add(self, page: SitePage, extent: Extent, entries: int) -> None:
        """Take in one of its pages and the number of entries on it, unless its data says how many it has."""
        self.pages += 1
        self.entries += extent.shown or entries
        if (extent.total, extent.pages) > (self.extent.total, self.extent.pages):
            self.extent = extent

    @property
    def unseen(self) -> int:
        """How many entries were not seen, by the list's own count; 0 for a list that was wholly seen."""
        total, pages = self.extent.total, self.extent.pages
        if self.pages >= pages > 0 or self.entries >= total > 0:
            return 0
        if total:
            return total - self.entries
        return math.ceil(max(0, pages - self.pages) * self.entries / max(1, self.pages))


def unread_lists(pages: SitePages) -> list[ListSeen]:
    """The lists of items that say that they are longer than what was seen of them, in the order of their addresses."""
    by_data = {page.record.parent for page in _lists_of_items(pages) if page.kind == "json"}
    lists: dict[str, ListSeen] = {}
    for page in _lists_of_items(pages):
        if page.extent is None or (page.kind != "json" and {page.record.url, page.url} & by_data):
            continue  # what a page of scripts shows is told by its data
        key = list_key(page.url, pages.words.layout) if page.kind == "json" else first_page(page, pages)
        function = LISTED_FOR.get(page.reading.role, "guide")
        lists.setdefault(key, ListSeen(page, function, page.extent)).add(page, page.extent, len(page.reading.items))
    return [one for one in lists.values() if one.unseen]


def list_checks(lists: Iterable[ListSeen]) -> Iterator[SiteCheck]:
    """A row for each list not wholly seen: entries seen of those it counts, what it says, and how many that leaves open."""
    for one in lists:
        page, extent = one.first, one.extent
        total = extent.total or one.entries + one.unseen
        yield row(
            UNSEEN_PART, LIST, None, page,
            name=page.name[:200], page_url=page.url, count=one.entries, of=total, open=one.unseen, reason=LIST_UNREAD, snippet=extent.said,
        )  # fmt: skip


def _lists_of_items(pages: SitePages) -> Iterator[SitePage]:
    """The pages of lists of items that say how long they are."""
    for page in pages.own(extending=True):
        rows = page.extent.shown if page.extent is not None else 0
        mostly = page.kind == "json" and len(page.reading.items) >= _MOSTLY * rows
        if mostly or page.reading.role in LISTED_FOR:
            yield page


def first_page(page: SitePage, pages: SitePages) -> str:
    """The address of the page on which the turning of a list began, as the crawl went, without what turns it; a page turned to by none is
    its own."""
    layout = pages.words.layout
    for _ in range(_MOST_STEPS):
        turned = layout.turning.match(page.record.anchor.strip(_AROUND).lower())
        above = pages.known_as(page.record.parent) if turned else None
        if above is None or above.extent is None:
            break
        page = above
    return list_key(page.record.url, layout)
