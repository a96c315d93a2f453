"""Figures of columns: letters counted once, replies, days, what is open, and nothing that rests on entries nobody saw."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest
from fake_archive import FETCHED_AT, HOME, FakeArchive
from hypothesis import given
from hypothesis import strategies as st
from judging_pages import letters, page

from crawler.records import FetchRecord
from rules.column_figures import correspondence, figures
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.records import PageReading
from rules.site_pages import SitePage

AS_OF = date(2026, 3, 1)


def shown(
    place: str, *rows: tuple[str, str, str, str], dated: tuple[str, ...] = (), last_date: str | None = None
) -> SitePage:
    """A column's page with letters: title, asked, replied, state."""
    letters = tuple(
        {
            "title": title,
            "asked": asked,
            "replied": replied,
            "state": state,
            "is_replied": "yes" if replied or state == "已回复" else "",
            "is_refused": "yes" if state == "拒绝受理" else "",
        }
        for title, asked, replied, state in rows
    )
    reading = PageReading(
        HOME + place, "mailbox", {}, {"mailbox": "here"}, (), {}, None, last_date, (), letters=letters
    )
    return SitePage(
        FetchRecord(HOME + place, "fetched", "ok", fetched_at=FETCHED_AT, digest=place),
        "html",
        "县长信箱",
        reading,
        dated=dated,
    )


def test_a_list_and_the_letters_own_page_count_once() -> None:
    listed = shown(
        "list", ("关于文化路路灯不亮的…", "2026-01-05", "", "已回复"), ("关于学区划分", "2026-02-01", "", "处理中")
    )
    own = shown("1", ("关于文化路路灯不亮的问题", "2026-01-05", "2026-01-09", ""))
    undated = shown("2", ("关于学区划分", "", "2026-02-11", ""))
    mail = correspondence((own, listed, undated), AS_OF)
    assert len(mail.letters) == 2
    assert (mail.reply_rate, mail.median_days, mail.median_working_days) == (1.0, 7.0, 6.0)


def test_rows_of_one_list_are_letters_of_their_own() -> None:
    assert (
        len(
            correspondence(
                (
                    shown(
                        "list",
                        ("低保咨询问题", "2026-01-05", "", "已回复"),
                        ("低保咨询问题", "2026-01-05", "", "已回复"),
                    ),
                ),
                AS_OF,
            ).letters
        )
        == 2
    )


def test_only_the_past_year_counts_but_the_longest_wait_is_the_longest() -> None:
    found = figures(
        "mailbox",
        HOME,
        (
            shown(
                "list",
                ("旧信件一封", "2024-03-01", "", "处理中"),
                ("新信件一封", "2026-02-19", "", "已回复"),
                ("被拒绝的信", "2023-01-01", "", "拒绝受理"),
            ),
        ),
        AS_OF,
    )
    assert (found.entries_past_year, found.reply_rate, found.longest_open_days) == (1, 1.0, 730)
    assert found.last_activity == "2026-02-19"


def test_a_list_without_states_leaves_the_reply_rate_open() -> None:
    found = figures(
        "mailbox", HOME, (shown("list", ("一封信", "2026-01-01", "", ""), ("另一封信", "2026-01-02", "", "")),), AS_OF
    )
    assert (found.entries_past_year, found.reply_rate, found.median_reply_days, found.longest_open_days) == (
        2,
        None,
        None,
        None,
    )


def test_columns_without_letters_count_dated_entries_once() -> None:
    days = ("2026-02-01", "2026-01-01", "2020-01-01")
    found = figures(
        "interview",
        HOME,
        (shown("a", dated=days), shown("b", dated=days[:2]), shown("c", last_date="2026-01-01")),
        AS_OF,
    )
    assert found.entries_past_year == 2
    assert found.last_activity == "2026-02-01"
    assert found.reply_rate is None


@given(st.lists(st.tuples(st.integers(0, 400), st.integers(0, 60), st.booleans()), max_size=20))
def test_figures_stay_within_their_ranges(rows: list[tuple[int, int, bool]]) -> None:
    letters = [
        (
            f"第{number}封来信",
            (AS_OF - timedelta(days=ago)).isoformat(),
            (AS_OF - timedelta(days=max(0, ago - took))).isoformat() if done else "",
            "已回复" if done else "处理中",
        )
        for number, (ago, took, done) in enumerate(rows)
    ]
    found = figures("mailbox", HOME, (shown("list", *letters),), AS_OF)
    within = [row for row in rows if row[0] < 365]
    assert found.entries_past_year == len(within)
    assert found.reply_rate == (sum(row[2] for row in within) / len(within) if within else None)
    assert found.median_reply_days is None or 0 <= found.median_reply_days <= 60
    assert found.longest_open_days == (None if not rows else max((row[0] for row in rows if not row[2]), default=0))


