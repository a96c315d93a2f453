"""A small world of websites behind a loopback forward proxy: what is asked of any host is answered here, and noted."""

from __future__ import annotations

import asyncio
import ssl
import threading
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from urllib.parse import urlsplit


@dataclass(frozen=True)
class Asked:
    """One request as it came: the time it came, method, host, path with query, headers (lower-case names)."""

    at: float
    method: str
    host: str
    path: str
    headers: dict[str, str]
    scheme: str = "http"

    @property
    def url(self) -> str:
        return f"{self.scheme}://{self.host}{self.path}"


@dataclass(frozen=True)
class Page:
    """A plain answer."""

    body: bytes | str = b""
    status: int = 200
    content_type: str = "text/html; charset=utf-8"
    headers: dict[str, str] = field(default_factory=dict)

    def raw(self) -> bytes:
        body = self.body.encode() if isinstance(self.body, str) else self.body
        lines = [f"HTTP/1.1 {self.status} X", f"Content-Length: {len(body)}"]
        if self.content_type:
            lines.append(f"Content-Type: {self.content_type}")
        lines += [f"{name}: {value}" for name, value in self.headers.items()]
        return "\r\n".join(lines).encode("latin-1") + b"\r\n\r\n" + body


@dataclass(frozen=True)
class Fault:
    """Writes whatever it likes to the connection, which is closed afterwards."""

    write: Callable[[Asked, asyncio.StreamWriter], Awaitable[None]]


Answer = Page | Fault | Callable[[Asked], Page]


def redirect(to: str, status: int = 302, **headers: str) -> Page:
    return Page(b"", status, "", {"Location": to, **headers})


class World:
    """Serves while the ``with`` block lasts. ``pages`` maps URLs to answers; ``fallback`` answers everything else.

    With ``tls`` (a server's context) tunnels are made, and what is asked inside them is answered and noted alike.
    """

    def __init__(
        self, pages: dict[str, Answer] | None = None, fallback: Answer | None = None, tls: ssl.SSLContext | None = None
    ) -> None:
        self.tls = tls
        self.pages: dict[str, Answer] = dict(pages or {})
        self.fallback: Answer = fallback or Page("not here", 404)
        self.asked: list[Asked] = []
        self._loop = asyncio.new_event_loop()
        self._ready = threading.Event()
        self._thread = threading.Thread(target=self._run, daemon=True)
        self.port = 0

    @property
    def proxy(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def urls(self, host: str = "") -> list[str]:
        """What was asked, robots.txt left out."""
        return [one.url for one in self.asked if one.path != "/robots.txt" and host in one.host]

    def times(self, host: str) -> list[float]:
        return [one.at for one in self.asked if one.host == host]

    def __enter__(self) -> World:
        self._thread.start()
        assert self._ready.wait(60)
        return self

    def __exit__(self, *_: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)

    def _run(self) -> None:
        asyncio.set_event_loop(self._loop)
        server = self._loop.run_until_complete(asyncio.start_server(self._serve, "127.0.0.1", 0))
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        self._loop.run_forever()
        server.close()
        for task in asyncio.all_tasks(self._loop):
            task.cancel()
        self._loop.run_until_complete(asyncio.sleep(0))
        self._loop.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._answer(reader, writer):
                pass
        except (asyncio.IncompleteReadError, OSError, asyncio.CancelledError):
            pass
        finally:
            writer.close()

    async def _answer(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        method, target, _ = head[0].split(" ", 2)
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        parts = urlsplit(target)
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        if method == "CONNECT" and self.tls is not None:
            writer.write(b"HTTP/1.1 200 OK\r\n\r\n")
            await writer.start_tls(self.tls)
            return True
        scheme = "https" if writer.get_extra_info("sslcontext") else "http"
        asked = Asked(time.monotonic(), method, parts.netloc or headers.get("host", ""), path, headers, scheme)
        self.asked.append(asked)
        answer = self.pages.get(asked.url, self.fallback)
        if method == "CONNECT":  # no TLS in this world
            answer = Page("", 502)
        if asked.path == "/robots.txt" and asked.url not in self.pages:
            answer = Page("", 404)
        if isinstance(answer, Fault):
            await answer.write(asked, writer)
            return False
        page = answer if isinstance(answer, Page) else answer(asked)
        writer.write(page.raw() if method != "HEAD" else page.raw().split(b"\r\n\r\n")[0] + b"\r\n\r\n")
        await writer.drain()
        return True
