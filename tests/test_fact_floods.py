"""Markup made to exhaust a parser costs no more than a page."""

from __future__ import annotations

import time

import pytest

from rules.fact_floods import DEEPEST, without_floods
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
    assert without_floods(f"{deepest}<div>") == f"{deepest}<x>"
