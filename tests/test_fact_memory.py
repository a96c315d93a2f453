"""What is remembered of a site's scripts changes no fact of any page, and stays small."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from rules import fact_scripts
from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_page
from rules.records import PageFacts

GOLDEN = sorted(Path(__file__).parent.joinpath("golden").glob("*/page.html"))
URL = "http://www.example.gov.cn/zwgk/index.html"
CODES = (
    "var u='/a', t='甲';",
    "var u='/b';",
    "const u = 'http://www.example.gov.cn/c';\n",
    "t += '乙';",
    "document.write('<a href=\"'+u+'.html\">'+t+'</a>')",
    "if(x){document.write('<a href=\"/d.html\">丙</a>')}else{document.write('<a href=\"/e.html\">丁</a>')}",
    "$('#m').append('<li><a href=\"/f.html\">戊</a></li>'); t='己'",
    "$('#b').attr('href', '/p.html')",
    "$('body').on('click', '#b', function(){ window.open('/q.html') })",
    "document.write('<p></p>'); u='/n'; t='癸'",
    "document.write('<p></p>'); u='/o'",
    "function go(){ window.open(u + '/g.html') }",
    "function go(id){ location.href = '/h?id=' + id }",
    "$('#b').click(function(){location.href='/i.html'})",
    "add('办事指南', '/j.html')",
    "var list = [{title: '公告', url: '/k.html'}];",
    'var d = JSON.parse(\'{"title":"通知","url":"/l.html"}\')',
    "location.href = '/m.html'",
)
MARKUP = "<a href='javascript:go()'>庚</a><a href=\"javascript:go('7')\">辛</a><a id=b href='#'>壬</a><div id=m></div>"


def read(scripts: list[str]) -> PageFacts:
    body = "".join(f"<script>{code}</script>" for code in scripts)
    return read_facts(f"<html><meta charset=utf-8><body>{body}{MARKUP}</body></html>".encode(), URL)


def cold(scripts: list[str]) -> PageFacts:
    fact_scripts._KEPT.forget()
    return read(scripts)


#: Pages of a site: few scripts, in every order and company.
SITES = st.lists(st.sampled_from(CODES), min_size=2, max_size=4, unique=True).flatmap(
    lambda scripts: st.lists(st.lists(st.sampled_from(scripts), max_size=4), min_size=2, max_size=8)
)


@given(SITES)
@example([[CODES[4]], [CODES[9], CODES[4]], [CODES[10], CODES[4]]])
@example([[CODES[11]], [CODES[0], CODES[11]], [CODES[1], CODES[11]]])
@settings(max_examples=100, deadline=None)
def test_pages_read_after_others_have_the_facts_they_have_alone(pages: list[list[str]]) -> None:
    alone = [cold(scripts) for scripts in pages]
    fact_scripts._KEPT.forget()
    assert [read(scripts) for scripts in (*pages, *reversed(pages))] == [*alone, *reversed(alone)]


def test_pages_read_again_have_the_same_facts_whatever_was_made_of_them() -> None:
    fact_scripts._KEPT.forget()
    bodies = [page.read_bytes() for page in GOLDEN]
    first = []
    for body in bodies:
        fact_scripts._KEPT.forget()
        first.append(read_facts(body, URL))
    told = [(repr(facts), facts.dates, facts.template) for facts in first]
    for body in bodies:
        read_page(read_facts(body, URL), default_pack())
    again = [read_facts(body, URL) for body in reversed(bodies)]
    assert [(repr(facts), facts.dates, facts.template) for facts in reversed(again)] == told


@pytest.mark.parametrize("length", [10, 20_000, 100_000])
def test_what_is_remembered_is_bounded(length: int) -> None:
    fact_scripts._KEPT.forget()
    for number in range(2_000_000 // (1_000 + length)):
        fact_scripts.script_of(f"var n{number};".ljust(length))
    scripts, chars = fact_scripts._KEPT.held
    assert scripts <= 2 * fact_scripts._MOST_SCRIPTS
    assert chars <= 2 * (fact_scripts._MOST_CHARS + fact_scripts._LONGEST_KEPT)


def test_a_script_is_remembered_while_it_comes_again() -> None:
    fact_scripts._KEPT.forget()
    menu = fact_scripts.script_of("var menu='/a';")
    for number in range(5 * fact_scripts._MOST_SCRIPTS):
        fact_scripts.script_of(f"var n{number};")
        assert fact_scripts.script_of("var menu='/a';") is menu
