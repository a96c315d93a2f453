"""Judging archives on disk, one and many, as the command line does it."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest
from fake_archive import SITE, FakeArchive
from judging_pages import ASK_FORM, FORM_FILE, LOGIN, guide, page

from benchmarks.made_archives import write_archive
from crawler.archive import SiteArchive, archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.judging import judge_sites
from govaudit.workplace import Workplace
from reports.scoring import score_site
from rules import judging
from rules.judging import judge_archive, judge_many, one_by_one
from rules.pack import default_pack
from rules.records import SiteJudgement

EXTRA = '<p><a href="/files/sqb.docx">残疾人证申请表.docx</a></p><p><a href="/apply/1">在线办理</a></p>'
PAGES: dict[str, str | bytes] = {
    "/": page("某县人民政府", "<p>欢迎访问</p>", '<a href="/ask/">网上咨询</a>'),
    "/bszn/1.html": guide(extra=EXTRA),
    "/files/sqb.docx": FORM_FILE,
    "/apply/1": LOGIN,
    "/ask/": page("网上咨询", ASK_FORM, crumb="网上咨询"),
}


def archived(folder: Path, site: Site) -> Path:
    """Write the pages as a crawl does: bodies into the WARC file, rows into the ledger."""
    answers = [(one.record.url, one.record.content_type, one.body) for one in FakeArchive(PAGES, site=site).snapshots()]
    write_archive(folder, site, 2026, answers)
    return folder


def levels(judgement: SiteJudgement) -> dict[tuple[str, str], tuple[int | None, str]]:
    return {(one.item_id, one.key): (one.level, one.scope) for one in judgement.verdicts}


def test_an_archive_on_disk_is_judged_like_its_pages(tmp_path: Path) -> None:
    with SiteArchive.open(archived(tmp_path, SITE)) as archive:
        found = judge_archive(archive, default_pack())
    assert levels(found) == levels(judge_archive(FakeArchive(PAGES), default_pack()))
    assert {(one.level, one.key) for one in found.verdicts if one.item_id} >= {
        (3, "guide"),
        (3, "form"),
        (2, "apply"),
        (2, "consult"),
    }
    assert found.as_of == "2026-03-01"
    assert all(finding.archive_record.startswith("pages.warc.gz#") for finding in found.findings)


def test_many_archives_are_judged_in_order_and_alike_in_any_process(tmp_path: Path) -> None:
    sites = [replace(SITE, site_id=f"site{number}") for number in range(3)]
    folders = [archived(tmp_path / site.site_id, site) for site in sites]
    alone = list(judge_many(folders, default_pack(), workers=1))
    assert [one.site.site_id for one in alone] == [site.site_id for site in sites]
    assert list(judge_many(folders, default_pack(), workers=2, catalogue=None)) == alone


def test_pages_shared_out_to_processes_are_judged_alike(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = archived(tmp_path, SITE)
    alone = list(judge_many([folder], default_pack(), workers=1))
    monkeypatch.setattr("rules.site_reading.SHARED_FROM", 1)
    monkeypatch.setattr("rules.site_reading._BATCH", 3)
    monkeypatch.setattr("rules.site_reading._read_here", None)
    assert list(judge_many([folder], default_pack(), workers=2)) == alone


@pytest.mark.parametrize(
    ("pages", "sooner"),
    [
        ([50_000], True),
        ([50_000, 300], True),  # side by side the second core would wait for the large one
        ([300, 50_000, 2_000], True),
        ([30_000, 30_000], False),
        ([300, 300, 300], False),
        ([900, 300], False),  # too few pages to start processes for
        ([0], True),
    ],
)
def test_archives_are_judged_one_by_one_where_a_large_one_outweighs_the_others(pages: list[int], sooner: bool) -> None:
    assert one_by_one(pages, 2) is sooner


def test_a_broken_archive_is_named(tmp_path: Path) -> None:
    (tmp_path / "site.json").write_text("{", encoding="utf-8")
    with pytest.raises(Problem):
        list(judge_many([tmp_path], default_pack()))


def test_a_site_on_which_the_program_fails_costs_the_others_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    sites = [replace(SITE, site_id=f"site{number}") for number in range(3)]
    folders = [archived(tmp_path / site.site_id, site) for site in sites]
    sound = list(judge_many(folders, default_pack(), workers=1))
    reading = judging.read_site

    def fails(archive: SiteArchive, *more: object) -> object:
        return reading(archive, *more) if archive.site.site_id != "site1" else 1 / 0

    monkeypatch.setattr(judging, "read_site", fails)
    first, failed, last = judge_many(folders, default_pack(), workers=1)
    assert [first, last] == [sound[0], sound[2]]
    assert (failed.archive.status, failed.archive.reason) == ("partial", judging.JUDGING_FAILED)
    assert failed.archive.pages_fetched == sound[1].archive.pages_fetched
    assert not failed.items and not failed.verdicts
    assert score_site(failed).five_function_coverage.value is None
    assert "ZeroDivisionError" in failed.notes[judging.JUDGING_FAILED]
    monkeypatch.undo()
    assert list(judge_many(folders, default_pack(), workers=1)) == sound


def test_a_failure_is_told_and_kept_beside_the_archives(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = archived(archive_folder(tmp_path, 2026, SITE.site_id), SITE)
    before = sorted(folder.iterdir())
    monkeypatch.setattr(judging, "read_site", lambda *_: 1 / 0)
    workplace = Workplace(tmp_path)
    failed = judge_sites(workplace, workplace.store(), [SITE], 2026, progress="json")
    assert failed[SITE.site_id].reason == judging.JUDGING_FAILED
    log = tmp_path / "logs" / "judge-2026.log"
    assert str(log) in capsys.readouterr().err
    assert SITE.site_id in log.read_text("utf-8") and "ZeroDivisionError" in log.read_text("utf-8")
    assert sorted(folder.iterdir()) == before, "an archive holds what was collected and nothing else"
