"""``judge`` and ``score``: archives → findings, items, verdicts → scorecards; no network."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from govaudit.catalogue import read_catalogue
from govaudit.clickzh import Command, option
from govaudit.crawling import as_of_option, tell_unmeasured
from govaudit.judging import Scoring, judge_sites, score_sites
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace

_path = click.Path(path_type=Path)
pack_option = option("--pack", type=_path, default=None, metavar="DIR", help="cli.option.pack")
catalogue_option = option("--catalogue", type=_path, default=None, metavar="FILE", help="cli.option.catalogue")
scheme_option = option("--scheme", "schemes", multiple=True, metavar="ID", help="cli.option.scheme")
reported_option = option("--reported", type=_path, default=None, metavar="FILE", help="cli.option.reported")
seed_option = option("--seed", default="", metavar="TEXT", help="cli.option.seed")


@click.command(cls=Command, help="cli.judge.help")
@selection_options
@pack_option
@catalogue_option
@as_of_option
@click.pass_obj
def judge(
    workplace: Workplace, selection: Selection, pack: Path | None, catalogue: Path | None, as_of: date | None
) -> int:
    """Judge the selected sites' archives."""
    sites = selection.resolve(workplace)
    names = read_catalogue(catalogue) if catalogue else None
    less = judge_sites(workplace, workplace.store(), sites, selection.year, as_of=as_of, pack=pack, catalogue=names)
    return tell_unmeasured([site for site in sites if site.site_id in less], less)


@click.command(cls=Command, help="cli.score.help")
@selection_options
@scheme_option
@reported_option
@seed_option
@click.pass_obj
def score(
    workplace: Workplace, selection: Selection, schemes: tuple[str, ...], reported: Path | None, seed: str
) -> int:
    """Score the selected sites."""
    scoring = Scoring.chosen(workplace, schemes, reported, selection.year, seed=seed, skip_bad=selection.skip_bad)
    sites = selection.resolve(workplace)
    score_sites(workplace.store(), sites, selection.year, scoring)
    return 0
