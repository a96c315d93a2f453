"""A world of websites for the chaos run: healthy ones, and every way in which a server can be sick.

:class:`ChaosWorld` is a forward proxy on loopback that answers for all of them and notes what it was asked. Sick sites
are named for their sickness; :data:`SICK` says what each does and in which states it must end.
"""

from __future__ import annotations

import asyncio
import gzip
import random
import ssl
import threading
from collections.abc import Awaitable, Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from urllib.parse import urlsplit

Writer = asyncio.StreamWriter
#: Seconds of a stall and pages of a healthy site; the run may choose others.
STALL = 20.0
PAGES = 12
FORBIDDEN = (
    "http://127.0.0.1/admin",
    "http://localhost/",
    "http://10.1.2.3/",
    "http://169.254.169.254/latest/meta-data/",
    "http://[::1]/",
    "http://[::ffff:7f00:1]/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://017700000001/",
    "http://metadata.google.internal/",
    "http://printer.local/",
)
#: Addresses that no well-behaved crawler asks for, wherever they stand.
DISALLOWED = "/private/"


@dataclass(frozen=True)
class Asked:
    """One request as it came."""

    method: str
    host: str
    path: str
    attempt: int  # the how many-eth time this address is asked for
    stall: float
    version: str = "HTTP/1.1"


Answer = Callable[[Asked, Writer], Awaitable[None]]


@dataclass(frozen=True)
class Sick:
    """What a sick site does, by path (``""``: everywhere else), and the states it must end in."""

    answers: Mapping[str, Answer]
    status: str  # of the site
    reason: str = ""
    pages: Mapping[str, str] = field(default_factory=dict)  # reasons of single pages, by path
    scheme: str = "http"


