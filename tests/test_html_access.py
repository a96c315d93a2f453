"""Every kind of page is accessible: axe finds nothing serious, in both languages, with the evidence drawer open as well."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from chromium_page import chromium_page
from playwright.sync_api import Page
from report_world import small_world

from reports.document import write_document_page
from reports.problem_counts import ProblemCounts
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme, scheme_ids
from reports.scoring import score_regions, score_site

axe = pytest.importorskip("axe_playwright_python.sync_playwright", reason="axe is not installed")
SITE = "sites/3301010001"
PAGES = (
    "index.html",
    "method.html",
    "report.html",
    f"{SITE}/index.html",
    f"{SITE}/rectification.html",
    f"{SITE}/scores.html",
    f"{SITE}/evidence/1.html",
    f"{SITE}/evidence-site.html",
)


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    with chromium_page(bypass_csp=True) as opened:
        yield opened


@pytest.fixture(scope="module", params=["zh", "en"])
def report(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The small world's report with scores and the page to print."""
    world, out = small_world(), tmp_path_factory.mktemp(request.param)
    world.scores = {
        site_id: [row for name in scheme_ids() for row in apply_scheme(load_scheme(name), judged, score_site(judged))]
        for site_id, judged in world.judgements.items()
    }
    world.write(out, request.param)
    problems = ProblemCounts()
    for card in world.cards:
        problems.add(card, world.judgements[card.site.site_id])
    write_document_page(out, world.cards, score_regions(world.cards), problems, lang=request.param)
    return out


def serious(page: Page) -> list[str]:
    """What axe holds against the page as shown: rule, impact and the first element."""
    answer = axe.Axe().run(page).response
    assert len(answer["passes"]) > 5, "axe looked at something"
    found = answer["violations"]
    return [
        f"{one['id']} ({one['impact']}): {one['nodes'][0]['html'][:160]}"
        for one in found
        if one["impact"] in ("serious", "critical")
    ]


@pytest.mark.parametrize("name", PAGES)
def test_axe_finds_nothing_serious(report: Path, page: Page, name: str) -> None:
    page.goto((report / name).as_uri())
    assert serious(page) == []


def test_nor_with_the_drawer_open(report: Path, page: Page) -> None:
    page.goto((report / SITE / "index.html").as_uri())
    page.locator("table.matrix td a").first.click()
    assert serious(page) == []


def test_nor_in_an_archived_copy_beyond_what_the_site_itself_did(report: Path, page: Page) -> None:
    copy = sorted((report / SITE / "copies").glob("*.html"))[0]
    page.goto(copy.as_uri())
    page.evaluate("document.querySelector('.archived').remove()")
    assert serious(page) == []
