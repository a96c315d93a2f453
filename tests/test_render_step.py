"""Rendering inside a crawl: plain first, then Chromium on the archived body, DOM and data answers kept."""

from __future__ import annotations

from pathlib import Path

import pytest
from crawling import archive, options, records, site
from warcio.archiveiterator import ArchiveIterator
from webworld import Asked, Page, World

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


def leading(script: str) -> Page:
    return Page(f"<html><body><!-- render me --><p>这里</p><script>{script}</script></body></html>")


LEADING = {
    "own": "location.replace('/' + 'real' + '.html')",
    "away": "location.href = 'http://www.b.gov.cn/'",
    "inside": "location.href = 'http://127.0.0.1/'",
    "wall": "location.href = '/behind'",
    "file": "setTimeout(() => { location.href = '/form.zip' }, 100)",
    "again": "document.cookie = 'seen=1'; location.reload()",
    "window": "const a = document.createElement('a'); a.href = '/popup'; a.target = '_blank'; document.body.append(a); a.click(); a.remove()",
    "closed": "fetch('http://api.b.gov.cn/open', {mode: 'no-cors'}).then(() => fetch('http://api.b.gov.cn/closed', {mode: 'no-cors'}))",
    "asks": "(async () => { for (let n = 0; n < 9; n++) await fetch('/behind').catch(() => 0) })()",
}


@needs_chromium
def test_where_scripts_lead_is_for_the_crawl_to_decide(tmp_path: Path) -> None:
    """The browser stays on its page: no other site is opened in it, no challenge run, no download lost, nothing declined asked again, robots.txt
    of other hosts obeyed."""

    def wall(asked: Asked) -> Page:
        return (
            Page("<p>behind</p>")
            if "cookie" in asked.headers
            else Page("<script>document.cookie='a=1';location.reload()</script>", 412)
        )

    made = {HOME: Page("".join(f'<a href="/{name}">x</a>' for name in LEADING)), HOME + "behind": wall}
    made |= {HOME + name: leading(script) for name, script in LEADING.items()}
    made["http://api.b.gov.cn/robots.txt"] = Page("User-agent: *\nDisallow: /closed", content_type="text/plain")
    made[HOME + "form.zip"] = Page("PK", content_type="application/zip")
    with World(made, Page("<p>real</p>")) as web:  # type: ignore[arg-type]
        crawl([site()], options(tmp_path, web, render="auto"))
        assert {one.host for one in web.asked} == {"www.a.gov.cn", "api.b.gov.cn"}
        assert [one.path for one in web.asked if one.host == "api.b.gov.cn"] == ["/robots.txt", "/open"]
        assert {url: web.urls().count(url) for url in web.urls()} == dict.fromkeys(web.urls(), 1)
        assert HOME + "popup" not in web.urls()
    rows = records(tmp_path)
    assert {rows["/" + name].renderer for name in LEADING} == {"chromium"}
    assert rows["/real.html"].reason == rows["/form.zip"].reason == "ok" and rows["/real.html"].parent == HOME + "own"
    assert rows["/behind"].reason == "declined" and rows["/closed"].detail == "robots_blocked"
    assert rows["http://www.b.gov.cn/"].reason == "out_of_scope"
    assert rows["http://127.0.0.1/"].reason == "forbidden_address"
    with archive(tmp_path) as opened:
        for name in LEADING:
            dom = opened.read(rows["/" + name]).dom
            assert dom is not None and "这里" in dom.decode(), name


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
