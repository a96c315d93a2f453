"""Workbooks and documents of comparisons and second checks: the figures of the pages, links to evidence in either year, text only."""

from __future__ import annotations

import csv
import re
from pathlib import Path
from zipfile import ZipFile

import pytest
from docx import Document
from factories import make_judgement
from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet
from report_world import World, site
from test_html_beside import HOSTILE, PACK, parsed, store, written, year_of  # noqa: F401  (store is a fixture)

from govaudit.comparing import compare
from govaudit.rechecking import write_recheck
from govaudit.workplace import Workplace
from reports.database import Store, open_store
from reports.html_words import Words
from reports.scoring import score_site
from reports.shortcomings import to_mend
from rules.terms import COLUMNS

NAMES = ("compare-2025", "recheck-2026")


@pytest.fixture
def out(store: Store, tmp_path: Path) -> Path:  # noqa: F811
    """The report of 2026 with a comparison and a second check, beside the report of 2025 at its usual place."""
    world = World()
    for judgement in year_of(2025, 1):
        world.add(judgement)
    world.write(Workplace(tmp_path).reports(2025))
    return written(store, tmp_path, "zh", ("egov_125", "census_2015"))


def rows(sheet: Worksheet) -> list[dict[str, object]]:
    heads = [cell.value for cell in sheet[2]]
    return [dict(zip(heads, (cell.value for cell in row), strict=True)) for row in sheet.iter_rows(min_row=3)]


def test_the_comparisons_workbook_says_what_the_csv_files_say(out: Path) -> None:
    book = load_workbook(out / "compare-2025.xlsx")
    with (out / "changes-2025.csv").open(encoding="utf-8", newline="") as file:
        changes = list(csv.DictReader(file))
    listed = rows(book["逐项变化"])
    assert len(listed) == sum(row["kind"] != "same" for row in changes) and len(listed) > 10
    by_site = rows(book["各网站"])
    for kind, told in (("gained", "新增可用"), ("lost", "不再可用"), ("not_comparable", "不可比")):
        assert sum(int(str(row[told])) for row in by_site) == sum(row["kind"] == kind for row in changes)
    with (out / "score-changes-2025.csv").open(encoding="utf-8", newline="") as file:
        figures = list(csv.DictReader(file))
    rates, totals = rows(book["覆盖率变化"]), rows(book["方案总分变化"])
    assert len(rates) + len(totals) == len(figures) and len(totals) == 3 * 2 * 2  # sites, ends, schemes
    for row in rates:
        parts = [row[f"其中：{part}"] for part in ("网站", "规则", "测量范围")]
        change = row["变化（百分点）"]
        assert change is None or sum(map(float, parts)) == pytest.approx(float(str(change)))  # type: ignore[arg-type]
    assert {row["年度"] for row in rows(book["历年趋势"])} == {2025, 2026}


@pytest.mark.parametrize("name", NAMES)
def test_sheets_have_headings_that_stay_filters_colours_and_no_formula(out: Path, name: str) -> None:
    book = load_workbook(out / f"{name}.xlsx")
    for sheet in book:
        assert sheet.freeze_panes and sheet.auto_filter.ref.startswith("A2:")
        assert all(cell.data_type != "f" for row in sheet.iter_rows() for cell in row)
    with ZipFile(out / f"{name}.xlsx") as file:
        texts = "".join(file.read(one).decode() for one in file.namelist() if "sheet" in one and one.endswith(".xml"))
    assert "<f>" not in texts and "conditionalFormatting" in texts


