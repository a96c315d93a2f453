"""A site's archive as one WACZ file (WACZ 1.1.1, specs.webrecorder.net), for replay in a browser or with pywb."""

from __future__ import annotations

import gzip
import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

from crawler.archive import SiteArchive
from crawler.records import FetchRecord
from crawler.site_file import versions
from crawler.warc import WARC_NAME

_WARC = f"archive/{WARC_NAME}"
_INDEX = "indexes/index.cdx.gz"
_PAGES = "pages/pages.jsonl"
_PACKAGE = "datapackage.json"
#: Records that answer a request; what a browser made of a page has no address of its own to be replayed under.
_REPLAYED = WarcRecordType.response | WarcRecordType.resource
#: Kinds of resource that are pictures of pages rather than answers.
_PICTURES = ("image/png",)


def pack(archive: SiteArchive, path: Path) -> Path:
    """Write the WACZ file; an existing one is replaced in one step. Raises OSError where nothing can be written."""
    fresh = path.with_name(path.name + ".new")
    pages = "".join(json.dumps(line, ensure_ascii=False) + "\n" for line in _page_lines(archive))
    with zipfile.ZipFile(fresh, "w", zipfile.ZIP_STORED) as packed:  # stored: players read single records out of it
        packed.write(archive.folder / WARC_NAME, _WARC)
        packed.writestr(_INDEX, gzip.compress("".join(_index(archive.folder / WARC_NAME)).encode(), mtime=0))
        packed.writestr(_PAGES, pages)
        about = json.dumps(_package(archive, packed), ensure_ascii=False, indent=2)
        packed.writestr(_PACKAGE, about)
        digest = "sha256:" + hashlib.sha256(about.encode()).hexdigest()
        packed.writestr("datapackage-digest.json", json.dumps({"path": _PACKAGE, "hash": digest}))
    fresh.replace(path)
    return path


def _package(archive: SiteArchive, packed: zipfile.ZipFile) -> dict[str, Any]:
    status = archive.status()
    resources = [
        {
            "name": name.rpartition("/")[2],
            "path": name,
            "hash": _digest_in(packed, name),
            "bytes": _size_in(packed, name),
        }
        for name in (_WARC, _INDEX, _PAGES)
    ]
    return {
        "profile": "data-package",
        "wacz_version": "1.1.1",
        "title": archive.site.name,
        "created": status.finished_at or status.started_at,
        "software": f"govaudit/{versions()['govaudit']}",
        "mainPageUrl": archive.site.portal_url,
        "mainPageDate": status.started_at,
        "resources": resources,
    }


def _digest_in(packed: zipfile.ZipFile, name: str) -> str:
    with packed.open(name) as file:
        return "sha256:" + hashlib.file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]


def _size_in(packed: zipfile.ZipFile, name: str) -> int:
    return packed.getinfo(name).file_size


def _page_lines(archive: SiteArchive) -> Iterator[dict[str, str]]:
    yield {"format": "json-pages-1.0", "id": "pages", "title": archive.site.name}
    for number, record in enumerate(archive.records()):
        if record.record and record.http_status == 200 and "html" in record.content_type:
            yield {"id": str(number), "url": record.url, "ts": record.fetched_at, "title": _title(archive, record)}


def _title(archive: SiteArchive, record: FetchRecord) -> str:
    return archive.site.name if record.why == "start" else record.anchor or record.url


def _index(path: Path) -> list[str]:
    """CDXJ lines of a WARC file, sorted: sort-friendly address, time, and where the record lies."""
    places: list[int] = []
    lines: list[tuple[int, str, dict[str, str]]] = []
    with path.open("rb") as file:
        for record in ArchiveIterator(file, parse_http=True):
            places.append(record.stream_pos)
            if record.record_type & _REPLAYED and (found := _entry(record)):
                lines.append((record.stream_pos, *found))
    ends = dict(zip(places, [*places[1:], path.stat().st_size], strict=True))
    return sorted(
        f"{key} {json.dumps({**entry, 'offset': str(at), 'length': str(ends[at] - at)}, ensure_ascii=False)}\n"
        for at, key, entry in lines
    )


def _entry(record: WarcRecord) -> tuple[str, dict[str, str]] | None:
    """Address and time of a record, and what an index says of it."""
    url = record.headers.get("WARC-Target-URI") or ""
    http = record.http_headers
    kind = (http.get("Content-Type") if http else record.headers.get("Content-Type")) or "unk"
    kind = kind.partition(";")[0].strip().replace(" ", "")
    if not http and kind in _PICTURES:
        return None
    when = record.record_date.strftime("%Y%m%d%H%M%S") if record.record_date else "19700101000000"
    digest = record.headers.get("WARC-Block-Digest") or ""
    status = str(http.status_code) if http else "200"
    entry = {"url": url, "mime": kind, "status": status, "digest": digest, "filename": WARC_NAME}
    return f"{sort_key(url)} {when}", entry


def sort_key(url: str) -> str:
    """The sort-friendly form of an address (SURT): ``cn,gov,a,www)/path?query``."""
    parts = urlsplit(url)
    host = ",".join(reversed((parts.hostname or "").split(".")))
    port = f":{parts.port}" if parts.port and parts.port not in (80, 443) else ""
    query = urlencode(sorted(parse_qsl(parts.query, keep_blank_values=True)))
    return f"{host}{port}){(parts.path or '/').lower()}" + (f"?{query.lower()}" if query else "")
