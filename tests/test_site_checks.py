"""The site as a whole: what the front page, columns, links, footer, tags and search show, and what stays open."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from fake_archive import FakeArchive

from crawler.records import FetchRecord
from crawler.urls import normalise
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.records import SiteCheck

HOME = "http://www.county.gov.cn/"
DAY = date(2026, 3, 1)
TAGS = "".join(
    f'<meta name="{name}" content="x">'
    for name in ("SiteName", "SiteDomain", "SiteIDCode", "ArticleTitle", "PubDate", "ContentSource")
)
FOOT = (
    '<div class="footer">主办单位：某县人民政府办公室 联系电话：0851-1234567 网站标识码：5203250001 黔ICP备05000001号'
    '<script src="http://dcs.conac.cn/js/a.js"></script><a href="http://www.beian.gov.cn/portal/registerSystemInfo?recordcode=1">'
    "贵公网安备 52032502000001号</a></div>"
)


def listing(*entries: tuple[str, str]) -> str:
    return (
        "<ul>"
        + "".join(
            f'<li><a href="/t/{n}.html">{name}</a><span>{day}</span></li>' for n, (name, day) in enumerate(entries)
        )
        + "</ul>"
    )


def html(title: str, body: str, head: str = "") -> str:
    return f"<html><head><title>{title}</title>{head}</head><body><div class='content'>{body}</div></body></html>"


NEWS = [
    ("县领导调研春耕备耕工作情况", "2026-02-27"),
    ("我县召开全县教育工作会议", "2026-02-20"),
    ("全县项目集中开工仪式举行", "2026-02-11"),
]
POLICY = [
    ("关于印发林业发展规划的通知", "2025-03-01"),
    ("关于加强城市管理的若干意见", "2025-02-01"),
    ("关于促进就业的实施办法印发", "2025-01-01"),
]
PAGES = {
    "/": html(
        "某县人民政府",
        f'<form action="/search.jsp"><input name="q"><input type="submit" value="搜索"></form>{listing(*NEWS)}'
        '<a href="/news/">工作动态</a><a href="/zcwj/">政策文件</a><a href="/xwfb/">新闻发布</a>' + FOOT,
    ),
    "/news/": html("工作动态", listing(*NEWS)),
    "/zcwj/": html("政策文件", listing(*POLICY)),
    "/xwfb/": html("新闻发布", "<p>暂无内容</p>"),
    "/t/0.html": html(
        "县领导调研春耕备耕工作情况", "<p>" + "县领导到各乡镇调研春耕备耕，要求抓好农资供应。" * 12 + "</p>", TAGS
    ),
    "/t/1.html": html(
        "我县召开全县教育工作会议", "<p>" + "会议总结了去年工作，部署了今年任务，要求落实责任。" * 12 + "</p>"
    ),
    "/t/2.html": FetchRecord("", "fetched", "not_found", http_status=404),
    "/t/3.html": FetchRecord("", "failed", "timeout"),
}
ANCHORS = {
    "/news/": "工作动态",
    "/zcwj/": "政策文件",
    "/xwfb/": "新闻发布",
    "/t/2.html": "全县项目集中开工仪式举行",
    "/t/3.html": "另一条",
}


def checks(status: str = "measured", **pages: str) -> dict[tuple[str, str], list[SiteCheck]]:
    archive = FakeArchive(PAGES | pages, status=status)
    for url, record in archive._records.items():
        place = url.removeprefix(HOME.rstrip("/"))
        if place != "/":
            archive._records[url] = replace(
                record, parent=normalise(HOME), anchor=ANCHORS.get(place, "标题"), depth=1, why="link"
            )
    found: dict[tuple[str, str], list[SiteCheck]] = {}
    for one in judge_archive(archive, default_pack(), as_of=DAY).checks:
        found.setdefault((one.check, one.subject), []).append(one)
    return found


def test_columns_have_their_latest_entry_and_those_not_there_are_absent_only_on_a_whole_crawl() -> None:
    found = checks()
    assert [(one.day, one.found) for one in found["column", "news"]] == [("2026-02-27", True)]
    assert [(one.day, one.found) for one in found["column", "policy"]] == [("2025-03-01", True)]
    assert found["column", "explain"][0].found is False
    assert checks(status="partial")["column", "explain"][0].found is None


def test_a_column_that_says_it_is_empty_is_blank() -> None:
    assert [(one.name, one.found) for one in checks()["blank", "column"]] == [("新闻发布", True)]


def test_the_front_page_shows_its_latest_entry_marks_and_search() -> None:
    found = checks()
    home = found["front_page", "updates"][0]
    assert (home.day, home.count) == ("2026-02-27", 2)
    assert {one.subject for (check, _), rows in found.items() if check == "footer" for one in rows if one.found} == {
        "party",
        "site_code",
        "icp",
        "police",
        "organiser",
        "contact",
    }
    assert found["search", "front_page"][0].found is True
    assert found["register", "front_page"][0].found is False
    assert found["domain", "form"][0].found is True
    assert found["report_error", "front_page"][0].found is False


def test_dead_links_are_certain_or_suspected() -> None:
    found = checks()
    links = found["dead_links", "front_page"][0]
    assert (links.count, links.open) == (1, 1)
    assert {(one.reason, one.found) for one in found["dead_link", "front_page"]} == {
        ("not_found", True),
        ("timeout", None),
    }


def test_official_tags_are_looked_for_on_texts_and_columns() -> None:
    found = checks()
    content = found["page_tags", "content"][0]
    assert (content.count, content.of) == (1, 2)
    assert {one.url.rsplit("/", 1)[-1]: one.found for one in found["page_tag", "content"]} == {
        "0.html": True,
        "1.html": False,
    }


def test_evidence_leads_to_the_archived_page() -> None:
    news = checks()["column", "news"][0]
    assert news.archive_record and news.digest and news.url.endswith("/news/") and news.page_url == normalise(HOME)


def test_a_site_that_was_not_seen_has_no_checks() -> None:
    assert checks(status="declined") == {}
