"""A crawl killed at any moment goes on: nothing lost, nothing counted twice, the archive whole."""

from __future__ import annotations

import asyncio
import contextlib
import os
import random
import shutil
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from crawling import archive, links, options, records, site
from warcio.archiveiterator import ArchiveIterator
from webworld import Asked, Fault, Page, World

from crawler.archive import archive_folder
from crawler.archive_writer import ArchiveWriter
from crawler.events import CrawlEvent
from crawler.problems import Problem
from crawler.run import crawl, share_out
from crawler.verification import flaws

PAGES = 150
#: Runs a crawl in a process that can be killed; arguments: data folder, proxy, delay.
SCRIPT = """
import signal
import sys
from pathlib import Path
sys.path[:0] = {path!r}
from crawling import site
from crawler.options import CrawlOptions
from crawler.run import crawl
if __name__ == "__main__":
    signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background jobs are started deaf to it
    chosen = CrawlOptions(Path(sys.argv[1]), 2026, delay=float(sys.argv[3]), render="never", proxy=sys.argv[2],
                          spider="linkspider.LinkSpider")
    try:
        print(crawl([site()], chosen)[0].status)
    except KeyboardInterrupt:
        sys.exit(130)
"""


def numbered(asked: Asked) -> Page:
    """Page n of a site in which page n names 2n and 2n + 1."""
    number = int(asked.path.strip("/") or "1")
    return Page(f"<p>{number}</p>" + links(*[f"/{next_}" for next_ in (2 * number, 2 * number + 1) if next_ <= PAGES]))


def start(folder: Path, data: Path, world: World, delay: float = 0.0) -> subprocess.Popen[str]:
    script = folder / "crawl_it.py"
    script.write_text(SCRIPT.format(path=[str(Path(__file__).parent)]), encoding="utf-8")
    return subprocess.Popen(
        [sys.executable, str(script), str(data), world.proxy, str(delay)],
        text=True,
        stdout=subprocess.PIPE,
        start_new_session=True,
    )


