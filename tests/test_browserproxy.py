"""The browser's way out: what it lets through, and how often."""

from __future__ import annotations

import asyncio

import pytest
from webworld import Page, World

from crawler.addresses import AddressGuard
from crawler.browserproxy import BrowserProxy
from crawler.pace import Turns

FIRST = "GET http://www.a.gov.cn/1 HTTP/1.1\r\nHost: www.a.gov.cn\r\n\r\n"


def answered(world: World, *sent: str) -> bytes:
    """What comes back for requests sent down one connection."""

    async def run() -> bytes:
        proxy = BrowserProxy(world.proxy, AddressGuard(world.proxy).allows, Turns())
        port = int((await proxy.start()).rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write("".join(sent).encode())
        came = b""
        try:
            while not came.endswith(b"here") and (more := await asyncio.wait_for(reader.read(4096), 10)):
                came += more
            await asyncio.sleep(0.1)  # what was sent behind has had its chance
            return came
        finally:
            writer.close()
            await asyncio.sleep(0.1)
            proxy.stop()

    return asyncio.run(run())


@pytest.mark.parametrize(
    "second",
    [
        "GET http://169.254.169.254/secret HTTP/1.1\r\nHost: 169.254.169.254\r\n\r\n",
        "POST http://www.a.gov.cn/letter HTTP/1.1\r\nHost: www.a.gov.cn\r\nContent-Length: 1\r\n\r\nx",
    ],
)
def test_nothing_rides_behind_a_request(second: str) -> None:
    """A further request down the same connection is not passed on unseen; the browser is told not to send one."""
    with World(fallback=Page("here", headers={"Connection": "keep-alive"})) as world:
        came = answered(world, FIRST, second)
        assert came.count(b"Connection: close") == 1 and b"keep-alive" not in came
        assert [(one.method, one.url) for one in world.asked] == [("GET", "http://www.a.gov.cn/1")]


@pytest.mark.parametrize(
    "head",
    [
        "GET http://127.0.0.1/ HTTP/1.1\r\n\r\n",
        "DELETE http://www.a.gov.cn/ HTTP/1.1\r\n\r\n",
        "CONNECT 10.0.0.1:443 HTTP/1.1\r\n\r\n",
        "CONNECT www.a.gov.cn:80 HTTP/1.1\r\n\r\n",
        "GET ftp://www.a.gov.cn/ HTTP/1.1\r\n\r\n",
    ],
)
def test_what_is_refused(head: str) -> None:
    with World(fallback=Page("here")) as world:
        assert answered(world, head).startswith(b"HTTP/1.1 403")
        assert world.asked == []
