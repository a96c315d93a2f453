"""Judging whole sites: every level of every function from small archives, and what must hold for any archive."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import pytest
from fake_archive import HOME, SITE, FakeArchive, unfetched
from hypothesis import given, settings
from hypothesis import strategies as st
from judging_pages import ASK_FORM, ELEMENTS, FORM_FILE, ITEM, LOGIN, docx, guide, letters, packed, page

from crawler.records import FetchRecord
from reports.messages import catalogue as messages
from reports.shortcomings import shortcomings
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.records import SiteJudgement, Verdict
from rules.terms import COLUMNS, FUNCTIONS

Pages = Mapping[str, str | bytes | FetchRecord]
GUIDE = "/bszn/1.html"
NAMES = ("户口迁移登记", "失业保险金申领", "城乡居民基本养老保险参保登记", "灵活就业人员社会保险补贴申领", "再生育审批")
ANSWERED = letters(
    ("社保卡怎么补办？", "2026-01-05", "2026-01-07", "已回复"),
    ("公租房什么时候分配？", "2026-02-02", "2026-02-05", "已回复"),
)


def judged(pages: Pages, **options: Any) -> SiteJudgement:
    """The judgement of a site whose front page says little."""
    given = {name: options.pop(name) for name in ("catalogue", "as_of") if name in options}
    return judge_archive(
        FakeArchive({"/": page("某县人民政府", "<p>欢迎访问</p>"), **pages}, **options), default_pack(), **given
    )


def verdict(judgement: SiteJudgement, key: str, name: str = ITEM) -> Verdict:
    """The verdict of an item, or of the site for an empty name."""
    item_id = next(item.item_id for item in judgement.items if item.name == name) if name else ""
    return next(one for one in judgement.verdicts if one.item_id == item_id and one.key == key)


def entry(text: str, target: str) -> str:
    return f'<p><a href="{target}">{text}</a></p>'


# ---- guide ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("body", "level", "reason"),
    [
        (guide(), 3, ""),
        (guide(without=("办理时间", "收费标准")), 2, ""),
        (
            guide(without=("办理材料", "办理流程", "办理时间", "收费标准")),
            1,
            "few_elements",
        ),
    ],
)
def test_guide_by_its_elements(body: str, level: int, reason: str) -> None:
    found = verdict(judged({"/bszn/": list_page(), GUIDE: body}), "guide")
    assert (found.level, found.reason, found.scope) == (level, reason, "item")


SCAN = '<p><img src="/upload/2018/W020180312345.jpg" width="780" height="2200"></p>'


@pytest.mark.parametrize(
    ("body", "address"),
    [
        (page(f"{ITEM}办事指南", f"<h1>{ITEM}办事指南</h1>{SCAN}", crumb="办事指南"), "/upload/2018/W020180312345.jpg"),
        (guide(without=("办理材料", "办理流程", "办理时间", "收费标准"), extra=f"<p>办理材料：</p>{SCAN}"), GUIDE),
    ],
    ids=["wholly", "materials"],
)
def test_a_guide_that_only_a_picture_tells_is_not_measured(body: str, address: str) -> None:
    found = judged({"/bszn/": list_page(), GUIDE: body})
    told = verdict(found, "guide")
    assert (told.level, told.reason) == (None, "picture")
    assert told.url.endswith(address)
    assert {one.note for one in found.findings if one.finding_id in told.finding_ids} == {"picture"}


def test_a_picture_that_stands_on_every_page_is_no_guide() -> None:
    frame = '<img src="/images/banner.jpg">'
    empty = {
        f"/bszn/{n}.html": page(f"{name}办事指南", f"<h1>{name}办事指南</h1>{frame}", crumb="办事指南")
        for n, name in enumerate(NAMES, 2)
    }
    rows = "".join(f"<li><a href='/bszn/{n}.html'>{name}办事指南</a></li>" for n, name in enumerate(NAMES, 2))
    found = judged({"/bszn/": page("办事指南", f"<ul>{rows}</ul>{frame}", crumb="办事指南"), **empty})
    assert {verdict(found, "guide", name).level for name in NAMES} == {1}


def test_a_guide_that_contradicts_itself_says_so_beside_its_level() -> None:
    extra = "<p>法定办结时限：5个工作日</p><p>承诺办结时限：10个工作日</p>"
    found = judged({"/bszn/": list_page(), GUIDE: guide(extra=extra)})
    assert verdict(found, "guide").level == 3
    (told,) = [one for one in found.findings if one.rule_id.startswith("guide-consistency-")]
    assert told.function_or_column == "guide" and told.note == "guide_limit_longer_than_legal"
    assert "10个工作日" in told.snippet and "5个工作日" in told.snippet
    assert told.finding_id in verdict(found, "guide").finding_ids
    assert ("guide", told.note) in {(one.key, one.reason) for one in shortcomings(found)}


def test_a_guide_document_that_contradicts_itself_says_so_too() -> None:
    text = docx("法定办结时限：5个工作日", "承诺办结时限：10个工作日", "办理材料：居民身份证、户口簿")
    pages = {"/bszn/": list_page(), GUIDE: guide(extra=entry("办事指南.docx", "/files/a.docx")), "/files/a.docx": text}
    (told,) = [one for one in judged(pages).findings if one.rule_id.startswith("guide-consistency-")]
    assert told.note == "guide_limit_longer_than_legal" and "10个工作日" in told.snippet


def test_a_guide_document_attached_to_the_page_counts() -> None:
    bare = guide(
        without=("办理材料", "办理流程", "办理时间", "收费标准"),
        extra=entry("附件.docx", "/files/a.docx"),
    )
    text = docx(
        "申请条件：具有本县户籍且符合残疾标准",
        "办理材料：居民身份证、户口簿、两寸照片三张",
        "办理流程：申请、受理、评定、发证",
    )
    listed = {"/bszn/": list_page(), GUIDE: bare}
    assert verdict(judged({**listed, "/files/a.docx": text}), "guide").level == 2
    unseen = verdict(judged({**listed, "/files/a.docx": unfetched(reason="budget")}), "guide")
    assert (unseen.level, unseen.reason) == (None, "budget")


def test_what_a_list_leads_to_and_was_not_opened_is_not_measured() -> None:
    rows = "".join(f"<li><a href='/bszn/{n}.html'>{name}</a></li>" for n, name in enumerate(NAMES, 2))
    gone = {f"/bszn/{n}.html": unfetched("fetched", "not_found", http_status=404) for n in (3, 4, 5, 6)}
    judgement = judged(
        {"/bszn/": page("办事指南", f"<ul>{rows}</ul>", crumb="办事指南"), "/bszn/2.html": unfetched(), **gone}
    )
    assert [verdict(judgement, key, NAMES[0]).level for key in FUNCTIONS] == [None] * 3 + [None, None]
    assert verdict(judgement, "guide", NAMES[0]).reason == "robots"
    dead = verdict(judgement, "guide", NAMES[1])
    assert (dead.level, dead.reason) == (1, "dead_link")
    assert verdict(judgement, "form", NAMES[1]).level == 0


# ---- form -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("file", "level", "reason"),
    [
        (FORM_FILE, 3, ""),
        (packed(FORM_FILE), 2, None),
        (b"PK\x03\x04 damaged", 2, ""),
        (FORM_FILE[: len(FORM_FILE) // 2], 2, "file_damaged"),
        (page("页面不存在", "<p>您访问的页面不存在</p>"), 1, None),
        (b"", 1, "empty_page"),
        (unfetched("fetched", "not_found", http_status=404), 1, "dead_link"),
        (unfetched(reason="budget"), None, "budget"),
        (unfetched("failed", "timeout"), None, "timeout"),
        (unfetched(reason="declined", http_status=403), None, "declined"),
    ],
)
def test_form_by_the_file_behind_the_link(
    file: str | bytes | FetchRecord, level: int | None, reason: str | None
) -> None:
    found = verdict(
        judged({GUIDE: guide(extra=entry("残疾人证申请表.docx", "/files/sqb.docx")), "/files/sqb.docx": file}), "form"
    )
    assert found.level == level
    assert reason is None or found.reason == reason


def test_a_form_on_a_list_is_usable_but_hangs_on_no_guide() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td><a href='/files/{n}.docx'>{name}申请表.docx</a></td></tr>"
        for n, name in enumerate((ITEM, *NAMES))
    )
    forms = {f"/files/{n}.docx": docx(f"{name}申请表") for n, name in enumerate((ITEM, *NAMES))}
    judgement = judged({"/bgxz/": page("表格下载", f"<table>{rows}</table>", crumb="表格下载"), **forms})
    assert verdict(judgement, "form").level == 2
    assert verdict(judgement, "guide").level == 0


# ---- apply ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("extra", "target", "level", "reason"),
    [
        ("", LOGIN, 2, ""),
        ("<p>网上办理深度：Ⅳ级（全程网办）</p>", LOGIN, 3, ""),
        ("", page("某县人民政府", "<p>欢迎访问</p>"), 1, None),
        ("", page("网上申报", "<p>暂无内容</p>"), 1, None),
        ("", unfetched(reason="out_of_scope"), None, "out_of_scope"),
    ],
)
def test_apply_by_where_the_entry_leads(
    extra: str, target: str | FetchRecord, level: int | None, reason: str | None
) -> None:
    found = verdict(judged({GUIDE: guide(extra=extra + entry("在线办理", "/apply/1")), "/apply/1": target}), "apply")
    assert found.level == level
    assert reason is None or found.reason == reason


def test_a_booking_is_only_named() -> None:
    found = verdict(judged({GUIDE: guide(extra=entry("我要预约", "/apply/1")), "/apply/1": LOGIN}), "apply")
    assert found.level in (0, 1)


def test_an_entry_that_leads_home_is_only_named() -> None:
    found = verdict(judged({GUIDE: guide(extra=entry("在线办理", "/"))}), "apply")
    assert (found.level, found.reason) == (1, "home")


# ---- channels and columns -------------------------------------------------------------------------------------------
def test_the_sites_channel_serves_every_item_and_keeps_the_items_own_level() -> None:
    judgement = judged({GUIDE: guide(), "/ask/": page("网上咨询", ASK_FORM, crumb="网上咨询")})
    found = verdict(judgement, "consult")
    assert (found.level, found.scope, found.own_level) == (2, "site", 0)
    assert verdict(judgement, "consult", "").level == 2
    assert [verdict(judgement, key).level for key in ("form", "apply")] == [0, 0]


def test_answered_questions_make_the_channel_effective() -> None:
    judgement = judged({GUIDE: guide(), "/ask/": page("网上咨询", ASK_FORM + ANSWERED, crumb="网上咨询")})
    assert verdict(judgement, "consult").level == 3
    assert verdict(judgement, "consultation", "").level == 3
    figures = next(one for one in judgement.columns if one.column == "consultation")
    assert (figures.entries_past_year, figures.reply_rate, figures.median_reply_days) == (2, 1.0, 2.5)


@pytest.mark.parametrize(
    "rows",
    [
        letters(
            ("社保卡怎么补办？", "2026-01-05", "2026-01-07", "已回复"),
            ("公租房什么时候分配？", "2026-02-02", "", "处理中"),
        ),
        letters(("社保卡怎么补办？", "2024-01-05", "2024-01-07", "已回复")),
        letters(("社保卡怎么补办？", "2026-01-05", "2026-01-25", "已回复")),
    ],
)
def test_unanswered_old_or_slow_is_not_effective(rows: str) -> None:
    assert (
        verdict(judged({GUIDE: guide(), "/ask/": page("网上咨询", ASK_FORM + rows, crumb="网上咨询")}), "consult").level
        == 2
    )


def test_a_menu_word_with_nothing_behind_names_consult_only() -> None:
    menu = '<a href="/ask/">网上咨询</a><a href="/bg/">表格下载</a><a href="/sb/">网上申报</a>'
    gone = {place: unfetched("fetched", "not_found", http_status=404) for place in ("/ask/", "/bg/", "/sb/")}
    judgement = judged({"/": page("某县人民政府", "<p>欢迎访问</p>", menu), GUIDE: guide(), **gone})
    assert (verdict(judgement, "consult").level, verdict(judgement, "consult").scope) == (1, "site")
    assert [verdict(judgement, key).level for key in ("form", "apply")] == [0, 0]


@pytest.mark.parametrize(
    ("body", "level"),
    [
        (letters(("路灯不亮", "2026-01-05", "2026-01-07", "已回复")), 3),
        (letters(("路灯不亮", "2019-01-05", "2019-01-07", "已回复")), 2),
        (ASK_FORM, 2),
        ("<p>暂无内容</p>", 1),
    ],
)
def test_columns(body: str, level: int) -> None:
    menu = '<a href="/xx/">县长信箱</a>'
    found = verdict(
        judged({"/": page("某县人民政府", "<p>欢迎访问</p>", menu), "/xx/": page("县长信箱", body, crumb="县长信箱")}),
        "mailbox",
        "",
    )
    assert found.level == level
    assert found.scope == "site"


def test_a_report_on_a_column_elsewhere_does_not_keep_it_alive() -> None:
    rows = "".join(
        f"<li><a href='/yj/{n}.html'>关于第{n}号工作方案公开征求意见的公告</a> 2019-05-0{n}</li>" for n in (1, 2, 3)
    )
    text = "<p>2026-02-01</p><p>本次意见征集共收到意见12条，我局逐条研究，采纳情况反馈如下，感谢广大群众的支持。</p>"
    column = {"/yj/": page("意见征集", f"<ul>{rows}</ul>", crumb="意见征集")}
    assert (
        verdict(judged({**column, "/news/9.html": page("意见征集", text, crumb="意见征集")}), "opinion", "").level == 2
    )


def test_an_article_among_the_news_is_no_column() -> None:
    text = "<p>2026-02-01</p><p>本次意见征集共收到意见12条，我局逐条研究，采纳情况反馈如下，感谢广大群众的支持。</p>"
    told = "<li><a href='/news/9.html'>关于意见征集情况的反馈</a> 2026-02-01</li>"
    rows = "".join(f"<li><a href='/news/{n}.html'>我县召开第{n}次工作会议</a> 2026-01-0{n}</li>" for n in (1, 2, 3))
    news = {"/news/": page("新闻动态", f"<ul>{told}{rows}</ul>", crumb="新闻动态")}
    article = {"/news/9.html": page("关于意见征集情况的反馈", text, crumb="新闻动态")}
    assert verdict(judged({**news, **article}), "opinion", "").level == 0


def test_feedback_with_fresh_results() -> None:
    def results(year: int) -> str:
        rows = "".join(
            f"<tr><td>A00{n}</td><td>户口迁移</td><td>办结</td><td>{year}-02-0{n}</td></tr>" for n in (1, 2, 3)
        )
        return page(
            "办件公示",
            f"<table><tr><th>办件编号</th><th>事项名称</th><th>办理状态</th><th>办结时间</th></tr>{rows}</table>",
            crumb="办件公示",
        )

    assert verdict(judged({GUIDE: guide(), "/gs/": results(2026)}), "feedback").level == 3
    assert verdict(judged({GUIDE: guide(), "/gs/": results(2020)}), "feedback").level == 2


# ---- sites ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("status", ["declined", "unreachable", "not_started"])
def test_a_site_that_was_not_seen_gets_no_verdict(status: str) -> None:
    judgement = judged({GUIDE: guide()}, status=status)
    assert (judgement.items, judgement.verdicts, judgement.findings) == ((), (), ())
    assert judgement.archive.status == status


def test_nothing_is_absent_from_a_site_that_was_not_collected_to_the_end() -> None:
    judgement = judged({GUIDE: guide()}, status="partial")
    assert verdict(judgement, "guide").level == 3
    assert {
        (verdict(judgement, key).level, verdict(judgement, key).reason) for key in ("form", "apply", "feedback")
    } == {(None, "site_partial")}


def test_copies_of_a_page_are_one() -> None:
    rows = guide()
    judgement = judged({GUIDE: rows, "http://county.gov.cn/bszn/1.html": rows, "/print/bszn/1.html": rows})
    assert len(judgement.items) == 1


def test_news_and_disclosure_show_no_items() -> None:
    text = "<p>近日，我局开通残疾人证申领网上申请，群众足不出户即可办理，受到好评。</p><p>下一步，我局将继续推进。</p>"
    assert judged({"/news/1.html": page("我局开通网上申请", text, crumb="工作动态")}).items == ()


def test_the_official_list_is_the_measure() -> None:
    judgement = judged({GUIDE: guide()}, catalogue=["残疾人证核发\t县残联", "婚姻登记", "残疾人证"])
    by_name = {item.name: item for item in judgement.items}
    assert judgement.catalogue_size == 3
    assert {item.in_catalogue for item in judgement.items} == {True}
    assert [verdict(judgement, key, "婚姻登记").level for key in FUNCTIONS] == [0] * 5
    assert verdict(judgement, "guide", "残疾人证核发").level == 3
    assert by_name["残疾人证核发"].department


def test_a_lists_column_of_departments_tells_who_handles_an_item() -> None:
    rows = "".join(f"<tr><td>{name}</td><td>县人社局</td><td>办事指南</td></tr>" for name in NAMES)
    table = f"<table><tr><th>事项名称</th><th>实施主体</th><th>办事指南</th></tr>{rows}</table>"
    items = judged({"/bsdt/": page("办事大厅", table, crumb="办事大厅")}).items
    assert {item.department for item in items} == {"县人社局"} and len(items) == len(NAMES)


def test_icons_side_by_side_belong_to_the_item_of_their_row() -> None:
    rows = "".join(
        f"<li><a href='/i/{n}.html'>{name}</a><em>县人社局</em><p><a href='/i/{n}.html'>办事指南</a> "
        f"<a href='/sb/{n}.html'>在线申办</a></p></li>"
        for n, name in enumerate(NAMES)
    )
    pages: dict[str, str | bytes | FetchRecord] = {f"/sb/{n}.html": LOGIN for n in range(len(NAMES))}
    pages |= {f"/i/{n}.html": guide(name) for n, name in enumerate(NAMES)}
    judgement = judged({"/bsdt/": page("办事大厅", f"<ul>{rows}</ul>", crumb="办事大厅"), **pages})
    assert {item.name for item in judgement.items} == set(NAMES)
    assert {verdict(judgement, "apply", name).level for name in NAMES} == {2}


def test_an_official_name_may_end_in_more_of_what_is_done_where_one_item_alone_can_be_meant() -> None:
    pages = {GUIDE: guide("特困人员供养"), "/bszn/2.html": guide("临时救助")}
    judgement = judged(pages, catalogue=["特困人员供养对象认定", "临时救助金给付", "临时救助变更"])
    names = {item.name: item for item in judgement.items}
    assert set(names) == {"特困人员供养对象认定", "临时救助金给付", "临时救助变更"}
    assert verdict(judgement, "guide", "特困人员供养对象认定").level == 3
    assert verdict(judgement, "guide", "临时救助变更").level == 0
    assert "name_official" in names["临时救助金给付"].merge_reasons


def test_every_verdict_rests_on_findings_and_every_reason_has_words() -> None:
    judgement = judged(SITE_PAGES)
    found = {finding.finding_id: finding for finding in judgement.findings}
    for one in judgement.verdicts:
        assert one.level in (None, 0) or one.finding_ids
        assert set(one.finding_ids) <= set(found)
        assert one.level not in (None, 0) or one.reason
        assert not one.reason or f"reason.{one.reason}" in messages()
    assert all(one.digest and one.archive_record and one.page_url.startswith(HOME) for one in judgement.findings)
    assert len(judgement.verdicts) == len(judgement.items) * len(FUNCTIONS) + 2 + len(COLUMNS)


# ---- what holds for any archive -------------------------------------------------------------------------------------
def list_page() -> str:
    rows = "".join(f"<li><a href='/bszn/{n}.html'>{name}</a></li>" for n, name in enumerate((ITEM, *NAMES), 1))
    return page("办事指南", f"<ul>{rows}</ul>", crumb="办事指南")


SITE_PAGES: dict[str, str | bytes | FetchRecord] = {
    "/": page(
        "某县人民政府",
        "<p>欢迎访问</p>",
        '<a href="/bszn/">办事指南</a><a href="/ask/">网上咨询</a><a href="/xx/">县长信箱</a>',
    ),
    "/bszn/": list_page(),
    GUIDE: guide(extra=entry("残疾人证申请表.docx", "/files/sqb.docx") + entry("在线办理", "/apply/1")),
    "/bszn/2.html": guide(NAMES[0], without=("办理时间",)),
    "/bszn/3.html": guide(NAMES[1], extra=entry("失业保险金申请表.doc", "/files/gone.doc")),
    "/bszn/4.html": guide(NAMES[2], without=("收费标准",)),
    "/bszn/5.html": guide(NAMES[3]),
    "/bszn/6.html": guide(NAMES[4]),
    "/files/sqb.docx": FORM_FILE,
    "/files/gone.doc": unfetched("fetched", "not_found", http_status=404),
    "/apply/1": LOGIN,
    "/ask/": page("网上咨询", ASK_FORM + ANSWERED, crumb="网上咨询"),
    "/xx/": page("县长信箱", letters(("路灯不亮", "2026-01-05", "2026-01-07", "已回复")), crumb="县长信箱"),
}
PLACES = [place for place, content in SITE_PAGES.items() if not isinstance(content, FetchRecord) and place != "/"]


def levels(judgement: SiteJudgement) -> dict[tuple[str, str], int | None]:
    return {(one.item_id, one.key): one.level for one in judgement.verdicts}


def test_judging_twice_gives_the_same() -> None:
    assert judged(SITE_PAGES) == judged(SITE_PAGES)


@settings(max_examples=8)
@given(st.permutations(range(len(SITE_PAGES))))
def test_the_order_of_pages_does_not_matter(order: list[int]) -> None:
    archive = FakeArchive(SITE_PAGES)
    one, other = judge_archive(archive, default_pack()), judge_archive(archive.reordered(order), default_pack())
    assert levels(one) == levels(other)
    assert {finding.finding_id for finding in one.findings} == {finding.finding_id for finding in other.findings}


@settings(max_examples=12)
@given(st.sets(st.sampled_from(PLACES), min_size=1, max_size=3))
def test_a_failed_fetch_never_turns_present_into_absent(lost: set[str]) -> None:
    archive = FakeArchive(SITE_PAGES)
    before, after = (
        levels(judge_archive(archive, default_pack())),
        levels(judge_archive(_named(archive, lost), default_pack())),
    )
    for place, level in before.items():
        assert not (level and after.get(place) == 0), place


def _named(archive: FakeArchive, lost: set[str]) -> FakeArchive:
    """The archive without some pages, whose records keep the wording of the link that named them, as a crawl's ledger does."""
    wording = {
        "/bszn/": "办事指南",
        "/ask/": "网上咨询",
        "/xx/": "县长信箱",
        "/apply/1": "在线办理",
        "/files/sqb.docx": "残疾人证申请表.docx",
    }
    wording |= {f"/bszn/{n}.html": name for n, name in enumerate((ITEM, *NAMES), 1)}
    for place in sorted(lost):
        archive = archive.without(place, anchor=wording[place])
    return archive


