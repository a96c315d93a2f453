"""The workbook: opens, says what was judged, holds no formula, and keeps within Excel's limits."""

import re
import zipfile

import openpyxl
import pytest
from factories import make_judgement, make_site

from reports.database import open_store
from reports.messages import catalogue
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.scoring import score_site
from reports.workbook import plans, write_workbook
from reports.workbook_sheet import MAX_LINK, is_web_address

pytestmark = pytest.mark.filterwarnings("ignore:.*extension is not supported.*:UserWarning")
HOSTILE = '=HYPERLINK("http://evil.example/","点我")'
IDS = ["3301000001", "3302000001", "3303000001"]


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{(tmp_path / 'r.sqlite').as_posix()}")
    best = make_judgement(
        {"身份证办理": {"guide": 3, "form": 2, "consult": ("site", 2, 0)}, HOSTILE: {"guide": 1, "form": None}},
        {"mailbox": 3, "petition": 1},
        items_estimated=4.2,
        not_rendered=("https://x.gov.cn/app",),
    )
    poor = make_judgement(
        {"社保登记": {"guide": 0}}, status="partial", site=make_site(IDS[1], region_code="330200", region="宁波市")
    )
    gone = make_judgement(status="declined", site=make_site(IDS[2], region_code="330300", region="温州市"))
    for judgement in (best, poor, gone):
        opened.save_judgement(judgement)
        card = score_site(judgement)
        opened.save_scored(card, apply_scheme(load_scheme("egov_125"), judgement, card))
    yield opened
    opened.close()


@pytest.fixture
def book(store, tmp_path):
    return openpyxl.load_workbook(write_workbook(store, IDS, 2026, tmp_path / "评估.xlsx", lang="zh"))


def table(sheet):
    """A sheet's rows as mappings from heading to value."""
    rows = list(sheet.iter_rows(min_row=2, values_only=True))
    return [dict(zip(rows[0], row, strict=True)) for row in rows[1:]]


def test_all_sheets_are_there_with_headings_that_stay_and_filters(book):
    assert book.sheetnames == [
        "总览",
        "地区汇总",
        "排名",
        "网站",
        "覆盖率明细",
        "事项与功能",
        "互动栏目",
        "整改清单",
        "未测",
        "证据",
        "方案评分",
        "数据字典",
    ]
    for sheet, plan in zip(book, plans().values(), strict=True):
        assert sheet.freeze_panes.endswith("3"), sheet.title
        assert sheet.auto_filter.ref.startswith("A2:"), sheet.title
        assert sheet.max_column == len(plan.columns)


def test_the_ranking_holds_measured_sites_only(book):
    rows = table(book["排名"])
    assert [(row["名次"], row["网站编号"], row["采集状态"]) for row in rows] == [
        (1, IDS[0], "已测"),
        (2, IDS[1], "部分测得"),
    ]
    assert rows[0]["五项平均覆盖率"] == pytest.approx((0.5 + 1 + 0.5) / 5)
    assert rows[0]["五项平均（严格）"] == pytest.approx((0.5 + 1) / 5)


def test_not_measured_is_said_and_never_zero(book):
    site = next(row for row in table(book["网站"]) if row["网站编号"] == IDS[2])
    assert (site["采集状态"], site["发现事项"], site["五项平均覆盖率"], site["分母"]) == (
        "网站拒绝",
        "未测",
        "未测",
        None,
    )
    unmeasured = table(book["未测"])
    assert {row["网站编号"] for row in unmeasured if row["功能或栏目"] == "整个网站"} == {IDS[1], IDS[2]}
    assert ("'" + HOSTILE, "表格下载") in {(row["办事事项"], row["功能或栏目"]) for row in unmeasured}
    assert "https://x.gov.cn/app" in {row["网页"] for row in unmeasured}


def test_the_matrix_shows_levels_channels_and_missing_elements(book):
    row = next(row for row in table(book["事项与功能"]) if row["办事事项"] == "身份证办理")
    assert [row[name] for name in ("办事指南", "表格下载", "网上咨询", "网上申请", "结果反馈")] == [3, 2, 2, 0, 0]
    assert (row["依靠全站渠道的功能"], row["指南要素数"], row["指南缺失要素"]) == ("网上咨询", 10, None)
    rules = [rule for area in book["事项与功能"].conditional_formatting for rule in area.rules]
    assert len(rules) == 20


def test_the_rectification_list_leads_to_the_report_and_evidence_to_pages(book):
    rows = table(book["整改清单"])
    named = {(row["办事事项"], row["功能或栏目"]) for row in rows if row["等级"] == 1}
    assert named == {("全站", "网上信访"), ("'" + HOSTILE, "办事指南")}
    absent = next(row for row in rows if row["办事事项"] == "社保登记" and row["功能或栏目"] == "办事指南")
    assert (absent["等级"], absent["整改期限"], absent["依据"]) == (0, None, "查看依据")
    assert "缺：" in absent["整改要求"]
    links = [cell.hyperlink.target.replace("\\", "/") for cell in book["整改清单"]["K"][2:]]
    assert all(re.fullmatch(r"sites/[\w-]+/evidence(-site|/1)\.html", link) for link in links), links
    sheet = book["证据"]
    place = [cell.value for cell in sheet[2]].index("网页") + 1
    assert sheet.cell(3, place).hyperlink.target == sheet.cell(3, place).value


