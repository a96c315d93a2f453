"""Checking again: the points of each site's last rectification list against what is judged now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from govaudit.workplace import Workplace
from reports.database import Store
from reports.files import RowFile, replaced_in
from reports.html_beside import beside_page
from reports.html_recheck import RecheckPage
from reports.html_templates import Press
from reports.html_words import Words
from reports.messages import language, t
from reports.recheck import COLUMNS_OF_RECHECK, OUTCOMES, recheck, recheck_rows


def write_recheck(workplace: Workplace, store: Store, sites: Sequence[Site], year: int, out: Path) -> str:
    """Write ``recheck-<year>.csv`` and its page into ``out`` and return a summary.

    Raises ``Problem`` no_list when nothing was published before.
    Must be called before a new report is written: that publishes a list of its own, and its first page names this one.
    """
    outcomes: Counter[str] = Counter()
    path, words = out / f"recheck-{year}.csv", Words(language())
    page = RecheckPage(year, words)
    editions = workplace.editions()
    listed = {site.site_id: editions.last_publication(site.site_id, year) for site in sites}
    if not any(listed.values()):
        raise Problem("no_list", year=year)
    with replaced_in(out) as folder, ExitStack() as stack:
        file = RowFile(stack, folder / path.name, COLUMNS_OF_RECHECK)
        for judgement in store.judgements(listed, year):
            publication = listed[judgement.site.site_id]
            told = recheck(publication.points, judgement) if publication else []
            outcomes.update(one.outcome for one in told)
            page.add(judgement, publication, told)
            if publication:
                file.write(recheck_rows(judgement.site, publication, told))
        page.write(Press(folder, words))
    counts = "\t".join(f"{t(f'recheck.{outcome}')} {outcomes[outcome]}" for outcome in OUTCOMES)
    return f"{counts}\n{path}\n{out / beside_page('recheck', year)}"
