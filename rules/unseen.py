"""Parts of a site that its own pages tell of and that the crawl did not see: told as checks, and open in every figure."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from rules.list_extent import Extent, list_key
from rules.records import SiteCheck
from rules.site_columns import row
from rules.site_pages import SitePage, SitePages

#: The check's name, and its subject for lists of items.
UNSEEN_PART: Final = "unseen"
LIST: Final = "list"
#: Why a site is not wholly seen though its crawl came to its end.
LIST_UNREAD: Final = "list_unread"
#: Roles of pages whose entries are items or their forms, and the function that further entries may bring.
LISTED_FOR: Final = {"service_list": "guide", "service_hall": "guide", "form_list": "form"}
#: Data lists items where this share of its rows are some.
_MOSTLY: Final = 0.5
_MOST_STEPS: Final = 500


@dataclass(slots=True)
class ListSeen:
    """One list of items and what was seen of it, page by page."""

    first: SitePage
    function: str
    extent: Extent
    pages: int = 0
    entries: int = 0

    def add(self, page: SitePage, extent: Extent) -> None:
        self.pages += 1
        self.entries += extent.shown or len(page.reading.items)
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
        key = list_key(page.url, pages.words.layout) if page.kind == "json" else _first_page(page, pages)
        function = LISTED_FOR.get(page.reading.role, "guide")
        lists.setdefault(key, ListSeen(page, function, page.extent)).add(page, page.extent)
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


def _first_page(page: SitePage, pages: SitePages) -> str:
    """The address of the page on which the turning of a list began, as the crawl went; a page turned to by none is its own."""
    turning = pages.words.layout.turning
    for _ in range(_MOST_STEPS):
        above = pages.known_as(page.record.parent) if turning.match(page.record.anchor.strip().lower()) else None
        if above is None or above.extent is None:
            break
        page = above
    return page.record.url
