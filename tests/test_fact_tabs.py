"""The marked tab of an item's or a column's pages."""

from __future__ import annotations

import pytest

from rules.facts import read_facts

_TABS = "<div class='tab'><a href='1'>办事指南</a><a href='2' class='{}'>表格下载</a><a href='3'>在线办理</a></div>"


def tab(body: str) -> str:
    return read_facts(f"<meta charset=utf-8><title>办事事项</title>{body}".encode(), "http://www.example.gov.cn/a").tab


@pytest.mark.parametrize("name", ["on", "cur", "tab-item active", "is-active", "layui-this"])
def test_the_marked_one_of_several_tabs_is_told(name: str) -> None:
    assert tab(_TABS.format(name)) == "表格下载"


def test_a_mark_on_the_list_entry_counts_and_the_tab_itself_need_not_lead_anywhere() -> None:
    assert tab("<ul><li><a href='1'>办事指南</a></li><li class='cur'><a href='2'>网上咨询</a></li></ul>") == "网上咨询"
    assert tab("<ul><li><a href='1'>办事指南</a></li><li><a class='current'>网上咨询</a></li></ul>") == "网上咨询"


@pytest.mark.parametrize(
    "body",
    [
        _TABS.format("button"),
        "<div><a href='#a' class='on'>基本信息</a><a href='#b'>申请材料</a><a href='javascript:;'>办理流程</a></div>",
        "<div><a href='1' class='on'>办事指南</a><a href='2' class='on'>表格下载</a></div>",
        "<div class='nav'><a href='/' class='on'>首页</a><a href='2'>新闻</a><a href='3'>服务</a><a href='4'>互动</a></div>",
        "<ul><li class='on'><a href='1'>我局召开全市市场监管工作会议</a></li><li><a href='2'>通知</a></li></ul>",
        "<a href='1' class='on'>办事指南</a>",
    ],
    ids=["no mark", "tabs of one page", "two marks", "the site's menu", "headlines", "alone"],
)
def test_nothing_else_is_a_tab(body: str) -> None:
    assert tab(body) == ""
