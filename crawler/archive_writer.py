"""Making an archive: one process at a time, each page one transaction, nothing half written after a kill."""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path

from filelock import FileLock, Timeout

from crawler.archive import status_of
from crawler.ledger import LEDGER_NAME, Ledger
from crawler.problems import Problem, refusal
from crawler.records import ArchiveStatus, Site
from crawler.site_file import SITE_NAME, SiteFile, digest_of, versions
from crawler.warc import WARC_NAME, WarcAppender

LOCK_NAME = "lock"


def now() -> str:
    """The time as all records state it: UTC ISO 8601 with a trailing Z, to the second."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


@dataclass(slots=True)
class ArchiveWriter:
    """An archive folder open for writing. Make it with :meth:`open`; end with :meth:`finish` or :meth:`close`."""

    folder: Path
    about: SiteFile
    ledger: Ledger
    warc: WarcAppender
    lock: FileLock

    @classmethod
    def open(cls, folder: Path, site: Site, year: int, as_of: str, options: Mapping[str, object]) -> ArchiveWriter:
        """Make or go on with an archive.

        Raises ``Problem``: data_not_writable, archive_locked (another process works on it), archive_damaged.
        """
        with writable(folder):
            folder.mkdir(parents=True, exist_ok=True)
            lock = _locked(folder)
            try:
                return cls._open(folder, lock, _about(folder, site, year, as_of, options))
            except BaseException:
                lock.release()
                raise

    @classmethod
    def _open(cls, folder: Path, lock: FileLock, about: SiteFile) -> ArchiveWriter:
        ledger = Ledger(folder / LEDGER_NAME)
        end = int(ledger.fact("warc_end", "0"))
        warc = WarcAppender(folder / WARC_NAME, end)
        if warc.end < end:
            with ledger.transaction():
                ledger.forget_beyond(warc.end)
        if not warc.end:
            warc.info(_warcinfo(about))
        with ledger.transaction():
            ledger.set_facts(warc_end=warc.end, started_at=about.started_at, status="", reason="", finished_at="")
        about.write(folder)
        return cls(folder, about, ledger, warc, lock)

    @contextlib.contextmanager
    def page(self) -> Iterator[None]:
        """One page's transaction: its row, what it offered and the length of the WARC file change together."""
        with self.ledger.transaction():
            yield
            self.ledger.set_facts(warc_end=self.warc.end)

    def finish(self, status: str, reason: str = "") -> ArchiveStatus:
        """Say how the collection ended, close the files and note their digests."""
        finished = now()
        with self.page():
            self.ledger.set_facts(status=status, reason=reason, finished_at=finished)
        result = status_of(self.ledger)
        self.warc.close()
        self.ledger.close(final=True)
        digests = {name: digest_of(self.folder / name) for name in (WARC_NAME, LEDGER_NAME)}
        replace(self.about, status=status, reason=reason, finished_at=finished, digests=digests).write(self.folder)
        self.lock.release()
        return result

    def close(self) -> ArchiveStatus:
        """Close without an end, so that a later run goes on; the status says interrupted or not_started."""
        with self.page():
            pass
        result = status_of(self.ledger)
        self.warc.close()
        self.ledger.close(final=True)
        self.lock.release()
        return result


def _about(folder: Path, site: Site, year: int, as_of: str, options: Mapping[str, object]) -> SiteFile:
    """The archive's own file: of a run that goes on, start and freshness day stay those of its first run."""
    known = SiteFile.read(folder) if (folder / SITE_NAME).is_file() else None
    started = known.started_at if known else now()
    return SiteFile(site, year, known.as_of if known else as_of, started, options=dict(options), versions=versions())


def _warcinfo(about: SiteFile) -> dict[str, str]:
    return {
        "software": f"govaudit/{about.versions.get('govaudit', '')}",
        "format": "WARC File Format 1.1",
        "conformsTo": "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/",
        "description": f"{about.site.site_id} {about.site.portal_url}",
        "robots": "classic",
    }


def _locked(folder: Path) -> FileLock:
    lock = FileLock(folder / LOCK_NAME)
    try:
        lock.acquire(blocking=False)
    except Timeout as error:
        raise Problem("archive_locked", folder=str(folder)) from error
    return lock


@contextlib.contextmanager
def writable(folder: Path) -> Iterator[None]:
    """Turn the system's refusal to write in ``folder`` into a ``Problem``, see :func:`problem_of`."""
    try:
        yield
    except (OSError, sqlite3.Error) as error:
        raise problem_of(folder, error) from error


def problem_of(folder: Path, error: OSError | sqlite3.Error) -> Problem:
    """What keeps an archive from being written: no_space, data_not_writable, or archive_damaged where its ledger is none any more."""
    if isinstance(error, sqlite3.DatabaseError) and not isinstance(error, sqlite3.OperationalError):
        return Problem("archive_damaged", folder=str(folder), file=LEDGER_NAME, error=str(error))
    said = refusal(error)
    if said in ("ENOSPC", "EDQUOT"):
        return Problem("no_space", folder=str(folder))
    return Problem("data_not_writable", folder=str(folder), error=said)
