"""Whole crawls with real Scrapy against a small world of websites: what is met, what is kept, what is never asked."""

from __future__ import annotations

import asyncio
import gzip
import itertools
from collections import Counter
from contextlib import suppress
from pathlib import Path

import pytest
from crawling import archive, links, options, records, site
from warcio.archiveiterator import ArchiveIterator
from webworld import Answer, Asked, Fault, Page, World, redirect

from crawler import run
from crawler.decoding import BODY_LIMIT
from crawler.events import CrawlEvent
from crawler.records import ArchiveStatus
from crawler.run import crawl

HOME = "http://www.a.gov.cn/"


def one(
    data: Path, pages: dict[str, Answer], fallback: Answer | None = None, **more: object
) -> tuple[World, ArchiveStatus]:
    """Crawl one site of a world whose URLs are given by path."""
    world = World(
        {(HOME.rstrip("/") + path if path.startswith("/") else path): page for path, page in pages.items()}, fallback
    )
    with world:
        [status] = crawl([site()], options(data, world, **more))
    return world, status


async def _stall(asked: Asked, writer: asyncio.StreamWriter) -> None:
    await asyncio.sleep(60)


async def _drip(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n")
    for _ in range(100):
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.2)


async def _endless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n")
    for _ in range(2000):
        writer.write(b"<p>again and again</p>" * 500)
        await writer.drain()


