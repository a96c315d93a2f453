"""One page looked at by itself, under the guards of a crawl."""

from __future__ import annotations

import pytest
from webworld import Page, World, redirect

from crawler.problems import Problem
from crawler.single import fetch_one

PAGE = "http://www.a.gov.cn/x.html"


def test_a_page() -> None:
    with World({PAGE: Page("<p>好</p>")}) as world:
        page = fetch_one(PAGE, world.proxy)
    assert page.body.decode() == "<p>好</p>" and page.record.reason == "ok"
    assert page.headers["content-type"].startswith("text/html")


def test_redirects_are_followed_to_other_hosts_but_not_inside() -> None:
    with World(
        {
            PAGE: redirect("http://www.b.gov.cn/"),
            "http://www.b.gov.cn/": Page("<p>b</p>"),
            "http://www.c.gov.cn/": redirect("http://169.254.169.254/latest"),
        }
    ) as world:
        page = fetch_one(PAGE, world.proxy)
        assert page.body == b"<p>b</p>" and page.record.url == "http://www.b.gov.cn/"
        inside = fetch_one("http://www.c.gov.cn/", world.proxy)
        assert inside.body == b"" and inside.record.reason == "forbidden_address"
        assert not world.urls("169.254")


def test_robots_hold_here_too() -> None:
    with World({"http://www.a.gov.cn/robots.txt": Page("User-agent: *\nDisallow: /"), PAGE: Page("x")}) as world:
        assert fetch_one(PAGE, world.proxy).record.reason == "robots"
        assert not world.urls()


@pytest.mark.parametrize("url", ["", "x.html", "file:///etc/passwd", "http://"])
def test_what_is_no_address(url: str) -> None:
    with pytest.raises(Problem) as met:
        fetch_one(url)
    assert met.value.code == "bad_url"


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/", "http://localhost/", "http://[::1]/", "http://2130706433/"])
def test_nothing_on_this_machine(url: str) -> None:
    assert fetch_one(url).record.reason == "forbidden_address"
