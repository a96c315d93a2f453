"""Which part of a page a box belongs to."""

from __future__ import annotations

from rules.facts import read_facts


def test_entries_in_a_box_called_foot_are_content_only_where_nothing_else_is() -> None:
    foot = "<div id=foot><a href='/1'>机动车驾驶证换领办理指南</a><a href='/2'>机动车注册登记办理指南</a></div>"
    alone = read_facts(f"<meta charset=utf-8><body>{foot}</body>".encode(), "http://www.example.gov.cn/a")
    below = read_facts(
        f"<meta charset=utf-8><body><p>{'支队昨日召开工作会议。' * 9}</p>{foot}</body>".encode(),
        "http://www.example.gov.cn/b",
    )
    assert {link.zone for link in alone.links} == {"content"}
    assert {link.zone for link in below.links} == {"footer"}


def test_bars_between_a_menus_entries_do_not_hide_it() -> None:
    menu = "<a href='/'>首页</a> | <a href='/a'>机构简介</a> | <a href='/b'>业务指南</a> | <a href='/c'>在线咨询</a>"
    body = f"<table><tr><td>{menu}</td></tr></table><p>贷款进度查询</p><p>请输入借款人的姓名与身份证号，再按查询。</p>"
    facts = read_facts(f"<meta charset=utf-8><title>某中心</title>{body}".encode(), "http://www.example.gov.cn/")
    assert {link.zone for link in facts.links} == {"nav"}
