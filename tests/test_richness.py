"""The estimate of items not seen."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.richness import chao1


@pytest.mark.parametrize(
    ("seen", "estimate"),
    [
        ([], 0.0),
        ([1], 1.0),
        ([3, 4, 5], 3.0),
        ([1, 1, 2, 3], 4 + 2 * 1 / (2 * 2)),  # f1 = 2, f2 = 1
        ([1] * 4 + [2] * 2 + [5], 7 + 4 * 3 / (2 * 3)),  # f1 = 4, f2 = 2
    ],
)
def test_bias_corrected_chao1(seen: list[int], estimate: float) -> None:
    assert chao1(seen) == estimate


def test_items_met_once_only_tell_nothing_about_the_rest() -> None:
    assert chao1([1, 1, 1]) is None


def test_an_item_never_seen_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="at least one page"):
        chao1([0, 1])


@given(st.lists(st.integers(1, 9), max_size=60))
def test_never_below_what_was_found_and_blind_to_order(seen: list[int]) -> None:
    estimate = chao1(seen)
    assert estimate == chao1(sorted(seen))
    assert estimate is None or estimate >= len(seen)
    if estimate is None:
        assert set(seen) == {1}
