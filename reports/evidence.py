"""Offline copies of the pages and files verdicts rest on: sanitised pages, documents as received, named
by digest.

What a site sent is hostile. Pages pass ``evidence_clean``; documents keep their bytes but get a name and an extension
of ours; anything unknown is saved as ``.bin``. Size is bounded per file and per site: what is left out keeps its place
in the WARC.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Protocol

from crawler.records import FetchRecord, PageSnapshot
from reports.evidence_clean import clean_page
from reports.evidence_kinds import file_kind
from reports.html_words import Words
from rules.encoding import decode

#: Bytes of one page's source that are shown, of one document that is kept, and of all copies of one site.
PAGE_LIMIT = 2_000_000
DOCUMENT_LIMIT = 20_000_000
SITE_LIMIT = 400_000_000
FOLDER = "copies"
PNG = b"\x89PNG\r\n\x1a\n"

Render = Callable[..., str]


class Archive(Protocol):
    """What copying needs of a site's archive; ``crawler.archive.SiteArchive`` has it."""

    def lookup(self, url: str) -> FetchRecord | None: ...

    def read(self, record: FetchRecord) -> PageSnapshot: ...

    def screenshot(self, record: FetchRecord) -> bytes: ...


@dataclass(frozen=True, slots=True)
class Copy:
    """An archived page or file beside the report, or (``href`` empty) why there is none.

    ``kind``: page, text, document, image or binary. ``digest`` is the SHA-256 of the bytes copied from. ``missing`` is
    a key of ``html.copy.missing.*``.
    """

    href: str = ""
    kind: str = ""
    record: FetchRecord | None = None
    digest: str = ""
    size: int = 0
    rendered: bool = False
    missing: str = ""
    screenshot: str = ""


class Copies:
    """The copies of one site, written once per content below ``folder``."""

    def __init__(
        self, folder: Path, archive: Archive | None, words: Words, render: Render, without: str = "no_archive"
    ) -> None:
        self._without = without  # why there is no archive
        self._folder, self._archive, self._words, self._render = folder, archive, words, render
        self._by_address: dict[tuple[str, str], Copy] = {}
        self._written: dict[str, Copy] = {}
        self._spent = 0

    def copy(self, url: str, digest: str = "") -> Copy:
        """The copy of what ``url`` answered; ``digest`` chooses between the page as received and as rendered."""
        key = (url, digest)
        if key not in self._by_address:
            self._by_address[key] = self._find(url, digest)
        return self._by_address[key]

    def _find(self, url: str, digest: str) -> Copy:
        if self._archive is None:
            return Copy(missing=self._without)
        record = self._archive.lookup(url)
        if record is None or not record.record:
            return Copy(missing="not_fetched", record=record)
        try:
            snapshot = self._archive.read(record)
            body, rendered = _judged_body(snapshot, digest)
            picture = self._archive.screenshot(record) if rendered else b""
        except (OSError, ValueError):  # what reading a WARC file raises where it is damaged or gone
            return Copy(missing="damaged", record=record)
        if not body:
            return Copy(missing="empty", record=record)
        return replace(self._keep(snapshot, body, rendered), screenshot=self._picture(picture))

    def _picture(self, picture: bytes) -> str:
        """Keep the picture taken of a rendered page; nothing when there is none."""
        if not picture.startswith(PNG) or len(picture) > DOCUMENT_LIMIT or self._spent + len(picture) > SITE_LIMIT:
            return ""
        href = f"{FOLDER}/{hashlib.sha256(picture).hexdigest()[:24]}.png"
        self._save(href, picture)
        return href

    def _keep(self, snapshot: PageSnapshot, body: bytes, rendered: bool) -> Copy:
        record = snapshot.record
        found = "sha256:" + hashlib.sha256(body).hexdigest()
        if found in self._written:
            known = self._written[found]
            return Copy(known.href, known.kind, record, found, len(body), rendered)
        kind, extension = ("page", "html") if rendered else file_kind(body, record.content_type, record.url)
        missing = self._refused(kind, len(body))
        if missing:
            return Copy("", kind, record, found, len(body), rendered, missing)
        copy = Copy(f"{FOLDER}/{found[7:31]}.{extension}", kind, record, found, len(body), rendered)
        self._write(copy, body)
        self._written[found] = copy
        return copy

    def _refused(self, kind: str, size: int) -> str:
        if kind not in ("page", "text") and size > DOCUMENT_LIMIT:
            return "too_large"
        return "site_limit" if self._spent + min(size, DOCUMENT_LIMIT) > SITE_LIMIT else ""

    def _write(self, copy: Copy, body: bytes) -> None:
        shown = copy.kind in ("page", "text")
        self._save(copy.href, self._page(copy, body).encode("utf-8", "replace") if shown else body)

    def _save(self, href: str, content: bytes) -> None:
        path = self._folder / href
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        self._spent += len(content)

    def _page(self, copy: Copy, body: bytes) -> str:
        record = copy.record
        assert record is not None  # only copies of something fetched are written
        text = decode(body[:PAGE_LIMIT], "" if copy.rendered else record.content_type).text
        address = record.final_url or record.url
        content = clean_page(text, address, self._words) if copy.kind == "page" else ""
        return self._render(
            "archived_copy.html",
            copy=copy,
            record=record,
            address=address,
            title=_title(text),
            content=content,
            text=text,
            cut=len(body) > PAGE_LIMIT,
        )


def _judged_body(snapshot: PageSnapshot, digest: str) -> tuple[bytes, bool]:
    """The bytes the verdict rested on: those with its digest, else the rendered DOM where there is one."""
    if snapshot.dom is None or (digest and digest == "sha256:" + hashlib.sha256(snapshot.body).hexdigest()):
        return snapshot.body, False
    return snapshot.dom, True


_TITLE = re.compile(r"<title[^>]*>([^<]{1,200})", re.IGNORECASE)


def _title(text: str) -> str:
    found = _TITLE.search(text[:20_000])
    return " ".join(found[1].split()) if found else ""
