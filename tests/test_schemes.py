"""Schemes: what they may say, how points arise, and that nothing undecided is guessed."""

from dataclasses import replace

import pytest
from factories import make_judgement, make_site
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scoring import SITE

from crawler.problems import Problem
from reports.messages import catalogue, t
from reports.scheme_case import Case, Count
from reports.scheme_checks import CHECKS
from reports.scheme_points import apply_scheme, reason_parts, told_detail
from reports.schemes import load_scheme, scheme_ids
from reports.scoring import score_site
from rules.records import ColumnFigures, SiteCheck
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS, TIME_LIMIT

HEAD = "id: mine\nversion: '1'\ntitle: {zh: 我的, en: mine}\nbasis: {zh: 无, en: none}\nindicators:\n"
GUIDE = "  - {id: A, max_points: 10, rate: coverage_guide, title: {zh: 指南, en: guides}}\n"


def scores(name, judgement):
    return {one.indicator: one for one in apply_scheme(load_scheme(name), judgement, score_site(judgement))}


def judged(judgement):
    return judgement, score_site(judgement)


def own_scheme(tmp_path, text):
    path = tmp_path / "mine.yaml"
    path.write_text(HEAD + text, encoding="utf-8")
    return str(path)


def with_figures(judgement, **figures):
    columns = tuple(replace(one, **figures.get(one.column, {})) for one in judgement.columns)
    return replace(judgement, columns=columns)


def test_the_official_totals_of_the_inspection_table():
    scheme = load_scheme("check_2019")
    for site in ({"level": "county"}, {"level": "department", "region_level": "central"}):
        found = apply_scheme(scheme, *judged(make_judgement(site=make_site(**site))))
        applies = [one for one in found if one.status != "not_applicable"]
        sums = {part: sum(one.max_points for one in applies if one.part == part) for part in ("points", "bonus")}
        # State Council departments are not asked about the region (2 points) and twice as much for their duties.
        assert sums == {"points": 100, "bonus": 30}
    groups = {
        group: sum(
            one.max_points for one in scheme.indicators if one.id.startswith(f"{group}.") and one.sites != "ministry"
        )
        for group in ("D1", "D2", "D3", "D4", "B1", "B2", "B3", "B4", "B5")
    }
    assert groups == {"D1": 31, "D2": 25, "D3": 23, "D4": 21, "B1": 7, "B2": 6, "B3": 8, "B4": 6, "B5": 3}


def test_the_plans_scheme_has_a_hundred_points():
    assert sum(one.max_points for one in load_scheme("egov_125").indicators) == 100


@pytest.mark.parametrize("name", scheme_ids())
@given(SITE, st.sampled_from(["measured", "partial", "declined"]))
@settings(max_examples=25)
def test_points_lie_in_their_range_and_reasons_have_texts(name, items, status):
    judgement = make_judgement(items if status != "declined" else {}, status=status)
    for score in apply_scheme(load_scheme(name), judgement, score_site(judgement)):
        assert score.low <= score.high
        assert score.indicator != "total" or score.low >= 0
        assert score.indicator == "total" or name == "census_2015" or 0 <= score.low <= score.high <= score.max_points
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
    assert found["D4.9"].status == "manual"
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


def test_the_time_limit_is_none_of_the_ten_elements():
    judgement = make_judgement({"甲": {"guide": 3}})
    full = replace(judgement.items[0], guide_elements=(*ELEMENTS[:7], TIME_LIMIT))
    case = Case(replace(judgement, items=(full,)))
    assert CHECKS["poor_guides"](case, missing=4, items=5) == Count(0, 0)
    assert CHECKS["sampled_elements_missing"](case, sample=5).low == 3


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
    drawn = Case(judgement).draw_items(5)
    assert drawn == Case(turned).draw_items(5) == Case(judgement, "2026").draw_items(5)
    assert drawn != Case(replace(judgement, year=2027)).draw_items(5)
    assert drawn != Case(judgement, "another").draw_items(5)


