"""From a page's facts to offers: scope, targets, documents, paging, frames, and nothing twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from crawler.records import FetchRecord, Site
from crawler.scope import Scope
from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_page
from spiders.discovery import Offer, Reader
from spiders.learning import PATIENCE, Experience
from spiders.mind import PROMISING
from spiders.priorities import kinds_of

HOME = "http://www.a.example/"


def offers(
    html: str, role: str = "other", why: str = "link", past: Experience | None = None, items: Iterable[str] = ()
) -> dict[str, Offer]:
    reader = Reader(Scope.of(Site("a", "某县", HOME)), default_pack(), past or Experience())
    facts = read_facts(
        f"<html><meta charset=utf-8><body><div class='content'>{html}</div></body></html>".encode(), HOME
    )
    reading = replace(read_page(facts, default_pack()), role=role, item_links=tuple(("某事项", url) for url in items))
    return {offer.url: offer for offer in reader.offers(facts, FetchRecord(HOME, "fetched", depth=1, why=why), reading)}


def test_each_page_once_at_its_best_wording() -> None:
    found = offers("<a href='/x.html'>更多</a><a href='http://a.example/x.html'>办事指南</a><a href='/y.html'>更多</a>")
    assert len(found) == 2
    best = next(offer for offer in found.values() if offer.url.endswith("/x.html"))
    assert best.anchor == "办事指南" and best.priority > found[HOME + "y.html"].priority


def test_other_hosts_only_as_targets_of_links_that_matter() -> None:
    found = offers(
        "<a href='http://sys.other.example/apply?id=1'>在线申请</a><a href='http://news.other.example/'>某某新闻网</a>"
    )
    assert found["http://sys.other.example/apply?id=1"].why == "target"
    assert found["http://news.other.example/"].why == "link", "the frontier notes it as out of scope"
    own = offers("<a href='/jump?to=1'>在线申请</a><a href='/jump?to=2'>某某新闻网</a>")
    assert [own[f"{HOME}jump?to={n}"].why for n in (1, 2)] == ["target", "link"], "an own entry may only lead on"


def test_items_of_a_list_may_lie_elsewhere() -> None:
    item = "http://zw.other.example/item/1"
    html = f"<ul><li><a href='{item}'>道路旅客运输经营许可</a></li></ul>"
    assert offers(html, items=[item])[item].why == "target"
    assert offers(html)[item].why == "link"


def test_documents_are_targets_where_they_can_be_forms() -> None:
    html = "<a href='/f/1.doc'>低保申请表</a><a href='/f/2.pdf'>2020年工作总结</a>"
    assert offers(html, role="guide")[HOME + "f/1.doc"].why == "target"
    assert HOME + "f/2.pdf" not in offers(html, role="news")


def test_pages_of_a_list_are_as_urgent_as_the_list_makes_its_links() -> None:
    html = "<a href='/l/2.html'>下一页</a><a href='/l/3.html'>3</a>"
    useful, idle = offers(html, role="service_list"), offers(html, role="news")
    assert useful[HOME + "l/2.html"].priority > 5 * idle[HOME + "l/2.html"].priority
    assert useful[HOME + "l/2.html"].priority == useful[HOME + "l/3.html"].priority


def test_frames_media_traps_and_dead_links() -> None:
    found = offers(
        "<iframe src='/frame.html'></iframe><iframe src='http://w.other.example/'></iframe><a href='/a.jpg'>图</a>"
        "<a href='javascript:;'>空</a><a href='/a/b/a/b/a/b/a/b.html'>深</a>"
    )
    assert list(found) == [HOME + "frame.html"] and found[HOME + "frame.html"].why == "frame"


def test_settled_addresses_are_left_out() -> None:
    reader = Reader(Scope.of(Site("a", "某县", HOME)), default_pack(), Experience())
    facts = read_facts(b"<html><body><a href='/x.html'>1</a><a href='/y.html'>2</a></body></html>", HOME)
    reading = read_page(facts, default_pack())
    found = reader.offers(facts, FetchRecord(HOME, "fetched"), reading, lambda url: url.endswith("/x.html"))
    assert [offer.url for offer in found] == [HOME + "y.html"]


def test_a_sitemaps_entries_say_so() -> None:
    assert {offer.why for offer in offers("<a href='/s.html'>页</a>", why="sitemap").values()} == {"sitemap"}


def test_a_list_that_brought_nothing_for_long_is_left() -> None:
    past = Experience()
    for number in range(PATIENCE):
        past.learn(kinds_of(f"{HOME}list?page={number}", HOME), [])
    html = "<a href='/list?page=999'>下一页</a><a href='/list/999.html'>下一页</a>"
    assert list(offers(html, past=past)) == [HOME + "list/999.html"]


def test_a_page_of_few_links_leads_on_to_the_one_it_stands_for() -> None:
    index = HOME + "index.asp"
    assert offers("<a href='index.asp'><img src='in.jpg' alt='进入网站'></a>")[index].why == "frame"
    menu = "".join(f"<a href='/{n}/'>栏目{n}</a>" for n in range(9))
    assert offers(f"<a href='index.asp'>首页</a>{menu}")[index].why == "link", "a menu's 首页 is a copy"


def test_on_old_sites_news_under_one_address_hide_no_services() -> None:
    past, item = Experience(), HOME + "show.asp?id=7"
    for number in range(PATIENCE):
        past.learn(kinds_of(f"{HOME}show.asp?id=9{number}", HOME), [])
    html = f"<a href='{item}'>道路旅客运输经营许可</a><a href='/show.asp?id=8'>县领导到乡镇调研</a>"
    assert list(offers(html, past=past, items=[item])) == [item]
    assert set(offers(html, role="mailbox", past=past)) == {item, HOME + "show.asp?id=8"}
    assert not offers(html.replace("道路旅客运输经营许可", "今日要闻"), role="news", past=past)


def test_lists_of_letters_are_paged_back_to_a_year_ago_whatever_they_bring() -> None:
    reader = Reader(Scope.of(Site("a", "某县", HOME)), default_pack(), Experience())
    page = "<html><meta charset=utf-8><body><div class=content><li>来信 {day}</li><a href='/m/2.html'>下一页</a></div></body></html>"
    found = {}
    for day in ("2026-02-03", "2024-02-03"):
        facts = read_facts(page.format(day=day).encode(), f"{HOME}m/{day}.html")
        reading = replace(read_page(facts, default_pack()), role="mailbox")
        record = FetchRecord(facts.url, "fetched", fetched_at="2026-03-01T01:00:00Z")
        [found[day]] = reader.offers(facts, record, reading, worth=float(day == "2026-02-03"))
        reader = replace(reader, _weighed=set())
    assert found["2024-02-03"].priority < PROMISING <= found["2026-02-03"].priority
