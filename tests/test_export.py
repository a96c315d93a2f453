"""The export: the columns others rely on, described so that a validator agrees, and complete or not there at all."""

import csv
import json
import os
from pathlib import Path

import pytest
from factories import make_judgement, make_site
from frictionless import Package, system

from crawler.problems import Problem
from reports.cells import csv_cell
from reports.database import open_store
from reports.dictionary import TABLES
from reports.dictionary_page import render_dictionary
from reports.export import export
from reports.messages import catalogue
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.scoring import score_site
from rules.terms import FUNCTIONS

IDS = ["3301000001", "3302030001", "3303000001", "missing"]
HOSTILE = '=HYPERLINK("http://evil.example/","点我")'


@pytest.fixture
def store(tmp_path):
    opened = open_store(f"sqlite:///{(tmp_path / 'r.sqlite').as_posix()}")
    items = {
        "身份证办理": {"guide": 3, "form": 2, "consult": ("site", 2, 0)},
        HOSTILE: {"guide": 1, "form": None},
        '引号",逗号\n换行': {},
    }
    county = make_site("3302030001", region_code="330203", region="海曙区", level="county", name="@海曙")
    judged = [
        make_judgement(items, {"mailbox": 3, "opinion": None}, items_estimated=4.2),
        make_judgement(status="declined", site=county),
        make_judgement({}, site=make_site("3303000001", region_code="", level="")),
    ]
    for judgement in judged:
        opened.save_judgement(judgement)
        card = score_site(judgement)
        opened.save_scored(card, apply_scheme(load_scheme("check_2019"), judgement, card))
    yield opened
    opened.close()


