"""The ledger of one site: each URL ever seen, in one SQLite table that is frontier, memory and log at once."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from crawler.ledger_table import SCHEMA, Row, records_where, row_where
from crawler.records import FetchRecord

LEDGER_NAME = "ledger.sqlite"
#: What a first try may have met that leaves a page failed.
FAILURES = ("dns", "refused", "reset", "timeout", "tls", "server_error", "error")
#: KiB of pages that SQLite keeps of one ledger; its own default is 2,000.
_CACHE = 128


class Ledger:
    """One site's ledger file. Not for use from several threads; writers hold the archive's lock."""

    def __init__(self, path: Path, *, readonly: bool = False) -> None:
        if readonly:
            self._db = sqlite3.connect(f"{path.absolute().as_uri()}?mode=ro", uri=True, isolation_level=None)
        else:
            self._db = sqlite3.connect(path, isolation_level=None, cached_statements=48)
            self._db.execute(f"PRAGMA cache_size=-{_CACHE}")  # hundreds of ledgers are open at once
            self._journal("WAL")
            self._db.executescript(f"BEGIN;{SCHEMA}COMMIT;")
            # A kill loses nothing under WAL; only a power cut may cost the last commits, and those pages are then
            # fetched again.
            self._db.execute("PRAGMA synchronous=NORMAL")

    # ---- transactions and facts ----------------------------------------------------------------------------------
    @contextmanager
    def transaction(self) -> Iterator[None]:
        """Everything inside becomes visible at once or, after an error or a kill, not at all. Inside another one:
        part of that."""
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

    def remember(self, name: str, value: str) -> None:
        """Keep something the spider learned, under a name of its own."""
        self._db.execute(
            "INSERT INTO learned VALUES(?, ?) ON CONFLICT(name) DO UPDATE SET value = excluded.value", (name, value)
        )

    def remembered(self) -> list[tuple[str, str]]:
        """Everything the spider learned, by name."""
        return [(str(name), str(value)) for name, value in self._db.execute("SELECT name, value FROM learned")]

    # ---- rows ----------------------------------------------------------------------------------------------------
    def add(self, url: str, key: str, host: str, **fields: object) -> int:
        """Insert a new URL (the caller knows that it is new) with the named columns; returns its id."""
        names = ("url", "key", "host", "waiting", *fields)
        marks = ", ".join("?" * len(names))
        values = (url, key, host, int(fields["state"] == "queued"), *fields.values())
        cursor = self._db.execute(f"INSERT INTO pages({', '.join(names)}) VALUES({marks})", values)
        return int(cursor.lastrowid or 0)

    def find(self, url: str) -> Row | None:
        return row_where(self._db, "WHERE url = ?", url)

    def find_copy(self, key: str) -> Row | None:
        """The row that stands for all URLs with this key: a fetched one first, then a queued one, then any."""
        order = "(reason = 'copy'), (state = 'fetched' AND reason = 'ok') DESC, waiting DESC, id"
        return row_where(self._db, f"WHERE key = ? ORDER BY {order} LIMIT 1", key)

    def set(self, row_id: int, **fields: object) -> None:
        """Change the named columns of a row."""
        changes = ", ".join(f"{name} = ?" for name in fields)
        self._db.execute(f"UPDATE pages SET {changes} WHERE id = ?", (*fields.values(), row_id))

    def release_copy(self, key: str) -> str:
        """Queue the first skipped copy of a page whose own address failed; returns its host, empty when there is
        none."""
        row = row_where(self._db, "WHERE key = ? AND reason = 'copy' ORDER BY id LIMIT 1", key)
        if row is None:
            return ""
        self.set(row.id, state="queued", reason="", waiting=1)
        return row.host

    # ---- the queue -----------------------------------------------------------------------------------------------
    def next_waiting(self, host: str, round_: int, *, render_only: bool = False) -> Row | None:
        """The most urgent waiting row of a host: highest priority, then first come."""
        where = f"WHERE waiting = 1 AND host = ? AND round = ?{_only(render_only)} ORDER BY priority DESC, id LIMIT 1"
        return row_where(self._db, where, host, round_)

    def hosts_waiting(self, round_: int, *, render_only: bool = False) -> list[str]:
        """Hosts with something waiting, the one with the most urgent first."""
        where = (
            f"WHERE waiting = 1 AND round = ?{_only(render_only)} GROUP BY host ORDER BY max(priority) DESC, min(id)"
        )
        return [str(host) for (host,) in self._db.execute(f"SELECT host FROM pages {where}", (round_,))]

    def any_waiting(self, round_: int, *, render_only: bool = False) -> bool:
        where = f"WHERE waiting = 1 AND round = ?{_only(render_only)} LIMIT 1"
        return self._db.execute(f"SELECT 1 FROM pages {where}", (round_,)).fetchone() is not None

    def most_urgent(self, round_: int | None = None) -> int:
        """The highest priority that waits (for one round, or at all); -1 when nothing does. Pages to be rendered are always urgent."""
        urgency = "max(CASE WHEN state = 'fetched' THEN 1000000 ELSE priority END)"
        which = "" if round_ is None else f" AND round = {round_:d}"
        found = self._db.execute(f"SELECT {urgency} FROM pages WHERE waiting = 1{which}").fetchone()[0]
        return -1 if found is None else int(found)

    def reweigh(self, prefix: str, weigh: Callable[[str, int], int]) -> None:
        """Give queued URLs that begin with ``prefix`` the priority that ``weigh`` makes of their URL and the one they have."""
        found = self._db.execute(
            "SELECT id, url, priority FROM pages WHERE waiting = 1 AND state = 'queued' AND url >= ? AND url < ?",
            (prefix, prefix + "\U0010ffff"),
        ).fetchall()
        weighed = ((weigh(url, priority), row_id, priority) for row_id, url, priority in found)
        changed = [(new, row_id) for new, row_id, before in weighed if new != before]
        self._db.executemany("UPDATE pages SET priority = ? WHERE id = ?", changed)

    def known(self) -> int:
        """URLs ever seen."""
        return self._count("TRUE")

    def waiting(self) -> int:
        return self._count("waiting = 1")

    def put_off(self) -> int:
        """URLs that wait for the second round."""
        return self._count("waiting = 1 AND round = 1")

    def postpone(self, host: str) -> int:
        """Leave everything waiting on a host for the second round; returns how many URLs that are."""
        found = self._db.execute("UPDATE pages SET round = 1 WHERE waiting = 1 AND round = 0 AND host = ?", (host,))
        return found.rowcount

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
        """Settle all that waits as skipped for ``reason`` (budget, time, saturated), and what had failed at first as failed, by what was
        met then; ``reopen`` takes it back."""
        met = "substr(detail, 1, instr(detail || ' ', ' ') - 1)"
        self._db.execute(
            f"UPDATE pages SET waiting = 0, state = 'failed', reason = {met},"
            f" detail = ltrim(substr(detail, length({met}) + 1) || ' not_asked_again ' || ?)"
            f" WHERE waiting = 1 AND state = 'queued' AND round = 1 AND {met} IN ({', '.join('?' * len(FAILURES))})",
            (reason, *FAILURES),
        )
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
        """Queue again the pages whose records lie beyond the end of the WARC file: it was cut by more than a kill."""
        self._db.execute(
            "UPDATE pages SET state = 'queued', reason = '', waiting = 1, round = 0, record = NULL WHERE record >= ?",
            (end,),
        )
        self._db.execute(
            "UPDATE pages SET dom_record = NULL, screenshot_record = NULL"
            " WHERE dom_record >= ? OR screenshot_record >= ?",
            (end, end),
        )

    # ---- reading -------------------------------------------------------------------------------------------------
    def counts(self) -> dict[tuple[str, str], int]:
        """Rows by (state, reason)."""
        found = self._db.execute("SELECT state, reason, count(*) FROM pages GROUP BY state, reason")
        return {(str(state), str(reason)): int(number) for state, reason, number in found}

    def pages_used(self) -> int:
        """Pages fetched so far; redirects are no pages of their own."""
        return self._count("state = 'fetched' AND http_status NOT BETWEEN 300 AND 399")

    def usable_pages(self) -> int:
        """Pages that came back with something on them."""
        came = "state = 'fetched' AND reason IN ('ok', 'truncated', 'render_failed')"
        return self._count(f"{came} AND http_status NOT BETWEEN 300 AND 399")

    def start_rows(self) -> list[FetchRecord]:
        return list(records_where(self._db, "WHERE pages.why = 'start' ORDER BY pages.id"))

    def records(self) -> Iterator[FetchRecord]:
        """All rows in the order they were first seen."""
        return records_where(self._db, "ORDER BY pages.id")

    def bodies(self) -> Iterator[FetchRecord]:
        """Rows with a body of their own, in the order they lie in the WARC file."""
        return records_where(
            self._db,
            "WHERE pages.state = 'fetched' AND pages.record IS NOT NULL AND pages.http_status NOT BETWEEN 300 AND 399"
            " ORDER BY pages.record",
        )

    def record(self, url: str) -> FetchRecord | None:
        return next(records_where(self._db, "WHERE pages.url = ?", url), None)

    def record_of_key(self, key: str) -> FetchRecord | None:
        row = self.find_copy(key)
        return self.record(row.url) if row else None

    def close(self, *, final: bool = False) -> None:
        """Close the file; ``final`` folds the write-ahead log in, so that the folder can be copied or mounted
        read-only."""
        if final:
            self._db.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # to the disk; what follows only changes the header
            self._journal("DELETE")
        self._db.close()

    def _journal(self, mode: str) -> None:
        """Switch the kind of log without waiting for the disk, which held up all sites for each one begun or ended:
        two bytes of one page change, and either value of them is a whole ledger."""
        self._db.execute("PRAGMA synchronous=OFF")
        self._db.execute(f"PRAGMA journal_mode={mode}")

    def _count(self, condition: str) -> int:
        return int(self._db.execute(f"SELECT count(*) FROM pages WHERE {condition}").fetchone()[0])


def _only(render_only: bool) -> str:
    """The condition that leaves out what would cost budget."""
    return " AND state = 'fetched'" if render_only else ""
