"""``archive``: pack a site's archive for replay, note its digests, prove that nothing was changed."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import click

from crawler.archive import SiteArchive, archive_folder
from crawler.archive_writer import writable
from crawler.problems import Problem
from crawler.verification import digests_of, flaws, read_manifest
from crawler.wacz import pack
from govaudit.clickzh import Command, Group, option
from govaudit.selection import Selection, selection_options
from govaudit.workplace import Workplace
from reports.messages import t, told


@click.group(cls=Group, help="cli.archive.help")
def archive() -> None:
    """Work on site archives."""


@archive.command(cls=Command, help="cli.archive.wacz.help")
@click.argument("site", metavar="SITE")
@option("--year", type=click.IntRange(2000, 2100), default=None, metavar="Y", help="cli.option.year")
@option("--out", type=click.Path(path_type=Path), default=None, metavar="FILE", help="cli.option.wacz")
@click.pass_obj
def wacz(workplace: Workplace, site: str, year: int | None, out: Path | None) -> int:
    """Pack one site's archive."""
    year = year or datetime.now(UTC).year
    folder = archive_folder(workplace.data, year, site)
    name = f"{folder.name}-{year}.wacz"
    target = out / name if out and out.is_dir() else out or Path(name)
    with writable(target.parent), SiteArchive.open(folder) as opened:
        click.echo(str(pack(opened, target)))
    return 0


@archive.command(cls=Command, help="cli.archive.manifest.help")
@selection_options
@click.pass_obj
def manifest(workplace: Workplace, selection: Selection) -> int:
    """Print the digests of the selected sites' archives, as sha256sum would."""
    for site in selection.resolve(workplace):
        folder = archive_folder(workplace.data, selection.year, site.site_id)
        for name, digest in digests_of(folder).items():
            click.echo(f"{digest.partition(':')[2]}  {folder.relative_to(workplace.data).as_posix()}/{name}")
    return 0


@archive.command(cls=Command, help="cli.archive.verify.help")
@selection_options
@option("--manifest", type=click.Path(path_type=Path), default=None, metavar="FILE", help="cli.option.manifest")
@click.pass_obj
def verify(workplace: Workplace, selection: Selection, manifest: Path | None) -> int:
    """Check the selected sites' archives; 1 when any is not as it was written."""
    noted = read_manifest(manifest) if manifest else {}
    wrong, editions = 0, workplace.editions()
    for site in selection.resolve(workplace):
        folder = archive_folder(workplace.data, selection.year, site.site_id)
        found = _flaws(folder, noted.get(folder.relative_to(workplace.data)))
        found += [_in_words(one) for one in editions.flaws(site.site_id, selection.year)]
        wrong += bool(found)
        click.echo(t("cli.archive.sound", site=site.site_id) if not found else "\n".join(found))
    return 1 if wrong else 0


def _flaws(folder: Path, noted: dict[str, str] | None) -> list[str]:
    """What is wrong with an archive, one line each; a missing or broken one is wrong, too, and the others are looked at."""
    try:
        found = flaws(folder, noted)
    except Problem as problem:
        return [_in_words(problem)]
    return [t(f"cli.archive.flaw.{flaw.kind}", site=folder.name, where=flaw.where) for flaw in found]


def _in_words(problem: Problem) -> str:
    return told(problem)