def test_a_samples_seed_and_cases_are_printed_and_the_same_measure_stands_over_all_items():
    judgement = make_judgement({f"事项{n}": {"guide": 3 if n < 15 else 0} for n in range(20)})
    guides = scores("check_2019", judgement)["D2.4"]
    assert (guides.seed, len(guides.drawn)) == ("2026", 5)
    # Over all: 5 of 20 items without a guide are 1.25 in a sample of 5, 5 points of the 8; up to 17.5 more are a person's.
    assert (guides.all_high, guides.all_low) == (3.0, 0.0)


COLUMN = {"columns": ["mailbox"]}
WINDOWS = {"windows": {"news": "14d", "notice": "6m"}}
PARAMS = {
    "no_channel": {"columns": ["consultation"]},
    "no_function": {"function": "apply"},
    "no_items": {},
    "poor_guides": {"missing": 4, "items": 5},
    "element_classes_missing": {"elements": ["设定依据"]},
    "stale": COLUMN | {"window": "2m"},
    "nothing_published": COLUMN,
    "column_not_opened": COLUMN,
    "opened_without_entries": COLUMN,
    "few_entries": COLUMN | {"portal": 6, "other": 3},
    "open_too_long": COLUMN | {"window": "3m"},
    "entries": {"columns": ["opinion"], "number": 6},
    "rules_unpublished": COLUMN,
    "sampled_without_guide": {"sample": 5},
    "sampled_elements_missing": {"sample": 5},
    "sampled_without_form": {"sample": 2},
    "person": {},
    "front_page_stale": {"window": "14d"},
    "front_page_updates": {"fewer": 10},
    "many_columns_stale": WINDOWS | {"number": 5},
    "many_columns": {"state": "blank", "number": 5},
    "other_columns": {"state": "overdue"},
    "column_missing": {"kind": "news"},
    "column_stale": {"kind": "news", "window": "14d"},
    "column_fresh": {"kind": "data", "window": "3m"},
    "column_there": {"kind": "rating"},
    "items_not_together": {},
    "footer_missing": {},
    "dead_links": {"place": "front_page"},
    "lacks": {"what": "search", "subject": "front_page"},
    "pages_without_error_report": {},
    "sampled_untagged": {"kind": "content", "sample": 5},
    "sampled_documents": {"kind": "policy", "sample": 3},
}
#: Checks that count what was seen, one by one: a site that was not seen shows none, and the indicator's other checks keep it open.
COUNTING = {"columns_stale": WINDOWS, "forms_not_served": {}, "systems_unreachable": {"functions": ["apply"]}}


def test_checks_leave_open_what_was_not_measured():
    declined = Case(make_judgement(status="declined"))
    assert set(PARAMS) | set(COUNTING) == set(CHECKS)
    for name, params in PARAMS.items():
        count = CHECKS[name](declined, **params)
        assert count.low == 0 and count.high > 0, name


def test_checks_of_columns_count_what_was_measured():
    case = Case(make_judgement({}, {"mailbox": 2, "opinion": 2}))

    def count(name, **params):
        return CHECKS[name](case, **params)

    assert count("no_channel", columns=["mailbox", "petition"]) == Count(0, 0)
    assert count("no_channel", columns=["petition"]) == Count(1, 1)
    assert count("entries", columns=["opinion"], number=6) == Count(1, 1)
    assert count("entries", columns=["opinion"], number=11) == Count(0, 0)
    assert count("few_entries", columns=["opinion"], portal=11, other=3) == Count(1, 1)
    assert count("few_entries", columns=["opinion"], portal=6, other=3) == Count(0, 0)
    assert count("opened_without_entries", columns=["opinion"]) == Count(0, 0)
    assert count("column_not_opened", columns=["petition"]) == Count(1, 1)
    assert count("stale", columns=["mailbox"], window="5d") == Count(1, 1)
    assert count("stale", columns=["mailbox"], window="2m") == Count(0, 0)
    assert count("nothing_published", columns=["petition"]) == Count(1, 1)
    assert count("rules_unpublished", columns=["mailbox", "petition"]) == Count(1, 1)
    assert count("no_items") == Count(1, 1)


