"""Two years: what changed, what the rules changed, and what was not measured are three different things."""

import csv
from contextlib import ExitStack
from dataclasses import replace

import pytest
from factories import make_judgement, make_site
from hypothesis import given, settings
from test_scoring import SITE

from reports.compare import COLUMNS_OF_CHANGES, Tally, compare_years
from reports.files import RowFile
from reports.messages import catalogue


def kinds(old, new, key="guide"):
    return {change.item_name: (change.kind, change.reason) for change in compare_years(old, new) if change.key == key}


def year(number, items, columns=None, **fields):
    return make_judgement(items, columns, year=number, **fields)


def test_gained_lost_and_same_turn_on_usable():
    old = year(2025, {"甲": {"guide": 1}, "乙": {"guide": 3}, "丙": {"guide": 2}})
    new = year(2026, {"甲": {"guide": 2}, "乙": {"guide": 0}, "丙": {"guide": 3}})
    assert kinds([old], [new]) == {"甲": ("gained", ""), "乙": ("lost", ""), "丙": ("same", "")}


def test_what_was_not_measured_is_neither_gained_nor_lost():
    old = year(2025, {"甲": {"guide": 2}, "乙": {"guide": None}})
    new = year(2026, {"甲": {"guide": None}, "乙": {"guide": 2}})
    assert kinds([old], [new]) == {
        "甲": ("not_comparable", "not_measured_new"),
        "乙": ("not_comparable", "not_measured_old"),
    }


@pytest.mark.parametrize(
    ("status", "expected"),
    [
        ("measured", ("lost", "item_gone")),
        ("partial", ("not_comparable", "item_not_seen_new")),
    ],
)
def test_an_item_no_longer_seen_is_lost_only_when_all_was_seen(status, expected):
    assert kinds([year(2025, {"甲": {"guide": 2}})], [year(2026, {}, status=status)])["甲"] == expected


def test_a_new_item_is_gained():
    assert kinds([year(2025, {})], [year(2026, {"甲": {"guide": 2}})])["甲"] == ("gained", "item_new")


def test_a_site_that_declines_loses_nothing():
    changes = compare_years([year(2025, {"甲": {"guide": 2}}, {"mailbox": 3})], [year(2026, {}, status="declined")])
    assert {change.kind for change in changes} == {"not_comparable"}


def test_columns_are_compared_and_addresses_kept():
    changes = compare_years([year(2025, {}, {"mailbox": 2})], [year(2026, {}, {"mailbox": 0})])
    box = next(change for change in changes if change.key == "mailbox")
    assert (box.kind, box.old_level, box.new_level, box.new_url) == ("lost", 2, 0, "")
    assert box.old_url.endswith("/mailbox/")


def test_different_rules_are_not_compared():
    new = replace(year(2026, {"甲": {"guide": 2}}), pack_version="test-2")
    assert [(one.kind, one.reason, one.key) for one in compare_years([year(2025, {})], [new])] == [
        ("not_comparable", "different_rules", "")
    ]


def test_sites_judged_in_one_year_only_are_named():
    other = make_site("3302000001")
    changes = compare_years([year(2025, {}), year(2025, {}, site=other)], [year(2026, {})])
    assert [(one.site_id, one.reason) for one in changes if not one.key] == [("3302000001", "no_judgement_new")]
    assert compare_years([], []) == []


@given(SITE)
@settings(max_examples=30)
def test_a_site_compared_with_itself_neither_gains_nor_loses(items):
    changes = compare_years([year(2025, items)], [year(2026, items)])
    assert {change.kind for change in changes} <= {"same", "not_comparable"}
    assert all(change.kind == "same" or change.old_level is None for change in changes)


def test_every_kind_and_reason_has_a_text():
    words = (
        "gained",
        "lost",
        "same",
        "not_comparable",
        "no_judgement_old",
        "no_judgement_new",
        "different_rules",
        "item_new",
        "item_gone",
        "item_not_seen_old",
        "item_not_seen_new",
        "not_measured_old",
        "not_measured_new",
    )
    assert [word for word in words if f"change.{word}" not in catalogue()] == []


def test_changes_are_counted_and_written(tmp_path):
    changes = compare_years([year(2025, {"=甲": {"guide": 1}})], [year(2026, {"=甲": {"guide": 2, "form": None}})])
    tally = Tally()
    with ExitStack() as stack:
        RowFile(stack, tmp_path / "changes.csv", COLUMNS_OF_CHANGES).write(tally.counted(changes))
    counts = dict(tally.rows())
    assert (tally.kinds, counts["guide"], counts["form"]) == (
        ("gained", "lost", "same", "not_comparable"),
        [1, 0, 0, 0],
        [0, 0, 0, 1],
    )
    with (tmp_path / "changes.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == len(changes) == 10
    assert (rows[0]["item_name"], rows[0]["kind"], rows[1]["new_level"]) == ("'=甲", "gained", "")
