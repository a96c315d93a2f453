"""The chaos run: sixty hosts, half of them healthy, every fault mixed among the others, crawled at once.

    python -m benchmarks.chaos [--healthy 30] [--timeout 30] [--stall 20] [--workers 1]

First the healthy sites are crawled by themselves, then all together. Printed: whether every healthy site's ledger is the
same page by page (state, reason, status, digest), each sick site's states beside those it must have, requests that must
not have been sent, wall time, and the peak memory of the crawling processes. Exit status 1 when anything is wrong.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from benchmarks.chaos_world import DISALLOWED, FORBIDDEN, SICK, Asked, ChaosWorld, thirty
from crawler.archive import SiteArchive, archive_folder
from crawler.options import CrawlOptions
from crawler.records import ArchiveStatus, FetchRecord, Site
from crawler.run import crawl
from crawler.urls import host_of

YEAR = 2026
#: Sick sites by name: with one sickness each, and the thirty that have all of them.
KNOWN = SICK | thirty()


@dataclass(frozen=True)
class Ran:
    """What one run left: records by site and address, statuses, requests, seconds."""

    records: dict[str, dict[str, FetchRecord]]
    statuses: dict[str, ArchiveStatus]
    asked: list[Asked]
    seconds: float


def site_of(name: str) -> Site:
    scheme = KNOWN[name].scheme if name in KNOWN else "http"
    return Site(name, name, f"{scheme}://www.{name}.gov.cn/")


def run(names: list[str], data: Path, stall: float, **chosen: object) -> Ran:
    """Crawl these sites of the world together."""
    began = time.monotonic()
    sites = [site_of(name) for name in names]
    with ChaosWorld(names, stall, sick=KNOWN) as world:
        options = CrawlOptions(data, YEAR, proxy=world.proxy, **chosen)  # type: ignore[arg-type]
        statuses = dict(zip(names, crawl(sites, options), strict=True))
    return Ran({name: records(data, name) for name in names}, statuses, world.asked, time.monotonic() - began)


def records(data: Path, name: str) -> dict[str, FetchRecord]:
    with SiteArchive.open(archive_folder(data, YEAR, name)) as archive:
        return {record.url: record for record in archive.records()}


def outcome_of(found: dict[str, FetchRecord]) -> dict[str, tuple[object, ...]]:
    """What must not depend on anybody else: every page's state, reason, status and digest."""
    return {url: (one.state, one.reason, one.http_status, one.digest) for url, one in found.items()}


def troubles(calm: Ran, wild: Ran) -> list[str]:
    """Everything that is not as it must be, in words."""
    changed = [name for name in calm.records if outcome_of(calm.records[name]) != outcome_of(wild.records[name])]
    found = [f"{name}: not as without chaos" for name in changed]
    found += [trouble for name in wild.statuses if name in KNOWN for trouble in _sick_troubles(name, wild)]
    return found + [f"sent: {one.method} {one.host}{one.path}" for one in wild.asked if _must_not_be_sent(one)]


def _sick_troubles(name: str, ran: Ran) -> list[str]:
    sick, status, found = KNOWN[name], ran.statuses[name], ran.records[name]
    front = site_of(name).portal_url.rstrip("/")
    wrong = []
    if (status.status, status.reason) != (sick.status, sick.reason):
        wrong.append(f"{name}: {status.status} {status.reason}, not {sick.status} {sick.reason}")
    for path, reason in sick.pages.items():
        record = found.get(front + path)
        if record is None or record.reason != reason:
            was = f"{record.reason} ({record.detail})" if record else "unknown"
            wrong.append(f"{name}{path}: {was}, not {reason}")
    return wrong


def _must_not_be_sent(asked: Asked) -> bool:
    forbidden = {host_of(url) for url in FORBIDDEN} | {"127.0.0.1", "[::1]", "169.254.169.254"}
    away = asked.host.partition(":")[0] in forbidden or asked.host in forbidden
    return asked.method not in ("GET", "HEAD") or away or asked.path.startswith(DISALLOWED)


def names_of(healthy: int, sick: list[str] | None = None) -> list[str]:
    """Healthy and sick sites, shuffled alike every time."""
    names = [f"healthy{number}" for number in range(healthy)] + (list(thirty()) if sick is None else sick)
    random.Random(60).shuffle(names)
    return names


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--healthy", type=int, default=30)
    parser.add_argument("--timeout", type=float, default=30.0)
    parser.add_argument("--stall", type=float, default=20.0)
    parser.add_argument("--workers", type=int, default=1)
    given = parser.parse_args()
    names = names_of(given.healthy)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        chosen = {"delay": 0.05, "timeout": given.timeout, "budget": 200, "workers": given.workers, "render": "never"}
        well = [name for name in names if name not in KNOWN]
        calm = run(well, Path(folder, "calm"), given.stall, **chosen)
        wild = run(names, Path(folder, "wild"), given.stall, **chosen)
    wrong = troubles(calm, wild)
    for name in sorted(set(names) & set(KNOWN)):
        status = wild.statuses[name]
        sys.stdout.write(f"{name:20} {status.status:12} {status.reason:16} {dict(status.by_reason)}\n")
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    sys.stdout.write(
        f"hosts {len(names)}, healthy {len(well)}, calm {calm.seconds:.0f} s, wild {wild.seconds:.0f} s, "
        f"requests {len(wild.asked)}, peak of a worker {peak:.0f} MB\n"
    )
    sys.stdout.write("\n".join(wrong or ["everything as it must be"]) + "\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    multiprocessing.freeze_support()
    sys.exit(main())
