"""The main job on the sample province, through the command line: verdicts against truth, kills, memory, outputs."""

from __future__ import annotations

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest

from govaudit.sample import Server, build_province, compare_with_truth, serve, sites_csv
from reports.database import open_store
from rules.records import SiteJudgement

AS_OF = date(2026, 11, 20)
PROVINCE = build_province(AS_OF)
IDS = [site.site_id for site in PROVINCE.sites]
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Run:
    """A finished call of the program and the folder it worked in."""

    data: Path
    status: int
    out: str
    err: str
    peak: int = 0

    def judgements(self) -> list[SiteJudgement]:
        store = open_store(f"sqlite:///{(self.data / 'results.sqlite').as_posix()}")
        try:
            return list(store.judgements(IDS, AS_OF.year))
        finally:
            store.close()

    def verdicts(self) -> set[tuple[str, str, str, int | None, str]]:
        return {
            (one.site_id, one.item_id, one.key, one.level, one.scope)
            for judgement in self.judgements()
            for one in judgement.verdicts
        }

    def pages(self) -> dict[str, list[tuple[str, str, str]]]:
        return self._ledgers("url, state, reason")

    def answers(self) -> dict[str, list[tuple[str, str, str]]]:
        """By site: each page's address, when it was answered, and where the answer lies in the archive."""
        return self._ledgers("url, fetched_at, record")

    def _ledgers(self, columns: str) -> dict[str, list[tuple[str, str, str]]]:
        folder = self.data / "archives" / str(AS_OF.year)
        return {site: _ledger(folder / site / "ledger.sqlite", columns) for site in IDS}


def _ledger(path: Path, columns: str) -> list[tuple[str, str, str]]:
    connection = sqlite3.connect(path)
    try:
        return connection.execute(f"SELECT {columns} FROM pages ORDER BY url").fetchall()
    finally:
        connection.close()


def command(data: Path, *arguments: str) -> list[str]:
    return [sys.executable, "-m", "govaudit", "--data", str(data), *arguments]


def crawl(data: Path, server: Server) -> list[str]:
    listed = data / "sites.csv"
    data.mkdir(exist_ok=True)
    listed.write_text(sites_csv(PROVINCE), encoding="utf-8")
    return command(
        data,
        "crawl",
        "--sites",
        str(listed),
        "--year",
        str(AS_OF.year),
        "--as-of",
        AS_OF.isoformat(),
        "--proxy",
        server.url,
        "--delay",
        "0",
        "--render",
        "never",
        "--progress",
        "none",
    )


def judge(data: Path) -> list[str]:
    return command(data, "judge", "--sites", str(data / "sites.csv"), "--year", str(AS_OF.year))


def run(arguments: list[str], data: Path, *, seconds: int = 1200) -> Run:
    process = subprocess.Popen(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, encoding="utf-8")
    watched = Peak(process.pid)
    out, err = process.communicate(timeout=seconds)
    return Run(data, process.returncode, out, err, watched.stop())


class Peak:
    """Watches the largest resident size any of a process's Python descendants ever had, in bytes (0 where /proc is missing)."""

    def __init__(self, pid: int) -> None:
        self._pid, self._seen, self._over = pid, 0, threading.Event()
        self._thread = threading.Thread(target=self._watch, daemon=True)
        self._thread.start()

    def _watch(self) -> None:
        while not self._over.wait(0.1):
            self._seen = max([self._seen, *map(_high_water, _family(self._pid))])

    def stop(self) -> int:
        self._over.set()
        self._thread.join()
        return self._seen


def _family(pid: int) -> Iterator[int]:
    yield pid
    for children in Path(f"/proc/{pid}/task").glob("*/children"):
        try:
            below = children.read_text().split()
        except OSError:
            continue
        for child in below:
            yield from _family(int(child))


