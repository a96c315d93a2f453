"""A site's standing columns other than the interaction columns: which there are, their latest entry, blank and abandoned ones."""

from __future__ import annotations

import hashlib
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from functools import cached_property
from heapq import nsmallest
from itertools import count
from typing import Final

from crawler.records import FetchRecord
from rules.completeness import UNSEEN, site_gap
from rules.engine import plain
from rules.freshness import parse_day, year_before
from rules.pack import Pack
from rules.records import SiteCheck
from rules.site_pages import Archive, SitePage, SitePages
from rules.vocabulary import vocabulary_of

#: Kinds of columns in the order in which a name is tried, and the word list of each.
KINDS: Final = (
    "explain",
    "statistics",
    "data",
    "rating_results",
    "rating",
    "duties",
    "leaders",
    "personnel",
    "plan",
    "policy",
    "news",
    "notice",
    "about",
)
#: Kinds whose page need not be a list: any page that shows something is the column.
_STANDING: Final = frozenset(("about", "duties", "leaders", "rating", "statistics", "data"))
_NAME_AT_MOST = 10
_CONTAINED_FROM = 4
_LISTED_AT_LEAST = 3
_EMPTY_BELOW = 20
#: How many pages of a kind, and drawn documents, are kept.
_KEPT = 40
_DRAWN = 20
#: Columns whose texts are drawn.
_WITH_TEXTS: Final = ("policy", "explain")
_ARROWS: Final = re.compile(r"[>»›＞<«‹+·…\[\]【】()（）:：]+")
_CHINESE: Final = re.compile(r"[\u4e00-\u9fff]")
_OTHER_ROLES: Final = frozenset(("news", "disclosure", "other"))


class ColumnFinder:
    """Knows a site's columns by the wording of the links to them, their tags and their headings."""

    def __init__(self, archive: Archive, pages: SitePages, pack: Pack, as_of: date) -> None:
        self._archive, self._pages, self._as_of = archive, pages, as_of
        self._words = {kind: frozenset(map(plain, pack.words[f"site_{kind}"])) for kind in KINDS}
        self._turning = vocabulary_of(pack).layout.turning
        self._more = frozenset(map(plain, pack.words["site_more"]))

    def checks(self) -> Iterator[SiteCheck]:
        """A row for each column of a kind, for kinds without one, for blank and abandoned columns, and for documents drawn."""
        for kind in KINDS:
            found = [self._column(kind, page) for page in self._columns[0][kind]]
            yield from found or [self._missing(kind)]
        yield from self._others()
        yield from self._documents()

    @cached_property
    def _columns(self) -> tuple[Mapping[str, list[SitePage]], Mapping[str, set[str]]]:
        """The first pages that are columns of each kind, and the addresses of all whose texts are drawn.

        Whole sites may carry a column's name on every page: no more pages are held than are told.
        """
        first: dict[str, list[SitePage]] = defaultdict(list)
        addresses: dict[str, set[str]] = defaultdict(set)
        for page in self._own():
            if kind := self._column_kind(page):
                first[kind] += [page] if len(first[kind]) < _KEPT else []
                addresses[kind] |= {page.url, page.record.url} if kind in _WITH_TEXTS else set()
        return first, addresses

    def _column_kind(self, page: SitePage) -> str:
        """The kind of column a page is, or empty."""
        kind = self._kind_of(page)
        return kind if kind and self._is_column(kind, page) else ""

    def _own(self) -> Iterator[SitePage]:
        return (page for page in self._pages.own() if page.kind == "html" and not self._pages.is_home(page))

    def kind_named(self, words: str) -> str:
        """The kind a column's name says, or empty."""
        if not words or len(words) > _NAME_AT_MOST:
            return ""
        for kind in KINDS:
            listed = self._words[kind]
            if words in listed or any(len(one) >= _CONTAINED_FROM and words.endswith(one) for one in listed):
                return kind
        return ""

    def _kind_of(self, page: SitePage) -> str:
        """By the wording of the link to the page; by its own name where that link says 更多, or is as short as a column's name."""
        anchor = self._anchor(page)
        if anchor and (kind := self.kind_named(anchor)):
            return kind
        if len(anchor) > _NAME_AT_MOST or not _lists(page):
            return ""
        return self.kind_named(page.marks.column) or self.kind_named(plain(page.name))

    def _anchor(self, page: SitePage) -> str:
        """The comparable wording of the link to a page, without arrows; empty where it only says that there is more."""
        said = _ARROWS.sub("", plain(page.record.anchor))
        return "" if said in self._more or said.isdigit() else said

    def _is_column(self, kind: str, page: SitePage) -> bool:
        if (
            page.reading.role == "error"
            or "articletitle" in page.marks.tags
            or self._turning.match(plain(page.record.anchor))
        ):
            return False
        some = bool(page.dated) and bool(page.marks.listed)
        return kind in _STANDING or _lists(page) or some or page.marks.says_empty

    def _latest(self, page: SitePage) -> str:
        """The latest day of a page's entries; days after the audit's day are no dates of publication."""
        return max((day for day in page.dated if (made := parse_day(day)) and made <= self._as_of), default="")

    def _column(self, kind: str, page: SitePage) -> SiteCheck:
        day = self._latest(page)
        unseen = page.unseen
        blank = page.marks.says_empty and not page.marks.listed
        reason = "not_rendered" if unseen else "blank" if blank else "" if day or kind in _STANDING else "undated"
        found = None if unseen else not blank
        return row("column", kind, found, page, name=_name(page), day=day, count=page.marks.listed, reason=reason)

    def _missing(self, kind: str) -> SiteCheck:
        """No page of a kind: absent where all was seen and no unopened link promised one."""
        reason = site_gap(self._archive.status()) or self.unopened.get(kind, "")
        return SiteCheck("column", kind, None if reason else False, reason=reason or "searched")

    @cached_property
    def unopened(self) -> Mapping[str, str]:
        """Kinds that unopened links promise, with the reason why they were not opened."""
        found: dict[str, str] = {}
        for record in self._archive.records():
            if _was_unseen(record) and (kind := self.kind_named(plain(record.anchor))):
                found.setdefault(kind, record.reason or "queued")
        return found

    def _others(self) -> Iterator[SiteCheck]:
        """Columns of any other name that are blank, or whose last entry is older than a year."""
        for page in self._own():
            if not self._is_named_column(page) or self._column_kind(page):
                continue
            if self._looks_blank(page):
                certain = page.marks.says_empty
                yield row("blank", "column", True if certain else None, page, name=_name(page), reason=_sure(certain))
            elif (
                _lists(page)
                and len(page.dated) >= _LISTED_AT_LEAST
                and (day := parse_day(self._latest(page)))
                and day < year_before(self._as_of)
            ):
                yield row("overdue", "column", None, page, name=_name(page), day=day.isoformat(), reason="suspected")

    def _is_named_column(self, page: SitePage) -> bool:
        anchor = self._anchor(page)
        named = 2 <= len(anchor) <= 8 and bool(_CHINESE.search(anchor)) and not self._turning.match(anchor)
        role = page.reading.role
        standing = role in _OTHER_ROLES or (role == "error" and page.marks.says_empty)
        return named and standing and page.record.depth <= 2 and not page.unrendered

    def _looks_blank(self, page: SitePage) -> bool:
        if page.fields or page.frames or page.files or page.marks.listed or page.dated:
            return False
        return page.marks.says_empty or (page.shows < _EMPTY_BELOW and not page.marks.links)

    def _documents(self) -> Iterator[SiteCheck]:
        """Texts that stand in the policy columns and in those that explain them, in an order anyone can draw again."""
        for kind in _WITH_TEXTS:
            parents = self._columns[1][kind]
            texts = (page for page in self._own() if page.record.parent in parents and self._is_text(page))
            drawn, count = draw(self._archive, texts, _DRAWN)
            yield from (row("document", kind, True, page, name=page.name[:120], of=count) for page in drawn)

    def _is_text(self, page: SitePage) -> bool:
        return "articletitle" in page.marks.tags or (page.shows >= 100 and page.marks.listed < _LISTED_AT_LEAST)


