"""Checking again: the points of each site's last rectification list against what is judged now."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from govaudit.workplace import Workplace
from reports.database import Store
from reports.document_beside import write_recheck_document
from reports.files import RowFile, replaced_in
from reports.html_beside import beside_page
from reports.html_recheck import RecheckPage
from reports.html_templates import Press
from reports.html_words import Words
from reports.messages import language, t
from reports.recheck import COLUMNS_OF_RECHECK, OUTCOMES, recheck, recheck_rows
from reports.workbook_beside import recheck_book


def write_recheck(workplace: Workplace, store: Store, sites: Sequence[Site], year: int, out: Path) -> str:
    """Write ``recheck-<year>`` as CSV, page, workbook and document into ``out`` and return a summary.

    Raises ``Problem`` no_list when nothing was published before.
    Must be called before a new report is written: that publishes a list of its own, and its first page names this one.
    """
    path, words, editions = out / f"recheck-{year}.csv", Words(language()), workplace.editions()
    page = RecheckPage(year, words)
    listed = {site.site_id: editions.last_publication(site.site_id, year) for site in sites}
    if not any(listed.values()):
        raise Problem("no_list", year=year)
    files = [f"recheck-{year}.{kind}" for kind in ("xlsx", "docx")]
    with replaced_in(out) as folder, ExitStack() as stack:
        file = RowFile(stack, folder / path.name, COLUMNS_OF_RECHECK)
        book = stack.enter_context(recheck_book(folder / files[0], page, words))
        for judgement in store.judgements(listed, year):
            publication = listed[judgement.site.site_id]
            told = recheck(publication.points, judgement) if publication else []
            book.add(page.add(judgement, publication, told))
            if publication:
                file.write(recheck_rows(judgement.site, publication, told))
        page.write(Press(folder, words), files)
        write_recheck_document(folder / files[1], page, words)
    counts = "\t".join(f"{t(f'recheck.{outcome}')} {page.counts[outcome]}" for outcome in OUTCOMES)
    return "\n".join([counts, *map(str, (path, *(out / name for name in files), out / beside_page("recheck", year)))])
