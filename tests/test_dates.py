"""Dates in every form pages use; impossible ones, clocks and mere mentions are none."""

from __future__ import annotations

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.dates import FIRST_YEAR, LAST_YEAR, dates_in_lines, find_dates, to_iso
from rules.facts import read_facts
from rules.page_dates import address_date, last_content_date


@pytest.mark.parametrize(
    "text",
    ["2026-11-23", "2026/11/23", "2026.11.23", "2026年11月23日", "20261123", "２０２６年１１月２３日",
     "二〇二六年十一月二十三日", "二○二六年十一月二十三日", "2026 年 11 月 23 日", "2026—11—23", "2026-11-23 09:30",
     "[2026-11-23]", "2026-11-2310:00", "2026-11-232026年第3批"],
)  # fmt: skip
def test_forms(text: str) -> None:
    assert find_dates(text)[0].iso == "2026-11-23"


@pytest.mark.parametrize(
    "text",
    ["2026-13-01", "2026年2月30日", "1.2.3.4", "0771-20261123", "电话2026112", "1899-01-01", "版本1.2026.1.2.3", ""],
)
def test_no_dates(text: str) -> None:
    assert find_dates(text, 2026) == []


def test_short_dates_take_their_year_from_the_context() -> None:
    assert find_dates("[11-23]", 2026)[0].iso == "2026-11-23"
    assert find_dates("11-23", 2026)[0].iso == "2026-11-23"
    assert find_dates("[11-23]") == []
    assert find_dates("比分11-23结束", 2026) == []


@given(
    st.dates(datetime.date(FIRST_YEAR, 1, 1), datetime.date(LAST_YEAR, 12, 31)),
    st.sampled_from(["{0}-{1}-{2}", "{0}年{1}月{2}日", "{0}/{1}/{2}", "{0}.{1}.{2}"]),
)
def test_every_day_is_found_where_it_stands(day: datetime.date, form: str) -> None:
    text = "发布：" + form.format(day.year, day.month, day.day) + "。"
    assert [(date.iso, date.position) for date in find_dates(text)] == [(day.isoformat(), 3)]


@given(st.text(max_size=200))
def test_any_text_gives_possible_dates_only(text: str) -> None:
    for date in find_dates(text, 2026):
        assert datetime.date.fromisoformat(date.iso).isoformat() == date.iso
        assert 0 <= date.position < len(text)


@given(st.integers(), st.integers(), st.integers())
def test_to_iso_knows_the_calendar(year: int, month: int, day: int) -> None:
    iso = to_iso(year, month, day)
    assert iso is None or datetime.date.fromisoformat(iso) == datetime.date(year, month, day)


def last(body: str, url: str = "http://www.example.gov.cn/a/b.html") -> str | None:
    html = f"<html><head><meta charset=utf-8></head><body><div class=content>{body}</div></body></html>"
    return last_content_date(read_facts(html.encode(), url))


def test_stamps_count_and_mentions_do_not() -> None:
    assert last("<p>发布时间：2026-01-02 来源：办公室</p><p>请于2026年3月31日前报名。</p>") == "2026-01-02"
    assert last("<p>特此通知。</p><p>某县民政局</p><p>2026年1月5日</p>") == "2026-01-05"
    assert last("<p>本办法自2027年1月1日起施行。</p>") is None
    assert last("<p>今天是2026年11月24日 星期二</p>") is None


def test_lists_and_addresses() -> None:
    entry = "<li><a href='t{0}_1.html'>登记办法说明</a> {1}</li>"
    entries = entry.format("20251230", "12-30") + entry.format("20260105", "01-05")
    assert last(f"<ul>{entries}</ul>") == "2026-01-05"
    assert last("<p>正文</p>", "http://www.example.gov.cn/a/202601/t20260109_33.html") == "2026-01-09"
    assert address_date("http://www.example.gov.cn/a/20261399/") is None


def test_as_of_leaves_out_later_dates() -> None:
    facts = read_facts(b"<div class=content><p>2030-01-01</p><p>2026-01-01</p></div>", "http://www.example.gov.cn/")
    assert last_content_date(facts, "2026-12-31") == "2026-01-01"


@given(st.lists(st.text("2019年5月-/.日 一二〇１：a[]", max_size=14)))
def test_lines_together_hold_the_dates_of_each_alone(lines: list[str]) -> None:
    assert dates_in_lines(lines) == [find_dates(line) for line in lines]


def test_no_date_reaches_from_one_line_into_the_next() -> None:
    assert dates_in_lines(["2024年", "5月3日", "2024-05-06"])[:2] == [[], []]
    assert dates_in_lines(["二〇二六年", "五月三日", "2024-05-06"])[:2] == [[], []]


@pytest.mark.parametrize(
    "text",
    ["二O二六年十一月廿五日", "二0二六年十一月二十五日", "2026年十一月25日", "二〇二六年 十一月 二十五日", "公元2026年11月二十五号", "2026 年 11 月 25 日"],
)  # fmt: skip
def test_dates_written_half_in_characters_or_with_a_letter_for_zero(text: str) -> None:
    assert [found.iso for found in find_dates(text)] == ["2026-11-25"]


def test_each_date_is_found_once() -> None:
    assert [found.iso for found in find_dates("2026年1月2日至2026年一月三日")] == ["2026-01-02", "2026-01-03"]


@given(st.text("一九十廿卅零1٣", min_size=1, max_size=3), st.text("一十廿2", min_size=1, max_size=3))
def test_numbers_that_are_none_make_no_date_and_no_crash(month: str, day: str) -> None:
    for found in find_dates(f"二〇二六年{month}月{day}日 二〇二六年十十月一日"):
        assert found.iso.startswith("2026-")
