"""Service items on pages: lists, tables, forms, guides and data; and all that is none."""

from __future__ import annotations

import json

import pytest

from rules.facts import read_facts
from rules.guides import read_guide
from rules.item_mentions import looks_like_item
from rules.item_words import default_item_words
from rules.items import ItemMention, items_on_page
from rules.normalise import clean_item_name

URL = "http://www.example.gov.cn/bsfw/index.html"


def found(body: str, role: str, title: str = "办事指南") -> list[ItemMention]:
    head = f"<html><head><meta charset=utf-8><title>{title}</title></head>"
    html = f"{head}<body><div class=content>{body}</div></body></html>"
    facts = read_facts(html.encode(), URL)
    return items_on_page(facts, role, read_guide(facts))


def names(body: str, role: str, title: str = "办事指南") -> list[str]:
    return [item.name for item in found(body, role, title)]


def entries(*texts: str) -> str:
    return (
        "<ul>"
        + "".join(
            f"<li><a href='{n}.html'>{text}</a><span>2026-01-0{n + 1}</span></li>" for n, text in enumerate(texts)
        )
        + "</ul>"
    )


def test_a_list_of_guides() -> None:
    items = found(
        "<h2>办事指南</h2>" + entries("取水许可审批办事指南", "残疾人证办理流程", "关于召开会议的通知"), "service_list"
    )
    assert [item.name for item in items] == ["取水许可审批", "残疾人证"]
    assert items[0].url == "http://www.example.gov.cn/bsfw/0.html"
    assert items[0].written == "取水许可审批办事指南"
    assert "reason.name_suffix" in items[0].reasons


def test_a_table_with_columns_of_functions() -> None:
    body = (
        "<table><tr><th>序号</th><th>事项名称</th><th>实施主体</th><th>办事指南</th><th>在线申请</th></tr>"
        "<tr><td>1</td><td><a href=a.html>取水许可审批</a></td><td>水利局</td><td>指南</td><td>申请</td></tr>"
        "<tr><td>2</td><td>婚姻登记</td><td>民政局</td><td>指南</td><td>申请</td></tr></table>"
    )
    items = found(body, "service_list", "办事大厅")
    assert [(item.name, item.department) for item in items] == [("取水许可审批", "水利局"), ("婚姻登记", "民政局")]
    assert items[0].url.endswith("/bsfw/a.html")


def test_rows_of_icons_without_a_head() -> None:
    row = "<tr><td>{0}</td><td><a href=#>指南</a></td><td><a href=#>表格</a></td><td><a href=#>咨询</a></td></tr>"
    body = "<table>" + "".join(row.format(name) for name in ("排污许可证核发", "慈善组织认定", "文物认定")) + "</table>"
    assert names(body, "service_list", "百件实事") == ["排污许可证核发", "慈善组织认定", "文物认定"]


def test_columns_of_functions_alone_head_a_table_of_items() -> None:
    head = "<tr><th>业务类型</th><th>年度</th><th>申报指南</th><th>业务咨询</th><th>我要申报</th></tr>"
    rows = "".join(
        f"<tr><td>{name}</td><td>2020</td><td>-</td><td>电话</td><td>进入申报</td></tr>"
        for name in ("区域联合基金重点项目", "国际科技合作领域")
    )
    assert names(f"<table>{head}{rows}</table>", "service_list", "申报服务") == [
        "区域联合基金重点项目",
        "国际科技合作领域",
    ]


def test_an_address_may_say_that_an_entry_is_an_item() -> None:
    platform = "/govservice/detail?code=0102&name=%E6%B8%AF%E5%8F%A3%E7%BB%8F%E8%90%A5%E8%AE%B8%E5%8F%AF"
    body = f"<a href='{platform}'>港口经营许可</a> <a href='/bszn/201708/t1.html'>社会团体成立登记</a>"
    body += "<a href='/news/1.html'>社会团体变更登记</a><a href='/bszn/201708/t2.html'>我局召开会议</a>"
    assert names(body, "home", "某县人民政府") == ["港口经营许可", "社会团体成立登记"]


def test_form_lists_name_what_the_form_is_for() -> None:
    body = "<h2>表格下载</h2>" + entries("残疾人两项补贴申请表.doc", "《慈善组织认定申请书》", "兽药登记申请表(进口)")
    assert names(body, "form_list", "表格下载") == ["残疾人两项补贴", "慈善组织认定", "兽药登记(进口)"]


