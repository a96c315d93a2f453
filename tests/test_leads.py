"""Addresses of rows that a page made of data."""

from __future__ import annotations

import json

from crawler.browserclicks import Entry, Menu, told
from crawler.leads import alike

RECORDS = [
    {"id": 11, "code": "A-01", "name": "取水许可", "dept": "水利局"},
    {"id": 12, "code": "A-02", "name": "采砂许可", "dept": "水利局"},
    {"id": 13, "code": "A/03", "name": "捕捞许可", "dept": "农业局"},
    {"id": True, "code": "", "name": "养殖许可", "dept": "农业局"},
]
BODY = json.dumps({"data": {"rows": RECORDS}}).encode()
ROWS = [Entry(mark, record["name"], record["name"]) for mark, record in enumerate(RECORDS)]


def lead(record: dict[str, object]) -> str:
    return f"http://www.example.gov.cn/#/guide?id={record['id']}&c={record['code']}"


def test_rows_lead_where_the_first_ones_do_but_for_their_own_values() -> None:
    known = {0: lead(RECORDS[0]), 1: lead(RECORDS[1])}
    assert alike(ROWS, known, [b"no json", BODY]) == {2: "http://www.example.gov.cn/#/guide?id=13&c=A%2F03"}


def test_buttons_of_rows_are_told_by_what_stands_around_them() -> None:
    rows = [
        Entry(mark, "在线办理", f"{record['name']} {record['dept']} 在线办理") for mark, record in enumerate(RECORDS)
    ]
    assert 2 in alike(rows, {0: lead(RECORDS[0])}, [BODY])


def test_nothing_is_told_where_the_known_ones_do_not_come_of_one_template() -> None:
    other = {0: lead(RECORDS[0]), 1: "http://www.example.gov.cn/#/else?id=12"}
    assert not alike(ROWS, other, [BODY]), "two ways"
    assert not alike(ROWS, {0: "http://www.example.gov.cn/#/guide"}, [BODY]), "no value of the record in it"
    assert not alike(ROWS, {0: lead(RECORDS[0])}, [b"[" * 100_000, b'[{"name": "x"}]'])


def test_a_menu_is_known_when_it_led_to_the_same_from_three_pages() -> None:
    menu = Menu()
    for page in ("/1", "/2", "/2"):
        menu.note("进度查询", page, "/progress")
    menu.note("进度查询", "/progress", "")
    assert menu.settled("进度查询") is None
    menu.note("进度查询", "/3", "/progress")
    assert menu.settled("进度查询") == "/progress" and menu.settled("咨询") is None


def test_leads_are_written_as_attributes_and_nothing_else() -> None:
    dom = b'<li data-entry-mark="0">a</li><li data-entry-mark="1">b</li><li data-entry-mark="2">c</li>'
    leads = {0: 'http://a.example/?q="><script>&x', 1: "javascript:alert(1)"}
    assert told(dom, leads) == b'<li data-href="http://a.example/?q=%22>%3Cscript>&amp;x">a</li><li>b</li><li>c</li>'
