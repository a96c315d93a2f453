"""Kill -9 at random moments: does the crawl of the sample province end as if nothing had happened?

    python -m benchmarks.kill [--kills 50] [--render never] [--seed 1]

The province is crawled and judged undisturbed, then again with so many SIGKILLs to the whole process group, each after a
random number of further requests. Printed: pages whose state, reason, status or digest differ, verdicts that differ, and
how many requests the kills cost. Exit status 1 when anything differs.
"""

from __future__ import annotations

import argparse
import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from datetime import date
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from govaudit.sample import Server, build_province, serve, sites_csv
from reports.database import open_store

AS_OF = date(2026, 11, 20)
PROVINCE = build_province(AS_OF)
IDS = [site.site_id for site in PROVINCE.sites]
Page = tuple[str, str, str, int, str]
Told = set[tuple[str, str, str, int | None, str]]


def command(data: Path, name: str, *more: str) -> list[str]:
    chosen = [sys.executable, "-m", "govaudit", "--data", str(data), name, "--sites", str(data / "sites.csv")]
    return [*chosen, "--year", str(AS_OF.year), *more]


def crawl(data: Path, server: Server, render: str) -> list[str]:
    asked = ("--proxy", server.url, "--delay", "0", "--render", render, "--progress", "none")
    return command(data, "crawl", "--as-of", AS_OF.isoformat(), *asked)


def prepared(folder: str, name: str) -> Path:
    data = Path(folder, name)
    data.mkdir()
    (data / "sites.csv").write_text(sites_csv(PROVINCE), encoding="utf-8")
    return data


def finish(data: Path, server: Server, render: str) -> None:
    """Crawl to the end, then judge."""
    for arguments in (crawl(data, server, render), command(data, "judge", "--progress", "none")):
        subprocess.run(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False, timeout=900)


def kill(data: Path, server: Server, render: str, after: int) -> bool:
    """Start the crawl and kill it, with all its processes, after so many more requests; False when it ended before."""
    until = sum(server.requests.values()) + after
    process = subprocess.Popen(
        crawl(data, server, render), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True
    )
    while sum(server.requests.values()) < until and process.poll() is None:
        time.sleep(0.001)
    ended = process.poll() is not None
    if not ended:
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    return not ended


def pages(data: Path) -> set[Page]:
    found: set[Page] = set()
    for site in IDS:
        with SiteArchive.open(archive_folder(data, AS_OF.year, site)) as archive:
            found |= {(one.url, one.state, one.reason, one.http_status, one.digest) for one in archive.records()}
    return found


def verdicts(data: Path) -> Told:
    with closing(open_store(f"sqlite:///{(data / 'results.sqlite').as_posix()}")) as store:
        return {
            (one.site_id, one.item_id, one.key, one.level, one.scope)
            for judgement in store.judgements(IDS, AS_OF.year)
            for one in judgement.verdicts
        }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--render", default="never", choices=("auto", "never"))
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    chance = random.Random(given.seed)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        calm, hurt = prepared(folder, "calm"), prepared(folder, "hurt")
        with serve(PROVINCE) as server:
            finish(calm, server, given.render)
            undisturbed = sum(server.requests.values())
        most = max(2, 2 * undisturbed // given.kills - 2)
        with serve(PROVINCE) as server:
            killed = sum(kill(hurt, server, given.render, chance.randint(1, most)) for _ in range(given.kills))
            finish(hurt, server, given.render)
            asked = sum(server.requests.values())
        changed = pages(calm) ^ pages(hurt)
        told = verdicts(calm) ^ verdicts(hurt)
        known, judged = len(pages(calm)), len(verdicts(calm))
    sys.stdout.write(
        f"kills {killed}, pages {known}, of which differ {len(changed)}, verdicts {judged}, of which differ {len(told)}, "
        f"requests {undisturbed} undisturbed, {asked} with kills\n"
    )
    for one in [*sorted(changed)[:20], *sorted(told, key=str)[:20]]:
        sys.stdout.write(f"differs: {one}\n")
    return 1 if changed or told else 0


if __name__ == "__main__":
    sys.exit(main())
