"""Schemes in the HTML report: a site's score under each, indicator by indicator, and what the sites add up to."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import groupby

from crawler.records import Site
from reports.html_words import Words
from reports.records import RegionScore, RegionScorecard, Score
from reports.scheme_regions import region_scores
from reports.scheme_titles import indicator_title, scheme_basis, scheme_title, told_reason
from reports.scheme_total import TOTAL

PAGE = "scores.html"


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """One indicator, with title and reason in words."""

    score: Score
    title: str
    reason: str


@dataclass(frozen=True, slots=True)
class SchemeScores:
    """A site under one scheme: its indicators in the scheme's order, and the total apart."""

    scheme: str
    version: str
    title: str
    basis: str
    rows: tuple[ScoreRow, ...]
    total: ScoreRow | None


def scheme_scores(scores: Iterable[Score], words: Words) -> list[SchemeScores]:
    """The scores of one site, which come ordered by scheme."""
    return [_scheme(name, list(rows), words) for name, rows in groupby(scores, key=lambda one: one.scheme)]


def _scheme(name: str, scores: Sequence[Score], words: Words) -> SchemeScores:
    rows = [ScoreRow(one, indicator_title(one, words), told_reason(one, words)) for one in scores]
    total = next((row for row in rows if row.score.indicator == TOTAL), None)
    indicators = tuple(row for row in rows if row.score.indicator != TOTAL)
    version, title = scores[0].scheme_version, scheme_title(name, words)
    return SchemeScores(name, version, title, scheme_basis(name, words), indicators, total)


def scheme_summaries(
    totals: Iterable[tuple[Site, Score]], head: RegionScorecard | None, words: Words
) -> list[tuple[str, RegionScore]]:
    """Each scheme's title and what its totals come to over all sites together."""
    code = head.region_code if head else ""
    return [
        (scheme_title(one.scheme, words), one)
        for one in region_scores(totals)
        if one.region_code == code and not one.level
    ]
