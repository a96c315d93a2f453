"""Letters and answers as mailboxes, petitions and consultations show them."""

from __future__ import annotations

import json

import pytest

from rules.facts import read_facts
from rules.letters import LetterReading, read_letters, says_rules
from rules.records import PageFacts


def facts_of(body: str) -> PageFacts:
    head = "<html><head><meta charset=utf-8><title>局长信箱</title></head>"
    html = f"{head}<body><div class=content>{body}</div></body></html>"
    return read_facts(html.encode(), "http://www.example.gov.cn/jzxx/")


def letters(body: str) -> LetterReading:
    return read_letters(facts_of(body))


def test_a_table_of_letters() -> None:
    reading = letters(
        "<table><tr><th>编号</th><th>标题</th><th>来信时间</th><th>状态</th><th>回复时间</th></tr>"
        "<tr><td>1</td><td>关于路灯的问题</td><td>2026-01-02</td><td>已回复</td><td>2026-01-05</td></tr>"
        "<tr><td>2</td><td>关于供水的问题</td><td>2026-01-09</td><td>处理中</td><td></td></tr></table>"
    )
    assert (reading.listed, reading.replied, reading.latest) == (2, 1, "2026-01-09")
    assert (reading.letters[0].asked, reading.letters[0].replied) == ("2026-01-02", "2026-01-05")


@pytest.mark.parametrize(
    ("state", "replied"),
    [
        ("处理完成", 1),
        ("已办结", 1),
        ("已回复", 1),
        ("处理完毕", 1),
        ("拒绝受理", 0),
        ("未回复", 0),
        ("待处理", 0),
        ("办理中", 0),
    ],
)
def test_states(state: str, replied: int) -> None:
    rows = f"<tr><td>关于道路的问题</td><td>{state}</td><td>2026-01-02</td></tr>"
    reading = letters(f"<table><tr><td>信件标题</td><td>处理状态</td><td>写信时间</td></tr>{rows}</table>")
    assert (reading.listed, reading.replied) == (1, replied)


def test_a_list_of_entries() -> None:
    reading = letters(
        "<ul><li><a href=1.html>小区停水怎么办</a> [已回复] 2026-02-01</li>"
        "<li><a href=2.html>公交线路调整</a> 2026-02-03</li></ul>"
    )
    assert (reading.listed, reading.replied, reading.latest) == (2, 1, "2026-02-03")


def test_one_letter_with_its_answer() -> None:
    reading = letters(
        "<h1>关于入学的问题</h1><p>来信时间：2026-03-01</p><p>来信内容：请问如何入学？</p>"
        "<p>回复单位：教育局</p><p>回复时间：2026-03-04</p><p>回复内容：您好，请携带户口簿。</p>"
    )
    assert (reading.listed, reading.replied) == (1, 1)
    assert (reading.letters[0].asked, reading.letters[0].replied) == ("2026-03-01", "2026-03-04")


def test_rules_of_handling() -> None:
    assert says_rules(facts_of("<p>写信须知：来信将在15个工作日内回复。</p>"))
    assert not says_rules(facts_of("<p>欢迎来信。</p>"))


def test_nothing_to_read() -> None:
    reading = letters("<p>暂无信件</p>")
    assert (reading.listed, reading.replied, reading.latest) == (0, 0, None)
    assert read_letters(read_facts(b"\xff\xfe<table><tr><td>", "http://www.example.gov.cn/")).listed == 0


def test_a_guest_book_is_read_message_by_message() -> None:
    reading = letters(
        "<p class='t'>网友 139****1234 于 2019-05-06 10:20 提问：</p><p>许可证到期怎么延续？</p><p>管理员回复：请在网上提交延续申请。</p>"
        "<p class='t'>网友 138****4321 于 2019-05-02 09:00 提问：</p><p>周末能办理业务吗？</p>"
    )
    assert [(one.asked, one.is_replied) for one in reading.letters] == [("2019-05-06", True), ("2019-05-02", False)]


def test_a_letters_number_is_no_date_beside_a_written_one() -> None:
    reading = letters(
        "<ul><li><span>20170301</span> <a href='1'>供热不达标</a> <span>已处理</span> <span>2017-03-05</span></li></ul>"
    )
    assert reading.latest == "2017-03-05"


def test_json_answers_hold_letters() -> None:
    body = json.dumps(
        {"rows": [
            {"title": "驾驶证怎么换", "createTime": "2024-03-04 09:12", "replyTime": "2024-03-05", "status": "已回复"},
            {"title": "年审在哪里", "createTime": "2024-03-06", "replyTime": None, "status": "处理中"},
            {"title": "我局召开会议", "createTime": "2024-03-07"},
        ]}
    )  # fmt: skip
    found = read_letters(read_facts(body.encode(), "http://www.example.gov.cn/api")).letters
    assert [(one.asked, one.replied, one.is_replied) for one in found] == [
        ("2024-03-04", "2024-03-05", True),
        ("2024-03-06", "", False),
    ]


