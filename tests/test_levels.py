"""The levels sentence by sentence: what each rule of the method (docs/methodology.md) says of one small site."""

from __future__ import annotations

import pytest
from fake_archive import FakeArchive, unfetched
from judging_pages import ASK_FORM, FORM_FILE, ITEM, LOGIN, docx, guide, letters, packed, page

from crawler.records import FetchRecord
from rules.judging import judge_archive
from rules.pack import default_pack

Pages = dict[str, str | bytes | FetchRecord]
GUIDE, FILE, ASK = "/bszn/1.html", "/files/sqb.doc", "/ask/"
HOME: Pages = {"/": page("某县人民政府", "<p>欢迎访问</p>")}
GONE = unfetched("fetched", "not_found", http_status=404)
SOFT = page("提示信息", "<p>对不起，您访问的页面不存在或已被删除！</p>")
WORD_PAGE = (
    "<html xmlns:o='urn:schemas-microsoft-com:office:office' xmlns:w='urn:schemas-microsoft-com:office:word'><head>"
    "<meta name=ProgId content=Word.Document></head><body><p class=MsoNormal>残疾人证申请表</p></body></html>"
).encode()
PNG = b"\x89PNG\r\n\x1a\n" + bytes(64)
OPEN_PLATFORM = "<p>网上办理深度：互联网全流程</p><p>到办事现场次数：0次</p>"
FAQ = page(
    f"{ITEM}常见问题",
    "<h2>常见问题</h2><p>问：残疾人证多久能办好？</p><p>答：材料齐全的，评定后二十日内发证。</p>"
    "<p>问：残疾人证丢了怎么办？</p><p>答：持身份证到县残联申请补办，免费。</p>",
)


def link(text: str, target: str, rest: str = "") -> str:
    return f'<p><a href="{target}"{rest}>{text}</a></p>'


def table(*cells: tuple[str, str]) -> str:
    """A list of items with one column of forms: each item's cell as given."""
    rows = "".join(
        f"<tr><td>{name}</td><td><a href='/bszn/{n}.html'>办事指南</a></td><td>{cell}</td></tr>"
        for n, (name, cell) in enumerate(cells, 1)
    )
    return page(
        "办事大厅",
        f"<table><tr><th>事项名称</th><th>办事指南</th><th>表格下载</th></tr>{rows}</table>",
        crumb="办事大厅",
    )


def level(pages: Pages, key: str, name: str = ITEM) -> tuple[int | None, str]:
    """Level and scope of an item's verdict, or of the site's for an empty name."""
    judgement = judge_archive(FakeArchive({**HOME, **pages}), default_pack())
    item_id = next((item.item_id for item in judgement.items if item.name == name), "") if name else ""
    assert item_id or not name
    found = next(one for one in judgement.verdicts if (one.item_id, one.key) == (item_id, key))
    return found.level, found.scope


def guided(extra: str, more: Pages | None = None) -> Pages:
    return {GUIDE: guide(extra=extra), **(more or {})}


@pytest.mark.parametrize(
    ("sentence", "pages", "expected"),
    [
        ("three of ten with the materials is usable", {GUIDE: guide(without=("设定依据", "申请条件", "办理地点", "办理机构", "收费标准", "联系电话", "办理流程"))}, 2),
        ("three of ten with the procedure is usable", {GUIDE: guide(without=("设定依据", "申请条件", "办理地点", "办理机构", "收费标准", "联系电话", "办理材料"))}, 2),
        ("neither materials nor procedure is named", {GUIDE: guide(without=("办理材料", "办理流程"))}, 1),
        ("nine on the page and the tenth in an attached document are ten", {GUIDE: guide(without=("办理流程",), extra=link("残疾人证办事指南.docx", "/files/zn.docx")), "/files/zn.docx": docx("残疾人证办事指南", "办理流程：申请→受理→评定→发证")}, 3),
        ("an empty phrase is missing", {GUIDE: guide(without=("办理材料", "办理流程"), extra="<p>办理材料：按规定执行</p><p>办理流程：详见相关文件</p>")}, 1),
        ("a soft 404 behind the entry is named", {"/bsdt/": table((ITEM, ""), ("失业登记", "")), GUIDE: SOFT}, 1),
        ("a dead entry is named", {"/bsdt/": table((ITEM, ""), ("失业登记", "")), GUIDE: GONE}, 1),
        ("a legible picture leaves it open", {"/bsdt/": table((ITEM, ""), ("失业登记", "")), GUIDE: PNG}, None),
    ],
)  # fmt: skip
def test_guide(sentence: str, pages: Pages, expected: int | None) -> None:
    assert level(pages, "guide") == (expected, "item"), sentence