def test_a_usable_column_without_figures_leaves_them_open():
    case = Case(replace(make_judgement({}, {"mailbox": 2}), columns=(ColumnFigures("mailbox"),)))
    assert CHECKS["stale"](case, columns=["mailbox"], window="2m") == Count(0, 1)
    assert CHECKS["open_too_long"](case, columns=["mailbox"], window="3m") == Count(0, 1)


@pytest.mark.parametrize(
    ("window", "since"),
    [("14d", "2026-02-15"), ("6m", "2025-09-01"), ("3m", "2025-12-01"), ("1y", "2025-03-01")],
)
def test_windows_go_back_by_days_or_calendar_months(window, since):
    assert Case(make_judgement()).since(window).isoformat() == since


def test_a_month_without_the_day_ends_on_its_last():
    assert Case(replace(make_judgement(), as_of="2026-08-31")).since("6m").isoformat() == "2026-02-28"


def site_checks(*rows):
    return Case(replace(make_judgement({}), checks=tuple(SiteCheck(*row[:3], **row[3]) for row in rows)))


def test_site_checks_count_columns_by_their_latest_entry():
    case = site_checks(
        ("column", "news", True, {"day": "2026-02-27"}),
        ("column", "news", True, {"day": "2026-01-01"}),
        ("column", "notice", True, {"reason": "undated"}),
        ("column", "policy", False, {"reason": "blank"}),
        ("column", "explain", False, {"reason": "searched"}),
        ("column", "about", None, {"reason": "budget"}),
        ("blank", "column", True, {}),
        ("blank", "column", None, {"reason": "suspected"}),
    )

    def count(name, **params):
        made = CHECKS[name](case, **params)
        return made.low, made.high

    assert count("columns_stale", windows={"news": "14d", "notice": "6m", "policy": "6m"}) == (2, 3)
    assert count("column_stale", kind="news", window="14d") == (0, 0)
    assert count("column_stale", kind="news", window="1d") == (1, 1)
    assert count("column_stale", kind="notice", window="6m") == (0, 1)
    assert count("column_stale", kind="policy", window="6m") == (1, 1)
    assert count("column_stale", kind="explain", window="6m") == (0, 0)
    assert count("column_missing", kind="explain") == (1, 1)
    assert count("column_missing", kind="policy") == (0, 0)
    assert count("column_missing", kind="about") == (0, 1)
    assert count("column_fresh", kind="news", window="14d") == (1, 1)
    assert count("other_columns", state="blank") == (1, 2)
    assert count("many_columns", state="blank", number=2) == (0, 1)


def test_the_front_page_is_stale_only_by_a_date_it_shows():
    for day, expected in (("2026-02-20", (0, 0)), ("2026-01-20", (1, 1)), ("", (0, 1))):
        count = CHECKS["front_page_stale"](site_checks(("front_page", "updates", True, {"day": day})), window="14d")
        assert (count.low, count.high) == expected


def test_footer_marks_links_and_tags_are_counted():
    marks = [
        ("footer", mark, mark == "icp", {}) for mark in ("party", "site_code", "icp", "police", "organiser", "contact")
    ]
    links = ("dead_links", "front_page", None, {"count": 2, "of": 90, "open": 3})
    tags = [("page_tag", "content", n > 1, {"url": f"u{n}"}) for n in range(8)]
    case = site_checks(*marks, links, *tags, ("page_tags", "content", None, {"count": 4, "of": 16}))
    assert CHECKS["footer_missing"](case) == Count(5, 5)
    assert CHECKS["dead_links"](case, place="front_page") == Count(2, 5)
    sampled = CHECKS["sampled_untagged"](case, kind="content", sample=5)
    assert len(sampled.drawn) == 5 and sampled.over_all == (1.25, 1.25)
    assert sampled.low == sum(one.low for one in sampled.drawn)


T = "title: {zh: 甲, en: a}"


