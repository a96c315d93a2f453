"""One spelling for a URL, one key for the copies of a page."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.urls import copy_key, host_of, normalise, origin_of


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("HTTP://WWW.A.gov.cn:80/a/../b/./c?x=1#top", "http://www.a.gov.cn/b/c?x=1"),
        ("https://a.gov.cn:443", "https://a.gov.cn/"),
        ("http://a.gov.cn:8080/", "http://a.gov.cn:8080/"),
        (" http://a.gov.cn/a\n b ", "http://a.gov.cn/a%20b"),
        ("http://a.gov.cn\\x\\y", "http://a.gov.cn/x/y"),
        ("http://a.gov.cn/办事.html?名=值", "http://a.gov.cn/%E5%8A%9E%E4%BA%8B.html?%E5%90%8D=%E5%80%BC"),
        ("http://a.gov.cn/%e5%8a%9e?q=100%", "http://a.gov.cn/%E5%8A%9E?q=100%25"),
        ("http://user:secret@a.gov.cn/", "http://a.gov.cn/"),
        ("http://中国.cn/", "http://xn--fiqs8s.cn/"),
        ("http://a.gov.cn/app#/list/3", "http://a.gov.cn/app#/list/3"),
        ("http://[2001:DB8::1]:80/", "http://[2001:db8::1]/"),
        ("javascript:;", ""),
        ("mailto:a@b", ""),
        ("/relative", ""),
        ("http://", ""),
        ("http://a:99999/", ""),
        ("http://[x/", ""),
    ],
)
def test_normalise(url: str, expected: str) -> None:
    assert normalise(url) == expected


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://www.a.gov.cn/x", "https://a.gov.cn:443/x"),
        ("http://a.gov.cn/index.html", "http://a.gov.cn/"),
        ("http://a.gov.cn/bsfw/index.jsp", "http://a.gov.cn/bsfw/"),
        ("http://a.gov.cn/x;jsessionid=0A1B?y=1", "http://a.gov.cn/x?y=1"),
        ("http://a.gov.cn/x?PHPSESSID=0A1B&y=1", "http://a.gov.cn/x?y=1"),
        ("http://a.gov.cn/(S(0a1b))/x.aspx", "http://a.gov.cn/x.aspx"),
        ("http://a.gov.cn/x?y=1&z=2", "http://a.gov.cn/x?z=2&y=1"),
        ("http://a.gov.cn/x.html?print=1", "http://a.gov.cn/x.html"),
        ("http://a.gov.cn/print/x.html", "http://a.gov.cn/x.html"),
        ("http://a.gov.cn/big5/x.html", "http://a.gov.cn/x.html"),
        ("http://big5.b.cn/gate/big5/www.a.gov.cn/x.html", "http://a.gov.cn/x.html"),
    ],
)
def test_copies_share_a_key(one: str, other: str) -> None:
    assert copy_key(one) == copy_key(other) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("http://a.gov.cn/x?id=1", "http://a.gov.cn/x?id=2"),
        ("http://a.gov.cn/", "http://b.gov.cn/"),
        ("http://a.gov.cn/", "http://a.gov.cn:8080/"),
        ("http://a.gov.cn/list_1.html", "http://a.gov.cn/list_2.html"),
        ("http://a.gov.cn/blueprint/x", "http://a.gov.cn/x"),
        ("http://a.gov.cn/x?page=1", "http://a.gov.cn/x?page=2"),
        ("http://a.gov.cn/main.asp", "http://a.gov.cn/"),
        ("http://a.gov.cn/app#/list", "http://a.gov.cn/app#/form"),
    ],
)
def test_different_pages_do_not(one: str, other: str) -> None:
    assert copy_key(one) != copy_key(other)


@given(st.text(alphabet=st.characters(codec="utf-8"), max_size=60))
def test_normalising_twice_changes_nothing(tail: str) -> None:
    once = normalise("http://www.a.gov.cn/" + tail)
    assert normalise(once) == once
    assert copy_key(once) == copy_key("http://www.a.gov.cn/" + tail)
    assert once.isascii()


PLACES = st.text(alphabet="aZ09./-_~%;(=:@&\\ 办", max_size=24)
HOSTS = st.sampled_from(
    ["a.gov.cn", "www.a.gov.cn", "A.gov.cn", "a.gov.cn.", "a..cn", "u@a.gov.cn", "a.gov.cn:80", "a_b.cn", ""]
)


@given(HOSTS, PLACES)
def test_addresses_read_quickly_read_the_same(host: str, place: str) -> None:
    """A fragment, a session's id or a user's name is dropped, but keeps an address from being read the quick way."""
    url = f"http://{host}/{place}".strip()
    assert normalise(url) == normalise(url + "#top")
    assert copy_key(url) == copy_key(url + "?sid=1")
    assert host_of(url) == host_of(f"http://u:p@{host}/{place}".strip()) or "@" in url or "\\" in url


def test_parts() -> None:
    assert host_of("http://A.gov.cn:81/x") == "a.gov.cn" and host_of("http://[x") == ""
    assert origin_of("http://a.gov.cn:81/x") == "http://a.gov.cn:81"
