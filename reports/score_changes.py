"""What became of a site's figures between two years, each change split into site, rules and not measured."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import TypeVar

from reports.alike import Split, alike, split
from reports.records import Publication, ReportedFigure, Score, SiteScorecard
from reports.reported import figures_for
from reports.scheme_points import TOTAL, apply_scheme
from reports.schemes import Scheme
from reports.scoring import score_site
from rules.records import SiteJudgement
from rules.terms import FUNCTIONS

T = TypeVar("T")
COLUMNS_OF_SCORE_CHANGES = (
    "site_id",
    "site_name",
    "old_year",
    "new_year",
    "figure",
    "published",
    "old_rejudged",
    "new",
    "change",
    "site_changed",
    "rules_changed",
    "not_measured",
    "old_pack",
    "pack",
    "old_scheme_version",
    "scheme_version",
)


@dataclass(frozen=True, slots=True)
class FigureChange:
    """One figure of one site in two years, with the versions that made them. Scheme totals are told at both ends of their range."""

    site_id: str
    site_name: str
    old_year: int
    new_year: int
    figure: str  # a rate, or <scheme>.low and <scheme>.high
    split: Split
    old_pack: str
    pack: str
    old_scheme_version: str = ""
    scheme_version: str = ""

    def row(self) -> dict[str, object]:
        """The change as a row of ``score-changes-<year>.csv``."""
        parts = self.split
        named: Mapping[str, Decimal | None] = {
            "published": parts.published,
            "old_rejudged": parts.old,
            "new": parts.new,
            "change": parts.change,
            "site_changed": parts.site_changed,
            "rules_changed": parts.rules_changed,
            "not_measured": parts.not_measured,
        }
        told = {name: None if value is None else str(value) for name, value in named.items()}
        return {name: told.get(name, getattr(self, name, None)) for name in COLUMNS_OF_SCORE_CHANGES}


def rates_of(card: SiteScorecard) -> dict[str, float | None]:
    """The rates that are followed over the years, by name."""
    rates = {f"coverage_{key}": card.inclusive[key].value for key in FUNCTIONS}
    return {
        "five_function_coverage": card.five_function_coverage.value,
        "five_function_coverage_strict": card.five_function_coverage_strict.value,
        "item_coverage": card.item_coverage[card.item_coverage_basis].value,
        **rates,
    }


def figure_changes(
    old: SiteJudgement,
    new: SiteJudgement,
    schemes: Sequence[Scheme],
    published: Publication | None,
    reported: Sequence[ReportedFigure] = (),
    card_of: Callable[[SiteJudgement], SiteScorecard] | None = None,
) -> Iterator[FigureChange]:
    """The changes of one site's figures. ``old`` and ``new`` are judged by one pack; ``published`` is what stood in the old year,
    ``reported`` are the figures given for both years: what was given for one of them only is not measured in the other.

    Where nothing was published, the old archive under the present rules stands for it, and no rules changed. ``card_of`` gives the
    scorecard of a judgement (default: worked out here).
    """
    pair = alike(old, new)
    card_of = card_of or once(score_site)  # every figure asks for it, and it takes most of the time
    rates_by_name = once(lambda judgement: rates_of(card_of(judgement)))
    old_rates = rates_by_name(old)
    stood = rates_of(published.card) if published else old_rates
    for name in old_rates:
        rate = _Of(rates_by_name, name)
        yield _change(old, new, name, split(stood[name], old, new, rate, shared=pair), published)
    for scheme in schemes:
        was = _published_total(published, scheme)
        given = _given(reported, scheme, old, new)
        totals, common = _totals(scheme, card_of, given), _totals(scheme, card_of, _shared(given))
        for end in ("low", "high"):
            total = _Of(totals, end)
            before = getattr(was, end) if was else total(old)
            parts = split(before, old, new, total, _Of(common, end), pair)
            yield _change(old, new, f"{scheme.id}.{end}", parts, published, scheme, was)


def once(ask: Callable[[SiteJudgement], T]) -> Callable[[SiteJudgement], T]:
    """The same answers, each worked out once."""
    known: dict[
        int, tuple[SiteJudgement, T]
    ] = {}  # with the judgement, so that no other one can take its place in memory

    def answer(judgement: SiteJudgement) -> T:
        if id(judgement) not in known:
            known[id(judgement)] = judgement, ask(judgement)
        return known[id(judgement)][1]

    return answer


@dataclass(frozen=True, slots=True)
class _Of:
    """One figure among several of a judgement."""

    figures: Callable[[SiteJudgement], Mapping[str, float | None]]
    name: str

    def __call__(self, judgement: SiteJudgement) -> float | None:
        return self.figures(judgement)[self.name]


#: Reported figures of one site under one scheme, by year and indicator.
_Given = Mapping[int, Mapping[str, ReportedFigure]]


def _given(reported: Sequence[ReportedFigure], scheme: Scheme, *judged: SiteJudgement) -> _Given:
    return {one.year: figures_for(reported, one.site, scheme, one.year) for one in judged}


def _shared(given: _Given) -> _Given:
    """Without the figures that one of the years lacks."""
    both = set.intersection(*(set(figures) for figures in given.values()))
    return {year: {name: figures[name] for name in both} for year, figures in given.items()}


def _totals(
    scheme: Scheme, card_of: Callable[[SiteJudgement], SiteScorecard], given: _Given
) -> Callable[[SiteJudgement], Mapping[str, float | None]]:
    """The ends of a scheme's total."""

    def figures(judgement: SiteJudgement) -> Mapping[str, float | None]:
        total = apply_scheme(scheme, judgement, card_of(judgement), given[judgement.year])[-1]
        applies = total.status != "not_applicable"
        return {"low": total.low if applies else None, "high": total.high if applies else None}

    return once(figures)


def _published_total(published: Publication | None, scheme: Scheme) -> Score | None:
    scores = published.scores if published else ()
    return next((one for one in scores if (one.scheme, one.indicator) == (scheme.id, TOTAL)), None)


def _change(
    old: SiteJudgement,
    new: SiteJudgement,
    name: str,
    parts: Split,
    published: Publication | None,
    scheme: Scheme | None = None,
    was: Score | None = None,
) -> FigureChange:
    return FigureChange(
        new.site.site_id,
        new.site.name,
        old.year,
        new.year,
        name,
        parts,
        published.card.pack_version if published else old.pack_version,
        new.pack_version,
        was.scheme_version if was else scheme.version if scheme else "",
        scheme.version if scheme else "",
    )