@settings(max_examples=8)
@given(st.sampled_from(["婚姻登记", "护照办理", "道路运输证核发"]), st.booleans())
def test_one_more_usable_item_lowers_nothing(name: str, complete: bool) -> None:
    before = judged(SITE_PAGES)
    after = judged({**SITE_PAGES, "/bszn/99.html": guide(name, without=() if complete else ("办理时间",))})
    found = levels(after)
    assert all(
        found[place] is not None and found[place] >= level
        for place, level in levels(before).items()
        if level is not None
    )
    assert len(after.items) == len(before.items) + 1


def test_a_shared_platform_speaks_only_for_the_region() -> None:
    from dataclasses import replace

    site = replace(SITE, service_urls=("http://zwfw.example.gov.cn/portal?areacode=520325",))
    own = guide("婚姻登记", without=("办理机构",), extra="<p>办理机构：县民政局</p>")
    other = guide("护照办理").replace("县残疾人联合会", "南京市鼓楼区公安局")
    judgement = judged(
        {
            "http://zwfw.example.gov.cn/item/1?areacode=520325": own,
            "http://zwfw.example.gov.cn/item/2?areacode=520325": other,
            "http://zwfw.example.gov.cn/item/3?areacode=320106": guide("再生育审批"),
        },
        site=site,
    )
    assert [item.name for item in judgement.items] == ["婚姻登记"]


