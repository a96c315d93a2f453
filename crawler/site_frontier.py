"""The frontier of one site on its ledger: takes offers, hands out visits, settles what became of them."""

from __future__ import annotations

import logging
from asyncio import Future
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic
from typing import Any

from crawler.addresses import AddressGuard
from crawler.archive_writer import ArchiveWriter
from crawler.host_health import HostHealth
from crawler.ledger_table import Row
from crawler.offers import LET_COPY_TRY, Offer, OfferDesk
from crawler.options import CrawlOptions
from crawler.outcomes import Outcome
from crawler.records import FetchRecord, Site
from crawler.scope import Scope
from crawler.second_round import SecondRound
from crawler.urls import copy_key, normalise

_LOG = logging.getLogger(__name__)
#: URLs a site names again and again (its menu) are recognised without asking the ledger.
_REMEMBERED = 400
#: The priority remembered for a URL that no further offer can change anything about.
_SETTLED = 1 << 30


@dataclass(frozen=True, slots=True, eq=False)
class Visit:
    """One URL handed out to be asked for."""

    frontier: SiteFrontier
    row: Row

    @property
    def renders(self) -> bool:
        """Whether the page is there already and is now to be opened in Chromium."""
        return self.row.state == "fetched"


class SiteFrontier:
    """See :class:`crawler.frontier.Frontier` for what spiders use; the rest belongs to the collection.

    ``announce(host)`` is called whenever a host has something to ask for. One visit per host is under way at a time.
    """

    def __init__(
        self,
        writer: ArchiveWriter,
        scope: Scope | None,
        options: CrawlOptions,
        announce: Callable[[str, SiteFrontier], None],
    ) -> None:
        self.writer, self.options = writer, options
        #: robots.txt by origin, filled by the robots middleware; asked for again in the second round.
        self.robots: dict[str, Future[Any]] = {}
        self.started = monotonic()
        self.met = ""  # what the last visit met instead of a page
        self._ledger = writer.ledger
        self._second = SecondRound(self._ledger.put_off())
        self._announce, self._can_render = announce, options.render != "never"
        self._seen: dict[int, int] = {}  # by hash: thousands of sites may be open, and a clash costs a link at most
        self._under_way: set[int] = set()
        self._asking = 0  # visits under way that will cost budget
        self._page: Row | None = None
        self._health: dict[str, HostHealth] = {}
        self._used = self._used_before = self._ledger.pages_used()
        self._desk = OfferDesk(writer.ledger, AddressGuard(options.proxy), scope, lambda host: announce(host, self))

    # ---- what spiders use ----------------------------------------------------------------------------------------
    @property
    def site(self) -> Site:
        return self.writer.about.site

    @property
    def render_mode(self) -> str:
        return self.options.render

    @property
    def pages_used(self) -> int:
        return self._used

    @property
    def urgency(self) -> int:
        return self._page.priority if self._page else 0

    @property
    def pages_queued(self) -> int:
        return self._ledger.waiting()

    @property
    def pages_known(self) -> int:
        """URLs ever seen."""
        return self._desk.known

    @property
    def budget_left(self) -> int:
        return max(0, self.options.budget - self._used - self._asking)

    def offer(
        self,
        url: str,
        *,
        parent: str = "",
        depth: int | None = None,
        why: str = "link",
        anchor: str = "",
        priority: int = 0,
        render: bool = False,
    ) -> bool:
        seen = self._seen.get(hash(url), -1)
        if seen == _SETTLED or (seen >= priority and why != "target"):
            return False
        self._remember(url, priority)
        address = normalise(url)
        if not address:
            return False
        page = self._page
        parent_row = self._ledger.find(normalise(parent)) if parent else page
        if depth is None:
            depth = page.depth + 1 if page else 0
        parent_id = parent_row.id if parent_row else None
        taken = self._desk.take(
            Offer(address, parent_id, depth, why, anchor, priority, render=self._can_render and render)
        )
        if taken == "closed":
            self._remember(url, _SETTLED)
        return taken == "queued"

    def render(self, url: str) -> bool:
        row = self._ledger.find(normalise(url)) if self._can_render else None
        if row is None or row.render or row.state not in ("fetched", "queued"):
            return False
        self._ledger.set(row.id, render=1, waiting=1, round=0)
        self._announce(row.host, self)
        return True

    def conclude(self, promising: int) -> bool:
        if self._ledger.most_urgent(0) >= promising or self._ledger.most_urgent() < 0:
            return False
        if self._ledger.most_urgent(1) >= promising:  # what failed at first is asked again before that is said
            self._begin_second_round(first=True)
            return False
        self._ledger.close_queue("saturated")
        self._ledger.set_facts(concluded="saturated")
        return True

    def reweigh(self, prefix: str, weigh: Callable[[str, int], int]) -> None:
        self._ledger.reweigh(prefix, weigh)

    def remember(self, name: str, value: str) -> None:
        self._ledger.remember(name, value)

    def remembered(self) -> list[tuple[str, str]]:
        return self._ledger.remembered()

    def knows(self, url: str) -> bool:
        if hash(url) in self._seen:
            return True
        address = normalise(url)
        return not address or self._desk.knows(address)

    def settled(self, url: str) -> bool:
        return self._seen.get(hash(url)) == _SETTLED

    def known(self, url: str) -> FetchRecord | None:
        return self._ledger.record(normalise(url)) or self._ledger.record_of_key(copy_key(url))

    # ---- what the collection uses ---------------------------------------------------------------------------------
    def announce_all(self) -> None:
        """Announce every host with something waiting that may be asked for now."""
        for round_ in self._second.rounds:
            for host in self._ledger.hosts_waiting(round_, render_only=not self.budget_left):
                self._announce(host, self)

    def take(self, host: str) -> Visit | None:
        """The next visit on a host, None when there is none now."""
        if self.time_over:
            return None
        only = not self.budget_left
        tried = (self._ledger.next_waiting(host, round_, render_only=only) for round_ in self._second.rounds)
        row = next(filter(None, tried), None)
        if row is None or row.id in self._under_way:
            return None
        self._under_way.add(row.id)
        self._second.put_off -= row.round
        self._asking += row.state != "fetched"
        return Visit(self, row)

    def settle(self, visit: Visit, outcome: Outcome, facts: dict[str, object], read: Callable[[], None]) -> None:
        """Write down what became of a visit and, in the same transaction, everything its page offers."""
        row = visit.row
        self.met = "" if outcome.state == "fetched" else outcome.reason
        final = not (outcome.again and row.round == 0)
        try:
            with self.writer.page():
                if final:
                    self._settle_row(row, outcome, facts)
                    self._read(row, read)
                else:
                    self._ledger.set(row.id, round=1, detail=f"{outcome.reason} {outcome.detail}".strip())
                    self._second.put_off += 1
                self._heed(row.host, outcome, row.round)
        finally:
            self._under_way.discard(row.id)
            self._asking -= 1
        if final and outcome.state == "fetched" and not _redirected(facts):
            self._used += 1

    def settle_rendered(
        self, visit: Visit, facts: dict[str, object], read: Callable[[], None], leads_to: str = ""
    ) -> None:
        """Write down that a page was rendered (or could not be), what it offers now, and where its scripts lead."""
        try:
            with self.writer.page():
                self._ledger.set(visit.row.id, waiting=0, render=2, **facts)
                self._read(visit.row, read)
                if address := normalise(leads_to):
                    self._desk.lead_on(visit.row, address)
        finally:
            self._under_way.discard(visit.row.id)

    def keep_answer(self, page: Row, url: str, facts: dict[str, object], read: Callable[[], None]) -> None:
        """Keep a data answer that a rendered page received, as a page of its own; one that is known already is left."""
        address = normalise(url)
        self._desk.take(Offer(address, page.id, page.depth + 1, "xhr", "", page.priority))
        row = self._ledger.find(address)
        if row is None or row.state == "fetched" or row.id in self._under_way:
            return
        self._ledger.set(row.id, waiting=0, state="fetched", reason="ok", **facts)
        self._used += 1
        self._read(row, read)

    def begin_second_round(self) -> bool:
        """Turn to what failed at first, once nothing else is left; False when that was done or there is nothing."""
        if self._second.begun or self.time_over:
            return False
        self._begin_second_round()
        return self._ledger.any_waiting(1, render_only=not self.budget_left)

    def heed_the_end(self) -> None:
        """Turn to what failed at first before budget or time are spent."""
        limit = self.options.time_limit
        time_left = 1 - (monotonic() - self.started) / limit if limit else 1.0
        if self._second.is_due(self.options.budget, self.budget_left, time_left):
            self._begin_second_round(first=True)

    @property
    def idle(self) -> bool:
        return not self._under_way

    @property
    def may_ask(self) -> bool:
        """Whether anything waits that may be asked for now."""
        only = not self.budget_left
        return not self.time_over and any(
            self._ledger.any_waiting(round_, render_only=only) for round_ in self._second.rounds
        )

    @property
    def time_over(self) -> bool:
        limit = self.options.time_limit
        return bool(limit) and monotonic() - self.started > limit

    @property
    def rate(self) -> float:
        """Pages per second in this run."""
        return (self._used - self._used_before) / max(0.001, monotonic() - self.started)

    # ---- inside ---------------------------------------------------------------------------------------------------
    def _begin_second_round(self, *, first: bool = False) -> None:
        if not self._second.begun:
            self._second.begun, self._second.first = True, first
            self.robots.clear()
            self.announce_all()

    def _remember(self, url: str, priority: int) -> None:
        if len(self._seen) >= _REMEMBERED:
            self._seen.clear()
        self._seen[hash(url)] = priority

    def _settle_row(self, row: Row, outcome: Outcome, facts: dict[str, object]) -> None:
        if _redirected(facts) and self._desk.circles(row, str(facts["final_url"])):
            outcome = Outcome("failed", "redirect_loop", str(facts["final_url"]))
        renders = self._can_render and row.render == 1 and outcome.state == "fetched" and not _redirected(facts)
        self._ledger.set(
            row.id, state=outcome.state, reason=outcome.reason, detail=outcome.detail, waiting=int(renders), **facts
        )
        if outcome.reason in LET_COPY_TRY:
            self._desk.release_copy(row)
        if _redirected(facts) and outcome.state == "fetched":
            self._desk.follow(row, str(facts["final_url"]))

    def _read(self, row: Row, read: Callable[[], None]) -> None:
        """Let the spider read a page. What it cannot read is noted with the page and logged, never silently
        absorbed."""
        before, self._page = self._page, row
        try:
            read()
        except Exception as error:  # a page must not be able to stop the crawl of a country, whatever is on it
            _LOG.exception("reading failed: %s", row.url)
            self._ledger.set(row.id, detail=f"reading failed: {type(error).__name__}: {error}"[:200])
        finally:
            self._page = before
            self._desk.page_over()

    def _heed(self, host: str, outcome: Outcome, round_: int) -> None:
        health = self._health.setdefault(host, HostHealth())
        advice = health.note(outcome, round_)
        if advice == "postpone":
            self._second.put_off += self._ledger.postpone(host)
        elif advice == "give_up":
            if health.answers:
                self._ledger.set_facts(given_up_midway=outcome.reason)
            self._ledger.give_up(host, outcome.state, outcome.reason, f"host_given_up {outcome.detail}".strip())


def _redirected(facts: dict[str, object]) -> bool:
    status = facts.get("http_status", 0)
    return isinstance(status, int) and 300 <= status <= 399 and bool(facts.get("final_url"))
