"""The one way out of the browser: a forward proxy on loopback that refuses what may not be asked.

Interception inside the browser does not see where a redirect leads, nor what a worker asks; this sees every request,
those inside TLS too, which ends here and begins anew towards the site. Only GET and HEAD pass, each when its host's turn
has come, and only to addresses that are allowed. Without a further proxy the address connected to is checked before anything
is sent: a name cannot mean one thing when checked, another when used.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.addresses import number_refusal
from crawler.browsertls import towards_browser, towards_sites
from crawler.pace import Turns

MAX_HEAD: Final = 65_536
#: Bytes of one answer; what is longer is cut, as the crawl itself cuts it.
MAX_BODY: Final = 16 * 1024 * 1024
#: Seconds for a connection to be made.
CONNECTING: Final = 15.0
#: Seconds for a connection to be closed in good form.
CLOSING: Final = 5.0
#: Where browsers call on their own account (measured: sign-in state at every start, whatever the flags).
BROWSERS_OWN: Final = (".google.com", ".googleapis.com", ".gvt1.com", ".microsoft.com", ".msedge.net", ".bing.com")
_REFUSED: Final = b"HTTP/1.1 403 Forbidden\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_FAILED: Final = b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 0\r\nConnection: close\r\n\r\n"
_HOP_BY_HOP: Final = (b"connection:", b"proxy-connection:", b"keep-alive:", b"proxy-authorization:")

Streams = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class Refused(Exception):
    """A request that is not passed on."""


class BrowserProxy:
    """Serves while started; ``upstream`` is the user's own proxy or empty. Runs in the renderer's event loop."""

    def __init__(
        self,
        upstream: str,
        allow: Callable[[str], bool],
        turns: Turns,
        told: Callable[[str, int], None] = lambda url, status: None,
    ) -> None:
        self._upstream = urlsplit(upstream) if upstream else None
        self._allow, self._turns, self._told = allow, turns, told
        self._server: asyncio.Server | None = None

    async def start(self) -> str:
        """Start serving on loopback; returns the address."""
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, limit=MAX_HEAD)
        return f"http://127.0.0.1:{self._server.sockets[0].getsockname()[1]}"

    def stop(self) -> None:
        """Take no more connections."""
        if self._server:
            self._server.close()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        out: asyncio.StreamWriter | None = None
        try:
            method, target, head = await _head_of(reader)
            if method == "CONNECT":
                origin = await self._end_tunnel(target, writer)
                method, path, head = await _head_of(reader)
                target = origin + path if path.startswith("/") else ""
            incoming, out = await self._pass_on(method, target, head)
            await _answer(reader, incoming, writer, partial(self._told, target))
        except Refused:
            writer.write(_REFUSED)
        except (OSError, TimeoutError):
            writer.write(_FAILED)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            await _close(writer)
            await _close(out)

    async def _end_tunnel(self, target: str, writer: asyncio.StreamWriter) -> str:
        """Take a tunnel that the browser wants and speak TLS with it in the site's place; returns the origin it is for."""
        origin = f"https://{target}"
        if urlsplit(origin).port == 80 or not await self._allowed(origin + "/"):  # to port 80: for web sockets
            raise Refused
        writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        await writer.start_tls(towards_browser(), ssl_handshake_timeout=CONNECTING)
        return origin

    async def _pass_on(self, method: str, target: str, head: bytes) -> Streams:
        """Connect to where a request wants to go and send its head there."""
        parts = urlsplit(target)
        known = method in ("GET", "HEAD") and parts.scheme in ("http", "https") and b"\nupgrade:" not in head.lower()
        if not known or not await self._allowed(target):
            raise Refused
        host, secure = parts.hostname or "", parts.scheme == "https"
        await self._turns.take(host, CONNECTING)
        try:
            connecting = self._connect(host, parts.port or (443 if secure else 80), secure=secure)
            streams = await asyncio.wait_for(connecting, CONNECTING)
            streams[1].write(self._request(method, parts, head))
        finally:  # the pause counts from here: answers that never end must not keep others from asking
            self._turns.give_back(host)
        return streams

    async def _connect(self, host: str, port: int, *, secure: bool) -> Streams:
        reader, out = await (self._open_upstream() if self._upstream else asyncio.open_connection(host, port))
        try:
            if self._upstream is None:
                _check_peer(out)
            elif secure:
                await self._through(reader, out, f"[{host}]:{port}" if ":" in host else f"{host}:{port}")
            if secure:
                await out.start_tls(towards_sites(), server_hostname=host)
        except BaseException:
            await _close(out)
            raise
        return reader, out

    async def _open_upstream(self) -> Streams:
        assert self._upstream is not None
        secure = self._upstream.scheme == "https"
        port = self._upstream.port or (443 if secure else 80)
        context = ssl.create_default_context() if secure else None
        return await asyncio.open_connection(self._upstream.hostname or "", port, ssl=context)

    async def _through(self, reader: asyncio.StreamReader, out: asyncio.StreamWriter, target: str) -> None:
        """A tunnel through the user's own proxy; raises OSError where it makes none."""
        out.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{self._credentials()}\r\n".encode("latin-1"))
        said = await reader.readuntil(b"\r\n\r\n")
        if said.split(b" ", 2)[1:2] != [b"200"]:
            raise ConnectionError("no tunnel")

    async def _allowed(self, url: str) -> bool:
        if ("." + (urlsplit(url).hostname or "")).endswith(BROWSERS_OWN):
            return False
        return await asyncio.to_thread(self._allow, url)  # may ask the name service

    def _request(self, method: str, parts: SplitResult, head: bytes) -> bytes:
        """The head to send on: one exchange a connection, the whole address only to a further proxy."""
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        further = self._upstream is not None and parts.scheme == "http"
        target = parts.geturl() if further else path
        lines = [line for line in head.split(b"\r\n")[1:-2] if not line.lower().startswith(_HOP_BY_HOP)]
        known = self._credentials() if further else ""
        first = f"{method} {target} HTTP/1.1\r\nConnection: close\r\n{known}".encode("latin-1")
        return first + b"\r\n".join(lines) + b"\r\n\r\n"

    def _credentials(self) -> str:
        if self._upstream is None or not self._upstream.username:
            return ""
        pair = f"{unquote(self._upstream.username)}:{unquote(self._upstream.password or '')}"
        return f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}\r\n"


