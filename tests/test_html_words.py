"""Numbers, times and places in words."""

from __future__ import annotations

from typing import get_args

import pytest

from crawler.records import PAGE_REASONS
from reports.html_words import Words
from reports.records import Rate
from rules.pack import Count

ZH, EN = Words("zh"), Words("en")


def test_shares_have_one_decimal_and_what_was_not_measured_says_so() -> None:
    assert (ZH.percent(0.7333), ZH.percent(0.0), ZH.percent(None), EN.percent(None)) == (
        "73.3%",
        "0.0%",
        "未测",
        "not measured",
    )


def test_bounds_are_a_range_or_one_figure() -> None:
    assert ZH.bounds(Rate(0.5, 0.4, 0.6, 1, 2, 1)) == "40.0%–60.0%"
    assert ZH.bounds(Rate(0.5, 0.5, 0.5, 1, 2)) == "50.0%"
    assert ZH.bounds(Rate(None, None, None, 0, 0)) == "–"


@pytest.mark.parametrize(
    ("time", "shown"),
    [("2026-03-01T01:02:03Z", "2026-03-01 01:02 UTC"), ("2026-03-01", "2026-03-01"), ("", "–"), ("昨天", "昨天")],
)
def test_times_are_utc_to_the_minute(time: str, shown: str) -> None:
    assert ZH.when(time) == shown


def test_days_stand_in_sentences_as_the_language_writes_them() -> None:
    assert (ZH.day("2026-11-26"), EN.day("2026-11-26"), ZH.day(""), EN.day("昨天")) == (
        "2026年11月26日", "26 November 2026", "–", "昨天",
    )  # fmt: skip
    assert (EN.days(["2026-11-26", "2026-01-03", "", "2026-11-26"]), ZH.days([])) == (
        "3 January 2026, 26 November 2026", "",
    )  # fmt: skip


def test_places_are_told_in_words_and_unknown_ones_kept() -> None:
    assert (ZH.place("table 2 row 3"), EN.place("link 12"), ZH.place("page")) == ("表格 2、行 3", "link 12", "整个页面")
    assert ZH.place("somewhere 4") == "somewhere 4"


@pytest.mark.parametrize("words", [ZH, EN])
def test_every_state_of_a_page_has_words(words: Words) -> None:
    assert all(words.page_reason(reason) != reason for reason in PAGE_REASONS)


def test_sizes_and_numbers() -> None:
    assert (ZH.size(620), ZH.size(2048), ZH.size(3_500_000)) == ("620 字节", "2.0 KB", "3.3 MB")
    assert (ZH.number(12345), ZH.number(4.0), ZH.number(None)) == ("12,345", "4.0", "未测")


@pytest.mark.parametrize("words", [ZH, EN])
def test_what_rules_count_is_told_in_words_and_quotations_are_left_alone(words: Words) -> None:
    for name in get_args(Count.model_fields["of"].annotation):
        assert words.counted(f"{name}=3").endswith(" 3"), name
    assert words.counted("网上信访") == words.counted("a=b") == words.counted("x=3") == ""
