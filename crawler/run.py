"""The crawl as the command line calls it: sites in, statuses out; the work is done in processes of its own."""

from __future__ import annotations

import contextlib
import multiprocessing
import signal
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from multiprocessing.connection import Connection, wait
from multiprocessing.context import SpawnProcess
from types import FrameType
from urllib.parse import urlsplit

from crawler.archive import archive_folder, status_of
from crawler.archive_writer import writable
from crawler.endings import may_add
from crawler.entry import enter
from crawler.events import CrawlEvent
from crawler.job import Done, Job
from crawler.ledger import LEDGER_NAME, Ledger
from crawler.options import CrawlOptions
from crawler.pace import SharedPace
from crawler.problems import Problem, refusal
from crawler.records import ArchiveStatus, Site
from crawler.site_file import SITE_NAME, SiteFile
from crawler.urls import host_of

__all__ = ["CrawlOptions", "crawl"]

Progress = Callable[[CrawlEvent], None]
#: Seconds a worker gets to close its ledgers when the user interrupts.
_PATIENCE = 20.0
#: Seconds without an event after which the last one is told again.
_SILENCE = 10.0


def crawl(sites: Sequence[Site], options: CrawlOptions, progress: Progress | None = None) -> list[ArchiveStatus]:
    """Collect ``sites`` into their archives; returns one status per site, in order.

    Goes on where an earlier call stopped; what is finished is not asked again. Raises ``Problem`` (data_not_writable,
    archive_locked, proxy_unreachable) and, after SIGINT or SIGTERM and with every ledger closed, ``KeyboardInterrupt``.
    """
    return crawl_job(Job(sites, options, tuple(site.portal_url for site in sites)), progress)


def crawl_job(job: Job, progress: Progress | None = None) -> list[ArchiveStatus]:
    """As :func:`crawl`, for a whole job."""
    tell = progress or (lambda event: None)
    statuses = _kept(job, tell)
    todo = [site for site in _distinct(job.sites) if site.site_id not in statuses]
    if todo:
        _check_proxy(job.options.proxy)
        with writable(job.options.log_file.parent):
            job.options.log_file.parent.mkdir(parents=True, exist_ok=True)
        shares = share_out(todo, job.options.workers)
        jobs = [Job(share, job.options, job.neighbours, job.any_scope) for share in shares]
        statuses |= _run(jobs, tell)
    return [statuses.get(site.site_id, ArchiveStatus("not_started")) for site in job.sites]


def share_out(sites: Sequence[Site], workers: int) -> list[list[Site]]:
    """Share sites among workers so that no named host is asked by two of them, and the shares are about equal."""
    groups = _groups(sites)
    shares: list[list[Site]] = [[] for _ in range(max(1, min(workers, len(groups))))]
    for group in sorted(groups, key=len, reverse=True):
        min(shares, key=len).extend(group)
    return [share for share in shares if share]


def _groups(sites: Sequence[Site]) -> list[list[Site]]:
    """Sites that share a host, directly or through others, together."""
    leader: dict[str, str] = {}

    def find(name: str) -> str:
        while leader.setdefault(name, name) != name:
            name = leader[name]
        return name

    for site in sites:
        for url in site.service_urls:
            leader[find(host_of(url))] = find(host_of(site.portal_url))
    groups: dict[str, list[Site]] = {}
    for site in sites:
        groups.setdefault(find(host_of(site.portal_url)), []).append(site)
    return list(groups.values())


def _distinct(sites: Sequence[Site]) -> list[Site]:
    return list({site.site_id: site for site in sites}.values())


def _kept(job: Job, tell: Progress) -> dict[str, ArchiveStatus]:
    """Statuses of the sites that an earlier run finished and a new one would not ask anything."""
    kept: dict[str, ArchiveStatus] = {}
    for site in _distinct(job.sites):
        folder = archive_folder(job.options.data, job.options.year, site.site_id)
        if not ((folder / SITE_NAME).is_file() and (folder / LEDGER_NAME).is_file()):
            continue
        about = SiteFile.read(folder)
        if not about.status:
            continue
        ledger = Ledger(folder / LEDGER_NAME, readonly=True)
        with contextlib.closing(ledger):
            if not may_add(about, ledger, job.options):
                kept[site.site_id] = status = status_of(ledger)
                tell(
                    CrawlEvent(
                        site.site_id,
                        "kept",
                        status.pages_fetched,
                        status.pages_known,
                        0,
                        0.0,
                        status.status,
                        status.reason,
                    )
                )
    return kept


