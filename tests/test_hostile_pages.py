"""Pages and documents made to break a reader: no crash, bounded work, an honest answer. What fuzzing found is kept here."""

from __future__ import annotations

import io
import time
import zipfile

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from govaudit.commands.rules import GOLDEN
from rules.documents import extract_text
from rules.facts import read_facts
from rules.inspect import inspect_bytes
from rules.pack import default_pack
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS, ROLES, TIME_LIMIT

PACK = default_pack()
URL = "http://www.example.gov.cn/a/b.html"
#: Two seconds of one idle core; a machine shared with other work counts several times that.
BOUND = 12.0
SAMPLE = (GOLDEN / "guide-definition-list" / "page.html").read_bytes()
ROW = "<tr><td>{n}</td><td><a href='/i/{n}.html'>取水许可证{n}核发</a></td><td>2019-05-01</td><td>办理材料：身份证</td></tr>"


def judged(body: bytes, content_type: str = "") -> dict:
    """The page's reading, which must be one that labels allow."""
    began = time.process_time()
    seen = inspect_bytes(body, URL, content_type, PACK)
    assert time.process_time() - began < BOUND
    assert seen["role"] in ROLES
    assert set(seen["functions"]) <= set(FUNCTIONS) and set(seen["columns"]) <= set(COLUMNS)
    assert set(seen["functions"].values()) | set(seen["columns"].values()) <= {"here", "link"}
    assert set(seen["guide_elements"]) <= {*ELEMENTS, TIME_LIMIT}
    assert len(seen["items"]) <= 40
    return seen


HUGE = {
    "table of 5 MB": lambda: "<table>" + "".join(ROW.format(n=n) for n in range(38_000)) + "</table>",
    "spans": lambda: "<table>" + "<tr><td colspan=100000 rowspan=65534>取水许可<td rowspan=0 colspan=1000>办理材料" * 20_000,
    "one cell of 5 MB": lambda: "<table><tr><td>" + "办理材料：身份证、户口簿。" * 130_000,
    "one line of 5 MB": lambda: "<p>" + "办理材料身份证" * 240_000,
    "nested divs": lambda: "<div>" * 10_000 + "办公地址在人民路一号" + "</div>" * 10_000,
    "nested tables": lambda: "<table><tr><td>" * 10_000 + "x",
    "nested inline": lambda: "<p><b>" * 10_000 + "x",
    "links": lambda: "".join(f"<a href='/{n}.html'>办事指南{n}</a>" for n in range(200_000)),
    "fields without a form": lambda: "<input name=a>咨询" * 100_000,
    "options": lambda: "<select>" + "".join(f"<option value={n}>办事指南{n}</option>" for n in range(100_000)) + "</select>",
    "options never closed": lambda: "<SELECT><optgroup><OPTION value='" + "<OPTION\n>咨询" * 100_000,
    "labels in one line": lambda: "<p>" + "申请条件：" * 200_000,
    "letters": lambda: "<table><tr><th>标题</th><th>时间</th><th>状态</th></tr>"
    + "<tr><td><a href='/1'>路灯不亮怎么处理呢</a></td><td>2019-01-02</td><td>已回复</td></tr>" * 20_000,
    "NUL bytes": lambda: "<title>\0办事\0</title>" + "\0" * 1_000_000 + "<p>x",
    "comment without end": lambda: "<!--" + "<p>x</p>" * 300_000,
    "title": lambda: "<title>" + "首页 > 办事指南 - " * 100_000,
    "path": lambda: "<div>当前位置：" + "<a href='/'>首页</a> &gt; " * 50_000,
    "dates": lambda: "<p>" + "二〇一九年五月一日 " * 60_000,
}  # fmt: skip


@pytest.mark.parametrize("name", HUGE)
def test_a_huge_page_is_read_within_bounds(name: str) -> None:
    judged(HUGE[name]().encode())


def test_what_follows_a_flood_of_options_is_read() -> None:
    facts = read_facts((HUGE["options"]() + "<select><option>部门</select><p>人民路").encode(), URL)
    assert "人民路" in facts.page_text


def test_text_far_down_is_still_text() -> None:
    assert "人民路" in read_facts(HUGE["nested divs"]().encode(), URL).page_text


@pytest.mark.parametrize(
    ("body", "content_type"),
    [
        ('{"a":' * 50_000 + "1" + "}" * 50_000, "application/json"),
        ("[" * 50_000 + "]" * 50_000, "application/json"),
        ("[" + ",".join('{"itemName":"取水许可证核发' + f'{n}","url":"/a/{n}"}}' for n in range(30_000)) + "]", "application/json"),
        ("<?xml version='1.0'?>" + "<a>" * 50_000, "text/xml"),
        ("<?xml version='1.0'?><!DOCTYPE l [<!ENTITY a 'aaaaaaaaaa'>" + "".join(f"<!ENTITY {chr(98 + n)} '{f'&{chr(97 + n)};' * 10}'>" for n in range(8)) + "]><l>&i;</l>", "text/xml"),
        ("<?xml version='1.0'?><w:list><w:a>\0甲</w:a><:b/><a:b:c>乙", "text/xml"),
        ("<script>var d=" + '[{"itemName":"取水许可","url":"/a"},' * 30_000 + "</script>", "text/html"),
    ],
    ids=["deep object", "deep list", "long list", "deep XML", "entities", "prefixes", "script"],
)  # fmt: skip
def test_huge_data_is_read_within_bounds(body: str, content_type: str) -> None:
    judged(body.encode(), content_type)