async def _head_of(reader: asyncio.StreamReader) -> tuple[str, str, bytes]:
    """Method, target and the whole head of the next request."""
    head = await reader.readuntil(b"\r\n\r\n")
    method, target, _ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
    return method, target, head


def _check_peer(out: asyncio.StreamWriter) -> None:
    """Raise :class:`Refused` where a connection leads to this machine or a private network."""
    if number_refusal(ip_address(str(out.get_extra_info("peername")[0]).partition("%")[0])):
        raise Refused


async def _answer(
    browser: asyncio.StreamReader,
    site: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    told: Callable[[int], None],
) -> None:
    """Carry one answer back, until it ends, grows too large or the browser leaves. Its head says that the connection ends with it.

    Otherwise the browser would send its next request, to whatever host, down the same connection, past every check.
    """
    head = await site.readuntil(b"\r\n\r\n")
    while head.split(b" ", 2)[1:2] in ([b"100"], [b"102"], [b"103"]):  # news before the answer
        head = await site.readuntil(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")[:-2]
    told(_status_of(first))
    kept = [line for line in lines if not line.lower().startswith(_HOP_BY_HOP)]
    writer.write(b"\r\n".join([first, *kept, b"Connection: close"]) + b"\r\n\r\n")
    left = asyncio.ensure_future(_drained(browser))
    carried = asyncio.ensure_future(_copy(site, writer))
    try:
        await asyncio.wait((left, carried), return_when=asyncio.FIRST_COMPLETED)
    finally:
        left.cancel(), carried.cancel()


async def _drained(source: asyncio.StreamReader) -> None:
    """Read to the end; what comes goes nowhere."""
    with suppress(ConnectionError):
        while await source.read(MAX_HEAD):
            pass


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    left = MAX_BODY
    with suppress(ConnectionError):
        while left > 0 and (data := await source.read(MAX_HEAD)):
            left -= len(data)
            sink.write(data)
            await sink.drain()


def _status_of(first_line: bytes) -> int:
    status = first_line.split(b" ", 2)[1:2]
    return int(status[0]) if status and status[0].isdigit() else 0


async def _close(writer: asyncio.StreamWriter | None) -> None:
    if writer is not None:
        with suppress(OSError, TimeoutError):
            writer.close()
            await asyncio.wait_for(writer.wait_closed(), CLOSING)
