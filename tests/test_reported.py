"""Reported figures: good rows are kept, bad ones named by line, field and value, and what is reported is shown as such."""

import pytest
from factories import make_judgement, make_site

from crawler.problems import Problem
from reports.messages import catalogue, t
from reports.reported import figures_for, read_reported
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme, scheme_ids
from reports.scoring import score_site

HEAD = "site_id,region_code,scheme,indicator,numerator,denominator,points,source,date\n"
SCHEMES = [load_scheme(name) for name in scheme_ids()]


def read(tmp_path, text, head=HEAD, encoding="utf-8"):
    path = tmp_path / "reported.csv"
    path.write_bytes((head + text).encode(encoding))
    return read_reported(path, SCHEMES, 2026)


def test_chinese_headings_titles_dates_and_encodings_are_read(tmp_path):
    head = "行政区划代码,指标,分子,分母,来源,日期\n"
    figures, bad = read(tmp_path, "330100,主要业务信息化覆盖率,17,20,市大数据局,2026年3月1日\n", head, "gb18030")
    assert bad == []
    one = figures[0]
    assert (one.indicator, one.scheme, one.numerator, one.denominator, one.day) == (
        "A1",
        "egov_125",
        17,
        20,
        "2026-03-01",
    )


@pytest.mark.parametrize(
    ("row", "code", "field", "value"),
    [
        (",,egov_125,A1,1,2,,x,2026-01-01", "whose", "site_id", ""),
        (",33,egov_125,A1,1,2,,x,2026-01-01", "region_code", "region_code", "33"),
        ("s,,egov_125,A1,3,2,,x,2026-01-01", "above", "numerator", "3"),
        ("s,,egov_125,A1,-3,2,,x,2026-01-01", "number", "numerator", "-3"),
        ("s,,egov_125,A1,nan,2,,x,2026-01-01", "number", "numerator", "nan"),
        ("s,,egov_125,A1,1,0,,x,2026-01-01", "zero", "denominator", "0"),
        ("s,,egov_125,A1,,2,,x,2026-01-01", "empty", "numerator", ""),
        ("s,,egov_125,A1,1,2,,,2026-01-01", "empty", "source", ""),
        ("s,,egov_125,A1,1,2,,x,2026-02-30", "date", "date", "2026-02-30"),
        ("s,,egov_125,F1,1,2,,x,2026-01-01", "measured", "indicator", "F1"),
        ("s,,egov_125,A9,1,2,,x,2026-01-01", "indicator", "indicator", "A9"),
        ("s,,mine,A1,1,2,,x,2026-01-01", "scheme", "scheme", "mine"),
        ("s,,check_2019,D2.5,,,6,x,2026-01-01", "too_many", "points", "6"),
        ("s,,check_2019,V1,,,2,x,2026-01-01", "too_many", "points", "2"),
        ("s,,check_2019,D2.5,1,2,,x,2026-01-01", "empty", "points", ""),
        ("s,,check_2019,,1,2,,x,2026-01-01", "empty", "indicator", ""),
    ],
)
def test_a_bad_row_is_named_and_the_good_one_kept(tmp_path, row, code, field, value):
    figures, bad = read(tmp_path, f"s,,egov_125,A2,1,2,,x,2026-01-01\n{row}\n")
    assert [one.indicator for one in figures] == ["A2"]
    assert [(one.code, one.line, one.field, one.value) for one in bad] == [(code, 3, field, value)]
    told = t(f"reported.{code}", file="f.csv", line=3, field=field, value=value, more=bad[0].more)
    assert "f.csv" in told and "3" in told and value in told
    assert f"reported.{code}" in catalogue()


def test_a_figure_given_twice_names_the_first_line(tmp_path):
    _, bad = read(tmp_path, "s,,egov_125,A1,1,2,,x,2026-01-01\n" * 2)
    assert [(one.code, one.line, one.more) for one in bad] == [("twice", 3, "2")]


@pytest.mark.parametrize("head", ["indicator,source,date\n", "site_id,indicator,numerator,source,date\n", "a,b\n"])
def test_missing_columns_are_named(tmp_path, head):
    with pytest.raises(Problem) as caught:
        read(tmp_path, "1,2,3\n", head)
    assert caught.value.code == "reported_columns"
    assert "reported.csv" in t("problem.reported_columns", **caught.value.params)


def scored(figures, site):
    judgement = make_judgement({}, site=site)
    scheme = load_scheme("egov_125")
    scores = apply_scheme(scheme, judgement, score_site(judgement), figures_for(figures, site, scheme, 2026))
    return {one.indicator: one for one in scores}


@pytest.mark.parametrize(
    ("level", "target", "met"), [("province", 0.85, False), ("prefecture", 0.7, True), ("county", 0.5, True)]
)
def test_a_reported_share_is_shown_with_its_target_source_and_day(tmp_path, level, target, met):
    figures, _ = read(tmp_path, ",330100,egov_125,A1,16,20,,市大数据局,2026-03-01\n")
    a1 = scored(figures, make_site(level=level, region_level=level))["A1"]
    assert (a1.value, a1.target, a1.met, a1.status) == (0.8, target, met, "scored")
    assert (a1.reason, a1.source) == ("reported:16/20", "市大数据局; 2026-03-01")


def test_a_figure_of_the_site_wins_over_its_regions_and_departments_have_none(tmp_path):
    rows = "3301000001,,egov_125,A2,1,2,,x,2026-01-01\n,330100,egov_125,A2,1,4,,x,2026-01-01\n"
    figures, _ = read(tmp_path, rows)
    assert scored(figures, make_site())["A2"].value == 0.5
    assert scored(figures, make_site("other"))["A2"].value == 0.25
    assert scored(figures, make_site("dept", level="department"))["A2"].value is None
    assert scored([], make_site())["A2"].status == "manual"


def test_points_of_a_person_stand_and_contradictions_are_told(tmp_path):
    figures, _ = read(
        tmp_path, "3301000001,,check_2019,D2.5,,,4,组,2026-01-01\n3301000001,,check_2019,D2.2,,,5,组,2026-01-01\n"
    )
    site, scheme = make_site(), load_scheme("check_2019")
    judgement = make_judgement({"甲": {"guide": 2, "apply": 0}}, site=site)
    scores = apply_scheme(scheme, judgement, score_site(judgement), figures_for(figures, site, scheme, 2026))
    found = {one.indicator: one for one in scores}
    assert (found["D2.5"].points, found["D2.5"].reason) == (4, "reported_points")
    assert (found["D2.2"].points, found["D2.2"].reason) == (5, "reported_against:0–0")


def test_a_ministry_without_services_is_excused_and_the_rest_counts_more(tmp_path):
    figures, bad = read(tmp_path, "3301000001,,check_2019,no_services,,,1,组,2026-01-01\n")
    assert bad == []
    scheme = load_scheme("check_2019")
    for level, excused in ((("department", "central"), True), (("county", "county"), False)):
        site = make_site(level=level[0], region_level=level[1])
        judgement = make_judgement({}, {"mailbox": 3}, site=site)
        scores = apply_scheme(scheme, judgement, score_site(judgement), figures_for(figures, site, scheme, 2026))
        found = {one.indicator: one for one in scores}
        assert (found["D2.4"].status == "not_applicable") is excused
        assert found["total"].max_points == pytest.approx(100)
