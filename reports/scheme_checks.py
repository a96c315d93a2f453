"""What schemes count: each check gives the fewest and the most cases that what was measured leaves possible.

A scheme's YAML names a check and its parameters; the functions here know no points. Every check takes a judgement and
its parameters and returns a ``Count``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from reports.scoring import USABLE, column_levels, levels_by_item, usable
from rules.records import ColumnFigures, ServiceItem, SiteJudgement, Verdict
from rules.terms import ELEMENTS


@dataclass(frozen=True, slots=True)
class Count:
    """Between ``low`` and ``high`` cases; ``person``: only a person can tell which."""

    low: int
    high: int
    person: bool = False


Check = Callable[..., Count]
CHECKS: dict[str, Check] = {}


def check(function: Check) -> Check:
    """Make a function known to schemes by its name."""
    CHECKS[function.__name__] = function
    return function


def tally(cases: Sequence[bool | None]) -> Count:
    """Cases that are so, and those that may be."""
    so = sum(case is True for case in cases)
    return Count(so, so + sum(case is None for case in cases))


def any_of(cases: Sequence[bool | None]) -> Count:
    """One case when any is so; none when none can be."""
    count = tally(cases)
    return Count(min(1, count.low), min(1, count.high))


@check
def person(judgement: SiteJudgement) -> Count:
    """Something a person has to look at: one case or none."""
    return Count(0, 1, person=True)


@check
def no_channel(judgement: SiteJudgement, columns: Sequence[str], functions: Sequence[str] = ()) -> Count:
    """One fault when none of the columns nor any item's function can be used."""
    levels = column_levels(judgement)
    able: list[bool | None] = [_at_least(levels[column], USABLE) for column in columns]
    able += [usable(item.get(function)) for item in levels_by_item(judgement).values() for function in functions]
    return _none_of(able)


@check
def no_function(judgement: SiteJudgement, function: str) -> Count:
    """One fault when the function can be used for no item."""
    return _none_of([usable(levels.get(function)) for levels in levels_by_item(judgement).values()] or [None])


@check
def no_items(judgement: SiteJudgement) -> Count:
    """One fault when a site that was seen completely shows no service item."""
    if judgement.items:
        return Count(0, 0)
    return Count(1, 1) if judgement.archive.status == "measured" else Count(0, 1)


@check
def poor_guides(judgement: SiteJudgement, missing: int, items: int) -> Count:
    """One fault when ``items`` guides, or all where there are fewer items, lack ``missing`` of the ten elements."""
    if not judgement.items:
        return Count(0, int(judgement.archive.status != "measured"))
    levels = levels_by_item(judgement)
    poor = tally([_is_poor(item, levels[item.item_id].get("guide"), missing) for item in judgement.items])
    enough = min(items, len(judgement.items))
    return Count(int(poor.low >= enough), int(poor.high >= enough))


@check
def sampled_without_guide(judgement: SiteJudgement, sample: int) -> Count:
    """Items of a sample that have no usable guide; 0 to ``sample`` when there is nothing to draw from."""
    levels = levels_by_item(judgement)
    drawn = draw(judgement, sample)
    return tally([_not(usable(levels[item.item_id].get("guide"))) for item in drawn]) if drawn else Count(0, sample)


@check
def sampled_elements_missing(judgement: SiteJudgement, sample: int) -> Count:
    """Elements missing in the usable guides of a sample; an item without a guide is another check's fault."""
    levels = levels_by_item(judgement)
    guides = [(item, usable(levels[item.item_id].get("guide"))) for item in draw(judgement, sample)]
    absent = sum(len(ELEMENTS) - len(item.guide_elements) for item, there in guides if there)
    unknown = sum(there is None for _, there in guides) if guides else sample
    return Count(absent, absent + unknown * len(ELEMENTS))


@check
def sampled_without_form(judgement: SiteJudgement, sample: int) -> Count:
    """Items of a sample without a usable form. Whether the item needs one, only a person can tell."""
    levels = levels_by_item(judgement)
    drawn = draw(judgement, sample)
    without = sum(usable(levels[item.item_id].get("form")) is not True for item in drawn) if drawn else sample
    return Count(0, without, person=without > 0)


@check
def rules_unpublished(judgement: SiteJudgement, columns: Sequence[str]) -> Count:
    """Columns that do not publish how entries are accepted, handled and answered; an absent column does not."""
    levels, figures = column_levels(judgement), _figures(judgement)
    return tally(
        [
            True if levels[column] == 0 else _not(figures[column].rules_published if column in figures else None)
            for column in columns
        ]
    )


@check
def nothing_published(judgement: SiteJudgement, columns: Sequence[str]) -> Count:
    """One fault when none of the columns shows an entry of the past year."""
    return _none_of([_entries(judgement, column, 1) for column in columns])


@check
def stale(judgement: SiteJudgement, columns: Sequence[str], days: int) -> Count:
    """One fault when the columns show entries, the latest of them older than ``days`` on the audit's day."""
    figures = _figures(judgement)
    dates = [figures[column].last_activity for column in columns if column in figures]
    if latest := max(dates, default=""):
        old = (date.fromisoformat(judgement.as_of) - date.fromisoformat(latest[:10])).days > days
        return Count(int(old), int(old))
    return Count(0, 0 if _none_of([_entries(judgement, column, 1) for column in columns]).low else 1)


@check
def open_too_long(judgement: SiteJudgement, columns: Sequence[str], days: int) -> Count:
    """One fault when an entry of the columns has waited more than ``days`` without a reply."""
    figures, levels = _figures(judgement), column_levels(judgement)
    waiting: list[bool | None] = []
    for column in columns:
        longest = figures[column].longest_open_days if column in figures else None
        shows_none = _at_least(levels[column], USABLE) is False or _entries(judgement, column, 1) is False
        waiting.append(longest > days if longest is not None else False if shows_none else None)
    return any_of(waiting)


@check
def entries(judgement: SiteJudgement, columns: Sequence[str], at_least: int) -> Count:
    """One case when one of the columns shows so many entries of the past year."""
    return any_of([_entries(judgement, column, at_least) for column in columns])


def draw(judgement: SiteJudgement, sample: int) -> list[ServiceItem]:
    """A sample of the site's items that anyone can draw again: ordered by a digest of site, year and item."""

    def lot(item: ServiceItem) -> str:
        return hashlib.sha256(f"{item.site_id} {judgement.year} {item.item_id}".encode()).hexdigest()

    return sorted(judgement.items, key=lot)[:sample]


def _is_poor(item: ServiceItem, guide: Verdict | None, missing: int) -> bool | None:
    """Whether the item's guide lacks so many elements; None when its guide was not measured."""
    return None if usable(guide) is None else len(ELEMENTS) - len(item.guide_elements) >= missing


def _figures(judgement: SiteJudgement) -> Mapping[str, ColumnFigures]:
    return {figure.column: figure for figure in judgement.columns}


def _entries(judgement: SiteJudgement, column: str, at_least: int) -> bool | None:
    """Whether the column shows so many entries of the past year; None = not measured."""
    figures = _figures(judgement)
    count: Any = figures[column].entries_past_year if column in figures else None
    if count is not None:
        return bool(count >= at_least)
    return False if column_levels(judgement)[column] in (0, 1) else None


def _at_least(level: int | None, wanted: int) -> bool | None:
    return None if level is None else level >= wanted


def _not(case: bool | None) -> bool | None:
    return None if case is None else not case


def _none_of(cases: Sequence[bool | None]) -> Count:
    """One fault when no case holds."""
    found = tally(cases)
    return Count(0 if found.high else 1, 0 if found.low else 1)