def test_months_of_two_years_are_counted_from_letters_else_from_lists() -> None:
    letters = shown(
        "a", ("甲", "2026-01-05", "2026-01-09", ""), ("乙", "2026-01-20", "", ""), ("丙", "2024-02-01", "", "")
    )
    assert figures("mailbox", HOME, [letters], AS_OF).by_month == {"2026-01": 2}
    listed = shown("b", dated=("2025-03-01", "2025-03-02", "2027-01-01"))
    again = shown("c", dated=("2025-03-02",))
    assert figures("opinion", HOME, [listed, again], AS_OF).by_month == {"2025-03": 2}


def test_a_list_of_one_entry_and_that_entry_count_once() -> None:
    listed = shown("list", dated=("2025-11-02",), last_date="2025-11-02")
    own = shown("1", last_date="2025-11-02")
    own = replace(own, record=replace(own.record, parent=HOME + "list"))
    assert figures("interview", HOME + "list", (listed, own), AS_OF).entries_past_year == 1


def test_a_letters_page_titled_with_the_sites_name_is_the_lists_letter() -> None:
    listed = shown("list", ("村道维修", "2026-01-05", "2026-01-09", ""), ("村道维修", "2025-12-01", "", "处理中"))
    own = shown("1", ("村道维修_某县人民政府", "2026-01-05", "2026-01-09", ""))
    assert len(correspondence((listed, own), AS_OF).letters) == 2


@pytest.mark.parametrize(
    ("oldest", "said", "level", "known", "open_days"),
    [
        ("2025-11-02", "", 3, True, 0),
        ("2025-11-02", "共30条记录 第1/3页", 2, False, None),
        ("2025-02-20", "共30条记录 第1/3页", 3, True, None),
        ("2025-11-02", "共5条记录 第1/1页", 3, True, 0),
        ("2025-11-02", " ", 2, False, None),
    ],
    ids=["says nothing", "further pages", "back to more than a year", "all on one page", "a click to the next page"],
)
def test_figures_are_given_only_where_the_list_was_seen_far_enough_back(
    oldest: str, said: str, level: int, known: bool, open_days: int | None
) -> None:
    rows = letters(
        *(
            (f"第{n}封来信的事情", day, day, "已回复")
            for n, day in enumerate(("2026-02-01", "2026-01-05", "2026-01-04", "2025-12-20", oldest))
        )
    )
    turner = f"<div>{said} <a href=\"javascript:__doPostBack('p','2')\">下一页</a></div>"
    listed = page("在线咨询", rows + (turner if said else ""), crumb="在线咨询")
    judgement = judge_archive(FakeArchive({"/": page("某县人民政府", "<p>欢迎</p>"), "/ask/": listed}), default_pack())
    found = next(one for one in judgement.columns if one.column == "consultation")
    told = next(one for one in judgement.verdicts if one.key == "consultation")
    assert (told.level, found.last_activity, found.longest_open_days) == (level, "2026-02-01", open_days)
    years = [found.entries_past_year, found.reply_rate, found.median_reply_days]
    assert all(value is not None for value in years) if known else years == [None, None, None]
    assert told.reason == ("" if known else "entries_unread")


def test_pages_of_a_list_are_one_list_however_they_are_turned() -> None:
    def listed(number: int, *days: str) -> str:
        rows = letters(*((f"第{day}封来信的事情", day, day, "已回复") for day in days))
        return page(
            "在线咨询", f"{rows}<div>页次：{number}/2 <a href='/ask/list.asp?page=2'>[2]</a></div>", crumb="在线咨询"
        )

    pages = {"/": page("某县人民政府", "<p>欢迎</p>")}
    pages |= {
        "/ask/list.asp": listed(1, "2026-02-01", "2026-01-05"),
        "/ask/list.asp?page=2": listed(2, "2025-12-20", "2025-11-02"),
    }
    found = judge_archive(FakeArchive(pages), default_pack()).columns
    assert next(one.entries_past_year for one in found if one.column == "consultation") == 4
