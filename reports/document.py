"""The assessment report, in the order such reports are written in: as a Word document, and as a page to print."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from reports.document_method import write_method
from reports.document_paper import WordPaper
from reports.document_problems import write_advice, write_problems
from reports.document_results import write_overview, write_ranking, write_results, write_summary
from reports.document_web import WebPaper
from reports.files import replaced
from reports.html_templates import Press
from reports.html_words import Words
from reports.messages import language
from reports.paper import Paper
from reports.problem_counts import ProblemCounts
from reports.ranking import headline
from reports.records import RegionScorecard, SiteScorecard
from reports.scoring import score_regions

#: The page to print, below the report's folder.
PAGE = "report.html"


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
    paper = WordPaper(_title(words, scorecards, regions), words)
    _write(paper, words, scorecards, regions, problems)
    with replaced(path) as staged:
        paper.save(staged)
    return path


def write_document_page(
    out: Path,
    scorecards: Sequence[SiteScorecard],
    regions: Sequence[RegionScorecard],
    problems: ProblemCounts,
    *,
    lang: str | None = None,
) -> Path:
    """Write the same report as a page of the HTML report in the folder ``out`` and return it."""
    words, paper = Words(lang or language()), WebPaper()
    _write(paper, words, scorecards, regions, problems)
    title = _title(words, scorecards, regions)
    return Press(out, words).page(PAGE, "document.html", title=title, blocks=paper.blocks)


def _title(words: Words, scorecards: Sequence[SiteScorecard], regions: Sequence[RegionScorecard]) -> str:
    whole = headline(regions or score_regions(scorecards))
    years = words.t("html.comma").join(sorted({str(card.year) for card in scorecards}))
    name = words.region(whole.region_code, whole.region) if whole else ""
    return words.t("html.region.title", region=name, year=years)


def _write(
    paper: Paper,
    words: Words,
    scorecards: Sequence[SiteScorecard],
    regions: Sequence[RegionScorecard],
    problems: ProblemCounts,
) -> None:
    regions = regions or score_regions(scorecards)
    whole = headline(regions)
    write_summary(paper, words, scorecards, whole)
    if scorecards:
        write_overview(paper, words, scorecards, whole)
        write_results(paper, words, scorecards, regions)
        write_ranking(paper, words, scorecards)
        write_problems(paper, words, problems, scorecards)
        write_advice(paper, words, problems, scorecards)
    write_method(paper, words, scorecards)
