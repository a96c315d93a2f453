"""Charts in the real Chromium: they draw what their tables say, load nothing, print, and leave the tables where no script runs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from chromium_page import chromium_page
from drawn import columns, point_at, shapes, show_charts
from factories import make_judgement
from playwright.sync_api import Page
from pypdf import PdfReader
from report_world import World, site, small_world
from test_html_beside import two_years, written

from reports.document import write_document_page
from reports.problem_counts import ProblemCounts
from reports.scoring import score_regions

SITE = "sites/3301010001/index.html"
#: Pages with charts, and how many they have in the world of these tests.
CHARTS = {"index.html": 4, SITE: 3, "report.html": 4, "years/compare-2025.html": 2, "years/recheck-2026.html": 1}
NAME = "</script><img src=x onerror=alert(1)>{a|甲}县"


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world with one more hostile name, the page to print, and in ``years`` the pages about two years."""
    world, out = small_world(), tmp_path_factory.mktemp(request.param)
    world.add(
        make_judgement({"甲": {"guide": 2}}, {"mailbox": 2}, site=replace(site(6), site_id="3301060001", name=NAME))
    )
    world.write(out, request.param)
    problems = ProblemCounts()
    for card in world.cards:
        problems.add(card, world.judgements[card.site.site_id])
    write_document_page(out, world.cards, score_regions(world.cards), problems, lang=request.param)
    folder = tmp_path_factory.mktemp("years")
    with two_years(folder) as store:
        written(store, folder, request.param).rename(out / "years")
    return out


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    """A page that keeps its own content security policy."""
    with chromium_page() as opened:
        yield opened


@pytest.fixture
def noted(page: Page) -> Iterator[list[str]]:
    """Whatever the page says, asks or asks for beyond its own folder."""
    noted: list[str] = []
    listeners = {
        "console": lambda message: noted.append(message.text),
        "pageerror": lambda error: noted.append(str(error)),
        "request": lambda request: None if request.url.startswith(("file:", "data:")) else noted.append(request.url),
        "dialog": lambda dialog: (noted.append(dialog.message), dialog.dismiss()),
    }
    for event, listener in listeners.items():
        page.on(event, listener)  # type: ignore[call-overload]
    yield noted
    for event, listener in listeners.items():
        page.remove_listener(event, listener)


@pytest.mark.parametrize("name", CHARTS)
def test_every_chart_draws_the_numbers_of_its_table(report: Path, page: Page, noted: list[str], name: str) -> None:
    page.goto((report / name).as_uri())
    figures = show_charts(page)
    assert len(figures) == CHARTS[name]
    for figure in figures:
        kind, told = figure.get_attribute("data-chart"), columns(figure)
        assert told, "the table has columns to draw"
        if kind in ("bullet", "bars", "stack"):
            lengths = [width for one in told for width, _ in shapes(figure, one.colour)]
            values = [abs(value) for one in told for value in one.values if value]
            assert len(lengths) == len(values)
            assert lengths == pytest.approx([value * lengths[0] / values[0] for value in values], rel=0.02, abs=1.5)
        elif kind == "histogram":
            heights = [height for colour in ("accent-soft", "accent") for _, height in shapes(figure, colour)]
            values = [value for value in told[0].values if value]
            assert heights == pytest.approx([value * heights[0] / values[0] for value in values], rel=0.02)
        elif kind == "dots":
            assert len(shapes(figure, "accent")) == sum(bool(value) for one in told for value in one.values)
    assert noted == []


@pytest.mark.parametrize("name", ["index.html", SITE, "report.html"])
def test_texts_of_a_chart_are_those_of_its_table(report: Path, page: Page, name: str) -> None:
    page.goto((report / name).as_uri())
    for figure in show_charts(page):
        drawn = set(figure.locator("svg text").all_text_contents())
        shown = columns(figure)[: 1 if figure.get_attribute("data-chart") == "bullet" else None]
        if figure.get_attribute("data-chart") in ("bullet", "bars"):
            assert {text for one in shown for text in one.texts} <= drawn


def test_changes_stand_to_the_right_of_zero_and_losses_to_the_left(report: Path, page: Page) -> None:
    page.goto((report / "years/compare-2025.html").as_uri())
    figure = page.locator("figure[data-of=sites-table]")
    assert not figure.is_visible(), "nothing changed, and a chart would show nothing"
    page.evaluate(
        """changed => {
            const table = document.getElementById("sites-table");
            const cells = [...table.tBodies[0].rows[0].cells].slice(-3);
            cells.forEach((cell, place) => { cell.dataset.value = changed[place]; });
            table.dispatchEvent(new Event("rows-shown"));
        }""",
        ["0.15", "-0.05", "0"],
    )
    show_charts(page)
    ((by_site, _),), ((by_rules, _),) = shapes(figure, "accent"), shapes(figure, "series-2")
    assert by_site == pytest.approx(3 * by_rules, rel=0.05) and shapes(figure, "level-n") == []


