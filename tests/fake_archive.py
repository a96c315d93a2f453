"""An archive in memory for tests of judging: pages given as text or bytes by address, with the read API of a site's archive."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site
from crawler.urls import copy_key, normalise

HOME = "http://www.county.gov.cn/"
SITE = Site("5203250001", "某县人民政府", HOME, "county", "520325", "道真仡佬族苗族自治县", region_level="county")
FETCHED_AT = "2026-03-01T01:00:00Z"


class FakeArchive:
    """``pages`` maps addresses (absolute, or from the front page) to bodies, or to records for what was not fetched."""

    def __init__(
        self,
        pages: Mapping[str, str | bytes | FetchRecord],
        *,
        site: Site = SITE,
        status: str = "measured",
        as_of: str = "2026-03-01",
        parents: Mapping[str, str] | None = None,
    ) -> None:
        """``parents`` says for some pages on which they were found."""
        self.site, self.year, self.as_of = site, 2026, as_of
        self._status = status
        self._bodies: dict[str, bytes] = {}
        self._records: dict[str, FetchRecord] = {}
        for place, content in pages.items():
            url = normalise(place if "://" in place else HOME + place.lstrip("/"))
            if isinstance(content, FetchRecord):
                self._records[url] = replace(content, url=url, canonical=copy_key(url))
            else:
                self._add(url, content.encode() if isinstance(content, str) else content)
        for place, parent in (parents or {}).items():
            url, above = (normalise(HOME + one.lstrip("/")) for one in (place, parent))
            self._records[url] = replace(self._records[url], parent=above)

    def _add(self, url: str, body: bytes) -> None:
        digest = "sha256:" + hashlib.sha256(body).hexdigest()
        kind = "text/html; charset=utf-8" if body.lstrip()[:1] == b"<" else "application/octet-stream"
        self._bodies[url] = body
        self._records[url] = FetchRecord(
            url,
            "fetched",
            "ok" if body else "empty",
            canonical=copy_key(url),
            http_status=200,
            content_type=kind,
            fetched_at=FETCHED_AT,
            renderer="http",
            digest=digest,
            size=len(body),
            record=f"pages.warc.gz#{len(self._records)}",
        )

    def status(self) -> ArchiveStatus:
        states = [record.state for record in self._records.values()]
        return ArchiveStatus(
            self._status,
            "",
            FETCHED_AT,
            FETCHED_AT,
            states.count("fetched"),
            len(states),
            states.count("skipped"),
            states.count("failed"),  # type: ignore[arg-type]
        )

    def records(self) -> Iterator[FetchRecord]:
        yield from self._records.values()

    def snapshots(self) -> Iterator[PageSnapshot]:
        return (self.read(record) for record in self._records.values() if record.url in self._bodies)

    def lookup(self, url: str) -> FetchRecord | None:
        found = self._records.get(normalise(url))
        if found is None:
            key = copy_key(url)
            found = next((record for record in self._records.values() if key and record.canonical == key), None)
        return found

    def read(self, record: FetchRecord) -> PageSnapshot:
        return PageSnapshot(record, self._bodies.get(record.url, b""), {"content-type": record.content_type})

    def without(self, *places: str, **changes: Any) -> FakeArchive:
        """The same archive in which fetching some pages failed."""
        copy = FakeArchive({}, site=self.site, status=self._status, as_of=self.as_of)
        copy._bodies, copy._records = dict(self._bodies), dict(self._records)
        for place in places:
            url = normalise(place if "://" in place else HOME + place.lstrip("/"))
            copy._bodies.pop(url, None)
            copy._records[url] = replace(
                copy._records[url],
                state="failed",
                reason="timeout",
                http_status=0,
                digest="",
                size=0,
                record="",
                **changes,
            )
        return copy

    def reordered(self, order: list[int]) -> FakeArchive:
        """The same archive with its pages in another order."""
        copy = FakeArchive({}, site=self.site, status=self._status, as_of=self.as_of)
        places = list(self._records)
        for number in order:
            copy._records[places[number]] = self._records[places[number]]
        copy._bodies = self._bodies
        return copy


def unfetched(state: str = "skipped", reason: str = "robots", **fields: Any) -> FetchRecord:
    """A page that is known and was not looked at."""
    return FetchRecord("", state, reason, **fields)  # type: ignore[arg-type]
