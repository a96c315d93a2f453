"""The dates of a list's entries."""

from __future__ import annotations

from rules.entry_dates import dates_of_entries
from rules.facts import read_facts


def dates(body: str) -> tuple[str, ...]:
    html = f"<html><head><meta charset=utf-8></head><body><div class=content>{body}</div></body></html>"
    return dates_of_entries(read_facts(html.encode(), "http://www.example.gov.cn/zj/"))


def test_the_ends_of_spans_are_no_entries_of_their_own() -> None:
    rows = "<tr><th>主题</th><th>开始</th><th>截止</th></tr><tr><td>甲</td><td>2024-08-01</td><td>2024-08-31</td></tr><tr><td>乙</td><td>2024-05-06</td><td>2024-06-05</td></tr>"
    assert dates(f"<table>{rows}</table>") == ("2024-08-01", "2024-05-06")
    assert dates("<p>征集时间：2024-08-01 至 2024-08-31</p><p>发布时间：2024-05-06</p>") == ("2024-08-01", "2024-05-06")
    assert dates("<ul><li>甲 2024-08-01</li><li>乙 2024-05-06</li></ul>") == ("2024-08-01", "2024-05-06")