@pytest.mark.parametrize(
    ("sentence", "pages", "expected"),
    [
        ("a document on the item's own usable guide is effective", guided(link("残疾人证申请表.doc", FILE), {FILE: FORM_FILE}), 3),
        ("a page that Word saved under a document's name is a document", guided(link("残疾人证申请表.doc", FILE), {FILE: WORD_PAGE}), 3),
        ("an HTML page under a document's name is none", guided(link("残疾人证申请表.doc", FILE), {FILE: SOFT}), 1),
        ("an archive is usable at most", guided(link("残疾人证申请表.zip", "/files/sqb.zip"), {"/files/sqb.zip": packed(FORM_FILE)}), 2),
        ("on a guide that is not usable a document is usable at most", {GUIDE: guide(without=("办理材料", "办理流程"), extra=link("残疾人证申请表.doc", FILE)), FILE: FORM_FILE}, 2),
        ("a download row with plain text is named", {"/bsdt/": table((ITEM, "残疾人证申请表"), ("失业登记", "无")), GUIDE: guide()}, 1),
        ("a picture of the form is named", {"/bsdt/": table((ITEM, "<img src='/i/1.jpg' alt='残疾人证申请表'>"), ("失业登记", "无")), GUIDE: guide()}, 1),
        ("a row that says 无 is nothing", {"/bsdt/": table((ITEM, "无"), ("失业登记", "失业登记表")), GUIDE: guide()}, 0),
        ("an empty row is nothing", {"/bsdt/": table((ITEM, ""), ("失业登记", "失业登记表")), GUIDE: guide()}, 0),
        ("a dead link in the row is named", {"/bsdt/": table((ITEM, "<a href='javascript:;'>下载</a>"), ("失业登记", "无")), GUIDE: guide()}, 1),
    ],
)  # fmt: skip
def test_form(sentence: str, pages: Pages, expected: int | None) -> None:
    assert level(pages, "form") == (expected, "item"), sentence


@pytest.mark.parametrize(
    ("sentence", "pages", "expected"),
    [
        ("an application system's sign-in page is usable", guided(link("在线办理", "/sb/1"), {"/sb/1": LOGIN}), 2),
        ("no visit to an office makes it effective", guided(OPEN_PLATFORM + link("在线办理", "/sb/1"), {"/sb/1": LOGIN}), 3),
        ("a disabled button is named", guided("<p><button disabled>在线办理</button></p>"), 1),
        ("an empty page is named", guided(link("在线办理", "/sb/1"), {"/sb/1": page("在线办理", "<p>暂无内容</p>")}), 1),
        ("wording in running text is no evidence", guided("<p>请到窗口办理，暂不支持网上申请。</p>"), 0),
        ("what robots.txt closes is not measured", guided(link("在线办理", "/sb/1"), {"/sb/1": unfetched(reason="robots")}), None),
    ],
)  # fmt: skip
def test_apply(sentence: str, pages: Pages, expected: int | None) -> None:
    assert level(pages, "apply") == (expected, "item"), sentence


@pytest.mark.parametrize(
    ("sentence", "pages", "expected"),
    [
        ("a question form for all items", guided("", {ASK: page("网上咨询", ASK_FORM, crumb="网上咨询")}), (2, "site")),
        ("咨询投诉 is the consult channel too", guided("", {ASK: page("咨询投诉", ASK_FORM, crumb="咨询投诉")}), (2, "site")),
        ("网民留言 is the consult channel too", guided("", {ASK: page("网民留言", ASK_FORM, crumb="网民留言")}), (2, "site")),
        ("a leader's mailbox is a column only", guided("", {"/xx/": page("县长信箱", ASK_FORM.replace("咨询", "来信"), crumb="县长信箱")}), (0, "item")),
        ("a petition form is a column only", guided("", {"/xf/": page("网上信访", ASK_FORM.replace("咨询", "信访"), crumb="网上信访")}), (0, "item")),
        ("an item's own list of questions with answers counts", guided(link("常见问题", "/faq/1.html"), {"/faq/1.html": FAQ}), (2, "item")),
    ],
)  # fmt: skip
def test_consult(sentence: str, pages: Pages, expected: tuple[int | None, str]) -> None:
    assert level(pages, "consult") == expected, sentence


def test_a_menu_word_with_nothing_behind_names_feedback_for_every_item() -> None:
    menu = '<a href="/cx/">办件查询</a>'
    pages: Pages = {"/": page("某县人民政府", "<p>欢迎访问</p>", menu), GUIDE: guide(), "/cx/": GONE}
    assert level(pages, "feedback") == (1, "site")


def test_a_column_is_usable_however_old_and_effective_only_where_the_years_letters_are_answered() -> None:
    def mailbox(*rows: tuple[str, str, str, str]) -> int | None:
        return level({"/xx/": page("县长信箱", letters(*rows), crumb="县长信箱")}, "mailbox", "")[0]

    old, new = ("路灯不亮", "2015-01-05", "2015-01-07", "已回复"), ("道路破损", "2026-01-05", "2026-01-07", "已回复")
    waiting = ("噪声扰民", "2026-02-05", "", "待处理")
    assert mailbox(old) == 2
    assert mailbox(old, new) == 3
    assert mailbox(old, new, waiting) == 2
    assert mailbox(new, new, new, new, waiting) == 3


def test_what_is_not_an_item_is_none() -> None:
    listed = (
        "我局开通网上申请",
        "定点医院",
        "公交线路",
        "职工花名册",
        "某县社会救助办法",
        "县民政局",
        "办事指南",
        "残疾人证申领",
    )
    rows = "".join(f"<li><a href='/bszn/{n}.html'>{name}</a></li>" for n, name in enumerate(listed))
    archive = FakeArchive({**HOME, "/bszn/": page("办事指南", f"<ul>{rows}</ul>", crumb="办事指南")})
    assert [item.name for item in judge_archive(archive, default_pack()).items] == ["残疾人证申领"]
