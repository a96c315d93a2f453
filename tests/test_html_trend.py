"""The trend on the first page: a site measured in one year only moves no line."""

from __future__ import annotations

from factories import make_judgement
from report_world import site

from reports.html_trend import year_rows
from reports.records import SiteScorecard
from reports.scoring import score_site


def card(number: int, year: int, level: int | None, status: str = "measured") -> SiteScorecard:
    items = {} if level is None else {"甲": {"guide": level, "form": level}}
    return score_site(make_judgement(items, site=site(number), year=year, status=status, pack_version=f"pack-{year}"))


def test_means_are_of_the_sites_measured_in_every_year() -> None:
    years = [
        [card(1, 2026, 2), card(2, 2026, 0), card(3, 2026, None, "declined")],
        [card(1, 2025, 0), card(3, 2025, 2)],
    ]
    old, new = year_rows(years)
    assert (old.year, new.year) == (2025, 2026)
    assert (old.means["five_function_coverage"], new.means["five_function_coverage"]) == (0.0, 0.4)
    assert (old.alike, old.measured, old.sites, new.measured, new.sites) == (1, 2, 2, 2, 3)
    assert (old.packs, new.packs) == (("pack-2025",), ("pack-2026",))


def test_years_without_a_common_site_have_no_mean_and_no_zero() -> None:
    rows = year_rows([[card(1, 2025, 2)], [card(2, 2026, 2)]])
    assert [(row.means.get("five_function_coverage"), row.alike) for row in rows] == [(None, 0)] * 2


def test_one_year_is_no_trend() -> None:
    assert year_rows([[card(1, 2026, 2)], []]) == []
