"""Reported figures once given are remembered with source and day, replaced by giving them again, taken back by deleting a row."""

from __future__ import annotations

from pathlib import Path

import pytest
from factories import make_judgement, make_site

from crawler.sites import Register
from govaudit.cli import main
from reports.database import Store, open_store
from reports.records import ReportedFigure, Score
from reports.reported_kept import KeptFigures
from reports.schemes import load_scheme
from reports.score_changes import figure_changes

SITE = make_site()
HEAD = "site_id,scheme,indicator,numerator,denominator,points,source,date\n"


class Office:
    """A data folder with one judged site, and figures given to it."""

    def __init__(self, data: Path) -> None:
        self.data = data
        Register(data).import_sites([SITE])
        with_store(data, lambda store: store.save_judgement(make_judgement({"甲": {"guide": 2}}, site=SITE)))

    def score(self, *rows: str, status: int = 0, schemes: tuple[str, ...] = ()) -> dict[str, Score]:
        path, words = self.data / "given.csv", []
        if rows:
            path.write_text(HEAD + "\n".join(rows) + "\n", encoding="utf-8")
            words = ["--reported", str(path)]
        words += [word for name in schemes for word in ("--scheme", name)]
        assert main(["--data", str(self.data), "score", "--site", SITE.site_id, "--year", "2026", *words]) == status
        found: dict[str, Score] = {}
        with_store(self.data, lambda store: found.update({one.indicator: one for one in store.scores(IDS, 2026)}))
        return found


IDS = [SITE.site_id]


def with_store(data: Path, use) -> None:  # type: ignore[no-untyped-def]
    store: Store = open_store(f"sqlite:///{(data / 'results.sqlite').as_posix()}")
    use(store)
    store.close()


@pytest.fixture
def office(tmp_path: Path) -> Office:
    return Office(tmp_path)


def test_a_figure_is_remembered_replaced_and_taken_back(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    row = "3301000001,egov_125,A1,{},100,,=市大数据局,2026-03-01"
    assert office.score(row.format(90), "3301000001,check_2019,D2.5,,,4,评估组,2026-03-10")["A1"].value == 0.9
    again = office.score()
    assert again["A1"].value == 0.9 and "市大数据局" in again["A1"].source and "2026-03-01" in again["A1"].source
    assert again["D2.5"].points == 4
    kept = office.data / "reported" / "2026.csv"
    assert "2" in capsys.readouterr().err and kept.read_text(encoding="utf-8").count("\n") == 3
    assert office.score(row.format(80), schemes=("egov_125",))["A1"].value == 0.8
    assert office.score()["D2.5"].points == 4
    kept.write_text("\n".join(kept.read_text(encoding="utf-8").splitlines()[:1]), encoding="utf-8")
    assert office.score()["A1"].status == "manual"


def test_a_row_spoilt_by_hand_is_named_and_nothing_scored(office: Office, capsys: pytest.CaptureFixture[str]) -> None:
    office.score("3301000001,egov_125,A1,90,100,,市大数据局,2026-03-01")
    kept = office.data / "reported" / "2026.csv"
    kept.write_text(kept.read_text(encoding="utf-8").replace(",90,", ",九十,"), encoding="utf-8")
    capsys.readouterr()
    office.score(status=2)
    said = capsys.readouterr().err
    assert all(part in said for part in (str(kept), "第 2 行", "numerator", "九十"))


def test_a_figure_given_for_one_year_only_is_not_measured_in_the_other() -> None:
    whole = load_scheme("check_2019")
    scheme = whole.model_copy(update={"indicators": tuple(one for one in whole.indicators if one.id == "D2.5")})
    old, new = (make_judgement({"甲": {"guide": 2}}, site=SITE, year=year) for year in (2025, 2026))

    def given(year: int, points: float) -> ReportedFigure:
        return ReportedFigure("D2.5", "check_2019", SITE.site_id, "", year, "评估组", "2026-03-10", points=points)

    def low(*figures: ReportedFigure):  # type: ignore[no-untyped-def]
        changes = figure_changes(old, new, [scheme], None, figures)
        return next(one.split for one in changes if one.figure == "check_2019.low")

    one_year, both = low(given(2026, 4)), low(given(2025, 1), given(2026, 4))
    assert one_year.site_changed == 0 and one_year.not_measured == one_year.change != 0
    assert both.not_measured == 0 and both.site_changed == both.change != 0


def test_years_are_kept_apart_and_numbers_come_back_exactly(tmp_path: Path) -> None:
    kept, scheme = KeptFigures(tmp_path), load_scheme("egov_125")
    figures = [
        ReportedFigure("A1", "egov_125", "s", "", 2025, "x", "2025-01-01", 1.5, 3.0),
        ReportedFigure("A1", "egov_125", "", "330100", 2026, "y，z", "2026-01-01", 1e7, 1.1e7),
    ]
    kept.keep(figures)
    kept.keep(figures)
    assert [kept.figures([scheme], year) for year in (2025, 2026)] == [([one], []) for one in figures]
    assert kept.figures([load_scheme("check_2019")], 2026) == ([], [])