def _check_proxy(proxy: str) -> None:
    """Find out before the crawl that the proxy is not there: else every site would look unreachable."""
    if not proxy:
        return
    parts = urlsplit(proxy)
    try:
        socket.create_connection((parts.hostname or "", parts.port or 80), timeout=5).close()
    except (OSError, ValueError) as error:
        raise Problem("proxy_unreachable", proxy=proxy.rpartition("@")[2], error=refusal(error)) from error


def _run(jobs: Sequence[Job], tell: Progress) -> dict[str, ArchiveStatus]:
    context = multiprocessing.get_context("spawn")
    workers: dict[Connection, SpawnProcess] = {}
    with _terminate_as_interrupt():
        try:
            pace = SharedPace(context)
            for job in jobs:
                ours, theirs = context.Pipe()
                worker = context.Process(target=enter, args=(job, theirs, pace), daemon=True)
                worker.start()
                theirs.close()
                workers[ours] = worker
            return _listen(workers, tell)
        finally:
            _stop(workers)


def _listen(workers: dict[Connection, SpawnProcess], tell: Progress) -> dict[str, ArchiveStatus]:
    """Pass on events until every worker said how it ended.

    While all is silent, what is known of a site under way is told again: a display can say how long nothing has happened.
    """
    statuses: dict[str, ArchiveStatus] = {}
    open_pipes = set(workers)
    under_way: dict[str, CrawlEvent] = {}
    while open_pipes:
        ready = wait(list(open_pipes), timeout=_SILENCE)
        if not ready and under_way:
            tell(replace(next(iter(under_way.values())), state="fetching"))
        for pipe in ready:
            assert isinstance(pipe, Connection)
            message = _received(pipe)
            if isinstance(message, list):
                for event in message:
                    _note(event, under_way)
                    tell(event)
                continue
            open_pipes.discard(pipe)
            if message is None:
                workers[pipe].join(_PATIENCE)
                raise Problem("worker_died", status=workers[pipe].exitcode)
            statuses |= message.statuses
            if message.problem:
                code, params = message.problem
                raise Problem(code, **params)
    return statuses


def _note(event: CrawlEvent, under_way: dict[str, CrawlEvent]) -> None:
    """Keep the last event of each site under way."""
    if event.state == "finished":
        under_way.pop(event.site_id, None)
    else:
        under_way[event.site_id] = event


def _received(pipe: Connection) -> list[CrawlEvent] | Done | None:
    try:
        message: list[CrawlEvent] | Done = pipe.recv()
    except (EOFError, OSError):
        return None
    return message


def _stop(workers: dict[Connection, SpawnProcess]) -> None:
    """Ask all workers to stop and wait for them; those that already ended do not mind."""
    for pipe in workers:
        with contextlib.suppress(OSError):
            pipe.send("stop")
    for pipe, worker in workers.items():
        _drain(pipe, worker)
        worker.join(_PATIENCE)
        if worker.is_alive():
            worker.kill()
            worker.join()
        pipe.close()


def _drain(pipe: Connection, worker: SpawnProcess) -> None:
    """Read what a stopping worker still says, so that it is not held up by a full pipe."""
    with contextlib.suppress(EOFError, OSError):
        while worker.is_alive() and pipe.poll(_PATIENCE):
            if isinstance(pipe.recv(), Done):
                return


@contextlib.contextmanager
def _terminate_as_interrupt() -> Iterator[None]:
    """Let SIGTERM stop the crawl as Ctrl-C does. Only the main thread may say so; elsewhere nothing changes."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return

    def interrupt(number: int, frame: FrameType | None) -> None:
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGTERM, interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, before)
