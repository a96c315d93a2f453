"""A site's scope: what is crawled, what is only opened as a target, what is never requested."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from crawler.records import Site
from crawler.scope import Scope, bare_hosts, service_part


def site(portal: str, *services: str, code: str = "", level: str = "county") -> Site:
    return Site("s", "某县", portal, level=level, region_code=code, service_urls=services)


def place(scope: Scope, url: str) -> str:
    return scope.classify(url).place


@pytest.mark.parametrize(
    ("portal", "url", "expected", "reason"),
    [
        ("http://www.a.gov.cn/", "https://a.gov.cn/x", "inside", "own_host"),
        ("http://a.gov.cn", "http://www.a.gov.cn:8080/x", "inside", "own_host"),
        ("http://www.a.gov.cn/index.html", "http://jtj.a.gov.cn/", "inside", "own_domain"),
        ("http://www.a.gov.cn/web/index.html", "http://www.a.gov.cn/bsfw/", "inside", "own_host"),
        ("http://x.a.gov.cn/", "http://www.a.gov.cn/", "target_only", "other_host"),  # a county below a prefecture's
        ("http://x.a.gov.cn/", "http://jtj.x.a.gov.cn/", "inside", "own_domain"),
        ("http://x.a.gov.cn/", "http://y.a.gov.cn/", "target_only", "other_host"),
        ("http://www.a.gov.cn/jtj/", "http://www.a.gov.cn/jtj/1.html", "inside", "own_folder"),
        ("http://www.a.gov.cn/jtj/", "http://www.a.gov.cn/jtj", "inside", "own_folder"),
        ("http://www.a.gov.cn/jtj/", "http://www.a.gov.cn/jtj2/1.html", "target_only", "other_part"),
        ("http://www.gov.cn/", "http://www.a.gov.cn/", "target_only", "other_host"),  # a public suffix owns nothing
        ("http://192.0.2.7/", "http://192.0.2.7:81/x", "inside", "own_host"),
        ("http://www.a.example/", "http://b.a.example/", "inside", "own_domain"),
        ("http://www.a.gov.cn/", "http://evila.gov.cn/", "target_only", "other_host"),
        ("http://www.a.gov.cn/", "javascript:;", "outside", "bad_address"),
        ("http://www.a.gov.cn/", "http://[bad/", "outside", "bad_address"),
        ("http://www.a.gov.cn/", "http://a.gov.cn:99999/", "outside", "bad_address"),
    ],
)
def test_portal(portal: str, url: str, expected: str, reason: str) -> None:
    placement = Scope.of(site(portal)).classify(url)
    assert (placement.place, placement.reason) == (expected, reason)


@pytest.mark.parametrize(
    ("service", "url", "expected"),
    [
        ("http://zw.p.gov.cn/?webId=12", "http://zw.p.gov.cn/list?webid=12&page=2", "inside"),
        ("http://zw.p.gov.cn/?webId=12", "http://zw.p.gov.cn/list?webId=13", "outside"),
        ("http://zw.p.gov.cn/?webId=12", "http://zw.p.gov.cn/item?id=9", "target_only"),
        ("http://zw.p.gov.cn/?webId=12", "http://zw.p.gov.cn/item?code=11520325MB1X001", "inside"),
        ("http://zw.p.gov.cn/520325/", "http://zw.p.gov.cn/520325/item/1", "inside"),
        ("http://zw.p.gov.cn/520325/", "http://zw.p.gov.cn/520326/item/1", "outside"),
        ("http://zw.p.gov.cn/?webId=12", "http://zw.p.gov.cn/hall/520326000000/item/1", "outside"),
        ("http://zw.p.gov.cn/520325/", "http://zw.p.gov.cn/520300/item/1", "target_only"),  # the prefecture's above it
        ("http://zw.p.gov.cn/520325/", "http://zw.p.gov.cn/201905/1.html", "target_only"),  # a month
        (
            "http://zw.p.gov.cn/#/hall?areaCode=520325000000",
            "http://zw.p.gov.cn/#/item?areaCode=520325000000",
            "inside",
        ),
        ("http://zw.p.gov.cn/xian/index.html", "http://zw.p.gov.cn/xian/1.html", "inside"),
        ("http://zw.p.gov.cn/xian/index.html", "http://zw.p.gov.cn/other/1.html", "target_only"),
        ("http://xian.p.gov.cn/", "http://xian.p.gov.cn/any", "inside"),
        ("http://xian.p.gov.cn/", "http://zw.p.gov.cn/any", "target_only"),
    ],
)
def test_shared_platform(service: str, url: str, expected: str) -> None:
    assert place(Scope.of(site("http://www.a.gov.cn/", service, code="520325")), url) == expected


def test_service_on_the_own_domain_adds_nothing() -> None:
    scope = Scope.of(site("http://www.a.gov.cn/", "http://bs.a.gov.cn/hall/?webId=1"))
    assert place(scope, "http://bs.a.gov.cn/elsewhere?webId=2") == "inside"


def test_a_neighbours_subdomain_is_the_neighbours() -> None:
    scope = Scope.of(site("http://www.a.gov.cn/"), bare_hosts(["http://x.a.gov.cn/", "http://www.a.gov.cn/other/"]))
    assert scope.classify("http://jtj.x.a.gov.cn/").reason == "other_site"
    assert place(scope, "http://jtj.a.gov.cn/") == "inside"
    county = Scope.of(site("http://x.a.gov.cn/"), bare_hosts(["http://www.a.gov.cn/"]))
    assert place(county, "http://jtj.x.a.gov.cn/") == "inside"
    assert county.classify("http://www.a.gov.cn/").reason == "other_site"


def test_a_place_does_not_depend_on_what_was_asked_before() -> None:
    """Places are remembered by origin: what only looks like one must not share another's."""
    hosts = (
        "www.a.gov.cn",
        "x.a.gov.cn",
        "b.gov.cn",
        "a.gov.cn:99999",
        "a.gov.cn?b=",
        "a.gov.cn#",
        "",
        "b.gov.cn@a.gov.cn",
    )
    urls = [f"{head}{host}/{path}" for head in ("http://", "https://", "  http://", "ftp://", "http:") for host in hosts
            for path in ("", "c?d=e", "/b.gov.cn/")]  # fmt: skip
    known = bare_hosts(["http://x.a.gov.cn/"])
    scope = Scope.of(site("http://www.a.gov.cn/"), known)
    for url in (*urls, *reversed(urls)):
        assert scope.classify(url) == Scope.of(site("http://www.a.gov.cn/"), known).classify(url)


