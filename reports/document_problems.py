"""Chapters on what to mend: the problems by kind and by site, and advice that follows from them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from reports.html_region import column_rows, function_rows
from reports.html_words import Words
from reports.paper import Paper
from reports.problem_counts import ProblemCounts, SiteProblems
from reports.ranking import ranked, unmeasured
from reports.records import SiteScorecard
from rules.terms import FUNCTIONS

#: Coverage from which nothing is advised for a function or column.
_GOOD_ENOUGH = 0.9


def write_problems(paper: Paper, words: Words, problems: ProblemCounts, cards: Sequence[SiteScorecard]) -> None:
    """Chapter 5: what is named but not usable, by kind and by site."""
    t = words.t
    paper.heading(t("document.problems"))
    if not problems.kinds:
        paper.paragraph(t("html.problems.none" if ranked(cards) else "document.problems.unmeasured"))
        return
    paper.paragraph(t("html.problems.note") + t("html.then", next=t("document.problems.where")))
    paper.table(
        t("html.problems.counts"),
        (t("html.function_or_column"), t("html.what_is_wrong"), t("html.count"), t("document.sites")),
        (
            (
                _name(words, key),
                _reason(words, reason),
                words.number(count),
                words.number(problems.sites_with[key, reason]),
            )
            for (key, reason), count in problems.kinds.most_common()
        ),
        numbers=(2, 3),
    )
    paper.table(
        t("document.problems.by_site"),
        (t("html.site"), t("html.count"), t("document.problems.kinds"), t("document.problems.examples")),
        (_site_row(words, site) for site in sorted(problems.sites, key=lambda site: (-site.count, site.name))),
        numbers=(1,),
    )


def _site_row(words: Words, site: SiteProblems) -> tuple[str, ...]:
    kinds = (
        words.t("document.problems.kind", name=_name(words, key), reason=_reason(words, reason), count=count)
        for key, reason, count in site.kinds
    )
    return (
        site.name,
        words.number(site.count),
        words.t("html.semicolon").join(kinds),
        words.t("html.semicolon").join(site.examples) or "–",
    )


def write_advice(paper: Paper, words: Words, problems: ProblemCounts, cards: Sequence[SiteScorecard]) -> None:
    """Chapter 6: what would raise the figures most, worst first, each with the number it rests on."""
    t = words.t
    paper.heading(t("document.advice"))
    advice = list(_advice(words, problems, cards))
    if advice:
        if ranked(cards):
            paper.paragraph(t("document.advice.note"))
        paper.points(advice)
    else:
        paper.paragraph(t("document.advice.none"))


def _advice(words: Words, problems: ProblemCounts, cards: Sequence[SiteScorecard]) -> Iterator[str]:
    t, measured = words.t, [place.card for place in ranked(cards)]
    named: Counter[str] = Counter()
    for (key, _), count in problems.kinds.items():
        named[key] += count
    low = [(row.inclusive.value, row.key) for row in function_rows(measured) if row.inclusive.value is not None]
    for share, key in sorted(low):
        if share < _GOOD_ENOUGH:
            yield t(f"document.advice.{key}", share=words.percent(share), named=words.number(named[key]))
    columns = [
        (row.share, row.key) for row in column_rows(measured) if row.share is not None and row.share < _GOOD_ENOUGH
    ]
    if columns:
        listed = (
            t("document.advice.column", name=t(f"column.{key}"), share=words.percent(share))
            for share, key in sorted(columns)
        )
        yield t("document.advice.columns", columns=t("html.semicolon").join(listed))
    if apart := unmeasured(cards):
        yield t("document.advice.unmeasured", count=len(apart))


def _name(words: Words, key: str) -> str:
    return words.t(("function." if key in FUNCTIONS else "column.") + key)


def _reason(words: Words, reason: str) -> str:
    return words.reason(reason) if reason else words.t("html.named_only")
