"""Kill -9 at random moments: does the audit of the sample province end as if nothing had happened?

    python -m benchmarks.kill [--kills 50] [--render auto] [--sites 7] [--seed 1]

Some sites of the sample province (one that declines, one that cannot be reached, one made of scripts among them) are
crawled and judged undisturbed; then again, the same command each time, with so many SIGKILLs to all its processes: most
after a random number of further requests and a random moment more, some while it still starts, the last tenth
while it judges. Where a crawl ends before all kills are dealt out, another begins in a fresh folder. Printed: pages whose state,
reason, status or digest differ, addresses known to one only, records left in the WARC files, verdicts that differ, and
what the kills cost in requests. Exit status 1 when anything differs.
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
from collections.abc import Callable
from contextlib import closing, suppress
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from crawler.verification import flaws
from govaudit.sample import Province, Server, build_province, serve, sites_csv
from reports.database import open_store

AS_OF = date(2026, 11, 20)
#: Sites of many kinds first: of scripts only, declining, dropping connections, closed in parts, with copies, with empty pages.
ORDER = (
    "9901010001",
    "9901240001",
    "9902230001",
    "9902010001",
    "9902000031",
    "9902210001",
    "9902000001",
)
#: Seconds for one command; one that takes longer counts as hanging. Beside ten other jobs a crawl with a browser takes five minutes.
LONGEST = 900.0
#: Seconds of a start, in which every eighth kill falls; and seconds after the wanted request, for the others.
STARTING = 4.0
AFTER = 0.4
Page = tuple[str, str, str, int, str, str]
Told = set[tuple[str, str, str, int | None, str]]


@dataclass(frozen=True)
class Task:
    """What is audited: the chosen sites of the province, how they are rendered, and the server that answers."""

    province: Province
    server: Server
    render: str

    @property
    def ids(self) -> list[str]:
        return [site.site_id for site in self.province.sites]

    def command(self, data: Path, name: str, *more: str) -> list[str]:
        chosen = [sys.executable, "-m", "govaudit", "--data", str(data), name, "--sites", str(data / "sites.csv")]
        return [*chosen, "--year", str(AS_OF.year), "--as-of", AS_OF.isoformat(), *more]

    def crawl(self, data: Path) -> list[str]:
        asked = ("--proxy", self.server.url, "--delay", "0", "--render", self.render, "--progress", "none")
        return self.command(data, "crawl", *asked)

    def judge(self, data: Path) -> list[str]:
        return self.command(data, "judge")

    def asked(self) -> int:
        return sum(self.server.requests.values())


def some_of(province: Province, sites: int) -> Province:
    """The first so many sites of :data:`ORDER`, then the others."""
    rank = {site_id: number for number, site_id in enumerate(ORDER)}
    chosen = sorted(province.plans, key=lambda plan: rank.get(plan.site_id, len(rank)))[:sites]
    return replace(province, plans=tuple(chosen))


def prepared(task: Task, folder: Path, name: str) -> Path:
    data = folder / name
    data.mkdir()
    (data / "sites.csv").write_text(sites_csv(task.province), encoding="utf-8")
    return data


def run(command: list[str]) -> None:
    """A command to its end; anything but 0 and 1 (some sites not measured) is an error with its own words."""
    ran = subprocess.run(command, capture_output=True, text=True, check=False, timeout=LONGEST)
    if ran.returncode not in (0, 1):
        raise RuntimeError(f"{command[3:]}: exit status {ran.returncode}\n{ran.stderr[-3000:]}")


def kill(command: list[str], due: Callable[[], bool]) -> bool:
    """Start a command and kill it with all its processes as soon as it is due; False when it ended before."""
    process = subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, start_new_session=True
    )
    until = time.monotonic() + LONGEST
    while not due() and process.poll() is None and time.monotonic() < until:
        time.sleep(0.002)
    ended = process.poll()
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    _, said = process.communicate()
    if ended not in (None, 0, 1):
        raise RuntimeError(f"exit status {ended} after a kill\n{said[-3000:]}")
    return ended is None


def after_seconds(seconds: float) -> Callable[[], bool]:
    until = time.monotonic() + seconds
    return lambda: time.monotonic() >= until


def after_requests(task: Task, requests: int, seconds: float) -> Callable[[], bool]:
    """Due so many requests from now, and then so many seconds later."""
    wanted, until = task.asked() + requests, [0.0]

    def due() -> bool:
        if not until[0] and task.asked() >= wanted:
            until[0] = time.monotonic() + seconds
        return bool(until[0]) and time.monotonic() >= until[0]

    return due


def hurt(task: Task, folder: Path, kills: int, most: int, chance: random.Random) -> list[Path]:
    """Crawl under kills, in one folder after another until all are dealt out, each to its end; then judge under kills."""
    data, done, judged = [prepared(task, folder, "hurt0")], 0, max(1, kills // 10)
    while done < kills - judged:
        later = after_requests(task, chance.randint(1, most), chance.uniform(0, AFTER))
        early = after_seconds(chance.uniform(0.3, STARTING))
        if kill(task.crawl(data[-1]), early if done % 8 == 7 else later):
            done += 1
            sys.stderr.write(f"\r{data[-1].name}: kill {done} of {kills}, {task.asked()} requests ")
        else:
            data.append(prepared(task, folder, f"hurt{len(data)}"))
    for one in data:
        run(task.crawl(one))
    for _ in range(judged):
        kill(task.judge(data[0]), after_seconds(chance.uniform(0.5, 2 * STARTING)))
    for one in data:
        run(task.judge(one))
    return data


def pages(task: Task, data: Path) -> set[Page]:
    """Everything the ledgers say of every address but times and places."""
    found: set[Page] = set()
    for site in task.ids:
        with SiteArchive.open(archive_folder(data, AS_OF.year, site)) as archive:
            found |= {
                (one.url, one.state, one.reason, one.http_status, one.renderer, one.digest) for one in archive.records()
            }
            status = archive.status()
            found.add((site, status.status, status.reason, status.pages_known, "", ""))
    return found


def verdicts(task: Task, data: Path) -> Told:
    with closing(open_store(f"sqlite:///{(data / 'results.sqlite').as_posix()}")) as store:
        return {
            (one.site_id, one.item_id, one.key, one.level, one.scope)
            for judgement in store.judgements(task.ids, AS_OF.year)
            for one in judgement.verdicts
        }


def unsound(task: Task, data: Path) -> list[str]:
    """What ``archive verify`` finds wrong."""
    folders = [archive_folder(data, AS_OF.year, site) for site in task.ids]
    return [f"{folder.name}: {flaw.kind} {flaw.where}" for folder in folders for flaw in flaws(folder)]


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--kills", type=int, default=50)
    parser.add_argument("--render", default="auto", choices=("auto", "never"))
    parser.add_argument("--sites", type=int, default=7)
    parser.add_argument("--seed", type=int, default=1)
    given = parser.parse_args()
    province = some_of(build_province(AS_OF), given.sites)
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as made, serve(province) as server:
        folder, task, began = Path(made), Task(province, server, given.render), time.monotonic()
        calm = prepared(task, folder, "calm")
        run(task.crawl(calm)), run(task.judge(calm))
        quiet, undisturbed = time.monotonic() - began, task.asked()
        most = max(2, 2 * undisturbed // given.kills)
        tried = hurt(task, folder, given.kills, most, random.Random(given.seed))
        wrong = [f"{data.name}: {one}" for data in tried for one in _differences(task, calm, data)]
        known, judged = len(pages(task, calm)), len(verdicts(task, calm))
    sys.stdout.write(
        f"kills {given.kills} over {len(tried)} audits, rendering {given.render}: pages {known}, verdicts {judged}, "
        f"different {len(wrong)}; requests {undisturbed} undisturbed, {task.asked() - undisturbed} with kills; "
        f"{quiet:.0f} s undisturbed, {time.monotonic() - began - quiet:.0f} s with kills\n"
    )
    sys.stdout.write("".join(f"differs: {one}\n" for one in wrong[:40]))
    return 1 if wrong else 0


def _differences(task: Task, calm: Path, data: Path) -> list[str]:
    changed = sorted(pages(task, calm) ^ pages(task, data))
    told = sorted(verdicts(task, calm) ^ verdicts(task, data), key=str)
    return [*map(str, changed), *map(str, told), *unsound(task, data)]


if __name__ == "__main__":
    sys.exit(main())
