"""Comparing years from the command line: archives judged alike, published scorecards left alone, several years in a row."""

from __future__ import annotations

import csv
import json
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from fake_archive import SITE
from test_judging_archives import archived

from crawler.archive import SiteArchive, archive_folder
from crawler.sites import Register
from govaudit.cli import main
from govaudit.comparing import compare
from govaudit.workplace import Workplace
from reports.database import Store, open_store
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.scoring import score_site
from rules.judging import judge_archive
from rules.pack import default_pack
from rules.records import SiteJudgement

YEARS = (2024, 2025, 2026)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Three years of one site; each archive names its own year."""
    Register(tmp_path).import_sites([SITE])
    for year in YEARS:
        folder = archived(archive_folder(tmp_path, year, SITE.site_id), SITE)
        about = folder / "site.json"
        about.write_text(json.dumps(json.loads(about.read_text(encoding="utf-8")) | {"year": year}), encoding="utf-8")
    return tmp_path


def judged(data: Path, year: int) -> SiteJudgement:
    with SiteArchive.open(archive_folder(data, year, SITE.site_id)) as archive:
        return judge_archive(archive, default_pack())


def went_out_under_stricter_rules(data: Path, store: Store, made: SiteJudgement) -> SiteJudgement:
    """The year's judgement as other rules would have made it, published and then replaced by nothing."""
    harder = tuple(replace(one, level=1, own_level=1) if one.key == "form" else one for one in made.verdicts)
    old = replace(made, verdicts=harder, pack_version="old-pack")
    card = score_site(old)
    store.save_judgement(old)
    Workplace(data).editions().publish(card, apply_scheme(load_scheme("egov_125"), old, card), "2025-04-01T00:00:00Z")
    return old


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_several_years_are_judged_alike_and_what_was_published_stays(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    store = open_store(f"sqlite:///{(data / 'results.sqlite').as_posix()}")
    old = went_out_under_stricter_rules(data, store, judged(data, 2025))
    published = Workplace(data).editions().publication(SITE.site_id, 2025)
    out = data / "out"
    words = [
        "compare",
        "--site",
        SITE.site_id,
        "--year",
        "2026",
        "--with",
        "2025",
        "--with",
        "2024",
        "--scheme",
        "egov_125",
    ]
    assert main(["--data", str(data), *words, "--out", str(out)]) == 0
    assert "changes-2025.csv" in capsys.readouterr().out
    figures = {row["figure"]: row for row in rows(out / "score-changes-2025.csv")}
    form = figures["coverage_form"]
    assert (form["old_pack"], form["pack"], form["published"]) == ("old-pack", default_pack().version, "0.000000")
    assert Decimal(form["rules_changed"]) == Decimal(form["change"]) > 0
    assert Decimal(form["site_changed"]) == Decimal(form["not_measured"]) == 0
    for row in figures.values():
        parts = [row[name] for name in ("site_changed", "rules_changed", "not_measured")]
        assert row["change"] == "" or sum(map(Decimal, parts)) == Decimal(row["change"])
    assert {row["kind"] for row in rows(out / "changes-2024.csv")} <= {"same", "not_comparable"}
    trend = [row for row in rows(out / "trend-2026.csv") if row["figure"] == "coverage_form"]
    assert [(row["site_id"], row["year"]) for row in trend] == [
        *((SITE.site_id, str(year)) for year in YEARS),
        *(("*", str(year)) for year in YEARS),
    ]
    # Comparing changes nothing that is stored: neither the old judgement nor what went out.
    assert store.judgement(SITE.site_id, 2025) == old
    assert Workplace(data).editions().publication(SITE.site_id, 2025) == published
    store.close()


def test_a_year_whose_archive_is_gone_is_not_comparable_under_other_rules(data: Path) -> None:
    store = open_store(f"sqlite:///{(data / 'results.sqlite').as_posix()}")
    went_out_under_stricter_rules(data, store, judged(data, 2025))
    store.close()
    archive_folder(data, 2025, SITE.site_id).rename(data / "elsewhere")
    out = data / "out"
    words = ["compare", "--site", SITE.site_id, "--year", "2026", "--with", "2025", "--out", str(out)]
    assert main(["--data", str(data), *words]) == 0
    assert [row["reason"] for row in rows(out / "changes-2025.csv")] == ["different_rules"]
    assert rows(out / "score-changes-2025.csv") == []


def test_many_sites_are_compared_by_all_cores_as_few_are_here(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    workplace, told = Workplace(data), {}
    store = workplace.store()
    for year in YEARS:
        store.save_judgement(judged(data, year))
    for few in (1, 0):
        monkeypatch.setattr("govaudit.site_years.FEW_SITES", few)
        compare(workplace, store, [SITE], YEARS[-1], YEARS[:-1], data / f"few{few}")
        files = sorted(path for path in (data / f"few{few}").glob("*.csv"))
        told[few] = {path.name: path.read_bytes() for path in files}
    store.close()
    assert told[0] == told[1] and len(told[0]) == 5
