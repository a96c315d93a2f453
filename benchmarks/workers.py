"""What a second worker brings: the same sites crawled by one and by two, in turn.

    python -m benchmarks.workers [--sites 40] [--pages 100] [--rounds 2] [--workers 2]

Every site is the portal of ``benchmarks.online_pipeline``, without any delay. The server runs beside the workers and
takes its share of the cores, so three ratios are printed: by the clock over all; by the clock from the first request to the last,
without starting processes, which is the same however long a crawl takes; and what the workers would reach on free cores of
their own: CPU seconds of one, against those of two, shared out among them.
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

#: CPU seconds of the server, and seconds from the first request to the last.
Seen = tuple[float, float]


class Portals(Portal):
    """Notes what answering costs and how long requests came."""

    _first = _last = 0.0

    def answer(self, host: bytes, path: bytes) -> bytes:
        self._last = time.monotonic()
        self._first = self._first or self._last
        return super().answer(host, path)

    def seen(self) -> Seen:
        return time.process_time(), self._last - self._first


@dataclass(frozen=True, slots=True)
class Run:
    workers: int
    pages: int
    seconds: float
    asking: float  # seconds from the first request to the last
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
        seen: Seen = server.seen()  # type: ignore[assignment]
    served, asking = seen
    return Run(workers, sum(status.pages_fetched for status in statuses), seconds, asking, cpu, served)


def _cpu_of_children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime


def tell(one: Run) -> None:
    rates = f"{one.pages / one.seconds:.0f} pages/s ({one.pages / one.asking:.0f} while asking)"
    costs = f"{one.cpu / one.pages * 1000:.2f} CPU ms a page, server {one.server / one.pages * 1000:.2f}"
    sys.stdout.write(f"{one.workers} workers: {one.pages} pages, {rates}, {costs}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("sites", 40), ("pages", 100), ("rounds", 2), ("workers", 2)):
        parser.add_argument(f"--{name}", type=int, default=default)
    given = parser.parse_args()
    for _ in range(given.rounds):
        single, several = (run(workers, given.sites, given.pages) for workers in (1, given.workers))
        tell(single)
        tell(several)
        pages = several.pages / single.pages
        clock = single.seconds / several.seconds * pages
        asking = single.asking / several.asking * pages
        free = given.workers * (single.cpu / single.pages) / (several.cpu / several.pages)
        ratios = f"{clock:.2f} by the clock, {asking:.2f} while asking, {free:.2f} on free cores"
        sys.stdout.write(f"{given.workers} workers against 1: {ratios}\n")


if __name__ == "__main__":
    main()
