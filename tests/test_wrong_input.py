"""A walk with wrong input through scoring, reports, comparison and export: one clear message, status 2, nothing half-written."""

from __future__ import annotations

import json
import re
import sys
from pathlib import Path

import pytest
from factories import make_judgement, make_site

from crawler.sites import Register
from govaudit.cli import main
from reports.database import open_store
from rules.records import SiteJudgement

SITES = [
    make_site(f"33010000{n:02}", name=f"第{n}县人民政府", portal_url=f"http://www.x{n}.gov.cn/") for n in range(1, 4)
]
IDS = [word for site in SITES for word in ("--site", site.site_id)]
LEVELS = {"guide": 3, "form": 2, "consult": 2}


class World:
    """A data folder with a register, and the command line over it."""

    def __init__(self, data: Path, capsys: pytest.CaptureFixture[str]) -> None:
        self.data, self._capsys = data, capsys
        data.mkdir()
        Register(data).import_sites(SITES)

    def judged(self, *judgements: SiteJudgement) -> None:
        store = open_store(f"sqlite:///{(self.data / 'results.sqlite').as_posix()}")
        for judgement in judgements:
            store.save_judgement(judgement)
        store.close()

    def run(self, *words: str, sites: bool = True, db: str = "") -> tuple[int, str]:
        where = ["--data", str(self.data), *(["--db", db] if db else [])]
        status = main([*where, *words, *(IDS if sites else [])])
        said = self._capsys.readouterr()
        assert "Traceback" not in said.err
        return status, said.err

    def refused(self, *words: str, **more: str) -> str:
        """The one message of a call that must fail, having written no report."""
        status, err = self.run(*words, **more)  # type: ignore[arg-type]
        lines = [line for line in err.splitlines() if line.startswith("错误：")]
        assert status == 2 and len(lines) == 1, err
        assert not list(self.data.glob("reports/**/*.*")) and not list(self.data.glob("**/.writing-*"))
        return lines[0]


@pytest.fixture
def world(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> World:
    return World(tmp_path / "data", capsys)


def judgements(status: str = "measured", year: int = 2026) -> list[SiteJudgement]:
    items = {"甲": LEVELS, "乙": {}} if status == "measured" else {}
    return [make_judgement(items, site=site, status=status, year=year) for site in SITES]


@pytest.mark.parametrize(
    "command", [("score",), ("report",), ("export", "--out", "{out}"), ("compare", "--with", "2025", "--out", "{out}")]
)
def test_no_verdicts_yet(world: World, command: tuple[str, ...], tmp_path: Path) -> None:
    words = [word.format(out=tmp_path / "out") for word in command]
    assert "judge" in world.refused(*words, "--year", "2026")
    assert not (tmp_path / "out").exists()


def test_a_year_without_data_is_named(world: World, tmp_path: Path) -> None:
    world.judged(*judgements())
    out = str(tmp_path / "out")
    assert "2024" in world.refused("compare", "--year", "2026", "--with", "2024", "--out", out)
    assert "2024" in world.refused("export", "--year", "2024", "--out", out)
    assert "2024" in world.refused("score", "--year", "2024")
    assert "2026" in world.refused("compare", "--year", "2026", "--with", "2026", "--out", out)
    assert not (tmp_path / "out").exists()


def test_a_report_before_scoring_names_the_step_that_is_missing(world: World) -> None:
    world.judged(*judgements())
    assert "govaudit score" in world.refused("report", "--year", "2026")


def test_one_site_only_and_all_declined_are_reported_without_a_zero(world: World, tmp_path: Path) -> None:
    world.judged(judgements()[0])
    assert world.run("score", "--year", "2026")[0] == 0
    world.judged(*judgements("declined"))
    assert world.run("score", "--year", "2026")[0] == 0
    out = tmp_path / "out"
    assert world.run("export", "--year", "2026", "--out", str(out))[0] == 0
    rows = (out / "sites.csv").read_text(encoding="utf-8").splitlines()[1:]
    assert len(rows) == 3 and all(",declined," in row for row in rows)
    assert (out / "ranks.csv").read_text(encoding="utf-8").count("\n") == 1
    assert json.loads((out / "datapackage.json").read_text(encoding="utf-8"))["rule_packs"] == ["test-1"]


def test_a_broken_scheme_names_file_indicator_field_and_value(world: World, tmp_path: Path) -> None:
    world.judged(*judgements())
    path = tmp_path / "mine.yaml"
    template = (Path(__file__).parents[1] / "reports/schemes/_template.yaml").read_text(encoding="utf-8")
    path.write_text(template.replace("max_points: 60", "max_points: 六十"), encoding="utf-8")
    told = world.refused("score", "--year", "2026", "--scheme", "egov_125", "--scheme", str(path))
    assert all(part in told for part in ("mine.yaml", "A1", "max_points", "六十"))
    assert "应为数字" in told
    path.write_text(template.replace("max_points: 60", "max_pionts: 60"), encoding="utf-8")
    told = world.refused("score", "--year", "2026", "--scheme", str(path))
    assert "max_p" in told and not re.search(r"[A-Za-z]+ [a-z]+ ", told.split("：", 1)[1].replace(str(path), ""))
    assert "census_2015" in world.refused("score", "--year", "2026", "--scheme", "nonsense")
    store = open_store(f"sqlite:///{(world.data / 'results.sqlite').as_posix()}")
    assert list(store.scores([site.site_id for site in SITES], 2026)) == []
    store.close()


def test_bad_reported_figures_score_nothing_unless_skipped(world: World, tmp_path: Path) -> None:
    world.judged(*judgements())
    path = tmp_path / "reported.csv"
    path.write_text(
        "site_id,indicator,numerator,denominator,source,date\n3301000001,A1,9,8,x,2026-01-01\n", encoding="utf-8"
    )
    status, err = world.run("score", "--year", "2026", "--reported", str(path))
    assert status == 2 and all(part in err for part in ("reported.csv", "第 2 行", "numerator", "9"))
    assert world.run("score", "--year", "2026", "--reported", str(path), "--skip-bad")[0] == 0
    assert "none.csv" in world.refused("score", "--year", "2026", "--reported", str(tmp_path / "none.csv"))


@pytest.mark.parametrize(
    ("db", "part"),
    [
        ("mysql://me:secret@host/x", "mysql"),
        ("nonsense", "nonsense"),
        ("postgresql://me:secret@127.0.0.1:9/x?connect_timeout=2", "127.0.0.1"),
        ("sqlite:////proc/none/x.sqlite", "/proc/none"),
    ],
)
def test_a_database_that_cannot_be_used_is_named_without_its_password(world: World, db: str, part: str) -> None:
    told = world.refused("score", "--year", "2026", db=db)
    assert part in told and "secret" not in told


def test_a_missing_driver_is_named(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    assert "psycopg" in world.refused("score", "--year", "2026", db="postgresql://me:secret@127.0.0.1/x")


@pytest.mark.parametrize("command", [("report",), ("export",), ("compare", "--with", "2025"), ("report", "--recheck")])
def test_a_place_that_cannot_be_written_is_named(world: World, tmp_path: Path, command: tuple[str, ...]) -> None:
    world.judged(*judgements(), *judgements(year=2025))
    assert world.run("score", "--year", "2026")[0] == 0
    (tmp_path / "file").write_text("x", encoding="utf-8")
    place = tmp_path / "file" / "out"
    told = world.refused(*command, "--year", "2026", "--out", str(place))
    assert str(place) in told or "report" in told
    assert (tmp_path / "file").read_text(encoding="utf-8") == "x"
