"""Geometry of the charts."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from reports.charts import bars, histogram, rate_bar, timeline
from reports.records import Rate


@given(st.lists(st.one_of(st.none(), st.floats(0, 1)), max_size=200), st.sampled_from([0.3, 0.5, 0.7]))
def test_every_measured_share_stands_in_exactly_one_bar(shares: list[float | None], target: float) -> None:
    chart = histogram(shares, target)
    assert chart.total == sum(bar.count for bar in chart.bars) == sum(share is not None for share in shares)
    assert all(bar.y >= 0 and bar.y + bar.height <= chart.baseline + 0.2 for bar in chart.bars)
    assert len(chart.grid) <= 7


def test_edges_belong_to_the_bar_above_and_all_to_the_last() -> None:
    counts = {bar.low: bar.count for bar in histogram([0.0, 0.7, 0.6999999999999999, 1.0, 0.3], 0.7).bars}
    assert counts == {0: 1, 10: 0, 20: 0, 30: 1, 40: 0, 50: 0, 60: 0, 70: 2, 80: 0, 90: 1}


def test_bars_at_the_target_reach_it() -> None:
    assert [bar.low for bar in histogram([], 0.7).bars if bar.reaches] == [70, 80, 90]


def test_a_rate_without_a_value_has_no_bar() -> None:
    assert rate_bar(Rate(None, None, None, 0, 0)) is None
    bar = rate_bar(Rate(0.5, 0.25, 1.0, 1, 2), 100)
    assert bar is not None and (bar.low, bar.value, bar.high) == (25, 50, 100)


def test_a_timeline_holds_two_years_and_names_what_lies_before() -> None:
    chart = timeline(
        [
            ("mailbox", {"2026-03": 4, "2024-04": 1, "2024-03": 9}, "2026-03-02"),
            ("petition", {}, "2023-01-05"),
            ("opinion", {}, ""),
        ],
        "2026-03-10",
    )
    assert chart is not None
    mailbox, petition, opinion = chart.rows
    assert [(dot.month, dot.count) for dot in mailbox.dots] == [("2024-04", 1), ("2026-03", 4)], (
        "24 months, and no more"
    )
    assert mailbox.dots[1].radius > mailbox.dots[0].radius and mailbox.dots[0].x < chart.year_x < mailbox.dots[1].x
    assert (petition.dots, petition.before) == ((), "2023-01-05")
    assert (opinion.dots, opinion.before) == ((), "")
    assert chart.ticks[-1][1] == "2026-03"
    assert timeline([], "") is None


def test_lying_bars_keep_to_their_scale() -> None:
    chart = bars(["甲", "乙"], {"x": [0.5, 1.0], "y": [0.0, 0.25]}, shares=True)
    assert [bar.length for bar in chart.bars] == [200, 0, 400, 100]
    counted = bars(["甲"], {"x": [0]}, shares=False)
    assert counted.bars[0].length == 0
