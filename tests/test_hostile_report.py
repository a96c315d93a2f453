"""What sites say stays text in every output: pages, printed page, charts, workbooks, documents and CSV, whatever it holds."""

from __future__ import annotations

import csv
import zipfile
from dataclasses import replace
from pathlib import Path
from xml.etree import ElementTree

import pytest
from chromium_page import chromium_page
from docx import Document
from drawn import show_charts
from factories import make_judgement
from openpyxl import load_workbook
from report_world import World, foreign_scripts, site
from selectolax.lexbor import LexborHTMLParser

from reports.database import open_store
from reports.document import write_document, write_document_page
from reports.export import exporting
from reports.problem_counts import ProblemCounts
from reports.scoring import score_regions
from reports.workbook import workbook

WORDS = (
    "<script>alert(1)</script>",
    "=cmd|' /C calc'!A0",
    "@SUM(1+1)",
    "\u202eright to left\u2066",
    "长" * 5000,
    "x" * 40_000,
    "nul\x00bell\x07\ud800end",
    "👩‍👩‍👧‍👦🏛️",
    "]]>&amp;{{ 7*7 }}{0.__class__}",
    "two\nlines\ttab",
)


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder, world = tmp_path_factory.mktemp("hostile"), World()
    store = open_store(f"sqlite:///{(folder / 'results.sqlite').as_posix()}")
    for number, word in enumerate(WORDS, start=1):
        items = {word: {"guide": 1, "form": number % 3}, f"{word} 二": {"guide": 3}}
        one = replace(site(1), site_id=f"{number:010}", name=word, region=word)
        store.save_judgement(make_judgement(items, {"mailbox": 1}, site=one))
        world.add(next(store.judgements([one.site_id], 2026)))
    store.close()
    world.write(folder)
    cards, regions, problems = world.cards, score_regions(world.cards), ProblemCounts()
    for card in cards:
        problems.add(card, world.judgements[card.site.site_id])
    write_document(folder / "report.docx", cards, regions, problems)
    write_document_page(folder, cards, regions, problems)
    with workbook(folder / "book.xlsx", 2026) as book, exporting(folder / "tables", 2026) as export:
        for card in cards:
            judgement = world.judgements[card.site.site_id]
            book.add(judgement, card, [])
            export.add(judgement, card, [])
    return folder


def test_pages_and_their_charts_hold_no_element_of_a_site(out: Path) -> None:
    pages = [path for path in out.rglob("*.html") if "copies" not in path.parts]
    assert len(pages) > 30 and out / "report.html" in pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        made = LexborHTMLParser(text)
        assert not foreign_scripts(made), path
        assert "\x00" not in text and "]]&gt;&amp;amp;49" not in text


def test_charts_draw_what_a_site_says_as_text(out: Path) -> None:
    with chromium_page() as page:
        said: list[str] = []
        page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
        page.on("console", lambda message: said.append(message.text))
        for name in ("index.html", "report.html"):
            page.goto((out / name).as_uri())
            assert show_charts(page)
            assert page.locator(".plot :not(div, svg, g, path, text, tspan, defs, clipPath, rect)").count() == 0
            drawn = page.locator(".plot svg text").all_text_contents()
            assert any(text.startswith("<script>") for text in drawn), "cut to its place, but text"
            assert max(map(len, drawn)) < 150
        assert said == []


@pytest.mark.parametrize("name", ["report.docx", "book.xlsx"])
def test_every_part_of_an_office_file_is_well_formed_and_holds_no_formula(out: Path, name: str) -> None:
    with zipfile.ZipFile(out / name) as parts:
        inside = [(one, parts.read(one)) for one in parts.namelist()]
    for one, body in inside:
        if one.endswith((".xml", ".rels")):
            ElementTree.fromstring(body)
        if "worksheets/" in one:
            assert b"<f>" not in body, one
        if one.endswith(".xlsx"):
            (out / "embedded.xlsx").write_bytes(body)
            assert all(
                cell.data_type != "f" for sheet in load_workbook(out / "embedded.xlsx") for row in sheet for cell in row
            )


def test_office_files_open_and_say_what_the_site_said(out: Path) -> None:
    document = Document(str(out / "report.docx"))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    assert "<script>alert(1)</script>" in cells and "👩‍👩‍👧‍👦🏛️" in cells and "\u202e" not in cells
    values = [cell.value for sheet in load_workbook(out / "book.xlsx") for row in sheet.iter_rows() for cell in row]
    assert "'=cmd|' /C calc'!A0" in values and "nulbell?end" in values


def test_no_csv_cell_starts_a_formula(out: Path) -> None:
    for path in (out / "tables").glob("*.csv"):
        with path.open(encoding="utf-8", newline="") as file:
            for row in csv.reader(file):
                assert not [cell for cell in row if cell[:1] in "=@" and cell], path.name
