"""Reading the user's list of sites: every bad row is named, good rows are kept."""

from __future__ import annotations

from pathlib import Path

import click

from crawler.problems import Problem
from crawler.records import Site
from crawler.scope import Scope
from crawler.sites import Register, read_sites
from crawler.sites_file import RowProblem
from govaudit.workplace import Workplace
from reports.messages import t


def tell_problems(problems: list[RowProblem]) -> None:
    """Print one line a bad row on stderr: file, line, field, value, remedy."""
    for row in problems:
        places = {"file": row.file, "line": row.line, "field": row.field, "value": row.value}
        click.echo(t(f"register.{row.code}", **places, **row.params), err=True)


def tell_confined(sites: list[Site]) -> None:
    """Say of which sites only one folder of their host will be looked at, for that is where their front pages lie."""
    for site in sites:
        if folder := Scope.of(site).folder:
            place = f"{site.portal_url.partition('://')[2].partition('/')[0]}{folder}"
            click.echo(t("cli.sites.confined", site=site.site_id, name=site.name, place=place), err=True)


def import_sites(workplace: Workplace, path: Path, *, skip_bad: bool) -> list[Site]:
    """Take the good rows of ``path`` into the register and return them; bad rows raise ``Problem`` bad_rows unless skipped."""
    listed = read_sites(path)
    tell_problems(listed.problems)
    tell_confined(listed.rows)
    workplace.ready()
    if listed.rows:
        Register(workplace.data).import_sites(listed.rows)
    if listed.problems and not skip_bad:
        raise Problem("bad_rows", file=str(path), count=len(listed.problems), good=len(listed.rows))
    return listed.rows
