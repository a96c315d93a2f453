"""A site's frame is told from content by what its pages repeat, not by guesses alone."""

from __future__ import annotations

from rules.facts import read_facts
from rules.records import PageFacts
from rules.site_frame import without_repeated, zones_from_site

MENU = "<div class=box><a href='/zn'>办事指南</a><a href='/xz'>表格下载</a></div><p>窗口服务时间：周一至周五。</p>"


def page(number: int, menu: str = MENU) -> PageFacts:
    body = f"{menu}<p>第{number}篇文章的正文，只在这一页上出现。</p><a href='/a/{number}'>第{number}个附件</a>"
    return read_facts(
        f"<html><meta charset=utf-8><body>{body}</body></html>".encode(), f"http://www.example.gov.cn/{number}.html"
    )


def zones(facts: PageFacts) -> dict[str, str]:
    return {link.text: link.zone for link in facts.links}


def test_what_most_pages_repeat_is_the_sites_frame() -> None:
    pages = [page(number) for number in range(1, 7)]
    parts = zones_from_site(pages)
    told = without_repeated(pages[0], parts)
    assert zones(told) == {"办事指南": "nav", "表格下载": "nav", "第1个附件": "content"}
    assert "只在这一页" in told.text and "窗口服务时间" not in told.text


def test_a_few_pages_tell_nothing_and_rare_parts_stay() -> None:
    few = [page(number) for number in range(1, 4)]
    assert without_repeated(few[0], zones_from_site(few)) is few[0]
    mixed = [page(1), page(2), *(page(number, menu="") for number in range(3, 9))]
    assert zones(without_repeated(mixed[0], zones_from_site(mixed)))["办事指南"] == "content"
