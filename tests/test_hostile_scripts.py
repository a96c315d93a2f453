"""A page that tries everything a script can: nothing but reading requests leaves, and nothing reaches this machine."""

from __future__ import annotations

import asyncio
import socket
import threading
from collections.abc import Iterator

import pytest
from webworld import Asked, Page, World, redirect

from crawler.addresses import AddressGuard
from crawler.browsers import find_chromium
from crawler.browsertls import towards_browser
from crawler.pace import Turns
from crawler.rendering import Rendered, Renderer, RenderLimits

pytestmark = pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")

HOST = "www.shell.example"
#: What worker scripts do, wherever they run.
WORKER = """
fetch('/post-from-worker', {method: 'POST', body: 'x'}).catch(() => 0);
fetch('/put-from-worker', {method: 'PUT', body: 'x'}).catch(() => 0);
fetch('/seen-from-worker').catch(() => 0);
for (const url of INSIDE) { fetch(url, {mode: 'no-cors'}).catch(() => 0); try { new WebSocket(url.replace('http', 'ws')); } catch (e) {} }
try { new WebSocket('wss://HOST/socket-from-worker'); } catch (e) {}
"""
HOSTILE = """<html><head><link rel="preload" as="fetch" href="HERE/inside"><link rel="prefetch" href="HERE/inside">
<link rel="stylesheet" href="/away.css"><script>const INSIDE = [INSIDE_URLS];</script></head><body><p>正文</p>
<a id="ping" href="#top" ping="/ping">a</a><form id="f" method="post" action="/form"><button id="b">送</button></form>
<form id="t" method="post" action="/form-new-window" target="_blank"><button id="c">送</button></form>
<iframe src="HERE/inside"></iframe><iframe name="inner" srcdoc="<p>x</p>"></iframe><object data="HERE/inside"></object>
<form id="i" method="post" action="/form-in-frame" target="inner"><button id="d">送</button></form>
<script>
const quiet = action => { try { const done = action(); if (done && done.catch) done.catch(() => 0); } catch (e) {} };
for (const method of ['POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS']) quiet(() => fetch('/' + method, {method: method, body: method == 'OPTIONS' ? null : 'x'}));
quiet(() => fetch('/keepalive', {method: 'POST', body: 'x', keepalive: true}));
quiet(() => { const x = new XMLHttpRequest(); x.open('POST', '/xhr'); x.send('x'); });
quiet(() => navigator.sendBeacon('/beacon', 'x'));
quiet(() => document.getElementById('ping').click());
for (const id of ['b', 'c', 'd']) quiet(() => document.getElementById(id).click());
quiet(() => HTMLFormElement.prototype.submit.call(document.getElementById('i')));
quiet(() => new SharedWorker('/worker.js'));
quiet(() => new Worker('/worker.js'));
quiet(() => navigator.serviceWorker.register('/worker.js'));
quiet(() => new WebSocket('wss://HOST/socket'));
quiet(() => window.open('/popup'));
for (const url of INSIDE) { quiet(() => fetch(url, {mode: 'no-cors'})); quiet(() => new WebSocket(url.replace('http', 'ws')));
  quiet(() => new EventSource(url)); quiet(() => { const s = document.createElement('script'); s.src = url; document.head.append(s); }); }
quiet(() => fetch('/away', {mode: 'no-cors'})); quiet(() => fetch('/around'));
quiet(() => { const s = document.createElement('script'); s.src = '/away'; document.head.append(s); });
quiet(() => new Worker('/away'));
</script></body></html>"""


class Inside:
    """A service on this machine that nobody may reach; counts who came."""

    def __init__(self) -> None:
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._socket.getsockname()[1]
        self.came = 0
        threading.Thread(target=self._accept, daemon=True).start()

    def _accept(self) -> None:
        while True:
            try:
                self._socket.accept()[0].close()
            except OSError:
                return
            self.came += 1

    def close(self) -> None:
        self._socket.close()


@pytest.fixture
def inside() -> Iterator[Inside]:
    service = Inside()
    yield service
    service.close()


def tried(scheme: str, inside: Inside, turns: Turns | None = None) -> tuple[Rendered, list[Asked]]:
    """Render the hostile page; what came of it, and everything that was asked."""
    names = ("127.0.0.1", "localhost", "[::1]", "0x7f.1", "2130706433", "[::ffff:127.0.0.1]", "a.localhost")
    urls = [f"http://{name}:{inside.port}/inside" for name in names]
    urls += ["http://169.254.169.254/meta", "https://10.0.0.1/meta", "http://metadata.google.internal/meta"]
    origin, here = f"{scheme}://{HOST}", f"http://127.0.0.1:{inside.port}"
    listed = ", ".join(f"'{url}'" for url in urls)
    worker = f"const INSIDE = [{listed}];" + WORKER.replace("HOST", HOST)
    page = HOSTILE.replace("INSIDE_URLS", listed).replace("HERE", here).replace("HOST", HOST)
    pages = {
        f"{origin}/worker.js": Page(worker, content_type="text/javascript"),
        f"{origin}/away": redirect(here + "/inside"),
        f"{origin}/away.css": redirect(here + "/inside"),
        f"{origin}/around": redirect("/around-again"),
        f"{origin}/around-again": redirect("/around-end"),
    }
    with World(pages, Page("{}", content_type="application/json"), tls=towards_browser()) as world:  # type: ignore[arg-type]

        async def run() -> Rendered:
            limits = RenderLimits(seconds=30, settle=6)
            renderer = Renderer(world.proxy, allow=AddressGuard(world.proxy).allows, limits=limits, turns=turns)
            try:
                return await renderer.render(origin + "/", page.encode())
            finally:
                renderer.close()

        return asyncio.run(run()), list(world.asked)


@pytest.mark.parametrize("scheme", ["http", "https"])
def test_nothing_is_sent_and_nothing_here_is_reached(scheme: str, inside: Inside) -> None:
    page, asked = tried(scheme, inside, Turns(delay_of=lambda host: 0.1))
    assert page.dom is not None and "正文" in page.dom.decode() and page.detail == "post_blocked"
    assert {one.method for one in asked} <= {"GET", "HEAD"}, [(one.method, one.url) for one in asked]
    assert {one.host for one in asked} == {HOST}
    assert inside.came == 0
    paths = [one.path for one in asked]
    assert "/worker.js" in paths and "/around-end" in paths, "what may be read is read"
    assert not {"/popup", "/inside", "/ping"} & set(paths)
    assert not any("socket" in path for path in paths)
    times = [one.at for one in asked]
    assert times[-1] - times[0] > 0.09 * (len(times) - 1), "each request waits for its turn, redirects too"
