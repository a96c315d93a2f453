"""``crawl``: collect into the site archives; the same command again goes on where the last one stopped."""

from __future__ import annotations

from datetime import date
from typing import Any

import click

from govaudit.clickzh import Command
from govaudit.crawling import as_of_option, crawl_options, run_crawl, tell_unmeasured
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace


@click.command(cls=Command, help="cli.crawl.help")
@selection_options
@crawl_options
@as_of_option
@click.pass_obj
def crawl(workplace: Workplace, selection: Selection, crawling: dict[str, Any], as_of: date | None) -> int:
    """Crawl the selected sites."""
    sites = selection.resolve(workplace)
    return tell_unmeasured(sites, run_crawl(workplace, sites, selection.year, crawling, as_of))
