"""Archives on disk: made in one process at a time, whole after a kill, read flat in memory."""

from __future__ import annotations

import json
import os
import tracemalloc
from pathlib import Path

import pytest

from crawler.archive import SiteArchive, archive_folder
from crawler.archive_writer import ArchiveWriter
from crawler.ledger import Ledger
from crawler.problems import Problem
from crawler.records import Site
from crawler.urls import copy_key, host_of
from crawler.warc import WarcFile, header_block

SITE = Site("a", "某县人民政府", "http://www.a.gov.cn/", level="county", service_urls=("http://zw.gov.cn/a/",))


def writer(folder: Path) -> ArchiveWriter:
    return ArchiveWriter.open(folder, SITE, 2026, "2026-05-01", {"budget": 5})


def add(archive: ArchiveWriter, url: str, body: bytes = b"", **fields: object) -> None:
    """Put one page into an archive in one transaction."""
    with archive.page():
        row = archive.ledger.add(
            url,
            copy_key(url),
            host_of(url),
            state="queued",
            reason="",
            priority=0,
            parent=None,
            depth=0,
            why="start",
            anchor="",
        )
        if body:
            head = header_block("HTTP/1.1 200 OK", [(b"Content-Type", b"text/html")])
            place = archive.warc.exchange(url, header_block("GET / HTTP/1.1", []), head, body)
            fields = {
                "state": "fetched",
                "reason": "ok",
                "http_status": 200,
                "waiting": 0,
                "record": int(place.split("#")[1]),
                **fields,
            }
        if fields:
            archive.ledger.set(row, **fields)


def test_folders_are_safe_names(tmp_path: Path) -> None:
    for site_id in ("../../etc", "a/b", "..", ".", "", "con", "NUL.txt", "a:b", "中文", "x.", "aux"):
        folder = archive_folder(tmp_path, 2026, site_id)
        assert folder.parent == tmp_path / "archives" / "2026"
        assert folder.name not in ("", ".", "..") and folder.name.lower().split(".")[0] not in ("con", "nul", "aux")
        assert not set(folder.name) & set('/\\:*?"<>|')
    assert archive_folder(tmp_path, 2026, "1101080001").name == "1101080001"


