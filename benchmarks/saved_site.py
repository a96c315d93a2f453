"""A site as a copying tool left it, page by page, with the evidence that judging the whole of it rests on."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path

from benchmarks.made_site import HOST
from crawler.records import ArchiveStatus, FetchRecord, PageSnapshot, Site
from crawler.urls import copy_key, normalise
from rules.facts import read_facts
from rules.judging import judge_archive
from rules.normalise import fold_name
from rules.pack import default_pack
from rules.reading import read_page
from rules.records import SiteJudgement

SITE = Site("made", "某县", HOST + "/", level="county")
DAY = "2021-06-01"


class MemoryArchive:
    """What judging asks of an archive, for pages in memory."""

    year, as_of = int(DAY[:4]), DAY

    def __init__(self, site: Site, pages: Mapping[str, bytes]) -> None:
        self.site, self._pages = site, pages
        self._records = {url: _record(url, body, number) for number, (url, body) in enumerate(pages.items())}

    def status(self) -> ArchiveStatus:
        return ArchiveStatus("measured", "", DAY, DAY, len(self._pages), len(self._pages), 0, 0)

    def records(self) -> Iterator[FetchRecord]:
        return iter(self._records.values())

    def snapshots(self) -> Iterator[PageSnapshot]:
        return map(self.read, self._records.values())

    def lookup(self, url: str) -> FetchRecord | None:
        return self._records.get(normalise(url))

    def read(self, record: FetchRecord) -> PageSnapshot:
        return PageSnapshot(record, self._pages[record.url], {"content-type": record.content_type})


def _record(url: str, body: bytes, number: int) -> FetchRecord:
    kind = "text/html" if body.lstrip()[:1] == b"<" else "application/octet-stream"
    digest = "sha256:" + hashlib.sha256(body).hexdigest()
    return FetchRecord(
        url, "fetched", "ok" if body else "empty", canonical=copy_key(url), http_status=200, content_type=kind,
        fetched_at=DAY + "T00:00:00Z", renderer="http", digest=digest, size=len(body), record=f"pages.warc.gz#{number}",
    )  # fmt: skip


def files_of(folder: Path) -> dict[str, bytes]:
    """Address to body of everything a copying tool saved."""
    found = {
        normalise(HOST + "/" + path.relative_to(folder).as_posix()): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file()
    }
    return found | {HOST + "/": found[HOST + "/index.html"]}


def evidence_of_site(pages: Mapping[str, bytes]) -> dict[str, frozenset[str]]:
    """By address what is found there of what the judgement of the whole site rests on: items by name, and for each verdict of
    an item, a channel or a column what proves it (a verdict is found with the first of its findings)."""
    judged = judge_archive(MemoryArchive(SITE, pages), default_pack())
    found: dict[str, set[str]] = defaultdict(set)
    for url, key in _verdicts(judged, pages):
        found[url].add(key)
    names = {fold_name(name): item.item_id for item in judged.items for name in (item.name, *item.aliases)}
    for url, body in pages.items():
        read = read_page(read_facts(body, url, "text/html"), default_pack())
        found[url].update(f"item {names[key]}" for name in read.items if (key := fold_name(name)) in names)
    return {url: frozenset(found[url]) for url in pages}


def _verdicts(judged: SiteJudgement, pages: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    findings = {one.finding_id: one for one in judged.findings}
    for verdict in judged.verdicts:
        for finding in map(findings.__getitem__, verdict.finding_ids):
            target = normalise(finding.target_url) if finding.target_url else ""
            url = target if target in pages else normalise(finding.page_url)
            yield url, f"{verdict.key} {verdict.item_id if verdict.scope == 'item' else ''}"