def reply(writer: Writer, body: bytes | str, status: int = 200, *headers: str, kind: str = "text/html") -> None:
    """An ordinary answer."""
    data = body.encode() if isinstance(body, str) else body
    lines = [f"HTTP/1.1 {status} X", f"Content-Type: {kind}", f"Content-Length: {len(data)}", *headers]
    writer.write("\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + data)


def links(*urls: str) -> str:
    return "".join(f'<li><a href="{url}">办事指南{number}</a></li>' for number, url in enumerate(urls))


def say(body: bytes | str = "<p>正文</p>", status: int = 200, *headers: str, kind: str = "text/html") -> Answer:
    async def answer(asked: Asked, writer: Writer) -> None:
        reply(writer, body, status, *headers, kind=kind)

    return answer


def raw(data: bytes, times: int = 1, pause: float = 0.0) -> Answer:
    """Write bytes again and again, then close."""

    async def answer(asked: Asked, writer: Writer) -> None:
        for _ in range(times):
            writer.write(data)
            await writer.drain()
            if pause:
                await asyncio.sleep(pause * asked.stall)
        writer.close()

    return answer


def then(first: Answer, later: Answer) -> Answer:
    """One answer at first, another when asked again."""

    async def answer(asked: Asked, writer: Writer) -> None:
        await (first if asked.attempt == 1 else later)(asked, writer)

    return answer


async def stall(asked: Asked, writer: Writer) -> None:
    """Says nothing for longer than any patience."""
    await asyncio.sleep(10 * asked.stall)


async def late(asked: Asked, writer: Writer) -> None:
    await asyncio.sleep(asked.stall)
    reply(writer, "<p>我来晚了</p>")


async def vanish(asked: Asked, writer: Writer) -> None:
    writer.transport.abort()


HEAD = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"
OK = say()
GONE = say("none", 404)
ZIP = "Content-Encoding: gzip"
ODD = (
    HEAD
    + "X-Name: 奇\r\n".encode()
    + b"X-Folded: a\r\n b\r\nContent-Language\r\nSet-Cookie: a=1; Expires=never\r\nContent-Length: 9\r\n\r\n<p>odd</p"
)


def front(**answers: Answer) -> dict[str, Answer]:
    """A front page that names the sick pages, which are given by name."""
    paths = {f"/{name}.html": answer for name, answer in answers.items()}
    return {"/": say("<p>正文</p>" + links(*paths)), **paths, "": GONE}


def everywhere(answer: Answer, robots: Answer = GONE) -> dict[str, Answer]:
    return {"/robots.txt": robots, "": answer}


def robots(answer: Answer) -> dict[str, Answer]:
    return {"/robots.txt": answer, "/": say(links("/a.html")), "/a.html": OK, "": GONE}


@cache
def bomb() -> bytes:
    """A gibibyte of nothing: 64 members of 16 MiB each."""
    return gzip.compress(bytes(1 << 24)) * 64


async def explode(asked: Asked, writer: Writer) -> None:
    reply(writer, bomb(), 200, ZIP)


def redirect(to: str) -> Answer:
    return say("", 302, f"Location: {to}")


SICK: dict[str, Sick] = {
    "late": Sick(front(late=late), "measured", pages={"/late.html": "ok"}),
    "stall": Sick(front(stall=stall), "measured", pages={"/stall.html": "timeout"}),
    "drip": Sick(
        front(drip=raw(HEAD + b"\r\n<p>a", 200, 0.05)), "measured", pages={"/drip.html": "truncated"}
    ),
    "gzip-cut": Sick(
        front(cut=say(gzip.compress(random.Random(1).randbytes(9000))[:5000], 200, ZIP)),
        "measured",
        pages={"/cut.html": "truncated"},
    ),
    "length-long": Sick(
        front(long=raw(HEAD + b"Content-Length: 9000\r\n\r\n<p>only this")), "measured", pages={"/long.html": "truncated"}
    ),
    "length-short": Sick(
        front(short=raw(HEAD + b"Content-Length: 9\r\n\r\n<p>abc</p>and more")), "measured", pages={"/short.html": "ok"}
    ),
    "length-nonsense": Sick(
        front(many=raw(HEAD + b"Content-Length: many\r\n\r\n<p>x</p>")), "measured", pages={"/many.html": "ok"}
    ),
    "length-twice": Sick(
        front(twice=raw(HEAD + b"Content-Length: 8\r\nContent-Length: 8\r\n\r\n<p>x</p>")),
        "measured",
        pages={"/twice.html": "ok"},
    ),
    "encoding-none": Sick(
        front(plain=raw(HEAD + b"Transfer-Encoding: identity\r\n\r\n<p>x</p>")), "measured", pages={"/plain.html": "ok"}
    ),
    "bomb": Sick(front(bomb=explode), "measured", pages={"/bomb.html": "truncated"}),
    "endless": Sick(
        front(endless=raw(HEAD + b"\r\n" + b"<p>again</p>" * 5000, 4000)), "measured", pages={"/endless.html": "truncated"}
    ),
    "flood-of-links": Sick(
        front(flood=say("".join(f'<a href="/x{number}.html">新闻{number}</a>' for number in range(20_000)))),
        "partial",
        "budget",
        pages={"/flood.html": "ok"},
    ),
    "deep": Sick(front(deep=say("<div>" * 200_000 + "正文")), "measured", pages={"/deep.html": "ok"}),
    "loop": Sick(front(loop=redirect("/loop.html")), "measured", pages={"/loop.html": "redirect_loop"}),
    "ping-pong": Sick(
        front(ping=redirect("/pong.html"), pong=redirect("/ping.html")), "measured", pages={"/pong.html": "redirect_loop"}
    ),
    "robots-garbage": Sick(robots(say(random.Random(2).randbytes(3000), kind="text/plain")), "measured"),
    "robots-page": Sick(robots(say("<html><h1>Disallow: /</h1></html>")), "measured"),
    "robots-error": Sick(robots(say("", 503)), "declined", "robots"),
    "robots-stall": Sick(robots(stall), "unreachable", "timeout"),
    "robots-endless": Sick(robots(raw(HEAD + b"\r\n" + b"Disallow: /private/\n" * 5000, 4000)), "measured"),
    "robots-away": Sick(robots(redirect("http://169.254.169.254/robots.txt")), "measured"),
    "robots-closed": Sick(robots(say("User-agent: *\nDisallow: /\n", kind="text/plain")), "declined", "robots"),
    "robots-year": Sick(
        robots(say("User-agent: *\nCrawl-delay: 31536000\n", kind="text/plain")), "declined", "robots"
    ),
    "header-odd": Sick(front(odd=raw(ODD)), "measured", pages={"/odd.html": "ok"}),
    "header-name": Sick(
        front(name=raw(HEAD + "X-站: 奇\r\nContent-Length: 1\r\n\r\nx".encode())), "measured", pages={"/name.html": "ok"}
    ),
    "tired": Sick(
        {"/": say(links(*[f"/{number}.html" for number in range(60)])), "": say("", 403)},
        "partial",
        "declined",
        pages={"/59.html": "declined"},
    ),
    "header-endless": Sick(everywhere(raw(b"X-Again: " + b"a" * 8000 + b"\r\n", 20_000)), "unreachable", "error"),
    "header-long": Sick(everywhere(raw(HEAD + b"X-Long: " + b"a" * 3_000_000 + b"\r\n\r\nx")), "unreachable", "reset"),
    "no-http": Sick(everywhere(raw(b"\x00\x01 this is no HTTP\r\n\r\n")), "unreachable", "error"),
    "huge": Sick(
        front(huge=raw(HEAD + b"Content-Length: 2147483648\r\n\r\nPK", 1)), "measured", pages={"/huge.html": "too_large"}
    ),
    "401": Sick(everywhere(say("", 401)), "declined", "declined"),
    "412": Sick(everywhere(say("", 412)), "declined", "declined"),
    "468": Sick(everywhere(say("", 468)), "declined", "declined"),
    "521": Sick(everywhere(say("", 521)), "declined", "declined"),
    "challenge": Sick(
        everywhere(say("<html><script>var __jsl_clearance=1</script></html>")), "declined", "declined"
    ),
    "error": Sick(everywhere(say("oops", 500)), "unreachable", "server_error"),
    "vanish": Sick(everywhere(vanish), "unreachable", "reset"),
    "flaky": Sick({"/": then(say("", 502), OK), "": GONE}, "measured", pages={"/": "ok"}),
    "busy": Sick({"/": then(say("", 429, "Retry-After: 1"), OK), "": GONE}, "measured", pages={"/": "ok"}),
    "forbidden": Sick(
        {"/": say(links(*FORBIDDEN, "/away.html")), "/away.html": redirect(FORBIDDEN[3]), "": GONE}, "measured"
    ),
    "tls-old": Sick(front(), "measured", scheme="https", pages={"/": "ok"}),
    "tls-own-certificate": Sick(front(), "measured", scheme="https", pages={"/": "ok"}),
    "tls-expired": Sick(front(), "measured", scheme="https", pages={"/": "ok"}),
    "tls-sm2": Sick(front(), "unreachable", "tls", scheme="https"),
    "tls-closes": Sick(front(), "unreachable", "reset", scheme="https"),
}  # fmt: skip


#: Sicknesses that a site may have several of at once, each on a page of its own, by the name of the site that has them all.
TOGETHER = {
    "many-lengths": (
        "gzip-cut",
        "length-long",
        "length-short",
        "length-nonsense",
        "length-twice",
        "encoding-none",
        "header-odd",
        "header-name",
    ),
    "many-floods": ("bomb", "endless", "huge", "deep"),
    "many-waits": ("late", "drip", "stall", "loop", "ping-pong"),
    "tls-old": ("tls-old", "tls-expired"),
}


def thirty() -> dict[str, Sick]:
    """Every sickness among thirty sites."""
    single = {name: sick for name, sick in SICK.items() if not any(name in names for names in TOGETHER.values())}
    return single | {name: _together(names) for name, names in TOGETHER.items()}


def _together(names: tuple[str, ...]) -> Sick:
    first = SICK[names[0]]
    pages = {path: reason for name in names for path, reason in SICK[name].pages.items()}
    paths = {path: answer for name in names for path, answer in SICK[name].answers.items() if len(path) > 1}
    return Sick(
        {"/": say("<p>正文</p>" + links(*paths)), **paths, "": GONE}, first.status, pages=pages, scheme=first.scheme
    )


def healthy(number: int, pages: int) -> dict[str, Answer]:
    """A small tree of pages with a department's host, forms, and a corner that robots.txt closes."""
    host = f"healthy{number}.gov.cn"
    rules = say(f"User-agent: *\nDisallow: {DISALLOWED}\n", kind="text/plain")
    tree: dict[str, Answer] = {"/robots.txt": rules, "": GONE}
    for page in range(pages):
        below = [f"/p{child}.html" for child in (2 * page + 1, 2 * page + 2) if child < pages]
        text = f"<title>{host} {page}</title><p>第{page}页：城市居民最低生活保障</p>"
        more = [f"http://jyj.{host}/", "/forms/a.doc", f"{DISALLOWED}x.html"] if page == 0 else []
        tree[f"/p{page}.html" if page else "/"] = say(text + links(*below, *more))
    tree["/forms/a.doc"] = say(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), kind="application/msword")
    return tree