async def _cut(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: 5000\r\n\r\n<p>only this came</p>")
    await writer.drain()


async def _vanish(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.transport.abort()


async def _garbage(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"\x00\x01\x02 this is no HTTP\r\n\r\n")
    await writer.drain()


async def _huge(asked: Asked, writer: asyncio.StreamWriter) -> None:
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: application/zip\r\nContent-Length: 999999999\r\n\r\nPK")
    await writer.drain()


async def _lengthless(asked: Asked, writer: asyncio.StreamWriter) -> None:
    said = {"/many": b"Content-Length: many", "/twice": b"Content-Length: 8\r\nContent-Length: 8"}
    odd = said.get(asked.path, b"Transfer-Encoding: identity")
    writer.write(b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + odd + b"\r\n\r\n<p>x</p>")
    await writer.drain()


ZIPPED = {"Content-Encoding": "gzip"}
MET: dict[str, tuple[Answer, str, str]] = {
    "/ok": (Page("<p>好</p>"), "fetched", "ok"),
    "/zip": (Page(gzip.compress("<p>好</p>".encode()), headers=ZIPPED), "fetched", "ok"),
    "/halfzip": (Page(gzip.compress(bytes(range(256)) * 40)[:200], headers=ZIPPED), "fetched", "truncated"),
    "/bomb": (Page(gzip.compress(b"\0" * 60_000_000), headers=ZIPPED), "fetched", "truncated"),
    "/nozip": (Page("<p>plain</p>", headers=ZIPPED), "fetched", "ok"),
    "/empty": (Page(""), "fetched", "empty"),
    "/404": (Page("nothing", 404), "fetched", "not_found"),
    "/410": (Page("", 410), "fetched", "not_found"),
    "/400": (Page("", 400), "fetched", "http_error"),
    "/401": (Page("", 401), "skipped", "declined"),
    "/403": (Page("no", 403), "skipped", "declined"),
    "/412": (Page("", 412), "skipped", "declined"),
    "/challenge": (Page("<script>var __jsl_clearance=1</script>"), "skipped", "declined"),
    "/500": (Page("oops", 500), "failed", "server_error"),
    "/stall": (Fault(_stall), "failed", "timeout"),
    "/drip": (Fault(_drip), "fetched", "truncated"),
    "/endless": (Fault(_endless), "fetched", "truncated"),
    "/cut": (Fault(_cut), "fetched", "truncated"),
    "/vanish": (Fault(_vanish), "failed", "reset"),
    "/garbage": (Fault(_garbage), "failed", "error"),
    "/huge": (Fault(_huge), "skipped", "too_large"),
    "/many": (Fault(_lengthless), "fetched", "ok"),
    "/twice": (Fault(_lengthless), "fetched", "ok"),
    "/identity": (Fault(_lengthless), "fetched", "ok"),
    "/film.mp4": (Page("film"), "skipped", "unsupported"),
    "/circle": (redirect("/circle2"), "fetched", "ok"),
    "/circle2": (redirect("/circle"), "failed", "redirect_loop"),
    "/self": (redirect("/self"), "failed", "redirect_loop"),
    "/unreadable": (Page("<p>unreadable</p>"), "fetched", "ok"),
}


@pytest.fixture(scope="module")
def met(tmp_path_factory: pytest.TempPathFactory) -> tuple[World, ArchiveStatus, Path]:
    """One crawl of everything a server can do wrong."""
    data = tmp_path_factory.mktemp("met")
    pages: dict[str, Answer] = {"/": Page(links(*MET)), **{path: answer for path, (answer, _, _) in MET.items()}}
    return *one(data, pages, timeout=2.0, body_limit=500_000), data


@pytest.mark.parametrize("path", MET)
def test_outcomes(met: tuple[World, ArchiveStatus, Path], path: str) -> None:
    record = records(met[2])[path]
    assert (record.state, record.reason) == MET[path][1:], record


def _second(asked: list[str], url: str) -> int:
    return asked.index(url, asked.index(url) + 1)


def test_a_site_with_faults_is_measured(met: tuple[World, ArchiveStatus, Path]) -> None:
    world, status, data = met
    assert (status.status, status.reason) == ("measured", "")
    assert status.pages_known == len(MET) + 1 == sum(status.by_reason.values())
    asked = world.urls()
    for path in ("/401", "/403", "/412", "/challenge"):
        assert asked.count(HOME + path[1:]) == 1
    for path in ("/500", "/stall", "/vanish"):
        assert asked.count(HOME + path[1:]) == 2
    assert not any(url.endswith(".mp4") for url in asked)
    assert {one.method for one in world.asked} == {"GET"}
    assert all("govaudit" in one.headers["user-agent"] for one in world.asked)
    again = [_second(asked, HOME + path) for path in ("500", "stall", "vanish", "garbage")]
    firsts = {url: at for at, url in reversed(list(enumerate(asked)))}
    assert min(again) > max(firsts.values()), "nothing is asked for a second time before all was asked for once"
    assert "cannot be read" in records(data)["/unreadable"].detail


def test_the_archive_gives_back_what_came(met: tuple[World, ArchiveStatus, Path]) -> None:
    data = met[2]
    with archive(data) as opened:
        zipped = opened.lookup(HOME + "zip")
        assert zipped is not None and zipped.parent == HOME and zipped.depth == 1 and zipped.why == "link"
        page = opened.read(zipped)
        assert page.body.decode() == "<p>好</p>" and page.headers["content-encoding"] == "gzip"
        cut = opened.lookup(HOME + "cut")
        assert cut is not None and opened.read(cut).body == b"<p>only this came</p>"
        declined = opened.lookup(HOME + "403")
        assert declined is not None and opened.read(declined).body == b"no"
        bodies = {page.record.url: len(page.body) for page in opened.snapshots()}
        assert bodies[HOME + "bomb"] == BODY_LIMIT
        assert HOME + "circle" not in bodies
        assert opened.status().pages_fetched == sum(1 for record in opened.records() if record.state == "fetched")


def test_another_reader_reads_the_warc(met: tuple[World, ArchiveStatus, Path]) -> None:
    with archive(met[2]) as opened, (opened.folder / "pages.warc.gz").open("rb") as file:
        kinds, zipped = [], b""
        for record in ArchiveIterator(file, check_digests="raise"):
            kinds.append(record.rec_type)
            if record.rec_type == "response" and record.rec_headers["WARC-Target-URI"] == HOME + "zip":
                zipped = record.content_stream().read()
            if record.rec_type == "request":
                assert record.http_headers.protocol == "GET"
        assert kinds[0] == "warcinfo"
        assert kinds.count("response") == kinds.count("request") > len(MET) / 2
        assert zipped.decode() == "<p>好</p>"


def test_redirects(tmp_path: Path) -> None:
    """Redirects within a page are followed at once; others once, however many pages lead there, and only inside."""
    world, status = one(
        tmp_path,
        {
            "/": Page(links("/old1", "/old2", "/out", "/in", "/far", "http://a.gov.cn/p")),
            "/old1": redirect("/new"),
            "/old2": redirect("new?"),
            "/new": Page("<p>new</p>"),
            "/out": redirect("http://www.other.gov.cn/"),
            "/in": redirect("http://127.0.0.1:1/"),
            "/far": redirect("/far/1"),
            "http://a.gov.cn/p": redirect("http://www.a.gov.cn/p"),
            "/p": Page("<p>p</p>"),
            "http://www.other.gov.cn/": Page("other"),
        },
        lambda asked: redirect(asked.path + "1") if asked.path.startswith("/far") else Page("", 404),
    )
    rows = records(tmp_path)
    assert status.status == "measured"
    assert world.urls().count(HOME + "new") == 1
    assert rows["/old1"].final_url == HOME + "new"
    with archive(tmp_path) as opened:
        for url in ("old1", "old2"):
            found = opened.lookup(HOME + url)
            assert found is not None and found.url == HOME + "new"
        copied = opened.lookup("https://www.a.gov.cn/p")
        assert copied is not None and copied.reason == "ok" and copied.final_url == HOME + "p"
    assert rows["http://www.other.gov.cn/"].reason == "out_of_scope"
    assert rows["http://127.0.0.1:1/"].reason == "forbidden_address"
    assert not world.urls("127.0.0.1") and not world.urls("other")
    assert "redirect_loop" in {row.reason for path, row in rows.items() if path.startswith("/far")}
    assert len([url for url in world.urls() if "/far" in url]) <= 13


def test_a_cookie_may_be_needed(tmp_path: Path) -> None:
    def page(asked: Asked) -> Page:
        return Page("<p>in</p>") if "cookie" in asked.headers else redirect("/", **{"Set-Cookie": "s=1; path=/"})

    _, status = one(tmp_path, {"/": page})
    assert status.status == "measured" and status.by_reason == {"ok": 1}


def test_scope_and_copies(tmp_path: Path) -> None:
    far = "http://www.b.gov.cn/x"
    world, _ = one(
        tmp_path,
        {
            "/": Page(
                links(
                    "http://www.b.gov.cn/",
                    "http://jtj.a.gov.cn/",
                    "/index.html",
                    "/x.html",
                    "https://a.gov.cn/x.html",
                    "http://10.0.0.1/",
                    "http://[::1]/",
                    "http://0x7f.1/",
                    "ftp://a.gov.cn/",
                    "http://localhost/",
                )
                + f'<a rel="target" href="{far}">t</a>'
            ),
            far: Page(links("/never")),
            "http://jtj.a.gov.cn/": Page("<p>office</p>"),
        },
        Page("<p>page</p>"),
    )
    rows = records(tmp_path)
    assert rows["http://www.b.gov.cn/"].reason == "out_of_scope"
    assert rows["http://jtj.a.gov.cn/"].reason == "ok"
    assert rows[far].reason == "ok" and rows["http://www.b.gov.cn/never"].reason == "out_of_scope"
    assert rows["/index.html"].reason == "copy" and rows["https://a.gov.cn/x.html"].reason == "copy"
    for url in ("http://10.0.0.1/", "http://[::1]/", "http://0x7f.1/", "http://localhost/"):
        assert rows[url].reason == "forbidden_address"
    assert {asked.host for asked in world.asked} == {"www.a.gov.cn", "jtj.a.gov.cn", "www.b.gov.cn"}


def test_a_copy_takes_over_when_the_first_address_fails(tmp_path: Path) -> None:
    _, _ = one(
        tmp_path,
        {"/": Page(links("http://a.gov.cn/x", "/x")), "http://a.gov.cn/x": Page("", 404), "/x": Page("<p>x</p>")},
    )
    with archive(tmp_path) as opened:
        found = opened.lookup("http://a.gov.cn/x;jsessionid=1")
        assert found is not None and found.reason == "ok"


ROBOTS = "User-agent: *\nDisallow: /secret\nUser-agent: govaudit\nDisallow: /no\nCrawl-delay: 0.3\n"


class _OneAnswerAConnection(World):
    """Lets connections be kept, and ends each as soon as it is used again."""

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(asyncio.IncompleteReadError, OSError):
            await self._answer(reader, writer)
            await reader.readuntil(b"\r\n\r\n")
        writer.close()


def test_connections_that_end_when_used_again_cost_no_page(tmp_path: Path) -> None:
    paths = [f"/{number}" for number in range(6)]
    pages: dict[str, Answer] = {HOME: Page(links(*paths)), **{HOME + path[1:]: Page("<p>好</p>") for path in paths}}
    with _OneAnswerAConnection(pages) as world:
        [status] = crawl([site()], options(tmp_path, world))
    assert (status.status, status.by_reason) == ("measured", {"ok": 7})
    assert max(Counter(world.urls()).values()) == 1


def test_robots(tmp_path: Path) -> None:
    world, status = one(
        tmp_path,
        {
            "/robots.txt": Page(ROBOTS, content_type="text/plain"),
            "/": Page(links("/no/1", "/secret", "/yes")),
        },
        Page("<p>x</p>"),
    )
    assert status.status == "measured" and status.by_reason == {"ok": 3, "robots": 1}
    assert sum(asked.path == "/robots.txt" for asked in world.asked) == 1
    times = world.times("www.a.gov.cn")
    assert all(later - earlier >= 0.29 for earlier, later in itertools.pairwise(times[1:])), (
        "Crawl-delay is larger: it wins"
    )


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (Page("User-agent: *\nDisallow: /"), "declined", "robots"),
        (Page("", 503), "declined", "robots"),
        (Page("", 429), "declined", "robots"),
        (Page("User-agent: *\nDisallow: /".encode("utf-16")), "declined", "robots"),
        (Page("<html>no such file</html>", 403), "measured", ""),
        (Page(b"\xff\xfe\x00 garbage \x00\n: : :\nDisallow", content_type=""), "measured", ""),
        (redirect("/robots.txt"), "measured", ""),
        (redirect("/elsewhere.txt"), "declined", "robots"),
        (Fault(_vanish), "unreachable", "reset"),
    ],
    ids=["closed", "5xx", "429", "UTF-16", "4xx", "broken", "loop", "redirect", "vanish"],
)
def test_robots_that_are_odd(tmp_path: Path, answer: Answer, status: str, reason: str) -> None:
    elsewhere = Page("User-agent: govaudit\nDisallow: /")
    world, found = one(tmp_path, {"/": Page("<p>x</p>"), "/robots.txt": answer, "/elsewhere.txt": elsewhere})
    assert (found.status, found.reason) == (status, reason)
    assert (HOME in world.urls()) == (status == "measured")


