"""File names: harmless whatever a list of sites or an audited site says, and distinct."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.html_paths import safe_name


@given(st.text(max_size=80))
def test_any_text_makes_a_harmless_name(text: str) -> None:
    name = safe_name(text)
    assert re.fullmatch(r"[a-z0-9][a-z0-9_.-]{0,59}", name) and not name.endswith(".") and ".." not in name


@given(st.lists(st.text(max_size=20), unique=True, min_size=2, max_size=6))
def test_distinct_texts_make_distinct_names_also_where_case_does_not_count(texts: list[str]) -> None:
    names = [safe_name(text).lower() for text in texts]
    assert len(set(names)) == len(names)


@pytest.mark.parametrize("kept", ["3301000001", "bm12340001", "www.hangzhou.gov.cn"])
def test_usual_identifiers_stay_readable(kept: str) -> None:
    assert safe_name(kept) == kept


@pytest.mark.parametrize("device", ["con", "nul.html", "com1", "x-0", "..", "a/b", "A", ""])
def test_devices_paths_and_clashes_are_renamed(device: str) -> None:
    assert re.fullmatch(r"x-[0-9a-f]{24}", safe_name(device))