def end_all(process: subprocess.Popen[str]) -> None:
    """Kill the process and its workers at once, as a power switch would."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()


def whole(data: Path) -> None:
    """Every page once, with its own body; the WARC file readable to its end."""
    rows = records(data)
    assert {row.reason for row in rows.values()} == {"ok"}
    assert len(rows) == PAGES
    with archive(data) as opened:
        bodies = {page.record.url.rsplit("/", 1)[1] or "1": page.body for page in opened.snapshots()}
        assert len(bodies) == PAGES
        assert all(body.startswith(f"<p>{number}</p>".encode()) for number, body in bodies.items())
        with (opened.folder / "pages.warc.gz").open("rb") as file:
            kept = Counter(
                record.rec_headers["WARC-Target-URI"]
                for record in ArchiveIterator(file)
                if record.rec_type == "response" and record.http_headers.get_statuscode() == "200"
            )
    assert max(number for url, number in kept.items() if not url.endswith("robots.txt")) == 1


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="kills a process group")
def test_killed_at_random_moments(tmp_path: Path) -> None:
    random.seed(20261124)
    data = tmp_path / "data"
    with World(fallback=numbered) as world:
        for _ in range(5):
            process = start(tmp_path, data, world, delay=0.004)
            before = len(world.urls())
            wanted = random.randint(3, 25)
            deadline = time.monotonic() + 120
            while len(world.urls()) < before + wanted and process.poll() is None and time.monotonic() < deadline:
                time.sleep(0.002)
            end_all(process)
        assert 0 < len(set(world.urls())) < PAGES
        with archive(data) as opened:
            assert (opened.status().status, opened.status().reason) == ("partial", "interrupted")
        process = start(tmp_path, data, world)
        assert process.communicate(timeout=240)[0].strip() == "measured"
        whole(data)
        assert len(world.urls()) <= PAGES + 5, "a kill costs the page in flight, no more"


@pytest.mark.skipif(not hasattr(os, "killpg"), reason="sends signals to a process group")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_interrupted(tmp_path: Path, number: signal.Signals) -> None:
    """Ctrl-C reaches the whole group, SIGTERM the parent alone: both end soon, with status 130 and a closed ledger."""
    data = tmp_path / "data"
    with World(fallback=numbered) as world:
        process = start(tmp_path, data, world, delay=0.05)
        while len(world.urls()) < 10 and process.poll() is None:
            time.sleep(0.01)
        os.killpg(process.pid, number) if number == signal.SIGINT else os.kill(process.pid, number)
        try:
            assert process.wait(60) == 130
        finally:
            end_all(process)
        assert not (archive_folder(data, 2026, "a") / "ledger.sqlite-wal").exists()
        with archive(data) as opened:
            assert opened.status().reason == "interrupted"
            assert 0 < opened.status().pages_fetched < PAGES


def test_called_again(tmp_path: Path) -> None:
    """What is finished is not asked again; a larger budget goes on; what was unreachable is tried anew."""
    with World(fallback=numbered) as world:
        [first] = crawl([site()], options(tmp_path, world, budget=20))
        assert (first.status, first.reason, first.pages_fetched) == ("partial", "budget", 20)
        assert first.by_reason["budget"] == first.pages_skipped > 0
        asked, heard = len(world.asked), list[CrawlEvent]()
        assert crawl([site()], options(tmp_path, world, budget=20), heard.append) == [first]
        assert len(world.asked) == asked
        assert [(event.state, event.status, event.pages_fetched) for event in heard] == [("kept", "partial", 20)]
        [second] = crawl([site()], options(tmp_path, world, budget=1000))
        assert second.status == "measured"
        whole(tmp_path)
        assert len(world.urls()) == PAGES
        assert crawl([site()], options(tmp_path, world)) == [second]


def test_out_of_time_and_back(tmp_path: Path) -> None:
    with World(fallback=Page("", 502)) as world:
        [down] = crawl([site()], options(tmp_path, world))
        assert (down.status, down.reason) == ("unreachable", "server_error")
        world.fallback = numbered
        [late] = crawl([site()], options(tmp_path, world, delay=0.05, time_limit=1.0))
        assert (late.status, late.reason) == ("partial", "time")
        assert 0 < late.pages_fetched < PAGES
        [done] = crawl([site()], options(tmp_path, world))
        assert done.status == "measured"
        whole(tmp_path)


def test_several_workers(tmp_path: Path) -> None:
    names = [f"www.s{number}.gov.cn" for number in range(5)]
    sites = [site(name) for name in names]
    heard: list[CrawlEvent] = []
    with World(fallback=lambda asked: Page(links("/1", "/2"))) as world:
        statuses = crawl(sites, options(tmp_path, world, workers=2), heard.append)
    assert [status.status for status in statuses] == ["measured"] * 5
    assert sorted(event.site_id for event in heard if event.state == "finished") == [
        f"s{number}" for number in range(5)
    ]
    assert all(event.pages_fetched == 3 and event.status == "measured" for event in heard if event.state == "finished")


@pytest.mark.parametrize(("round_", "budget"), [(1, 9), (0, 0)])
def test_a_site_that_was_killed_with_only_the_last_left_ends(tmp_path: Path, round_: int, budget: int) -> None:
    """What waits may be put off to the second round already, or have no budget left: the site still comes to an end."""
    writer = ArchiveWriter.open(archive_folder(tmp_path, 2026, "a"), site(), 2026, "2026-01-01", {})
    with writer.page():
        url = "http://www.a.gov.cn/150"
        writer.ledger.add("http://www.a.gov.cn/", "a", "www.a.gov.cn", state="skipped", reason="declined", why="start")
        writer.ledger.add(url, "b", "www.a.gov.cn", state="queued", round=round_, why="link")
    writer.close()
    with World(fallback=numbered) as world:
        crawl([site()], options(tmp_path, world, budget=budget))
        assert world.urls() == [url][:budget]
    assert records(tmp_path)["/150"].reason == ("ok" if budget else "budget")


def test_hosts_stay_with_one_worker() -> None:
    shared = "http://zw.gov.cn/"
    sites = [site(f"www.s{number}.gov.cn", *([shared] if number % 2 else [])) for number in range(6)]
    shares = share_out(sites, 3)
    assert sorted(one.site_id for share in shares for one in share) == [f"s{number}" for number in range(6)]
    assert sum(any(shared in one.service_urls for one in share) for share in shares) == 1
    assert share_out(sites[:1], 8) == [sites[:1]]


def test_problems(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    with World(fallback=numbered) as world:
        for data in (blocked, blocked / "below"):
            with pytest.raises(Problem) as met:
                crawl([site()], options(data, world))
            assert met.value.code == "data_not_writable"
        folder = archive_folder(tmp_path, 2026, "a")
        writer = ArchiveWriter.open(folder, site(), 2026, "2026-01-01", {})
        with pytest.raises(Problem) as met:
            crawl([site()], options(tmp_path, world))
        assert met.value.code == "archive_locked"
        writer.close()
        proxy = world.proxy
    with pytest.raises(Problem) as met:
        crawl([site()], options(tmp_path / "other", world))
    assert met.value.code == "proxy_unreachable" and met.value.params["proxy"] in proxy


def test_a_site_that_shows_nothing_new_is_measured(tmp_path: Path) -> None:
    """What the spider calls enough ends the site, and the reason says so; what promises much is opened first."""
    pages = {"http://www.a.gov.cn/": Page(links(*[f"/{n}" for n in range(9)])), "http://www.a.gov.cn/2": Page("enough")}
    with World(pages, Page("<p>news</p>")) as world:
        [status] = crawl([site()], options(tmp_path, world))
        assert (status.status, status.reason) == ("measured", "saturated")
        assert status.by_reason == {"ok": 4, "saturated": 6}
        asked = len(world.asked)
        assert crawl([site()], options(tmp_path, world)) == [status]
        assert len(world.asked) == asked


@pytest.mark.skipif(sys.platform == "win32", reason="limits the size of files")
def test_a_full_disk_stops_the_crawl_and_the_same_command_goes_on(tmp_path: Path) -> None:
    data = tmp_path / "data"
    script = tmp_path / "full.py"
    limit = "import resource\nresource.setrlimit(resource.RLIMIT_FSIZE, (4_600_000, 4_600_000))\n"
    script.write_text(limit + SCRIPT.format(path=[str(Path(__file__).parent)]), encoding="utf-8")
    noise = random.Random(3).randbytes(60_000).hex()
    pages = World(fallback=lambda asked: Page(str(numbered(asked).body) + noise))
    with pages as world:
        ran = subprocess.run(
            [sys.executable, str(script), str(data), world.proxy, "0"], capture_output=True, text=True, timeout=240
        )
        assert "data_not_writable" in ran.stderr or "no_space" in ran.stderr, ran.stderr
        fetched = len(world.urls())
        assert 0 < fetched < PAGES
        process = start(tmp_path, data, world)
        assert process.communicate(timeout=240)[0].strip() == "measured"
        assert len(world.urls()) <= PAGES + 3, "what was whole was kept"
    whole(data)


async def _vanish(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


def test_a_network_that_goes_away_midway_is_named_and_what_was_missed_is_asked_later(tmp_path: Path) -> None:
    """It is no refusal of the site's, and no end of its collection."""

    def answer(asked: Asked) -> Page:
        if len(world.urls()) > 12:
            world.fallback = Fault(_vanish)
        return numbered(asked)

    with World(fallback=answer) as world:
        [cut] = crawl([site()], options(tmp_path, world))
        assert (cut.status, cut.reason) == ("partial", "reset") and 10 < cut.pages_fetched < 20
        world.fallback = numbered
        [done] = crawl([site()], options(tmp_path, world))
        assert (done.status, done.reason) == ("measured", "")
    whole(tmp_path)