def test_a_shared_platform_names_other_regions_in_paths_rows_and_data() -> None:
    from dataclasses import replace

    site = replace(SITE, service_urls=("http://zwfw.example.gov.cn/portal?areacode=520325",))
    elsewhere = guide("再生育审批").replace("&gt; 办事指南", "&gt; 江苏省 &gt; 南京市 &gt; 办事指南")
    head = "<tr><th>事项名称</th><th>实施主体</th><th>办事指南</th></tr>"
    rows = "<tr><td>婚姻登记</td><td>道真自治县民政局</td><td>查看</td></tr><tr><td>护照办理</td><td>南京市公安局</td><td>查看</td></tr>"
    data = [
        {"itemName": "取水许可", "areaCode": "520325000000", "deptName": "县水务局"},
        {"itemName": "河道采砂许可", "areaCode": "320106000000", "deptName": "区水务局"},
        {"itemName": "犬类登记", "areaName": "贵州省"},
    ]
    judgement = judged(
        {
            "http://zwfw.example.gov.cn/item/1?areacode=520325": elsewhere,
            "http://zwfw.example.gov.cn/list?areacode=520325": page(
                "事项清单", f"<table>{head}{rows}</table>", crumb="服务事项"
            ),
            "http://zwfw.example.gov.cn/api/items?areacode=520325": json.dumps(data, ensure_ascii=False),
        },
        site=site,
    )
    assert [item.name for item in judgement.items] == ["取水许可", "婚姻登记", "犬类登记"]


