"""The ledger of one site: each URL ever seen, in one SQLite table that is frontier, memory and log at once."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from crawler.records import FetchRecord
from crawler.warc import WARC_NAME

LEDGER_NAME = "ledger.sqlite"

#: ``waiting`` is 1 for what is still to be asked for: queued URLs, and fetched pages that are to be rendered (``render`` 1; 2: done).
#: ``round`` 1 is the slower second try. ``parent`` is the id of the row that first named this one.
_SCHEMA = """
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
"""
_RECORD = """SELECT pages.url, pages.state, pages.reason, pages.detail, pages.final_url, pages.key AS canonical, pages.http_status,
    pages.content_type, pages.fetched_at, pages.renderer, coalesce(parents.url, '') AS parent, pages.depth, pages.why, pages.anchor,
    pages.digest, pages.size, pages.record, pages.dom_record, pages.screenshot_record
    FROM pages LEFT JOIN pages AS parents ON parents.id = pages.parent"""
_PLACES = ("record", "dom_record", "screenshot_record")


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


_ROW = "SELECT id, url, host, state, reason, waiting, round, priority, render, hops, depth, why, key FROM pages"


class Ledger:
    """One site's ledger file. Not for use from several threads; writers hold the archive's lock."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        if readonly:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        else:
            self._db = sqlite3.connect(path, isolation_level=None)
            self._db.execute("PRAGMA journal_mode=WAL")
            # A kill loses nothing under WAL; only a power cut may cost the last commits, and those pages are then fetched again.
            self._db.execute("PRAGMA synchronous=NORMAL")
            self._db.executescript(_SCHEMA)

    # ---- transactions and facts ----------------------------------------------------------------------------------
    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside becomes visible at once or, after an error or a kill, not at all. Inside another one: part of that."""
        if self._db.in_transaction:
            yield
            return
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def fact(self, name: str, default: str = "") -> str:
        """A fact about the run, such as its status or how long the WARC file is."""
        found = self._db.execute("SELECT value FROM facts WHERE name = ?", (name,)).fetchone()
        return str(found[0]) if found else default

    def set_facts(self, **facts: object) -> None:
        self._db.executemany(
            "INSERT INTO facts VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value",
            [(name, str(value)) for name, value in facts.items()],
        )

    def json_fact(self, name: str) -> dict[str, str]:
        return {str(key): str(value) for key, value in json.loads(self.fact(name, "{}")).items()}

    # ---- rows ----------------------------------------------------------------------------------------------------
    def add(
        self,
        url: str,
        key: str,
        host: str,
        *,
        state: str,
        reason: str,
        priority: int,
        parent: int | None,
        depth: int,
        why: str,
        anchor: str,
        render: int = 0,
        hops: int = 0,
        detail: str = "",
    ) -> int:
        """Insert a new URL; the caller knows that it is new. Returns its id."""
        cursor = self._db.execute(
            "INSERT INTO pages(url, key, host, state, reason, waiting, priority, parent, depth, why, anchor, render, hops, detail)"
            " VALUES(?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (
                url,
                key,
                host,
                state,
                reason,
                int(state == "queued"),
                priority,
                parent,
                depth,
                why,
                anchor,
                render,
                hops,
                detail,
            ),
        )
        return int(cursor.lastrowid or 0)

    def find(self, url: str) -> Row | None:
        return self._row("WHERE url = ?", url)

    def find_copy(self, key: str) -> Row | None:
        """The row that stands for all URLs with this key: a fetched one first, then a queued one, then any."""
        return self._row(
            "WHERE key = ? ORDER BY (reason = 'copy'), (state = 'fetched' AND reason = 'ok') DESC, waiting DESC, id LIMIT 1",
            key,
        )

    def set(self, row_id: int, **fields: object) -> None:
        """Change the named columns of a row."""
        changes = ", ".join(f"{name} = ?" for name in fields)
        self._db.execute(f"UPDATE pages SET {changes} WHERE id = ?", (*fields.values(), row_id))

    def release_copy(self, key: str) -> str:
        """Queue the first skipped copy of a page whose own address failed; returns its host, empty when there is none."""
        row = self._row("WHERE key = ? AND reason = 'copy' ORDER BY id LIMIT 1", key)
        if row is None:
            return ""
        self.set(row.id, state="queued", reason="", waiting=1)
        return row.host

    # ---- the queue -----------------------------------------------------------------------------------------------
    def next_waiting(self, host: str, round_: int, *, render_only: bool = False) -> Row | None:
        """The most urgent waiting row of a host: highest priority, then first come."""
        only = " AND state = 'fetched'" if render_only else ""
        return self._row(
            f"WHERE waiting = 1 AND host = ? AND round = ?{only} ORDER BY priority DESC, id LIMIT 1", host, round_
        )

    def hosts_waiting(self, round_: int, *, render_only: bool = False) -> list[str]:
        only = " AND state = 'fetched'" if render_only else ""
        found = self._db.execute(
            f"SELECT host FROM pages WHERE waiting = 1 AND round = ?{only} GROUP BY host ORDER BY max(priority) DESC, min(id)",
            (round_,),
        )
        return [str(host) for (host,) in found]

    def any_waiting(self, round_: int, *, render_only: bool = False) -> bool:
        only = " AND state = 'fetched'" if render_only else ""
        return bool(
            self._db.execute(f"SELECT 1 FROM pages WHERE waiting = 1 AND round = ?{only} LIMIT 1", (round_,)).fetchone()
        )

    def known(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM pages").fetchone()[0])

    def waiting(self) -> int:
        return int(self._db.execute("SELECT count(*) FROM pages WHERE waiting = 1").fetchone()[0])

    def postpone(self, host: str) -> None:
        """Leave everything waiting on a host for the second round."""
        self._db.execute("UPDATE pages SET round = 1 WHERE waiting = 1 AND host = ?", (host,))

    def give_up(self, host: str, state: str, reason: str, detail: str) -> None:
        """Settle everything that still waits on a host; pages that only waited for rendering stay fetched."""
        self._db.execute(
            "UPDATE pages SET waiting = 0, render = 2, reason = 'render_failed', detail = ?"
            " WHERE waiting = 1 AND host = ? AND state = 'fetched'",
            (detail, host),
        )
        self._db.execute(
            "UPDATE pages SET waiting = 0, state = ?, reason = ?, detail = ? WHERE waiting = 1 AND host = ?",
            (state, reason, detail, host),
        )

    def close_queue(self, reason: str) -> None:
        """Settle all that waits as skipped for ``reason`` (budget or time); ``reopen`` takes it back."""
        self._db.execute(
            "UPDATE pages SET waiting = 0, state = 'skipped', reason = ? WHERE waiting = 1 AND state = 'queued'",
            (reason,),
        )
        self._db.execute("UPDATE pages SET waiting = 0, render = 0 WHERE waiting = 1")

    def reopen(self, *reasons: str) -> None:
        """Queue again what was skipped or failed for one of ``reasons``."""
        marks = ", ".join("?" * len(reasons))
        self._db.execute(
            f"UPDATE pages SET waiting = 1, round = 0, state = 'queued', reason = '', detail = ''"
            f" WHERE state IN ('skipped', 'failed') AND reason IN ({marks})",
            reasons,
        )

    def forget_beyond(self, end: int) -> None:
        """Queue again the pages whose records lie beyond the end of the WARC file (it was cut by more than a kill)."""
        self._db.execute(
            "UPDATE pages SET state = 'queued', reason = '', waiting = 1, round = 0, record = NULL WHERE record >= ?",
            (end,),
        )
        self._db.execute(
            "UPDATE pages SET dom_record = NULL, screenshot_record = NULL WHERE dom_record >= ? OR screenshot_record >= ?",
            (end, end),
        )

    # ---- reading -------------------------------------------------------------------------------------------------
    def counts(self) -> dict[tuple[str, str], int]:
        """Rows by (state, reason)."""
        found = self._db.execute("SELECT state, reason, count(*) FROM pages GROUP BY state, reason")
        return {(str(state), str(reason)): int(number) for state, reason, number in found}

    def pages_used(self) -> int:
        """Pages fetched so far; redirects are no pages of their own."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM pages WHERE state = 'fetched' AND http_status NOT BETWEEN 300 AND 399"
            ).fetchone()[0]
        )

    def usable_pages(self) -> int:
        """Pages that came back with something on them."""
        return int(
            self._db.execute(
                "SELECT count(*) FROM pages WHERE state = 'fetched' AND reason IN ('ok', 'truncated', 'render_failed')"
                " AND http_status NOT BETWEEN 300 AND 399"
            ).fetchone()[0]
        )

    def start_rows(self) -> list[FetchRecord]:
        return list(self._records("WHERE pages.why = 'start' ORDER BY pages.id"))

    def records(self) -> Iterator[FetchRecord]:
        """All rows in the order they were first seen."""
        return self._records("ORDER BY pages.id")

    def bodies(self) -> Iterator[FetchRecord]:
        """Rows with a body of their own, in the order they lie in the WARC file."""
        return self._records(
            "WHERE pages.state = 'fetched' AND pages.record IS NOT NULL AND pages.http_status NOT BETWEEN 300 AND 399"
            " ORDER BY pages.record"
        )

    def record(self, url: str) -> FetchRecord | None:
        return next(self._records("WHERE pages.url = ?", url), None)

    def record_of_key(self, key: str) -> FetchRecord | None:
        row = self.find_copy(key)
        return self.record(row.url) if row else None

    def close(self, *, final: bool = False) -> None:
        """Close the file; ``final`` folds the write-ahead log in, so that the folder can be copied or mounted read-only."""
        if final:
            self._db.execute("PRAGMA journal_mode=DELETE")
        self._db.close()

    def _row(self, where: str, *values: object) -> Row | None:
        found = self._db.execute(f"{_ROW} {where}", values).fetchone()
        return Row(*found) if found else None

    def _records(self, where: str, *values: object) -> Iterator[FetchRecord]:
        cursor = self._db.execute(f"{_RECORD} {where}", values)
        names = [column[0] for column in cursor.description]
        for values_read in cursor:
            fields = dict(zip(names, values_read, strict=True))
            for name in _PLACES:
                fields[name] = "" if fields[name] is None else f"{WARC_NAME}#{fields[name]}"
            yield FetchRecord(**fields)
