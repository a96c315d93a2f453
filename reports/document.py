"""The report as a Word document, in the order such reports are written in."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.document_method import write_method
from reports.document_paper import Paper
from reports.document_problems import write_advice, write_problems
from reports.document_results import write_overview, write_ranking, write_results, write_summary
from reports.html_words import Words
from reports.messages import language
from reports.problem_counts import ProblemCounts
from reports.ranking import headline
from reports.records import RegionScorecard, SiteScorecard
from reports.scoring import score_regions


def write_document(
    path: Path,
    scorecards: Sequence[SiteScorecard],
    regions: Sequence[RegionScorecard],
    problems: ProblemCounts,
    *,
    lang: str | None = None,
) -> Path:
    """Write the report of ``scorecards`` (one year) as DOCX to ``path`` and return it.

    ``problems`` are counted site by site beforehand. ``lang`` is zh or en (default: the language set for messages).
    """
    words = Words(lang or language())
    regions = regions or score_regions(scorecards)
    whole = headline(regions)
    years = words.t("html.comma").join(sorted({str(card.year) for card in scorecards}))
    name = words.region(whole.region_code, whole.region) if whole else ""
    paper = Paper(words.t("html.region.title", region=name, year=years), words.tag)
    write_summary(paper, words, scorecards, whole)
    if scorecards:
        write_overview(paper, words, scorecards, whole)
        write_results(paper, words, scorecards, regions)
        write_ranking(paper, words, scorecards)
        write_problems(paper, words, problems)
        write_advice(paper, words, problems, scorecards)
    write_method(paper, words, scorecards)
    return paper.save(path)
