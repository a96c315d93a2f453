"""Word documents beside the report: a comparison of two years, and points checked again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from pathlib import Path

from reports.comparison import Comparison, SiteChanges
from reports.document_paper import WordPaper
from reports.figure_words import COVERAGE, FigureWords
from reports.files import replaced
from reports.html_recheck import RecheckedPoint, RecheckPage
from reports.html_words import Words
from reports.paper import Chart, Paper
from reports.recheck import OUTCOMES, RecheckOutcome
from reports.rectification import remedy
from reports.trends import TrendRow, by_figure
from rules.terms import FUNCTIONS

_PARTS = ("site_changed", "rules_changed", "not_measured")
#: What a document lists of points checked again, in this order; the rest is counted.
_LISTED: tuple[RecheckOutcome, ...] = ("not_mended", "partly", "new", "not_measured")


def write_comparison_document(path: Path, told: Comparison, words: Words, trend: Sequence[TrendRow]) -> None:
    """Write a comparison as DOCX to ``path``."""
    paper = WordPaper(words.t("compare.title", year=told.year, other=told.other), words, landscape=True)
    _compared_summary(paper, told, words)
    _compared_subjects(paper, told, words)
    _compared_sites(paper, told, words)
    for kind in ("lost", "gained"):
        _compared_changes(paper, told, words, kind)
    _trend(paper, words, trend)
    paper.heading(words.t("document.compare.method"))
    paper.points((words.t("compare.lead"), words.t("compare.split_note", year=told.year, other=told.other)))
    with replaced(path) as staged:
        paper.save(staged)


def _compared_summary(paper: Paper, told: Comparison, words: Words) -> None:
    t, counts = words.t, told.counts()
    apart = sum(bool(site.reason) for site in told.sites.values())
    paper.heading(t("document.summary"))
    paper.paragraph(t("document.compare.sites", count=len(told.sites), apart=apart))
    paper.points(
        [
            t("document.compare.counts", **{kind: words.number(counts[kind]) for kind in told.tally.kinds}),
            *_mean_change(told, words),
        ]
    )
    if told.reasons:
        paper.table(
            t("compare.reasons.caption"),
            (t("html.reason_head"), t("html.count")),
            ((words.label("change", reason), words.number(count)) for reason, count in told.reasons.most_common()),
            numbers=(1,),
        )


def _mean_change(told: Comparison, words: Words) -> Iterator[str]:
    """The mean coverage of the sites that can be compared, and the parts of its change, which sum to it."""
    splits = [site.coverage.split for site in told.sites.values() if site.coverage]
    known = [one for one in splits if one.change is not None]
    if not known:
        return
    figures = FigureWords(words)

    def mean(name: str) -> Decimal:
        return sum((getattr(one, name) for one in known), Decimal(0)) / len(known)

    yield words.t(
        "document.compare.mean",
        count=len(known),
        published=figures.value(COVERAGE, mean("published")),
        new=figures.value(COVERAGE, mean("new")),
        **{name: figures.difference(COVERAGE, mean(name)) for name in ("change", *_PARTS)},
    )


def _compared_subjects(paper: Paper, told: Comparison, words: Words) -> None:
    t, rows = words.t, told.tally.rows()
    paper.heading(t("document.compare.subjects"))
    if not rows:
        paper.paragraph(t("compare.nothing"))
        return
    heads = (t("html.function_or_column"), *(t(f"change.{kind}") for kind in told.tally.kinds))
    listed = ((words.subject(key), *map(words.number, counts)) for key, counts in rows)
    paper.table(t("compare.summary.caption"), heads, listed, numbers=range(1, len(heads)))
    functions = [(key, counts) for key, counts in rows if key in FUNCTIONS]
    if functions:
        series = {
            t(f"change.{kind}"): [counts[place] for _, counts in functions]
            for place, kind in ((0, "gained"), (1, "lost"))
        }
        names = [words.subject(key) for key, _ in functions]
        paper.chart(Chart("column", names, series, t("document.compare.chart"), shares=False))


def _compared_sites(paper: Paper, told: Comparison, words: Words) -> None:
    t, figures = words.t, FigureWords(words)
    paper.heading(t("compare.sites"))
    heads = (t("html.site"), *(t(f"change.{kind}") for kind in told.tally.kinds),
             *(t(f"compare.{name}", year=told.year, other=told.other) for name in ("published", "new", "change", *_PARTS)))  # fmt: skip

    def row(site: SiteChanges) -> tuple[str, ...]:
        name = site.name or site.site_id
        if site.reason or not site.coverage:
            kinds = ["–" if site.reason else words.number(site.kinds[kind]) for kind in told.tally.kinds]
            said = words.t("html.bracketed", text=words.label("change", site.reason)) if site.reason else ""
            return name + said, *kinds, *["–"] * (3 + len(_PARTS))
        parts = site.coverage.split
        shares = (figures.value(COVERAGE, one) for one in (parts.published, parts.new))
        changes = (figures.difference(COVERAGE, getattr(parts, one)) for one in ("change", *_PARTS))
        return name, *(words.number(site.kinds[kind]) for kind in told.tally.kinds), *shares, *changes

    sites = sorted(told.sites.values(), key=_by_change)
    paper.table(t("compare.sites.caption"), heads, map(row, sites), numbers=range(1, len(heads)))


def _by_change(site: SiteChanges) -> tuple[bool, Decimal]:
    """Those whose coverage rose most first, those without a change to tell last."""
    change = site.coverage.split.change if site.coverage else None
    return change is None, -(change or Decimal(0))


def _compared_changes(paper: Paper, told: Comparison, words: Words, kind: str) -> None:
    t, count = words.t, told.counts()[kind]
    paper.heading(t(f"document.compare.{kind}"))
    if not count:
        paper.paragraph(t("document.compare.none"))
        return
    heads = (t("html.site"), t("html.item"), t("html.function_or_column"), str(told.other), str(told.year),
             t("html.reason_head"), t("html.where"))  # fmt: skip
    rows = (
        (
            one.site_name,
            one.item_name or t("html.whole_site"),
            words.subject(one.key),
            words.level(one.old_level),
            words.level(one.new_level),
            words.label("change", one.reason) if one.reason else "",
            one.new_url or one.old_url,
        )
        for one in told.changed
        if one.kind == kind
    )
    paper.table(t(f"change.{kind}"), heads, rows, total=count)


def _trend(paper: Paper, words: Words, trend: Sequence[TrendRow]) -> None:
    if not trend:
        return
    t, figures = words.t, FigureWords(words)
    years = list(dict.fromkeys(row.year for row in trend))
    paper.heading(t("html.trend"))
    paper.paragraph(t("compare.trend.note"))
    heads = (t("compare.figure"), *map(str, years), t("document.sites"))
    rows = (
        (figures.title(name), *(words.percent(row.mean) for row in rows), words.number(rows[0].sites))
        for name, rows in by_figure(trend).items()
    )
    paper.table(t("compare.trend.caption"), heads, rows, numbers=range(1, len(heads)))


def write_recheck_document(path: Path, page: RecheckPage, words: Words) -> None:
    """Write points checked again as DOCX to ``path``."""
    t = words.t
    paper = WordPaper(t("recheck.title", year=page.year), words, landscape=True)
    listed = page.counts.total() - page.counts["new"]
    paper.heading(t("document.summary"))
    paper.paragraph(t("document.recheck.listed", count=len(page.sites), points=words.number(listed)))
    said = (
        t("document.recheck.count", outcome=t(f"recheck.{one}"), count=words.number(page.counts[one]))
        for one in OUTCOMES
    )
    paper.points(said)
    paper.heading(t("recheck.sites"))
    heads = (t("html.site"), t("recheck.list"), *(t(f"recheck.{outcome}") for outcome in OUTCOMES))
    sites = (
        (
            site.name,
            page.list_of(site),
            *("–" if not site.listed else words.number(site.outcomes[one]) for one in OUTCOMES),
        )
        for site in page.sites
    )
    paper.table(t("recheck.sites.caption"), heads, sites, numbers=range(2, len(heads)))
    for outcome in _LISTED:
        if page.counts[outcome]:
            _rechecked(paper, page, words, outcome)
    paper.heading(t("document.compare.method"))
    paper.paragraph(t("recheck.lead"))
    with replaced(path) as staged:
        paper.save(staged)


def _rechecked(paper: Paper, page: RecheckPage, words: Words, outcome: RecheckOutcome) -> None:
    t = words.t
    paper.heading(t(f"recheck.{outcome}"))
    heads = (t("html.site"), t("rectify.number"), t("html.item"), t("html.function_or_column"), t("recheck.then"),
             t("rectify.now"), t("html.where"), t("rectify.remedy"), t("rectify.deadline"))  # fmt: skip
    rows = (_point(row, words) for row in page.points if row.one.outcome == outcome)
    paper.table(t(f"recheck.{outcome}"), heads, rows, numbers=(1,), total=page.counts[outcome])


def _point(row: RecheckedPoint, words: Words) -> tuple[str, ...]:
    one = row.one
    then = "–" if one.outcome == "new" else f"{words.level(one.point.level)} {row.problem}"
    why = row.problem if one.outcome == "new" else words.reason(one.new_reason) if one.new_reason else ""
    return (
        row.site_name,
        str(one.number or "–"),
        row.concerns,
        row.subject,
        then,
        f"{words.level(one.new_level)} {why}".strip(),
        one.point.page_url,
        remedy(one.point, words),
        "",
    )
