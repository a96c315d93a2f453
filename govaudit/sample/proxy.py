"""Serving the sample province on loopback: a forward proxy that knows the invented hosts and refuses all others."""

from __future__ import annotations

import contextlib
import os
import sys
import threading
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from govaudit.sample.province import Province
from govaudit.sample.web import Page, split_target


@dataclass(slots=True)
class Server:
    """A running proxy: its address for ``--proxy``, and what it was asked, by (host, method, path with query)."""

    url: str
    requests: Counter[tuple[str, str, str]] = field(default_factory=Counter)
    refused: Counter[tuple[str, str, str]] = field(default_factory=Counter)

    def by_host(self) -> Counter[str]:
        """Requests answered, per host."""
        return self._by(0)

    def by_method(self) -> Counter[str]:
        """Requests answered, per method."""
        return self._by(1)

    def _by(self, part: int) -> Counter[str]:
        counted: Counter[str] = Counter()
        for key, number in self.requests.items():
            counted[key[part]] += number
        return counted


@contextlib.contextmanager
def serve(province: Province, port: int = 0) -> Iterator[Server]:
    """Answer for the province's hosts at ``http://127.0.0.1:<port>`` until the block is left.

    Port 0 takes any free one. Raises ``OSError`` when the port is taken.
    """
    with _Listener(("127.0.0.1", port), _Handler) as listener:
        listener.province = province
        listener.told = Server(f"http://127.0.0.1:{listener.server_address[1]}")
        thread = threading.Thread(target=listener.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        thread.start()
        try:
            yield listener.told
        finally:
            listener.shutdown()
            thread.join()


class _Listener(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = os.name == "posix"  # elsewhere it would let two programs share a port
    province: Province
    told: Server

    def __init__(self, address: tuple[str, int], handler: type[BaseHTTPRequestHandler]) -> None:
        self.lock = threading.Lock()
        super().__init__(address, handler)

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a client that left, such as a crawl that was stopped."""
        if not isinstance(sys.exc_info()[1], ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type]


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    timeout = 30
    server: _Listener

    def _answer(self) -> None:
        name, target = split_target(self.path) if "://" in self.path else ("", self.path)
        host = self.server.province.hosts.get(name)
        self._count(name, target, refused=host is None)
        if host is None:
            self._send(Page(b"unknown host", "text/plain", 502))
        elif host.drops:
            self.close_connection = True
        else:
            self._send(host.answer(target))

    def _refuse(self) -> None:
        """Whatever would change something, and tunnels."""
        self._count(*(split_target(self.path) if "://" in self.path else (self.path, "")), refused=True)
        self.close_connection = True
        self._send(Page(b"GET and HEAD only", "text/plain", 502 if self.command == "CONNECT" else 405))

    do_GET = do_HEAD = _answer
    do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = do_CONNECT = _refuse

    def _count(self, name: str, target: str, *, refused: bool) -> None:
        with self.server.lock:
            (self.server.told.refused if refused else self.server.told.requests)[name, self.command, target] += 1

    def _send(self, page: Page) -> None:
        self.send_response(page.status)
        self.send_header("Content-Type", page.content_type)
        self.send_header("Content-Length", str(len(page.body)))
        for name, value in page.headers.items():
            self.send_header(name, value)
        if self.close_connection:
            self.send_header("Connection", "close")
        self.end_headers()
        if self.command != "HEAD":
            with contextlib.suppress(BrokenPipeError, ConnectionResetError):
                self.wfile.write(page.body)

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: what was asked is counted."""
