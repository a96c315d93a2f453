"""Looking through a page for links only: which bytes are links, and what decides where they lead."""

from __future__ import annotations

from urllib.parse import urljoin

import pytest

from spiders.mind import hrefs, places_of


def test_links_are_found_however_they_are_written() -> None:
    body = b"""<a href="/a.html">1</a><A HREF='b.html'>2</A><a href = c.html>3</a><a href="#top">4</a><area Href="/d?x=1#y">"""
    assert hrefs(body) == {b"/a.html", b"b.html", b"c.html", b"/d?x=1"}
    assert hrefs(body.replace(b"HREF", b"href").replace(b"Href", b"href")) == hrefs(body)


@pytest.mark.parametrize(
    "href", [b"/x.html", b"x.html", b"../x.html", b"?page=2", b"//h.example/x", b"http://b.example/"]
)
def test_what_decides_where_a_link_leads_is_enough_to_tell_it(href: bytes) -> None:
    pages = [
        "http://a.example/l/1.html",
        "http://a.example/l/2.html?a=/b/",
        "http://a.example/m/1.html",
        "http://b.example/",
    ]
    for one in pages:
        for other in pages:
            if places_of(one).of(href) == places_of(other).of(href):
                assert urljoin(one, href.decode()) == urljoin(other, href.decode())
