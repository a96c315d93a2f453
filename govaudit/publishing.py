"""Writing everything people read: the HTML report with evidence, the workbook, the document and the CSV tables."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.progress import Mode, ProgressDisplay
from govaudit.workplace import Workplace
from reports.database import Store
from reports.document import write_document
from reports.export import export
from reports.html import write_site_report
from reports.scoring import score_regions
from reports.workbook import write_workbook


def publish(
    workplace: Workplace, store: Store, sites: Sequence[Site], year: int, out: Path, *, progress: Mode = "auto"
) -> Path:
    """Write all outputs for ``sites`` into ``out`` and return the HTML report's ``index.html``.

    Raises ``Problem`` not_judged when nothing was scored, out_not_writable when ``out`` is no place to write to.
    """
    ids = [site.site_id for site in sites]
    cards = list(store.scorecards(ids, year))
    if not cards:
        raise Problem("not_judged", year=year)
    _ready(out)
    regions = score_regions(cards)
    workbook, document, tables = out / f"govaudit-{year}.xlsx", out / f"govaudit-{year}.docx", out / "tables"
    write_workbook(store, ids, year, workbook)
    write_document(document, cards, regions, lambda site_id: store.judgement(site_id, year))
    export(store, ids, year, tables)
    with ProgressDisplay(progress, len(cards), step="report") as shown:
        return write_site_report(
            out,
            cards,
            regions,
            lambda site_id: store.judgement(site_id, year),
            lambda site_id: _archive(workplace, year, site_id),
            downloads=(workbook, document, tables / "datapackage.json"),
            done=shown.done,
        )


def _archive(workplace: Workplace, year: int, site_id: str) -> SiteArchive | None:
    """The site's archive, or None where it was judged elsewhere and only the database is here."""
    folder = archive_folder(workplace.data, year, site_id)
    return SiteArchive.open(folder) if folder.is_dir() else None


def _ready(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise Problem("out_not_writable", folder=str(out), error=error.strerror or str(error)) from error
