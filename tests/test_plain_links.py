"""Only the new links of a page: the same addresses and wordings as reading all of it, or nothing."""

from __future__ import annotations

import pytest

from rules.facts import read_facts
from rules.plain_links import read_plain_links

URL = "http://www.a.gov.cn/xw/1.html"
PAGE = """<html><body><div class="nav"><a href="/">首页</a></div><ul>
<li><a href="2.html" title="关于某事的通知全文">关于某事…</a> 2020-01-02<li><a href='../bsdt/3.html'><img src="x.png" alt="办事指南"></a>
<li><a href="4.html#part">　表格&nbsp;下载 </a><li><area href="/a&amp;b.html?x=1&amp;y=2"></ul></body></html>"""


def test_wanted_links_are_read_as_on_the_whole_page() -> None:
    wanted = {"2.html", "../bsdt/3.html", "4.html", "/a&b.html?x=1&y=2"}
    found = read_plain_links(PAGE.encode("gb18030"), URL, "text/html; charset=gbk", wanted)
    assert found is not None
    whole = [
        link for link in read_facts(PAGE.encode("gb18030"), URL, "text/html; charset=gbk").links if link.text != "首页"
    ]
    assert [(link.url, link.text, link.title) for link in found.links] == [
        (link.url, link.text, link.title) for link in whole
    ]
    assert len(found.links) == len(wanted)


@pytest.mark.parametrize(
    "more",
    [
        "<base href='http://b.gov.cn/'>",
        "<IFRAME src='/list.html'></iframe>",
        """<script>show('<a href="/by-script.html">')</script>""",
        "<!-- <a href='/by-script.html'>no longer</a> -->",
    ],
)
def test_what_is_more_than_links_is_left_to_reading_all_of_it(more: str) -> None:
    assert read_plain_links((PAGE + more).encode(), URL, "text/html", {"2.html", "/by-script.html"}) is None
    assert read_plain_links((more + PAGE).encode(), URL, "text/html", {"/by-script.html"}) is None


def test_no_page_at_all() -> None:
    assert read_plain_links(b"%PDF-1.7 href=x", URL, "", {"x"}) is None
    assert read_plain_links(b'{"href": "/x.html"}', URL, "application/json", {"/x.html"}) is None
