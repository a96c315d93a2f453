"""What schemes count of items and interaction columns: the fewest and the most cases that what was measured leaves possible.

A scheme's YAML names a check and its parameters; the functions here know no points. Every check takes a ``Case`` and its
parameters and returns a ``Count``. ``reports.scheme_site_checks`` holds those that look at the site as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from reports.records import Drawn
from reports.scheme_case import UNBOUNDED, Case, Count, Sampled, any_of, at_least, negated, none_of, tally
from reports.scoring import USABLE, usable
from rules.records import ServiceItem, Verdict
from rules.terms import ELEMENTS

Check = Callable[..., Count]
CHECKS: dict[str, Check] = {}
#: Reasons why a form that is named cannot be had; dead links to files are counted among the dead links.
_NO_FILE = frozenset(("not_a_document", "no_file", "soft_404", "empty_page", "nothing_behind", "plain_text"))


def check(function: Check) -> Check:
    """Make a function known to schemes by its name."""
    CHECKS[function.__name__] = function
    return function


@check
def person(case: Case, cases: int = 1) -> Count:
    """Something a person has to look at: from none to so many cases."""
    return Count(0, cases, person=True)


@check
def no_channel(case: Case, columns: Sequence[str], functions: Sequence[str] = ()) -> Count:
    """One fault when none of the columns nor any item's function can be used."""
    able: list[bool | None] = [_reaches(case.columns[column], USABLE) for column in columns]
    able += [usable(item.get(function)) for item in case.levels.values() for function in functions]
    return none_of(able)


@check
def no_function(case: Case, function: str) -> Count:
    """One fault when the function can be used for no item."""
    return none_of([usable(levels.get(function)) for levels in case.levels.values()] or [None])


@check
def no_items(case: Case) -> Count:
    """One fault when a site that was seen completely shows no service item."""
    if case.judgement.items:
        return Count(0, 0)
    return Count(1, 1) if case.complete else Count(0, 1)


@check
def poor_guides(case: Case, missing: int, items: int) -> Count:
    """One fault when ``items`` guides, or all where there are fewer items, lack ``missing`` of the ten elements."""
    if not case.judgement.items:
        return Count(0, int(not case.complete))
    poor = tally([_is_poor(item, case.levels[item.item_id].get("guide"), missing) for item in case.judgement.items])
    return at_least(poor, min(items, len(case.judgement.items)))


@check
def element_classes_missing(case: Case, elements: Sequence[str]) -> Count:
    """Classes of elements that at least one of all guides lacks; a class missing in several guides counts once."""
    guides = [item for item in case.judgement.items if _has_guide(case, item) is True]
    lacking = {element for item in guides for element in elements if element not in item.guide_elements}
    unknown = not case.complete or any(_has_guide(case, item) is None for item in case.judgement.items)
    return Count(len(lacking), len(elements) if unknown else len(lacking))


def _seen(case: Case, cases: Sequence[bool | None]) -> Count:
    """The cases counted; where nothing was seen of a site that was not collected completely, there may be any number."""
    return tally(cases) if cases or case.complete else Count(0, UNBOUNDED)


@check
def forms_not_served(case: Case) -> Count:
    """Items whose form is named but not offered: plain text, a file that is none, an entry with nothing behind it."""
    return _seen(case, [_named_only(levels.get("form"), _NO_FILE) for levels in case.levels.values()])


@check
def systems_unreachable(case: Case, functions: Sequence[str]) -> Count:
    """Application and query systems, each address once, that an entry names and that answer nothing."""
    states: dict[str, bool | None] = {}
    for levels in case.levels.values():
        for function in functions:
            verdict = levels.get(function)
            if verdict is not None and verdict.url:
                states[verdict.url] = _named_only(verdict, frozenset(("dead_link", "soft_404")))
    return _seen(case, list(states.values()))


@check
def sampled_without_guide(case: Case, sample: int) -> Count:
    """Items of a sample that have no usable guide; 0 to ``sample`` when there is nothing to draw from."""
    return _sampled(case, sample, lambda item: _bounds(negated(usable(case.levels[item.item_id].get("guide")))))


@check
def sampled_elements_missing(case: Case, sample: int) -> Count:
    """Elements missing in the usable guides of a sample; an item without a guide is another check's fault."""

    def faults(item: ServiceItem) -> tuple[int, int]:
        there = usable(case.levels[item.item_id].get("guide"))
        missing = _missing(item)
        return (missing, missing) if there else (0, 0) if there is False else (0, len(ELEMENTS))

    return _sampled(case, sample, faults, each=len(ELEMENTS))


@check
def sampled_without_form(case: Case, sample: int) -> Count:
    """Items of a sample without a usable form. Whether the item needs one, only a person can tell."""
    count = _sampled(case, sample, lambda item: (0, int(usable(case.levels[item.item_id].get("form")) is not True)))
    return Count(count.low, count.high, count.high > 0, count.drawn, count.over_all)


