"""Pages of comparisons and of points checked again: every link leads somewhere, what sites say stays text, both languages whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from chromium_page import chromium_page
from factories import make_judgement
from playwright.sync_api import Page
from report_world import HOSTILE, World, site
from selectolax.lexbor import LexborHTMLParser
from test_html_access import serious

from govaudit.comparing import compare
from govaudit.rechecking import write_recheck
from govaudit.workplace import Workplace
from reports import comparison, html_recheck
from reports.database import Store, open_store
from reports.figure_words import FigureWords
from reports.html_paths import site_page
from reports.html_words import Words
from reports.messages import set_language
from reports.scoring import score_site
from reports.shortcomings import to_mend
from rules.pack import default_pack
from rules.records import SiteJudgement

HOSTILE_SITE = replace(site(3), site_id="../../../etc/passwd", name=HOSTILE)
PACK = default_pack().version


def year_of(year: int, better: int) -> list[SiteJudgement]:
    """Three sites: one mends something, one with hostile words loses something, one is not seen completely the second time."""
    items = {"补换发身份证": {"guide": better, "form": 1}, HOSTILE: {"guide": 4 - better, "apply": 1}}
    sites = [site(1), HOSTILE_SITE, site(2)]
    return [
        make_judgement(
            items if year == 2025 or one is not sites[2] else {},
            {"mailbox": better},
            site=one,
            year=year,
            pack_version=PACK,
            status="partial" if year == 2026 and one is sites[2] else "measured",
        )
        for one in sites
    ]


@contextmanager
def two_years(folder: Path) -> Iterator[Store]:
    """The results of both years, the first of them published."""
    store = open_store(f"sqlite:///{(folder / 'results.sqlite').as_posix()}")
    for judgement in (*year_of(2025, 1), *year_of(2026, 3)):
        store.save_judgement(judgement)
    for judgement in year_of(2025, 1):
        Workplace(folder).editions().publish(score_site(judgement), [], "2025-04-01T00:00:00Z", to_mend(judgement))
    yield store
    store.close()


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with two_years(tmp_path) as store:
        yield store


@pytest.fixture
def page() -> Iterator[Page]:
    with chromium_page(bypass_csp=True) as opened:
        yield opened


def written(store: Store, folder: Path, lang: str, schemes: Sequence[str] = ("egov_125",)) -> Path:
    """The report of 2026 with both pages, in the order of ``report --recheck --compare 2025``."""
    out, world = folder / lang, World()
    for judgement in year_of(2026, 3):
        world.add(judgement)
    sites = [judgement.site for judgement in year_of(2026, 3)]
    set_language(lang)
    try:
        write_recheck(Workplace(folder), store, sites, 2026, out)
        world.write(out, lang)
        compare(Workplace(folder), store, sites, 2026, 2025, out, schemes=schemes)
    finally:
        set_language("zh")
    return out


def parsed(path: Path) -> LexborHTMLParser:
    return LexborHTMLParser(path.read_text(encoding="utf-8"))


def table(path: Path, section: str) -> list[list[str]]:
    """The rows of a section's first table, cells stripped."""
    rows = parsed(path).css(f"section[aria-labelledby={section}] table")[0].css("tbody tr")
    return [[cell.text().strip() for cell in row.css("th, td")] for row in rows]


def test_both_pages_are_named_on_the_first_page_and_lead_to_sites(store: Store, tmp_path: Path) -> None:
    out = written(store, tmp_path, "zh")
    named = [node.attributes["href"] for node in parsed(out / "index.html").css("p.downloads a")]
    assert named[-2:] == ["compare-2025.html", "recheck-2026.html"]
    for name in named[-2:]:
        links = [node.attributes["href"] or "" for node in parsed(out / name).css("a[href]")]
        inside = [href.split("#")[0] for href in links if not href.startswith("http") and href.split("#")[0]]
        assert {site_page(one.site.site_id) for one in year_of(2026, 3)} <= set(inside)
        assert [href for href in inside if not (out / href).is_file()] == []


