"""The order of links: what promises evidence first, news and repetitions last, and a site's own experience counts."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.links import LinkRole, link_role
from rules.pack import default_pack
from rules.records import Link
from spiders.learning import PATIENCE, Experience
from spiders.priorities import HIGHEST, Clues, kinds_of, priority
from spiders.shapes import section, shape, trap, url_template

HOME = "http://www.a.example/"


def urgency(
    text: str,
    path: str = "p/1.html",
    parent: str = "home",
    zone: str = "nav",
    depth: int = 1,
    past: Experience | None = None,
) -> int:
    url = HOME + path
    link = Link(url, text, zone)  # type: ignore[arg-type]
    role = link_role(text, url, default_pack())
    return priority(Clues(link, role, parent, HOME, depth), past or Experience())


def test_service_pages_then_their_targets_then_the_rest() -> None:
    order = [
        urgency("办事指南"),
        urgency("在线咨询"),
        urgency("部门信息"),
        urgency("新闻中心"),
        urgency("县委书记到乡镇调研并召开座谈会听取意见", path="xw/2.html", zone="content"),
        urgency("按时间排序", path="list?sort=time", zone="content"),
    ]
    assert order == sorted(order, reverse=True) and len(set(order)) == len(order)


@pytest.mark.parametrize(
    "text", ["办事指南", "表格下载", "在线咨询", "我要办理", "办件查询", "县长信箱", "意见征集", "网上办事大厅"]
)
def test_worded_entries_beat_the_unworded(text: str) -> None:
    assert urgency(text) > urgency("走进我县") > urgency("某镇举办活动", zone="content")


def test_an_item_in_a_list_is_worth_more_than_a_headline() -> None:
    name = "道路旅客运输经营许可"
    assert urgency(name, parent="service_list", zone="content") > 2 * urgency(name, parent="news", zone="content")


def test_places_that_belong_to_others_come_late() -> None:
    assert urgency("某市人民政府", zone="friendly") < urgency("某市人民政府", zone="nav")


def test_what_a_kind_of_link_led_to_moves_its_like() -> None:
    past = Experience()
    for number in range(12):
        past.learn(kinds_of(f"{HOME}good/{number}.html", HOME), [f"guide {number}"])
        past.learn(kinds_of(f"{HOME}bad/{number}.html", HOME), [])
    before = urgency("更多", path="x/1.html", zone="content")
    assert urgency("更多", path="good/99.html", zone="content", past=past) > before
    assert urgency("更多", path="bad/99.html", zone="content", past=past) < before


def test_evidence_met_again_is_no_news() -> None:
    past = Experience()
    assert past.learn(["a"], ["guide 1"]) and not past.learn(["a"], ["guide 1"])
    assert past.evidence["guide 1"] == 2


def test_an_endless_list_is_exhausted_only_without_any_gain() -> None:
    past = Experience()
    for number in range(PATIENCE):
        past.learn(["dry"], [])
        past.learn(["wet"], [f"guide {number}"] if number == 3 else [])
    assert past.exhausted("dry") and not past.exhausted("wet") and not past.exhausted("new")


@given(
    st.lists(st.booleans(), max_size=40),
    st.floats(0, 1),
    st.lists(st.sampled_from(["a", "b", "c"]), min_size=1, max_size=3, unique=True),
)
def test_expectations_stay_between_prior_and_experience(gains: list[bool], prior: float, kinds: list[str]) -> None:
    past = Experience()
    for number, gain in enumerate(gains):
        past.learn(kinds, [f"guide {number}"] if gain else [])
    value = past.expect(kinds, prior)
    seen = sum(gains) / len(gains) if gains else prior
    assert min(prior, seen) - 1e-9 <= value <= max(prior, seen) + 1e-9


@given(st.text(max_size=30), st.sampled_from(["nav", "content", "friendly", "footer"]), st.integers(0, 30))
def test_any_link_has_an_urgency(text: str, zone: str, depth: int) -> None:
    clues = Clues(Link(HOME + "x", text, zone), LinkRole(), "other", HOME, depth)  # type: ignore[arg-type]
    assert 1 <= priority(clues, Experience()) <= HIGHEST


@pytest.mark.parametrize(
    ("path", "use", "name"),
    [
        ("photo/1.JPG", "never", "media"),
        ("theme/a.css?v=2", "never", "code"),
        ("x/setup.exe", "never", "program"),
        ("list?sort=asc", "last", "sorting"),
        ("cal?year=2020&month=5", "last", "calendar"),
        ("search?q=1", "last", "searching"),
        ("rss.xml", "last", "feed"),
        ("xwzx/1.html", "news", "folder"),
        ("bsfw/1.html", "news", ""),
        ("files/1.doc", "never", ""),
    ],
)
def test_shapes(path: str, use: str, name: str) -> None:
    assert shape(HOME + path, use) == name


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        (HOME + "a/" * 20, "too_deep"),
        (HOME + "b/c/b/c/b/c/b/", "repeated_folder"),
        (HOME + "x?" + "y" * 2000, "too_long"),
        (HOME + "cal?year=2931", "calendar"),
        (HOME + "art/2020/1/1/1/1/art_1_1.html", ""),
        (HOME + "cal?year=2019", ""),
    ],
)
def test_traps(url: str, reason: str) -> None:
    assert trap(url) == reason


def test_templates_fold_numbers_and_ids_but_keep_words() -> None:
    assert url_template(HOME + "art/2019/3/4/art_12_345.html") == url_template(HOME + "art/2020/11/14/art_9_1.html")
    assert url_template(HOME + "a?id=1&t=2") == url_template(HOME + "a?t=5&id=77")
    assert url_template(HOME + "i/0123456789abcdef0123") == url_template(HOME + "i/fedcba98765432100000")
    assert url_template(HOME + "#/item?id=1") == url_template(HOME + "#/item?id=2") != url_template(HOME + "#/list")
    assert url_template(HOME + "bsdt/1.html") != url_template(HOME + "news/1.html")


@given(st.text(alphabet="0aF-_./办 jsen;", max_size=40), st.sampled_from(["never", "last", "news"]))
def test_plain_addresses_have_the_shape_and_template_of_all_others(path: str, use: str) -> None:
    url = HOME + path.strip()
    assert shape(url, use) == shape(url + "#top", use)
    assert url_template(url) + "#top" == url_template(url + "#top")


@pytest.mark.parametrize(
    ("one", "other", "alike"),
    [
        ("info/1024/5301.htm", "info/1024/77.htm", True),
        ("info/1024/5301.htm", "info/1031/5301.htm", False),
        ("art/2019/5/6/art_1023_20444.html", "art/2021/11/30/art_1023_9.html", True),
        ("art/2019/5/6/art_1023_20444.html", "art/2019/5/6/art_1058_20444.html", False),
        ("gzdt/201906/t20190610_2188.html", "gzdt/202011/t20201127_65.html", True),
        ("col/col1051/index.html", "col/col1057/index.html", False),
        ("bm3/", "bm4/", False),
        ("list.jsp?typeid=301&id=99", "list.jsp?typeid=301&id=4", True),
        ("list.jsp?typeid=301&id=99", "list.jsp?typeid=305&id=4", False),
        ("a/1.html", "b/1.html", False),
    ],
)
def test_a_part_of_a_site_is_told_by_the_numbers_of_its_channels(one: str, other: str, alike: bool) -> None:
    assert (section(HOME + one) == section(HOME + other)) == alike


def test_what_stands_below_a_promising_page_promises_more() -> None:
    link = Link(HOME + "x/1.html", "城乡居民的各种事情怎么办", "content")
    below = [priority(Clues(link, LinkRole(), "other", HOME, 2, worth), Experience()) for worth in (0.05, 0.25, 0.8)]
    assert below == sorted(below) and below[2] > 3 * below[0]


def test_a_short_wording_is_an_entry_and_a_long_one_a_headline() -> None:
    assert urgency("业务工作", zone="content") > urgency("我县召开秋季农业生产工作现场会", zone="content")


def test_an_item_by_its_name_comes_before_what_says_nothing() -> None:
    link = Link(HOME + "x/1.html", "取水许可证核发", "content")
    plain, named = (
        priority(Clues(link, LinkRole(), "other", HOME, 2, like_item=like), Experience()) for like in (False, True)
    )
    assert named > 1.5 * plain


def test_entries_of_one_wording_are_judged_together() -> None:
    past = Experience()
    for office in range(3):
        past.learn(kinds_of(f"{HOME}bm{office}/fw/", f"{HOME}bm{office}/", wording="服务窗口"), [f"item {office}"])
        past.learn(kinds_of(f"{HOME}bm{office}/dt/", f"{HOME}bm{office}/", wording="工作动态"), [])
    assert urgency("服务窗口", "q/a/", zone="content", past=past) > 2 * urgency(
        "工作动态", "q/b/", zone="content", past=past
    )
