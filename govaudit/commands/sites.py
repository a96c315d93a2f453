"""``sites import | list | check``: the register of sites."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import click

from crawler.problems import Problem
from crawler.records import LEVELS, Site
from crawler.sites import Register, read_sites
from govaudit.clickzh import Group, option
from govaudit.siteslist import import_sites, tell_confined, tell_problems
from govaudit.workplace import Workplace
from reports.messages import t

FIELDS = ("site_id", "name", "level", "region_code", "region", "portal_url", "service_urls", "site_code")


@click.group(cls=Group, help="cli.sites.help")
def sites() -> None:
    """The register."""


@sites.command("import", help="cli.sites.import")
@click.argument("file", type=click.Path(path_type=Path))
@option("--skip-bad", is_flag=True, help="cli.option.skip_bad")
@click.pass_obj
def import_file(workplace: Workplace, file: Path, skip_bad: bool) -> int:
    """Read FILE into the register."""
    rows = import_sites(workplace, file, skip_bad=skip_bad)
    click.echo(t("cli.sites.imported", count=len(rows), file=str(file)), err=True)
    return 0


@sites.command("check", help="cli.sites.check")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> int:
    """Check FILE without writing."""
    listed = read_sites(file)
    tell_problems(listed.problems)
    if listed.problems:
        raise Problem("bad_rows_checked", file=str(file), count=len(listed.problems), good=len(listed.rows))
    tell_confined(listed.rows)
    click.echo(t("cli.sites.checked", count=len(listed.rows), file=str(file)), err=True)
    return 0


@sites.command("list", help="cli.sites.list")
@option("--region", default="", metavar="NAME", help="cli.option.region")
@option("--level", type=click.Choice(LEVELS), default=None, help="cli.option.level")
@option("--site", multiple=True, metavar="ID", help="cli.option.site")
@click.pass_obj
def list_sites(workplace: Workplace, region: str, level: str | None, site: tuple[str, ...]) -> int:
    """Print the register, or a part of it, as CSV."""
    register = Register(workplace.data)
    rows = (
        register.select(region=region, level=level or "", site_ids=site) if region or level or site else register.list()
    )
    click.echo(as_csv(rows), nl=False)
    return 0


def as_csv(rows: list[Site]) -> str:
    """The rows in the format ``sites import`` reads."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(FIELDS)
    for row in rows:
        writer.writerow(
            [";".join(row.service_urls) if field == "service_urls" else getattr(row, field) for field in FIELDS]
        )
    return out.getvalue()
