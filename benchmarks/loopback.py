"""A loopback server in a process of its own that plays any number of hosts, as a forward proxy would answer for them."""

from __future__ import annotations

import asyncio
import multiprocessing
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Protocol


class World(Protocol):
    """What the hosts say."""

    def answer(self, host: bytes, path: bytes) -> bytes:
        """The whole answer, head and body; made beforehand where possible, for the server shares the machine."""

    def seen(self) -> object:
        """What the server noted, asked for at the end."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server: its ``address``, and its process number, by which its own CPU time can be read."""

    address: str
    pid: int
    pipe: Connection

    def seen(self) -> object:
        """End the server; returns what its world noted."""
        self.pipe.send("done")
        return self.pipe.recv()


def whole(body: bytes, status: bytes = b"200 OK") -> bytes:
    """An HTML answer."""
    head = b"HTTP/1.1 %s\r\nContent-Type: text/html; charset=utf-8\r\nContent-Length: %d\r\n\r\n"
    return head % (status, len(body)) + body


@contextmanager
def serving(make: Callable[[], World]) -> Iterator[Server]:
    """Run the world that ``make`` makes (a function of a module, or a partial of one) while the block lasts."""
    context = multiprocessing.get_context("spawn")
    heard, said = context.Pipe()
    process = context.Process(target=_serve, args=(make, said), daemon=True)
    process.start()
    try:
        yield Server(f"http://127.0.0.1:{heard.recv()}", process.pid or 0, heard)
    finally:
        process.kill()
        process.join()


def _serve(make: Callable[[], World], pipe: Connection) -> None:
    world = make()

    async def run() -> None:
        loop = asyncio.get_running_loop()
        server = await loop.create_server(lambda: _Answering(world), "127.0.0.1", 0, backlog=4096)
        pipe.send(server.sockets[0].getsockname()[1])
        await loop.run_in_executor(None, pipe.recv)
        pipe.send(world.seen())

    asyncio.run(run())


class _Answering(asyncio.Protocol):
    """One connection. Requests name whole addresses; heads end where an empty line is, and nothing has a body."""

    def __init__(self, world: World) -> None:
        self._world, self._waiting = world, b""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport

    def data_received(self, data: bytes) -> None:
        self._waiting += data
        while b"\r\n\r\n" in self._waiting:
            head, _, self._waiting = self._waiting.partition(b"\r\n\r\n")
            address = head.split(b" ", 2)[1].removeprefix(b"http://")
            host, _, path = address.partition(b"/")
            self._transport.write(self._world.answer(host, b"/" + path))
            if _closes(head.lower()):
                self._transport.close()
                return


def _closes(head: bytes) -> bool:
    old = b" http/1.0\r\n" in head
    return b"connection: close" in head or (old and b"connection: keep-alive" not in head)
