"""``export``: the tables others rely on, as CSV files described by a datapackage.json."""

from __future__ import annotations

from pathlib import Path

import click

from govaudit.clickzh import Command, option
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace
from reports.export import export as write_tables


@click.command(cls=Command, help="cli.export.help")
@selection_options
@option("--out", type=click.Path(path_type=Path), required=True, metavar="DIR", help="cli.option.out")
@click.pass_obj
def export(workplace: Workplace, selection: Selection, out: Path) -> int:
    """Write the export tables of the selected sites."""
    sites = selection.resolve(workplace)
    write_tables(workplace.store(), [site.site_id for site in sites], selection.year, out)
    click.echo(str(out / "datapackage.json"))
    return 0
