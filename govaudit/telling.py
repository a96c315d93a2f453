"""What one site adds to the outputs: its pages and its edition, written; and its rows of the files about all sites."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

from crawler.archive import SiteArchive, archive_folder
from govaudit.workplace import Workplace
from reports.export import SiteTables, site_tables
from reports.html import SiteReport
from reports.html_words import Words
from reports.problem_counts import ProblemCounts
from reports.records import SiteScorecard
from reports.shortcomings import to_mend
from reports.workbook import SiteRows, site_rows


@dataclass(frozen=True, slots=True)
class Telling:
    """What to tell: the sites of ``workplace`` in ``year`` below ``report``; ``evidence`` in the workbook, too."""

    workplace: Workplace
    year: int
    report: SiteReport
    evidence: bool
    at: str = field(default_factory=lambda: datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))


@dataclass(frozen=True, slots=True)
class Told:
    """One site's rows of the workbook and the CSV tables, and what it has to mend, counted."""

    rows: SiteRows
    tables: SiteTables
    problems: ProblemCounts


def tell_sites(telling: Telling, cards: Sequence[SiteScorecard]) -> Iterator[Told | None]:
    """Write some sites' pages and editions, and yield the rest of each; None for a site without a judgement."""
    store = telling.workplace.store()
    editions, words = telling.workplace.editions(), Words(telling.report.lang)
    try:
        for card in cards:
            site_id = card.site.site_id
            judgement, scores = store.judgement(site_id, telling.year), list(store.scores([site_id], telling.year))
            telling.report.site_pages(card, judgement, _archive(telling, site_id), scores)
            if judgement is None:
                yield None
                continue
            # What goes out is kept as it is: later judging leaves this edition alone.
            editions.publish(card, scores, telling.at, to_mend(judgement))
            problems = ProblemCounts()
            problems.add(card, judgement)
            rows = site_rows(judgement, card, scores, words, evidence=telling.evidence)
            yield Told(rows, site_tables(judgement, card, scores), problems)
    finally:
        store.close()


def _archive(telling: Telling, site_id: str) -> SiteArchive | None:
    """The site's archive; None where nothing is copied from it, or where it was judged elsewhere and only the database is here."""
    if not telling.report.copies:
        return None
    folder = archive_folder(telling.workplace.data, telling.year, site_id)
    return SiteArchive.open(folder) if folder.is_dir() else None


_telling: list[Telling] = []  # of a worker process


def start_telling(telling: Telling) -> None:
    """Make a process ready for ``tell``."""
    _telling[:] = [telling]


def tell(cards: Sequence[SiteScorecard]) -> list[Told | None]:
    """``tell_sites`` in a process of its own."""
    return list(tell_sites(_telling[0], cards))
