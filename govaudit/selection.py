"""Which sites a command works on: ``--sites FILE``, or ``--region``, ``--level`` and ``--site`` over the register."""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import click

from crawler.problems import Problem
from crawler.records import LEVELS, Site
from crawler.sites import Register
from govaudit.clickzh import option
from govaudit.siteslist import import_sites
from govaudit.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Selection:
    """What was asked for on the command line; ``resolve`` turns it into sites."""

    sites: Path | None
    region: str
    level: str
    site: tuple[str, ...]
    year: int
    skip_bad: bool

    def resolve(self, workplace: Workplace) -> list[Site]:
        """The selected sites in the register's order; raises ``Problem`` when nothing, or nothing usable, was selected."""
        if self.sites is not None:
            chosen = import_sites(workplace, self.sites, skip_bad=self.skip_bad)
            wanted = set(self.site)
            chosen = [site for site in chosen if not wanted or site.site_id in wanted]
        elif self.region or self.level or self.site:
            chosen = Register(workplace.data).select(region=self.region, level=self.level, site_ids=self.site)
        else:
            raise Problem("selection_missing")
        if not chosen:
            raise Problem("selection_empty")
        return chosen


def selection_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the selection options to a command, which then takes one ``selection`` argument instead of six."""

    @functools.wraps(command)
    def gathered(
        *args: Any,
        sites: Path | None,
        region: str,
        level: str | None,
        site: tuple[str, ...],
        year: int | None,
        skip_bad: bool,
        **rest: Any,
    ) -> Any:
        chosen = Selection(sites, region, level or "", site, year or datetime.now(UTC).year, skip_bad)
        return command(*args, selection=chosen, **rest)

    for add in reversed(
        (
            option("--sites", type=click.Path(path_type=Path), default=None, metavar="FILE", help="cli.option.sites"),
            option("--region", default="", metavar="NAME", help="cli.option.region"),
            option("--level", type=click.Choice(LEVELS), default=None, help="cli.option.level"),
            option("--site", multiple=True, metavar="ID", help="cli.option.site"),
            option("--year", type=click.IntRange(2000, 2100), default=None, metavar="Y", help="cli.option.year"),
            option("--skip-bad", is_flag=True, help="cli.option.skip_bad"),
        )
    ):
        gathered = add(gathered)
    return gathered