class ChaosWorld:
    """Serves while the ``with`` block lasts. ``sites`` maps names to what they answer, hosts being ``www.<name>.gov.cn``."""

    def __init__(
        self, names: list[str], stall: float = STALL, pages: int = PAGES, sick: Mapping[str, Sick] | None = None
    ) -> None:
        self.asked: list[Asked] = []
        self.stall = stall
        known = SICK if sick is None else sick
        self._sites = {name: known[name].answers for name in names if name in known}
        self._sites |= {name: healthy(int(name[7:]), pages) for name in names if name.startswith("healthy")}
        self._loop, self._ready = asyncio.new_event_loop(), threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def __enter__(self) -> ChaosWorld:
        if "bomb" in self._sites:
            bomb()  # now: while it is made, nobody is answered
        if any(name.startswith("tls-") for name in self._sites):
            server_context(old=False, expired=False)
        self._thread.start()
        self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(10)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))

    async def _serve(self, reader: asyncio.StreamReader, writer: Writer) -> None:
        with suppress(OSError, asyncio.IncompleteReadError, asyncio.CancelledError, ssl.SSLError):
            await self._talk(reader, writer, "")
        writer.close()

    async def _talk(self, reader: asyncio.StreamReader, writer: Writer, tunnel: str) -> None:
        while not writer.is_closing():
            head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            method, target, _ = head[0].split(" ", 2)
            if method == "CONNECT":
                await self._secure(reader, writer, target.rpartition(":")[0])
                return
            parts = urlsplit(target)
            await self._answer(method, parts.netloc or tunnel, parts.path or "/", writer)
            await writer.drain()

    async def _answer(self, method: str, host: str, path: str, writer: Writer) -> None:
        attempt = 1 + sum(one.host == host and one.path == path for one in self.asked)
        asked = Asked(method, host, path, attempt, self.stall)
        self.asked.append(asked)
        name = host.removesuffix(".gov.cn").rpartition(".")[2]
        site = self._sites.get(name)
        if site is None:
            reply(writer, "nobody here", 502)
        elif host == f"jyj.{name}.gov.cn":
            reply(writer, f"<p>{host} {path}</p>" if path == "/" else "none", 200 if path == "/" else 404)
        else:
            default = GONE if path == "/robots.txt" and "/robots.txt" not in site else site[""]
            await site.get(path, default)(asked, writer)

    async def _secure(self, reader: asyncio.StreamReader, writer: Writer, host: str) -> None:
        name = host.removesuffix(".gov.cn").rpartition(".")[2]
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.drain()
        if name == "tls-closes":
            await reader.read(2000)
            return
        if name == "tls-sm2":  # speaks only the national algorithms: no cipher in common, says so and hangs up
            await reader.read(2000)
            writer.write(b"\x15\x03\x03\x00\x02\x02\x28")
            await writer.drain()
            return
        await writer.start_tls(server_context(old=name == "tls-old", expired=name in ("tls-old", "tls-expired")))
        await self._talk(reader, writer, host)


@cache
def server_context(*, old: bool, expired: bool) -> ssl.SSLContext:
    """A server's side of TLS with a certificate nobody signed, as if its chain were incomplete; ``old``: TLS 1.0 only."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_certificate(900 if expired else 9000))
    if old:
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        context.minimum_version = context.maximum_version = ssl.TLSVersion.TLSv1
    return context


@cache
def _certificate(days: int) -> str:
    """The path of a file with a key and a certificate of its own making, good for so many days from 2020 on."""
    import tempfile
    from datetime import UTC, datetime, timedelta

    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.x509.oid import NameOID

    key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "www.gov.cn")])
    began = datetime(2020, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(name, name, key.public_key(), 1, began, began + timedelta(days=days))
    made = builder.sign(key, hashes.SHA256())
    folder = Path(tempfile.mkdtemp(prefix="chaos-"))
    private = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "both.pem").write_bytes(private + made.public_bytes(serialization.Encoding.PEM))
    return str(folder / "both.pem")