def test_items_whose_own_pages_are_another_regions_are_not_the_sites() -> None:
    from dataclasses import replace

    site = replace(SITE, service_urls=("http://zwfw.example.gov.cn/index?areacode=520325",))
    links = "".join(
        f"<li><a href='/item?areacode={code}&id={n}'>{name}</a></li>"
        for n, (name, code) in enumerate([("婚姻登记", "520325"), ("护照签发", "320106"), ("犬类登记", "520325")])
    )
    judgement = judged(
        {"http://zwfw.example.gov.cn/list?areacode=520325": page("事项清单", f"<ul>{links}</ul>", crumb="服务事项")},
        site=site,
    )
    assert [item.name for item in judgement.items] == ["婚姻登记", "犬类登记"]


# ---- whose channel --------------------------------------------------------------------------------------------------
def test_a_link_beside_an_item_that_opens_the_channel_for_all_is_the_channels() -> None:
    ask = page("网上咨询", ASK_FORM, crumb="网上咨询")
    asking = {GUIDE: guide(extra=entry("我要咨询", "/ask/")), "/ask/": ask}
    alone = verdict(judged(asking), "consult")
    assert (alone.level, alone.scope) == (2, "item")
    for more in (
        {"/": page("某县人民政府", "<p>欢迎访问</p>", '<a href="/ask/">网上咨询</a>')},
        {"/bszn/2.html": guide(NAMES[0], extra=entry("我要咨询", "/ask/"))},
    ):
        found = verdict(judged({**asking, **more}), "consult")
        assert (found.level, found.scope, found.own_level) == (2, "site", 0)


