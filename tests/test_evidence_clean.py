"""Sanitised pages: what a reader needs stays, and nothing acts, loads or leads away."""

from __future__ import annotations

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from reports.evidence_clean import clean_page
from reports.html_words import Words

ADDRESS = "https://www.example.gov.cn/a/b.html"
ALLOWED_ATTRIBUTES = {"title", "colspan", "rowspan", "start", "value", "placeholder", "selected", "type", "disabled"}


def clean(html: str) -> str:
    return clean_page(html, ADDRESS, Words("zh"))


@pytest.mark.parametrize(
    "attack",
    [
        "<script>alert(1)</script>", "<img src=x onerror=alert(1)>", "<svg><script>alert(1)</script></svg>", "<a href='javascript:alert(1)'>x</a>",
        "<iframe srcdoc='<script>alert(1)</script>'></iframe>", "<math><mtext><table><mglyph><style><img src=x onerror=alert(1)>",
        "<noscript><p title='</noscript><img src=x onerror=alert(1)>'>", "<div style='position:fixed;background:url(https://evil.invalid/)'>x</div>",
        "<form action=https://evil.invalid/><input type=image src=https://evil.invalid/x formaction=javascript:alert(1)></form>",
        "<template><script>alert(1)</script></template>", "<base href=https://evil.invalid/>", "<meta http-equiv=refresh content='0;url=//e'>",
        "<textarea></textarea><script>alert(1)</script>", "<a title='x\" onclick=\"alert(1)' href='x'>y</a>", "<object data=x></object><embed src=x>",
        "<p class=copy-banner id=main>假横幅</p>", "<details ontoggle=alert(1) open>", "<button formaction=javascript:alert(1)>x</button>",
    ],
)  # fmt: skip
def test_attacks_leave_only_harmless_markup(attack: str) -> None:
    tree = LexborHTMLParser(clean(f"<body>{attack}<p>文字</p>"))
    assert not tree.css("script, style, img, iframe, svg, math, object, embed, base, meta, form, link, template")
    for node in tree.css("body *"):
        assert set(node.attributes) <= ALLOWED_ATTRIBUTES, node.html


@settings(max_examples=60)
@given(st.text(alphabet="<>/\"'= abcimgsrptonx&;:-!\n", max_size=120))
def test_whatever_comes_no_active_markup_is_left(html: str) -> None:
    tree = LexborHTMLParser(clean(html))
    assert not tree.css("script, img, iframe, svg, form")
    assert all(set(node.attributes) <= ALLOWED_ATTRIBUTES for node in tree.css("body *"))


def test_links_show_where_they_led_and_lead_nowhere() -> None:
    link = LexborHTMLParser(clean("<a href='../c.doc'>申请表</a>")).css_first("a")
    assert link.attributes == {"title": "https://www.example.gov.cn/c.doc"}


def test_forms_can_be_seen_and_not_be_used() -> None:
    tree = LexborHTMLParser(
        clean("<form action=/x><input type=text name=q value=旧><textarea>问</textarea><button>提交</button></form>")
    )
    assert [node.tag for node in tree.css("input, textarea, button")] == ["input", "textarea", "button"]
    assert all("disabled" in node.attributes for node in tree.css("input, textarea, button"))


def test_pictures_and_frames_are_named_in_words() -> None:
    assert "〔图片：营业执照〕" in clean("<img src=a.png alt=营业执照>")
    assert "〔内嵌框架〕" in clean("<iframe src=/x></iframe>")


def test_tables_keep_their_shape() -> None:
    table = '<table><tbody><tr><td colspan="2">材料</td></tr></tbody></table>'
    assert table in clean(table)


def test_hostile_depth_costs_no_time() -> None:
    started = time.process_time()
    assert clean("<div>" * 300_000 + "深").startswith("<pre>")
    assert time.process_time() - started < 5


def test_bold_that_is_never_closed_does_not_multiply() -> None:
    page = "".join(f"<p><b id={n}>第{n}段" for n in range(4000))  # made 56 MB of 59 kB, in 2 GB of memory
    assert len(clean(page)) < 2 * len(page)
    assert "第3999段" in clean(page)
