"""What of a page counts as evidence while a site is crawled: what the judgement could rest on, and no more."""

from __future__ import annotations

from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_page
from spiders.evidence import evidence_of

HOME = "http://www.a.example/"
GUIDE = """<html><head><meta charset=utf-8><title>{title}</title></head><body><div class=crumb>当前位置：首页 &gt; {column}</div>
<div class=content><h1>{title}</h1><p>发布时间：2020-05-06</p><p>一、申报条件：在本县从教三年以上。</p>
<p>二、申报材料：1.申报书一式三份；2.佐证材料复印件。</p><p>三、申报流程：学校推荐、乡镇审核、县局评审。</p><p>联系电话：0000-1234567</p></div></body></html>"""


def evidence(title: str, column: str) -> frozenset[str]:
    facts = read_facts(GUIDE.format(title=title, column=column).encode(), HOME + "1.html", "text/html")
    return evidence_of(facts, read_page(facts, default_pack()))


def test_a_notice_that_reads_like_a_guide_proves_nothing_and_a_guide_does() -> None:
    assert not evidence("关于组织申报教育科研基地的通知", "通知公告")
    assert any(key.startswith("guide ") for key in evidence("取水许可办事指南", "办事服务 &gt; 办事指南"))
