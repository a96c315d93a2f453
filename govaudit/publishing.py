"""Writing everything people read: the HTML report with evidence, the workbook, the document and the CSV tables."""

from __future__ import annotations

import multiprocessing
import os
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from typing import Literal

from crawler.archive import SiteArchive, archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.printing import print_page
from govaudit.progress import Mode, ProgressDisplay
from govaudit.workplace import Workplace
from reports.database import Store
from reports.document import write_document, write_document_page
from reports.export import exporting
from reports.html import SiteReport
from reports.messages import language
from reports.problem_counts import ProblemCounts
from reports.records import SiteScorecard
from reports.scheme_total import TOTAL
from reports.scoring import score_regions
from reports.shortcomings import to_mend
from reports.workbook import workbook

#: Sites up to which one process writes all pages: a second one takes longer to start than it saves.
FEW_SITES = 16
#: Sites up to which each gets its rectification list as files unasked: they take half as long again as its pages.
LISTED_SITES = 200
#: Sites a process is given at once.
SITES_AT_ONCE = 8
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
) -> Path:
    """Write all outputs for ``sites`` into ``out`` and return the HTML report's ``index.html``.

    ``lists``: each site's rectification list as a workbook and a document as well; auto is for up to ``LISTED_SITES`` sites.
    Raises ``Problem`` not_judged when nothing was scored, out_not_writable when ``out`` is no place to write to.
    """
    cards = list(store.scorecards([site.site_id for site in sites], year))
    if not cards:
        raise Problem("not_judged", year=year)
    _ready(out)
    regions = score_regions(cards)
    files = tuple(out / name for name in (f"govaudit-{year}.xlsx", f"govaudit-{year}.docx", "tables/datapackage.json"))
    pdf = out / f"govaudit-{year}.pdf"
    report = SiteReport(out, language(), lists == "always" or (lists == "auto" and len(cards) <= LISTED_SITES))
    report.statics()
    with (
        ProgressDisplay(progress, len(cards), step="report") as shown,
        _pages_written(workplace, year, report, cards, shown.done),
    ):
        problems = _write_tables(workplace, store, cards, year, files[0], files[2].parent)
        write_document(files[1], cards, regions, problems)
        printed = write_document_page(out, cards, regions, problems)
    files = (printed, *files, *((pdf,) if print_page(printed, pdf) else ()))
    ids = [card.site.site_id for card in cards]
    earlier = [list(store.scorecards(ids, other)) for other in store.years() if other != year]
    totals = [
        (card.site, one) for card in cards for one in store.scores([card.site.site_id], year) if one.indicator == TOTAL
    ]
    return report.region_page(cards, regions, problems, downloads=files, earlier=earlier, totals=totals)


def _write_tables(
    workplace: Workplace, store: Store, cards: Sequence[SiteScorecard], year: int, book: Path, tables: Path
) -> ProblemCounts:
    """Write the workbook and the CSV tables in one reading of the judgements; the problems they hold, counted."""
    problems, editions = ProblemCounts(), workplace.editions()
    at = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    items = sum(card.items_found for card in cards)
    with workbook(book, year, items=items) as sheets, exporting(tables, year) as export:
        for card in cards:
            judgement = store.judgement(card.site.site_id, year)
            if judgement is not None:
                scores = list(store.scores([card.site.site_id], year))
                sheets.add(judgement, card, scores)
                export.add(judgement, card, scores)
                problems.add(card, judgement)
                # What goes out is kept as it is: later judging leaves this edition alone.
                editions.publish(card, scores, at, to_mend(judgement))
    return problems


@contextmanager
def _pages_written(
    workplace: Workplace, year: int, report: SiteReport, cards: Sequence[SiteScorecard], done: Callable[[str], None]
) -> Iterator[None]:
    """Write the sites' pages: in further processes while the block runs, or, for a few sites, after it."""
    if len(cards) <= FEW_SITES:
        yield
        for site_id in write_sites(workplace, year, report, cards):
            done(site_id)
        return
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(os.cpu_count() or 1, mp_context=context) as pool:
        parts = [cards[start : start + SITES_AT_ONCE] for start in range(0, len(cards), SITES_AT_ONCE)]
        writing = [pool.submit(_in_worker, workplace, year, report, part) for part in parts]
        try:
            yield
            for finished in as_completed(writing):
                for site_id in finished.result():
                    done(site_id)
        finally:
            for future in writing:
                future.cancel()


def _in_worker(workplace: Workplace, year: int, report: SiteReport, cards: Sequence[SiteScorecard]) -> list[str]:
    return list(write_sites(workplace, year, report, cards))


def write_sites(workplace: Workplace, year: int, report: SiteReport, cards: Sequence[SiteScorecard]) -> Iterator[str]:
    """Write the pages of some sites; the id of each as it is done."""
    store = workplace.store()
    try:
        for card in cards:
            site_id = card.site.site_id
            scores = list(store.scores([site_id], year))
            report.site_pages(card, store.judgement(site_id, year), _archive(workplace, year, site_id), scores)
            yield site_id
    finally:
        store.close()


def _archive(workplace: Workplace, year: int, site_id: str) -> SiteArchive | None:
    """The site's archive, or None where it was judged elsewhere and only the database is here."""
    folder = archive_folder(workplace.data, year, site_id)
    return SiteArchive.open(folder) if folder.is_dir() else None


def _ready(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("out_not_writable", folder=str(out), error=error.strerror or str(error)) from error
