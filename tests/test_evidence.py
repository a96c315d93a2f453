"""Offline copies: named by digest, written once, bounded, and never what a site would like them to be."""

from __future__ import annotations

from pathlib import Path

import pytest
from report_world import DOCUMENT, PAGE, MemoryArchive, digest

import reports.evidence
from crawler.records import FetchRecord, PageSnapshot
from reports.evidence import Copies
from reports.evidence_kinds import file_kind
from reports.html_templates import Press
from reports.html_words import Words

URL = "https://www.example.gov.cn/guide.html"


def copies(folder: Path, archive: MemoryArchive | None) -> Copies:
    press = Press(folder, Words("zh"))
    return Copies(folder / "sites/a", archive, press.words, press.copy_renderer("sites/a"))


def test_a_page_is_copied_once_per_content_with_its_address_time_and_digest(tmp_path: Path) -> None:
    kept = copies(tmp_path, MemoryArchive({URL: PAGE, URL + "?print": PAGE}))
    first, second = kept.copy(URL, digest(PAGE)), kept.copy(URL + "?print")
    assert first.href == second.href == f"copies/{digest(PAGE)[7:31]}.html"
    text = (tmp_path / "sites/a" / first.href).read_text(encoding="utf-8")
    assert all(
        part in text for part in (URL, "2026-03-01 01:01 UTC", digest(PAGE), "办理材料：身份证", "default-src 'none'")
    )
    assert len(list((tmp_path / "sites/a/copies").iterdir())) == 1


def test_documents_keep_their_bytes_under_a_name_of_ours(tmp_path: Path) -> None:
    url = "https://www.example.gov.cn/..%2f..%2fevil.html.exe?name=申请表.doc"
    kept = copies(tmp_path, MemoryArchive({url: DOCUMENT})).copy(url)
    assert kept.href == f"copies/{digest(DOCUMENT)[7:31]}.doc"
    assert (tmp_path / "sites/a" / kept.href).read_bytes() == DOCUMENT


@pytest.mark.parametrize(
    ("body", "content_type", "expected"),
    [
        (b"MZ\x90\x00" + b"\0" * 200, "application/msword", ("binary", "bin")),
        (b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>", "image/svg+xml", ("text", "html")),
        (b'{"a": "<html><script>alert(1)</script>"}', "application/json", ("text", "html")),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "text/html", ("image", "png")),
        (b"%PDF-1.4 ...", "text/html", ("document", "pdf")),
        (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'><body>x", "application/msword", ("page", "html")),
    ],
)
def test_kinds_come_from_the_bytes(body: bytes, content_type: str, expected: tuple[str, str]) -> None:
    assert file_kind(body, content_type, "https://www.example.gov.cn/a.doc") == expected


def test_the_rendered_page_is_shown_where_the_verdict_rested_on_it(tmp_path: Path) -> None:
    dom = "<html><body><p>脚本写出的办事指南</p></body></html>".encode()
    archive = MemoryArchive({URL: b"<html><body><div id=app></div></body></html>"}, {URL: dom})
    kept = copies(tmp_path, archive).copy(URL, digest(dom))
    assert kept.rendered and kept.screenshot.endswith(".png")
    text = (tmp_path / "sites/a" / kept.href).read_text(encoding="utf-8")
    assert "脚本写出的办事指南" in text and "pages.warc.gz#2048" in text
    plain = copies(tmp_path, archive).copy(URL, digest(archive.pages[URL]))
    assert not plain.rendered and not plain.screenshot


def test_what_cannot_be_copied_says_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert copies(tmp_path, None).copy(URL).missing == "no_archive"
    kept = copies(tmp_path, MemoryArchive({URL: b"", URL + "?big": DOCUMENT}))
    assert kept.copy("https://elsewhere.invalid/").missing == "not_fetched"
    assert kept.copy(URL).missing == "empty"
    monkeypatch.setattr(reports.evidence, "DOCUMENT_LIMIT", 100)
    assert kept.copy(URL + "?big").missing == "too_large"
    monkeypatch.setattr(reports.evidence, "SITE_LIMIT", 10)
    assert copies(tmp_path, MemoryArchive({URL: PAGE})).copy(URL).missing == "site_limit"


def test_long_pages_are_cut_and_say_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reports.evidence, "PAGE_LIMIT", 200)
    kept = copies(tmp_path, MemoryArchive({URL: b"<html><body>" + b"<p>x</p>" * 1000})).copy(URL)
    text = (tmp_path / "sites/a" / kept.href).read_text(encoding="utf-8")
    assert "只显示前一部分" in text and len(text) < 6000


def test_a_damaged_archive_costs_the_copy_and_not_the_report(tmp_path: Path) -> None:
    class Damaged(MemoryArchive):
        def read(self, record: FetchRecord) -> PageSnapshot:
            raise ValueError(record.record)

    assert copies(tmp_path, Damaged({URL: PAGE})).copy(URL).missing == "damaged"


def test_every_reason_for_a_missing_copy_has_words() -> None:
    reasons = ("no_archive", "left_out", "not_fetched", "empty", "damaged", "too_large", "site_limit")
    assert all(Words(lang).t(f"html.copy.missing.{one}") for one in reasons for lang in ("zh", "en"))
