"""The spider on small worlds through a real crawl: what is fetched, in which order, and how script pages come in."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest
from crawling import archive, options, records, site
from webworld import Page, World, redirect

from crawler.browserclicks import TAB
from crawler.records import Site
from crawler.rendering import find_chromium
from crawler.run import crawl
from spiders.portal import PortalSpider

HOME = "http://www.a.gov.cn"
DOC = Page(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), content_type="application/msword")
needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")


def page(title: str, *links: tuple[str, str], body: str = "", menu: str = "") -> Page:
    rows = "".join(f"<li><a href='{href}'>{text}</a></li>" for href, text in links)
    return Page(
        f"<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=nav>{menu}</div>"
        f"<div class=content><h1>{title}</h1>{body}<ul>{rows}</ul></div></body></html>"
    )


GUIDE = """<table><tr><th>事项名称</th><td>取水许可</td></tr><tr><th>办理材料</th><td>1.申请表；2.身份证复印件</td></tr>
<tr><th>办理流程</th><td>申请、受理、审核、决定、送达</td></tr><tr><th>联系电话</th><td>0000-1234567</td></tr></table>"""


def world() -> World:
    made = World()
    news = [(f"/xw/{n}.html", f"县领导到乡镇调研第{n}项重点工作并召开座谈会") for n in range(12)]
    made.pages[f"{HOME}/"] = page(
        "某县人民政府", *news, ("http://www.other.gov.cn/", "某市人民政府"), ("/list?sort=time", "按时间排序"),
        ("/pic/1.jpg", "图片"),
        menu="<a href='/bsfw/'>办事服务大厅</a><a href='/xw/'>新闻中心</a><a href='/hd/xx/'>县长信箱</a>",
    )  # fmt: skip
    made.pages[f"{HOME}/xw/"] = page("新闻中心", *news)
    for address, text in news:
        made.pages[HOME + address] = page(text, body="<p>各项工作有序推进。</p>" * 9)
    made.pages[f"{HOME}/bsfw/"] = page(
        "办事服务", ("http://slj.a.gov.cn/bszn/", "水利局办事指南"), ("/bsfw/bg/", "表格下载")
    )
    made.pages["http://slj.a.gov.cn/bszn/"] = page("水利局办事指南", ("/bszn/1.html", "取水许可办事指南"))
    made.pages["http://slj.a.gov.cn/bszn/1.html"] = page(
        "取水许可办事指南", ("/f/1.doc", "取水许可申请表"), ("http://sp.p.gov.cn/apply?id=1", "在线申请"), body=GUIDE
    )
    made.pages["http://slj.a.gov.cn/f/1.doc"] = DOC
    made.pages["http://sp.p.gov.cn/apply?id=1"] = page("申报系统登录", ("http://sp.p.gov.cn/more", "在线申请其他事项"))
    made.pages[f"{HOME}/bsfw/bg/"] = page("表格下载", ("/f/2.xls", "暂住登记申请表"))
    made.pages[f"{HOME}/f/2.xls"] = DOC
    made.pages[f"{HOME}/hd/xx/"] = page("县长信箱", ("/hd/xx/1.html", "反映道路问题的来信"))
    return made


def run(data: Path, made: World, audited: Site | None = None, **more: Any) -> str:
    [status] = crawl([audited or site()], options(data, made, spider="spiders.portal.PortalSpider", **more))
    return status.status


def test_evidence_first_within_scope(tmp_path: Path) -> None:
    with world() as made:
        assert run(tmp_path, made) == "measured"
        asked = made.urls()
    evidence = [
        f"{HOME}/bsfw/", "http://slj.a.gov.cn/bszn/", "http://slj.a.gov.cn/bszn/1.html", "http://slj.a.gov.cn/f/1.doc",
        "http://sp.p.gov.cn/apply?id=1", f"{HOME}/bsfw/bg/", f"{HOME}/f/2.xls", f"{HOME}/hd/xx/",
    ]  # fmt: skip
    news = [url for url in asked if "/xw/" in url and url.endswith(".html")]
    assert set(evidence) <= set(asked) and len(news) == 12
    own_hosts = [url for url in evidence if HOME in url]
    assert max(asked.index(url) for url in own_hosts) < min(asked.index(url) for url in news)
    assert "http://www.other.gov.cn/" not in asked and "http://sp.p.gov.cn/more" not in asked
    assert f"{HOME}/pic/1.jpg" not in asked and asked.index(f"{HOME}/list?sort=time") > asked.index(news[0])
    ledger = records(tmp_path)
    assert ledger["http://sp.p.gov.cn/apply?id=1"].why == "target"
    assert ledger["http://www.other.gov.cn/"].reason == "out_of_scope"


def test_a_small_budget_goes_to_the_evidence(tmp_path: Path) -> None:
    with world() as made:
        # with pauses as between real requests: a host without any is done with all it has while another host's rules are asked for
        assert run(tmp_path, made, budget=9, delay=0.3) == "partial"
        asked = made.urls()
    assert "http://slj.a.gov.cn/f/1.doc" in asked and "http://sp.p.gov.cn/apply?id=1" in asked
    assert not [url for url in asked if "/xw/" in url and url.endswith(".html")]


ITEMS = [
    (f"/item?id={number}", name)
    for number, name in enumerate(("林木采伐许可证核发", "老年人优待证办理", "食品经营许可"), 10)
]


def test_a_shared_platform_only_for_the_region(tmp_path: Path) -> None:
    platform = "http://zw.p.gov.cn"
    made = World(
        {
            f"{HOME}/": page("某县人民政府"),
            f"{platform}/hall?areaCode=520325": page(
                "办事大厅",
                ("/list?areaCode=520325", "办事指南"),
                ("/list?areaCode=520326", "办事指南"),
                ("/help", "关于我们"),
            ),
            f"{platform}/list?areaCode=520325": page("办事指南", ("/item?id=7", "取水许可"), *ITEMS),
            f"{platform}/item?id=7": page("取水许可办事指南", ("/item?id=8", "林木采伐许可办事指南"), body=GUIDE),
        }
    )
    audited = Site("a", "某县", f"{HOME}/", region_code="520325", service_urls=(f"{platform}/hall?areaCode=520325",))
    with made:
        run(tmp_path, made, audited)
        asked = made.urls("zw.p.gov.cn")
    assert [url.removeprefix(platform) for url in asked] == [
        "/hall?areaCode=520325",
        "/list?areaCode=520325",
        "/item?id=7",
        *(address for address, _ in ITEMS),
    ]


def test_an_endless_calendar_does_not_eat_the_budget(tmp_path: Path) -> None:
    def month(asked: Any) -> Page:
        number = int(asked.path.rpartition("=")[2])
        return page("日历", (f"/cal?month={number + 1}", "下一月"), (f"/cal?month={number + 2}", "隔月"))

    made = World(
        {f"{HOME}/": page("某县", ("/cal?month=1", "日历"), *((f"/p/{n}.html", f"公开{n}") for n in range(20)))}
    )
    made.pages |= {f"{HOME}/p/{n}.html": page(f"公开{n}") for n in range(20)}
    made.pages |= {f"{HOME}/cal?month={n}": month for n in range(400)}
    with made:
        assert run(tmp_path, made, budget=200) == "measured"
        asked = made.urls()
    assert sum("/p/" in url for url in asked) == 20
    assert sum("/cal" in url for url in asked) < 100


SHELL = """<!DOCTYPE html><html><head><meta charset=utf-8><title>办事服务</title></head><body><div id=app></div>
<script src="/app.js"></script></body></html>"""
SCRIPT = """fetch('/api/items').then(r => r.json()).then(d => {
const rows = d.items.map(i => `<li><a href="${i.url}">${i.name}</a></li>`).join('');
document.getElementById('app').innerHTML = '<div class="content"><h1>办事指南</h1><ul>' + rows + '</ul></div>'; });"""


def shell_world() -> World:
    names = ("取水许可", "林木采伐许可")
    items = json.dumps(
        {"items": [{"name": f"{name}办事指南", "url": f"/item/{n}.html"} for n, name in enumerate(names, 1)]}
    )
    return World(
        {
            f"{HOME}/": page("某县人民政府", ("/bsfw/", "办事服务大厅")),
            f"{HOME}/bsfw/": Page(SHELL),
            f"{HOME}/app.js": Page(SCRIPT, content_type="application/javascript"),
            f"{HOME}/api/items": Page(items, content_type="application/json"),
            f"{HOME}/item/1.html": page("取水许可办事指南", body=GUIDE),
            f"{HOME}/item/2.html": page("林木采伐许可办事指南", body=GUIDE),
        }
    )


@needs_chromium
def test_a_script_shell_is_rendered_and_its_links_followed(tmp_path: Path) -> None:
    with shell_world() as made:
        assert run(tmp_path, made, render="auto") == "measured"
        asked = made.urls()
    assert {f"{HOME}/item/1.html", f"{HOME}/item/2.html"} <= set(asked)
    assert asked.count(f"{HOME}/bsfw/") == 1, "the page itself is asked for once"
    ledger = records(tmp_path)
    assert ledger["/bsfw/"].renderer == "chromium" and ledger["/bsfw/"].dom_record
    assert ledger["/"].renderer == "http"
    assert ledger["/api/items"].why == "xhr"
    with archive(tmp_path) as opened:
        snapshot = opened.read(ledger["/bsfw/"])
    assert snapshot.dom is not None and "取水许可" in snapshot.dom.decode() and b"id=app></div>" in snapshot.body


def test_without_rendering_the_crawl_goes_on(tmp_path: Path) -> None:
    with shell_world() as made:
        assert run(tmp_path, made, render="never") == "measured"
        assert f"{HOME}/api/items" not in made.urls()
    assert records(tmp_path)["/bsfw/"].renderer == "http"


def test_without_a_browser_the_page_is_marked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GOVAUDIT_CHROMIUM", str(tmp_path / "none"))
    with shell_world() as made:
        assert run(tmp_path, made, render="auto") == "measured"
    shell = records(tmp_path)["/bsfw/"]
    assert (shell.state, shell.reason, shell.detail) == ("fetched", "render_failed", "no_browser")


@pytest.mark.parametrize(
    "front",
    [
        "<frameset rows='0,*'><frame src='top.asp'><frame src='index.asp'></frameset>",
        "<meta http-equiv=refresh content='0;url=index.asp'>",
        "<script>window.location.href='/index.asp'</script>",
        "<a href='index.asp'><img src='in.jpg' alt='进入网站'></a>",
    ],
)
def test_a_front_page_that_only_leads_on_is_not_the_site(tmp_path: Path, front: str) -> None:
    made = World({f"{HOME}/": Page(f"<html><head>{front}</head></html>")})
    made.pages[f"{HOME}/index.asp"] = page("某县人民政府", ("/bszn/1.html", "取水许可办事指南"))
    made.pages[f"{HOME}/bszn/1.html"] = page(
        "取水许可办事指南", ("/index.asp", "首页"), ("/index.html", "返回"), body=GUIDE
    )
    with made:
        assert run(tmp_path, made) == "measured"
    kept = records(tmp_path)
    assert kept["/index.asp"].reason == kept["/bszn/1.html"].reason == "ok"
    assert kept["/index.html"].reason == "copy"


def test_guides_taken_by_their_links_word_still_lead_out_to_their_applications(tmp_path: Path) -> None:
    things = ("取水", "采砂", "排污", "养殖", "捕捞", "采矿", "伐木", "演出", "广告", "焰火", "印刷", "屠宰")
    matters = [(f"/bszn/{n}.html", f"{thing}许可办事指南") for n, thing in enumerate(things)]
    made = World({f"{HOME}/": page("某县人民政府", *matters)})
    for n, (address, text) in enumerate(matters):
        own = GUIDE.replace("取水许可", text.removesuffix("办事指南"))
        made.pages[HOME + address] = page(text, (f"/jump?id={n}", "在线申请"), (f"http://sp.p.gov.cn/apply?id={n}", "在线办理"), body=own)  # fmt: skip
        made.pages[f"{HOME}/jump?id={n}"] = redirect(f"http://sso.q.gov.cn/login?id={n}")
        made.pages[f"http://sso.q.gov.cn/login?id={n}"] = page("用户登录")
        made.pages[f"http://sp.p.gov.cn/apply?id={n}"] = page("申报系统登录")
    with made:
        run(tmp_path, made)
    assert len(made.urls("sp.p.gov.cn")) == len(made.urls("sso.q.gov.cn")) == len(things)


def test_what_a_column_shows_in_a_frame_of_another_system_is_opened(tmp_path: Path) -> None:
    frame = "<p>请您留言</p><iframe src='http://hd.p.gov.cn/mail?sid=7'></iframe>"
    made = World({f"{HOME}/": page("某县人民政府", ("/hd/", "县长信箱")), f"{HOME}/hd/": page("县长信箱", body=frame)})
    made.pages["http://hd.p.gov.cn/mail?sid=7"] = page("来信列表", ("/mail?id=1", "反映道路问题的来信"))
    with made:
        run(tmp_path, made)
    assert made.urls("hd.p.gov.cn") == ["http://hd.p.gov.cn/mail?sid=7"]


@pytest.mark.parametrize(
    ("wording", "kind"),
    [
        ("受理条件", TAB),
        ("基本信息", TAB),
        ("在线办理", "在线办理"),
        ("个人办事", "个人办事"),
        ("城镇燃气经营许可证核发", "item"),
        ("食品经营许可（新办）", "item"),
        ("返回顶部", ""),
    ],
)
def test_entries_without_an_address_that_are_worth_pressing(wording: str, kind: str) -> None:
    assert PortalSpider().entry_kind(wording) == kind