def test_every_byte_of_a_page_flipped_in_turn() -> None:
    """A byte in a page is one of its markup, text or encoding: none of them may bring a reading down."""
    for place in range(len(SAMPLE)):
        damaged = bytearray(SAMPLE)
        damaged[place] ^= 0xFF
        judged(bytes(damaged))


def test_a_page_cut_off_anywhere() -> None:
    for length in range(0, len(SAMPLE), 23):
        judged(SAMPLE[:length])


PIECES = st.sampled_from(
    ["<div", "<table>", "<tr>", "<td", "</td>", "<a href='", "'>", "<form>", "<textarea>", "</textarea>", "<script>", "</script>",
     "<!--", "-->", "<![CDATA[", "]]>", "办事指南", "申请条件：", "办理材料", "：", "2019-05-01", "二〇一九年", "已回复", "&#", "&nbsp;", "\0",
     "<select onchange=", "<option value=", "<iframe src=", "javascript:", "window.open('", "<title>", "<meta charset=", "gbk", "\ufeff",
     "rowspan=9999", "display:none", "<dl><dt>", "<svg>", "<template>", "[", "{\"a\":", "http://[", "://", "%zz", "(", "）", "《", "第"]
)  # fmt: skip


@settings(max_examples=120, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(PIECES | st.text(max_size=6), max_size=60).map("".join),
    st.sampled_from(["utf-8", "gb18030", "utf-16", "big5"]),
)
def test_any_markup_is_read(text: str, encoding: str) -> None:
    judged(text.encode(encoding, errors="replace"))


@settings(max_examples=120)
@given(
    st.binary(max_size=400),
    st.sampled_from(["", "text/html; charset=gbk", "text/xml", "application/json", "text/html; charset="]),
)
def test_any_bytes_are_read(body: bytes, content_type: str) -> None:
    judged(body, content_type)


# ---- documents ------------------------------------------------------------------------------------------------------
def docx() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(
            "[Content_Types].xml", "<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
        )
        archive.writestr(
            "word/document.xml",
            "<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p><w:r><w:t>申请表</w:t></w:r></w:p></w:body></w:document>",
        )
    return packed.getvalue()


def bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", b"0" * 200_000_000)
    return packed.getvalue()


HEADS = (b"PK\x03\x04", b"%PDF-1.4\n", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"{\\rtf1", b"Rar!\x1a\x07\x00", b"")


@settings(max_examples=80)
@given(
    st.sampled_from(HEADS),
    st.binary(max_size=600),
    st.sampled_from(["a.doc", "a.docx", "a.pdf", "a.xls", "a.xlsx", "a.wps", "a.zip"]),
)
def test_any_document_is_read_or_named_damaged(head: bytes, rest: bytes, name: str) -> None:
    assert isinstance(extract_text(head + rest, name).text, str)


@pytest.mark.parametrize("make", [docx, bomb], ids=["small", "200 MB in 200 kB"])
def test_documents_cut_off_or_made_to_swell(make) -> None:
    whole = make()
    began = time.process_time()
    for length in (len(whole), len(whole) // 2, len(whole) - 10, 30):
        assert len(extract_text(whole[:length], "a.docx").text) < 3_000_000
    assert time.process_time() - began < BOUND


@pytest.mark.parametrize(
    "flood", ["<div>" * 100_000, "<select>" + "<option>a" * 100_000, f"<p {' '.join(f'a{n}' for n in range(100_000))}>"]
)
def test_markup_under_a_document_s_name_is_read_as_fast_as_a_page(flood: str) -> None:
    began = time.process_time()
    page = f"<html xmlns:o='urn:schemas-microsoft-com:office:office'><p>申请表{flood}"
    assert extract_text(page.encode(), "a.doc").text.startswith("申请表")
    assert time.process_time() - began < BOUND


#: What a search among all patterns for those that take more than twice the time for twice the text found.
PATIENCE = {
    "spaces in a claim": lambda: b"\xff<meta charset =" + b" " * 4000 + b"\xc4\xe3",
    "records without end": lambda: b"<script type=text/xml>" + b"<![CDATA[a" * 200_000,
    "names of boxes": lambda: b"".join(b"<div class='%s%d title'>x</div>" % (b"_" * 390, n) for n in range(4000)),
    "values like addresses": lambda: b"<a href='javascript:;' data-x='%s'>x</a>" % (b"-" * 1990) * 2000,
    "spaces in a click": lambda: b"<script>function f(){open('/x')}</script><a onclick='" + b" " * 200_000 + b"x'>a</a>",
    "page turners": lambda: b"<script>reate age " + b"countPage = '7\"a" * 6000 + b"</script>",
    "an amount of digits": lambda: f"<h1>取水许可办事指南</h1><p>办理材料：身份证</p><p>办理流程：窗口</p><p>收费标准：{'7' * 9_900}</p>".encode(),
    "an address of digits": lambda: f"<li><a href='/{'e' * 100_000}'>取水许可证核发</a></li>".encode() * 8,
    "the width of a picture": lambda: b"<img src=a.jpg width='1" + b" " * 200_000 + b"x'>",
    "a key of data": lambda: ('{"rows":[{"title":"关于路灯","' + "bjw" * 60_000 + '":"2019-01-01","url":"/a"}]}').encode(),
}  # fmt: skip


@pytest.mark.parametrize("name", PATIENCE)
def test_no_pattern_takes_more_than_its_time(name: str) -> None:
    judged(PATIENCE[name]())
