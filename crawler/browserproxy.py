"""The one way out of the browser: a forward proxy on loopback that refuses what may not be asked.

Interception inside the browser does not see where a redirect leads, nor what a worker asks; this sees every connection.
Only GET and HEAD pass, each when its host's turn has come, and only to addresses that are allowed. Without a further proxy the
address connected to is checked before anything is sent: a name cannot mean one thing when checked, another when used.
"""

from __future__ import annotations

import asyncio
import base64
import ssl
from collections.abc import Callable
from contextlib import suppress
from ipaddress import ip_address
from typing import Final
from urllib.parse import SplitResult, unquote, urlsplit

from crawler.addresses import number_refusal
from crawler.pace import Turns

MAX_HEAD: Final = 65_536
#: Seconds for a connection to be made.
CONNECTING: Final = 15.0
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

    def __init__(self, upstream: str, allow: Callable[[str], bool], turns: Turns) -> None:
        self._upstream = urlsplit(upstream) if upstream else None
        self._allow, self._turns = allow, turns
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
            head = await reader.readuntil(b"\r\n\r\n")
            method, target, *_ = head.split(b"\r\n", 1)[0].decode("latin-1").split(" ")
            incoming, out = await self._pass_on(method, target, head, writer)
            if method == "CONNECT":
                await _tunnel_bytes((reader, writer), (incoming, out))
            else:
                await _answer(reader, incoming, writer)
        except Refused:
            writer.write(_REFUSED)
        except (OSError, TimeoutError):
            writer.write(_FAILED)
        except (asyncio.IncompleteReadError, asyncio.LimitOverrunError, ValueError):
            pass
        finally:
            await _close(writer)
            await _close(out)

    async def _pass_on(self, method: str, target: str, head: bytes, writer: asyncio.StreamWriter) -> Streams:
        """Connect to where a request wants to go and send its head there."""
        if method == "CONNECT":
            return await self._tunnel(target, writer)
        if method not in ("GET", "HEAD") or not target.startswith("http://") or not await self._allowed(target):
            raise Refused
        parts = urlsplit(target)
        host = parts.hostname or ""
        await self._turns.take(host, CONNECTING)
        try:
            streams = await self._connect(host, parts.port or 80)
            streams[1].write(self._request(method, parts, head))
        finally:  # the pause counts from here: answers that never end must not keep others from asking
            self._turns.give_back(host)
        return streams

    async def _tunnel(self, target: str, writer: asyncio.StreamWriter) -> Streams:
        parts = urlsplit(f"https://{target}/")
        if parts.port == 80 or not await self._allowed(parts.geturl()):  # tunnels to port 80 are for web sockets
            raise Refused
        reader, out = await self._connect(parts.hostname or "", parts.port or 443)
        if self._upstream is not None:
            out.write(f"CONNECT {target} HTTP/1.1\r\nHost: {target}\r\n{self._credentials()}\r\n".encode("latin-1"))
            writer.write(await reader.readuntil(b"\r\n\r\n"))
        else:
            writer.write(b"HTTP/1.1 200 Connection established\r\n\r\n")
        return reader, out

    async def _connect(self, host: str, port: int) -> Streams:
        if self._upstream is not None:
            host, secure = self._upstream.hostname or "", self._upstream.scheme == "https"
            port = self._upstream.port or (443 if secure else 80)
            context = ssl.create_default_context() if secure else None
            return await asyncio.wait_for(asyncio.open_connection(host, port, ssl=context), CONNECTING)
        reader, out = await asyncio.wait_for(asyncio.open_connection(host, port), CONNECTING)
        if number_refusal(ip_address(str(out.get_extra_info("peername")[0]).partition("%")[0])):
            await _close(out)
            raise Refused
        return reader, out

    async def _allowed(self, url: str) -> bool:
        if ("." + (urlsplit(url).hostname or "")).endswith(BROWSERS_OWN):
            return False
        return await asyncio.to_thread(self._allow, url)  # may ask the name service

    def _request(self, method: str, parts: SplitResult, head: bytes) -> bytes:
        """The head to send on: one exchange a connection, the whole address only to a further proxy."""
        path = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        target = parts.geturl() if self._upstream is not None else path
        lines = [line for line in head.split(b"\r\n")[1:-2] if not line.lower().startswith(_HOP_BY_HOP)]
        first = f"{method} {target} HTTP/1.1\r\nConnection: close\r\n{self._credentials()}".encode("latin-1")
        return first + b"\r\n".join(lines) + b"\r\n\r\n"

    def _credentials(self) -> str:
        if self._upstream is None or not self._upstream.username:
            return ""
        pair = f"{unquote(self._upstream.username)}:{unquote(self._upstream.password or '')}"
        return f"Proxy-Authorization: Basic {base64.b64encode(pair.encode()).decode()}\r\n"


async def _answer(browser: asyncio.StreamReader, site: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    """Carry one answer back, until it ends or the browser leaves. Its head says that the connection ends with it.

    Otherwise the browser would send its next request, to whatever host, down the same connection, past every check.
    """
    head = await site.readuntil(b"\r\n\r\n")
    while head.split(b" ", 2)[1:2] in ([b"100"], [b"102"], [b"103"]):  # news before the answer
        head = await site.readuntil(b"\r\n\r\n")
    first, *lines = head.split(b"\r\n")[:-2]
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


async def _tunnel_bytes(browser: Streams, site: Streams) -> None:
    """Carry bytes both ways until the site's side ends."""
    up = asyncio.ensure_future(_copy(browser[0], site[1]))
    try:
        await _copy(site[0], browser[1])
    finally:
        up.cancel()


async def _copy(source: asyncio.StreamReader, sink: asyncio.StreamWriter) -> None:
    with suppress(ConnectionError):
        while data := await source.read(MAX_HEAD):
            sink.write(data)
            await sink.drain()


async def _close(writer: asyncio.StreamWriter | None) -> None:
    if writer is not None:
        with suppress(OSError):
            writer.close()
            await writer.wait_closed()
