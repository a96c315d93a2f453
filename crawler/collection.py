"""The collection of many sites in one process: opens them one after another, hands out visits, ends what is done."""

from __future__ import annotations

import asyncio
import sqlite3
from collections import deque
from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic
from typing import Protocol

from crawler.archive import archive_folder
from crawler.archive_writer import ArchiveWriter, writable
from crawler.endings import ending, reopen
from crawler.events import CrawlEvent, SiteState
from crawler.limits import sites_at_once
from crawler.options import CrawlOptions
from crawler.pace import SharedPace, Turns
from crawler.problems import Problem
from crawler.records import ArchiveStatus, Site
from crawler.rotation import HostRotation
from crawler.scope import Scope, bare_hosts
from crawler.site_file import SiteFile
from crawler.site_frontier import SiteFrontier, Visit

#: Seconds between two events about one site; more with very many sites open, of which so many a second are told of.
_EVENT_EVERY = 1.0
_EVENTS_A_SECOND = 50
#: Seconds between two looks for sites whose time is over.
_SWEEP_EVERY = 0.5
#: Seconds: how far a host's complaints lengthen its delay.
LONGEST_EASE = 30.0


class Begins(Protocol):
    """The part of a spider that the collection calls."""

    def begin(self, frontier: SiteFrontier) -> None: ...


