"""Days: what lies in the year before the audit's day, and how many days a reply took."""

from __future__ import annotations

from datetime import date, timedelta


def parse_day(text: str) -> date | None:
    """``YYYY-MM-DD`` (anything behind it is ignored) as a date; None for anything else."""
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


def year_before(as_of: date) -> date:
    """The same day one year earlier; 29 February becomes 28 February."""
    try:
        return as_of.replace(year=as_of.year - 1)
    except ValueError:
        return as_of.replace(year=as_of.year - 1, day=28)


def in_past_year(text: str, as_of: date) -> bool:
    """Whether ``text`` (YYYY-MM-DD) lies in the twelve months that end with ``as_of``; undated and future days do not."""
    day = parse_day(text)
    return day is not None and year_before(as_of) < day <= as_of


def working_days(start: date, end: date) -> int:
    """Mondays to Fridays after ``start`` up to and including ``end``; public holidays are counted as working days.

    Replies therefore look a little slower than they were around holidays, never faster.
    """
    if end <= start:
        return 0
    weeks, rest = divmod((end - start).days, 7)
    return weeks * 5 + sum((start + timedelta(days=step)).weekday() < 5 for step in range(1, rest + 1))
