"""Progress on stderr: a bar on a terminal, plain lines otherwise, one JSON object a line on request, or nothing."""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
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


class Shown:
    """How far a step is: ``total`` sites, of which ``finished``; pages counted over all sites of this run."""

    def __init__(self, step: str, total: int) -> None:
        self.step, self.total = step, total
        self.finished: set[str] = set()
        self.pages: dict[str, int] = {}
        self.before: dict[str, int] = {}
        self.started = time.monotonic()

    def take(self, event: CrawlEvent) -> None:
        if event.state == "started":
            self.before[event.site_id] = event.pages_fetched
        self.pages[event.site_id] = event.pages_fetched
        if event.state in ("finished", "kept"):
            self.finished.add(event.site_id)

    @property
    def fetched(self) -> int:
        return sum(self.pages.values())

    @property
    def rate(self) -> float:
        """Pages a second in this run; what earlier runs had fetched does not count."""
        return (self.fetched - sum(self.before.values())) / max(time.monotonic() - self.started, 0.001)

    def pace(self) -> str:
        """Pages and pages a second; empty for a step that fetches nothing."""
        return t("cli.progress.pace", pages=self.fetched, rate=f"{self.rate:.1f}") if self.step == "crawl" else ""

    def line(self) -> str:
        done = t("cli.progress.line", step=t(f"cli.progress.{self.step}"), done=len(self.finished), total=self.total)
        return done + self.pace()


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
            self._drawn.update(self._task, completed=len(self.shown.finished), detail=self.shown.pace())

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


def _bar_display() -> Progress:
    columns = (
        TextColumn("{task.description}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.fields[detail]}"),
    )
    return Progress(*columns, console=Console(stderr=True))
