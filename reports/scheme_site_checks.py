"""What schemes count of the site as a whole: freshness, columns, dead links, footer, tags (``SiteJudgement.checks``)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date

from reports.records import Drawn
from reports.scheme_case import UNBOUNDED, Case, Count, Sampled, at_least, negated, none_of, tally
from reports.scheme_checks import check
from rules.records import SiteCheck

FOOTER = ("party", "site_code", "icp", "police", "organiser", "contact")


@check
def front_page_stale(case: Case, window: str) -> Count:
    """One fault when the front page's latest entry is older than the window. Undated pages are for a person to confirm."""
    return tally([_older(one, case.since(window)) for one in case.checks["front_page", "updates"]] or [None])


@check
def front_page_updates(case: Case, fewer: int) -> Count:
    """One fault when the front page was renewed fewer times in two weeks; undated entries may be new ones."""
    rows = case.checks["front_page", "updates"]
    if not rows or rows[0].count is None:
        return Count(0, 1)
    return Count(int(rows[0].count + rows[0].open < fewer), int(rows[0].count < fewer))


@check
def columns_stale(case: Case, windows: Mapping[str, str]) -> Count:
    """Columns of the kinds that were not renewed within the kind's window; blank ones were not, undated ones may have been."""
    if not case.judgement.checks:
        return Count(0, UNBOUNDED)
    cases: list[bool | None] = []
    for kind, window in windows.items():
        rows = [one for one in case.checks["column", kind] if one.found is not False or one.reason == "blank"]
        cases += [_stale(one, case.since(window)) for one in rows]
    return tally(cases)


@check
def many_columns_stale(case: Case, windows: Mapping[str, str], number: int) -> Count:
    """One fault when so many columns of the kinds were not renewed. On a site not seen completely there may be more."""
    return _many(case, columns_stale(case, windows), number)


@check
def many_columns(case: Case, state: str, number: int) -> Count:
    """One fault when so many columns are ``blank`` or ``overdue``."""
    return _many(case, other_columns(case, state), number)


@check
def other_columns(case: Case, state: str) -> Count:
    """Columns of other names that are ``blank`` or ``overdue``; the suspected ones are for a person to confirm."""
    rows = case.checks[state, "column"]
    count = tally([one.found for one in rows])
    if not case.judgement.checks:
        return Count(0, UNBOUNDED)
    return Count(count.low, count.high, person=count.high > count.low)


@check
def column_missing(case: Case, kind: str) -> Count:
    """One fault when the site has no column of the kind."""
    rows = case.checks["column", kind]
    return none_of([None if one.found is None else one.found or one.reason == "blank" for one in rows] or [None])


@check
def column_stale(case: Case, kind: str, window: str) -> Count:
    """One fault when the site has columns of the kind and none of them was renewed within the window."""
    rows = [one for one in case.checks["column", kind] if one.found is not False or one.reason == "blank"]
    if not rows:
        return Count(0, 0 if case.checks["column", kind] else 1)
    return none_of([negated(_stale(one, case.since(window))) for one in rows])


@check
def column_fresh(case: Case, kind: str, window: str) -> Count:
    """One case when a column of the kind was renewed within the window."""
    stale = tally(
        [negated(_stale(one, case.since(window))) for one in case.checks["column", kind] if one.found is not False]
    )
    if not case.checks["column", kind]:
        return Count(0, 1)
    return Count(min(1, stale.low), min(1, stale.high))


@check
def column_there(case: Case, kind: str) -> Count:
    """One case when the site has a column of the kind."""
    found = tally([one.found for one in case.checks["column", kind]] or [None])
    return Count(min(1, found.low), min(1, found.high))


@check
def items_not_together(case: Case) -> Count:
    """One fault when no page shows the service items together and by class."""
    return none_of([one.found for one in case.checks["items_together", "site"]] or [None])


@check
def footer_missing(case: Case) -> Count:
    """Marks that the front page's footer lacks, of the six asked for."""
    return tally([negated(_found(case, "footer", mark)) for mark in FOOTER])


@check
def dead_links(case: Case, place: str) -> Count:
    """Dead links of the front page, of other pages, or of attachments; suspected and unopened ones may be dead."""
    rows = case.checks["dead_links", place]
    if not rows or rows[0].count is None:
        return Count(0, UNBOUNDED)
    return Count(rows[0].count, rows[0].count + rows[0].open)


@check
def lacks(case: Case, what: str, subject: str) -> Count:
    """One fault when something the site was looked at for is not there: search, domain form, domain name, report_error."""
    return tally([negated(_found(case, what, subject))])


@check
def pages_without_error_report(case: Case) -> Count:
    """Pages other than the front page that do not carry the entry to report errors."""
    rows = case.checks["report_error", "other"]
    return Count(rows[0].count, rows[0].count) if rows and rows[0].count is not None else Count(0, UNBOUNDED)


@check
def sampled_untagged(case: Case, kind: str, sample: int) -> Count:
    """Pages of a sample, content pages or column pages, that lack the official tags."""
    pages = case.checks["page_tag", kind]
    drawn = case.draw(pages, lambda one: one.url, sample)
    if not drawn:
        return Count(0, 0 if case.complete and case.judgement.checks else sample)
    told = tuple(
        Drawn(one.url, one.name, one.url, int(one.found is False), int(one.found is not True)) for one in drawn
    )
    count = tally([negated(one.found) for one in drawn])
    totals = case.checks["page_tags", kind]
    return Count(count.low, count.high, drawn=told, over_all=_share(totals[0], sample) if totals else None)


@check
def sampled_documents(case: Case, kind: str, sample: int, faults: int = 1) -> Count:
    """Documents drawn for a person, who can find up to ``faults`` faults in each."""
    documents = case.checks["document", kind]
    drawn = case.draw(documents, lambda one: one.url, sample)
    told = tuple(Drawn(one.url, one.name, one.url, 0, faults) for one in drawn)
    return Count(0, (len(drawn) or sample) * faults, person=True, drawn=told)


def _share(total: SiteCheck, sample: int) -> tuple[float, float] | None:
    if not total.of or total.count is None:
        return None
    return Sampled(sample, [(1, 1)] * total.count + [(0, 0)] * (total.of - total.count)).scaled()


def _many(case: Case, count: Count, number: int) -> Count:
    seen = at_least(count, number)
    return seen if case.complete and case.judgement.checks else Count(seen.low, 1)


def _stale(one: SiteCheck, since: date) -> bool | None:
    return True if one.reason == "blank" else _older(one, since)


def _older(one: SiteCheck, since: date) -> bool | None:
    """Whether the latest entry is older; None where nothing is dated."""
    return None if not one.day else date.fromisoformat(one.day[:10]) < since


def _found(case: Case, what: str, subject: str) -> bool | None:
    rows: Sequence[SiteCheck] = case.checks[what, subject]
    return rows[0].found if rows else None
