"""A throwaway PostgreSQL server from the system's packages, on a free loopback port, in a folder of its own."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest


def binaries() -> Path | None:
    """The folder with initdb and postgres, or None."""
    found = sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: path.parts[-3].zfill(4))
    if found:
        return found[-1].parent
    on_path = shutil.which("initdb")
    return Path(on_path).parent if on_path else None


def _as_user() -> Sequence[str]:
    """The server refuses to run as root: hand it to an ordinary user."""
    return ("runuser", "-u", "nobody", "--") if hasattr(os, "geteuid") and os.geteuid() == 0 else ()


@contextlib.contextmanager
def running() -> Iterator[str]:
    """The URL of a server that lives as long as the block; skips the test when no server can be had."""
    programs = binaries()
    if programs is None:
        pytest.skip("no PostgreSQL server programs on this machine")
    with tempfile.TemporaryDirectory(prefix="pg-", ignore_cleanup_errors=True) as place:
        # Not below pytest's own folder: another user must be able to enter it, and socket paths are short.
        folder = Path(place)
        if _as_user():
            shutil.chown(folder, "nobody")
        data = str(folder / "data")
        made = subprocess.run(
            [
                *_as_user(),
                str(programs / "initdb"),
                "-D",
                data,
                "-U",
                "audit",
                "-A",
                "trust",
                "-E",
                "UTF8",
                "--no-sync",
                "--no-locale",
            ],
            capture_output=True,
            text=True,
            timeout=240,
            check=False,
            cwd=folder,
        )
        if made.returncode:
            pytest.skip(f"initdb failed: {made.stderr.strip()[-200:]}")
        port = _free_port()
        server = subprocess.Popen(
            [
                *_as_user(),
                str(programs / "postgres"),
                "-D",
                data,
                "-p",
                str(port),
                "-h",
                "127.0.0.1",
                "-c",
                "unix_socket_directories=",
                "-F",
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            cwd=folder,
        )
        try:
            _wait(port, server)
            yield f"postgresql://audit@127.0.0.1:{port}/postgres"
        finally:
            _stop(programs, data, server, folder)


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def _wait(port: int, server: subprocess.Popen[bytes]) -> None:
    import psycopg  # here: a machine without the driver can still collect the tests

    for _ in range(300):
        assert server.poll() is None, "the PostgreSQL server ended at once"
        with contextlib.suppress(psycopg.OperationalError):
            psycopg.connect(f"host=127.0.0.1 port={port} user=audit dbname=postgres").close()
            return
        time.sleep(0.1)
    pytest.fail("the PostgreSQL server did not answer within 30 s")


def _stop(programs: Path, data: str, server: subprocess.Popen[bytes], folder: Path) -> None:
    subprocess.run(
        [*_as_user(), str(programs / "pg_ctl"), "stop", "-D", data, "-m", "immediate"],
        capture_output=True,
        timeout=120,
        check=False,
        cwd=folder,
    )
    with contextlib.suppress(subprocess.TimeoutExpired):
        server.wait(timeout=60)
    if server.poll() is None:
        server.kill()
        server.wait()
