"""The table behind a ledger: its columns, and the two ways rows are read from it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass

from crawler.records import FetchRecord
from crawler.warc import WARC_NAME

#: ``waiting`` is 1 for what is still to be asked for: queued URLs, and fetched pages that are to be rendered
#: (``render`` 1; 2: done). ``round`` 1 is the slower second try. ``parent`` is the id of the row that first named this
#: one. The places of records are offsets in the WARC file.
SCHEMA = """
CREATE TABLE IF NOT EXISTS pages(
    id INTEGER PRIMARY KEY, url TEXT NOT NULL UNIQUE, key TEXT NOT NULL, host TEXT NOT NULL,
    state TEXT NOT NULL, reason TEXT NOT NULL DEFAULT '', detail TEXT NOT NULL DEFAULT '',
    waiting INTEGER NOT NULL DEFAULT 0, round INTEGER NOT NULL DEFAULT 0, priority INTEGER NOT NULL DEFAULT 0,
    render INTEGER NOT NULL DEFAULT 0, hops INTEGER NOT NULL DEFAULT 0,
    parent INTEGER, depth INTEGER NOT NULL DEFAULT 0, why TEXT NOT NULL DEFAULT '', anchor TEXT NOT NULL DEFAULT '',
    final_url TEXT NOT NULL DEFAULT '', http_status INTEGER NOT NULL DEFAULT 0, content_type TEXT NOT NULL DEFAULT '',
    fetched_at TEXT NOT NULL DEFAULT '', renderer TEXT NOT NULL DEFAULT '', digest TEXT NOT NULL DEFAULT '',
    size INTEGER NOT NULL DEFAULT 0, record INTEGER, dom_record INTEGER, screenshot_record INTEGER);
CREATE INDEX IF NOT EXISTS pages_key ON pages(key);
CREATE INDEX IF NOT EXISTS pages_waiting ON pages(host, round, priority DESC, id) WHERE waiting = 1;
CREATE TABLE IF NOT EXISTS facts(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS learned(name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
"""
_PLACES = ("record", "dom_record", "screenshot_record")
_RECORD = """SELECT pages.url, pages.state, pages.reason, pages.detail, pages.final_url, pages.key AS canonical,
    pages.http_status, pages.content_type, pages.fetched_at, pages.renderer, coalesce(parents.url, '') AS parent,
    pages.depth, pages.why, pages.anchor, pages.digest, pages.size, pages.record, pages.dom_record,
    pages.screenshot_record
    FROM pages LEFT JOIN pages AS parents ON parents.id = pages.parent"""
_ROW = "SELECT id, url, host, state, reason, waiting, round, priority, render, hops, depth, why, key FROM pages"


@dataclass(frozen=True, slots=True)
class Row:
    """What the frontier needs of a ledger row."""

    id: int
    url: str
    host: str
    state: str
    reason: str
    waiting: int
    round: int
    priority: int
    render: int
    hops: int
    depth: int
    why: str
    key: str


def row_where(db: sqlite3.Connection, where: str, *values: object) -> Row | None:
    """The first row that meets a condition (WHERE and what follows it)."""
    found = db.execute(f"{_ROW} {where}", values).fetchone()
    return Row(*found) if found else None


def records_where(db: sqlite3.Connection, where: str, *values: object) -> Iterator[FetchRecord]:
    """The rows that meet a condition as the rest of the house knows them, one at a time."""
    cursor = db.execute(f"{_RECORD} {where}", values)
    names = [column[0] for column in cursor.description]
    for values_read in cursor:
        fields = dict(zip(names, values_read, strict=True))
        for name in _PLACES:
            fields[name] = "" if fields[name] is None else f"{WARC_NAME}#{fields[name]}"
        yield FetchRecord(**fields)