def test_the_comparison_tells_the_counts_the_reasons_and_who_did_it(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path, "zh") / "compare-2025.html"
    counts = {row[0]: row[1:] for row in table(path, "summary")}
    # Two sites gained the guide of one item and lost that of the other; the third was not seen completely: two items.
    assert counts["办事指南"] == ["2", "2", "0", "2"]
    assert counts["领导信箱"] == ["3", "0", "0", "0"]
    assert "后一年未见此事项，而当年网站未测全" in path.read_text(encoding="utf-8")
    assert table(path, "sites")[0][1:] == ["2", "1", "12", "0", "10.0%", "10.0%", "10.0%", "0", "0", "0", "0"]
    total = table(path, "figures")[0]
    # The scheme's total rose by 10 points: 8 by the site, 2 by what only one year measured.
    assert total[2:] == ["5.0", "5.0", "15.0", "+10.0", "+8.0", "0", "+2.0"]
    changed = table(path, "changes")
    assert {row[3] for row in changed} == {"新增可用", "不再可用"}
    assert len(changed) == 2 * 2 + 3


def test_the_second_check_tells_each_points_outcome(store: Store, tmp_path: Path) -> None:
    path = written(store, tmp_path, "zh") / "recheck-2026.html"
    outcomes = [row[5] for row in table(path, "points")]
    assert {"已整改", "未整改", "未测", "新问题"} <= set(outcomes)
    by_site = table(path, "sites")
    assert sum(int(cell) for row in by_site for cell in row[2:]) == len(outcomes)
    assert by_site[2][2:] == ["1", "0", "4", "7", "0", "0"]


@pytest.mark.parametrize("name", ["compare-2025.html", "recheck-2026.html"])
def test_what_sites_say_stays_text_and_english_is_whole(store: Store, tmp_path: Path, name: str) -> None:
    path = written(store, tmp_path, "en") / name
    text = path.read_text(encoding="utf-8")
    assert HOSTILE not in text
    assert [
        node for node in parsed(path).css("script") if not (node.attributes["src"] or "").startswith("static/")
    ] == []
    made = parsed(path)
    for node in made.css("bdi, a.address, span.address"):
        node.decompose()
    assert re.findall(r"[\u3400-\u9fff]+", made.body.text() if made.body else "") == []


def test_long_lists_are_cut_and_say_so(store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(comparison, "LISTED", 3)
    monkeypatch.setattr(html_recheck, "LISTED", 3)
    out = written(store, tmp_path, "zh")
    for name, section in (("compare-2025.html", "changes"), ("recheck-2026.html", "points")):
        assert len(table(out / name, section)) == 3
        assert "本页列出前 3 条，共" in (out / name).read_text(encoding="utf-8")


def test_without_a_report_a_comparison_has_style_and_no_dead_links(store: Store, tmp_path: Path) -> None:
    sites, out = [one.site for one in year_of(2026, 3)], tmp_path / "alone"
    compare(Workplace(tmp_path), store, sites, 2026, 2025, out)
    links = [node.attributes["href"] or "" for node in parsed(out / "compare-2025.html").css("[href]")]
    inside = [href for href in links if not href.startswith(("http", "#", "data:"))]
    assert "static/report.css" in inside
    assert [href for href in inside if not (out / href).is_file()] == []


@pytest.mark.parametrize("name", ["compare-2025.html", "recheck-2026.html"])
def test_axe_finds_nothing_serious(store: Store, tmp_path: Path, page: Page, name: str) -> None:
    page.goto((written(store, tmp_path, "zh") / name).as_uri())
    assert serious(page) == []


def test_differences_have_a_sign() -> None:
    told = FigureWords(Words("en"))
    assert told.difference("item_coverage", Decimal("-0.031")) == "−3.1"
    assert told.difference("egov_125.low", Decimal("2.5")) == "+2.5"
    assert told.difference("item_coverage", Decimal("-0.0001")) == "0.0"
    assert told.difference("item_coverage", None) == "–"