def test_links_land_at_the_items_evidence_in_either_year(out: Path) -> None:
    page, seen = parsed(out / "compare-2025.html"), {"here": 0, "before": 0}
    for node in page.css("section[aria-labelledby=changes] a[data-drawer]"):
        path, _, mark = (node.attributes["href"] or "").partition("#")
        assert mark and f'id="{mark}"' in (out / path).read_text(encoding="utf-8"), path
        seen["before" if path.startswith("../reports/2025/") else "here"] += 1
    assert seen["here"] >= 7 and seen["before"] >= 7
    sheet = load_workbook(out / "compare-2025.xlsx")["逐项变化"]
    links = [
        cell.hyperlink.target.replace("\\", "/")
        for row in sheet.iter_rows(min_row=3)
        for cell in row[-2:]
        if cell.hyperlink
    ]
    assert len(links) > 20 and all((out / link).is_file() for link in links)
    for node in parsed(out / "recheck-2026.html").css("section[aria-labelledby=points] a[data-drawer]"):
        path, _, mark = (node.attributes["href"] or "").partition("#")
        assert f'id="{mark}"' in (out / path).read_text(encoding="utf-8"), path


def test_the_second_checks_workbook_holds_every_point_and_what_is_still_to_do(out: Path) -> None:
    points = rows(load_workbook(out / "recheck-2026.xlsx")["逐条复核"])
    by_outcome = rows(load_workbook(out / "recheck-2026.xlsx")["各网站"])
    assert len(points) == sum(
        int(str(row[one]))
        for row in by_outcome
        for one in ("已整改", "部分整改", "未整改", "未测", "事项已撤下", "新问题")
    )
    for row in points:
        assert bool(row["整改要求"]) is (row["复核结果"] in ("未整改", "部分整改", "新问题"))
        assert row["整改期限"] is None


@pytest.mark.parametrize("name", NAMES)
def test_documents_have_their_chapters_and_figures(out: Path, name: str) -> None:
    document = Document(str(out / f"{name}.docx"))
    headings = [one.text for one in document.paragraphs if one.style and one.style.name == "Heading 1"]
    assert headings[0] == "一、概要" and headings[-1] == "附录：口径" and len(headings) >= 5
    assert document.tables and not re.search(r"\{\w*\}|None", "".join(one.text for one in document.paragraphs))
    assert document.sections[0].page_width > document.sections[0].page_height  # type: ignore[operator]
    links = [node.attributes["href"] for node in parsed(out / f"{name}.html").css("p.downloads a")]
    assert {f"{name}.xlsx", f"{name}.docx"} <= set(links)


@pytest.mark.parametrize("name", NAMES)
def test_english_is_whole(store: Store, tmp_path: Path, name: str) -> None:  # noqa: F811
    folder = written(store, tmp_path, "en")
    made = {site.site.name for site in year_of(2026, 3)} | {HOSTILE, "补换发身份证"}
    cells = [
        str(cell.value) for sheet in load_workbook(folder / f"{name}.xlsx") for row in sheet.iter_rows() for cell in row
    ]
    document = Document(str(folder / f"{name}.docx"))
    cells += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    cells += [one.text for one in document.paragraphs]
    for text in cells:
        rest = text
        for name_of in made:
            rest = rest.replace(name_of, "")
        assert not re.search(r"[\u3400-\u9fff]", re.sub(r"第\d县人民政府", "", rest)), text
    assert Words("en").t("compare.changes") != Words("zh").t("compare.changes")


def test_when_every_site_declined_nothing_is_zero_and_everything_opens(tmp_path: Path) -> None:
    made = [
        make_judgement({}, dict.fromkeys(COLUMNS), site=site(1), status="declined", year=year, pack_version=PACK)
        for year in (2025, 2026)
    ]
    opened = open_store(f"sqlite:///{(tmp_path / 'r.sqlite').as_posix()}")
    for judgement in made:
        opened.save_judgement(judgement)
    work, out = Workplace(tmp_path), tmp_path / "out"
    work.editions().publish(score_site(made[0]), [], "2025-04-01T00:00:00Z", to_mend(made[0]))
    write_recheck(work, opened, [site(1)], 2026, out)
    compare(work, opened, [site(1)], 2026, 2025, out)
    opened.close()
    for name in NAMES:
        document = Document(str(out / f"{name}.docx"))
        assert "0.0%" not in "".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
        assert load_workbook(out / f"{name}.xlsx").worksheets
    assert rows(load_workbook(out / "compare-2025.xlsx")["各网站"])[0]["2026 年"] == "未测"
    assert rows(load_workbook(out / "compare-2025.xlsx")["历年趋势"]) == []