def test_a_guide_and_an_entry_are_about_one_item() -> None:
    body = "<h1>取水许可审批</h1><p>申请材料：申请书</p><p>受理机构：县水利局</p>"
    (item,) = found(body, "guide", "取水许可审批")
    assert (item.name, item.source, item.department) == ("取水许可审批", "guide", "县水利局")
    assert names("<h1>取水许可审批</h1>", "apply_entry", "取水许可审批") == ["取水许可审批"]


def test_data_answers() -> None:
    rows = [
        {"itemName": "取水许可审批", "url": "/a.html", "deptName": "水利局"},
        {"itemName": "更多"},
        {"title": "新闻"},
    ]
    facts = read_facts(json.dumps({"data": {"list": rows}}).encode(), URL, "application/json")
    (item,) = items_on_page(facts, "service_list", None)
    assert (item.name, item.url, item.department, item.source) == (
        "取水许可审批",
        "http://www.example.gov.cn/a.html",
        "水利局",
        "json",
    )


def test_data_under_common_keys_needs_who_handles_it_or_its_type() -> None:
    rows = [
        {"NAME": "取水许可", "ORG_NAME": "水利局"},
        {"title": "社会团体成立登记", "type": "行政许可"},
        {"title": "社会团体变更登记"},
        {"title": "我县召开大会", "deptName": "办公室"},
    ]
    facts = read_facts(json.dumps({"rows": rows}).encode(), URL, "application/json")
    assert [item.name for item in items_on_page(facts, "other", None)] == ["取水许可", "社会团体成立登记"]


def test_powers_over_people_and_lists_of_names_are_no_items() -> None:
    head = "<tr><th>序号</th><th>职权名称</th><th>责任单位</th></tr>"
    told = ("采矿权审批", "对未经批准擅自采矿的处罚", "职工名册", "对采矿权人的监督检查")
    rows = "".join(f"<tr><td>{n}</td><td>{name}</td><td>局</td></tr>" for n, name in enumerate(told, 1))
    assert names(f"<table>{head}{rows}</table>", "service_list") == ["采矿权审批"]


@pytest.mark.parametrize("role", ["news", "disclosure", "mailbox", "opinion", "search", "error", "other"])
def test_other_pages_have_none(role: str) -> None:
    assert names("<h2>办事指南</h2>" + entries("取水许可审批办事指南"), role) == []


@pytest.mark.parametrize(
    "text",
    ["我局召开取水许可工作会议", "关于印发取水许可管理办法的通知", "县水利局", "第一人民医院", "更多", "个人办事",
     "取水许可管理条例", "拟录用人员名单", "办件进度查询", "网上申报受理", "2026年部门预算", "如何办理取水许可？", "下一页"],
)  # fmt: skip
def test_what_is_no_item(text: str) -> None:
    assert names("<h2>办事指南</h2>" + entries(text, "排污许可证核发"), "service_list") == ["排污许可证核发"]


def test_one_name_is_listed_once() -> None:
    assert names(entries("取水许可审批", "取水许可审批办事指南", "取水許可審批"), "service_list") == ["取水许可审批"]


def test_hostile_data_is_bounded() -> None:
    nested: object = {"itemName": "取水许可审批"}
    for _ in range(200):
        nested = [nested, {"itemName": "<script>alert(1)</script>"}]
    facts = read_facts(json.dumps(nested).encode(), URL, "application/json")
    assert [item.name for item in items_on_page(facts, "service_list", None)] == ["取水许可审批"]


@pytest.mark.parametrize(
    "name", ["举办营业性演出审批", "食品经营许可变更经营场所(同址)(县级)", "申领老年人优待证", "招标文件备案"]
)
def test_shapes_of_names(name: str) -> None:
    words = default_item_words()
    assert looks_like_item(clean_item_name(name, words), words)


def test_long_undated_lists_are_read_on_a_hall() -> None:
    body = (
        "<ul>"
        + "".join(
            f"<li><a href='{n}.html'>{name}</a></li>" for n, name in enumerate(["排污许可证核发", "慈善组织认定"])
        )
        + "</ul>"
    )
    assert names(body + "<ul><li><a href=x>在线申报</a></li></ul>", "service_hall", "办事大厅") == [
        "排污许可证核发",
        "慈善组织认定",
    ]


