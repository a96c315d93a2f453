"""A site's pages as judging needs them: what each shows, which are copies, and what stands in the frame they share."""

from __future__ import annotations

import pickle
import sqlite3
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, Protocol

from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site
from crawler.urls import copy_key
from rules.list_extent import Extent
from rules.matching import matching_words_of
from rules.pack import Pack, default_pack
from rules.page_marks import PageMarks
from rules.records import Evidence, PageReading
from rules.vocabulary import vocabulary_of

_PAGES_AT_HAND: Final = 256
#: What the crawl notes of a rendered page whose scripts wanted to post something, or to ask what robots.txt forbids; and the content,
#: in characters, below which such a page may have been meant to show more.
_KEPT_FROM: Final = ("post_blocked", "robots_blocked")
_HOLLOW_BELOW: Final = 400
#: ``speaks``: see SitePage. SQLite compares texts by their code points, as Python does.
_TABLES: Final = """
PRAGMA journal_mode = OFF;
CREATE TABLE page (
  url TEXT PRIMARY KEY, final TEXT, key TEXT, identity TEXT, inside INTEGER, speaks INTEGER, unseen INTEGER, extending INTEGER,
  framing INTEGER, role TEXT, held BLOB
);
CREATE INDEX by_final ON page (final) WHERE final IS NOT NULL;
CREATE INDEX by_key ON page (key, url);
CREATE TABLE own (url TEXT PRIMARY KEY) WITHOUT ROWID;
"""
#: Of copies the first by address stands for all, inside the site or not; of those inside with equal bytes the first is kept.
_SORT: Final = """
DELETE FROM own;
INSERT INTO own SELECT MIN(page.url) FROM (SELECT MIN(url) AS url FROM page GROUP BY key) AS standing JOIN page USING (url)
WHERE inside GROUP BY identity;
"""


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
    forms, ``frames`` the pages it shows within itself, ``marks`` what the site's own checks ask of every page, ``extent`` how long its
    list of items, letters or a column's entries is by its own words.
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
    extent: Extent | None = None

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
    def speaks(self) -> bool:
        """The page shows something of items, functions or columns, whatever it is."""
        read = self.reading
        return bool(
            read.functions
            or read.columns
            or read.items
            or read.letters
            or any(e.subject != "role" for e in read.evidence)
        )

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

    @property
    def unseen(self) -> bool:
        """What the page shows is not known: it was not rendered, its rendering failed, or it shows nothing where its scripts were
        kept from asking for what they wanted to show."""
        kept_from = any(word in self.record.detail for word in _KEPT_FROM)
        hollow = kept_from and not self.speaks and self.shows < _HOLLOW_BELOW
        return self.unrendered or self.record.reason == "render_failed" or hollow


@dataclass(frozen=True, slots=True)
class Entry:
    """A link in the frame of the site's pages (menu, header, footer) that promises a function or a column for all items."""

    page: SitePage
    evidence: Evidence


class SitePages:
    """All pages of a site by address, and the entries in their frame by what they promise.

    Pages lie in a private temporary SQLite database, which the system removes with the process: only the evidence that judging takes from
    them stays in memory. Every walk reads them anew, so pages are compared by their values and never by ``is``.
    """

    def __init__(self, site: Site, home_keys: frozenset[str], pack: Pack | None = None) -> None:
        self.site, self.home_keys = site, home_keys
        pack = pack or default_pack()
        self.matching, self.words = matching_words_of(pack), vocabulary_of(pack)
        self.entries: dict[tuple[str, str], Entry] = {}
        self._found = lru_cache(maxsize=_PAGES_AT_HAND)(self._find)
        self._is_sorted = False
        self._db = sqlite3.connect("", isolation_level=None)
        self._db.executescript(_TABLES)
        self._db.execute("BEGIN")

    def add(self, page: SitePage, frame: Iterable[Evidence]) -> None:
        """Keep a page; of copies the one with the smallest address stands for all."""
        final = page.url if page.url != page.record.url else None
        told = (page.inside, page.speaks, page.unseen, page.extent is not None, bool(page.frames))
        held = (page.reading.role, pickle.dumps(page, protocol=5))
        row = (page.record.url, final, page.key, page.identity, *told, *held)
        self._db.execute("INSERT OR REPLACE INTO page VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)", row)
        self._is_sorted = False
        self._found.cache_clear()
        for evidence in frame if page.inside else ():
            place = (evidence.subject, "click" if evidence.clicks else evidence.url)
            kept = self.entries.get(place)
            if kept is None or _order(page, evidence) < _order(kept.page, kept.evidence):
                self.entries[place] = Entry(page, evidence)

    def at(self, record: FetchRecord) -> SitePage | None:
        """The page a record stands for, itself or the copy that stands for it."""
        key = record.canonical or copy_key(record.final_url or record.url)
        return self.fetched(record.url) or self._found("key = ? ORDER BY url LIMIT 1", key)

    def fetched(self, url: str) -> SitePage | None:
        """The page fetched from an address."""
        return self._found("url = ?", url)

    def known_as(self, url: str) -> SitePage | None:
        """The page fetched from an address, or one that was led to it."""
        return self.fetched(url) or self._found("final = ? ORDER BY url LIMIT 1", url)

    def own(
        self,
        *,
        speaking: bool = False,
        unseen: bool = False,
        extending: bool = False,
        framing: bool = False,
        roles: Collection[str] = (),
        but_roles: Collection[str] = (),
    ) -> Iterator[SitePage]:
        """The site's pages in the order of their addresses, each once: of pages with equal bytes or keys the first.

        ``speaking`` leaves out those that show nothing of items, functions and columns, which are most; ``unseen`` takes only those
        whose content a browser would have shown, ``extending`` those of lists that say how long they are, ``framing`` those with frames;
        ``roles`` are the only ones wanted, ``but_roles`` those that are not.
        """
        if not self._is_sorted:
            self._db.executescript(_SORT)
            self._is_sorted = True
        flags = (("speaks", speaking), ("unseen", unseen), ("extending", extending), ("framing", framing))
        asked = [word for word, wanted in flags if wanted]
        asked += [
            f"role {word} ({','.join('?' * len(some))})"
            for word, some in (("IN", roles), ("NOT IN", but_roles))
            if some
        ]
        those = f"WHERE {' AND '.join(asked)} " if asked else ""
        found = self._db.execute(
            f"SELECT held FROM own JOIN page USING (url) {those}ORDER BY own.url", (*roles, *but_roles)
        )
        for (held,) in found:
            yield _page(held)

    def is_home(self, page: SitePage) -> bool:
        """Whether a page is the portal's front page."""
        return page.key in self.home_keys

    def close(self) -> None:
        """Give the database's room back."""
        self._found.cache_clear()
        self._db.close()

    def _find(self, where: str, value: str) -> SitePage | None:
        found = self._db.execute(f"SELECT held FROM page WHERE {where}", (value,)).fetchone()
        return _page(found[0]) if found else None


def _page(held: bytes) -> SitePage:
    """A page as this process put it away."""
    page: SitePage = pickle.loads(held)
    return page


def _order(page: SitePage, evidence: Evidence) -> tuple[bool, str, str, str]:
    """Usable entries before disabled ones, then by address, so that the order of reading does not matter."""
    return (evidence.disabled, page.record.url, evidence.locator, evidence.rule_id)
