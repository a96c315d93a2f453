"""``report`` and ``compare``: scorecards → HTML, XLSX, DOCX and CSV; what changed between two years."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import click

from govaudit.clickzh import Command, option
from govaudit.commands.judge import pack_option, scheme_option
from govaudit.comparing import compare as compare_years
from govaudit.publishing import Lists, publish
from govaudit.rechecking import write_recheck
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace

recheck_option = option("--recheck", is_flag=True, help="cli.option.recheck")
copies_option = option(
    "--copies", type=click.Choice(get_args(Lists)), default="auto", show_default=True, help="cli.option.copies"
)
lists_option = option(
    "--lists", type=click.Choice(get_args(Lists)), default="auto", show_default=True, help="cli.option.lists"
)
_year = click.IntRange(2000, 2100)
out_option = option("--out", type=click.Path(path_type=Path), default=None, metavar="DIR", help="cli.option.out")


@click.command(cls=Command, help="cli.report.help")
@selection_options
@option("--compare", "other", type=_year, default=None, metavar="YEAR", help="cli.option.compare")
@recheck_option
@lists_option
@copies_option
@out_option
@click.pass_obj
def report(
    workplace: Workplace,
    selection: Selection,
    other: int | None,
    recheck: bool,
    lists: Lists,
    copies: Lists,
    out: Path | None,
) -> int:
    """Write the report of the selected sites."""
    sites = selection.resolve(workplace)
    store, folder = workplace.store(), out or workplace.reports(selection.year)
    if recheck:
        click.echo(write_recheck(workplace, store, sites, selection.year, folder))
    index = publish(workplace, store, sites, selection.year, folder, lists=lists, copies=copies)
    if other is not None:
        click.echo(compare_years(workplace, store, sites, selection.year, other, folder))
    click.echo(str(index))
    return 0


@click.command(cls=Command, help="cli.compare.help")
@selection_options
@option("--with", "others", type=_year, required=True, multiple=True, metavar="YEAR", help="cli.option.with")
@scheme_option
@pack_option
@out_option
@click.pass_obj
def compare(
    workplace: Workplace,
    selection: Selection,
    others: tuple[int, ...],
    schemes: tuple[str, ...],
    pack: Path | None,
    out: Path | None,
) -> int:
    """Compare the selected sites' years."""
    sites = selection.resolve(workplace)
    folder = out or workplace.reports(selection.year)
    click.echo(compare_years(workplace, workplace.store(), sites, selection.year, others, folder, pack, schemes))
    return 0
