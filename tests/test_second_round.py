"""What failed at first is asked again, however a site's collection ends."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import links, options, records, site
from webworld import Asked, Page, World

from crawler.run import crawl
from crawler.second_round import RESERVED, SecondRound


class Once:
    """Fails the first time it is asked for."""

    def __init__(self, then: Page) -> None:
        self.then, self.asked = then, 0

    def __call__(self, asked: Asked) -> Page:
        self.asked += 1
        return self.then if self.asked > 1 else Page("", 502)


@pytest.mark.parametrize(
    ("put_off", "budget_left", "time_left", "due"),
    [
        (0, 1, 0.01, False),
        (3, 7, 1.0, False),
        (3, 6, 1.0, True),
        (900, 101, 1.0, False),
        (900, 100, 1.0, True),
        (1, 900, RESERVED, True),
    ],
)
def test_a_tenth_of_budget_and_time_is_kept_for_it(put_off: int, budget_left: int, time_left: float, due: bool) -> None:
    second = SecondRound(put_off)
    assert second.is_due(1000, budget_left, time_left) is due
    second.begun = True
    assert not second.is_due(1000, budget_left, time_left)


def test_a_budget_that_ends_leaves_room_for_it(tmp_path: Path) -> None:
    with World(
        {"http://www.a.gov.cn/5": Once(Page("<p>late"))}, lambda asked: Page(links(*map(str, range(99))))
    ) as world:
        [status] = crawl([site()], options(tmp_path, world, budget=20))
    assert (status.status, status.reason, status.pages_fetched) == ("partial", "budget", 20)
    assert records(tmp_path)["/5"].reason == "ok"


def test_a_site_that_counts_as_seen_asks_again_first_for_what_promised_much(tmp_path: Path) -> None:
    pages = {"http://www.a.gov.cn/": Page(links(*map(str, range(9)))), "http://www.a.gov.cn/2": Page("enough")}
    with World(pages | {"http://www.a.gov.cn/svc": Once(Page("enough"))}, Page("<p>news</p>")) as world:
        [status] = crawl([site("www.a.gov.cn", "http://www.a.gov.cn/svc")], options(tmp_path, world))
    assert (status.status, status.reason) == ("measured", "saturated")
    assert records(tmp_path)["/svc"].reason == "ok" and status.by_reason["saturated"] >= 5
