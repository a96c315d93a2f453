"""The queue in a ledger: what waits can be weighed anew."""

from __future__ import annotations

from pathlib import Path

from crawler.ledger import LEDGER_NAME, Ledger


def test_what_waits_below_an_address_is_weighed_anew(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER_NAME)
    for path, state in (("/t/1", "queued"), ("/t/2", "queued"), ("/t/3", "fetched"), ("/u/1", "queued")):
        ledger.add(f"http://a.cn{path}", f"a.cn{path}", "a.cn", state=state, priority=5)
    ledger.reweigh("http://a.cn/t/", lambda url, before: before + 2 if url.endswith(("2", "3")) else before)
    following = ledger.next_waiting("a.cn", 0)
    assert following and (following.url, following.priority) == ("http://a.cn/t/2", 7)
    found = {
        url: row.priority
        for url in ("http://a.cn/t/1", "http://a.cn/t/3", "http://a.cn/u/1")
        if (row := ledger.find(url))
    }
    assert set(found.values()) == {5} and len(found) == 3
    ledger.close()
