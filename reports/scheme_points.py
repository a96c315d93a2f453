"""Points under a scheme: each indicator's, from rates, levels, counts or reported figures, with the range still open."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from reports.rates import decided
from reports.records import Drawn, Rate, ReportedFigure, Score, ScoreStatus, SiteScorecard
from reports.scheme_case import Case, Count
from reports.scheme_checks import CHECKS
from reports.scheme_total import TOTAL, total_score
from reports.schemes import Counted, Indicator, Scheme
from rules.records import SiteJudgement

__all__ = ["TOTAL", "apply_scheme", "reason_parts"]

_BLANK = Score("", 0, "", "", "", "", "not_measured", None, 0.0, None, None)
#: Points are sums of hundredths; what differs by less is equal.
_NEAR = 1e-6
Figures = Mapping[str, ReportedFigure]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an indicator came to: status, points (None while open), fewest and most points, reason key and detail."""

    status: ScoreStatus
    points: float | None
    low: float
    high: float
    reason: str = ""
    value: Rate | None = None
    target: float | None = None
    source: str = ""
    drawn: tuple[Drawn, ...] = ()
    over_all: tuple[float, float] | None = None


def apply_scheme(
    scheme: Scheme, judgement: SiteJudgement, card: SiteScorecard, figures: Figures | None = None, seed: str = ""
) -> list[Score]:
    """The scores of one site under a scheme: a row for each indicator, and ``total`` last.

    ``figures`` are the reported ones by indicator; ``seed`` draws the samples (default: the year). ``reason`` is a key of
    ``score_reason.*``, with a detail after a colon where there is one (``faults:3``).
    """
    made = _Scoring(scheme, Case(judgement, seed), card, figures or {})
    scores = [made.score(indicator) for indicator in scheme.indicators]
    return [*scores, total_score(made.blank, scheme, scores, made.times)]


def reason_parts(reason: str) -> tuple[str, str]:
    """A score's reason as message key and detail."""
    key, _, detail = reason.partition(":")
    return f"score_reason.{key}", detail


def told_detail(reason: str, label: Callable[[str, str], str]) -> str:
    """A score's detail in words: ``label`` gives the text of a kind and name in the reader's language."""
    key, detail = reason_parts(reason)
    if key == "score_reason.site":
        return label("site_status", detail)
    if key not in ("score_reason.faults", "score_reason.cases"):
        return detail
    counted = [part.rpartition(" ") for part in detail.split(", ")]
    return "; ".join(f"{label('check_name', name)} {number}" if name else number for name, _, number in counted)


