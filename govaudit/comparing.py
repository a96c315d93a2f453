"""Comparing two years: both archives judged by one pack, so that a change is the site's and not the rules'."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.judging import pack_at
from govaudit.workplace import Workplace
from reports.compare import compare_site, summarise, write_changes
from reports.database import Store
from reports.messages import t
from reports.records import Change
from rules.judging import judge_archive
from rules.pack import Pack
from rules.records import SiteJudgement
from rules.terms import FUNCTIONS


def compare(
    workplace: Workplace,
    store: Store,
    sites: Sequence[Site],
    year: int,
    other: int,
    out: Path,
    pack: Path | None = None,
) -> str:
    """Write ``changes-<other>.csv`` into ``out`` and return a summary as text; raises ``Problem`` same_year or not_judged."""
    if year == other:
        raise Problem("same_year", year=year)
    rules = pack_at(pack)
    changes = [change for site in sites for change in _changes(workplace, store, site, (other, year), rules)]
    if not changes:
        raise Problem("not_judged", year=f"{other}, {year}")
    path = write_changes(changes, out / f"changes-{other}.csv")
    return f"{_summary(changes)}\n{path}"


def _changes(workplace: Workplace, store: Store, site: Site, years: tuple[int, int], rules: Pack) -> Iterator[Change]:
    old, new = (judged_alike(workplace, store, site, year, rules) for year in years)
    yield from compare_site(old, new)


def judged_alike(workplace: Workplace, store: Store, site: Site, year: int, rules: Pack) -> SiteJudgement | None:
    """The site's judgement by ``rules``: the stored one where these made it, else the archive judged again.

    What is stored stays: a published scorecard is not changed by comparing.
    """
    stored = store.judgement(site.site_id, year)
    if stored is not None and stored.pack_version == rules.version:
        return stored
    folder = archive_folder(workplace.data, year, site.site_id)
    if not folder.is_dir():
        return stored
    with SiteArchive.open(folder) as archive:
        return judge_archive(archive, rules)


def _summary(changes: Sequence[Change]) -> str:
    """A table for the console, cells parted by tabs: functions and columns against kinds of change."""
    counts = summarise(changes)
    head = "\t".join(["", *(t(f"change.{kind}") for kind in counts.columns)])
    rows = ["\t".join([_named(str(key)), *map(str, row)]) for key, row in counts.iterrows()]
    return "\n".join([head, *rows])


def _named(key: str) -> str:
    return t(f"function.{key}") if key in FUNCTIONS else t(f"column.{key}")