def test_with_too_many_items_evidence_stays_in_the_tables(store, tmp_path):
    path = write_workbook(store, IDS, 2026, tmp_path / "b.xlsx", evidence=False, lang="zh")
    book = openpyxl.load_workbook(path)
    assert table(book["证据"]) == []
    assert {row["等级"] for row in table(book["整改清单"])} == {1}
    assert any(row["项目"] == "证据和整改清单" for row in table(book["总览"]))


def test_regions_with_one_level_have_one_row(book):
    rows = [(row["地区"], row["层级"], row["网站数"], row["测得网站数"]) for row in table(book["地区汇总"])]
    assert rows[:2] == [("全部网站", "地市级", 3, 2), ("浙江省", "地市级", 3, 2)]


def test_scores_keep_open_points_open(book):
    rows = {(row["网站编号"], row["指标"]): row for row in table(book["方案评分"])}
    assert rows[IDS[0], "F2"]["得分"] == 10
    assert (rows[IDS[2], "total"]["得分"], rows[IDS[2], "total"]["可能最低"], rows[IDS[2], "total"]["可能最高"]) == (
        None,
        0,
        100,
    )
    assert all(row["原因"] or row["指标"] == "total" for row in rows.values())


def test_every_column_is_explained(book):
    rows = table(book["数据字典"])
    explained = {(row["表"], row["列"]) for row in rows}
    for sheet in book:
        assert {(sheet.title, cell.value) for cell in sheet[2]} <= explained
    assert all(row["含义"] for row in rows)


def test_no_cell_is_a_formula(book):
    for sheet in book:
        for row in sheet.iter_rows():
            assert not [
                cell.coordinate for cell in row if cell.data_type == "f" or str(cell.value or "").startswith("=")
            ]


def test_nothing_but_links_leads_out_of_the_file(store, tmp_path):
    path = write_workbook(store, IDS, 2026, tmp_path / "b.xlsx")
    with zipfile.ZipFile(path) as parts:
        assert not [name for name in parts.namelist() if "external" in name.lower() or name.endswith(".bin")]
        targets = [
            target
            for name in parts.namelist()
            if name.startswith("xl/worksheets/_rels")
            for target in re.findall(r'Target="([^"]+)"', parts.read(name).decode("utf-8"))
        ]
    assert targets
    assert all(target.startswith(("http://", "https://", "sites\\")) for target in targets)


def test_english_on_request(store, tmp_path):
    book = openpyxl.load_workbook(write_workbook(store, IDS, 2026, tmp_path / "b.xlsx", lang="en"))
    assert book.sheetnames[2] == "Ranking"
    scores = {row["Indicator"]: row for row in table(book["Scores"])}
    assert (scores["F1"]["Title"], scores["total"]["Title"]) == ("Coverage of guides", "Total")


def test_a_table_longer_than_a_sheet_goes_on_in_the_next(store, tmp_path):
    path = write_workbook(store, IDS, 2026, tmp_path / "b.xlsx", lang="zh", max_rows=6)
    book = openpyxl.load_workbook(path)
    parts = [sheet for sheet in book if sheet.title.startswith("方案评分")]
    assert len(parts) > 2
    assert all(sheet.max_row <= 6 and sheet["A2"].value == "网站编号" for sheet in parts)
    assert sum(sheet.max_row - 2 for sheet in parts) == 3 * (len(load_scheme("egov_125").indicators) + 1)


def test_no_site_gives_a_workbook_that_opens(store, tmp_path):
    book = openpyxl.load_workbook(write_workbook(store, [], 2026, tmp_path / "b.xlsx", lang="zh"))
    assert table(book["排名"]) == []


@pytest.mark.parametrize(
    ("text", "safe"),
    [
        ("https://www.x.gov.cn/a?b=1", True),
        ("http://例子.gov.cn/", True),
        ("javascript:alert(1)", False),
        ("file:///etc/passwd", False),
        ("http://", False),
        ("https://x/a b", False),
        ("http://[x", False),
        ("https://x/" + "a" * MAX_LINK, False),
        ("internal:Sheet1!A1", False),
        ("mailto:a@b", False),
        ("", False),
    ],
)
def test_only_addresses_a_person_may_be_sent_to_become_links(text, safe):
    assert is_web_address(text) is safe


@pytest.mark.parametrize("book", ["workbook", "workbook_compare", "workbook_recheck", "workbook_site"])
def test_every_heading_meaning_and_note_has_a_text(book):
    columns = [column for plan in plans(book).values() for column in plan.columns]
    keys = {key for column in columns for key in (column.title, column.means, *column.good, *column.bad)}
    keys |= {f"book.{part}.{name}" for name in plans(book) for part in ("sheet", "note")}
    assert sorted(key for key in keys if key not in catalogue()) == []
