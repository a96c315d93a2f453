"""What a second worker brings: the same sites crawled by one and by two, in turn.

    python -m benchmarks.workers [--sites 40] [--pages 100] [--rounds 2] [--workers 2]

Every site is the portal of ``benchmarks.online_pipeline``, without any delay. The server runs beside the workers and
takes its share of the cores, so two ratios are printed: by the clock, with the server's own CPU time beside it, and what
the workers would reach on free cores of their own: CPU seconds of one, against those of two, shared out among them.
"""

from __future__ import annotations

import argparse
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from benchmarks.loopback import serving
from benchmarks.online_pipeline import Portal
from crawler.options import CrawlOptions
from crawler.records import Site
from crawler.run import crawl


class Portals(Portal):
    """Notes nothing but what answering costs."""

    def seen(self) -> object:
        return time.process_time()


@dataclass(frozen=True, slots=True)
class Run:
    workers: int
    pages: int
    seconds: float
    cpu: float  # of the workers
    server: float


def run(workers: int, sites: int, pages: int) -> Run:
    asked = [Site(f"s{number}", "", f"http://www.s{number}.gov.cn/") for number in range(sites)]
    with (
        serving(partial(Portals, pages, 53, 60 * 1024)) as server,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        options = CrawlOptions(
            Path(folder), 2026, budget=pages, delay=0.0, workers=workers, proxy=server.address, render="never"
        )
        began, before = time.monotonic(), _cpu_of_children()
        statuses = crawl(asked, options)
        seconds, cpu = time.monotonic() - began, _cpu_of_children() - before
        served = server.seen()
        assert isinstance(served, float)
    return Run(workers, sum(status.pages_fetched for status in statuses), seconds, cpu, served)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(one: Run) -> None:
    sys.stdout.write(
        f"{one.workers} workers: {one.pages} pages, {one.pages / one.seconds:.0f} pages/s, {one.cpu / one.pages * 1000:.2f}"
        f" CPU ms a page, server {one.server / one.pages * 1000:.2f}\n"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("sites", 40), ("pages", 100), ("rounds", 2), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    for _ in range(given.rounds):
        single, several = (run(workers, given.sites, given.pages) for workers in (1, given.workers))
        tell(single)
        tell(several)
        clock = single.seconds / several.seconds * several.pages / single.pages
        free = given.workers * (single.cpu / single.pages) / (several.cpu / several.pages)
        sys.stdout.write(f"{given.workers} workers against 1: {clock:.2f} by the clock, {free:.2f} on free cores\n")


if __name__ == "__main__":
    main()