@pytest.mark.parametrize(
    ("answer", "status", "reason"),
    [
        (Page("", 412), "declined", "declined"),
        (Page("", 502), "unreachable", "server_error"),
        (Fault(_vanish), "unreachable", "reset"),
        (Page("", 404), "unreachable", "not_found"),
        (redirect("http://www.new.cn/"), "measured", ""),
    ],
    ids=["declines", "5xx", "vanishes", "gone", "moved"],
)
def test_sites_that_cannot_be_measured(tmp_path: Path, answer: Answer, status: str, reason: str) -> None:
    _, found = one(tmp_path, {"/": answer, "http://www.new.cn/": Page("<p>x</p>")})
    assert (found.status, found.reason) == (status, reason)
    assert found.started_at and found.finished_at


def test_a_host_that_is_gone_is_given_up(tmp_path: Path) -> None:
    """Forty links to a dead host cost a handful of requests, not eighty."""
    gone = [f"http://x.a.gov.cn/{number}" for number in range(40)]
    pages: dict[str, Answer] = {"/": Page(links(*gone)), "http://x.a.gov.cn/robots.txt": Page("", 404)}
    world, status = one(tmp_path, {**pages, **dict.fromkeys(gone, Fault(_vanish))})
    assert status.status == "measured" and status.by_reason == {"ok": 1, "reset": 40}
    assert len(world.urls("x.a.gov.cn")) <= 12


