"""How long a list says it is, and where its further pages lie."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.facts import read_facts
from rules.list_extent import Extent, extent_of, further_pages, list_key
from rules.records import PageFacts
from rules.vocabulary import shipped_vocabulary

WORDS = shipped_vocabulary().layout
URL = "http://www.a.gov.cn/api/items?pageNo=1&pageSize=10"
ROWS = [{"itemName": f"取水许可第{n}类"} for n in range(10)]


def data(value: object, url: str = URL) -> PageFacts:
    return read_facts(json.dumps(value).encode(), url, "application/json")


def page(html: str) -> PageFacts:
    return read_facts(f"<meta charset=utf-8><div class=content>{html}</div>".encode(), "http://www.a.gov.cn/list.html")


@pytest.mark.parametrize(
    ("value", "total", "pages"),
    [
        ({"total": 25, "list": ROWS}, 25, 0),
        ({"code": 0, "data": {"totalCount": "25", "pageCount": 3, "rows": ROWS}}, 25, 3),
        ({"total": 25, "data": {"list": ROWS}}, 25, 0),
        ({"data": {"page": {"total_pages": 3}, "list": ROWS}}, 0, 3),
        ({"code": 0, "count": 25, "data": ROWS}, 25, 0),
    ],
)
def test_data_says_how_long_its_list_is(value: object, total: int, pages: int) -> None:
    found = extent_of(data(value))
    assert found is not None and (found.shown, found.total, found.pages) == (10, total, pages)
    assert found.more


@pytest.mark.parametrize("value", [ROWS, {"list": ROWS}, {"total": 0, "list": []}, {"total": True, "list": ROWS}, {}])
def test_data_that_says_nothing_of_its_length(value: object) -> None:
    assert extent_of(data(value)) is None


@pytest.mark.parametrize(
    ("html", "total", "pages"),
    [
        ("<div>共25条 第1/3页 <a href='?p=2'>下一页</a></div>", 25, 3),
        ("<div>共 <b>25</b> 条记录，每页10条，当前第1页/共3页</div>", 25, 3),
        ("<p>页次：1/3</p>", 0, 3),
        ("<p>总记录数：25，每页10条</p>", 25, 0),
        ("<span>共 25 条</span>", 25, 0),
        (
            "<a href='javascript:go(2)'>2</a> <a href='javascript:go(3)'>3</a> <a href='javascript:go(2)'>下一页</a>",
            0,
            3,
        ),
    ],
)
def test_pages_say_how_long_their_list_is(html: str, total: int, pages: int) -> None:
    found = extent_of(page(html))
    assert found is not None and (found.total, found.pages) == (total, pages)


@pytest.mark.parametrize(
    "html",
    [
        "<p>我县共取消行政许可事项23项。</p>",
        "<a href='/list_2.html'>2</a>",
        "<p>2026/3/1</p>",
        "<a href='javascript:;'>下一页</a>",
    ],
)
def test_prose_dates_and_readable_turners_say_nothing_of_it(html: str) -> None:
    assert extent_of(page(html)) is None


@pytest.mark.parametrize(
    ("url", "turned"),
    [
        (URL, ["pageNo=2&pageSize=10", "pageNo=3&pageSize=10"]),
        (
            "http://www.a.gov.cn/api?page=0&size=10&area=330100",
            ["page=1&size=10&area=330100", "page=2&size=10&area=330100"],
        ),
        ("http://www.a.gov.cn/api?offset=0&limit=10", ["offset=10&limit=10", "offset=20&limit=10"]),
        ("http://www.a.gov.cn/api?current_page=2", ["current_page=1", "current_page=3"]),
    ],
)
def test_further_pages_of_data_are_links(url: str, turned: list[str]) -> None:
    links = [link.url.partition("?")[2] for link in data({"total": 25, "list": ROWS}, url).links]
    assert links == turned


@pytest.mark.parametrize(
    "url", ["http://www.a.gov.cn/api/items", "http://www.a.gov.cn/api?page=last", "http://www.a.gov.cn/api?id=7"]
)
def test_no_address_is_made_up(url: str) -> None:
    assert not data({"total": 25, "list": ROWS}, url).links


@given(st.integers(1, 10**12), st.integers(0, 10**12), st.integers(0, 999_999), st.integers(0, 10**9))
def test_further_pages_are_bounded_and_of_one_list(total: int, pages: int, page_now: int, size: int) -> None:
    url = f"http://www.a.gov.cn/api?page={page_now}&size={size}&area=1"
    turned = dict(further_pages(url, Extent(10, total, pages), WORDS))
    assert len(turned) <= 300 and url not in turned.values()
    assert {list_key(one, WORDS) for one in turned.values()} <= {list_key(url, WORDS)}
