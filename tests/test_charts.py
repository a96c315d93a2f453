"""What is counted for charts alone."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.charts import MONTHS, histogram, timeline


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=200))
def test_every_measured_share_stands_in_exactly_one_bin(shares: list[float | None]) -> None:
    bins = histogram(shares)
    assert sum(one.count for one in bins) == sum(share is not None for share in shares)
    assert [one.low for one in bins] == [one.high - 10 for one in bins] == list(range(0, 100, 10))


def test_edges_belong_to_the_bin_above_and_all_to_the_last() -> None:
    counts = {one.low: one.count for one in histogram([0.0, 0.7, 0.6999999999999999, 1.0, 0.3])}
    assert counts == {0: 1, 10: 0, 20: 0, 30: 1, 40: 0, 50: 0, 60: 0, 70: 2, 80: 0, 90: 1}


def test_a_timeline_holds_two_years_and_names_what_lies_before() -> None:
    chart = timeline(
        [
            ("mailbox", {"2026-03": 4, "2024-04": 1, "2024-03": 9}, "2026-03-02"),
            ("petition", {}, "2023-01-05"),
            ("opinion", {}, ""),
            ("interview", {}, "2026-02-01"),
        ],
        "2026-03-10",
    )
    assert chart is not None
    assert (chart.months[0], chart.months[-1], len(chart.months)) == ("2024-04", "2026-03", MONTHS)
    mailbox, petition, opinion, interview = chart.columns
    assert mailbox.counts == (1, *[0] * 22, 4), "24 months, and no more"
    assert (sum(petition.counts), petition.last) == (0, "2023-01-05")
    assert (sum(opinion.counts), opinion.last) == (0, "")
    assert interview.counts == (*[0] * 22, 1, 0), "the day of the last activity is one where no entry is dated"
    assert timeline([], "") is None
