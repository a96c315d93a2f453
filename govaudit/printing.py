"""Turns a page of the report into a PDF with the Chromium of this machine; without one there is none."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from playwright.sync_api import Error as PlaywrightError
from playwright.sync_api import sync_playwright

from crawler.browsers import find_chromium
from reports.files import replaced

_FOOT = (
    '<div style="width:100%;font-size:8px;text-align:center;color:#566270">'
    '<span class="pageNumber"></span> / <span class="totalPages"></span></div>'
)


def print_page(page: Path, pdf: Path) -> bool:
    """Print ``page``, a file, to ``pdf``; False where there is no browser, or it failed: the page can still be printed by hand."""
    path = find_chromium()
    if path is None:
        return False
    root = hasattr(os, "geteuid") and os.geteuid() == 0
    with suppress(PlaywrightError), sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, chromium_sandbox=not root)
        try:
            shown = browser.new_page()
            shown.goto(page.resolve().as_uri())
            with replaced(pdf) as staged:
                shown.pdf(
                    path=staged,
                    format="A4",
                    display_header_footer=True,
                    header_template="<span></span>",
                    footer_template=_FOOT,
                    margin={"top": "16mm", "bottom": "18mm", "left": "14mm", "right": "14mm"},
                )
        finally:
            browser.close()
        return True
    return False