def test_what_is_not_measured_has_no_bar_and_says_so(tmp_path: Path, page: Page) -> None:
    world = World()
    world.add(make_judgement({"甲": {"guide": 2, "form": 1, "apply": None}}, {}, site=site(1)))
    world.write(tmp_path, "zh")
    page.goto((tmp_path / SITE).as_uri())
    figure = show_charts(page)[0]
    values = columns(figure)[0].values
    assert None in values and 0.0 in values
    assert len(shapes(figure, "accent-soft")) == 1
    texts = figure.locator("svg text").all_text_contents()
    assert texts.count("未测") == values.count(None) and texts.count("0.0%") == values.count(0.0)


def test_a_name_is_drawn_as_text_whatever_it_holds(report: Path, page: Page, noted: list[str]) -> None:
    page.goto((report / "index.html").as_uri())
    ranking = next(one for one in show_charts(page) if one.get_attribute("data-of") == "ranking-table")
    allowed = "div, svg, g, path, text, tspan, defs, clipPath, rect, filter, feDropShadow"
    assert ranking.locator(f".plot :not({allowed})").count() == 0
    place = page.locator("#ranking-table tbody th").all_text_contents().index(NAME)
    assert ranking.locator("svg text").all_text_contents()[place].startswith("</script><img")
    point_at(ranking, "accent-soft", place)
    ranking.locator("svg text", has_text="{\u2060a|甲}县").first.wait_for()
    assert ranking.locator(f".plot :not({allowed})").count() == 0 and noted == []


def test_the_ranking_is_drawn_as_it_is_sorted(report: Path, page: Page) -> None:
    page.goto((report / "index.html").as_uri())
    ranking = next(one for one in show_charts(page) if one.get_attribute("data-of") == "ranking-table")
    widths = [width for width, _ in shapes(ranking, "accent-soft")]
    assert len(set(widths)) > 1 and widths == sorted(widths, reverse=True)
    page.locator("#ranking-table thead th").nth(2).locator("button").click()
    assert [width for width, _ in shapes(ranking, "accent-soft")] == pytest.approx(widths[::-1])


def test_while_the_browser_is_busy_a_chart_waits_until_it_is_nearly_in_sight_and_is_printed_all_the_same(
    report: Path, page: Page, tmp_path: Path
) -> None:
    browser = page.context.browser
    assert browser is not None
    busy = browser.new_page()
    busy.add_init_script("window.requestIdleCallback = () => 0")
    busy.set_viewport_size({"width": 1280, "height": 400})
    busy.goto((report / "index.html").as_uri())
    busy.wait_for_timeout(200)
    last = busy.locator("figure[data-chart]").last
    assert last.locator("svg").count() == 0
    busy.pdf(path=tmp_path / "index.pdf")
    assert last.locator("svg").count() == 1
    busy.close()


def test_a_picture_of_the_whole_page_holds_every_chart_though_nobody_scrolled(report: Path, page: Page) -> None:
    page.set_viewport_size({"width": 1280, "height": 400})
    page.goto((report / "index.html").as_uri())
    for figure in page.locator("figure[data-chart]:visible").all():
        figure.locator("svg").wait_for(state="attached")
    assert page.evaluate("scrollY") == 0
    page.set_viewport_size({"width": 1280, "height": 900})


def test_the_printed_report_shows_its_charts(report: Path, page: Page, tmp_path: Path) -> None:
    page.goto((report / "report.html").as_uri())
    page.pdf(path=tmp_path / "report.pdf", format="A4")
    text = "".join(sheet.extract_text() for sheet in PdfReader(tmp_path / "report.pdf").pages)
    # The marks of the axes stand nowhere but in the charts; the tables that only repeat their numbers stay folded.
    assert all(mark in text for mark in ("20%", "40%", "60%"))
    assert not any(heading in text for heading in ("图中数据", "Numbers of this chart"))


@pytest.mark.parametrize("name", CHARTS)
def test_charts_fit_a_phone(report: Path, page: Page, name: str) -> None:
    page.goto((report / name).as_uri())
    figures = show_charts(page)
    page.set_viewport_size({"width": 390, "height": 844})
    for figure in figures:
        figure.locator("svg").wait_for()
        page.wait_for_function(
            "one => one.getBoundingClientRect().width <= 360", arg=figure.locator("svg").element_handle()
        )
    page.set_viewport_size({"width": 1280, "height": 900})


def test_every_chart_has_a_name_and_its_table(report: Path, page: Page) -> None:
    for name in CHARTS:
        page.goto((report / name).as_uri())
        for figure in show_charts(page):
            plot = figure.locator("[role=img]")
            assert page.locator(f"#{plot.get_attribute('aria-labelledby')}").inner_text().strip()
            assert page.locator(f"table#{plot.get_attribute('aria-details')}").count() == 1


def test_without_scripts_the_numbers_stand_in_tables(report: Path, page: Page) -> None:
    browser = page.context.browser
    assert browser is not None
    plain = browser.new_page(java_script_enabled=False)
    for name in ("index.html", SITE):
        plain.goto((report / name).as_uri())
        figures = plain.locator("figure[data-chart]")
        assert figures.count() and figures.locator("visible=true").count() == 0
        for figure in figures.all():
            assert plain.locator(f"table#{figure.get_attribute('data-of')}").is_visible()
    plain.close()
