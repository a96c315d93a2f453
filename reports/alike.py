"""Two judgements of one site cut down to what both measured, so that what is left differs by the site's doing alone."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from reports.scoring import own_level
from rules.records import ColumnFigures, SiteCheck, SiteJudgement, Verdict

Figure = Callable[[SiteJudgement], float | None]
#: Figures are split as published: to six decimals, exactly.
_PLACES = Decimal("0.000001")


@dataclass(frozen=True, slots=True)
class Split:
    """A figure's change and its three parts, which add up to it exactly; all None where there is no change to split.

    ``published`` is the old figure as it stood, ``old`` the old archive's under the new rules, ``new`` the new one.
    """

    published: Decimal | None
    old: Decimal | None
    new: Decimal | None
    change: Decimal | None = None
    site_changed: Decimal | None = None
    rules_changed: Decimal | None = None
    not_measured: Decimal | None = None


def split(
    published: float | None,
    old: SiteJudgement,
    new: SiteJudgement,
    figure: Figure,
    common: Figure | None = None,
    shared: tuple[SiteJudgement, SiteJudgement] | None = None,
) -> Split:
    """Split the change from the published figure to the new one.

    Rules changed: new rules against old on the old archive. Site changed: new against old over what both years measured, under one
    set of rules. Not measured: the rest, what either year saw and the other did not. ``common`` gives the figure of what both
    years measured where it rests on more than the judgement; ``shared`` is what :func:`alike` gives, where it was asked already.
    """
    before, after = shared or alike(old, new)
    common = common or figure
    return _parts(*map(_exact, (published, figure(old), figure(new), common(before), common(after))))


def _parts(
    published: Decimal | None,
    old: Decimal | None,
    new: Decimal | None,
    old_common: Decimal | None,
    new_common: Decimal | None,
) -> Split:
    if published is None or old is None or new is None:
        return Split(published, old, new)
    rules = old - published
    site = Decimal(0) if old_common is None or new_common is None else new_common - old_common
    return Split(published, old, new, new - published, site, rules, new - old - site)


def _exact(value: float | None) -> Decimal | None:
    return None if value is None else Decimal(repr(value)).quantize(_PLACES)


def alike(old: SiteJudgement, new: SiteJudgement) -> tuple[SiteJudgement, SiteJudgement]:
    """Both judgements with everything open that the other left open."""
    return _cut(old, new), _cut(new, old)


def _cut(judgement: SiteJudgement, other: SiteJudgement) -> SiteJudgement:
    """The judgement without what ``other`` did not measure; an item other saw completely and did not show stays."""
    complete = other.archive.status == "measured"
    there = {item.item_id for item in other.items}
    items = tuple(item for item in judgement.items if complete or item.item_id in there)
    kept = {item.item_id for item in items}
    levels = {(one.item_id, one.key): one for one in other.verdicts}
    verdicts = (one for one in judgement.verdicts if not one.item_id or one.item_id in kept)
    archive = judgement.archive if complete else replace(judgement.archive, status="partial")
    return replace(
        judgement,
        items=items,
        verdicts=tuple(_verdict(one, levels, there) for one in verdicts),
        columns=tuple(_figures(judgement.columns, other.columns)),
        checks=tuple(_checks(judgement.checks, other.checks)),
        items_estimated=None if other.items_estimated is None else judgement.items_estimated,
        catalogue_size=None if other.catalogue_size is None else judgement.catalogue_size,
        archive=archive if judgement.archive.status in ("measured", "partial") else judgement.archive,
    )


def _verdict(verdict: Verdict, others: Mapping[tuple[str, str], Verdict], there: set[str]) -> Verdict:
    if verdict.item_id and verdict.item_id not in there:
        return verdict  # not shown the other year, though all of it was looked at
    other = others.get((verdict.item_id, verdict.key))
    level = verdict.level if other is not None and other.level is not None else None
    own = own_level(verdict) if other is not None and own_level(other) is not None else None
    if (level, own) == (verdict.level, own_level(verdict)):
        return verdict
    # Without the item's own evidence of both years, what they share is the channel's; without the level, the own evidence.
    return replace(verdict, scope="site", level=level, own_level=own)


def _figures(mine: Iterable[ColumnFigures], others: Iterable[ColumnFigures]) -> Iterator[ColumnFigures]:
    known = {one.column: one for one in others}
    for figures in mine:
        other = known.get(figures.column)
        if other is None:
            yield ColumnFigures(figures.column)
            continue
        blank = ColumnFigures(figures.column)
        unknown = {
            one.name: getattr(blank, one.name) for one in fields(other) if getattr(other, one.name) in (None, "")
        }
        yield replace(figures, **{name: value for name, value in unknown.items() if name not in ("column", "url")})


def _checks(mine: Iterable[SiteCheck], others: Iterable[SiteCheck]) -> Iterator[SiteCheck]:
    """The checks whose group the other year measured at all."""
    measured: dict[tuple[str, str], bool] = defaultdict(bool)
    for one in others:
        measured[one.check, one.subject] |= one.found is not None or one.count is not None
    looked_at = any(measured.values())
    for one in mine:
        if measured.get((one.check, one.subject), looked_at and one.check in _LISTED):
            yield one


#: Checks with a row for each case: none in a year that was looked at means no case.
_LISTED = frozenset(("blank", "overdue", "dead_link", "document", "page_tag"))
