"""Checking again: every point of the last list comes to exactly one end, and what was not measured is not mended."""

from dataclasses import replace

from factories import make_judgement
from hypothesis import given, settings
from test_scoring import SITE

from reports.messages import catalogue
from reports.recheck import OUTCOMES, recheck
from reports.shortcomings import to_mend

OLD = make_judgement(
    {"甲": {"guide": 1, "form": 0}, "乙": {"form": 1}, "丙": {"apply": 1}}, {"mailbox": 1, "opinion": 2}
)


def outcomes(new, old=OLD):
    return {(one.point.item_name, one.point.key): one.outcome for one in recheck(to_mend(old), new)}


def test_points_are_mended_withdrawn_not_measured_or_still_there():
    items = {"甲": {"guide": 3, "form": None}, "乙": {"form": 1}}
    found = outcomes(make_judgement(items, {"mailbox": 2, "opinion": 1}))
    assert found["甲", "guide"] == "mended"
    assert found["甲", "form"] == "not_measured"
    assert found["乙", "form"] == "not_mended"
    assert found["丙", "apply"] == "withdrawn"
    assert (found["", "mailbox"], found["", "opinion"]) == ("mended", "new")


def test_an_item_a_partial_crawl_did_not_reach_is_not_withdrawn():
    assert outcomes(make_judgement({"甲": {}}, status="partial"))["丙", "apply"] == "not_measured"
    assert set(outcomes(make_judgement(status="declined")).values()) == {"not_measured"}


def test_a_channel_for_all_items_is_mended_when_every_item_has_it():
    old = make_judgement({"甲": {"consult": ("site", 1, 0)}, "乙": {"consult": ("site", 1, 0)}})
    half = make_judgement({"甲": {"consult": 2}, "乙": {"consult": 0}})
    done = make_judgement({"甲": {"consult": ("site", 2, 0)}, "乙": {"consult": ("site", 2, 0)}})
    open_ = make_judgement({"甲": {"consult": 2}, "乙": {"consult": None}})
    for new, expected in ((half, "partly"), (done, "mended"), (open_, "not_measured")):
        assert outcomes(new, old)["", "consult"] == expected


@given(SITE, SITE)
@settings(max_examples=40)
def test_every_point_comes_to_one_end_in_the_lists_order(old, new):
    points = to_mend(make_judgement(old))
    told = recheck(points, make_judgement(new))
    assert [one.number for one in told if one.number] == list(range(1, len(points) + 1))
    assert {one.outcome for one in told} <= set(OUTCOMES)
    assert all((one.outcome == "new") == (one.number == 0) for one in told)


@given(SITE)
@settings(max_examples=25)
def test_nothing_changed_mends_nothing(items):
    judgement = make_judgement(items)
    told = recheck(to_mend(judgement), replace(judgement, year=2027))
    assert not [one for one in told if one.outcome in ("mended", "new", "withdrawn")]


def test_every_outcome_has_a_text():
    assert [one for one in OUTCOMES if f"recheck.{one}" not in catalogue()] == []
