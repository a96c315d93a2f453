"""Rendering inside a crawl: plain first, then Chromium on the archived body, DOM and data answers kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import archive, options, records, site
from warcio.archiveiterator import ArchiveIterator
from webworld import Page, World

from crawler.browsers import find_chromium
from crawler.run import crawl

HOME = "http://www.a.gov.cn/"
SHELL = """<html><body><!-- render me --><div id="list">loading</div><script>
fetch('/data.json').then(answer => answer.json()).then(data => {
  for (const name of data) {
    const link = document.createElement('a');
    link.setAttribute('href', '/' + name);
    document.getElementById('list').append(link);
  }
})</script></body></html>"""

needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")


def world() -> World:
    return World(
        {HOME: Page(SHELL), HOME + "data.json": Page('["one", "two"]', content_type="application/json")},
        Page("<p>item</p>"),
    )


@needs_chromium
def test_a_page_made_of_scripts(tmp_path: Path) -> None:
    with world() as web:
        [status] = crawl([site()], options(tmp_path, web, render="auto"))
        assert web.urls().count(HOME) == 1, "the browser is given the page that came already"
    rows = records(tmp_path)
    assert status.status == "measured"
    assert {path: row.reason for path, row in rows.items()} == {
        "/": "ok",
        "/data.json": "ok",
        "/one": "ok",
        "/two": "ok",
    }
    assert rows["/"].renderer == rows["/data.json"].renderer == "chromium" and rows["/one"].renderer == "http"
    assert rows["/data.json"].why == "xhr" and rows["/data.json"].parent == HOME
    with archive(tmp_path) as opened:
        page = opened.read(rows["/"])
        assert page.body.decode() == SHELL and page.dom is not None and b'href="/two"' in page.dom
        assert opened.screenshot(rows["/"]).startswith(b"\x89PNG")
        with (opened.folder / "pages.warc.gz").open("rb") as file:
            kept = {(one.rec_type, one.rec_headers["WARC-Target-URI"]) for one in ArchiveIterator(file)}
        assert ("resource", f"urn:view:{HOME}") in kept and ("resource", HOME) not in kept, "replay shows the page"
        data = opened.read(rows["/data.json"])
        assert data.body == b'["one", "two"]' and data.headers["content-type"].startswith("application/json")


def test_rendering_can_be_switched_off(tmp_path: Path) -> None:
    with world() as web:
        [status] = crawl([site()], options(tmp_path, web, render="never"))
    assert status.by_reason == {"ok": 1} and status.status == "measured"


def test_without_a_browser_the_page_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What only scripts show was not measured then; what the plain page shows was."""
    monkeypatch.setenv("GOVAUDIT_CHROMIUM", str(tmp_path / "none"))
    with world() as web:
        [status] = crawl([site()], options(tmp_path, web, render="auto"))
    assert status.status == "measured" and status.by_reason == {"render_failed": 1}
    assert records(tmp_path)["/"].detail == "no_browser"