def test_a_question_form_made_for_the_item_is_its_own() -> None:
    ask = page("网上咨询", ASK_FORM, crumb="网上咨询")
    pages = {
        "/item?code=11520325001": guide(extra=entry("我要咨询", "/ask?code=11520325001")),
        "/ask?code=11520325001": ask,
    }
    found = verdict(judged(pages), "consult")
    assert (found.level, found.scope, found.own_level) == (2, "item", 2)


def test_query_pages_made_for_single_items_are_no_channel() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td><a href='/cx.asp?id={n}'>办件查询</a></td></tr>" for n, name in enumerate(NAMES[:2])
    )
    rows += "".join(f"<tr><td>{name}</td><td></td></tr>" for name in NAMES[2:])
    query = "<form action='/q'>受理编号<input name='n'><input type='hidden' name='i' value='{}'><input type='submit' value='查询'></form>"
    pages = {f"/cx.asp?id={n}": page("办件查询", query.format(n)) for n in (0, 1)}
    judgement = judged(
        {
            "/list/": page(
                "网上办事事项", f"<table><tr><th>事项名称</th><th>结果反馈</th></tr>{rows}</table>", crumb="网上办事"
            ),
            **pages,
        }
    )
    assert [verdict(judgement, "feedback", name).level for name in NAMES[:3]] == [2, 2, 0]


def test_a_forms_name_that_one_item_alone_begins_with_is_its_form() -> None:
    rows = "".join(
        f"<li><a href='/files/{n}.docx'>{name}.docx</a></li>"
        for n, name in enumerate(("失业保险金待遇申请表", "户口迁移登记变更申请表", "婚姻状况证明申请表"))
    )
    forms = {f"/files/{n}.docx": FORM_FILE for n in range(3)}
    judgement = judged(
        {
            GUIDE: guide("失业保险金待遇发放核定"),
            "/bszn/2.html": guide("户口迁移登记"),
            "/bgxz/": page("表格下载", f"<ul>{rows}</ul>", crumb="表格下载"),
            **forms,
        }
    )
    assert verdict(judgement, "form", "失业保险金待遇发放核定").level == 2
    assert verdict(judgement, "form", "户口迁移登记").level == 0


def test_a_form_shown_in_a_frame_is_seen() -> None:
    menu = '<a href="/xx/">县长信箱</a>'
    shell = page("县长信箱", "<iframe src='/inner/form.html'></iframe>", crumb="县长信箱")
    pages = {
        "/": page("某县人民政府", "<p>欢迎访问</p>", menu),
        "/xx/": shell,
        "/inner/form.html": page("写信", ASK_FORM),
    }
    assert verdict(judged(pages), "mailbox", "").level == 2


def test_the_sections_menu_beside_a_guide_is_not_the_items() -> None:
    menu = "<div class='left'><p><a href='/bg/'>相关表格下载</a></p><p><a href='javascript:;'>网上申报</a></p></div>"
    other = {
        f"/hall/{n}.html": page(name, f"<p>{name}是办事大厅的一个栏目，欢迎群众了解有关情况，提出意见。</p>{menu}")
        for n, name in enumerate(("机构简介", "服务承诺"))
    }
    judgement = judged({GUIDE: guide(extra=menu), **other, "/bg/": unfetched("fetched", "not_found", http_status=404)})
    assert [verdict(judgement, key).level for key in ("guide", "form", "apply")] == [3, 0, 0]


def test_the_items_page_may_lead_on_to_the_application() -> None:
    rows = "".join(
        f"<tr><td>{name}</td><td><a href='/item/{n}.html'>在线办理</a></td></tr>"
        for n, name in enumerate((ITEM, *NAMES))
    )
    lists = page("网上办事事项", f"<table><tr><th>事项名称</th><th>网上申请</th></tr>{rows}</table>", crumb="网上办事")
    pages = {"/list/": lists, "/item/0.html": guide(extra=entry("立即办理", "/apply/1")), "/apply/1": LOGIN}
    assert verdict(judged(pages), "apply").level == 2
    assert verdict(judged({**pages, "/apply/1": unfetched()}), "apply").level is None


def test_a_header_with_a_login_box_is_no_application() -> None:
    news = page("工作动态", "<p>今日召开会议，研究部署有关工作，要求抓好落实。</p>").replace(
        '<div class="nav">',
        "<div class='header'><form>用户名<input name='u'>密码<input type='password' name='p'></form></div><div class=\"nav\">",
    )
    found = verdict(judged({GUIDE: guide(extra=entry("在线办理", "/news/1.html")), "/news/1.html": news}), "apply")
    assert found.level == 1


def test_pages_of_forms_that_lead_to_each_other_come_to_an_end() -> None:
    menu = "<ul>" + "".join(f"<li><a href='/down/{n}.html'>{n}号表格下载</a></li>" for n in range(4)) + "</ul>"
    row = "<table><tr><td>表格名称</td><td>下载</td></tr><tr><td>失业登记申请表</td><td><a href='/down/1.html'>点击下载</a></td></tr></table>"
    pages = {f"/down/{n}.html": page("表格下载", menu + row, crumb="表格下载") for n in range(4)}
    found = judged({**pages, "/bszn/1.html": guide("失业登记", extra=menu)})
    assert {one.level for one in found.verdicts if one.key == "form" and one.item_id} <= {0, 1, None}


def test_a_form_of_a_guide_stays_effective_however_many_lists_show_it() -> None:
    row = f"<table><tr><th>事项名称</th><th>表格下载</th></tr><tr><td>{ITEM}</td><td><a href='/f/a.docx'>下载</a></td></tr></table>"
    lists = {f"/a/{n}.html": page("办事大厅", row, crumb="办事大厅") for n in range(7)}
    own = guide(extra="<p><a href='/f/a.docx'>残疾人证申请表</a></p>")
    found = judged({**lists, "/z/guide.html": own, "/f/a.docx": FORM_FILE})
    assert [one.level for one in found.verdicts if one.key == "form" and one.item_id] == [3]


def test_a_form_under_another_name_is_its_items_where_the_item_offers_the_same_file() -> None:
    forms = "<table><tr><td>表格名称</td><td>下载</td></tr><tr><td>残联办证登记表</td><td><a href='/f/a.docx'>下载</a></td></tr></table>"
    own = guide(extra="<p>附件：<a href='/f/a.docx'>残联办证登记表</a></p>")
    found = judged({"/z/1.html": own, "/down/": page("表格下载", forms, crumb="表格下载"), "/f/a.docx": FORM_FILE})
    assert [item.name for item in found.items] == [ITEM]


