"""``audit``: crawl, judge, score and report in one."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from pathlib import Path
from typing import Any

import click

from crawler.records import ArchiveStatus, Site
from govaudit.catalogue import read_catalogue
from govaudit.clickzh import Command, option
from govaudit.commands.judge import catalogue_option, pack_option, reported_option, scheme_option, seed_option
from govaudit.commands.report import copies_option, lists_option, recheck_option
from govaudit.crawling import as_of_option, crawl_options, run_crawl, tell_unmeasured
from govaudit.judging import Scoring, judge_sites, pack_at, score_sites
from govaudit.publishing import Lists, publish
from govaudit.rechecking import write_recheck
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace
from reports.messages import t


@click.command(cls=Command, help="cli.audit.help")
@selection_options
@crawl_options
@as_of_option
@pack_option
@catalogue_option
@scheme_option
@reported_option
@seed_option
@recheck_option
@lists_option
@copies_option
@option("--out", type=click.Path(path_type=Path), default=None, metavar="DIR", help="cli.option.out")
@click.pass_obj
def audit(
    workplace: Workplace,
    selection: Selection,
    crawling: dict[str, Any],
    as_of: date | None,
    pack: Path | None,
    catalogue: Path | None,
    schemes: tuple[str, ...],
    reported: Path | None,
    seed: str,
    recheck: bool,
    lists: Lists,
    copies: Lists,
    out: Path | None,
) -> int:
    """Audit the selected sites."""
    # What is wrong with rules, schemes and figures should be said before hours of crawling, not after.
    pack_at(pack)
    scoring = Scoring.chosen(workplace, schemes, reported, selection.year, seed=seed, skip_bad=selection.skip_bad)
    names = read_catalogue(catalogue) if catalogue else None
    sites = selection.resolve(workplace)
    statuses, index = audit_sites(
        workplace,
        sites,
        selection.year,
        crawling,
        as_of=as_of,
        pack=pack,
        catalogue=names,
        scoring=scoring,
        recheck=recheck,
        lists=lists,
        copies=copies,
        out=out,
    )
    status = tell_unmeasured(sites, statuses)
    click.echo(t("cli.report", path=index), err=True)
    click.echo(str(index))
    return status


def audit_sites(
    workplace: Workplace,
    sites: list[Site],
    year: int,
    crawling: dict[str, Any],
    *,
    as_of: date | None,
    pack: Path | None = None,
    catalogue: Sequence[str] | None = None,
    scoring: Scoring | None = None,
    recheck: bool = False,
    lists: Lists = "auto",
    copies: Lists = "auto",
    out: Path | None = None,
) -> tuple[dict[str, ArchiveStatus], Path]:
    """The whole main job; each site's status and the report's path. The database is opened first: it must not be missed last."""
    store = workplace.ready().store()
    statuses = run_crawl(workplace, sites, year, crawling, as_of)
    statuses |= judge_sites(
        workplace, store, sites, year, as_of=as_of, pack=pack, catalogue=catalogue, progress=crawling["progress"]
    )
    score_sites(store, sites, year, scoring)
    folder = out or workplace.reports(year)
    if recheck:
        click.echo(write_recheck(workplace, store, sites, year, folder))
    index = publish(workplace, store, sites, year, folder, progress=crawling["progress"], lists=lists, copies=copies)
    return statuses, index
