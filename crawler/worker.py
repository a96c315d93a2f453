"""One worker process: a Scrapy crawl over its share of the sites, driven by a pipe to the process that started it."""

from __future__ import annotations

import asyncio
import contextlib
import gc
import logging
import os
import signal
import threading
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from scrapy.crawler import AsyncCrawlerProcess
from scrapy.settings import Settings
from scrapy.utils.misc import load_object

from crawler import settings as crawl_settings
from crawler.collection import Collection
from crawler.engine import DirectCrawler
from crawler.events import CrawlEvent
from crawler.job import Done, Job
from crawler.options import CrawlOptions
from crawler.pace import SharedPace

#: New objects between two looks for unreachable ones, and how many such looks until older objects are looked through, too.
#: Python's own 700, 10 and 10 took an eighth of the time with hundreds of sites open; what pages leave has no circles.
_SELDOM = (20_000, 20, 20)
#: Seconds for which events are gathered: with thousands of hosts each message of its own would wake the parent once a page.
_TOGETHER = 0.2


def work(job: Job, pipe: Connection, pace: SharedPace | None = None) -> None:
    """Run a job to its end; the entry point of the process.

    Sends lists of :class:`~crawler.events.CrawlEvent` records and, last, :class:`Done` through ``pipe``. Anything received, or
    the other end's closing, means to stop: so no worker outlives the process that started it. ``pace`` is shared with the
    other workers of the run.
    """
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the parent says when to stop
    sender = _Sender(pipe)
    collection = Collection(job.sites, job.options, sender.tell, job.neighbours, any_scope=job.any_scope, pace=pace)
    process = AsyncCrawlerProcess(_settings(job.options))
    # Wrong certificates are the rule, and no line a page. Said only now: Scrapy sets all its loggers anew where it begins.
    logging.getLogger("scrapy.core.downloader.tls").setLevel(logging.ERROR)
    process.crawl(DirectCrawler(load_object(job.options.spider), process.settings), collection=collection)
    collection.on_problem = partial(_stop_soon, collection, sender)
    ended = threading.Event()
    threading.Thread(target=_await_stop, args=(pipe, collection, sender, ended), daemon=True).start()
    _collect_seldom()
    try:
        process.start(install_signal_handlers=False)
    finally:
        ended.set()
        collection.close()
        sender.end(_done(collection))


def _collect_seldom() -> None:
    """Spare what stays to the end, such as rules and modules, and look for circles of unreachable objects less often."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(*_SELDOM)


class _Sender:
    """Sends from two threads; a parent that is gone is nobody to tell. Events that follow each other closely go together."""

    def __init__(self, pipe: Connection) -> None:
        self._pipe, self._lock = pipe, threading.Lock()
        self._events: list[CrawlEvent] = []

    def tell(self, event: CrawlEvent) -> None:
        """Send an event soon; called from the crawl's own loop only."""
        if not self._events:
            asyncio.get_running_loop().call_later(_TOGETHER, self._flush)
        self._events.append(event)

    def end(self, message: Done) -> None:
        """Send what is still to be told, and that the work is over."""
        self._flush()
        self._send(message)

    def _flush(self) -> None:
        events, self._events = self._events, []
        if events:
            self._send(events)

    def _send(self, message: list[CrawlEvent] | Done) -> None:
        with self._lock:
            try:
                self._pipe.send(message)
            except (BrokenPipeError, OSError):
                return


def _await_stop(pipe: Connection, collection: Collection, sender: _Sender, ended: threading.Event) -> None:
    with contextlib.suppress(EOFError, OSError):
        pipe.recv()
    if ended.is_set():
        return
    from twisted.internet import reactor  # only now: importing it installs it

    reactor.callFromThread(_stop_now, collection, sender)


def _stop_soon(collection: Collection, sender: _Sender) -> None:
    asyncio.get_running_loop().call_soon(_stop_now, collection, sender)


def _stop_now(collection: Collection, sender: _Sender) -> None:
    """Close the ledgers and leave. Requests under way have nothing to wait for: their pages stay queued."""
    collection.close()
    sender.end(_done(collection))
    os._exit(0)


def _done(collection: Collection) -> Done:
    problem = collection.problem
    return Done(dict(collection.statuses), (problem.code, problem.params) if problem else None)


def _settings(options: CrawlOptions) -> Settings:
    chosen: dict[str, Any] = {
        "DOWNLOAD_TIMEOUT": options.timeout,
        # A declared length beyond this is not even begun; the capture middleware stops the undeclared ones a little
        # earlier.
        "DOWNLOAD_MAXSIZE": options.body_limit + 1024 * 1024,
        "CRAWL_BODY_LIMIT": options.body_limit,
        "CRAWL_PROXY": options.proxy,
        "LOG_FILE": str(options.log_file),
    }
    settings = Settings()
    settings.setmodule(crawl_settings, priority="project")
    settings.setdict(chosen, priority="cmdline")
    return settings
