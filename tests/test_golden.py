"""The golden pages: enough of them, each complete, all read as a person reads them."""

from __future__ import annotations

import json

import pytest

from govaudit.commands.rules import GOLDEN
from rules.examples import run_golden
from rules.facts import read_facts
from rules.pack import default_pack
from rules.reading import read_outline, read_page
from rules.terms import COLUMNS, FUNCTIONS, ROLES

PLACES = sorted(GOLDEN.iterdir())
EXPECTED = {place.name: json.loads((place / "expected.json").read_text(encoding="utf-8")) for place in PLACES}


@pytest.fixture(scope="module")
def results():
    return {one.name: one for one in run_golden(GOLDEN, default_pack())}


@pytest.mark.parametrize("name", EXPECTED)
def test_golden_page_reads_as_expected(name, results) -> None:
    assert results[name].differences == {}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_crawl_that_reads_only_the_outline_finds_the_same_evidence(place) -> None:
    meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    facts = read_facts((place / "page.html").read_bytes(), meta["url"])
    outline, whole = read_outline(facts, default_pack()), read_page(facts, default_pack())
    assert (outline.role, outline.items, outline.item_links) == (whole.role, whole.items, whole.item_links)
    assert outline.columns == whole.columns
    assert outline.functions == {name: value for name, value in whole.functions.items() if name in outline.functions}
    assert "here" not in {value for name, value in whole.functions.items() if name not in outline.functions}


def test_golden_pages_cover_every_role_function_and_column() -> None:
    assert len(PLACES) >= 40
    assert {one["role"] for one in EXPECTED.values()} == set(ROLES)
    for subjects, field in ((FUNCTIONS, "functions"), (COLUMNS, "columns")):
        found = {(key, value) for one in EXPECTED.values() for key, value in one[field].items()}
        assert found == {(key, value) for key in subjects for value in ("here", "link")}


@pytest.mark.parametrize("place", PLACES, ids=lambda place: place.name)
def test_a_golden_page_says_where_it_stands_and_what_it_shows(place) -> None:
    meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
    assert meta["url"].startswith("http") and meta["pattern"]