def test_delay_and_one_at_a_time(tmp_path: Path) -> None:
    """Two sites share a platform: its host is asked in turn, never faster than the delay, never twice at once."""
    platform = "http://zw.gov.cn/"
    many = [f"/{number}" for number in range(4)]
    with World({f"http://www.{name}.gov.cn/": Page(links(*many)) for name in "ab"}, Page("<p>x</p>")) as world:
        world.pages[platform] = Page(links(*[f"{platform}{number}" for number in range(3)]))
        crawl([site("www.a.gov.cn", platform), site("www.b.gov.cn", platform)], options(tmp_path, world, delay=0.2))
        for host in ("zw.gov.cn", "www.a.gov.cn", "www.b.gov.cn"):
            times = world.times(host)
            assert len(times) >= 6
            assert all(later - earlier >= 0.19 for earlier, later in itertools.pairwise(times)), host


def test_dns_answers_are_guarded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Without a proxy, a name that does not resolve is unreachable; localhost by another name is never asked."""
    from crawler.options import CrawlOptions

    chosen = CrawlOptions(tmp_path, 2026, delay=0, render="never", timeout=3, spider="linkspider.LinkSpider")
    [status] = crawl([site("nothing.a.invalid")], chosen)
    assert (status.status, status.reason) == ("unreachable", "dns")


def test_silence_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A display that hears nothing could not say what is stuck: while a host stalls, its site is told of again."""
    monkeypatch.setattr(run, "_SILENCE", 0.2)
    heard: list[CrawlEvent] = []

    async def stall(asked: Asked, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(1.5)
        writer.write(Page("<p>late</p>").raw())

    with World({HOME: Fault(stall)}) as world:
        [status] = crawl([site()], options(tmp_path, world, timeout=30), heard.append)
    assert status.status == "measured"
    assert [event.state for event in heard][:3] == ["started", "fetching", "fetching"]
    assert all(event.pages_fetched == 0 for event in heard[:3])