def test_home_pages_need_a_telling_heading_or_wording() -> None:
    assert names("<h3>办事服务</h3>" + entries("排污许可证核发"), "home", "某县人民政府") == ["排污许可证核发"]
    assert names("<h3>今日要闻</h3>" + entries("排污许可证核发"), "home", "某县人民政府") == []


def linked(*texts: str) -> str:
    return "".join(f"<p><a href='show.asp?id={n}'>{text}</a></p>" for n, text in enumerate(texts))


def test_entries_alike_are_items_where_most_name_items_by_themselves() -> None:
    listed = ["工伤认定申请", "失业保险金申领", "房屋买卖", "劳务派遣经营许可"]
    assert names(linked(*listed), "service_list") == listed
    assert names(linked("工伤认定申请", "房屋买卖", "夫妻财产约定"), "service_list") == ["工伤认定申请"]
    menu = "<p><a href='/zx/dt.html'>房屋买卖</a></p>"
    assert names(menu + linked("工伤认定申请", "失业保险金申领", "更正登记"), "service_list")[0] == "工伤认定申请"


def test_rows_with_the_same_icons_in_a_hall_keep_each_other_company() -> None:
    acts = ["出生登记", "变更姓名", "居住证签注", "夫妻投靠落户"]
    rows = "".join(
        f"<dl><dt>{name}</dt><dd><a href='/g/{n}.html'>查看指南</a></dd></dl>" for n, name in enumerate(acts)
    )
    assert names(rows, "service_hall", "户政业务") == acts


def test_a_cell_of_several_lines_names_several_items() -> None:
    cell = "<a href=1>孤儿认定</a><br><a href=2>社会救助申请</a><br><a href=3>收养登记</a>"
    body = f"<table><tr><th>部门</th><th>办事项目</th></tr><tr><td>县民政局</td><td>{cell}</td></tr></table>"
    assert names(body, "service_list") == ["孤儿认定", "社会救助申请", "收养登记"]


def test_a_column_of_matters_goes_before_one_of_papers() -> None:
    body = (
        "<table><tr><th>表格名称</th><th>适用事项</th><th>下载</th></tr>"
        "<tr><td>光荣证申领表</td><td>独生子女父母光荣证补办</td><td><a href=1.doc>下载</a></td></tr></table>"
    )
    assert names(body, "form_list", "资料下载")[0] == "独生子女父母光荣证补办"


def test_powers_used_on_people_are_no_items() -> None:
    head = "<tr><td>序号</td><td>权力类别</td><td>权力名称</td><td>实施主体</td></tr>"
    rows = "<tr><td>1</td><td>行政处罚</td><td>查封、扣押施工机械</td><td>县水务局</td></tr><tr><td>2</td><td>行政许可</td><td>取水许可</td><td>县水务局</td></tr>"
    assert names(f"<table>{head}{rows}</table>", "service_list") == ["取水许可"]


def test_what_an_act_is_called_with() -> None:
    assert names(entries("国内婚姻登记办理程序", "农村五保供养申请审批程序"), "service_list") == [
        "国内婚姻登记",
        "农村五保供养申请审批",
    ]


def test_a_cards_link_is_named_by_its_first_line() -> None:
    cards = "".join(
        f"<a href='/m/{n}'><h4>{name}</h4><p>{body}</p></a>"
        for n, (name, body) in enumerate(
            [("生育津贴申领", "市医保局"), ("驾驶证期满换证", "立即办理"), ("食品经营许可", "变更登记")]
        )
    )
    assert names(cards, "service_list") == ["生育津贴申领", "驾驶证期满换证", "食品经营许可 变更登记"]


def test_who_founds_a_school_asks_for_a_permit() -> None:
    words = default_item_words()
    assert looks_like_item(clean_item_name("设立民办职业培训学校", words), words)
    assert not looks_like_item(clean_item_name("县民办职业培训学校", words), words)


def test_the_heading_of_each_part_of_a_guide_is_an_item() -> None:
    part = "<p>{0}</p><p>申请条件：本县户籍居民。</p><p>所需材料：身份证、户口簿。</p>"
    body = "".join(map(part.format, ["一、农村低保申请", "二、临时救助申请"]))
    assert names(body, "guide", "民政办办事指南") == ["农村低保申请", "临时救助申请"]
    assert names(part.format("一、办理须知"), "guide", "取水许可审批") == ["取水许可审批"]
