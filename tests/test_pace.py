"""The pause between two requests to one host, over redirects, robots.txt, workers and the browser."""

from __future__ import annotations

import asyncio
import itertools
from pathlib import Path
from time import monotonic

import pytest
from crawling import links, options, site
from webworld import Page, World, redirect

from crawler.pace import SharedPace, Turns
from crawler.rendering import Renderer, RenderLimits, find_chromium
from crawler.run import crawl

#: What clocks and scheduling may take off a measured gap.
SLACK = 0.02


def gaps(world: World, host: str) -> list[float]:
    return [later - earlier for earlier, later in itertools.pairwise(sorted(world.times(host)))]


def test_a_host_is_taken_by_one_at_a_time_and_rests_afterwards() -> None:
    pace = SharedPace()
    assert pace.claim("a.gov.cn", 30) == 0.0
    assert 29 < pace.claim("a.gov.cn", 30) <= 30
    assert pace.claim("b.gov.cn", 30) == 0.0
    pace.release("a.gov.cn", 0.0)
    assert pace.claim("a.gov.cn", 0.0) == 0.0, "a claim ends by itself"
    pace.release("a.gov.cn", 5.0)
    assert 4 < pace.claim("a.gov.cn", 30) <= 5


def test_many_senders_keep_one_pace() -> None:
    sent: list[float] = []

    async def send(turns: Turns) -> None:
        await turns.take("a.gov.cn", 1.0)
        sent.append(asyncio.get_running_loop().time())
        await asyncio.sleep(0.01)
        turns.give_back("a.gov.cn")

    async def run() -> None:
        pace = SharedPace()
        await asyncio.gather(*(send(Turns(pace, lambda host: 0.05)) for _ in range(5)))

    asyncio.run(run())
    assert len(sent) == 5 and all(later - earlier >= 0.05 for earlier, later in itertools.pairwise(sent))


def test_workers_share_a_host_they_both_lead_to(tmp_path: Path) -> None:
    """Pages, redirects and robots.txt of one host, asked for by two workers: never closer than the delay."""
    out = [f'<a rel="target" href="http://zw.gov.cn/{number}">申报</a>' for number in range(3)]
    with World(fallback=Page("<p>x</p>")) as world:
        for name in "ab":
            world.pages[f"http://www.{name}.gov.cn/"] = redirect(f"http://{name}.gov.cn/")
            world.pages[f"http://{name}.gov.cn/"] = Page(links("/1", "/2") + "".join(out))
        world.pages["http://zw.gov.cn/1"] = redirect("http://zw.gov.cn/4")
        sites = [site("www.a.gov.cn"), site("www.b.gov.cn")]
        crawl(sites, options(tmp_path, world, delay=0.3, workers=2))
        for host, least in (("zw.gov.cn", 8), ("a.gov.cn", 3), ("b.gov.cn", 3)):
            assert len(world.times(host)) >= least, host
            assert min(gaps(world, host)) >= 0.3 - SLACK, host


class Noted(SharedPace):
    """Notes when a host was taken and given back: what arrives at a busy server says little of when it was sent."""

    def __init__(self) -> None:
        super().__init__()
        self.taken: list[float] = []
        self.given: list[float] = []

    def claim(self, host: str, hold: float) -> float:
        wait = super().claim(host, hold)
        if not wait:
            self.taken.append(monotonic())
        return wait

    def release(self, host: str, delay: float, since: float | None = None) -> None:
        self.given.append(monotonic())
        super().release(host, delay, since)


@pytest.mark.skipif(find_chromium() is None, reason="no Chromium on this machine")
def test_the_browser_keeps_the_pace_too() -> None:
    """What a page's scripts ask for waits its turn like any page; a script shared by pages is asked for once."""
    shell = '<html><script src="/app.js"></script><body></body></html>'
    script = 'for (let n = 0; n < 4; n++) fetch("/data" + n + ".json")'
    pace = Noted()
    with World(fallback=Page("{}", content_type="application/json")) as world:
        world.pages["http://www.a.gov.cn/app.js"] = Page(script, content_type="text/javascript")

        async def run() -> None:
            turns = Turns(pace, delay_of=lambda host: 0.25)
            renderer = Renderer(world.proxy, limits=RenderLimits(settle=8), turns=turns)
            try:
                for path in ("1", "2"):
                    await renderer.render(f"http://www.a.gov.cn/{path}", shell.encode())
            finally:
                renderer.close()

        asyncio.run(run())
        assert world.urls().count("http://www.a.gov.cn/app.js") == 1
        assert len(world.urls()) >= 9
    assert len(pace.taken) == len(pace.given) == len(world.asked), "every request had a turn"
    pauses = [taken - given for given, taken in zip(sorted(pace.given), sorted(pace.taken)[1:], strict=False)]
    assert min(pauses) >= 0.25