class Collection:
    """All sites of one worker. ``tell`` receives events; ``delay_of(host)`` is the pause between requests to a host."""

    def __init__(
        self,
        sites: Sequence[Site],
        options: CrawlOptions,
        tell: Callable[[CrawlEvent], None],
        neighbours: Sequence[str] = (),
        *,
        any_scope: bool = False,
        pace: SharedPace | None = None,
    ) -> None:
        self.options = options
        self.turns = Turns(pace or SharedPace(), self.delay_of)
        #: Bounds the requests on the wire; those that wait for their host's turn are not among them.
        self.gate = asyncio.Semaphore(max(1, options.concurrency))
        #: Called once something went wrong that only the user can mend.
        self.on_problem: Callable[[], None] = lambda: None
        self._most_open = sites_at_once(options.concurrency)
        self.problem: Problem | None = None
        self.statuses: dict[str, ArchiveStatus] = {}
        self._tell, self._neighbours = tell, bare_hosts(neighbours)
        self._any_scope = any_scope
        self._todo = deque(sites)
        self._open: dict[str, SiteFrontier] = {}
        self._rotation: HostRotation[SiteFrontier] = HostRotation()
        self._delays: dict[str, float] = {}
        self._told: dict[str, float] = {}
        self._declined: set[int] = set()  # hashes of addresses
        self._swept = 0.0
        self._spider: Begins | None = None
        self.stopping = False

    @classmethod
    def empty(cls) -> Collection:
        """A collection without sites: what a spider has that Scrapy's own tools start."""
        return cls((), CrawlOptions(Path(), 0), lambda event: None)

    def begin(self, spider: Begins) -> None:
        """Name the spider that reads the pages. Nothing is asked before."""
        self._spider = spider

    @property
    def pending(self) -> bool:
        """Whether any site is still to be worked on."""
        return not self.stopping and bool(self._todo or self._open)

    def frontiers(self) -> list[SiteFrontier]:
        """The frontiers of all sites that are open now; a list of its own, so that any thread may look through it."""
        return list(self._open.values())

    def take(self) -> Visit | None:
        """The next visit, over all sites and hosts; opens further sites as long as there is room for them."""
        if self.stopping or self._spider is None:
            return None
        try:
            while self._todo and len(self._open) < self._most_open:
                self._open_site(self._todo.popleft())
            self._end_overdue()
            taken = self._rotation.next(_taken)
        except Problem as problem:
            self.fail(problem)
            return None
        return taken if isinstance(taken, Visit) else None

    def settled(self, visit: Visit) -> None:
        """A visit is over: its host lines up again, and its site may be done."""
        delay = self.delay_of(visit.row.host) * (2 if visit.row.round else 1)
        self._rotation.release(visit.row.host, delay)
        visit.frontier.heed_the_end()
        self._progress(visit.frontier)
        if visit.frontier.idle:
            self._go_on(visit.frontier)

    def delay_of(self, host: str) -> float:
        return self._delays.get(host, self.options.delay)

    def slow_down(self, host: str, delay: float) -> float:
        """Note a host's Crawl-delay; returns the delay that holds, the larger one."""
        self._delays[host] = max(self.delay_of(host), delay)
        return self._delays[host]

    def declined(self, url: str) -> bool:
        """Whether an address declined in this run: scripts of pages must not ask for it again. Any thread may ask."""
        return hash(url) in self._declined

    def note_declined(self, url: str) -> None:
        self._declined.add(hash(url))

    def ease(self, host: str) -> None:
        """Ask a host half as often from now on: it said that it cannot bear more."""
        self._delays[host] = max(self.delay_of(host), min(LONGEST_EASE, max(1.0, 2 * self.delay_of(host))))

    def fail(self, problem: Problem) -> None:
        """End everything because of something only the user can mend, such as a full disk."""
        if self.problem is None:
            self.problem, self.stopping = problem, True
            self.on_problem()

    def close(self) -> None:
        """Leave all open sites as they are, for a later run to go on with."""
        self.stopping = True
        for site_id, frontier in self._open.items():
            try:
                self.statuses[site_id] = frontier.writer.close()
            except (OSError, sqlite3.Error):  # a full disk: what was committed stands
                self.statuses[site_id] = ArchiveStatus("partial", "interrupted")
        self._open.clear()

    # ---- inside ---------------------------------------------------------------------------------------------------
    def _open_site(self, site: Site) -> None:
        options = self.options
        as_of = (options.as_of or datetime.now(UTC).date()).isoformat()
        folder = archive_folder(options.data, options.year, site.site_id)
        before = SiteFile.read(folder).reason if (folder / "site.json").is_file() else ""
        writer = ArchiveWriter.open(folder, site, options.year, as_of, options.as_noted())
        scope = None if self._any_scope else Scope.of(site, self._neighbours)
        frontier = SiteFrontier(writer, scope, options, self._rotation.announce)
        self._open[site.site_id] = frontier
        assert self._spider is not None
        with writable(folder), writer.page():
            reopen(writer.ledger, before)
            self._spider.begin(frontier)
        frontier.announce_all()
        self._say(frontier, "started")
        if not frontier.may_ask:  # nothing waits, or only what an earlier run had put off or had no budget for
            self._go_on(frontier)

    def _end_overdue(self) -> None:
        """End the sites whose time went by while their hosts had to pause: no visit of theirs will be over to end them."""
        if not self.options.time_limit or monotonic() - self._swept < _SWEEP_EVERY:
            return
        self._swept = monotonic()
        for frontier in self.frontiers():
            if frontier.idle and frontier.time_over:
                self._go_on(frontier)

    def _go_on(self, frontier: SiteFrontier) -> None:
        """Nothing of this site is under way: hand out more, turn to the second round, or end it."""
        if frontier.may_ask or self.stopping or frontier.begin_second_round():
            return
        writer = frontier.writer
        cut = ""
        if writer.ledger.waiting():
            cut = "time" if frontier.time_over else "budget"
            with writer.page():
                writer.ledger.close_queue(cut)
        status, reason = ending(writer.ledger, cut)
        site_id = frontier.site.site_id
        self._rotation.drop(frontier)
        self._open.pop(site_id, None)
        self.statuses[site_id] = done = writer.finish(status, reason)
        self._tell(
            CrawlEvent(site_id, "finished", done.pages_fetched, done.pages_known, 0, frontier.rate, status, reason)
        )

    def _progress(self, frontier: SiteFrontier) -> None:
        now = monotonic()
        pause = max(_EVENT_EVERY, len(self._open) / _EVENTS_A_SECOND)
        if now - self._told.get(frontier.site.site_id, 0.0) >= pause:
            self._told[frontier.site.site_id] = now
            self._say(frontier, "fetching")

    def _say(self, frontier: SiteFrontier, state: SiteState) -> None:
        self._tell(
            CrawlEvent(
                frontier.site.site_id,
                state,
                frontier.pages_used,
                frontier.pages_known,
                frontier.pages_queued,
                frontier.rate,
                reason=frontier.met,
                pages_left=frontier.budget_left,
            )
        )


def _taken(frontier: SiteFrontier, host: str) -> Visit | None:
    with writable(frontier.writer.folder):
        return frontier.take(host)