def test_a_form_worded_in_another_way_is_its_items_where_that_item_alone_may_be_meant() -> None:
    names = ("开发建设项目水土保持方案审批", "河道采砂许可")
    forms = "".join(
        f"<tr><td>{name}</td><td><a href='/f/{n}.docx'>下载</a></td></tr>"
        for n, name in enumerate(("水土保持方案审批申请表", "河道采砂申请表", "取水许可申请书"))
    )
    found = judged(
        {
            **{f"/z/{n}.html": guide(name) for n, name in enumerate(names)},
            "/down/": page("表格下载", f"<table>{forms}</table>", crumb="表格下载"),
            **{f"/f/{n}.docx": FORM_FILE for n in range(3)},
        }
    )
    assert sorted(item.name for item in found.items) == sorted((*names, "取水许可"))
    assert [verdict(found, "form", name).level for name in names] == [2, 2]


def test_a_box_of_letters_in_a_frame_serves_what_the_page_around_it_is_called() -> None:
    rows = "".join(
        f"<tr><td><a href='/box/{n}'>{said}</a></td><td>2026-01-0{n}</td><td>2026-01-0{n + 2}</td></tr>"
        for n, said in ((1, "社保卡丢失怎么补办"), (2, "失业金领取条件是什么"))
    )
    box = f"<html><head><title>互动平台</title></head><body><table><tr><td>信件标题</td><td>提交时间</td><td>回复时间</td></tr>{rows}</table></body></html>"
    ask = page("在线咨询", "<iframe src='/box/list'></iframe>", crumb="在线咨询")
    home = page("某县人民政府", entry("在线咨询", "/ask/"))
    found = judged({"/": home, "/ask/": ask, "/box/list": box, GUIDE: guide()})
    assert (verdict(found, "consult").level or 0) >= 2 and (verdict(found, "consultation", "").level or 0) >= 2


def test_what_an_item_is_called_names_no_application_of_it() -> None:
    lists = page("办事指南", "<ul><li><a href='/z/1.html'>工伤认定申请</a></li></ul>", crumb="办事指南")
    found = judged({"/z/1.html": guide("工伤认定申请"), "/z/": lists})
    assert verdict(found, "apply", "工伤认定申请").level == 0


def test_a_document_is_headed_with_its_items_name() -> None:
    lines = [f"{key}：{value}" for key, value in ELEMENTS.items() if key != "事项名称"]
    lists = page("办事指南", f"<ul><li><a href='/z/1.docx'>{ITEM}办事指南</a></li></ul>", crumb="办事指南")
    found = judged({"/z/": lists, "/z/1.docx": docx(f"{ITEM}办事指南", *lines)})
    assert verdict(found, "guide").level == 3


def test_a_letters_title_among_the_front_pages_entries_is_no_item() -> None:
    letter = page(
        "县长信箱",
        "<dl><dt>来信标题</dt><dd>困难补助发放</dd><dt>来信时间</dt><dd>2026-01-02</dd><dt>来信内容</dt><dd>没有发</dd></dl>",
        crumb="县长信箱",
    )
    front = page(
        "某县人民政府", "<h3>县长信箱</h3><ul><li><a href='/xz/1.html'>困难补助发放</a></li></ul><h3>网上办事</h3>"
    )
    assert not judged({"/": front, "/xz/1.html": letter}).items


def test_a_single_letter_is_of_the_column_whose_list_it_was_found_on() -> None:
    def letter(title: str) -> str:
        return page(title, f"<dl><dt>写信人</dt><dd>王某</dd><dt>写信时间</dt><dd>2026-05-02</dd><dt>信件内容</dt><dd>{title}</dd><dt>答复时间</dt><dd>2026-05-03</dd></dl>")  # fmt: skip

    def listed(column: str, folder: str) -> str:
        rows = "".join(f"<tr><td><a href='/{folder}/{n}.html'>关于{column}的第{n}件事</a></td><td>2026-05-02</td><td>已答复</td></tr>" for n in (1, 2))  # fmt: skip
        return page(column, f"<table><tr><th>标题</th><th>写信时间</th><th>状态</th></tr>{rows}</table>", crumb=column)

    pages = {"/q/": listed("在线咨询", "q"), "/m/": listed("县长信箱", "m")}
    pages |= {f"/{folder}/{n}.html": letter(f"关于{column}的第{n}件事") for folder, column in (("q", "在线咨询"), ("m", "县长信箱")) for n in (1, 2)}  # fmt: skip
    parents = {f"/{folder}/{n}.html": f"/{folder}/" for folder in "qm" for n in (1, 2)}
    archive = FakeArchive(pages, as_of="2026-06-01", parents=parents)
    entries = {one.column: one.entries_past_year for one in judge_archive(archive, default_pack()).columns}
    assert (entries["mailbox"], entries["consultation"]) == (2, 2)


def test_letters_and_forms_are_of_the_column_whose_list_shows_them_wherever_they_were_found() -> None:
    def letter(n: int) -> str:
        return page("信件详情", f"<dl><dt>信件标题</dt><dd>第{n}件修路进度</dd><dt>来信时间</dt><dd>2026-05-0{n}</dd><dt>信件内容</dt><dd>盼复</dd><dt>答复时间</dt><dd>2026-05-09</dd></dl>")  # fmt: skip

    def listed(column: str, first: int) -> str:
        rows = "".join(f"<tr><td><a href='/x/{n}.html'>第{n}件修路进度</a></td><td>2026-05-0{n}</td><td>已答复</td></tr>" for n in (first, first + 1))  # fmt: skip
        return page(column, f"<table><tr><th>标题</th><th>来信时间</th><th>状态</th></tr>{rows}</table>", crumb=column)

    rules = "<p>一、受理范围：意见建议。二、来信5个工作日内答复。</p>"
    pages = {"/q/": listed("政务咨询", 1), "/m/": listed("县长信箱", 3)} | {
        f"/x/{n}.html": letter(n) for n in range(1, 5)
    }
    pages |= {"/w/q.html": page("我要写信", f"{rules}{ASK_FORM}"), "/w/m.html": page("我要写信", ASK_FORM + " ")}
    parents = {f"/x/{n}.html": "/" for n in range(1, 5)} | {"/w/q.html": "/q/", "/w/m.html": "/m/"}
    archive = FakeArchive({"/": page("某县人民政府", "<p>欢迎访问</p>"), **pages}, as_of="2026-06-01", parents=parents)
    found = {one.column: one for one in judge_archive(archive, default_pack()).columns}
    told = {key: (found[key].median_reply_days, found[key].rules_published) for key in ("consultation", "mailbox")}
    assert told == {"consultation": (7.5, True), "mailbox": (5.5, False)}


