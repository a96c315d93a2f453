"""Checking again: what became of each point of the last rectification list, by what is judged now."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, get_args

from crawler.records import Site
from reports.records import Publication
from reports.scoring import USABLE
from reports.shortcomings import Shortcoming, to_mend
from rules.records import SiteJudgement, Verdict
from rules.terms import FUNCTIONS
from rules.verdicts import CONTRADICTION

#: ``partly``: mended for some of the items it concerned; ``withdrawn``: the item is no longer shown; ``new``: not on the last list.
RecheckOutcome = Literal["mended", "partly", "not_mended", "not_measured", "withdrawn", "new"]
OUTCOMES: tuple[RecheckOutcome, ...] = get_args(RecheckOutcome)
#: Outcomes that leave something to mend.
OPEN: frozenset[RecheckOutcome] = frozenset({"partly", "not_mended", "new"})

COLUMNS_OF_RECHECK = (
    "site_id",
    "site_name",
    "list_year",
    "list_edition",
    "listed_at",
    "number",
    "item_id",
    "item_name",
    "key",
    "problem",
    "page_url",
    "target_url",
    "outcome",
    "old_level",
    "new_level",
    "new_reason",
    "items",
    "items_mended",
)


@dataclass(frozen=True, slots=True)
class Recheck:
    """One point and what became of it. ``number`` is its place in the last list, 0 for a new one; ``items_mended`` of ``point.items``."""

    number: int
    point: Shortcoming
    outcome: RecheckOutcome
    new_level: int | None = None
    new_reason: str = ""
    items_mended: int = 0


def recheck(points: Sequence[Shortcoming], judgement: SiteJudgement) -> list[Recheck]:
    """What became of the points of a list, in its order, and then what is new since."""
    now = _Now(judgement)
    told = [now.told(number, point) for number, point in enumerate(points, start=1)]
    known = {_place(point) for point in points}
    fresh = [point for point in to_mend(judgement) if _place(point) not in known]
    return told + [Recheck(0, point, "new", point.level, point.reason) for point in fresh]


def recheck_rows(site: Site, listed: Publication, told: Iterable[Recheck]) -> Iterator[dict[str, object]]:
    """The rows of ``recheck-<year>.csv`` for one site."""
    for one in told:
        yield {
            "site_id": site.site_id,
            "site_name": site.name,
            "list_year": listed.card.year,
            "list_edition": listed.edition,
            "listed_at": listed.published_at,
            "number": one.number or None,
            "item_id": one.point.item_id,
            "item_name": one.point.item_name,
            "key": one.point.key,
            "problem": one.point.reason,
            "page_url": one.point.page_url,
            "target_url": one.point.target_url,
            "outcome": one.outcome,
            "old_level": None if one.outcome == "new" else one.point.level,
            "new_level": one.new_level,
            "new_reason": one.new_reason,
            "items": one.point.items,
            "items_mended": one.items_mended,
        }


class _Now:
    """A judgement as the points of an earlier list ask for it."""

    def __init__(self, judgement: SiteJudgement) -> None:
        self._complete = judgement.archive.status == "measured"
        self._items = {item.item_id for item in judgement.items}
        self._verdicts = {(one.item_id, one.key): one for one in judgement.verdicts}
        self._contradictions = {
            (one.item_id, one.rule_id, one.note) for one in judgement.findings if one.rule_id.startswith(CONTRADICTION)
        }

    def told(self, number: int, point: Shortcoming) -> Recheck:
        if point.rule.startswith(CONTRADICTION):
            return self._contradiction(number, point)
        if not point.item_id and point.key in FUNCTIONS:
            return self._of_all(number, point)
        if point.item_id and point.item_id not in self._items:
            return Recheck(number, point, "withdrawn" if self._complete else "not_measured")
        return _of_verdict(number, point, self._verdicts.get((point.item_id, point.key)))

    def _contradiction(self, number: int, point: Shortcoming) -> Recheck:
        if point.item_id not in self._items:
            return Recheck(number, point, "withdrawn" if self._complete else "not_measured")
        guide = self._verdicts.get((point.item_id, "guide"))
        if guide is None or guide.level is None:
            return Recheck(number, point, "not_measured", None, guide.reason if guide else "")
        still = (point.item_id, point.rule.split(" ")[0], point.reason) in self._contradictions
        return Recheck(number, point, "not_mended" if still else "mended", guide.level, "", 0 if still else 1)

    def _of_all(self, number: int, point: Shortcoming) -> Recheck:
        """A channel for all items: mended when every item has it, partly when some have."""
        levels = [self._verdicts.get((item, point.key)) for item in sorted(self._items)]
        known = [one.level for one in levels if one is not None and one.level is not None]
        mended = sum(level >= USABLE for level in known)
        if not known:
            return Recheck(number, point, "not_measured")
        lowest = min(known)
        reason = next((one.reason for one in levels if one is not None and one.level == lowest), "")
        if mended == len(known):
            outcome: RecheckOutcome = "mended" if len(known) == len(levels) else "not_measured"
        else:
            outcome = "partly" if mended else "not_mended"
        return Recheck(number, point, outcome, lowest, reason, mended)


def _of_verdict(number: int, point: Shortcoming, verdict: Verdict | None) -> Recheck:
    if verdict is None or verdict.level is None:
        return Recheck(number, point, "not_measured", None, verdict.reason if verdict else "")
    mended = verdict.level >= USABLE
    return Recheck(number, point, "mended" if mended else "not_mended", verdict.level, verdict.reason, int(mended))


def _place(point: Shortcoming) -> tuple[str, str, str]:
    """What a point is about: item and function or column, and for a contradiction which one."""
    return point.item_id, point.key, point.rule if point.rule.startswith(CONTRADICTION) else ""
