"""Letters as boxes side by side, and states that are pictures."""

from __future__ import annotations

import pytest

from rules.facts import read_facts
from rules.letters import read_letters

URL = "http://www.example.gov.cn/xx/"


def letters(html: str) -> list[tuple[str, str, str, bool]]:
    read = read_letters(read_facts(html.encode(), URL, "text/html"))
    return [(one.title, one.asked, one.state, one.is_replied) for one in read.letters]


def row(title: str, date: str, state: str) -> str:
    return f"<div class='r'><div><a href='1'>{title}</a></div><div>张*</div><div>{date}</div><div>{state}</div></div>"


def test_boxes_side_by_side_are_one_letter_up_to_the_next_title() -> None:
    page = row("小区门口占道经营", "2023-02-03", "已办结") + row("学校食堂卫生", "2023-02-02", "办理中")
    assert letters(page) == [
        ("小区门口占道经营", "2023-02-03", "已办结", True),
        ("学校食堂卫生", "2023-02-02", "办理中", False),
    ]


def test_a_link_may_be_the_whole_entry() -> None:
    page = "<a href='1'><h4>希望修通村道</h4><p>2021-05-06 已回复</p></a><a href='2'><h4>自来水时有时无</h4><p>2021-05-03 已回复</p></a>"
    assert [one[:2] for one in letters(page)] == [("希望修通村道", "2021-05-06"), ("自来水时有时无", "2021-05-03")]


@pytest.mark.parametrize(("shown", "replied"), [("已回复", [True, True]), ("文件", [False, False])])
def test_as_many_pictures_as_letters_tell_their_states(shown: str, replied: list[bool]) -> None:
    picture = f"<img src='s.gif' alt='{shown}'>"
    page = "".join(
        f"<table><tr><td><a href='{n}'>退休年龄怎么算呢</a></td><td>2022-05-0{n}</td><td>{picture}</td></tr></table>"
        for n in (1, 2)
    )
    assert [one[3] for one in letters(page)] == (replied if any(replied) else [])


def test_titles_with_dates_alone_are_no_letters() -> None:
    page = "".join(
        f"<div><div><a href='{n}'>我县召开防汛工作会议</a></div><div>2023-02-0{n}</div></div>" for n in (1, 2)
    )
    assert letters(page) == []
