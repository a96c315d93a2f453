"""A site's pages as judging needs them: what each shows, which are copies, and what stands in the frame they share."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site
from crawler.urls import copy_key
from rules.page_marks import PageMarks
from rules.records import Evidence, PageReading


class Archive(Protocol):
    """What judging asks of an archive; ``crawler.archive.SiteArchive`` is one."""

    site: Site
    year: int
    as_of: str

    def status(self) -> ArchiveStatus: ...
    def records(self) -> Iterator[FetchRecord]: ...
    def snapshots(self) -> Iterator[PageSnapshot]: ...
    def lookup(self, url: str) -> FetchRecord | None: ...
    def read(self, record: FetchRecord) -> PageSnapshot: ...


@dataclass(frozen=True, slots=True)
class SitePage:
    """One fetched page as judging needs it. ``reading.evidence`` holds only what stands in the page's own content.

    ``name`` is the page's heading or title, ``inside`` whether the page belongs to the site, ``shared`` whether it lies on the site's
    part of a platform that several regions share, ``fields`` the kinds of form fields in its content, ``shows`` its content in characters,
    ``dated`` the dates of a list's entries, ``files`` address and wording of documents attached to a guide that no rule takes for
    forms, ``frames`` the pages it shows within itself, ``marks`` what the site's own checks ask of every page.
    """

    record: FetchRecord
    kind: str
    name: str
    reading: PageReading
    inside: bool = True
    shared: bool = False
    fields: frozenset[str] = frozenset()
    shows: int = 0
    needs_script: bool = False
    dated: tuple[str, ...] = ()
    files: tuple[tuple[str, str], ...] = ()
    frames: tuple[str, ...] = ()
    marks: PageMarks = field(default_factory=PageMarks)

    @property
    def url(self) -> str:
        return self.record.final_url or self.record.url

    @property
    def identity(self) -> str:
        return self.record.digest or self.key

    @property
    def key(self) -> str:
        return self.record.canonical or copy_key(self.url)

    @property
    def asks(self) -> bool:
        """The page shows a text area to write in."""
        return "textarea" in self.fields

    @property
    def signs_in(self) -> bool:
        """The page shows a password field."""
        return "password" in self.fields

    @property
    def unrendered(self) -> bool:
        """The page needs a browser and was not rendered: what it shows is not known."""
        return self.needs_script and self.record.renderer != "chromium"


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the frame of the site's pages (menu, header, footer) that promises a function or a column for all items."""

    page: SitePage
    evidence: Evidence


@dataclass
class SitePages:
    """All pages of a site by address, and the entries in their frame by what they promise."""

    site: Site
    home_keys: frozenset[str]
    pages: dict[str, SitePage] = field(default_factory=dict)
    entries: dict[tuple[str, str], Entry] = field(default_factory=dict)
    _by_key: dict[str, SitePage] = field(default_factory=dict)

    def add(self, page: SitePage, frame: Iterable[Evidence]) -> None:
        """Keep a page; of copies the one with the smallest address stands for all."""
        self.pages[page.record.url] = page
        known = self._by_key.get(page.key)
        if known is None or page.record.url < known.record.url:
            self._by_key[page.key] = page
        for evidence in frame if page.inside else ():
            place = (evidence.subject, evidence.url)
            kept = self.entries.get(place)
            if kept is None or _order(page, evidence) < _order(kept.page, kept.evidence):
                self.entries[place] = Entry(page, evidence)

    def at(self, record: FetchRecord) -> SitePage | None:
        """The page a record stands for, itself or the copy that stands for it."""
        return self.pages.get(record.url) or self._by_key.get(
            record.canonical or copy_key(record.final_url or record.url)
        )

    def own(self) -> list[SitePage]:
        """The site's pages in the order of their addresses, each once: of pages with equal bytes or keys the first."""
        seen: set[str] = set()
        kept = []
        for page in sorted((one for one in self._by_key.values() if one.inside), key=lambda one: one.record.url):
            if page.identity not in seen:
                seen.add(page.identity)
                kept.append(page)
        return kept

    def is_home(self, page: SitePage) -> bool:
        """Whether a page is the portal's front page."""
        return page.key in self.home_keys


def _order(page: SitePage, evidence: Evidence) -> tuple[bool, str, str, str]:
    """Usable entries before disabled ones, then by address, so that the order of reading does not matter."""
    return (evidence.disabled, page.record.url, evidence.locator, evidence.rule_id)