def _high_water(pid: int) -> int:
    try:
        if b"python" not in Path(f"/proc/{pid}/cmdline").read_bytes():
            return 0
        status = Path(f"/proc/{pid}/status").read_text()
    except OSError:
        return 0
    return next((int(line.split()[1]) * 1024 for line in status.splitlines() if line.startswith("VmHWM")), 0)


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The demo as ``make audit`` runs it, Chromium and all."""
    data = tmp_path_factory.mktemp("demo")
    finished = run(command(data, "demo", "--as-of", AS_OF.isoformat(), "--progress", "plain"), data)
    return Run(data / "demo" / AS_OF.isoformat(), finished.status, finished.out, finished.err, finished.peak)


@pytest.fixture(scope="module")
def undisturbed(tmp_path_factory: pytest.TempPathFactory) -> Run:
    """The same crawl without Chromium, from start to end."""
    data = tmp_path_factory.mktemp("undisturbed")
    with serve(PROVINCE) as server:
        crawled = run(crawl(data, server), data)
        assert not server.refused
        assert set(server.by_method()) <= {"GET", "HEAD"}
        assert max(server.requests.values()) <= 2, "a page was asked for again and again"
    assert crawled.status == 1, crawled.err
    assert run(judge(data), data).status == 1, "the site that scripts build was not seen, and judging says so"
    return crawled


def test_the_demo_ends_well_and_with_the_reports_path(demo: Run) -> None:
    assert demo.status == 0, demo.err
    assert Path(demo.out.splitlines()[-1]).is_file()


def test_verdicts_are_the_samples_truth(demo: Run) -> None:
    compared = compare_with_truth(demo.judgements(), PROVINCE)
    items = [one for one in compared.differences if one.kind in ("item", "extra")]
    assert compared.agreed / compared.total >= 0.95, compared.differences
    assert 1 - len(items) / sum(len(plan.offers) * 5 for plan in PROVINCE.plans) >= 0.95, items
    assert not [one for one in compared.differences if one.kind in ("site", "extra")]


def test_every_positive_verdict_has_a_finding_and_every_finding_a_page(demo: Run) -> None:
    for judgement in demo.judgements():
        findings = {finding.finding_id: finding for finding in judgement.findings}
        for verdict in judgement.verdicts:
            if verdict.level:
                assert verdict.finding_ids, verdict
            assert set(verdict.finding_ids) <= findings.keys()
        for finding in judgement.findings:
            assert finding.page_url
            assert finding.rule_id


def test_all_outputs_are_written(demo: Run) -> None:
    folder = Path(demo.out.splitlines()[-1]).parent
    year = AS_OF.year
    for name in (
        "index.html",
        f"govaudit-{year}.xlsx",
        f"govaudit-{year}.docx",
        "tables/datapackage.json",
        "tables/findings.csv",
    ):
        assert (folder / name).stat().st_size > 500, name
    assert not list(folder.rglob(".writing-*"))


def test_a_second_run_asks_nothing_again(demo: Run) -> None:
    asked = demo.answers()
    again = run(command(demo.data.parent.parent, "demo", "--as-of", AS_OF.isoformat(), "--progress", "none"), demo.data)
    assert again.status == 0, again.err
    assert Run(demo.data, 0, "", "").verdicts() == demo.verdicts()
    assert demo.answers() == asked


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="resident sizes are read from /proc")
def test_the_crawling_process_stays_under_400_megabytes(undisturbed: Run) -> None:
    assert 20 * MEGABYTE < undisturbed.peak < 400 * MEGABYTE


@pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL to a group of processes")
def test_five_kills_lose_nothing_and_count_nothing_twice(undisturbed: Run, tmp_path: Path) -> None:
    chance = random.Random(20261120)
    data = tmp_path / "data"
    with serve(PROVINCE) as server:
        for _ in range(5):
            _killed(crawl(data, server), after=chance.uniform(1.5, 3.0))
        finished = run(crawl(data, server), data)
        assert sum(server.requests.values()) <= sum(map(len, undisturbed.pages().values())) + 5 * 2 * len(IDS) + 60
    assert finished.status == 1, finished.err
    assert run(judge(data), data).status == 1
    assert finished.pages() == undisturbed.pages()
    assert finished.verdicts() == undisturbed.verdicts()


def _killed(arguments: list[str], *, after: float) -> None:
    process = subprocess.Popen(arguments, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, start_new_session=True)
    time.sleep(after)
    assert process.poll() is None, "it ended before it could be killed"
    os.killpg(process.pid, signal.SIGKILL)
    process.wait()
