"""Pages that are taken at their link's word: how many are read before, and that nothing they lead to is lost."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import options, records, site
from webworld import Page, World

from crawler.archive import archive_folder
from crawler.ledger import LEDGER_NAME, Ledger
from crawler.run import crawl
from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_outline
from spiders.evidence import evidence_of, guide_of, named_item
from spiders.kept_words import CHECKED, KEPT, KeptWords

HOME = "http://www.a.gov.cn"
KINDS = "甲乙丙丁戊己庚辛壬癸子丑"


def test_words_are_believed_once_kept_and_checked_now_and_then() -> None:
    words = KeptWords()
    believed = []
    for _ in range(3 * CHECKED):
        believed.append(words.trusted("part"))
        words.note("part", kept=True)
    assert not words.trusted("another part")
    assert [number for number, one in enumerate(believed) if not one] == [*range(KEPT), CHECKED, 2 * CHECKED]
    words.note("part", kept=False)
    assert not words.trusted("part")


@pytest.mark.parametrize(
    ("wording", "item"),
    [
        ("取水许可证核发", "取水许可证核发"),
        ("取水许可证核发办事指南", "取水许可证核发"),
        ("办事指南", ""),
        ("查看", ""),
        ("", ""),
    ],
)
def test_which_links_name_an_item(wording: str, item: str) -> None:
    assert named_item(wording, default_pack()) == item


def test_what_a_link_says_is_what_its_guide_would_say() -> None:
    facts = read_facts(_guide("取水许可证核发", "").encode(), f"{HOME}/1.html", "text/html", pack=default_pack())
    reading = read_outline(facts, default_pack())
    assert evidence_of(facts, reading) == guide_of(named_item("取水许可证核发办事指南", default_pack()))


def test_guides_are_taken_at_their_links_word_and_what_they_lead_to_is_fetched(tmp_path: Path) -> None:
    with World() as made:
        links = "".join(f"<li><a href='/zn/{n}.html'>{one}类取水许可证核发</a></li>" for n, one in enumerate(KINDS))
        made.pages[f"{HOME}/"] = Page(_page("办事服务", f"<ul>{links}</ul>"))
        for n, one in enumerate(KINDS):
            made.pages[f"{HOME}/zn/{n}.html"] = Page(_guide(f"{one}类水库取水许可证核发", f"/bg/{n}.html"))
            made.pages[f"{HOME}/bg/{n}.html"] = Page(_page(f"{one}类情况", "<p>各项工作有序推进。</p>"))
        chosen = options(tmp_path, made, spider="spiders.portal.PortalSpider", render="never")
        assert [status.status for status in crawl([site()], chosen)] == ["measured"]
    there = records(tmp_path)
    assert all(there[f"/bg/{n}.html"].state == "fetched" for n in range(len(KINDS)))
    ledger = Ledger(archive_folder(tmp_path, 2026, "a") / LEDGER_NAME, readonly=True)
    learned = {name for name, _ in ledger.remembered()}
    ledger.close()
    read = {one for one in KINDS if f"e guide {one}类水库取水许可证核发" in learned}
    believed = {one for one in KINDS if f"e guide {one}类取水许可证核发" in learned}
    assert len(read) == KEPT + 1 and read | believed == set(KINDS)


def _page(title: str, content: str) -> str:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head>"
    return f"{head}<body><h1>{title}</h1>{content}</body></html>"


def _guide(name: str, leads_to: str) -> str:
    rows = {"事项名称": name, "办理材料": "1.申请表；2.身份证复印件", "办理流程": "申请、受理、审核、决定、送达"}
    table = "".join(f"<tr><th>{head}</th><td>{cell}</td></tr>" for head, cell in rows.items())
    return _page(f"{name}办事指南", f"<table>{table}</table>" + (f"<a href='{leads_to}'>情况</a>" if leads_to else ""))
