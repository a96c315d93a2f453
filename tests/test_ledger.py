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


def test_what_failed_at_first_and_was_not_asked_again_is_named_by_what_was_met(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / LEDGER_NAME)
    for path, detail in (("/1", ""), ("/2", "timeout TimeoutError: late"), ("/3", "http://a.cn/copy"), ("/4", "dns")):
        ledger.add(f"http://a.cn{path}", path, "a.cn", state="queued", round=int(path != "/1"), detail=detail)
    assert ledger.put_off() == 3
    ledger.close_queue("budget")
    found = {record.url[-1]: (record.state, record.reason, record.detail) for record in ledger.records()}
    assert found == {
        "1": ("skipped", "budget", ""),
        "2": ("failed", "timeout", "TimeoutError: late not_asked_again budget"),
        "3": ("skipped", "budget", "http://a.cn/copy"),
        "4": ("failed", "dns", "not_asked_again budget"),
    }
    ledger.reopen("budget", "timeout", "dns")
    assert ledger.waiting() == 4 and ledger.put_off() == 0
    ledger.close()