def test_cards_of_letters_are_read_one_by_one() -> None:
    reading = letters(
        "<div><a href='1'>公租房申请条件是什么</a><p>受理单位：住建局 来信时间：2022-05-03 已办结</p></div>"
        "<div><a href='2'>夜市油烟扰民</a><p>受理单位：城管局 来信时间：2022-05-02 办理中</p></div>"
    )
    assert (reading.listed, reading.replied, reading.latest) == (2, 1, "2022-05-03")


def test_letters_that_begin_with_their_titles() -> None:
    def letter(title: str, asked: str, replied: str) -> str:
        return (
            f"<table><tr><td>咨询主题：{title}</td><td>咨询时间：{asked}</td></tr><tr><td colspan=2>咨询内容：怎么办理？</td></tr>"
            f"<tr><td>回复内容：请到窗口办理。</td><td>回复时间：{replied}</td></tr></table>"
        )

    reading = letters(letter("低保", "2026-03-01", "2026-03-04") + letter("身份证", "2026-02-01", "2026-02-02"))
    assert [(one.title, one.asked, one.replied) for one in reading.letters] == [
        ("低保", "2026-03-01", "2026-03-04"),
        ("身份证", "2026-02-01", "2026-02-02"),
    ]


def test_a_letters_own_page_tells_its_title() -> None:
    reading = letters(
        "<table><tr><td>来信主题</td><td>路灯不亮</td></tr><tr><td>来信时间</td><td>2026-03-01</td></tr></table>"
    )
    assert [one.title for one in reading.letters] == ["路灯不亮"]


def test_a_guest_books_cards_tell_title_state_and_the_day_of_the_reply() -> None:
    reading = letters(
        "<table><tr><td>主题：身份证怎么补办　留言时间：2010-4-27</td></tr><tr><td>丢了怎么办？</td></tr>"
        "<tr><td>管理员回复（2010-5-1）：您好，请到窗口办理。</td></tr></table>"
        "<table><tr><td>主题：执照年检　留言时间：2010-4-06</td></tr><tr><td>什么时候？</td></tr></table>"
    )
    assert [(one.title, one.replied, one.is_replied) for one in reading.letters] == [
        ("身份证怎么补办", "2010-05-01", True),
        ("执照年检", "", False),
    ]
    cards = "".join(
        f"<li><a href={n}>{title}</a><span>[{state}]</span><em>来信日期：2010-03-0{n}</em></li>"
        for n, (title, state) in enumerate((("小区停水", "已办结"), ("路灯不亮", "办理中")), 1)
    )
    assert [(one.title, one.is_replied) for one in letters(f"<ul>{cards}</ul>").letters] == [
        ("小区停水", True),
        ("路灯不亮", False),
    ]


def test_an_empty_place_for_the_answer_is_a_letter_that_waits() -> None:
    body = json.dumps([{"title": "怎么办护照", "askTime": "2026-10-02", "reply": "", "replyTime": ""},
                       {"title": "怎么落户", "askTime": "2026-10-01", "reply": "请到窗口", "replyTime": "2026-10-03"}])  # fmt: skip
    found = read_letters(read_facts(body.encode(), "http://www.example.gov.cn/api")).letters
    assert [one.is_replied for one in found] == [False, True]


def test_icons_before_question_and_answer_are_labels_without_a_colon() -> None:
    html = "<dl><dt>问收养登记需要什么条件 2020-11-02</dt><dd>答您好，须具备下列条件。</dd></dl><dl><dt>问年检何时开始 2020-10-22</dt><dd>答：三月一日。</dd></dl>"
    read = read_letters(
        read_facts(f"<meta charset=utf-8><body>{html}</body>".encode(), "http://www.example.gov.cn/zx/")
    )
    assert (read.listed, read.replied, read.latest) == (2, 2, "2020-11-02")


def test_a_question_is_headed_by_who_asked_when_and_an_answer_may_say_that_it_waits() -> None:
    found = letters(
        "<div><b>社保断缴怎么补</b>（刘先生　2018/11/28 9:12:00）</div><div>问：怎么补？盼复。</div><div>答：（待回复）</div>"
        "<div><b>工伤赔偿</b>（黄某　2018/10/19 9:12:00）</div><div>问：赔多少？</div><div>答：您好，请到窗口咨询。<span>[回复时间：2018/10/21]</span></div>"
    ).letters
    assert [(one.title, one.asked, one.replied, one.is_replied) for one in found] == [
        ("社保断缴怎么补", "2018-11-28", "", False),
        ("工伤赔偿", "2018-10-19", "2018-10-21", True),
    ]
