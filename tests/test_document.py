"""The Word report: the usual order, figures filled in, Chinese fonts, repeated headings, hostile names harmless."""

from __future__ import annotations

import re
from pathlib import Path

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from docx.shared import Cm
from factories import make_judgement
from report_world import World, site, small_world

from reports.document import write_document
from reports.html_words import Words
from reports.problem_counts import ProblemCounts
from reports.scoring import score_regions
from rules.terms import COLUMNS


def written(path: Path, world: World, lang: str = "zh") -> Document:
    problems = ProblemCounts()
    for card in world.cards:
        problems.add(card, world.judgements[card.site.site_id])
    write_document(path / "r.docx", world.cards, score_regions(world.cards), problems, lang=lang)
    return docx.Document(str(path / "r.docx"))


def all_text(document: Document) -> str:
    cells = (cell.text for table in document.tables for row in table.rows for cell in row.cells)
    return "\n".join([*(paragraph.text for paragraph in document.paragraphs), *cells])


def test_chapters_come_in_the_usual_order(tmp_path: Path) -> None:
    headings = [
        one.text for one in written(tmp_path, small_world()).paragraphs if one.style and one.style.name == "Heading 1"
    ]
    assert headings == [
        "一、概要",
        "二、总体情况",
        "三、分项结果",
        "四、排名",
        "五、问题清单",
        "六、整改建议",
        "附录：方法与口径",
    ]


def test_figures_are_filled_in_and_the_unmeasured_told_apart(tmp_path: Path) -> None:
    world = small_world()
    document = written(tmp_path, world)
    text = all_text(document)
    share = next(one for one in score_regions(world.cards) if one.region_code == "000000" and not one.level).mean
    assert share is not None and f"{share * 100:.1f}%" in text
    ranking = next(table for table in document.tables if table.rows[0].cells[0].text == "名次")
    names = [row.cells[1].text for row in ranking.rows[1:]]
    assert "第4县人民政府" not in names and "第2县人民政府（部分测得）" in names
    assert "第4县人民政府" in text and "网站拒绝" in text
    assert not re.search(r"\{\w*\}|None", text)


def test_tables_repeat_their_headings_and_fonts_are_chinese(tmp_path: Path) -> None:
    document = written(tmp_path, small_world())
    assert document.tables
    assert all(
        table.rows[0]._tr.trPr is not None and table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None
        for table in document.tables
    )
    fonts = document.styles["Normal"].element.rPr.rFonts
    assert fonts.get(qn("w:eastAsia")) == "仿宋"


def test_english_has_no_chinese_but_names_of_sites_items_and_places(tmp_path: Path) -> None:
    text = all_text(written(tmp_path, small_world(), "en"))
    for line in text.splitlines():
        rest = re.sub(
            r"第\d县人民政府|浙江省|杭州市|桐庐县|城市居民最低生活保障|医师执业注册|出生医学证明办理|道路运输", "", line
        )
        assert not re.search(r"[\u4e00-\u9fff]", rest), line


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_no_sites_and_nothing_measured_are_said_plainly(tmp_path: Path, lang: str) -> None:
    assert len(written(tmp_path, World(), lang).paragraphs) > 5
    world = World()
    world.add(make_judgement({}, dict.fromkeys(COLUMNS), site=site(1), status="declined"))
    told, t = all_text(written(tmp_path, world, lang)), Words(lang).t
    assert "0.0%" not in told
    assert t("document.problems.unmeasured") in told and t("html.problems.none") not in told


def test_names_get_more_room_than_ranks(tmp_path: Path) -> None:
    document = written(tmp_path, small_world())
    ranking = next(table for table in document.tables if table.rows[0].cells[0].text == "名次")
    widths = [cell.width or 0 for cell in ranking.rows[1].cells]
    assert widths[1] > 2 * widths[0]
    assert sum(widths) == pytest.approx(Cm(16), rel=0.01)