def test_a_channels_front_page_may_list_news_and_its_entries_count() -> None:
    rows = "".join(f"<li><a href='/n/{n}.html'>全县第{n}次重点工作推进会议召开</a><span>2026-01-0{n}</span></li>" for n in range(1, 6))  # fmt: skip
    front = page("互动交流", f"<ul><li><a href='/xf/'>网上信访</a></li></ul><ul>{rows}</ul>", crumb="互动交流")
    found = judged({"/hd/": front})
    assert verdict(found, "petition", "").level is None  # there is an entry, and nobody opened it


def test_the_channel_may_raise_the_level_of_an_items_own_questions() -> None:
    own = page(
        f"{ITEM}常见问题",
        "<p>问：多久能办好？</p><p>答：五个工作日。</p><p>问：能代办吗？</p><p>答：可以，须带委托书。</p>",
    )
    pages = {
        GUIDE: guide(extra=entry("常见问题解答", "/faq/1.html")),
        "/faq/1.html": own,
        "/ask/": page("网上咨询", ASK_FORM + ANSWERED, crumb="网上咨询"),
    }
    found = verdict(judged(pages), "consult")
    assert (found.level, found.scope, found.own_level) == (3, "item", 2)


def test_a_booking_is_named_whatever_stands_behind_the_word() -> None:
    booking = page(
        "预约办理",
        "<form method='post'>预约日期<input name='d'>姓名<input name='n'><input type='submit' value='提交预约'></form>",
    )
    found = judged({"/z/1.html": guide(extra="<p><a href='/yy/'>预约办理</a></p>"), "/yy/": booking})
    assert [item.name for item in found.items] == [ITEM]
    assert [one.level for one in found.verdicts if one.key == "apply" and one.item_id] == [1]


def test_a_picture_behind_a_service_lists_entry_leaves_the_guide_open() -> None:
    names = ("集体合同审查", "失业登记", "劳务派遣经营许可", "工伤认定申请")
    rows = "".join(
        f"<li><a href='/s/{n}.html'>{name}</a><span>[2026-01-0{n}]</span></li>" for n, name in enumerate(names, 1)
    )
    shown = page(
        "集体合同审查", "<p>更新日期：2026-01-02</p><img src='/u/1.jpg' width='760' height='1080'>", crumb="劳动关系"
    )
    guides = {f"/s/{n}.html": guide(name) for n, name in enumerate(names, 1)}
    found = judged({**guides, "/s/": page("办事服务", f"<ul>{rows}</ul>", crumb="办事服务"), "/s/1.html": shown})
    named = {item.item_id: item.name for item in found.items}
    levels = {named[one.item_id]: one.level for one in found.verdicts if one.key == "guide"}
    assert levels == {**dict.fromkeys(names, 3), "集体合同审查": None}


def test_a_system_many_matters_sign_in_at_names_none() -> None:
    sign_in = LOGIN.replace("网上申报系统登录", "某县社会保险网上申报系统")
    found = judged({"/z/1.html": guide(extra="<p><a href='/login'>网上申报</a></p>"), "/login": sign_in})
    assert [item.name for item in found.items] == [ITEM]


def test_an_item_is_not_named_by_its_form() -> None:
    own = guide("工伤职工劳动能力鉴定", extra="<p><a href='/f/1.docx'>劳动能力鉴定申请表</a></p>")
    forms = page("表格下载", "<ul><li><a href='/f/1.docx'>劳动能力鉴定申请表</a></li><li><a href='/f/2.docx'>居住证申领申请表</a></li></ul>", crumb="表格下载")  # fmt: skip
    found = judged({"/z/1.html": own, "/down/": forms, "/f/1.docx": FORM_FILE, "/f/2.docx": FORM_FILE})
    assert "工伤职工劳动能力鉴定" in [item.name for item in found.items] and len(found.items) == 2


def test_an_entry_that_leads_to_two_guides_is_joined_to_one() -> None:
    name, names = "职业技能提升补贴申领", ["企业职工技能补贴审核", "失业职工技能补贴发放"]
    guides = {f"/s/{n}.html": guide(one) for n, one in enumerate(names)}
    lists = {
        f"/l/{n}/": page("办事指南", f"<ul><li><a href='/s/{n}.html'>{name}</a></li></ul>", crumb="办事指南")
        for n in (0, 1)
    }
    assert sorted(item.name for item in judged({**guides, **lists}).items) == names


def test_themes_and_headlines_among_a_lists_entries_are_no_items() -> None:
    names = ("失业登记", "就业困难人员认定", "居住证申领")
    themed = page("人社", "<ul>" + "".join(f"<li><a href='/s/{n}.html'>{name}</a><span>2026-01-0{n}</span></li>" for n, name in enumerate(names, 1)) + "</ul>", crumb="办事指南")  # fmt: skip
    front = page("便民服务", "<ul><li><a href='/t/'>人社</a></li><li><a href='/s/1.html'>失业登记</a></li><li><a href='/s/2.html'>就业困难人员认定</a></li></ul>", crumb="办事指南")  # fmt: skip
    guides = {f"/s/{n}.html": guide(name) for n, name in enumerate(names, 1)}
    found = judged({**guides, "/t/": themed, "/s/": front})
    assert {item.name for item in found.items} == set(names)


# ---- clicks ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("entry", "level", "reason"),
    [
        ("<a href='javascript:;' onclick='apply(7)'>在线办理</a>", None, "click"),
        ("<a href='javascript:apply(7)'>在线办理</a>", None, "click"),
        ("<button onclick='apply(7)'>在线办理</button>", None, "click"),
        ("<a class='apply' href='javascript:void(0)'>在线办理</a><script src='/js/bound.js'></script>", None, "click"),
        ("<a href='javascript:void(0)'>在线办理</a>", 1, "dead_link"),
        ("<a href='#'>在线办理</a>", 1, "dead_link"),
        ("<a href='javascript:;' onclick=\"alert('该事项暂未开通');return false;\">在线办理</a>", 1, "disabled"),
        ("<a href='javascript:;' onclick=\"window.open('/apply.html')\">在线办理</a>", 2, ""),
    ],
)
def test_a_click_that_only_scripts_can_follow_is_not_measured(entry: str, level: int | None, reason: str) -> None:
    found = verdict(judged({GUIDE: guide(extra=f"<p>{entry}</p>"), "/apply.html": LOGIN}), "apply")
    assert (found.level, found.reason) == (level, reason)


def test_forms_that_only_a_click_brings_are_not_measured() -> None:
    clicked = verdict(
        judged({GUIDE: guide(extra="<p><a href='javascript:down(3)'>残疾人证申请表.doc</a></p>")}), "form"
    )
    assert (clicked.level, clicked.reason) == (None, "click")
    both = guide(extra="<p><a href='javascript:down(3)'>申请表</a><a href='/f.doc'>残疾人证申请表</a></p>")
    assert verdict(judged({GUIDE: both, "/f.doc": FORM_FILE}), "form").level == 3, "one that comes suffices"


