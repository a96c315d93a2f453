"""Proof that an archive is what was collected: digests of its files, of every WARC record, and of every page's body."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from fastwarc.warc import ArchiveIterator

from crawler.archive import SiteArchive
from crawler.archive_writer import LOCK_NAME
from crawler.ledger import LEDGER_NAME
from crawler.problems import Problem
from crawler.records import FetchRecord
from crawler.site_file import SITE_NAME, SiteFile, digest_of
from crawler.warc import WARC_NAME

#: The files of an archive, in the order a manifest lists them.
FILES = (SITE_NAME, LEDGER_NAME, WARC_NAME)


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something that is not as it was written: ``kind`` file, record, page, extra or unfinished; ``where`` says which."""

    kind: str
    where: str


def digests_of(folder: Path) -> dict[str, str]:
    """``sha256:<hex>`` of each file of an archive folder that exists."""
    return {name: digest_of(folder / name) for name in FILES if (folder / name).is_file()}


def flaws(folder: Path, manifest: Mapping[str, str] | None = None) -> list[Flaw]:
    """What is wrong with an archive; empty when every digest is right.

    ``manifest`` holds digests by file name that were noted elsewhere: whoever changes an archive can also write its
    own digests anew, but not those. Raises ``Problem`` archive_missing or archive_damaged.
    """
    about = SiteFile.read(folder)
    if not about.status or not about.digests:
        return [Flaw("unfinished", SITE_NAME)]
    now = digests_of(folder)
    noted = {**about.digests, **(manifest or {})}
    wrong = [Flaw("file", name) for name, digest in sorted(noted.items()) if now.get(name) != digest]
    wrong += [] if about.intact(folder) or SITE_NAME in (manifest or {}) else [Flaw("file", SITE_NAME)]
    wrong += [Flaw("extra", path.name) for path in sorted(folder.iterdir()) if path.name not in (*FILES, LOCK_NAME)]
    return wrong or [*_records(folder), *_pages(folder)]


def _records(folder: Path) -> Iterator[Flaw]:
    """WARC records whose block is not what their own header says."""
    with (folder / WARC_NAME).open("rb") as file:
        for record in ArchiveIterator(file, parse_http=False):
            noted = record.headers.get("WARC-Block-Digest") or ""
            if noted.partition(":")[2] != hashlib.sha256(record.reader.read()).hexdigest():
                yield Flaw("record", f"{WARC_NAME}#{record.stream_pos}")


def _pages(folder: Path) -> Iterator[Flaw]:
    """Pages whose body, read as judging reads it, has another digest than the ledger says."""
    with SiteArchive.open(folder) as archive:
        for page in archive.snapshots():
            body = page.body if page.dom is None else page.dom
            if page.record.digest not in ("", "sha256:" + hashlib.sha256(body).hexdigest()):
                yield Flaw("page", _named(page.record))


def _named(record: FetchRecord) -> str:
    return f"{record.record} {record.url}"


def read_manifest(path: Path) -> dict[Path, dict[str, str]]:
    """A manifest (lines as ``sha256sum`` writes them) as digests by archive folder and file name.

    Raises ``Problem`` manifest_unreadable with line and value.
    """
    found: dict[Path, dict[str, str]] = {}
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise Problem("manifest_unreadable", file=str(path), line=0, value=str(error)) from error
    for number, line in enumerate(lines, 1):
        digest, _, name = line.partition("  ")
        if len(digest) != 64 or not name:
            raise Problem("manifest_unreadable", file=str(path), line=number, value=line[:80])
        place = Path(name)
        found.setdefault(place.parent, {})[place.name] = f"sha256:{digest}"
    return found
