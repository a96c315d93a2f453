"""Workbooks beside the report: a comparison of two years, and points checked again. Rows are written as they pass by."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

from reports.alike import Split
from reports.comparison import Comparison
from reports.evidence_links import EvidenceLinks
from reports.figure_words import FigureWords
from reports.html_recheck import RecheckedPoint, RecheckPage
from reports.html_words import Words
from reports.recheck import OPEN, OUTCOMES
from reports.records import Change
from reports.rectification import remedy
from reports.score_changes import FigureChange
from reports.trends import TrendRow
from reports.workbook import write_dictionary
from reports.workbook_plans import plans
from reports.workbook_sheet import Book, Sheet

_PARTS = ("change", "site_changed", "rules_changed", "not_measured")


class ComparisonBook:
    """Writes a comparison's sheets. What stayed the same is counted, not listed: every pair stands in the CSV file."""

    def __init__(self, book: Book, told: Comparison, links: Mapping[int, EvidenceLinks]) -> None:
        self._book, self._told, self._links, self._words = book, told, links, book.words
        years = {"year": told.year, "other": told.other}
        self._sheets = {name: book.sheet(name, plan, values=years) for name, plan in plans("workbook_compare").items()}
        self._figures = FigureWords(book.words)

    def add(self, changes: Iterable[Change], figures: Iterable[FigureChange]) -> None:
        """Write one site's changes."""
        for change in changes:
            if change.key and change.kind != "same":
                self._sheets["compare_changes"].add(*self._change(change))
        for one in figures:
            of_scheme = "." in one.figure
            versions = (one.old_scheme_version, one.scheme_version) if of_scheme else (one.old_pack, one.pack)
            sheet = self._sheets["compare_totals" if of_scheme else "compare_rates"]
            named = one.site_id, one.site_name, self._figures.title(one.figure)
            sheet.add(*named, *_values(one.split, 1 if of_scheme else 100), *versions)

    def _change(self, change: Change) -> tuple[object, ...]:
        words = self._words
        evidence = (
            self._links[year].href(change.site_id, change.item_id, change.key) if level is not None else None
            for year, level in ((change.old_year, change.old_level), (change.new_year, change.new_level))
        )
        return (
            change.site_id,
            change.site_name,
            change.item_name or words.t("html.whole_site"),
            words.subject(change.key),
            words.t(f"change.{change.kind}"),
            change.old_level,
            change.new_level,
            words.label("change", change.reason) if change.reason else "",
            change.old_url,
            change.new_url,
            *evidence,
        )

    def finish(self, trend: Sequence[TrendRow]) -> None:
        """Write what sums the comparison up, and the file."""
        told, words, sheets = self._told, self._words, self._sheets
        for key, counts in told.tally.rows():
            sheets["compare_subjects"].add(words.subject(key), *counts)
        for site in told.sites.values():
            kinds = ["" if site.reason else site.kinds[kind] for kind in told.tally.kinds]
            figures = _values(site.coverage.split, 100) if site.coverage else [""] * (3 + len(_PARTS))
            reason = words.label("change", site.reason) if site.reason else ""
            sheets["compare_sites"].add(site.site_id, site.name, *kinds, *figures, reason)
        for row in trend:
            sheets["compare_trend"].add(self._figures.title(row.figure), row.year, row.mean, row.sites)
        _overview(sheets["compare_overview"], told, words)
        write_dictionary(
            sheets["dictionary"], words, plans("workbook_compare"), {"year": told.year, "other": told.other}
        )
        self._book.close()


def _values(parts: Split, scale: int) -> list[object]:
    """The three figures, and the change with its parts times ``scale``; what cannot be told is empty."""
    shares = (_number(one) for one in (parts.published, parts.old, parts.new))
    changes = (_number(getattr(parts, name), scale) for name in _PARTS)
    return [*shares, *("" if one is None else one for one in changes)]


def _number(value: Decimal | None, scale: int = 1) -> float | None:
    return None if value is None else float(value * scale)


def _overview(sheet: Sheet, told: Comparison, words: Words) -> None:
    t, counts = words.t, told.counts()
    sheet.add(t("book.fact.years"), t("compare.title", year=told.year, other=told.other))
    sheet.add(t("book.fact.sites"), len(told.sites))
    sheet.add(t("book.fact.sites_apart"), sum(bool(site.reason) for site in told.sites.values()))
    for kind in told.tally.kinds:
        sheet.add(t(f"change.{kind}"), counts[kind])
    for reason, count in told.reasons.most_common():
        sheet.add(t("book.fact.not_comparable", reason=words.label("change", reason)), count)
    sheet.add(t("book.read.alike.title"), t("compare.lead"))
    sheet.add(t("book.read.split.title"), t("compare.split_note", year=told.year, other=told.other))


@contextmanager
def recheck_book(path: Path, page: RecheckPage, words: Words) -> Iterator[RecheckBook]:
    """The workbook of points checked again at ``path``, finished on leaving."""
    book = RecheckBook(Book(path, words), page)
    yield book
    book.finish()


class RecheckBook:
    """Writes the sheets of points checked again."""

    def __init__(self, book: Book, page: RecheckPage) -> None:
        self._book, self._page, self._words = book, page, book.words
        self._sheets = {name: book.sheet(name, plan) for name, plan in plans("workbook_recheck").items()}

    def add(self, rows: Iterable[RecheckedPoint]) -> None:
        """Write the points of one site."""
        for row in rows:
            self._sheets["recheck_points"].add(*self._point(row))

    def _point(self, row: RecheckedPoint) -> tuple[object, ...]:
        one, words = row.one, self._words
        new, gone = one.outcome == "new", one.outcome == "withdrawn"
        return (
            row.site_id,
            row.site_name,
            one.number or "",
            row.concerns,
            row.subject,
            words.t(f"recheck.{one.outcome}"),
            "" if new else one.point.level,
            "" if new else row.problem,
            "" if gone else one.new_level,
            row.problem if new else words.reason(one.new_reason) if one.new_reason else "",
            one.point.items,
            one.items_mended,
            one.point.page_url,
            row.evidence or None,
            remedy(one.point, words) if one.outcome in OPEN else "",
            "",
            "",
        )

    def finish(self) -> None:
        """Write what sums the points up, and the file."""
        page, words, sheets = self._page, self._words, self._sheets
        for site in page.sites:
            counts = [site.outcomes[outcome] if site.listed else "" for outcome in OUTCOMES]
            sheets["recheck_sites"].add(site.site_id, site.name, page.list_of(site), *counts)
        overview = sheets["recheck_overview"]
        overview.add(words.t("book.fact.year"), str(page.year))
        overview.add(words.t("book.fact.sites"), len(page.sites))
        for outcome in OUTCOMES:
            overview.add(words.t(f"recheck.{outcome}"), page.counts[outcome])
        overview.add(words.t("book.read.recheck.title"), words.t("recheck.lead"))
        write_dictionary(sheets["dictionary"], words, plans("workbook_recheck"))
        self._book.close()