def test_site_json_says_who_when_and_with_what(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    add(archive, "http://www.a.gov.cn/", b"<p>1</p>")
    status = archive.finish("measured")
    about = json.loads((tmp_path / "site.json").read_text(encoding="utf-8"))
    assert about["site"]["name"] == SITE.name and about["as_of"] == "2026-05-01" and about["options"] == {"budget": 5}
    assert about["versions"]["scrapy"] and set(about["digests"]) == {"pages.warc.gz", "ledger.sqlite"}
    with SiteArchive.open(tmp_path) as opened:
        assert (opened.site, opened.year, opened.as_of) == (SITE, 2026, "2026-05-01")
        assert opened.status() == status and status.status == "measured" and status.pages_fetched == 1
    assert sorted(path.name for path in tmp_path.iterdir() if path.name != "lock") == [
        "ledger.sqlite",
        "pages.warc.gz",
        "site.json",
    ]


def test_a_torn_tail_is_cut(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    add(archive, "http://www.a.gov.cn/1", b"<p>1</p>")
    whole = archive.warc.end
    archive.close()
    warc = tmp_path / "pages.warc.gz"
    with warc.open("ab") as file:
        file.write(warc.read_bytes()[:57])
    again = writer(tmp_path)
    assert again.warc.end == whole == warc.stat().st_size
    add(again, "http://www.a.gov.cn/2", b"<p>2</p>")
    again.finish("measured")
    with SiteArchive.open(tmp_path) as opened:
        assert [page.body for page in opened.snapshots()] == [b"<p>1</p>", b"<p>2</p>"]


def test_pages_whose_records_are_lost_are_asked_again(tmp_path: Path) -> None:
    """After a power cut the ledger may be ahead of the WARC file."""
    archive = writer(tmp_path)
    add(archive, "http://www.a.gov.cn/1", b"<p>1</p>")
    kept = archive.warc.end
    add(archive, "http://www.a.gov.cn/2", b"<p>2</p>")
    archive.close()
    os.truncate(tmp_path / "pages.warc.gz", kept)
    again = writer(tmp_path)
    waiting = again.ledger.next_waiting("www.a.gov.cn", 0)
    assert waiting is not None and waiting.url.endswith("/2") and again.ledger.waiting() == 1
    again.close()


def test_an_error_inside_a_page_leaves_nothing_of_it(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    with pytest.raises(RuntimeError), archive.page():
        add(archive, "http://www.a.gov.cn/1", b"<p>1</p>")
        raise RuntimeError
    assert archive.ledger.find("http://www.a.gov.cn/1") is None
    archive.close()


def test_what_is_no_archive(tmp_path: Path) -> None:
    with pytest.raises(Problem) as met:
        SiteArchive.open(tmp_path)
    assert met.value.code == "archive_missing"
    (tmp_path / "site.json").write_text("{", encoding="utf-8")
    with pytest.raises(Problem) as met:
        SiteArchive.open(tmp_path)
    assert met.value.code == "archive_damaged"
    (tmp_path / "site.json").unlink()
    writer(tmp_path).close()
    (tmp_path / "ledger.sqlite").write_bytes(b"no database at all" * 100)
    with pytest.raises(Problem) as met, SiteArchive.open(tmp_path) as opened:
        opened.status()
    assert met.value.code == "archive_damaged"


def test_one_process_at_a_time(tmp_path: Path) -> None:
    first = writer(tmp_path)
    with pytest.raises(Problem) as met:
        writer(tmp_path)
    assert met.value.code == "archive_locked"
    first.close()
    writer(tmp_path).close()


def test_lookup_follows_copies_and_redirects(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    add(archive, "http://www.a.gov.cn/old", b"-", http_status=302, final_url="http://www.a.gov.cn/new")
    add(archive, "http://www.a.gov.cn/new", b"<p>new</p>")
    add(archive, "http://a.gov.cn/new", state="skipped", reason="copy", waiting=0)
    add(archive, "http://www.a.gov.cn/round", b"-", http_status=302, final_url="http://www.a.gov.cn/round")
    archive.finish("measured")
    with SiteArchive.open(tmp_path) as opened:
        for url in (
            "http://www.a.gov.cn/old",
            "https://a.gov.cn/old",
            "http://a.gov.cn/new",
            "http://www.a.gov.cn/new?PHPSESSID=1",
        ):
            found = opened.lookup(url)
            assert found is not None and found.url == "http://www.a.gov.cn/new"
        assert opened.lookup("http://www.a.gov.cn/round") is not None
        assert opened.lookup("http://www.a.gov.cn/nothing") is None
        assert opened.lookup("no address") is None


def test_reading_stays_flat_in_memory(tmp_path: Path) -> None:
    archive = writer(tmp_path)
    for number in range(300):
        add(archive, f"http://www.a.gov.cn/{number}", os.urandom(100_000))
    archive.finish("measured")
    with SiteArchive.open(tmp_path) as opened:
        tracemalloc.start()
        assert sum(len(page.body) for page in opened.snapshots()) == 30_000_000
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert peak < 3_000_000


def test_no_record_no_page(tmp_path: Path) -> None:
    writer(tmp_path).finish("measured")
    with WarcFile(tmp_path / "pages.warc.gz") as warc, pytest.raises(ValueError, match="99999"):
        warc.read("pages.warc.gz#99999")


def test_priorities_then_first_come(tmp_path: Path) -> None:
    ledger = Ledger(tmp_path / "ledger.sqlite")
    for number, priority in enumerate((1, 5, 5, 9)):
        ledger.add(
            f"http://a.gov.cn/{number}",
            str(number),
            "a.gov.cn",
            state="queued",
            reason="",
            priority=priority,
            parent=None,
            depth=0,
            why="link",
            anchor="",
        )
    order = []
    while row := ledger.next_waiting("a.gov.cn", 0):
        order.append(row.id)
        ledger.set(row.id, waiting=0)
    assert order == [4, 2, 3, 1]
    ledger.close()
