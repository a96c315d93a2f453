"""The results database goes away in the middle of a command: one clear message, status 2, and the same command goes on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import postgres
import psycopg
import pytest
from crawling import YEAR, links, options, site
from sqlalchemy import Engine, event
from webworld import Page, World

from crawler.run import crawl
from govaudit.cli import main

NAMES = ("a", "b", "c")
STEPS = ("judge", "score", "report")
#: So many statements after the command began it is in the middle of its work: some of them look at the tables' layout.
EARLY = 12


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("lost")
    with World(fallback=Page("<title>办事指南</title>" + links("/1", "/2"))) as world:
        crawl([site(f"www.{name}.gov.cn") for name in NAMES], options(folder, world))
    rows = "".join(f"{name},{name}县人民政府,http://www.{name}.gov.cn/,county,330102\n" for name in NAMES)
    text = f"site_id,name,portal_url,level,region_code\n{rows}"
    (folder / "sites.csv").write_text(text, encoding="utf-8")
    return folder


@contextmanager
def each_statement(do: Callable[[], None]) -> Iterator[None]:
    """Call ``do`` after every statement that any database of this process executes."""

    def executed(*_: object) -> None:
        do()

    event.listen(Engine, "after_cursor_execute", executed)
    try:
        yield
    finally:
        event.remove(Engine, "after_cursor_execute", executed)


def step(data: Path, url: str, name: str, lose: Callable[[], None] = lambda: None, after: int = 0) -> int:
    """Run a command whose database is lost after so many statements; its exit status."""
    done = [0]

    def count() -> None:
        done[0] += 1
        if done[0] == after:
            lose()

    chosen = ["--sites", str(data / "sites.csv"), "--year", str(YEAR)]
    with each_statement(count):
        status = main(["--data", str(data), "--db", url, name, *chosen])
    assert done[0] >= after
    return status


def test_postgresql_goes_away(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with postgres.running() as admin, psycopg.connect(admin, autocommit=True) as connection:
        connection.execute("CREATE DATABASE results")

        def lose() -> None:
            connection.execute("ALTER DATABASE results ALLOW_CONNECTIONS false")
            connection.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = 'results'")

        url = admin.rpartition("/")[0] + "/results"
        for name in STEPS:
            assert step(data, url, name, lose, EARLY) == 2, name
            said = capsys.readouterr().err
            assert "结果数据库" in said and "Traceback" not in said, said
            connection.execute("ALTER DATABASE results ALLOW_CONNECTIONS true")
            assert step(data, url, name) == 0, name


def test_a_sqlite_file_is_overwritten(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """What another program spoiled is said; with the file put away, judging again makes a new one."""
    file = data / "spoiled.sqlite"

    def spoil() -> None:
        for path in data.glob("spoiled.sqlite*"):
            with path.open("r+b") as opened:
                opened.write(b"spoiled " * 8192)

    url = f"sqlite:///{file.as_posix()}"
    assert step(data, url, "judge", spoil, EARLY) == 2
    assert "spoiled.sqlite" in capsys.readouterr().err
    for path in data.glob("spoiled.sqlite*"):
        path.unlink()
    assert step(data, url, "judge") == 0
