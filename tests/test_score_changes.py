"""A changed score is split exactly into what the site changed, what the rules changed and what was not measured."""

from dataclasses import replace
from decimal import Decimal

from factories import make_judgement, make_site
from hypothesis import given, settings
from hypothesis import strategies as st
from test_scoring import SITE

from reports.alike import alike, split
from reports.records import Publication
from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.score_changes import figure_changes, rates_of
from reports.scoring import score_site
from reports.trends import TrendOfAll, trend_rows
from rules.records import SiteCheck

STATUS = st.sampled_from(["measured", "partial"])
COLUMN_LEVELS = st.dictionaries(
    st.sampled_from(["mailbox", "petition", "opinion"]), st.sampled_from([None, 0, 1, 2, 3])
)


def five(judgement):
    return score_site(judgement).five_function_coverage.value


def published(judgement, pack="old-pack", *schemes):
    card = replace(score_site(judgement), pack_version=pack)
    scores = tuple(one for scheme in schemes for one in apply_scheme(scheme, judgement, card))
    return Publication(1, "2025-04-01T00:00:00Z", card, scores)


@given(SITE, SITE, SITE, COLUMN_LEVELS, COLUMN_LEVELS, STATUS, STATUS)
@settings(max_examples=60)
def test_the_parts_of_every_change_add_up_to_it_exactly(
    stood, old, new, old_columns, new_columns, old_status, new_status
):
    """``stood`` is what other rules made of the old archive when it was published."""
    before = make_judgement(old, old_columns, year=2025, status=old_status)
    after = make_judgement(new, new_columns, year=2026, status=new_status)
    schemes = [load_scheme("egov_125")]
    went_out = published(make_judgement(stood, old_columns, year=2025), "old-pack", *schemes)
    changes = list(figure_changes(before, after, schemes, went_out))
    assert {change.figure for change in changes} >= {"five_function_coverage", "egov_125.low", "egov_125.high"}
    for change in changes:
        parts = change.split
        if parts.change is None:
            assert None in (parts.published, parts.old, parts.new)
            continue
        assert (
            parts.site_changed + parts.rules_changed + parts.not_measured == parts.change == parts.new - parts.published
        )


@given(SITE, COLUMN_LEVELS, STATUS)
@settings(max_examples=30)
def test_a_year_compared_with_itself_has_changed_nothing(items, columns, status):
    old = make_judgement(items, columns, year=2025, status=status)
    new = replace(old, year=2026, as_of=old.as_of)
    for change in figure_changes(
        old, new, [load_scheme("egov_125")], published(old, "old-pack", load_scheme("egov_125"))
    ):
        assert not change.split.change and not change.split.site_changed
        assert not change.split.rules_changed and not change.split.not_measured


@given(SITE, SITE)
@settings(max_examples=30)
def test_cutting_to_what_both_measured_is_settled_after_once(old, new):
    once = alike(make_judgement(old, year=2025), make_judgement(new, year=2026))
    assert alike(*once) == once


def test_each_part_is_told_apart():
    items = {"甲": {"guide": 2}, "乙": {"guide": 0}, "丙": {"guide": 2}, "丁": {"guide": 0}}
    old = make_judgement(items, year=2025)
    new = make_judgement(items | {"乙": {"guide": 2}, "丙": {"guide": None}}, year=2026)

    def guide(judgement):
        return score_site(judgement).inclusive["guide"].value

    # Published under stricter rules: 1 of 4. Old archive, new rules: 2 of 4. New: 2 of 3 (one not measured).
    # Over the three measured in both years (甲 乙 丁): 1 of 3 became 2 of 3.
    parts = split(0.25, old, new, guide)
    assert parts.rules_changed == Decimal("0.25")
    assert parts.site_changed == Decimal("0.333334")
    assert parts.change == Decimal("0.416667")
    assert parts.not_measured == parts.change - parts.site_changed - parts.rules_changed == Decimal("-0.166667")


def test_what_one_year_did_not_measure_is_not_the_sites_change():
    old = make_judgement({"甲": {"guide": 2}, "乙": {"guide": None}}, year=2025)
    new = make_judgement({"甲": {"guide": 2}, "乙": {"guide": 0}}, year=2026)
    parts = split(five(old), old, new, five)
    assert parts.site_changed == 0 and parts.rules_changed == 0 and parts.not_measured == parts.change < 0


def test_an_item_a_partial_crawl_did_not_reach_is_not_lost():
    old = make_judgement({"甲": {"guide": 2}, "乙": {"guide": 2}}, year=2025)
    new = make_judgement({"甲": {"guide": 2}}, year=2026, status="partial")
    assert split(five(old), old, new, five).site_changed == 0
    gone = replace(new, archive=replace(new.archive, status="measured"))
    assert split(five(old), old, gone, five).not_measured == 0


def test_a_site_that_was_not_measured_has_no_change_to_split():
    old, new = make_judgement({"甲": {"guide": 2}}, year=2025), make_judgement(year=2026, status="declined")
    parts = split(five(old), old, new, five)
    assert (parts.change, parts.site_changed, parts.new) == (None, None, None)


def test_site_checks_count_where_both_years_looked():
    old = replace(
        make_judgement({}, year=2025), checks=(SiteCheck("search", "front_page", None, reason="not_rendered"),)
    )
    new = replace(make_judgement({}, year=2026), checks=(SiteCheck("search", "front_page", False),))
    assert alike(old, new)[1].checks == ()
    assert alike(new, new)[1].checks == new.checks


def test_changes_name_the_versions_that_made_them():
    old, new = make_judgement({"甲": {"guide": 2}}, year=2025), make_judgement({"甲": {"guide": 2}}, year=2026)
    scheme = load_scheme("egov_125")
    went_out = published(old, "old-pack", scheme.model_copy(update={"version": "0"}))
    row = next(one.row() for one in figure_changes(old, new, [scheme], went_out) if one.figure == "egov_125.low")
    assert (row["old_pack"], row["pack"], row["old_scheme_version"], row["scheme_version"]) == (
        "old-pack",
        "test-1",
        "0",
        scheme.version,
    )


def test_a_trend_of_all_sites_is_of_those_measured_every_year():
    def cards(site_id, levels):
        site = make_site(site_id)
        years = enumerate(levels, 2024)
        return [score_site(make_judgement({"甲": {"guide": level}}, site=site, year=year)) for year, level in years]

    every = TrendOfAll((2024, 2025, 2026))
    every.add(cards("a", (0, 2, 2)))
    every.add(cards("b", (2, None, 2)))
    every.add(cards("c", (2, 2))[:2])
    guide = [(row["year"], row["value"], row["status"]) for row in every.rows() if row["figure"] == "coverage_guide"]
    assert guide == [(2024, 0.0, "1"), (2025, 1.0, "1"), (2026, 1.0, "1")]
    rows = list(trend_rows(cards("a", (0, 2, 2))))
    assert len(rows) == 3 * len(rates_of(cards("a", (0,))[0])) and all(row["pack"] == "test-1" for row in rows)
