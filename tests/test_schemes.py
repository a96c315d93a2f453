"""Schemes: what they may say, how points arise, and that nothing undecided is guessed."""

from dataclasses import replace

import pytest
from factories import make_judgement, make_site
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scoring import SITE

from crawler.problems import Problem
from reports.messages import catalogue, t
from reports.scheme_checks import CHECKS, Count, draw
from reports.scheme_points import apply_scheme, reason_parts
from reports.schemes import load_scheme, scheme_ids
from reports.scoring import score_site
from rules.records import ColumnFigures
from rules.terms import COLUMNS, FUNCTIONS

HEAD = "id: mine\nversion: '1'\ntitle: {zh: 我的, en: mine}\nbasis: {zh: 无, en: none}\nindicators:\n"
GUIDE = "  - {id: A, max_points: 10, rate: coverage_guide, title: {zh: 指南, en: guides}}\n"


def scores(name, judgement):
    return {one.indicator: one for one in apply_scheme(load_scheme(name), judgement, score_site(judgement))}


def own_scheme(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def with_figures(judgement, **figures):
    columns = tuple(replace(one, **figures.get(one.column, {})) for one in judgement.columns)
    return replace(judgement, columns=columns)


def test_the_official_totals_of_the_inspection_table():
    scheme = load_scheme("check_2019")
    sums = {part: sum(one.max_points for one in scheme.indicators if one.part == part) for part in ("points", "bonus")}
    groups = {
        group: sum(one.max_points for one in scheme.indicators if one.id.startswith(f"{group}."))
        for group in ("D1", "D2", "D3", "D4", "B1", "B2", "B3", "B4", "B5")
    }
    assert sums == {"points": 100, "bonus": 30}
    assert groups == {"D1": 31, "D2": 25, "D3": 23, "D4": 21, "B1": 7, "B2": 6, "B3": 8, "B4": 6, "B5": 3}


def test_the_plans_scheme_has_a_hundred_points():
    assert sum(one.max_points for one in load_scheme("egov_125").indicators) == 100


@pytest.mark.parametrize("name", ["egov_125", "check_2019"])
@given(SITE, st.sampled_from(["measured", "partial", "declined"]))
@settings(max_examples=25, deadline=None)
def test_points_lie_in_their_range_and_reasons_have_texts(name, items, status):
    judgement = make_judgement(items if status != "declined" else {}, status=status)
    for score in apply_scheme(load_scheme(name), judgement, score_site(judgement)):
        assert 0 <= score.low <= score.high
        assert score.indicator == "total" or score.high <= score.max_points
        assert score.points is None or score.low - 1e-9 <= score.points <= score.high + 1e-9
        assert score.status in ("scored", "not_measured", "manual", "not_applicable")
        assert score.reason == "" or reason_parts(score.reason)[0] in catalogue()


def test_a_perfect_site_gets_all_points_of_the_plans_scheme():
    judgement = make_judgement({"甲": dict.fromkeys(FUNCTIONS, 3)}, dict.fromkeys(COLUMNS, 3))
    assert scores("egov_125", judgement)["total"].points == pytest.approx(100)


def test_item_coverage_earns_all_points_at_the_levels_target():
    items = {"甲": {"guide": 2, "form": 2}, "乙": {}}
    village = make_judgement(items, site=make_site(level="village", region_level="village"))
    county = make_judgement(items, site=make_site(level="county", region_level="county"))
    assert scores("egov_125", village)["S1"].points == 20
    assert scores("egov_125", county)["S1"].points == pytest.approx(20 * 0.5 / 0.7)


def test_a_declined_site_has_the_whole_range_and_no_points():
    total = scores("egov_125", make_judgement(status="declined"))["total"]
    assert (total.points, total.low, total.high, total.status) == (None, 0, 100, "not_measured")


def test_the_inspection_leaves_what_a_crawl_cannot_decide_to_a_person():
    found = scores("check_2019", make_judgement({"甲": dict.fromkeys(FUNCTIONS, 3)}, dict.fromkeys(COLUMNS, 3)))
    assert (found["D2.5"].status, found["D2.5"].points, found["D2.5"].low, found["D2.5"].high) == ("manual", None, 0, 5)
    assert found["V2"].status == "manual"
    assert found["D4.3"].status == "not_measured"
    assert found["total"].points is None
    assert found["total"].reason.startswith("vetoes_open:V1 V2")


def test_no_application_entry_costs_all_points_of_online_application():
    found = scores("check_2019", make_judgement({"甲": {"guide": 2, "apply": 0}}))
    assert (found["D2.2"].points, found["D2.2"].status) == (0, "scored")


def test_poor_guides_are_a_veto():
    items = {f"事项{n}": {"guide": 2} for n in range(5)}  # guides of the factory fill three elements
    found = scores("check_2019", make_judgement(items))
    assert found["V6"].reason == "veto_failed"
    assert (found["total"].points, found["total"].reason) == (0, "vetoed:V5 V6")


def test_a_question_open_for_more_than_three_months_is_a_veto():
    judgement = make_judgement({"甲": dict.fromkeys(FUNCTIONS, 3)}, {"consultation": 2})
    assert scores("check_2019", judgement)["V5"].reason == "veto_clear"
    late = with_figures(judgement, consultation={"longest_open_days": 93})
    assert scores("check_2019", late)["V5"].reason == "veto_failed"


def test_departments_are_checked_for_vetoes_only():
    found = scores("check_2019", make_judgement({"甲": {"guide": 3, "consult": 2}}, site=make_site(level="department")))
    assert {one.status for key, one in found.items() if key.startswith(("D", "B"))} == {"not_applicable"}
    assert (found["total"].status, found["total"].reason) == ("not_applicable", "vetoes_only")


def test_deductions_never_exceed_the_indicators_points():
    items = {f"事项{n}": {"guide": 0} for n in range(5)}
    assert scores("check_2019", make_judgement(items))["D2.4"].low == 0


def test_a_bonus_counts_above_its_threshold_only(tmp_path):
    name = own_scheme(
        tmp_path,
        GUIDE + "  - {id: B, part: bonus, max_points: 5, level: mailbox, title: {zh: 信箱, en: box}}\n"
        "bonus_above: {part: bonus, of: points, points: 8}\nfails_below: 6\n",
    )
    box = {"mailbox": 3}
    good = scores(name, make_judgement({f"甲{n}": {"guide": 2 if n else 0} for n in range(10)}, box))["total"]
    just = scores(name, make_judgement({f"甲{n}": {"guide": 2 if n > 1 else 0} for n in range(10)}, box))["total"]
    poor = scores(name, make_judgement({"甲": {"guide": 0}}, box))["total"]
    assert (good.points, good.reason, good.max_points) == (14, "passes", 10)
    assert (just.points, just.reason) == (8, "passes")
    assert (poor.points, poor.reason) == (0, "fails")


def test_samples_can_be_drawn_again_and_do_not_depend_on_order():
    judgement = make_judgement({f"事项{n}": {} for n in range(20)})
    turned = replace(judgement, items=judgement.items[::-1])
    assert draw(judgement, 5) == draw(turned, 5)
    assert draw(judgement, 5) != draw(replace(judgement, year=2027), 5)


def test_checks_leave_open_what_was_not_measured():
    declined = make_judgement(status="declined")
    given = {
        "no_channel": {"columns": ["consultation"]},
        "no_function": {"function": "apply"},
        "no_items": {},
        "poor_guides": {"missing": 4, "items": 5},
        "stale": {"columns": ["mailbox"], "days": 61},
        "nothing_published": {"columns": ["mailbox"]},
        "open_too_long": {"columns": ["mailbox"], "days": 92},
        "entries": {"columns": ["opinion"], "at_least": 6},
        "rules_unpublished": {"columns": ["mailbox"]},
        "sampled_without_guide": {"sample": 5},
        "sampled_elements_missing": {"sample": 5},
        "sampled_without_form": {"sample": 2},
        "person": {},
    }
    assert set(given) == set(CHECKS)
    for name, params in given.items():
        count = CHECKS[name](declined, **params)
        assert count.low == 0 and count.high > 0, name


def test_checks_of_columns_count_what_was_measured():
    judgement = make_judgement({}, {"mailbox": 2, "opinion": 2})

    def count(name, **params):
        return CHECKS[name](judgement, **params)

    assert count("no_channel", columns=["mailbox", "petition"]) == Count(0, 0)
    assert count("no_channel", columns=["petition"]) == Count(1, 1)
    assert count("entries", columns=["opinion"], at_least=6) == Count(1, 1)
    assert count("entries", columns=["opinion"], at_least=11) == Count(0, 0)
    assert count("stale", columns=["mailbox"], days=5) == Count(1, 1)
    assert count("stale", columns=["mailbox"], days=61) == Count(0, 0)
    assert count("nothing_published", columns=["petition"]) == Count(1, 1)
    assert count("rules_unpublished", columns=["mailbox", "petition"]) == Count(1, 1)
    assert count("no_items") == Count(1, 1)


def test_a_usable_column_without_figures_leaves_them_open():
    judgement = replace(make_judgement({}, {"mailbox": 2}), columns=(ColumnFigures("mailbox"),))
    assert CHECKS["stale"](judgement, columns=["mailbox"], days=61) == Count(0, 1)
    assert CHECKS["open_too_long"](judgement, columns=["mailbox"], days=92) == Count(0, 1)


@pytest.mark.parametrize(
    ("text", "field"),
    [
        ("  - {id: A, max_points: 10, title: {zh: 甲, en: a}}\n", "indicators.0"),
        ("  - {id: A, max_points: 10, rate: coverage_x, title: {zh: 甲, en: a}}\n", "indicators.0"),
        ("  - {id: A, max_points: -1, rate: coverage_guide, title: {zh: 甲, en: a}}\n", "indicators.0.max_points"),
        (
            "  - {id: A, max_points: 1, rate: coverage_guide, weight: 2, title: {zh: 甲, en: a}}\n",
            "indicators.0.weight",
        ),
        ("  - {id: A, max_points: 1, title: {zh: 甲, en: a}, deduct: [{check: nonsense}]}\n", "indicators.0.deduct.0"),
        (
            "  - {id: A, max_points: 1, title: {zh: 甲, en: a}, deduct: [{check: stale, days: 3}]}\n",
            "indicators.0.deduct.0",
        ),
        (GUIDE + GUIDE, "-"),
        ("  []\n", "indicators"),
        ("  - {", "-"),
    ],
)
def test_a_mistake_in_a_scheme_is_named_with_file_and_field(tmp_path, text, field):
    with pytest.raises(Problem) as caught:
        load_scheme(own_scheme(tmp_path, text))
    assert (caught.value.code, caught.value.params["field"]) == ("bad_scheme", field)
    assert "mine.yaml" in t("problem.bad_scheme", **caught.value.params)


def test_an_unknown_scheme_names_those_there_are(tmp_path):
    for name in ("nonsense", "../pyproject", str(tmp_path / "none.yaml")):
        with pytest.raises(Problem) as caught:
            load_scheme(name)
        assert (caught.value.code, caught.value.params["known"]) == ("unknown_scheme", "check_2019, egov_125")
    assert scheme_ids() == ["check_2019", "egov_125"]