def _spoil(folder: Path) -> None:
    for path in folder.glob("ledger.sqlite*"):
        with path.open("r+b") as file:
            file.write(b"spoiled " * 8192)


@pytest.mark.skipif(sys.platform == "win32", reason="open files cannot be removed")
@pytest.mark.parametrize(
    ("hurt", "code", "again"),
    [
        (_spoil, "archive_damaged", False),
        (lambda folder: (folder / "pages.warc.gz").unlink(), "data_not_writable", True),
    ],
    ids=["ledger spoiled", "pages removed"],
)
def test_an_archive_that_is_taken_away_midway_is_a_clear_stop(
    tmp_path: Path, hurt: Callable[[Path], None], code: str, again: bool
) -> None:
    folder = archive_folder(tmp_path, 2026, "a")

    def answer(asked: Asked) -> Page:
        if len(world.urls()) == 12:
            hurt(folder)
        return numbered(asked)

    with World(fallback=answer) as world:
        with pytest.raises(Problem) as met:
            crawl([site()], options(tmp_path, world))
        assert met.value.code == code and met.value.params["folder"] == str(folder)
        if not again:  # it says so, until the folder is put away
            with pytest.raises(Problem) as met:
                crawl([site()], options(tmp_path, world))
            assert met.value.code == code
            shutil.rmtree(folder)
        world.fallback = numbered
        assert crawl([site()], options(tmp_path, world))[0].status == "measured"
    whole(tmp_path)


def test_after_a_power_cut_that_took_the_unsynced_log_the_crawl_begins_again_and_ends_whole(tmp_path: Path) -> None:
    cut = tmp_path / "cut"

    def answer(asked: Asked) -> Page:
        if asked.path == "/40" and not cut.exists():
            kept = archive_folder(cut, 2026, "a")
            kept.mkdir(parents=True)
            for name in ("pages.warc.gz", "site.json", "ledger.sqlite"):  # but not ledger.sqlite-wal
                (kept / name).write_bytes((archive_folder(tmp_path, 2026, "a") / name).read_bytes())
        return numbered(asked)

    with World(fallback=answer) as world:
        [calm] = crawl([site()], options(tmp_path, world))
        [again] = crawl([site()], options(cut, world))
    assert (again.status, again.pages_fetched) == (calm.status, calm.pages_fetched)
    assert {path: one.digest for path, one in records(cut).items()} == {
        path: one.digest for path, one in records(tmp_path).items()
    }
    assert flaws(archive_folder(cut, 2026, "a")) == []
