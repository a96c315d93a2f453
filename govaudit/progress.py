"""Progress on stderr: a bar on a terminal, plain lines otherwise, one JSON object a line on request, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable, Mapping
from types import TracebackType
from typing import Literal

import click
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from crawler.events import CrawlEvent
from reports.messages import t

Mode = Literal["auto", "plain", "json", "none"]
#: Seconds between two plain lines: an operator's log should not fill up with them.
LINE_EVERY = 5.0
#: Seconds without a page after which a site counts as stuck; and how many of these are named.
STUCK_AFTER = 60.0
NAMED = 3


class Shown:
    """How far a step is: ``total`` sites, of which ``finished``; pages counted over all sites of this run."""

    def __init__(self, step: str, total: int, clock: Callable[[], float] = time.monotonic) -> None:
        self.step, self.total = step, total
        self.finished: set[str] = set()
        self.pages: dict[str, int] = {}
        self.before: dict[str, int] = {}
        self.queued: dict[str, int] = {}  # pages that wait and may still be asked for, of sites under way
        self.room: dict[str, int] = {}  # pages their budgets still allow
        self.pace_of: dict[str, float] = {}  # pages a second
        self.budget = 0
        self.kept: set[str] = set()
        self.moved: dict[str, float] = {}  # when a site under way last brought a page
        self.said: dict[str, str] = {}  # what it met last instead
        self.clock = clock
        self.started = clock()

    def take(self, event: CrawlEvent) -> None:
        site = event.site_id
        if event.state == "started" and not self.moved and not self.finished - self.kept:
            self.started = self.clock()  # starting the workers says nothing about their pace
        if event.state == "started":
            self.before[site] = event.pages_fetched
        if event.state == "started" or event.pages_fetched > self.pages.get(site, -1):
            self.moved[site] = self.clock()
        self.pages[site], self.said[site], self.pace_of[site] = event.pages_fetched, event.reason, event.rate
        self.room[site] = event.pages_queued if event.pages_left is None else event.pages_left
        self.queued[site] = min(event.pages_queued, self.room[site])
        self.budget = max(self.budget, event.pages_fetched + self.room[site])
        if event.state in ("finished", "kept"):
            self.finished.add(site)
            for known in (self.queued, self.room, self.pace_of, self.moved):
                known.pop(site, None)
        if event.state == "kept":
            self.kept.add(site)
            self.before[site] = event.pages_fetched

    @property
    def fetched(self) -> int:
        return sum(self.pages.values())

    @property
    def rate(self) -> float:
        """Pages a second in this run; what earlier runs had fetched does not count."""
        return (self.fetched - sum(self.before.values())) / max(self.clock() - self.started, 0.001)

    @property
    def stuck(self) -> list[tuple[str, float, str]]:
        """Sites under way that brought no page for long: site, seconds since the last one, what it met last."""
        now = self.clock()
        waiting = [(site, now - since, self.said[site]) for site, since in self.moved.items()]
        return sorted((one for one in waiting if one[1] >= STUCK_AFTER), key=lambda one: -one[1])

    @property
    def left(self) -> float | None:
        """Seconds to the end if all goes on as so far; None as long as no site is done.

        Of three estimates the longest holds: the sites still to do, what is done of those under way taken off, at the rate sites
        were done in this run; the pages known to wait at the rate pages came; and the same for the slowest site alone.
        """
        done, spent = len(self.finished - self.kept), self.clock() - self.started
        if not done or spent <= 0:
            return None
        under_way = sum(map(self._share, self.queued))
        by_sites = (self.total - len(self.finished) - under_way) * spent / (done + under_way)
        return max(by_sites, self._seconds(self.queued) if self.total > len(self.finished) else 0.0)

    @property
    def between(self) -> tuple[float, float] | None:
        """Seconds to the end before any site is done: if nothing is found beyond the pages that wait, and if every site spends its whole
        budget, at the rate so far; None without a page, and once :attr:`left` can be told."""
        if self.left is not None or not self.queued or not self.rate:
            return None
        not_begun = self.total - len(self.finished) - len(self.queued)
        most = self._seconds(self.room, not_begun * self.budget)
        return min(self._seconds(self.queued), most), most

    def _seconds(self, pages: Mapping[str, int], more: int = 0) -> float:
        """How long so many pages of the sites under way, and so many of others, take at the rate pages came; no less than each
        site's own take at its own rate."""
        together = (sum(pages.values()) + more) / self.rate if self.rate else 0.0
        alone = (pages[site] / pace for site, pace in self.pace_of.items() if pace)
        return max(together, *alone, 0.0)

    def _share(self, site: str) -> float:
        """How much of a site under way is done, of the pages known so far."""
        came = self.pages[site] - self.before.get(site, 0)
        return came / max(1, came + self.queued[site])

    def outlook(self) -> str:
        """When the end is expected and what is stuck; empty where there is nothing to say."""
        if self.step != "crawl":
            return ""
        told = [] if self.left is None else [t("cli.progress.left", time=_clock_time(self.left))]
        if between := self.between:
            told = [t("cli.progress.between", least=_clock_time(between[0]), most=_clock_time(between[1]))]
        stuck = self.stuck
        if stuck:
            named = [
                t("cli.progress.stuck_one", site=site, seconds=round(seconds), why=t(f"reason.{why}") if why else "–")
                for site, seconds, why in stuck[:NAMED]
            ]
            told.append(t("cli.progress.stuck", count=len(stuck), sites=t("cli.list_comma").join(named)))
        return "".join(told)

    def pace(self) -> str:
        """Pages and pages a second; empty for a step that fetches nothing."""
        return t("cli.progress.pace", count=self.fetched, rate=f"{self.rate:.1f}") if self.step == "crawl" else ""

    def line(self) -> str:
        done = t("cli.progress.line", step=t(f"cli.progress.{self.step}"), done=len(self.finished), count=self.total)
        return done + self.pace() + self.outlook()