@check
def rules_unpublished(case: Case, columns: Sequence[str]) -> Count:
    """Columns that do not publish how entries are accepted, handled and answered; an absent column does not."""
    return tally(
        [
            True
            if case.columns[column] == 0
            else negated(case.figures[column].rules_published if column in case.figures else None)
            for column in columns
        ]
    )


@check
def nothing_published(case: Case, columns: Sequence[str]) -> Count:
    """One fault when none of the columns shows an entry of the past year."""
    return none_of([_entries(case, column, 1) for column in columns])


@check
def column_not_opened(case: Case, columns: Sequence[str]) -> Count:
    """One fault when none of the columns exists, however old."""
    return none_of([_reaches(case.columns[column], 1) for column in columns])


@check
def few_entries(case: Case, columns: Sequence[str], portal: int, other: int) -> Count:
    """One fault when the columns exist with entries of the past year, but fewer than ``portal`` (or ``other`` sites') times."""
    wanted = other if case.judgement.site.level == "department" else portal
    some, enough = (tally([_entries(case, column, number) for column in columns]) for number in (1, wanted))
    certain = bool(some.low) and not enough.high
    return Count(int(certain), int(bool(some.high) and not enough.low))


@check
def opened_without_entries(case: Case, columns: Sequence[str]) -> Count:
    """One fault when a column exists and shows no entry of the past year, or is named with nothing behind it."""
    opened = tally([_reaches(case.columns[column], 1) for column in columns])
    entries = tally([_entries(case, column, 1) for column in columns])
    return Count(int(bool(opened.low) and not entries.high), int(bool(opened.high) and not entries.low))


@check
def stale(case: Case, columns: Sequence[str], window: str) -> Count:
    """One fault when the columns show entries, the latest of them older than the window."""
    dates = [case.figures[column].last_activity for column in columns if column in case.figures]
    if latest := max(dates, default=""):
        old = date.fromisoformat(latest[:10]) < case.since(window)
        return Count(int(old), int(old))
    return Count(0, 0 if none_of([_entries(case, column, 1) for column in columns]).low else 1)


@check
def open_too_long(case: Case, columns: Sequence[str], window: str) -> Count:
    """One fault when an entry of the columns has waited longer than the window without a reply."""
    days = (case.as_of - case.since(window)).days
    waiting: list[bool | None] = []
    for column in columns:
        longest = case.figures[column].longest_open_days if column in case.figures else None
        shows_none = _reaches(case.columns[column], USABLE) is False or _entries(case, column, 1) is False
        waiting.append(longest > days if longest is not None else False if shows_none else None)
    return any_of(waiting)


@check
def entries(case: Case, columns: Sequence[str], number: int) -> Count:
    """One case when one of the columns shows so many entries of the past year."""
    return any_of([_entries(case, column, number) for column in columns])


def _sampled(case: Case, sample: int, faults: Callable[[ServiceItem], tuple[int, int]], each: int = 1) -> Count:
    """Faults of a drawn sample, and of all items in its proportion; all open when there is nothing to draw from."""
    items = case.judgement.items
    if not items:
        return Count(0, sample * each)
    drawn = case.draw_items(sample)
    low, high = _added(faults(item) for item in drawn)
    told = tuple(Drawn(item.item_id, item.name, item.url, *faults(item)) for item in drawn)
    return Count(low, high, drawn=told, over_all=Sampled(sample, [faults(item) for item in items]).scaled())


def _added(faults: Iterable[tuple[int, int]]) -> tuple[int, int]:
    listed = list(faults)
    return sum(low for low, _ in listed), sum(high for _, high in listed)


def _bounds(fault: bool | None) -> tuple[int, int]:
    return int(fault is True), int(fault is not False)


def _has_guide(case: Case, item: ServiceItem) -> bool | None:
    """Whether the item has a guide to look at, usable or with too few elements; None when that was not measured."""
    verdict = case.levels[item.item_id].get("guide")
    if verdict is None or verdict.level is None:
        return None
    return verdict.level >= USABLE or verdict.reason == "few_elements"


def _named_only(verdict: Verdict | None, reasons: frozenset[str]) -> bool | None:
    """Whether an entry leads to nothing for one of the reasons; None = not measured."""
    if verdict is None or verdict.level is None:
        return None
    return verdict.level == 1 and verdict.reason in reasons


def _is_poor(item: ServiceItem, guide: Verdict | None, missing: int) -> bool | None:
    """Whether the item's guide lacks so many elements; None when its guide was not measured."""
    return None if usable(guide) is None else _missing(item) >= missing


def _missing(item: ServiceItem) -> int:
    """How many of the ten elements the item's guide lacks; what else it fills (the time limit) counts for none of them."""
    return len(frozenset(ELEMENTS) - frozenset(item.guide_elements))


def _entries(case: Case, column: str, number: int) -> bool | None:
    """Whether the column shows so many entries of the past year; None = not measured."""
    count = case.figures[column].entries_past_year if column in case.figures else None
    if count is not None:
        return count >= number
    return False if case.columns[column] in (0, 1) else None


def _reaches(level: int | None, wanted: int) -> bool | None:
    return None if level is None else level >= wanted
