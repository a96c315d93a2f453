"""Arithmetic of rates: bounds, order, and what was not measured."""

from hypothesis import given
from hypothesis import strategies as st

from reports.rates import counted, decided, mean, mean_rate, quartiles, rate

CASES = st.lists(st.sampled_from([True, False, None]), max_size=40)


@given(CASES)
def test_bounds_contain_the_rate_and_count_the_unmeasured(cases):
    made = rate(cases)
    assert made.unmeasured == cases.count(None)
    if made.value is None:
        assert cases.count(None) == len(cases)
        assert (made.low, made.high, made.numerator, made.denominator) == (None, None, 0, 0)
    else:
        assert 0 <= made.low <= made.value <= made.high <= 1
        assert (made.numerator, made.denominator) == (cases.count(True), len(cases) - cases.count(None))


@given(CASES.filter(lambda cases: any(case is not None for case in cases)), st.data())
def test_bounds_are_reached_by_deciding_the_unmeasured(cases, data):
    made = rate(cases)
    assert made.low == rate([bool(case) for case in cases]).value
    assert made.high == rate([case is not False for case in cases]).value
    filled = [data.draw(st.booleans()) if case is None else case for case in cases]
    assert made.low <= rate(filled).value <= made.high


@given(CASES, st.randoms())
def test_order_does_not_matter(cases, random):
    shuffled = list(cases)
    random.shuffle(shuffled)
    assert rate(shuffled) == rate(cases)


@given(CASES)
def test_a_passing_case_never_lowers_a_rate(cases):
    before, after = rate(cases), rate([*cases, True])
    assert after.value >= (before.value or 0)


@given(st.lists(CASES, min_size=1, max_size=6))
def test_the_mean_of_rates_lies_in_its_bounds(lists):
    made = mean_rate([rate(cases) for cases in lists])
    if made.value is not None:
        assert 0 <= made.low <= made.value <= made.high <= 1


def test_a_rate_never_measured_opens_the_bounds_of_the_mean():
    made = mean_rate([rate([True]), rate([None])])
    assert (made.value, made.low, made.high) == (1.0, 0.5, 1.0)


def test_presumed_cases_fail_in_the_rate_and_may_pass_at_best():
    made = counted(2, 4, presumed=2)
    assert (made.value, made.low, made.high) == (0.5, 0.5, 1.0)
    assert counted(0, 3, presumed=3).value is None


def test_mean_leaves_out_what_was_not_measured():
    assert mean([0.5, None, 1.0]) == 0.75
    assert mean([None]) is None


def test_quartiles_interpolate_as_spreadsheets_do():
    assert quartiles([1.0, 2.0, 3.0, 4.0]) == (1.75, 2.5, 3.25)
    assert quartiles([0.4, None]) == (0.4, 0.4, 0.4)
    assert quartiles([None]) == (None, None, None)


def test_a_target_is_decided_only_when_the_bounds_allow_no_other_answer():
    assert decided(rate([True] * 8 + [False]), 0.7) is True
    assert decided(rate([True] + [False] * 8), 0.7) is False
    assert decided(rate([True] * 3 + [None] * 3), 0.7) is None
    assert decided(rate([None]), 0.7) is None
