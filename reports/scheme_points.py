"""Points under a scheme: each indicator's, and their total with the range that undecided indicators leave open."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from reports.records import Rate, Score, ScoreStatus, SiteScorecard
from reports.scheme_checks import CHECKS, Count
from reports.schemes import Counted, Indicator, Scheme
from rules.records import SiteJudgement

TOTAL = "total"
_BLANK = Score("", 0, "", "", "", "", "not_measured", None, 0.0, None, None)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indicator came to: status, points (None while open), fewest and most points, reason key and detail."""

    status: ScoreStatus
    points: float | None
    low: float
    high: float
    reason: str = ""


def apply_scheme(scheme: Scheme, judgement: SiteJudgement, card: SiteScorecard) -> list[Score]:
    """The scores of one site under a scheme: a row for each indicator, and ``total`` last.

    ``reason`` is a key of ``score_reason.*``, with a detail after a colon where there is one (``faults:3``).
    """
    blank = replace(_BLANK, site_id=card.site.site_id, year=card.year, scheme=scheme.id, scheme_version=scheme.version)
    scores = [_score(blank, indicator, judgement, card) for indicator in scheme.indicators]
    return [*scores, _total(blank, scheme, scores)]


def reason_parts(reason: str) -> tuple[str, str]:
    """A score's reason as message key and detail."""
    key, _, detail = reason.partition(":")
    return f"score_reason.{key}", detail


def _score(blank: Score, indicator: Indicator, judgement: SiteJudgement, card: SiteScorecard) -> Score:
    outcome = _outcome(indicator, judgement, card)
    return replace(
        blank,
        indicator=indicator.id,
        title=indicator.title.zh,
        status=outcome.status,
        points=outcome.points,
        max_points=indicator.max_points,
        low=outcome.low,
        high=outcome.high,
        reason=outcome.reason,
    )


def _outcome(indicator: Indicator, judgement: SiteJudgement, card: SiteScorecard) -> Outcome:
    full = indicator.max_points
    if indicator.sites == "portal" and card.site.level == "department":
        return Outcome("not_applicable", None, 0.0, 0.0, "portals_only")
    if indicator.undecided:
        status: ScoreStatus = "not_measured" if indicator.undecided == "not_built" else "manual"
        return Outcome(status, None, 0.0, full, indicator.undecided)
    if indicator.rate:
        full_at = card.target if indicator.full_at == "target" else indicator.full_at
        return _by_rate(full, _rate(indicator, card), full_at)
    if indicator.level:
        level = card.column_levels.get(indicator.level)
        if level is None:
            return _open(full, card)
        return _settled(full * indicator.shares[level], f"level:{level}")
    return _by_counts(indicator, judgement, card)


def _rate(indicator: Indicator, card: SiteScorecard) -> Rate:
    strict = indicator.scope == "strict"
    if indicator.rate == "item_coverage":
        return card.item_coverage[card.item_coverage_basis]
    if indicator.rate == "five_function_coverage":
        return card.five_function_coverage_strict if strict else card.five_function_coverage
    return (card.strict if strict else card.inclusive)[indicator.rate.removeprefix("coverage_")]


def _by_rate(full: float, rate: Rate, full_at: float) -> Outcome:
    if rate.value is None or rate.low is None or rate.high is None:
        return Outcome("not_measured", None, 0.0, full, "nothing_measured")
    value, low, high = (full * min(1.0, share / full_at) for share in (rate.value, rate.low, rate.high))
    return Outcome("scored", value, low, high, f"share:{rate.numerator}/{rate.denominator}")


def _by_counts(indicator: Indicator, judgement: SiteJudgement, card: SiteScorecard) -> Outcome:
    full = indicator.max_points
    rules = indicator.deduct or indicator.award or indicator.veto
    counts = [(rule, CHECKS[rule.check](judgement, **rule.params)) for rule in rules]
    if indicator.veto:
        return _veto([count for _, count in counts], card)
    least, most = (min(full, _sum(counts, end)) for end in ("low", "high"))
    low, high = (full - most, full - least) if indicator.deduct else (least, most)
    if low == high:
        return _settled(low, f"faults:{_told(counts)}" if indicator.deduct else f"cases:{_told(counts)}")
    status: ScoreStatus = "manual" if any(count.person for _, count in counts) else "not_measured"
    return Outcome(status, None, low, high, "needs_person" if status == "manual" else _why(card))


