"""Site archives as the offline half reads them: one folder per site and year, streamed page by page."""

from __future__ import annotations

import sqlite3
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path
from types import TracebackType
from urllib.parse import quote

from crawler.decoding import decode
from crawler.ledger import LEDGER_NAME, Ledger
from crawler.problems import Problem
from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site, SiteStatus
from crawler.site_file import SiteFile
from crawler.urls import copy_key, normalise
from crawler.warc import WARC_NAME, WarcFile

#: Names that Windows keeps for devices, whatever the extension.
_DEVICES = frozenset(
    {"con", "prn", "aux", "nul", *(f"{kind}{number}" for kind in ("com", "lpt") for number in range(1, 10))}
)
_MOST_HOPS = 20


def archive_folder(data: Path, year: int, site_id: str) -> Path:
    """Where the archive of a site in a year lies. The id is made safe as a name on every system; the folder need not
    exist."""
    name = quote(site_id, safe="-_.").rstrip(".") or "%2E"
    if name.startswith(".") or name.split(".")[0].lower() in _DEVICES:
        name = f"_{name}"
    return Path(data) / "archives" / str(year) / name


class SiteArchive:
    """One site in one year, read-only. Files are opened when first needed; pages are read one at a time, so memory
    stays flat."""

    def __init__(self, folder: Path, about: SiteFile) -> None:
        self.folder = folder
        self.site: Site = about.site
        self.year: int = about.year
        self.as_of: str = about.as_of
        self._about = about
        self._opened_ledger: Ledger | None = None
        self._opened_warc: WarcFile | None = None

    @classmethod
    def open(cls, folder: Path) -> SiteArchive:
        """Open an archive folder; raises ``Problem`` archive_missing or archive_damaged."""
        about = SiteFile.read(folder)
        if not (folder / LEDGER_NAME).is_file():
            raise Problem("archive_damaged", folder=str(folder), file=LEDGER_NAME, error="missing")
        return cls(folder, about)

    def status(self) -> ArchiveStatus:
        """How the collection ended; an unfinished one is ``partial`` with reason ``interrupted``, or
        ``not_started``."""
        return status_of(self._ledger())

    def records(self) -> Iterator[FetchRecord]:
        """Every URL ever seen, in the order it was first seen."""
        return self._ledger().records()

    def snapshots(self) -> Iterator[PageSnapshot]:
        """Every fetched page that has a body of its own (redirects have none), in the order of the WARC file."""
        return map(self.read, self.bodies())

    def bodies(self) -> Iterator[FetchRecord]:
        """The records of these pages, in the same order."""
        return self._ledger().bodies()

    def lookup(self, url: str) -> FetchRecord | None:
        """What became of a URL: its own record, that of the copy that stands for it, or of the page it redirects to."""
        record = self._one(url)
        hops = 0
        while record and 300 <= record.http_status <= 399 and record.final_url and hops < _MOST_HOPS:
            following = self._one(record.final_url)
            if following is None:
                break
            record, hops = following, hops + 1
        return record

    def read(self, record: FetchRecord) -> PageSnapshot:
        """The page behind a record as received, content-decoded; an empty body where none was stored."""
        return snapshot(record, self._warc()) if record.record else PageSnapshot(record, b"")

    def screenshot(self, record: FetchRecord) -> bytes:
        """The picture (PNG) taken when the page was rendered; empty when there is none."""
        return self._warc().read(record.screenshot_record).payload if record.screenshot_record else b""

    def close(self) -> None:
        for opened in (self._opened_ledger, self._opened_warc):
            if opened is not None:
                opened.close()
        self._opened_ledger = self._opened_warc = None

    def __enter__(self) -> SiteArchive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _one(self, url: str) -> FetchRecord | None:
        record = self._ledger().record(normalise(url))
        if record is None or record.reason == "copy":
            return self._ledger().record_of_key(copy_key(url)) or record
        return record

    def _ledger(self) -> Ledger:
        if self._opened_ledger is None:
            try:
                self._opened_ledger = Ledger(self.folder / LEDGER_NAME, readonly=True)
                self._opened_ledger.fact("status")
            except sqlite3.Error as error:
                raise Problem("archive_damaged", folder=str(self.folder), file=LEDGER_NAME, error=str(error)) from error
        return self._opened_ledger

    def _warc(self) -> WarcFile:
        if self._opened_warc is None:
            self._opened_warc = WarcFile(self.folder / WARC_NAME)
        return self._opened_warc


def snapshot(record: FetchRecord, warc: WarcFile) -> PageSnapshot:
    """A page read from its place in a WARC file, content-decoded."""
    stored = warc.read(record.record)
    body = decode(stored.payload, stored.headers.get("content-encoding", "")).body
    dom = warc.read(record.dom_record).payload if record.dom_record else None
    return PageSnapshot(record, body, stored.headers or {"content-type": record.content_type}, dom)


def status_of(ledger: Ledger) -> ArchiveStatus:
    """The status of a collection from its ledger: how it ended and how many URLs are in which state, by reason."""
    counts = ledger.counts()
    states = _sums(counts, 0)
    known = sum(states.values())
    status, reason = ledger.fact("status"), ledger.fact("reason")
    if not status:
        status, reason = ("partial", "interrupted") if states["fetched"] else ("not_started", "")
    return ArchiveStatus(
        status=_status(status),
        reason=reason,
        started_at=ledger.fact("started_at"),
        finished_at=ledger.fact("finished_at"),
        pages_fetched=states["fetched"],
        pages_known=known,
        pages_skipped=states["skipped"],
        pages_failed=states["failed"],
        by_reason={reason or "queued": number for reason, number in sorted(_sums(counts, 1).items())},
    )


def _sums(counts: Mapping[tuple[str, str], int], place: int) -> Counter[str]:
    sums: Counter[str] = Counter()
    for names, number in counts.items():
        sums[names[place]] += number
    return sums


def _status(text: str) -> SiteStatus:
    known: dict[str, SiteStatus] = {
        "measured": "measured",
        "partial": "partial",
        "declined": "declined",
        "unreachable": "unreachable",
    }
    return known.get(text, "not_started")
