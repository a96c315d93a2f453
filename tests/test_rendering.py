"""Chromium: what it shows, what it is kept from doing, and that nothing it meets holds up the crawl."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.async_api import Browser

from crawler import browsers
from crawler.addresses import AddressGuard
from crawler.browserclicks import TAB
from crawler.browserpage import PageVisit
from crawler.chromium import Chromium
from crawler.rendering import Rendered, Renderer, RenderLimits, TemplateMemory, find_chromium

PAGE = "http://www.shell.example/"
needs_chromium = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")


class Proxy(ThreadingHTTPServer):
    """A forward proxy that answers every address with JSON and remembers what was asked."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Answer)
        self.asked: list[str] = []
        self.sent = 0
        threading.Thread(target=self.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"


class Answer(BaseHTTPRequestHandler):
    server: Proxy

    def do_GET(self) -> None:
        self.server.asked.append(f"{self.command} {self.path}")
        if self.path.endswith("/endless.json"):
            self.endless()
            return
        if self.path.endswith("/redirect.json"):
            self.send_response(302)
            self.send_header("Location", "http://169.254.169.254/secret")
            self.send_header("Content-Length", "0")
            self.end_headers()
            return
        body = '{"items": ["城市居民最低生活保障"]}'.encode()
        self.send_response(200)
        self.send_header("Content-Type", "application/json; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def endless(self) -> None:
        """Far more than anybody can keep, as long as somebody takes it."""
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.end_headers()
        with suppress(OSError):
            for _ in range(300):
                self.wfile.write(b" " * 1_000_000)
                self.server.sent += 1

    do_POST = do_CONNECT = do_GET

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing."""


@pytest.fixture
def proxy() -> Iterator[Proxy]:
    server = Proxy()
    yield server
    server.shutdown()
    server.server_close()


def rendered(proxy: Proxy, *bodies: str, limits: RenderLimits | None = None, **given: object) -> list[Rendered]:
    async def run() -> list[Rendered]:
        renderer = Renderer(proxy.url, limits=limits or RenderLimits(seconds=20, settle=3), **given)  # type: ignore[arg-type]
        try:
            return [await renderer.render(PAGE, body.encode()) for body in bodies]
        finally:
            renderer.close()

    return asyncio.run(run())


SHELL = """<html><body><div id="list"></div><script>
fetch("/data.json").then(r => r.json()).then(d => { document.getElementById("list").innerText = d.items[0]; });
</script></body></html>"""
HARMFUL = """<html><body><p>正文</p><img src="/big.png"><video src="/film.mp4"></video>
<form id="f" method="post" action="/send"></form>
<a id="d" href="/paper.doc" download>附件</a><script>
alert("x"); confirm("y"); window.open("/popup"); new WebSocket("ws://www.shell.example/socket");
fetch("/letter", {method: "POST", body: "x"}); navigator.sendBeacon("/beacon", "x"); fetch("http://inside.example/secret");
fetch("/redirect.json"); new Worker(URL.createObjectURL(new Blob(["fetch('http://10.0.0.1/inner')"])));
navigator.serviceWorker && navigator.serviceWorker.register("/worker.js"); document.getElementById("d").click();
document.getElementById("f").submit();
</script></body></html>"""


@needs_chromium
def test_a_script_shell_shows_its_content_and_its_data(proxy: Proxy) -> None:
    [page] = rendered(proxy, SHELL)
    assert page.dom is not None and "城市居民最低生活保障" in page.dom.decode()
    assert [(answer.url, answer.status) for answer in page.answers] == [(PAGE + "data.json", 200)]
    assert page.detail == page.leads_to == ""
    assert "GET " + PAGE not in proxy.asked, "the page itself is not asked for again"


@needs_chromium
def test_nothing_is_sent_and_nothing_heavy_is_fetched(proxy: Proxy) -> None:
    guard = AddressGuard(proxy.url)
    [page] = rendered(proxy, HARMFUL, allow=lambda url: "inside.example" not in url and guard.allows(url))
    assert page.dom is not None and "正文" in page.dom.decode()
    assert page.detail == "post_blocked"
    assert "GET http://www.shell.example/redirect.json" in proxy.asked
    assert all(asked.startswith("GET ") for asked in proxy.asked)
    for name in ("big.png", "film.mp4", "popup", "send", "letter", "beacon", "secret", "socket", "inner", "google"):
        assert not any(name in asked for asked in proxy.asked), name


ENTRIES = """<html><body><button id="a">在线办理</button><a href="javascript:;" id="b">我要咨询</a><a href="/own">网上申请</a>
<span id="c" style="cursor: pointer">办件查询</span><span id="d" style="cursor: pointer">点赞</span><script>
a.onclick = () => { fetch("/count?a"); window.open("/login?to=1"); new Worker("/worker-count"); new SharedWorker("/shared-count"); };
b.addEventListener("click", () => { location.href = "/ask?id=3&x=1"; });
c.onclick = () => { history.pushState(null, "", "#/progress"); document.body.innerHTML = ""; };
d.onclick = () => { location.href = "/liked"; };
</script></body></html>"""


@needs_chromium
def test_entries_without_an_address_are_told_one_and_nothing_is_asked_for_it(proxy: Proxy) -> None:
    [page] = rendered(proxy, ENTRIES, entry=lambda wording: wording.removeprefix("点赞"))
    assert page.dom is not None
    shown = page.dom.decode()
    assert f'<button id="a" data-href="{PAGE}login?to=1">' in shown
    assert f'id="b" data-href="{PAGE}ask?id=3&amp;x=1">' in shown
    assert f'id="c" style="cursor: pointer" data-href="{PAGE}#/progress">办件查询' in shown, (
        "as it stood before it was pressed"
    )
    assert shown.count("data-href") == 3 and "data-entry-mark" not in shown
    assert page.leads_to == page.detail == ""
    assert not any(name in asked for asked in proxy.asked for name in ("count", "login", "ask", "liked"))


TABS = """<html><body><h1>取水许可</h1><div id="tabs"></div><div id="pane"><p>基本</p></div><script>
const texts = {"受理条件": "<p>本县单位</p>", "申请材料": "<p>申请书 <a href='/f/1.doc'>下载</a></p>"};
function draw() { tabs.innerHTML = ""; for (const name in texts) { const tab = document.createElement("span"); tab.textContent = name;
  tab.style.cursor = "pointer"; tab.onclick = () => { draw(); pane.innerHTML = texts[name]; }; tabs.append(tab); } }
draw();
</script></body></html>"""


@needs_chromium
def test_what_tabs_show_when_they_are_pressed_stands_under_their_words(proxy: Proxy) -> None:
    [page] = rendered(proxy, TABS, entry=lambda wording: TAB if wording in ("受理条件", "申请材料") else "")
    assert page.dom is not None
    shown = page.dom.decode().partition("data-shown-by-tabs")[2]
    assert "<h3>受理条件</h3>" in shown and "<p>本县单位</p>" in shown
    assert "<h3>申请材料</h3>" in shown and '<a href="/f/1.doc">下载</a>' in shown
    assert "data-entry-mark" not in page.dom.decode() and "<p>基本</p>" in page.dom.decode()


@needs_chromium
def test_stuck_pages_end_in_time_and_the_next_page_is_rendered(proxy: Proxy) -> None:
    late, early, after = rendered(
        proxy,
        "<script>setTimeout(function () { while (1); }, 50)</script>",
        "<script>while (1);</script>",
        SHELL,
        limits=RenderLimits(seconds=8, settle=1),
    )
    assert (late.dom, late.detail) == (None, "timeout")
    assert (early.dom, early.detail) == (None, "timeout")
    assert after.dom is not None and "城市居民最低生活保障" in after.dom.decode()


@needs_chromium
def test_a_greedy_page_crashes_alone(proxy: Proxy) -> None:
    greedy = "<script>var a = []; while (1) a.push(new Array(1e6).fill(1.5))</script>"
    crash, after = rendered(proxy, greedy, SHELL, limits=RenderLimits(seconds=15, settle=1, heap_megabytes=64))
    assert crash.dom is None and crash.detail in ("crashed", "timeout")
    assert after.dom is not None


@needs_chromium
def test_an_endless_answer_is_cut(proxy: Proxy) -> None:
    [page] = rendered(proxy, SHELL.replace("data.json", "endless.json"))
    assert page.dom is not None and page.answers == ()
    assert proxy.sent < 40, "millions of bytes"


@needs_chromium
def test_a_page_that_takes_memory_by_other_ways_crashes_alone(proxy: Proxy) -> None:
    greedy = "<script>const a = []; setInterval(() => { fetch('/x'); if (a.length < 12) a.push(new Uint8Array(1 << 26).fill(7)) }, 50)</script>"
    limits = RenderLimits(seconds=20, settle=8, memory_megabytes=400)
    crash, after = rendered(proxy, greedy, SHELL, limits=limits)
    assert (crash.dom, crash.detail) == (None, "crashed")
    assert after.dom is not None


@needs_chromium
def test_a_browser_is_replaced_after_its_pages_however_busy_it_is(
    proxy: Proxy, monkeypatch: pytest.MonkeyPatch
) -> None:
    started: list[Chromium] = []
    launch = Chromium._launch

    async def counted(self: Chromium) -> Browser:
        started.append(self)
        return await launch(self)

    async def run() -> list[Rendered]:
        renderer = Renderer(proxy.url, limits=RenderLimits(seconds=20, settle=2, pages_per_browser=2))
        try:
            return await asyncio.gather(*[renderer.render(PAGE, SHELL.encode()) for _ in range(5)])
        finally:
            renderer.close()

    monkeypatch.setattr(Chromium, "_launch", counted)
    assert [page.detail for page in asyncio.run(run())] == [""] * 5
    assert len(started) == 3


def test_without_a_browser_the_page_is_marked(proxy: Proxy, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("GOVAUDIT_CHROMIUM", str(tmp_path / "none"))
    assert rendered(proxy, SHELL) == [Rendered(detail="no_browser")]


def test_a_named_browser_wins_and_playwrights_own_is_found(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    own = tmp_path / "chromium-1200" / "chrome-linux" / "chrome"
    own.parent.mkdir(parents=True)
    own.touch()
    monkeypatch.delenv("GOVAUDIT_CHROMIUM", raising=False)
    monkeypatch.setenv("PLAYWRIGHT_BROWSERS_PATH", str(tmp_path))
    monkeypatch.setenv("PATH", "")
    monkeypatch.setattr(browsers, "MACOS", ())
    monkeypatch.setattr(browsers, "WINDOWS", ())
    assert browsers.find_chromium() == str(own)
    monkeypatch.setenv("GOVAUDIT_CHROMIUM", __file__)
    assert browsers.find_chromium() == __file__


def test_a_template_that_gains_nothing_is_left_alone() -> None:
    memory = TemplateMemory("auto")
    assert memory.wants("a", True) and not memory.wants("a", False)
    memory.learn("a", False)
    memory.learn("a", True)
    memory.learn("a", False)
    assert memory.wants("a", True)
    memory.learn("a", False)
    assert not memory.wants("a", True) and memory.wants("b", True)
    assert TemplateMemory("always").wants("a", False) and not TemplateMemory("never").wants("a", True)


@needs_chromium
def test_a_page_without_a_declared_encoding_is_read_right(proxy: Proxy) -> None:
    async def run() -> Rendered:
        renderer = Renderer(proxy.url, limits=RenderLimits(seconds=20, settle=1))
        try:
            text = "<html><body><p>办事指南：受理条件、申报材料、办理流程、收费标准和联系电话</p></body></html>"
            return await renderer.render(PAGE, text.encode("gb18030"))
        finally:
            renderer.close()

    page = asyncio.run(run())
    assert page.dom is not None and "申报材料" in page.dom.decode()


@needs_chromium
def test_a_stuck_page_costs_its_neighbour_nothing(proxy: Proxy) -> None:
    """It is closed by itself, in time: the page beside it stays, in the same browser."""
    stuck = "<script>setTimeout(function () { while (1); }, 50)</script>"
    slow = SHELL.replace("<script>", "<script>setInterval(() => fetch('/poll.json'), 100);")

    async def run() -> list[Rendered]:
        renderer = Renderer(proxy.url, limits=RenderLimits(seconds=16, settle=8))
        try:
            await renderer.render(PAGE, b"<p>warm</p>")
            first = asyncio.ensure_future(renderer.render(PAGE, stuck.encode()))
            await asyncio.sleep(8)
            return [await renderer.render("http://www.other.example/", slow.encode()), await first]
        finally:
            renderer.close()

    kept, lost = asyncio.run(run())
    assert kept.dom is not None and "城市居民最低生活保障" in kept.dom.decode()
    assert proxy.asked.count("GET http://www.other.example/data.json") == 1, "it was not begun again"
    assert lost.detail == "timeout"


def test_a_host_whose_pages_keep_failing_is_given_up(proxy: Proxy, monkeypatch: pytest.MonkeyPatch) -> None:
    async def fail(self: Chromium, visit: PageVisit) -> Rendered:
        return Rendered(detail="timeout")

    monkeypatch.setenv("GOVAUDIT_CHROMIUM", __file__)
    monkeypatch.setattr(Chromium, "visit", fail)
    details = [page.detail for page in rendered(proxy, SHELL, SHELL, SHELL, limits=RenderLimits(failures=2))]
    assert details == ["timeout", "timeout", "host_given_up"]
