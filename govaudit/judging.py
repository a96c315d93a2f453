"""Offline steps of the main job: judge archives, score judgements, publish reports. No request is sent."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from crawler.problems import Problem
from crawler.records import Site
from govaudit.progress import Progress
from govaudit.workplace import Workplace
from reports.database import Store
from rules.judging import judge_many
from rules.pack import Pack, default_pack, load_pack


def pack_at(folder: Path | None) -> Pack:
    """The rule packs in ``folder``, or the built-in ones."""
    return load_pack(folder) if folder else default_pack()


def folders(workplace: Workplace, sites: list[Site], year: int) -> list[Path]:
    """The archive folders of ``sites``; raises ``Problem`` no_archive when none of them has been crawled in ``year``."""
    found = [folder for site in sites if (folder := archive_folder(workplace.data, year, site.site_id)).is_dir()]
    if not found:
        raise Problem("no_archive", year=year, data=str(workplace.data))
    return found


def judge_sites(workplace: Workplace, sites: list[Site], year: int, *, as_of: date | None = None, pack: Path | None = None,
                catalogue: list[str] | None = None, progress: str = "auto") -> None:
    """Judge the archives of ``sites`` on all cores and keep the judgements in the results database."""
    store = workplace.store()
    found = folders(workplace, sites, year)
    with Progress(progress, len(found), step="judge") as shown:
        for judgement in judge_many(found, pack_at(pack), as_of=as_of, catalogue=catalogue):
            store.save_judgement(judgement)
            shown.done(judgement.site.site_id)


def archives(workplace: Workplace, sites: list[Site], year: int) -> Iterator[SiteArchive]:
    """The sites' archives, opened one at a time for reading."""
    for site in sites:
        folder = archive_folder(workplace.data, year, site.site_id)
        if folder.is_dir():
            yield SiteArchive.open(folder)


def require_judged(store: Store, sites: list[Site], year: int) -> None:
    """Raise ``Problem`` not_judged when none of ``sites`` has a judgement of ``year``."""
    if next(iter(store.judgements([site.site_id for site in sites], year)), None) is None:
        raise Problem("not_judged", year=year)
