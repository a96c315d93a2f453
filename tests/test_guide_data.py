"""Guides that come as data: keys that name elements, and lists that are none."""

from __future__ import annotations

import json
from typing import Any

from rules.facts import read_facts
from rules.guide_data import names_elements
from rules.guide_words import default_guide_words
from rules.guides import GuideReading, read_guide
from rules.terms import TIME_LIMIT

ITEM = {
    "task_name": "娱乐场所设立许可", "deptName": "县文化局", "accept_condition": "有与其娱乐项目相适应的设施设备",
    "materialList": [{"name": "设立申请书"}, {"name": "身份证复印件"}], "promise_day": 7, "isFee": False,
    "handleFlow": "<p>申请→受理→审查→决定</p>", "linkWay": "0517-86802345",
}  # fmt: skip


def guide(data: Any) -> GuideReading:
    return read_guide(
        read_facts(json.dumps(data, ensure_ascii=False).encode(), "http://a.gov.cn/api", "application/json")
    )


def test_an_items_data_is_read_as_its_guide() -> None:
    reading = guide({"code": 200, "data": ITEM})
    assert set(reading.elements) == {
        "事项名称", "办理机构", "申请条件", "办理材料", "收费标准", "联系电话", "办理流程", TIME_LIMIT,
    }  # fmt: skip
    assert reading.elements["办理流程"] == "申请→受理→审查→决定"
    assert "设立申请书" in reading.elements["办理材料"]
    assert reading.elements[TIME_LIMIT] == "7日"


def test_a_list_of_items_is_no_guide() -> None:
    assert not guide({"rows": [ITEM, {**ITEM, "task_name": "营业性演出许可"}]}).elements.get("申请条件")


def test_keys_without_a_value_fill_nothing() -> None:
    assert "办理流程" not in guide({**ITEM, "handleFlow": "", "linkWay": None}).elements
    assert names_elements({"title": "新闻", "content": "正文"}, default_guide_words()) == 0


def test_keys_that_say_little_count_beside_two_that_name_elements() -> None:
    assert {"联系电话", "收费标准"} <= guide({**ITEM, "phone": "0517-86802345", "fee": "不收费"}).elements.keys()
    assert not guide({"title": "某县人民政府", "phone": "0517-86802345", "address": "人民路1号"}).elements
