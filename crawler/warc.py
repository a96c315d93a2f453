"""WARC files (ISO 28500): one gzip member per record, appended and flushed one by one, read back by place."""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from io import BytesIO
from pathlib import Path
from types import TracebackType
from typing import BinaryIO, Literal

from fastwarc.warc import ArchiveIterator, WarcRecord, WarcRecordType

WARC_NAME = "pages.warc.gz"
#: Bodies mostly arrive compressed: level 1 costs a quarter of level 6 and 5 % more bytes.
_LEVEL = 1
_GZIP = 31  # what zlib calls a gzip member with the largest window
_TYPES: Mapping[str, WarcRecordType] = {
    "warcinfo": WarcRecordType.warcinfo,
    "response": WarcRecordType.response,
    "request": WarcRecordType.request,
    "resource": WarcRecordType.resource,
    "conversion": WarcRecordType.conversion,
}
Headers = Iterable[tuple[bytes, bytes]]


@dataclass(frozen=True, slots=True)
class Stored:
    """One record read back: its type, target, payload and HTTP headers (lower-case names; empty where there are
    none)."""

    kind: str
    url: str
    payload: bytes
    status: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)


class WarcAppender:
    """Appends records to one WARC file; ``end`` is the length up to which it is whole."""

    def __init__(self, path: Path, end: int | None = None) -> None:
        """Open ``path`` for appending; with ``end`` whatever a kill left behind that length is cut off first."""
        path.touch()
        self._file: BinaryIO = path.open("r+b")
        size = self._file.seek(0, 2)
        if end is not None and size > end:
            self._file.truncate(end)
            self._file.seek(0, 2)
        self.end = self._file.tell()

    def info(self, fields: Mapping[str, str]) -> str:
        """Write a warcinfo record; returns its place, as all writing methods do: ``pages.warc.gz#<offset>``."""
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        return self._append(_member("warcinfo", "", lines.encode(), {"Content-Type": "application/warc-fields"})[0])

    def exchange(
        self, url: str, request: bytes, response: bytes, body: bytes, *, peer: str = "", truncated: str = ""
    ) -> str:
        """Write a response as received (header block, then the body still content-encoded) and the request that asked
        for it."""
        extra = {"WARC-IP-Address": peer} if peer else {}
        if truncated:
            extra["WARC-Truncated"] = truncated
        answer, record_id = _member("response", url, response + body, extra, http=True)
        asked, _ = _member("request", url, request, {"WARC-Concurrent-To": record_id}, http=True)
        return self._append(answer + asked)

    def derived(self, kind: Literal["conversion", "resource"], url: str, payload: bytes, content_type: str) -> str:
        """Write what a browser made of a page: its DOM (conversion) or a picture of it (resource)."""
        return self._append(_member(kind, url, payload, {"Content-Type": content_type})[0])

    def _append(self, members: bytes) -> str:
        """Write whole records at once; returns the place of the first."""
        place = f"{WARC_NAME}#{self.end}"
        try:
            self._file.write(members)
            self._file.flush()
        except OSError:  # a full disk: what was begun is cut off again, when the file is opened next at the latest
            with suppress(OSError):
                self._file.truncate(self.end)
            raise
        self.end += len(members)
        return place

    def close(self) -> None:
        self._file.close()


def _member(
    kind: str, url: str, content: bytes, headers: Mapping[str, str], *, http: bool = False
) -> tuple[bytes, str]:
    """A record as it stands in the file, and its id."""
    record = WarcRecord()
    record.init_headers(_TYPES[kind])
    if url:
        record.headers["WARC-Target-URI"] = url
    for name, value in headers.items():
        record.headers[name] = value
    if http:
        record.is_http = True
        record.headers["Content-Type"] = f"application/http; msgtype={kind}"
    record.record_date = datetime.now(UTC)
    record.headers["WARC-Block-Digest"] = "sha256:" + hashlib.sha256(content).hexdigest()
    record.set_bytes_content(content)
    whole = BytesIO()
    record.write(whole)
    # One gzip member per record, or other readers refuse the file. In one piece: a compressor kept for each of hundreds of open sites costs
    # a third of a megabyte each.
    return zlib.compress(whole.getbuffer(), _LEVEL, _GZIP), record.record_id or ""


class WarcFile:
    """Reads records of one WARC file by their place; keeps the file open, so use it in a ``with`` block or close it."""

    def __init__(self, path: Path) -> None:
        self._file: BinaryIO = path.open("rb")

    def read(self, place: str) -> Stored:
        """The record at ``place`` (``pages.warc.gz#<offset>``); raises ``ValueError`` when there is none."""
        self._file.seek(int(place.partition("#")[2]))
        record = next(iter(ArchiveIterator(self._file, parse_http=True, strict_mode=False)), None)
        if record is None:
            raise ValueError(place)
        http = record.is_http and record.is_http_parsed
        return Stored(
            kind=str(record.record_type),
            url=record.headers.get("WARC-Target-URI") or "",
            payload=record.reader.read(),
            status=(record.http_headers.status_code or 0) if http else 0,
            headers=_joined(record.http_headers.to_tuples()) if http else {},
        )

    def close(self) -> None:
        self._file.close()

    def __enter__(self) -> WarcFile:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def header_block(first_line: str, headers: Headers) -> bytes:
    """An HTTP header block as bytes, ending with the empty line; line breaks inside values are taken out."""
    lines = [first_line.encode("latin-1", "replace")]
    lines += [name + b": " + value.replace(b"\r", b" ").replace(b"\n", b" ") for name, value in headers]
    return b"\r\n".join(lines) + b"\r\n\r\n"


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    """Headers by lower-case name; repeated ones joined by a comma (RFC 9110 §5.3)."""
    joined: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