LABEL = st.from_regex(r"[a-z][a-z0-9]{0,5}", fullmatch=True).filter(lambda text: not text.startswith("www"))
PATH = st.from_regex(r"(/[a-z0-9]{1,5}){0,3}/?(\?[a-z]{1,5}=[a-z0-9]{1,5})?", fullmatch=True)


@given(LABEL, LABEL, PATH)
def test_copies_of_an_address_share_their_place(own: str, other: str, path: str) -> None:
    scope = Scope.of(site(f"http://www.{own}.gov.cn/", f"https://zw.{other}.gov.cn/?webId=3"))
    for host in (f"{own}.gov.cn", f"{other}.gov.cn", f"zw.{other}.gov.cn"):
        heads = product(("http", "https", "HTTP"), ("", "www."), ("", ":8080"))
        copies = [f"{scheme}://{www}{host}{port}{path}" for scheme, www, port in heads]
        assert len({scope.classify(copy) for copy in copies}) == 1


@given(LABEL, LABEL, PATH)
def test_a_subtree_owns_itself_and_nothing_above(county: str, prefecture: str, path: str) -> None:
    scope = Scope.of(site(f"http://{county}.{prefecture}.gov.cn/"))
    assert place(scope, f"http://jtj.{county}.{prefecture}.gov.cn{path}") == "inside"
    assert place(scope, f"http://{prefecture}.gov.cn{path}") == "target_only"


@given(st.text(max_size=60))
def test_any_text_has_a_place(text: str) -> None:
    scope = Scope.of(site("http://www.a.gov.cn/jtj/", text, code="520325"), bare_hosts([text]))
    for url in (text, "http://" + text, "http://www.a.gov.cn/" + text):
        assert place(scope, url) in ("inside", "target_only", "outside")
    assert service_part(text).host == service_part(text).host.lower()


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("http://zwfw.p.gov.cn/portal/list?areaCode=330327&type=1", "inside"),
        ("http://zwfw.p.gov.cn/list?region=330327000000", "inside"),
        ("http://zwfw.p.gov.cn/330327/index", "inside"),
        ("http://zwfw.p.gov.cn/guide/11330327MB1234567X4330114", "inside"),
        ("http://zwfw.p.gov.cn/list?areaCode=330326", "target_only"),
        ("http://zwfw.p.gov.cn/list?areaCode=330300", "target_only"),
        ("http://zwfw.p.gov.cn/list", "target_only"),
        ("http://find.gov.cn/error?siteCode=3303270001", "target_only"),  # where a site's faults are told
        ("http://find.gov.cn/error?id=330327", "target_only"),
        ("http://zwfw.p.example/list?areaCode=330327", "target_only"),
    ],
)
def test_the_regions_part_of_a_platform_belongs_to_its_portal_unless_addresses_are_declared(
    url: str, expected: str
) -> None:
    assert place(Scope.of(site("http://www.a.gov.cn/", code="330327")), url) == expected
    assert place(Scope.of(site("http://www.a.gov.cn/", code="330327"), frozenset({"p.gov.cn"})), url) == expected
    others = (
        site("http://www.a.gov.cn/", code="330327", level="department"),
        site("http://www.a.gov.cn/", "http://zw.q.gov.cn/330327/", code="330327"),
        site("http://www.a.gov.cn/"),
    )
    assert {place(Scope.of(one), url) for one in others} == {"target_only"}