class _Scoring:
    """One site under one scheme."""

    def __init__(self, scheme: Scheme, case: Case, card: SiteScorecard, figures: Figures) -> None:
        self._scheme, self._case, self._card, self._figures = scheme, case, card, figures
        exempt = scheme.exempt
        told = figures.get(exempt.told_by) if exempt else None
        excused = exempt is not None and told is not None and told.points == 1 and _is_ministry(card)
        self._skip = frozenset(exempt.skip) if exempt and excused else frozenset[str]()
        self.times = exempt.times if exempt and excused else 1.0
        self.blank = replace(
            _BLANK, site_id=card.site.site_id, year=card.year, scheme=scheme.id, scheme_version=scheme.version
        )

    def score(self, indicator: Indicator) -> Score:
        outcome = self._outcome(indicator)
        rate = outcome.value or Rate(None, None, None, 0, 0)
        return replace(
            self.blank,
            indicator=indicator.id,
            title=indicator.title.zh,
            status=outcome.status,
            points=outcome.points,
            max_points=indicator.max_points,
            low=outcome.low,
            high=outcome.high,
            reason=outcome.reason,
            part=indicator.part,
            value=rate.value,
            value_low=rate.low,
            value_high=rate.high,
            target=outcome.target,
            met=None if outcome.target is None else decided(rate, outcome.target),
            source=outcome.source,
            seed=self._case.drawn_by if outcome.drawn else "",
            drawn=outcome.drawn,
            all_low=outcome.over_all[0] if outcome.over_all else None,
            all_high=outcome.over_all[1] if outcome.over_all else None,
        )

    def _outcome(self, indicator: Indicator) -> Outcome:
        if not _applies(indicator, self._card):
            return Outcome("not_applicable", None, 0.0, 0.0, "portals_only")
        if indicator.id in self._skip:
            return Outcome("not_applicable", None, 0.0, 0.0, "no_services")
        if figure := self._figures.get(indicator.id):
            return self._reported(indicator, figure)
        if indicator.reported or indicator.undecided:
            reason = indicator.undecided or "needs_records"
            low = 0.0 if self._scheme.start is None else -self._scheme.start
            high = indicator.max_points if self._scheme.start is None else 0.0
            return Outcome("manual", None, min(low, high), high, reason, target=self._target(indicator))
        if indicator.rate:
            return self._by_rate(indicator)
        if indicator.level:
            return self._by_level(indicator)
        return self._by_counts(indicator)

    def _target(self, indicator: Indicator) -> float | None:
        """The share asked of a site of this level, where the indicator asks for one."""
        site, target = self._card.site, indicator.target
        if isinstance(target, Mapping):
            return target.get(site.region_level or site.level)
        return self._card.target if target is None and indicator.full_at == "target" else target

    def _reported(self, indicator: Indicator, figure: ReportedFigure) -> Outcome:
        """What an office or a person reports stands as reported, with who says so and when."""
        source, target = f"{figure.source}; {figure.day}", self._target(indicator)
        if figure.points is not None:
            return self._given(indicator, figure.points, source)
        share = (figure.numerator or 0.0) / (figure.denominator or 1.0)
        value = Rate(share, share, share, round(figure.numerator or 0), round(figure.denominator or 0))
        points = _portion(indicator, share, target)
        told = f"reported:{figure.numerator:g}/{figure.denominator:g}"
        return Outcome("scored", points, points, points, told, value, target, source)

    def _given(self, indicator: Indicator, given: float, source: str) -> Outcome:
        """Points a person gave stand; where they contradict what was counted, the reason says so."""
        counted = None if indicator.undecided else self._by_counts(indicator)
        if indicator.veto or indicator.part == "veto":
            return Outcome("scored", None, 0.0, 0.0, "veto_failed" if given else "veto_clear", source=source)
        points = -given if self._scheme.start is not None else given
        reason = "reported_points"
        if counted is not None and not counted.low - _NEAR <= points <= counted.high + _NEAR:
            reason = f"reported_against:{counted.low:g}–{counted.high:g}"
        outcome = Outcome("scored", points, points, points, reason, source=source)
        if counted is None:
            return outcome
        return replace(outcome, drawn=counted.drawn, over_all=counted.over_all)

    def _by_rate(self, indicator: Indicator) -> Outcome:
        rate, target, full = _rate(indicator, self._card), self._target(indicator), indicator.max_points
        if rate is None:
            return Outcome("not_applicable", None, 0.0, 0.0, "none_shown", target=target)
        if rate.value is None or rate.low is None or rate.high is None:
            return Outcome("not_measured", None, 0.0, full, "nothing_measured", rate, target)
        value, low, high = (_portion(indicator, share, target) for share in (rate.value, rate.low, rate.high))
        return Outcome("scored", value, low, high, f"share:{rate.numerator}/{rate.denominator}", rate, target)

    def _by_level(self, indicator: Indicator) -> Outcome:
        level = self._card.column_levels.get(indicator.level)
        if level is None:
            return Outcome("not_measured", None, 0.0, indicator.max_points, self._why())
        points = indicator.max_points * indicator.shares[level]
        return Outcome("scored", points, points, points, f"level:{level}")

    def _by_counts(self, indicator: Indicator) -> Outcome:
        rules = indicator.deduct or indicator.award or indicator.veto
        counts = [(rule, CHECKS[rule.check](self._case, **rule.params)) for rule in rules]
        if indicator.veto:
            return self._veto([count for _, count in counts])
        low, high = self._range(indicator, _sum(counts, "low"), _sum(counts, "high"))
        outcome = Outcome("scored", low, low, high, f"{_kind(indicator)}:{_told(counts)}")
        if low != high:
            manual = any(count.person and count.high > count.low for _, count in counts)
            status: ScoreStatus = "manual" if manual else "not_measured"
            outcome = Outcome(status, None, low, high, "needs_person" if manual else self._why())
        drawn = {one.subject: one for _, count in counts for one in count.drawn}
        return replace(outcome, drawn=tuple(drawn.values()), over_all=self._over_all(indicator, counts))

    def _over_all(self, indicator: Indicator, counts: Sequence[tuple[Counted, Count]]) -> tuple[float, float] | None:
        """The indicator's points if every sample were like the whole."""
        if not any(count.over_all for _, count in counts):
            return None
        ends = [count.over_all or (count.low, count.high) for _, count in counts]
        least, most = (sum(rule.points * end[n] for (rule, _), end in zip(counts, ends, strict=True)) for n in (0, 1))
        return self._range(indicator, least, most)

    def _range(self, indicator: Indicator, least: float, most: float) -> tuple[float, float]:
        """Fewest and most points for a range of faults or cases, capped by the indicator where the scheme has caps."""
        if self._scheme.start is not None:
            return -min(most, self._scheme.start), -min(least, self._scheme.start)
        full = indicator.max_points
        least, most = min(full, least), min(full, most)
        return (full - most, full - least) if indicator.deduct else (least, most)

    def _veto(self, counts: Sequence[Count]) -> Outcome:
        if any(count.low for count in counts):
            return Outcome("scored", None, 0.0, 0.0, "veto_failed")
        if any(count.high for count in counts):
            manual = any(count.person and count.high for count in counts)
            return Outcome(
                "manual" if manual else "not_measured", None, 0.0, 0.0, "needs_person" if manual else self._why()
            )
        return Outcome("scored", None, 0.0, 0.0, "veto_clear")

    def _why(self) -> str:
        """Why something was not measured: the site's status where that says it."""
        status = self._card.archive.status
        return "not_seen" if status == "measured" else f"site:{status}"


