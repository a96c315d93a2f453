"""Archives handed over: packed for replay, their digests noted, and any change to them found."""

from __future__ import annotations

import gzip
import hashlib
import json
import random
import shutil
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from crawling import YEAR, links, options, site
from warcio.archiveiterator import ArchiveIterator
from webworld import Page, World

from crawler.archive import archive_folder
from crawler.problems import Problem
from crawler.run import crawl
from crawler.site_file import SiteFile
from crawler.verification import flaws
from crawler.wacz import sort_key
from govaudit.cli import main

SITE = "a"
HOME = "http://www.a.gov.cn/"


@pytest.fixture(scope="module")
def collected(tmp_path_factory: pytest.TempPathFactory) -> Path:
    data = tmp_path_factory.mktemp("collected")
    with World({HOME: Page(links("/b", "/c?b=2&a=1"))}, Page("<p>页</p>")) as world:
        crawl([site()], options(data, world))
    return data


@pytest.fixture
def data(collected: Path, tmp_path: Path) -> Path:
    shutil.copytree(collected, tmp_path / "data")
    return tmp_path / "data"


def listed(data: Path) -> list[str]:
    file = data / "list.csv"
    file.write_text(f"site_id,name,portal_url\n{SITE},甲,{HOME}\n", encoding="utf-8")
    return ["--sites", str(file), "--year", str(YEAR)]


def verify(data: Path, *more: str) -> int:
    return main(["--data", str(data), "archive", "verify", *listed(data), *more])


def test_what_was_not_touched_is_sound(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert verify(data) == 0
    assert capsys.readouterr().out == "a：无改动\n"


@pytest.mark.parametrize("name", ["pages.warc.gz", "ledger.sqlite", "site.json"])
def test_a_changed_byte_is_found(data: Path, name: str, capsys: pytest.CaptureFixture[str]) -> None:
    file = archive_folder(data, YEAR, SITE) / name
    content = bytearray(file.read_bytes())
    content[len(content) // 2] ^= 1
    file.write_bytes(bytes(content))
    assert verify(data) == 1
    assert name in capsys.readouterr().out


def test_any_change_to_what_the_archive_says_of_itself_is_found(data: Path) -> None:
    folder = archive_folder(data, YEAR, SITE)
    good = (folder / "site.json").read_bytes()
    chance = random.Random(7)
    for place in chance.sample(range(len(good)), 60):
        changed = bytearray(good)
        changed[place] ^= 1 << chance.randrange(8)
        (folder / "site.json").write_bytes(bytes(changed))
        try:
            found = bool(flaws(folder))
        except Problem:  # archive_damaged
            found = True
        assert found, bytes(changed[max(0, place - 20) : place + 20])


def test_a_forged_archive_is_told_from_digests_kept_elsewhere(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Whoever changes an archive may write its own digests anew: a manifest kept elsewhere still tells."""
    assert main(["--data", str(data), "archive", "manifest", *listed(data)]) == 0
    manifest = data / "manifest.txt"
    manifest.write_text(capsys.readouterr().out, encoding="utf-8")
    assert verify(data, "--manifest", str(manifest)) == 0
    folder = archive_folder(data, YEAR, SITE)
    replace(SiteFile.read(folder), as_of="2020-01-01").write(folder)
    assert verify(data) == 0
    assert verify(data, "--manifest", str(manifest)) == 1
    assert "site.json" in capsys.readouterr().out
    digest, _, name = manifest.read_text(encoding="utf-8").splitlines()[1].partition("  ")
    assert digest == hashlib.sha256((data / name).read_bytes()).hexdigest()


def test_missing_and_unfinished_archives_and_bad_manifests(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (archive_folder(data, YEAR, SITE) / "note.txt").write_text("x", encoding="utf-8")
    assert verify(data) == 1 and "note.txt" in capsys.readouterr().out
    (data / "bad.txt").write_text("nonsense", encoding="utf-8")
    assert verify(data, "--manifest", str(data / "bad.txt")) == 2
    assert "nonsense" in capsys.readouterr().err
    shutil.rmtree(archive_folder(data, YEAR, SITE))
    assert verify(data) == 1
    assert main(["--data", str(data), "archive", "wacz", SITE, "--year", str(YEAR)]) == 2


def test_a_packed_archive_leads_to_its_records(data: Path, tmp_path: Path) -> None:
    out = tmp_path / "out" / "a.wacz"
    out.parent.mkdir()
    assert main(["--data", str(data), "archive", "wacz", SITE, "--year", str(YEAR), "--out", str(out)]) == 0
    assert main(["--data", str(data), "archive", "wacz", SITE, "--year", str(YEAR), "--out", str(out.parent)]) == 0
    assert (out.parent / f"{SITE}-{YEAR}.wacz").is_file(), "into a folder under its own name"
    with zipfile.ZipFile(out) as packed:
        about = json.loads(packed.read("datapackage.json"))
        for resource in about["resources"]:
            content = packed.read(resource["path"])
            assert resource["hash"] == "sha256:" + hashlib.sha256(content).hexdigest()
            assert resource["bytes"] == len(content)
        noted = json.loads(packed.read("datapackage-digest.json"))
        assert noted["hash"] == "sha256:" + hashlib.sha256(packed.read("datapackage.json")).hexdigest()
        warc = packed.read("archive/pages.warc.gz")
        index = gzip.decompress(packed.read("indexes/index.cdx.gz")).decode().splitlines()
        pages = [json.loads(line) for line in packed.read("pages/pages.jsonl").splitlines()]
    assert index == sorted(index)
    assert {page["url"] for page in pages[1:]} == {HOME, HOME + "b", HOME + "c?b=2&a=1"}
    for line in index:
        key, _, entry = line.split(" ", 2)
        found = json.loads(entry)
        piece = warc[int(found["offset"]) : int(found["offset"]) + int(found["length"])]
        (tmp_path / "piece").write_bytes(piece)
        with (tmp_path / "piece").open("rb") as file:
            [record] = list(ArchiveIterator(file))
        assert record.rec_headers["WARC-Target-URI"] == found["url"]
        assert key == sort_key(found["url"])


def test_addresses_are_sorted_by_host() -> None:
    assert sort_key("http://www.a.gov.cn/C?b=2&a=1") == "cn,gov,a,www)/c?a=1&b=2"
    assert sort_key("https://www.a.gov.cn:8080") == "cn,gov,a,www:8080)/"