class ProgressDisplay:
    """Shows ``CrawlEvent``s, or sites done one by one; a context manager. ``mode`` auto: a bar on a terminal, else lines."""

    def __init__(self, mode: Mode, total: int, step: str = "crawl") -> None:
        self.shown = Shown(step, total)
        wanted = "bar" if mode == "auto" and sys.stderr.isatty() else ("plain" if mode == "auto" else mode)
        self._tell: Callable[[CrawlEvent], None] = {
            "bar": self._bar,
            "plain": self._plain,
            "json": self._json,
            "none": lambda event: None,
        }[wanted]
        self._last = 0.0
        self._drawn = _bar_display() if wanted == "bar" else None
        self._task = self._drawn.add_task(t(f"cli.progress.{step}"), total=total, detail="") if self._drawn else None

    def show(self, event: CrawlEvent) -> None:
        """Take in and show one event of a crawl."""
        self.shown.take(event)
        self._tell(event)

    def done(self, site_id: str) -> None:
        """Show that a step other than the crawl is done with a site."""
        self.show(CrawlEvent(site_id, "finished"))

    def _bar(self, event: CrawlEvent) -> None:
        if self._drawn is not None and self._task is not None:
            self._drawn.update(
                self._task, completed=len(self.shown.finished), detail=self.shown.pace() + self.shown.outlook()
            )

    def _plain(self, event: CrawlEvent) -> None:
        now = time.monotonic()
        if now - self._last >= LINE_EVERY or len(self.shown.finished) == self.shown.total:
            self._last = now
            click.echo(self.shown.line(), err=True)

    def _json(self, event: CrawlEvent) -> None:
        row = {
            "step": self.shown.step,
            "site": event.site_id,
            "state": event.state,
            "status": event.status,
            "reason": event.reason,
            "pages_fetched": event.pages_fetched,
            "pages_known": event.pages_known,
            "pages_queued": event.pages_queued,
            "rate": round(event.rate, 2),
            "sites_done": len(self.shown.finished),
            "sites": self.shown.total,
            "pages": self.shown.fetched,
            "pages_per_second": round(self.shown.rate, 2),
            "seconds_left": None if self.shown.left is None else round(self.shown.left),
            "seconds_left_between": list(map(round, self.shown.between)) if self.shown.between else None,
            "stuck": [
                {"site": site, "seconds": round(seconds), "reason": why} for site, seconds, why in self.shown.stuck
            ],
        }
        click.echo(json.dumps(row, ensure_ascii=False), err=True)

    def __enter__(self) -> ProgressDisplay:
        if self._drawn is not None:
            self._drawn.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self._drawn is not None:
            self._drawn.stop()


def _clock_time(seconds: float) -> str:
    minutes = round(seconds / 60)
    return f"{minutes // 60}:{minutes % 60:02d}"


def _bar_display() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    return Progress(*columns, console=Console(stderr=True))
