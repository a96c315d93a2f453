"""Renews the pictures in docs/: ``python -m setup.screens REPORT_FOLDER`` with a report that ``govaudit demo`` wrote.

Pages of comparisons and second checks are pictured where the folder holds them (``report --compare YEAR --recheck``).

Needs Chromium; pictures of the workbook and the document also need LibreOffice (soffice) and pdftoppm, and are left as
they are without them.
"""

from __future__ import annotations

import base64
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from crawler.browsers import find_chromium

DOCS = Path(__file__).parents[1] / "docs"
WIDE, PHONE = (1280, 900), (390, 844)
#: Picture, page below the report's folder ({site}: the site with the most pages), size, what to scroll to, what to click.
SHOTS = (
    ("region", "index.html", WIDE, "", ""),
    ("region-map", "index.html", WIDE, "#map", ""),
    ("region-trend", "index.html", WIDE, "#trend", ""),
    ("region-ranking", "index.html", WIDE, "#ranking", ""),
    ("region-distribution", "index.html", WIDE, "#distribution", ""),
    ("region-phone", "index.html", PHONE, "", ""),
    ("site", "{site}/index.html", WIDE, "", ""),
    ("site-rates", "{site}/index.html", WIDE, "#rates", ""),
    ("site-matrix", "{site}/index.html", WIDE, "#items", ""),
    ("site-columns", "{site}/index.html", WIDE, "#columns", ""),
    ("site-phone", "{site}/index.html", PHONE, "#items", ""),
    ("evidence-drawer", "{site}/index.html", WIDE, "#items", "table.matrix tbody tr:nth-child(2) td:nth-child(3) a"),
    ("rectification", "{site}/rectification.html", WIDE, "", ""),
    ("scores", "{site}/scores.html", WIDE, "", ""),
    ("report", "report.html", WIDE, "", ""),
    ("compare", "compare-*.html", WIDE, "", ""),
    ("compare-sites", "compare-*.html", WIDE, "#sites", ""),
    ("compare-changes", "compare-*.html", WIDE, "#changes", ""),
    ("recheck", "recheck-*.html", WIDE, "", ""),
    ("method", "method.html", WIDE, "", ""),
)
#: Pictures of printed pages: name, file below the report's folder, how many pages, dots per inch.
PRINTED = (
    ("document", "govaudit-*.docx", 4, 60),
    ("workbook", "govaudit-*.xlsx", 3, 130),
    ("pdf", "govaudit-*.pdf", 2, 60),
    ("rectification-document", "{site}/rectification.docx", 1, 60),
    ("rectification-workbook", "{site}/rectification.xlsx", 1, 130),
    ("compare-document", "compare-*.docx", 2, 60),
    ("compare-workbook", "compare-*.xlsx", 3, 130),
    ("recheck-document", "recheck-*.docx", 1, 60),
)


def main(report: Path) -> None:
    """Take all pictures of ``report`` into docs/."""
    target = DOCS / "screens"
    target.mkdir(exist_ok=True)
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=find_chromium(), args=["--no-sandbox"])
        page = browser.new_page()
        for name, path, size, place, click in SHOTS:
            for found in _found(report, path):
                _shoot(page, found, size, place, click, target / f"{name}.png")
        _pair(page, target / "region-ranking.png", target / "site-matrix.png", DOCS / "report.png")
        browser.close()
    if shutil.which("soffice") and shutil.which("pdftoppm"):
        for name, pattern, count, dots in PRINTED:
            for found in _found(report, pattern):
                for picture in _printed(found, count, dots):
                    shutil.copy(picture, target / f"{name}-{int(picture.stem.rpartition('-')[2])}.png")


def _found(report: Path, pattern: str) -> list[Path]:
    """The first file of the report that fits, if any."""
    return sorted(report.glob(pattern.format(site=_site(report))))[:1]


def _site(report: Path) -> str:
    folders = [path.parent for path in report.glob("sites/*/rectification.html")]
    most = max(folders, key=lambda folder: len(list(folder.glob("copies/*"))))
    return most.relative_to(report).as_posix()


def _shoot(page: Page, path: Path, size: tuple[int, int], place: str, click: str, target: Path) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    page.goto(path.resolve().as_uri())
    if place:
        page.locator(place).scroll_into_view_if_needed()
        page.evaluate("place => document.querySelector(place).scrollIntoView()", place)
    if click:
        page.locator(click).click()
    page.wait_for_timeout(500)  # what was clicked opens, and charts in sight are drawn
    page.screenshot(path=target)


def _pair(page: Page, left: Path, right: Path, target: Path) -> None:
    """Two pictures side by side, for the README."""
    images = "".join(f'<img width="640" src="data:image/png;base64,{_encoded(one)}">' for one in (left, right))
    page.set_viewport_size({"width": 1300, "height": 450})
    page.set_content(f'<body style="margin:0;display:flex;gap:20px;background:#d5dbe2">{images}</body>')
    page.evaluate("scrollTo(0, 0)")
    page.screenshot(path=target)


def _encoded(path: Path) -> str:
    return base64.b64encode(path.read_bytes()).decode()


def _printed(document: Path, count: int, dots: int) -> Iterator[Path]:
    """The first pages of an office document or PDF as pictures."""
    with tempfile.TemporaryDirectory() as folder:
        pdf = document
        if document.suffix != ".pdf":
            command = ["soffice", "--headless", "--convert-to", "pdf", "--outdir", folder, str(document)]
            subprocess.run(command, check=True, capture_output=True, timeout=600)
            pdf = Path(folder) / f"{document.stem}.pdf"
        prefix = str(Path(folder) / "page")
        subprocess.run(
            ["pdftoppm", "-r", str(dots), "-l", str(count), "-png", str(pdf), prefix], check=True, timeout=600
        )
        yield from sorted(Path(folder).glob("page-*.png"))


if __name__ == "__main__":
    main(Path(sys.argv[1]))
