"""What an operator is told while a crawl runs."""

from __future__ import annotations

import json

import pytest

from crawler.events import CrawlEvent
from crawler.records import ArchiveStatus, Site
from govaudit.crawling import tell_unmeasured
from govaudit.progress import ProgressDisplay, Shown


def shown(total: int = 4) -> tuple[Shown, list[float]]:
    now = [100.0]
    return Shown("crawl", total, clock=lambda: now[0]), now


def test_the_expected_end_follows_the_slower_of_sites_and_pages() -> None:
    view, now = shown()
    view.take(CrawlEvent("kept", "kept", 500))
    assert view.left is None and view.rate == 0.0, "what an earlier run did says nothing about this one"
    view.take(CrawlEvent("a", "started"))
    view.take(CrawlEvent("b", "started"))
    now[0] += 50
    view.take(CrawlEvent("a", "finished", 100))
    assert (view.rate, view.left) == (2.0, 100.0), "two sites to do, one took 50 s"
    view.take(CrawlEvent("b", "fetching", 100, pages_queued=2000))
    assert view.left == 500.0, "2,000 pages at 4 a second"
    view.take(CrawlEvent("b", "fetching", 300, pages_queued=0))
    assert view.left == 25.0, "b is as good as done: one site is left, two took 50 s"


def test_before_a_site_is_done_the_end_lies_between_what_waits_and_what_the_budgets_allow() -> None:
    view, now = shown(3)
    now[0] += 90  # while the workers start
    view.take(CrawlEvent("a", "started", pages_left=200))
    assert view.between is None, "no page, no rate"
    now[0] += 10
    view.take(CrawlEvent("a", "fetching", 20, pages_queued=40, rate=2.0, pages_left=180))
    assert view.left is None and view.between == (20.0, (180 + 2 * 200) / 2)
    assert "0:00 至 0:05" in view.line()
    view.take(CrawlEvent("a", "fetching", 20, pages_queued=9000, rate=0.5, pages_left=180))
    assert view.between == (360.0, 360.0), "no more than its budget allows, at its own pace"
    view.take(CrawlEvent("a", "finished", 30))
    assert view.between is None and view.left == 20.0


def test_sites_that_are_not_measured_are_listed_in_the_readers_words(capsys: pytest.CaptureFixture[str]) -> None:
    sites = [Site("a", "甲县", "http://a.gov.cn/"), Site("b", "乙县", "http://b.gov.cn/")]
    assert tell_unmeasured(sites, {"a": ArchiveStatus("partial", "time"), "b": ArchiveStatus("measured")}) == 1
    assert capsys.readouterr().err.strip() == "未完整测量：甲县（a）：部分测量，原因：时间用完"


def test_a_site_without_pages_is_stuck_and_says_why() -> None:
    view, now = shown(2)
    view.take(CrawlEvent("a", "started"))
    view.take(CrawlEvent("b", "started"))
    now[0] += 40
    view.take(CrawlEvent("b", "fetching", 3))
    now[0] += 30
    view.take(CrawlEvent("a", "fetching", 0, reason="timeout"))
    assert view.stuck == [("a", 70.0, "timeout")]
    assert "a（70 秒无新页，超时）" in view.line()
    view.take(CrawlEvent("a", "finished", 0, status="unreachable", reason="timeout"))
    assert view.stuck == []


def test_one_object_a_line_for_machines(capsys: pytest.CaptureFixture[str]) -> None:
    with ProgressDisplay("json", 2) as display:
        display.show(CrawlEvent("a", "started"))
        display.show(CrawlEvent("a", "finished", 7, 9, 0, 1.5, "measured"))
    rows = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    assert [(row["site"], row["state"]) for row in rows] == [("a", "started"), ("a", "finished")]
    assert rows[-1] | {"rate": 0, "pages_per_second": 0, "seconds_left": 0} == {
        "step": "crawl", "site": "a", "state": "finished", "status": "measured", "reason": "", "pages_fetched": 7,
        "pages_known": 9, "pages_queued": 0, "rate": 0, "sites_done": 1, "sites": 2, "pages": 7, "pages_per_second": 0,
        "seconds_left": 0, "seconds_left_between": None, "stuck": [],
    }  # fmt: skip
