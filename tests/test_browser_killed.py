"""Chromium or its driver killed from outside, and pages that never come to rest: no page is lost, none holds up the others."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path

import pytest
from webworld import Page, World

from crawler.addresses import AddressGuard
from crawler.browsers import find_chromium
from crawler.rendering import Rendered, Renderer, RenderLimits

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")
URL = "http://www.a.gov.cn/"
#: Is done after so many questions, asked one after another.
SLOW = """<p id="list"></p><script>
(async () => { for (let n = 0; n < 12; n++) await fetch('/data?' + n);
document.getElementById('list').innerText = 'ready'; })()</script>"""


def below(pid: int) -> Iterator[tuple[int, str]]:
    """Number and command line of every process that this one started, directly or through others (Linux)."""
    children: dict[int, list[int]] = defaultdict(list)
    for status in Path("/proc").glob("[0-9]*/stat"):
        try:
            fields = status.read_text(encoding="utf-8", errors="replace").rpartition(")")[2].split()
        except OSError:
            continue
        children[int(fields[1])].append(int(status.parent.name))
    waiting = [pid]
    while waiting:
        for child in children[waiting.pop()]:
            waiting.append(child)
            yield child, Path(f"/proc/{child}/cmdline").read_text(encoding="utf-8", errors="replace")


def victims(what: str) -> list[int]:
    ours = list(below(os.getpid()))
    if what == "driver":
        return [pid for pid, command in ours if "run-driver" in command]
    return [pid for pid, command in ours if "--headless" in command and "--type=" not in command]


@pytest.mark.skipif(sys.platform != "linux", reason="looks for processes in /proc")
@pytest.mark.parametrize("what", ["browser", "driver"])
def test_killed_from_outside(what: str) -> None:
    async def run(world: World) -> list[Rendered]:
        renderer = Renderer(world.proxy, limits=RenderLimits(seconds=30, settle=20))
        try:
            first = await renderer.render(URL, SLOW.encode())
            under_way = asyncio.ensure_future(renderer.render(URL, SLOW.encode()))
            while len(world.asked) < 12 + 3:
                await asyncio.sleep(0.01)
            [victim] = victims(what)
            os.kill(victim, signal.SIGKILL)
            return [first, await under_way, await renderer.render(URL, SLOW.encode())]
        finally:
            renderer.close()

    with World(fallback=Page("{}", content_type="application/json")) as world:
        pages = asyncio.run(run(world))
    assert [page.detail for page in pages] == ["", "", ""]
    assert all(page.dom is not None and '<p id="list">ready' in page.dom.decode() for page in pages)
    assert not victims("browser"), "none is left behind"


RESTLESS = {
    "infinite scroll": """<script>const more = async () => { for (;;) { await fetch('/more'); for (let n = 0; n < 50; n++)
        { const p = document.createElement('p'); p.innerText = '更多'; document.body.append(p); } scrollTo(0, 1e9); } };
        addEventListener('load', more)</script>""",
    "dialogs": "<script>onbeforeunload = () => 'no'; setInterval(() => { alert('a'); prompt('b'); print(); }, 10)</script>",
    "download": "<script>setTimeout(() => { location.href = '/file.zip'; }, 50)</script>",
    "reload": "<script>setInterval(() => location.reload(), 300)</script>",
    "away": "<meta http-equiv='refresh' content='0;url=http://127.0.0.1/'>",
    "event stream": "<script>new EventSource('/more'); setInterval(() => new EventSource('/more'), 5)</script>",
    "frames": "<script>setInterval(() => document.body.append(document.createElement('iframe')), 1)</script>",
}


def test_pages_that_never_come_to_rest() -> None:
    took: dict[str, float] = {}

    async def run(proxy: str) -> dict[str, Rendered]:
        limits = RenderLimits(seconds=15, settle=1, failures=99)
        renderer = Renderer(proxy, allow=AddressGuard(proxy).allows, limits=limits)
        found = {}
        try:
            for name, script in RESTLESS.items():
                began = time.monotonic()
                found[name] = await renderer.render(URL, f"<body><h1>正文</h1>{script}</body>".encode())
                took[name] = time.monotonic() - began
            found["after"] = await renderer.render(URL, b"<p>next</p>")
            return found
        finally:
            renderer.close()

    pages = {
        URL + "file.zip": Page("PK", headers={"Content-Disposition": "attachment"}, content_type="application/zip"),
    }
    with World(pages, Page("{}", content_type="application/json")) as world:  # type: ignore[arg-type]
        found = asyncio.run(run(world.proxy))
        assert {one.host for one in world.asked} == {"www.a.gov.cn"}
    print({name: (page.detail, round(took.get(name, 0), 1), page.dom is not None) for name, page in found.items()})
    assert max(took.values()) < 15 + 6, took
    assert found["after"].dom is not None
