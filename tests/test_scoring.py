"""Scorecards: what counts, what does not, and properties that hold for every site."""

from dataclasses import replace

import pytest
from factories import make_judgement, make_site
from hypothesis import given, settings
from hypothesis import strategies as st

from reports.scheme_points import apply_scheme
from reports.schemes import load_scheme
from reports.scoring import ALL_SITES, score_regions, score_site, target_of
from rules.terms import FUNCTIONS

OWN = st.sampled_from([None, 0, 1, 2, 3])


@st.composite
def verdicts(draw, function: str):
    """The level of one item-function pair: the item's own, or the better of it and the site's channel.

    Below usable, what is open on either side leaves the level open.
    """
    own = draw(OWN)
    if (own or 0) >= 2 or function not in ("consult", "feedback") or draw(st.booleans()):
        return own
    channel = draw(OWN)
    if (channel or 0) >= 2:
        return ("site", channel, own)
    if own is None or channel is None:
        return ("site", None, own)
    return own if own >= channel else ("site", channel, own)


ITEM = st.fixed_dictionaries({function: verdicts(function) for function in FUNCTIONS})
SITE = st.dictionaries(st.text("甲乙丙丁戊己庚辛", min_size=1, max_size=4), ITEM, max_size=8)


@given(SITE, st.one_of(st.none(), st.floats(0, 30)))
@settings(max_examples=60)
def test_every_rate_lies_in_its_bounds(items, estimate):
    card = score_site(make_judgement(items, items_estimated=estimate))
    rates = [
        *card.strict.values(),
        *card.inclusive.values(),
        *card.item_coverage.values(),
        card.five_function_coverage,
        card.five_function_coverage_strict,
    ]
    for rate in rates:
        assert (rate.value is None) == (rate.low is None) == (rate.high is None)
        assert rate.value is None or 0 <= rate.low <= rate.value <= rate.high <= 1


@given(SITE)
@settings(max_examples=60)
def test_strict_is_never_above_inclusive(items):
    card = score_site(make_judgement(items))
    pairs = [(card.strict[key], card.inclusive[key]) for key in FUNCTIONS]
    pairs.append((card.five_function_coverage_strict, card.five_function_coverage))
    for strict, inclusive in pairs:
        # Where the channel was not measured, nothing usable of the items' own can be there either.
        assert (strict.value or 0) <= (inclusive.value or 0) + 1e-12


@given(SITE)
@settings(max_examples=60)
def test_a_further_usable_item_never_lowers_a_coverage(items):
    before = score_site(make_judgement(items))
    after = score_site(make_judgement({**items, "新增事项": dict.fromkeys(FUNCTIONS, 2)}))
    for key in FUNCTIONS:
        assert after.inclusive[key].value >= (before.inclusive[key].value or 0)
    assert after.five_function_coverage.value >= (before.five_function_coverage.value or 0) - 1e-12


@given(SITE, st.randoms())
@settings(max_examples=30)
def test_the_order_of_items_does_not_matter(items, random):
    shuffled = list(items.items())
    random.shuffle(shuffled)
    assert score_site(make_judgement(dict(shuffled))) == score_site(make_judgement(items))


def test_what_was_not_measured_is_in_neither_numerator_nor_denominator():
    card = score_site(make_judgement({"甲": {"guide": 2}, "乙": {"guide": 0}, "丙": {"guide": None}}))
    guide = card.inclusive["guide"]
    assert (guide.numerator, guide.denominator, guide.unmeasured, guide.value) == (1, 2, 1, 0.5)
    assert (guide.low, guide.high) == (pytest.approx(1 / 3), pytest.approx(2 / 3))


def test_a_failed_fetch_never_turns_present_to_absent():
    """Losing a page leaves the verdict unmeasured, and the rate of what is left as it was or higher in range."""
    seen = score_site(make_judgement({"甲": {"guide": 2}, "乙": {"guide": 2}}))
    lost = score_site(make_judgement({"甲": {"guide": 2}, "乙": {"guide": None}}))
    assert lost.inclusive["guide"].value == seen.inclusive["guide"].value == 1.0
    assert lost.inclusive["guide"].high == 1.0


@given(SITE, st.data())
@settings(max_examples=60)
def test_losing_any_page_widens_every_range_and_moves_no_present_to_absent(items, data):
    judgement = make_judgement(items, {"mailbox": 2, "petition": 1})
    lost = data.draw(st.sets(st.integers(0, max(0, len(judgement.verdicts) - 1))))
    verdicts = tuple(
        replace(one, level=None, own_level=None) if place in lost else one
        for place, one in enumerate(judgement.verdicts)
    )
    after = replace(judgement, verdicts=verdicts)
    scheme = load_scheme("egov_125")
    before_all, after_all = (apply_scheme(scheme, one, score_site(one)) for one in (judgement, after))
    for before, now in zip(before_all, after_all, strict=True):
        assert now.low <= before.low + 1e-9 and before.high <= now.high + 1e-9, now.indicator
    for key in FUNCTIONS:
        before, now = score_site(judgement).inclusive[key], score_site(after).inclusive[key]
        assert (
            now.numerator <= before.numerator
            and now.denominator - now.numerator <= before.denominator - before.numerator
        )