def row(check: str, subject: str, found: bool | None, page: SitePage, **more: object) -> SiteCheck:
    """A check's row that rests on a page."""
    record = page.record
    kept = {"url": page.url, "page_url": record.parent or page.url, "snippet": record.anchor[:200]} | more
    return SiteCheck(
        check,
        subject,
        found,
        fetched_at=record.fetched_at,
        digest=record.digest,
        archive_record=record.dom_record or record.record,
        **kept,  # type: ignore[arg-type]
    )


def draw(archive: Archive, pages: Iterable[SitePage], most: int) -> tuple[list[SitePage], int]:
    """The first pages in an order anyone can draw again, and of how many they were drawn; only the drawn ones are held."""
    counted = count()
    passing = (page for page, _ in zip(pages, counted, strict=False))
    drawn = nsmallest(most, passing, key=lambda page: lot(archive, page.record.url))
    return drawn, next(counted)


def lot(archive: Archive, url: str) -> str:
    """A page's place in a draw: a digest of site, year and address."""
    return hashlib.sha256(f"{archive.site.site_id} {archive.year} {url}".encode()).hexdigest()


def columns_of(checks: Iterable[SiteCheck], kind: str) -> list[SiteCheck]:
    """The rows of one kind of column."""
    return [one for one in checks if one.check == "column" and one.subject == kind]


def _lists(page: SitePage) -> bool:
    """Whether the page's content is a list of entries rather than one text."""
    return page.marks.listed >= _LISTED_AT_LEAST or len(page.dated) >= _LISTED_AT_LEAST


def _was_unseen(record: FetchRecord) -> bool:
    return record.state != "fetched" and record.reason in UNSEEN and bool(record.anchor)


def _name(page: SitePage) -> str:
    return (page.record.anchor or page.marks.column or page.name)[:80]


def _sure(certain: bool) -> str:
    return "certain" if certain else "suspected"
