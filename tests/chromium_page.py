"""A page of the real Chromium for tests that look at what was written, where there is one."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

import pytest
from playwright.sync_api import Page, sync_playwright

from crawler.browsers import find_chromium


@contextmanager
def chromium_page(*, bypass_csp: bool = False) -> Iterator[Page]:
    """An empty page; ``bypass_csp`` lets a test bring its own scripts. Skips where there is no Chromium."""
    chromium = find_chromium()
    if chromium is None:
        pytest.skip("no Chromium on this machine")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        yield browser.new_page(bypass_csp=bypass_csp)
        browser.close()