def test_a_site_with_nothing_measured_has_no_coverage_and_no_zero():
    card = score_site(make_judgement(status="declined"))
    assert card.five_function_coverage.value is None
    assert all(rate.value is None for rate in (*card.inclusive.values(), *card.item_coverage.values()))
    assert card.meets_target is None


def test_a_channel_counts_inclusively_only():
    card = score_site(make_judgement({"甲": {"consult": ("site", 3, 0)}, "乙": {"consult": 2}}))
    assert card.inclusive["consult"].value == 1.0
    assert card.strict["consult"].value == 0.5


def test_a_channel_that_does_not_serve_leaves_the_items_own_evidence_open():
    card = score_site(make_judgement({"甲": {"consult": ("site", 1, None)}, "乙": {"consult": 0}}))
    assert (card.inclusive["consult"].denominator, card.inclusive["consult"].unmeasured) == (1, 1)


def test_item_coverage_needs_a_guide_and_one_more_function():
    levels = {"甲": {"guide": 2, "form": 2}, "乙": {"guide": 3}, "丙": {"form": 2}, "丁": {"guide": 2, "apply": None}}
    found = score_site(make_judgement(levels)).item_coverage["found"]
    assert (found.numerator, found.denominator, found.unmeasured) == (1, 3, 1)


def test_item_coverage_by_estimate_counts_items_not_seen():
    card = score_site(make_judgement({"甲": {"guide": 2, "form": 2}}, items_estimated=4.0))
    assert card.item_coverage_basis == "estimate"
    rate = card.item_coverage["estimate"]
    assert (rate.value, rate.low, rate.high, rate.denominator) == (0.25, 0.25, 1.0, 4)


@pytest.mark.parametrize(
    ("status", "low", "value", "high"),
    [
        ("measured", 0.25, 0.25, 0.25),
        ("partial", 0.25, 1.0, 1.0),
    ],
)
def test_item_coverage_by_catalogue_fails_what_a_complete_crawl_did_not_find(status, low, value, high):
    judgement = make_judgement({"甲": {"guide": 2, "form": 2}, "别的": {}}, status=status, catalogue_size=4)
    items = tuple(replace(item, in_catalogue=item.name == "甲") for item in judgement.items)
    card = score_site(replace(judgement, items=items))
    rate = card.item_coverage["catalogue"]
    assert (card.item_coverage_basis, rate.low, rate.value, rate.high) == ("catalogue", low, value, high)


def test_items_with_any_and_all_functions_and_levels():
    card = score_site(make_judgement({"甲": dict.fromkeys(FUNCTIONS, 3), "乙": {"form": 2}, "丙": {}}))
    assert (card.items_found, card.items_any, card.items_all_five) == (3, 2, 1)
    assert card.mean_level["form"] == pytest.approx(5 / 3)
    assert card.share_effective["guide"] == pytest.approx(1 / 3)


@pytest.mark.parametrize(
    ("fields", "target"),
    [
        ({"level": "county"}, 0.7),
        ({"level": "township", "region_level": "township"}, 0.5),
        ({"level": "village", "region_level": ""}, 0.3),
        ({"level": "department", "region_level": "township"}, 0.5),
        ({"level": "central", "region_level": "central"}, 0.7),
    ],
)
def test_targets_by_level(fields, target):
    assert target_of(make_site(**{"region_level": fields["level"]} | fields)) == target


def cards(*sites):
    """Sites as (id, region code, items usable, items in all)."""
    for site_id, code, good, items in sites:
        levels = {f"事项{n}": dict.fromkeys(FUNCTIONS, 2 if n < good else 0) for n in range(items)}
        yield score_site(make_judgement(levels, site=make_site(site_id, region_code=code, level="county")))


def test_regions_take_means_over_sites_and_weigh_by_items_beside():
    made = score_regions(cards(("a", "330203", 1, 1), ("b", "330205", 0, 3)))
    ningbo = next(region for region in made if region.region_code == "330200" and region.level == "county")
    assert (ningbo.sites, ningbo.mean, ningbo.item_weighted_mean, ningbo.median) == (2, 0.5, 0.25, 0.5)
    assert (ningbo.share_meeting_target, ningbo.sites_decided) == (0.5, 2)
    assert [(region.region_code, region.level) for region in made][:2] == [(ALL_SITES, ""), (ALL_SITES, "county")]
    assert {region.region_code for region in made} == {ALL_SITES, "330000", "330200", "330203", "330205"}


def test_unmeasured_sites_are_counted_but_in_no_mean():
    declined = score_site(make_judgement(status="declined", site=make_site("c", region_code="330203", level="county")))
    every = score_regions([*cards(("a", "330203", 1, 1)), declined])[0]
    assert (every.sites, every.sites_measured, every.mean) == (2, 1, 1.0)
    assert every.by_status == {"declined": 1, "measured": 1}


def test_a_region_without_a_measured_site_has_no_mean():
    every = score_regions([score_site(make_judgement(status="unreachable"))])[0]
    assert (every.mean, every.low, every.share_meeting_target, every.by_column["mailbox"]) == (None, None, None, None)


def test_sites_without_a_region_count_in_all_sites_only_and_regions_can_be_limited():
    made = score_regions(cards(("a", "", 1, 1), ("b", "330203", 1, 1)), regions={ALL_SITES})
    assert {region.region_code for region in made} == {ALL_SITES}
    assert made[0].sites == 2
