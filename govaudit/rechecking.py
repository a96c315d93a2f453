"""Checking again: the points of each site's last rectification list against what is judged now."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path

from crawler.problems import Problem
from crawler.records import Site
from reports.database import Store
from reports.files import RowFile, replaced
from reports.messages import t
from reports.recheck import COLUMNS_OF_RECHECK, OUTCOMES, recheck_rows


def write_recheck(store: Store, sites: Sequence[Site], year: int, out: Path) -> str:
    """Write ``recheck-<year>.csv`` into ``out`` and return a summary; raises ``Problem`` no_list when nothing was published before.

    Must be called before a new report is written: that publishes a list of its own.
    """
    outcomes: Counter[str] = Counter()
    path = out / f"recheck-{year}.csv"
    listed = {site.site_id: store.last_publication(site.site_id, year) for site in sites}
    if not any(listed.values()):
        raise Problem("no_list", year=year)
    with replaced(path) as staged, ExitStack() as stack:
        file = RowFile(stack, staged, COLUMNS_OF_RECHECK)
        for judgement in store.judgements(listed, year):
            publication = listed[judgement.site.site_id]
            rows = list(recheck_rows(judgement, publication)) if publication else []
            outcomes.update(str(row["outcome"]) for row in rows)
            file.write(rows)
    told = "\t".join(f"{t(f'recheck.{outcome}')} {outcomes[outcome]}" for outcome in OUTCOMES)
    return f"{told}\n{path}"