def read(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def test_frictionless_finds_the_package_valid(store, tmp_path):
    out = tmp_path / "out"
    files = export(store, IDS, 2026, out)
    assert [path.name for path in files] == [*(f"{name}.csv" for name in TABLES), "datapackage.json"]
    with system.use_context(trusted=True):
        report = Package(str(out / "datapackage.json")).validate()
    assert report.flatten(["rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] == len(TABLES)


def test_the_columns_are_those_others_rely_on(store, tmp_path):
    export(store, IDS, 2026, tmp_path)
    heads = {name: (tmp_path / f"{name}.csv").read_text(encoding="utf-8").splitlines()[0] for name in TABLES}
    per_function = [f"coverage_{key}_{kind}" for key in FUNCTIONS for kind in ("strict", "inclusive", "low", "high")]
    where = [f"{key}_{part}" for key in FUNCTIONS for part in ("scope", "url")]
    assert heads["sites"] == ",".join(
        [
            "site_id,name,level,region_code,region,portal_url,year,status,reason,started_at,finished_at,pages_fetched",
            "pages_known,pages_skipped,pages_failed,items_found,items_estimated,five_function_coverage",
            "five_function_coverage_low,five_function_coverage_high,item_coverage",
            *per_function,
        ]
    )
    assert heads["items"] == ",".join(
        [
            "site_id,year,item_id,item_name,item_url,department,guide,form,consult,apply,feedback",
            *where,
            "guide_elements",
        ]
    )
    assert heads["columns"] == (
        "site_id,year,column,level,url,last_activity,entries_past_year,reply_rate,median_reply_days,longest_open_days,"
        "rules_published"
    )
    assert heads["findings"] == (
        "finding_id,site_id,item_id,function_or_column,level,rule_id,rule_version,page_url,snippet,locator,fetched_at,"
        "digest,archive_record"
    )
    assert heads["scores"] == (
        "site_id,year,scheme,scheme_version,indicator,title,status,points,max_points,low,high,reason"
    )
    assert heads["regions"].startswith(
        "region_code,region,level,year,sites,sites_measured,mean,median,p25,p75,target,share_meeting_target"
    )


def test_rows_say_what_was_judged_and_leave_empty_what_was_not_measured(store, tmp_path):
    export(store, IDS, 2026, tmp_path)
    sites = {row["site_id"]: row for row in read(tmp_path / "sites.csv")}
    assert list(sites) == IDS[:3]
    declined = sites["3302030001"]
    assert (declined["status"], declined["items_found"], declined["five_function_coverage"]) == ("declined", "", "")
    assert sites["3301000001"]["coverage_consult_strict"] == "0"
    assert sites["3301000001"]["coverage_consult_inclusive"] == "0.333333"
    items = {row["item_name"]: row for row in read(tmp_path / "items.csv")}
    card = items["身份证办理"]
    assert (card["guide"], card["consult"], card["consult_scope"], card["apply"]) == ("3", "2", "site", "0")
    assert card["guide_elements"].split(";")[0] == "事项名称"
    assert items["'" + HOSTILE]["form"] == ""
    columns = {row["column"]: row for row in read(tmp_path / "columns.csv") if row["site_id"] == "3301000001"}
    assert (columns["mailbox"]["level"], columns["mailbox"]["rules_published"], columns["opinion"]["level"]) == (
        "3",
        "true",
        "",
    )
    regions = {(row["region_code"], row["level"]): row for row in read(tmp_path / "regions.csv")}
    assert regions["000000", "all"]["sites"] == "3"
    assert regions["330203", "county"]["mean"] == ""
    assert {row["scheme"] for row in read(tmp_path / "scores.csv")} == {"check_2019"}


def test_no_cell_can_become_a_formula(store, tmp_path):
    export(store, IDS, 2026, tmp_path)
    for path in tmp_path.glob("*.csv"):
        for row in read(path):
            assert not [cell for cell in row.values() if cell.startswith(("=", "+", "@", "\t", "\r"))], path.name


def test_the_same_results_give_the_same_files(store, tmp_path):
    one, two = (export(store, IDS, 2026, tmp_path / name) for name in ("one", "two"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in two]


def test_digests_and_rule_packs_are_named(store, tmp_path):
    export(store, IDS, 2026, tmp_path)
    package = json.loads((tmp_path / "datapackage.json").read_text(encoding="utf-8"))
    assert package["rule_packs"] == ["test-1"]
    assert [one["bytes"] for one in package["resources"]] == [
        (tmp_path / one["path"]).stat().st_size for one in package["resources"]
    ]
    assert all(field["description_en"] for one in package["resources"] for field in one["schema"]["fields"])


def test_an_export_that_fails_leaves_the_earlier_one_as_it_was(store, tmp_path, monkeypatch):
    out = tmp_path / "out"
    export(store, IDS, 2026, out)
    before = {path.name: path.read_bytes() for path in out.iterdir()}

    def stop(value):
        raise KeyboardInterrupt

    monkeypatch.setattr("reports.files.csv_cell", stop)
    with pytest.raises(KeyboardInterrupt):
        export(store, IDS[:1], 2026, out)
    monkeypatch.setattr("reports.files.csv_cell", csv_cell)
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before


def test_a_place_that_cannot_be_written_is_one_clear_problem(store, tmp_path):
    blocker = tmp_path / "out"
    blocker.write_text("a file", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        export(store, IDS, 2026, blocker)
    assert caught.value.code == "out_not_writable"
    folder = tmp_path / "taken"
    (folder / "sites.csv").mkdir(parents=True)  # stands for a file another program holds open
    (folder / "sites.csv" / "x").write_text("", encoding="utf-8")
    with pytest.raises(Problem) as caught:
        export(store, IDS, 2026, folder)
    assert caught.value.params["file"].endswith(f"{os.sep}sites.csv")


def test_every_field_has_a_text_and_the_dictionary_is_current():
    assert [field.text for table in TABLES.values() for field in table.fields if field.text not in catalogue()] == []
    written = (Path(__file__).parents[1] / "docs" / "data-dictionary.md").read_text(encoding="utf-8")
    assert written == render_dictionary(), "stale: run `make docs`"
