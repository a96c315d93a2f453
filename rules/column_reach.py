"""How far back a column's lists were seen: figures of a year rest on all of it, or are not given."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from typing import Final

from rules.freshness import parse_day, year_before
from rules.list_extent import list_key
from rules.site_pages import SitePage, SitePages
from rules.unseen import ListSeen, first_page


@dataclass(frozen=True, slots=True)
class Reach:
    """Whether entries of the past year, and entries older than it, may stand on parts of a column's lists that nobody saw."""

    year_open: bool = False
    older_open: bool = False


ALL_SEEN: Final = Reach()


@dataclass(slots=True)
class _Listed:
    """One list of a column and the days of its entries, page by page."""

    seen: ListSeen
    days: list[date] = field(default_factory=list)
    falling: bool = True  # the newest entries come first on each page

    def reaches(self, day: date) -> bool:
        """Whether all entries after a day were seen: the newest come first, and some are of that day or older."""
        return self.falling and bool(self.days) and min(self.days) <= day


def reach_of(pages: Iterable[SitePage], site: SitePages, as_of: date) -> Reach:
    """What of a column's lists was not seen, by their own count of entries and pages."""
    unread = [one for one in _lists(pages, site) if one.seen.unseen]
    year = year_before(as_of)
    return Reach(any(not one.reaches(year) for one in unread), bool(unread))


def _lists(pages: Iterable[SitePage], site: SitePages) -> Iterable[_Listed]:
    own = [page for page in pages if len(_days(page)) > 1]
    by_data = {page.record.parent for page in own if page.kind == "json"}
    lists: dict[str, _Listed] = {}
    for page in own:
        if page.extent is None or (page.kind != "json" and {page.record.url, page.url} & by_data):
            continue  # what a page of scripts shows is told by its data
        key = list_key(page.url, site.words.layout) if page.kind == "json" else first_page(page, site)
        listed = lists.setdefault(key, _Listed(ListSeen(page, "", page.extent)))
        days = list(filter(None, map(parse_day, _days(page))))
        listed.seen.add(page, page.extent, len(_days(page)))
        listed.falling &= bool(days) and days[0] >= days[-1]
        listed.days += days
    return lists.values()


def _days(page: SitePage) -> tuple[str, ...]:
    """The days of a list's entries as they stand, some perhaps empty: of its letters, else of what it dates."""
    return tuple(_asked(page)) if len(page.reading.letters) > 1 else page.dated


def _asked(page: SitePage) -> Iterator[str]:
    return (row.get("asked") or row.get("replied") or "" for row in page.reading.letters)