def _is_ministry(card: SiteScorecard) -> bool:
    """A department of the State Council."""
    site = card.site
    return site.level == "department" and site.region_level == "central"


def _applies(indicator: Indicator, card: SiteScorecard) -> bool:
    """Portals are the sites of governments and of the State Council's departments."""
    portal = card.site.level != "department" or _is_ministry(card)
    return {
        "all": True,
        "portal": portal,
        "local_portal": portal and not _is_ministry(card),
        "ministry": _is_ministry(card),
    }[indicator.sites]


def _rate(indicator: Indicator, card: SiteScorecard) -> Rate | None:
    """The rate an indicator asks for; None where the site shows no item of the kind."""
    strict = indicator.scope == "strict"
    if indicator.rate == "item_coverage":
        return card.item_coverage[card.item_coverage_basis]
    if indicator.rate.startswith("item_coverage_"):
        return card.item_coverage_below.get(indicator.rate.removeprefix("item_coverage_"))
    if indicator.rate == "five_function_coverage":
        return card.five_function_coverage_strict if strict else card.five_function_coverage
    return (card.strict if strict else card.inclusive)[indicator.rate.removeprefix("coverage_")]


def _portion(indicator: Indicator, share: float, target: float | None) -> float:
    """The indicator's points for a share: all of them at ``full_at``."""
    full_at = target or 1.0 if indicator.full_at == "target" else indicator.full_at
    return indicator.max_points * min(1.0, share / full_at)


def _sum(counts: Iterable[tuple[Counted, Count]], end: str) -> float:
    return float(sum(rule.points * getattr(count, end) for rule, count in counts))


def _kind(indicator: Indicator) -> str:
    return "faults" if indicator.deduct else "cases"


def _told(counts: Iterable[tuple[Counted, Count]]) -> str:
    """The checks that counted something, with how often: ``sampled_without_guide 2``."""
    return ", ".join(f"{rule.check} {count.low}" for rule, count in counts if count.low) or "0"
