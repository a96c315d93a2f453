"""Days before the audit's day, and working days."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rules.freshness import in_past_year, parse_day, working_days, year_before


@pytest.mark.parametrize(
    ("text", "inside"),
    [
        ("2026-03-01", True),
        ("2025-03-02", True),
        ("2025-03-01", False),
        ("2026-03-02", False),
        ("", False),
        ("无日期", False),
        ("2026-02-30", False),
    ],
)
def test_the_past_year_ends_with_the_day(text: str, inside: bool) -> None:
    assert in_past_year(text, date(2026, 3, 1)) is inside


def test_leap_day_has_a_year_before() -> None:
    assert year_before(date(2024, 2, 29)) == date(2023, 2, 28)
    assert parse_day("2024-02-29T08:00:00Z") == date(2024, 2, 29)


@pytest.mark.parametrize(
    ("start", "end", "days"),
    [
        ("2026-01-02", "2026-01-05", 1),  # Friday to Monday
        ("2026-01-05", "2026-01-05", 0),
        ("2026-01-05", "2026-01-12", 5),
        ("2026-01-09", "2026-01-08", 0),
    ],
)
def test_weekends_do_not_count(start: str, end: str, days: int) -> None:
    assert working_days(date.fromisoformat(start), date.fromisoformat(end)) == days


@given(st.dates(date(2000, 1, 1), date(2040, 1, 1)), st.integers(0, 400))
def test_working_days_agree_with_counting(start: date, length: int) -> None:
    counted = sum((start + timedelta(days=step)).weekday() < 5 for step in range(1, length + 1))
    assert working_days(start, start + timedelta(days=length)) == counted
