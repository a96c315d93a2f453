"""A site's rectification list as workbook and document: every line of it, columns to fill in, hostile words as text only."""

from __future__ import annotations

from pathlib import Path

import pytest
from docx import Document
from factories import make_judgement
from openpyxl import load_workbook
from report_world import HOSTILE, site
from selectolax.lexbor import LexborHTMLParser

from reports.html import SiteReport
from reports.html_paths import site_page
from reports.html_words import Words
from reports.rectification import rectification
from reports.scoring import score_site
from rules.records import SiteJudgement

ITEMS = {f"事项{number}": {"guide": number % 3, "form": 1} for number in range(80)}
LONG = make_judgement({**ITEMS, HOSTILE: {"guide": 1}, "=1+1": {"apply": 1}}, {"mailbox": 1}, site=site(1))


def written(folder: Path, judgement: SiteJudgement, lang: str = "zh", *, lists: bool = True) -> Path:
    report = SiteReport(folder, lang, lists)
    report.site_pages(score_site(judgement), judgement, None)
    return (folder / site_page(judgement.site.site_id)).parent


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_both_files_hold_every_line_with_place_evidence_rule_and_columns_to_fill_in(tmp_path: Path, lang: str) -> None:
    folder, words = written(tmp_path, LONG, lang), Words(lang)
    lines = list(rectification(LONG, words))
    sheet = load_workbook(folder / "rectification.xlsx").worksheets[0]
    heads = [cell.value for cell in sheet[2]]
    assert sheet.freeze_panes == "C3" and sheet.auto_filter.ref.startswith("A2:")
    told = {
        words.t(key)
        for key in ("rectify.remedy", "rectify.deadline", "rectify.done", "book.col.rule", "book.col.evidence")
    }
    assert told <= set(heads)
    rows = list(sheet.iter_rows(min_row=3))
    assert [row[0].value for row in rows] == [line.number for line in lines]
    assert all(row[heads.index(words.t("rectify.remedy"))].value for row in rows)
    assert all(cell.data_type != "f" for row in rows for cell in row)
    assert next(row[1].value for row in rows if "1+1" in row[1].value) == "'=1+1"
    links = [row[heads.index(words.t("book.col.evidence"))].hyperlink.target.replace("\\", "/") for row in rows]
    assert links == [line.href.split("#")[0] for line in lines]
    assert all((folder / link).is_file() for link in links)
    table = Document(str(folder / "rectification.docx")).tables[0]
    assert len(table.rows) == len(lines) + 1
    assert [cell.text for cell in table.rows[1].cells][-2:] == ["", ""]


def test_the_workbook_is_laid_out_for_paper(tmp_path: Path) -> None:
    sheet = load_workbook(written(tmp_path, LONG) / "rectification.xlsx").worksheets[0]
    setup, heads = sheet.page_setup, [cell.value for cell in sheet[2]]
    assert (setup.orientation, int(setup.paperSize), setup.fitToHeight, sheet.print_title_rows) == (
        "landscape",
        9,
        0,
        "$2:$2",
    )
    # All columns print but the last, a link; 200 characters across A4 are printed at about three quarters of their size.
    assert sheet.print_area.endswith(f"$A$1:$M${sheet.max_row}") and heads[13] == Words("zh").t("book.col.evidence")
    assert sum(sheet.column_dimensions[letter].width for letter in "ABCDEFGHIJKLM") < 210
    assert sheet.print_options.gridLines and [str(one) for one in sheet.merged_cells.ranges] == ["A1:M1"]


def test_the_page_leads_to_the_files_only_where_there_are_any(tmp_path: Path) -> None:
    for lists in (True, False):
        folder = written(tmp_path / str(lists), LONG, lists=lists)
        page = LexborHTMLParser((folder / "rectification.html").read_text(encoding="utf-8"))
        links = [node.attributes["href"] for node in page.css("p.downloads a")]
        assert links == (["rectification.xlsx", "rectification.docx"] if lists else [])
        assert all((folder / (link or "")).is_file() for link in links)
        assert (folder / "rectification.xlsx").is_file() is lists


def test_a_site_without_shortcomings_has_no_list(tmp_path: Path) -> None:
    fine = make_judgement({}, dict.fromkeys(("petition", "mailbox", "interview", "consultation", "opinion"), 2))
    assert not list(written(tmp_path, fine).glob("rectification*"))
