"""Markup made to exhaust a parser costs no more than a page."""

from __future__ import annotations

import time

import pytest
from selectolax.lexbor import LexborHTMLParser

from rules.fact_floods import DEEPEST, MOST_TAGS, without_floods
from rules.facts import read_facts


@pytest.mark.parametrize("piece", ["<div>", "<ul><li>", "<dl><dd><section>", "<center><font>", "<form><div>"])
def test_nesting_without_end_is_read_in_no_time(piece: str) -> None:
    began = time.process_time()
    facts = read_facts(f"<p>办事指南</p>{piece * 100_000}正文".encode(), "http://a.gov.cn/")
    assert "办事指南" in facts.page_text
    assert time.process_time() - began < 20, "it took minutes"


@pytest.mark.parametrize(
    "page", ["<ul>" + "<li>事项" * 3000 + "</ul>", "<div><p>a</p></div>" * 3000, "<div>" * 400 + "x"]
)
def test_ordinary_markup_stays_as_it_is(page: str) -> None:
    assert without_floods(page) == page


@pytest.mark.parametrize("before", ["", "</div>" * 5000, "<p>" * 5000])
def test_ends_of_what_was_never_begun_make_room_for_nothing(before: str) -> None:
    deepest = f"{before}{'<div>' * DEEPEST}{'</div>' * DEEPEST}{'<ul>' * DEEPEST}{'<i></i>' * 2000}"
    assert without_floods(deepest) == deepest
    assert without_floods(f"{deepest}<div>") == f"{deepest}<wbr >"


#: Patterns that took a parser minutes or gigabytes, most of them found by repeating random pieces of markup.
FLOODS = {
    "bold of its own in each paragraph": lambda n: f"<p><b id={n}>x",
    "bold of its own in each box": lambda n: f"<div><i id={n}>x</div>",
    "fonts without end": lambda n: f"<td><font color={n}>x",
    "ends between bold": lambda n: f"<b id={n}></p>",
    "names nobody knows": lambda n: f"</table><record><a法定时限{n}个工作日",
    "broken cells": lambda n: f"法定时限{n}个工作日--></script><td",
    "broken cells in boxes": lambda n: f"<td</ul><div>[{n}问：怎么办理",
    "ends of what is not open": lambda n: "</h3></span>是□否☑</tr><input type=radio checked>是<a",
    "groups of options": lambda n: "<optgroup>",
    "heads and options": lambda n: f"</script><h3><option value='/o/{n}'></td>document.write('<li>x{n}</li>');",
    "text between comments in a table": lambda n: "<table>" * (n == 0) + f"信件编号{n}<!---->",
    "text between hidden fields in a table": lambda n: "<table>" * (n == 0) + f"信件编号{n}<input type=hidden>",
    "text between frames with attributes": lambda n: f"</div>&gt;身份证复印件</span>第1页<frame src=/g{n}>",
    "text between cells without a table": lambda n: f"身份证{n} <td class=a{n}>",
    "text between ends with attributes": lambda n: f"身份证{n}</td class=a{n}>",
    "entries of two kinds in turns": lambda n: "<li>下一页<dd>办理流程",
    "entries below what is never closed": lambda n: (
        "<li>下一页<li></a>问：怎么办理<dl><dt>办理流程<dd><form action=/s>"
    ),
    "boxes, drawings and entries": lambda n: f"&nbsp;<div id=t{n}><li><p><svg><dl><dt>办理流程<dd></style>",
    "readings of characters": lambda n: "信件编号<rt>",
    "text between tables": lambda n: f"、信件编号：XZ2025{n}<table>",
    "bodies": lambda n: f"<body a{n}=1>",
}


@pytest.mark.parametrize("name", FLOODS)
def test_a_flood_costs_neither_time_nor_memory(name: str) -> None:
    page = "<p>办事指南</p>" + "".join(map(FLOODS[name], range(30_000)))
    began = time.process_time()
    facts = read_facts(page.encode(), "http://a.gov.cn/")
    assert "办事指南" in facts.page_text
    assert time.process_time() - began < 12, "it took minutes"
    assert len(LexborHTMLParser(without_floods(page)).css("*")) < 3 * page.count("<")


@pytest.mark.parametrize(
    "page",
    [
        "<p><b>办理<font color=red>材料</font></b>：身份证</p>" * 2000,
        "<tr><td><b>标题<td><font size=2>内容" * 180,
        "<span lang=ZH-CN>办" * 350 + "<p>x</p>" * 4000,
        "<ul>" + "<li>事项<dl><dt>材料<dd>身份证</dl>" * 180 + "</ul>" + "<p>x</p>" * 3000,
        "<html><body>" * 3 + "<p><b>x</b>" * 3000,
    ],
)
def test_old_and_pasted_markup_stays_as_it_is(page: str) -> None:
    assert without_floods(page) == page


@pytest.mark.parametrize("tag", ["<b>", "<p>", "</b><b>", "<label for=a></div></style>"])
def test_of_millions_of_tags_the_first_are_read(tag: str) -> None:
    page = "<p>办事指南</p>" + tag * (5_000_000 // len(tag))
    kept = without_floods(page)
    assert kept.startswith("<p>办事指南</p>") and kept.count("<") <= MOST_TAGS