def _sum(counts: Iterable[tuple[Counted, Count]], end: str) -> float:
    return float(sum(rule.points * getattr(count, end) for rule, count in counts))


def _told(counts: Iterable[tuple[Counted, Count]]) -> str:
    """The checks that counted something, with how often: ``sampled_without_guide 2``."""
    return ", ".join(f"{rule.check} {count.low}" for rule, count in counts if count.low) or "0"


def _veto(counts: Sequence[Count], card: SiteScorecard) -> Outcome:
    if any(count.low for count in counts):
        return Outcome("scored", None, 0.0, 0.0, "veto_failed")
    if any(count.high for count in counts):
        return Outcome("not_measured", None, 0.0, 0.0, _why(card))
    return Outcome("scored", None, 0.0, 0.0, "veto_clear")


def _settled(points: float, reason: str) -> Outcome:
    return Outcome("scored", points, points, points, reason)


def _open(full: float, card: SiteScorecard) -> Outcome:
    return Outcome("not_measured", None, 0.0, full, _why(card))


def _why(card: SiteScorecard) -> str:
    """Why something was not measured: the site's status where that says it."""
    return "not_seen" if card.archive.status == "measured" else f"site:{card.archive.status}"


def _total(blank: Score, scheme: Scheme, scores: Sequence[Score]) -> Score:
    """The sum of all indicators that apply, its range, and whether a veto or the pass mark decides."""
    total = replace(blank, indicator=TOTAL, title="合计")
    if failed := [score.indicator for score in scores if score.reason == "veto_failed"]:
        return replace(
            total,
            status="scored",
            points=0.0,
            max_points=_most(scheme, scores),
            low=0.0,
            high=0.0,
            reason=f"vetoed:{' '.join(failed)}",
        )
    if not any(score.max_points for score in scores if score.status != "not_applicable"):
        return replace(total, status="not_applicable", reason="vetoes_only")
    low, high = (_sum_up(scheme, scores, end) for end in ("low", "high"))
    open_ones = [score for score in scores if score.max_points and score.status in ("manual", "not_measured")]
    points = None if open_ones else _sum_up(scheme, scores, "points")
    status: ScoreStatus = (
        "scored"
        if points is not None
        else ("manual" if any(score.status == "manual" for score in open_ones) else "not_measured")
    )
    return replace(
        total,
        status=status,
        points=points,
        max_points=_most(scheme, scores),
        low=low,
        high=high,
        reason=_mark(scheme, scores, low, high),
    )


def _sum_up(scheme: Scheme, scores: Sequence[Score], end: str) -> float:
    """The points of all parts, at one end of their range; a bonus only above its threshold."""
    parts: dict[str, float] = {}
    for indicator, score in zip(scheme.indicators, scores, strict=True):
        parts[indicator.part] = parts.get(indicator.part, 0.0) + (getattr(score, end) or 0.0)
    bonus = scheme.bonus_above
    if bonus and parts[bonus.of] <= bonus.points:
        parts.pop(bonus.part)
    return sum(parts.values())


def _most(scheme: Scheme, scores: Sequence[Score]) -> float:
    """All points that apply, without the bonus that comes on top."""
    extra = scheme.bonus_above.part if scheme.bonus_above else ""
    return sum(
        score.max_points
        for indicator, score in zip(scheme.indicators, scores, strict=True)
        if score.status != "not_applicable" and indicator.part != extra
    )


def _mark(scheme: Scheme, scores: Sequence[Score], low: float, high: float) -> str:
    """Whether the site passes, where that is certain; vetoes nobody has decided stay named."""
    vetoes = [
        one.id
        for one, score in zip(scheme.indicators, scores, strict=True)
        if one.part == "veto" and score.status != "scored"
    ]
    if scheme.fails_below is not None and high < scheme.fails_below:
        return "fails"
    if vetoes:
        return f"vetoes_open:{' '.join(vetoes)}"
    return "passes" if scheme.fails_below is not None and low >= scheme.fails_below else ""
