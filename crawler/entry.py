"""Where the process of a worker begins: small, so that the process that starts it loads nothing of Scrapy."""

from __future__ import annotations

import importlib
from multiprocessing.connection import Connection

from crawler.job import Job
from crawler.pace import SharedPace

#: Scrapy looks through the whole stack of imports for each class of its own that it renamed once. These modules have most of them; loaded
#: from here, before anything else, that is a short look; deep inside other imports it took 0.4 CPU seconds, a fifth of a worker's start.
_EARLY = "scrapy.core.downloader.contextfactory"


def enter(job: Job, pipe: Connection, pace: SharedPace) -> None:
    """Work a job off in this process, see :func:`crawler.worker.work`."""
    importlib.import_module(_EARLY)
    from crawler.worker import work

    work(job, pipe, pace)
