"""The collection of many sites: how a site comes to its end between two visits."""

from __future__ import annotations

from pathlib import Path

from crawler import collection, site_frontier
from crawler.collection import Collection
from crawler.options import CrawlOptions
from crawler.outcomes import Outcome
from crawler.records import Site
from crawler.site_frontier import SiteFrontier


class _Begins:
    def begin(self, frontier: SiteFrontier) -> None:
        for number in range(3):
            frontier.offer(f"http://www.a.gov.cn/{number}", why="start")


def test_a_site_whose_time_goes_by_between_two_visits_ends(tmp_path: Path, monkeypatch) -> None:
    """When the last visit was over its time was not, and none is handed out once it is: it must not wait for ever."""
    now = [100.0]
    monkeypatch.setattr(collection, "monotonic", lambda: now[0])
    monkeypatch.setattr(site_frontier, "monotonic", lambda: now[0])
    told = []
    options = CrawlOptions(tmp_path, 2026, time_limit=10.0)
    many = Collection([Site("a", "甲", "http://www.a.gov.cn/")], options, told.append)
    many.begin(_Begins())
    visit = many.take()
    assert visit is not None
    visit.frontier.settle(visit, Outcome("fetched", "ok"), {"http_status": 200}, lambda: None)
    many.settled(visit)
    assert many.pending
    now[0] += 11
    assert many.take() is None
    assert not many.pending
    assert many.statuses["a"].reason == "time"
    assert told[-1].state == "finished"
