"""Very many hosts at once: is each asked exactly as often as it may be, none forgotten, and memory flat?

    python -m benchmarks.many_hosts [--hosts 1000] [--pages 40] [--delay 1] [--workers 2] [--links 40] [--kilobytes 20]
                                    [--bodies N]
    python -m benchmarks.many_hosts --pages 2 --links 500 --delay 0     # 500,000 known URLs: what matters is the peak

A loopback server answers for all hosts, with the pages of ``benchmarks.online_pipeline`` in a smaller size, and notes
when each request came. The whole pipeline works on every page: links, facts, ledger, archive. Printed: pages a second
between the first page of the last host to begin and the last page of the first host to be done, the shortest pause
between two requests of any host, how unevenly the hosts were served at half time, CPU milliseconds a page over all
workers, beside it the server's and that of the process that started the workers, the peak memory of a worker, and the most
files that one of this program's processes had open (on Linux). ``ulimit -n 1024`` before it shows that sites wait their turn then.
"""

from __future__ import annotations

import argparse
import multiprocessing
import resource
import statistics
import sys
import tempfile
import threading
import time
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from functools import partial
from itertools import pairwise
from pathlib import Path

from benchmarks.loopback import serving, whole
from benchmarks.online_pipeline import FRONT, GUIDE_EVERY, page
from crawler.options import CrawlOptions
from crawler.records import Site
from crawler.run import crawl

Times = dict[bytes, list[float]]
#: When each host was asked, and the server's own CPU seconds.
Seen = tuple[Times, float]


class Hosts:
    """Hosts that all hold the same portal, every tenth page a guide; notes when each was asked.

    ``bodies`` is how many of its pages differ: with fewer than there are addresses, the same guide stands under several.
    """

    def __init__(self, links: int, size: int, bodies: int) -> None:
        pages = links + 400
        self._answers = [whole(page(turn, pages, links, size)) for turn in range(min(pages, bodies or pages))]
        self._came: Times = defaultdict(list)

    def answer(self, host: bytes, path: bytes) -> bytes:
        self._came[host].append(time.monotonic())
        if path in (b"/robots.txt", b"/sitemap.xml"):
            return whole(b"", b"404 X")
        number = int(path.rpartition(b"/")[2].removesuffix(b".html") or FRONT)
        return self._answers[number % len(self._answers)]

    def seen(self) -> Seen:
        return dict(self._came), time.process_time()


@contextmanager
def open_files() -> Iterator[list[int]]:
    """The numbers of files that each of the workers had open, looked at twice a second; empty where the system does not say."""
    found: list[int] = []
    over = threading.Event()

    def look() -> None:
        while not over.wait(0.5):
            for worker in multiprocessing.active_children():
                with suppress(OSError):
                    found.append(len(list(Path(f"/proc/{worker.pid}/fd").iterdir())))

    looking = threading.Thread(target=look, daemon=True)
    looking.start()
    try:
        yield found
    finally:
        over.set()
        looking.join()


def report(seen: Seen, seconds: float, pages: int, cpu: float, files: list[int]) -> None:
    came, server = seen
    ours = {host: sorted(times) for host, times in came.items()}
    gaps = [later - earlier for times in ours.values() for earlier, later in pairwise(times)]
    began, ended = max(times[0] for times in ours.values()), min(times[-1] for times in ours.values())
    middle = [sum(began <= one < ended for one in times) for times in ours.values()] if ended > began else [0]
    busy = ended - began
    half = (min(times[0] for times in ours.values()) + max(times[-1] for times in ours.values())) / 2
    served = [sum(one < half for one in times) for times in ours.values()]
    costs = (("", cpu), ("server ", server), ("parent ", time.process_time()))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    rows = {
        "hosts asked": len(ours),
        "requests": sum(map(len, ours.values())),
        "pages fetched": pages,
        "pages/s over all": f"{pages / seconds:.0f}",
        "requests/s while all are busy": f"{sum(middle) / busy:.0f} over {busy:.0f} s" if busy > 0 else "-",
        "shortest pause of any host, s": f"{min(gaps, default=0):.3f}",
        "requests by half time, fewest/median/most": f"{min(served)}/{statistics.median(served):.0f}/{max(served)}",
        "CPU ms a page": ", ".join(f"{name}{spent / max(1, pages) * 1000:.2f}" for name, spent in costs),
        "peak of one worker, MB": f"{peak:.0f}",
        "most open files of one worker": f"{max(files, default=0)}",
    }
    for name, value in rows.items():
        sys.stdout.write(f"{name:44} {value}\n")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    for name, default in (("hosts", 1000), ("pages", 40), ("workers", 2), ("links", 40), ("kilobytes", 20)):
        parser.add_argument(f"--{name}", type=int, default=default)
    parser.add_argument("--delay", type=float, default=1.0)
    parser.add_argument(
        "--bodies", type=int, default=4 * GUIDE_EVERY, help="so many different pages a host; 0: as many as addresses"
    )
    given = parser.parse_args()
    sites = [Site(f"s{number}", "", f"http://www.s{number}.gov.cn/") for number in range(given.hosts)]
    with (
        serving(partial(Hosts, given.links, given.kilobytes * 1024, given.bodies)) as server,
        tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder,
    ):
        chosen = CrawlOptions(
            Path(folder), 2026, budget=given.pages, delay=given.delay, workers=given.workers, proxy=server.address,
            render="never",
        )  # fmt: skip
        began = time.monotonic()
        with open_files() as files:
            statuses = crawl(sites, chosen)
        seconds = time.monotonic() - began
        used = resource.getrusage(resource.RUSAGE_CHILDREN)
        seen: Seen = server.seen()  # type: ignore[assignment]
    known = sum(status.pages_known for status in statuses)
    sys.stdout.write(f"known URLs {known}, {seconds:.0f} s, {given.workers} workers, delay {given.delay} s\n")
    report(seen, seconds, sum(status.pages_fetched for status in statuses), used.ru_utime + used.ru_stime, files)


if __name__ == "__main__":
    main()
