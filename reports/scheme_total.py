"""A scheme's total: the sum of what applies, its range, and whether a veto or the pass mark decides."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from reports.records import Score, ScoreStatus
from reports.schemes import Scheme

TOTAL = "total"
_DIGITS = 6


def total_score(blank: Score, scheme: Scheme, scores: Sequence[Score], times: float = 1.0) -> Score:
    """The row ``total`` of one site; ``times`` scales the points where a site is excused from part of the scheme."""
    total = replace(blank, indicator=TOTAL, title="合计", max_points=_most(scheme, scores, times))
    if failed := [score.indicator for score in scores if score.reason == "veto_failed"]:
        return replace(total, status="scored", points=0.0, low=0.0, high=0.0, reason=f"vetoed:{' '.join(failed)}")
    counted = [score for score in scores if score.status != "not_applicable" and score.part != "veto"]
    if not counted:
        return replace(total, status="not_applicable", max_points=0.0, reason="vetoes_only")
    low, high = (_sum_up(scheme, scores, end, times) for end in ("low", "high"))
    open_ones = [score for score in counted if score.status != "scored" and (score.low != score.high)]
    points = None if open_ones else _sum_up(scheme, scores, "points", times)
    reason = _mark(scheme, scores, low, high)
    return replace(total, status=_status(open_ones), points=points, low=low, high=high, reason=reason)


def _status(open_ones: Sequence[Score]) -> ScoreStatus:
    if not open_ones:
        return "scored"
    return "manual" if any(score.status == "manual" for score in open_ones) else "not_measured"


def _sum_up(scheme: Scheme, scores: Sequence[Score], end: str, times: float) -> float:
    """The points of all parts, at one end of their range; a bonus only above its threshold, never below nothing."""
    parts: dict[str, float] = {} if scheme.start is None else {"": scheme.start}
    for score in scores:
        parts[score.part] = parts.get(score.part, 0.0) + (getattr(score, end) or 0.0)
    bonus = scheme.bonus_above
    extra = parts.pop(bonus.part, 0.0) if bonus else 0.0
    # Tenths do not add up exactly in binary: 80.0 must not pass for more than 80.
    earned = bonus is not None and round(parts[bonus.of] * times, _DIGITS) > bonus.points
    return max(0.0, round(sum(parts.values()) * times + (extra if earned else 0.0), _DIGITS))


def _most(scheme: Scheme, scores: Sequence[Score], times: float) -> float:
    """All points that apply, without the bonus that comes on top."""
    if scheme.start is not None:
        return scheme.start
    extra = scheme.bonus_above.part if scheme.bonus_above else ""
    return times * sum(score.max_points for score in scores if score.status != "not_applicable" and score.part != extra)


def _mark(scheme: Scheme, scores: Sequence[Score], low: float, high: float) -> str:
    """Whether the site passes, where that is certain; vetoes nobody has decided stay named."""
    vetoes = [
        score.indicator for score in scores if score.part == "veto" and score.status not in ("scored", "not_applicable")
    ]
    if scheme.fails_below is not None and high < scheme.fails_below:
        return "fails"
    if vetoes:
        return f"vetoes_open:{' '.join(vetoes)}"
    return "passes" if scheme.fails_below is not None and low >= scheme.fails_below else ""
