"""Writing everything people read: the HTML report with evidence, the workbook, the document and the CSV tables."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from crawler.problems import Problem, refusal
from crawler.records import Site
from govaudit.printing import print_page
from govaudit.progress import Mode, ProgressDisplay
from govaudit.telling import Telling, Told, start_telling, tell, tell_sites
from govaudit.workplace import Workplace
from reports.database import Store
from reports.document import write_document, write_document_page
from reports.export import exporting
from reports.html import SiteReport
from reports.messages import language
from reports.problem_counts import ProblemCounts
from reports.records import Score, SiteScorecard
from reports.scoring import score_regions
from reports.workbook import EVIDENCE_ITEMS, workbook
from rules.processes import in_order

#: Sites up to which one process writes all pages: a second one takes longer to start than it saves.
FEW_SITES = 16
#: Sites up to which each gets its rectification list as files unasked: they take half as long again as its pages.
LISTED_SITES = 200
#: Sites a process is given at once.
SITES_AT_ONCE = 8
#: Sites up to which what verdicts rest on is copied beside the report unasked. A whole country's are hundreds of thousands of
#: files, which nobody can hand on; they stay in the archives, where the report's places of records lead.
COPIED_SITES = 1_000
Lists = Literal["auto", "never", "always"]


def publish(
    workplace: Workplace,
    store: Store,
    sites: Sequence[Site],
    year: int,
    out: Path,
    *,
    progress: Mode = "auto",
    lists: Lists = "auto",
    copies: Lists = "auto",
) -> Path:
    """Write all outputs for ``sites`` into ``out`` and return the HTML report's ``index.html``.

    ``lists``: each site's rectification list as a workbook and a document as well; auto is for up to ``LISTED_SITES`` sites.
    ``copies``: the pages and files that verdicts rest on, beside the report; auto is for up to ``COPIED_SITES`` sites.
    Raises ``Problem`` not_judged or not_scored when there is nothing to tell, out_not_writable when ``out`` is no place to write to.
    """
    cards = list(store.scorecards([site.site_id for site in sites], year))
    if not cards:
        judged = next(store.judgements([site.site_id for site in sites], year), None)
        raise Problem("not_scored" if judged else "not_judged", year=year)
    _ready(out)
    regions = score_regions(cards)
    files = tuple(out / name for name in (f"govaudit-{year}.xlsx", f"govaudit-{year}.docx", "tables/datapackage.json"))
    pdf = out / f"govaudit-{year}.pdf"
    report = SiteReport(
        out, language(), _wanted(lists, len(cards), LISTED_SITES), _wanted(copies, len(cards), COPIED_SITES)
    )
    report.statics()
    telling = Telling(workplace, year, report, sum(card.items_found for card in cards) <= EVIDENCE_ITEMS)
    with ProgressDisplay(progress, len(cards), step="report") as shown:
        counted = _write_sites(telling, cards, files[0], files[2].parent, shown.done)
        write_document(files[1], cards, regions, counted.problems)
        printed = write_document_page(out, cards, regions, counted.problems)
    files = (printed, *files, *((pdf,) if print_page(printed, pdf) else ()))
    ids = [card.site.site_id for card in cards]
    earlier = [list(store.scorecards(ids, other)) for other in store.years() if other != year]
    return report.region_page(cards, regions, counted.problems, downloads=files, earlier=earlier, totals=counted.totals)


def _wanted(asked: Lists, sites: int, most: int) -> bool:
    return asked == "always" or (asked == "auto" and sites <= most)


@dataclass(frozen=True, slots=True)
class _Counted:
    """What the files about all sites need of them together."""

    problems: ProblemCounts
    totals: list[tuple[Site, Score]]


def _write_sites(
    telling: Telling, cards: Sequence[SiteScorecard], book: Path, tables: Path, done: Callable[[str], None]
) -> _Counted:
    """Write the sites' pages, the workbook and the CSV tables, in one reading of the judgements."""
    problems, year = ProblemCounts(), telling.year
    with workbook(book, year, evidence=telling.evidence) as sheets, exporting(tables, year) as export:
        for card, told in zip(cards, _told(telling, cards), strict=True):
            if told is not None:
                sheets.take(card, told.rows)
                export.take(card, told.tables)
                problems.merge(told.problems)
            done(card.site.site_id)
    return _Counted(problems, export.totals)


def _told(telling: Telling, cards: Sequence[SiteScorecard]) -> Iterator[Told | None]:
    """What each site adds, in the order of the cards: made on all cores, or, for a few sites, here."""
    if len(cards) <= FEW_SITES:
        yield from tell_sites(telling, cards)
        return
    parts = [cards[start : start + SITES_AT_ONCE] for start in range(0, len(cards), SITES_AT_ONCE)]
    for part in in_order(tell, parts, os.cpu_count() or 1, start_telling, telling):
        yield from part


def _ready(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("out_not_writable", folder=str(out), error=refusal(error)) from error