@pytest.mark.parametrize(
    ("text", "indicator", "field", "value"),
    [
        (f"  - {{id: A, max_points: 10, {T}}}\n", "A", "", ""),
        (f"  - {{id: A, max_points: 10, rate: coverage_x, {T}}}\n", "A", "rate", "coverage_x"),
        (f"  - {{id: A, max_points: -1, rate: coverage_guide, {T}}}\n", "A", "max_points", "-1"),
        (f"  - {{id: A, max_points: viele, rate: coverage_guide, {T}}}\n", "A", "max_points", "viele"),
        (f"  - {{id: A, max_points: 1, rate: coverage_guide, weight: 2, {T}}}\n", "A", "weight", "2"),
        (f"  - {{id: A, max_points: 1, {T}, deduct: [{{check: nonsense}}]}}\n", "A", "deduct.0.check", "nonsense"),
        (f"  - {{id: A, max_points: 1, {T}, deduct: [{{check: stale, days: 3}}]}}\n", "A", "deduct.0.days", "3"),
        (
            f"  - {{id: A, max_points: 1, {T}, deduct: [{{check: stale, columns: [x], window: 1m}}]}}\n",
            "A",
            "deduct.0.columns",
            "x",
        ),
        (
            f"  - {{id: A, max_points: 1, {T}, deduct: [{{check: stale, columns: [], window: 9}}]}}\n",
            "A",
            "deduct.0.window",
            "9",
        ),
        (f"  - {{id: A, max_points: 1, {T}, reported: true, target: {{town: 1}}}}\n", "A", "target", "town"),
        (GUIDE + GUIDE, "A", "id", "A"),
        ("  []\n", "", "indicators", ""),
        ("  - nothing\n", "1", "", "nothing"),
    ],
)
def test_a_mistake_in_a_scheme_is_named_with_file_indicator_field_and_value(tmp_path, text, indicator, field, value):
    with pytest.raises(Problem) as caught:
        load_scheme(own_scheme(tmp_path, text))
    params = caught.value.params
    assert (caught.value.code, params["indicator"], params["field"]) == ("bad_scheme", indicator, field)
    told = t("problem.bad_scheme", **params)
    assert all(said in told for said in ("mine.yaml", indicator, field, value)) and "“”" not in told


@pytest.mark.parametrize("body", [b"id: [\n", b"a: b: c\n", b"\xff\xfe\x00", HEAD.encode() + b"  - {"])
def test_a_scheme_that_is_no_yaml_is_named_with_its_line(tmp_path, body):
    path = tmp_path / "mine.yaml"
    path.write_bytes(body)
    with pytest.raises(Problem) as caught:
        load_scheme(str(path))
    assert caught.value.code == ("scheme_encoding" if body[0] == 0xFF else "scheme_syntax")
    assert "mine.yaml" in t(f"problem.{caught.value.code}", **caught.value.params)


def test_every_indicator_shipped_names_its_official_basis():
    for name in scheme_ids():
        for indicator in load_scheme(name).indicators:
            assert indicator.basis is not None and indicator.basis.zh and indicator.basis.en, (name, indicator.id)


def test_an_unknown_scheme_names_those_there_are(tmp_path):
    for name in ("nonsense", "../pyproject", str(tmp_path / "none.yaml"), "_template"):
        with pytest.raises(Problem) as caught:
            load_scheme(name)
        assert caught.value.code == "unknown_scheme"
        assert caught.value.params["known"] == "census_2015, check_2019, egov_125"


def test_every_check_has_a_name_and_reasons_are_told_in_words():
    assert [name for name in CHECKS if f"check_name.{name}" not in catalogue()] == []
    reason = "faults:footer_missing 2, dead_links 3"
    assert told_detail(reason, lambda kind, name: t(f"{kind}.{name}")) == "页脚缺少的标识 2; 失效链接 3"
    assert told_detail("cases:0", lambda kind, name: t(f"{kind}.{name}")) == "0"
    assert told_detail("share:1/2", lambda kind, name: t(f"{kind}.{name}")) == "1/2"
