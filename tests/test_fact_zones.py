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


def test_a_line_of_a_guide_that_says_what_feet_say_leaves_its_cell_content() -> None:
    lines = "<br>".join(
        [
            "一、申请条件：",
            "符合分户条件的村民。",
            "二、资料：",
            "1、建房申请书。",
            "2、户口簿。",
            "三、收费：",
            "5元。",
            "四、承办单位：县国土局",
        ]
    )
    facts = read_facts(
        f"<meta charset=utf-8><table><tr><td>{lines}</td></tr></table>".encode(), "http://www.example.gov.cn/a"
    )
    assert {block.zone for block in facts.blocks} == {"content"}


def test_a_numbered_line_of_a_guide_is_no_foot() -> None:
    lines = "".join(
        f"<p>{n}、{said}</p>"
        for n, said in enumerate(("收费标准：不收费", "承办单位：县水利局", "咨询电话：0775-7212345"))
    )
    body = f"<meta charset=utf-8><div><p>取水许可</p>{lines}</div>"
    assert {block.zone for block in read_facts(body.encode(), "http://www.example.gov.cn/a").blocks} == {"content"}


def test_a_path_of_one_step_does_not_take_the_page_below_it() -> None:
    body = (
        "<div>您当前的位置是：站群导航</div><h3>政府部门</h3><p><a href='/1'>市发改委</a> <a href='/2'>市教育局</a></p>"
    )
    facts = read_facts(f"<meta charset=utf-8><div class=c>{body}</div>".encode(), "http://www.example.gov.cn/a")
    assert facts.breadcrumb == ("站群导航",)
    assert {link.zone for link in facts.links} == {"content"}


def test_a_label_that_holds_the_word_for_place_is_no_path() -> None:
    table = "<table><tr><td>窗口位置</td><td>二楼3号</td></tr><tr><td>项目地理位置图</td><td>必要</td></tr></table>"
    body = f"<div>您现在的位置：首页 > 办事指南</div><h1>取水许可</h1>{table}"
    facts = read_facts(
        f"<meta charset=utf-8><title>取水许可</title>{body}".encode(), "http://www.example.gov.cn/1.html"
    )
    assert [block.text for block in facts.blocks if block.zone == "breadcrumb"] == ["您现在的位置：首页 > 办事指南"]