def test_items_that_only_a_click_opens_are_not_called_without_a_guide() -> None:
    names = "".join(f"<li><a href='javascript:view({n})'>{name}</a></li>" for n, name in enumerate(NAMES))
    read = "".join(f"<li><a href='/g/{n}.html'>{name}</a></li>" for n, name in enumerate(NAMES))
    guides = {f"/g/{n}.html": guide(name) for n, name in enumerate(NAMES)}
    judgement = judged({"/list.html": page("办事指南", f"<ul>{names}</ul>", crumb="办事指南")})
    assert {(one.level, one.reason) for one in judgement.verdicts if one.item_id} == {(None, "click")}
    judgement = judged({"/list.html": page("办事指南", f"<ul>{read}</ul>", crumb="办事指南"), **guides})
    assert {one.level for one in judgement.verdicts if one.item_id and one.key == "form"} == {0}


def test_a_menu_entry_that_only_a_click_opens_leaves_its_column_open() -> None:
    menu = "<a href='javascript:go(2)'>县长信箱</a><a href='#'>网上调查</a>"
    judgement = judged({"/a.html": page("机构设置", "<p>本县设有若干机构</p>", menu=menu)})
    assert (verdict(judgement, "mailbox", "").level, verdict(judgement, "mailbox", "").reason) == (None, "click")
    assert verdict(judgement, "opinion", "").level == 1


# ---- parts nobody saw -----------------------------------------------------------------------------------------------
SHELL = "<html><head><title>某县人民政府</title><script src='/app.js'></script></head><body><div id='app'></div></body></html>"


def told(judgement: SiteJudgement) -> list[tuple[str, str]]:
    return [(one.subject, one.reason) for one in judgement.checks if one.check == "unseen"]


def test_where_the_front_page_was_not_rendered_nothing_is_called_absent() -> None:
    judgement = judged({"/": SHELL, GUIDE: guide()})
    assert {verdict(judgement, column, "").level for column in COLUMNS} == {None}
    assert (judgement.archive.status, judgement.archive.reason) == ("partial", "not_rendered")
    assert ("page", "not_rendered") in told(judgement)
    assert verdict(judgement, "guide").level == 3, "what was seen counts"


def test_an_item_whose_page_was_not_rendered_is_open_not_without_a_guide() -> None:
    lists = "".join(f"<li><a href='/g/{n}.html'>{name}</a></li>" for n, name in enumerate(NAMES))
    pages = {"/list.html": page("办事服务", f"<ul>{lists}</ul>", crumb="办事服务"), "/g/0.html": SHELL}
    judgement = judged({**pages, **{f"/g/{n}.html": page(NAMES[n], "<p>详见窗口。</p>") for n in range(1, len(NAMES))}})
    assert (verdict(judgement, "guide", NAMES[0]).level, verdict(judgement, "form", NAMES[0]).level) == (None, None)
    assert verdict(judgement, "form", NAMES[1]).level == 0


@pytest.mark.parametrize(("shown", "status"), [("http://zw.other.example/list", "partial"), ("/list.html", "measured")])
def test_a_list_in_another_hosts_frame_leaves_the_site_partial(shown: str, status: str) -> None:
    frame = page("办事服务", f"<iframe src='{shown}'></iframe>", crumb="办事服务")
    archive = FakeArchive(
        {"/": page("某县人民政府", "<p>欢迎访问</p>"), "/bsfw/": frame, "/list.html": page("清单", "<p>无</p>")}
    )
    archive._records[HOME + "bsfw/"] = replace(archive._records[HOME + "bsfw/"], anchor="办事服务")
    judgement = judge_archive(archive, default_pack())
    assert judgement.archive.status == status
    assert told(judgement) == ([("frame", "frame_elsewhere")] if status == "partial" else [])


@pytest.mark.parametrize(
    ("body", "level", "reason"),
    [
        ("<p>办理地点：县政务服务中心二楼</p><p>联系电话：0851-25821234</p>", 1, "few_elements"),
        ("<p>暂无内容</p>", 1, "soft_404"),
        (LOGIN, 0, "searched"),
        (unfetched("fetched", "not_found"), 1, "dead_link"),
        (unfetched("skipped", "robots"), None, "robots"),
    ],
)
def test_an_entry_without_a_guides_wording_is_named_where_it_leads_to_less_than_a_guide(body, level, reason) -> None:
    lists = "".join(f"<li><a href='/g/{n}.html'>{name}</a></li>" for n, name in enumerate(NAMES))
    first = body if not isinstance(body, str) or "<html" in body else page(NAMES[0], body)
    judgement = judged({"/list.html": page("办事服务", f"<ul>{lists}</ul>", crumb="办事服务"), "/g/0.html": first})
    found = verdict(judgement, "guide", NAMES[0])
    assert (found.level, found.reason) == (level, reason)
    assert found.finding_ids or level != 1, "a verdict has evidence"


def test_services_on_a_platform_outside_the_site_leave_a_site_without_items_open() -> None:
    hall = unfetched(reason="out_of_scope", anchor="政务服务")
    judgement = judged({"http://zw.province.gov.cn/": hall, "/xw/": page("新闻", "<p>无</p>")})
    assert (judgement.archive.status, judgement.archive.reason) == ("partial", "services_elsewhere")
    assert told(judgement) == [("page", "services_elsewhere")]
    levels = {verdict(judgement, key, "").level for key in ("consult", "feedback", "consultation")}
    assert levels == {None} and verdict(judgement, "mailbox", "").level == 0


def test_a_portal_in_a_folder_says_that_only_the_folder_is_the_site() -> None:
    site = replace(SITE, portal_url=HOME + "jtj/")
    assert told(judge_archive(FakeArchive({"/jtj/": page("县交通局", "<p>欢迎</p>")}, site=site), default_pack())) == [
        ("folder", "own_folder")
    ]
    assert told(judged({})) == []


@pytest.mark.parametrize(
    ("reason", "status"), [("robots", "partial"), ("declined", "partial"), ("out_of_scope", "measured")]
)
def test_a_closed_service_hall_leaves_the_site_partial(reason: str, status: str) -> None:
    judgement = judged({"/bsdt/": unfetched(reason=reason, anchor="办事大厅"), GUIDE: guide()})
    assert judgement.archive.status == status
    assert judgement.archive.reason == ("services_closed" if status == "partial" else "")
    levels = {verdict(judgement, key).level for key in ("form", "apply", "consult", "feedback")}
    assert levels == ({None} if status == "partial" else {0}), "a hall leads to every function"
    assert verdict(judgement, "guide").level == 3 and verdict(judgement, "mailbox", "").level == 0


@pytest.mark.parametrize("name", ["失业保险金申领表", "失业保险金申领表.doc"])
def test_a_closed_file_is_no_closed_list(name: str) -> None:
    judgement = judged({"/nb/files/3.doc": unfetched(reason="robots", anchor=name), GUIDE: guide()})
    assert (judgement.archive.status, judgement.archive.reason) == ("measured", "")
