"""What became of sites over the years, worked out site by site on all cores, both years judged by one pack."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from crawler.records import Site
from govaudit.workplace import Workplace
from reports.compare import COLUMNS_OF_CHANGES, compare_site
from reports.database import Store, open_store
from reports.editions import Editions
from reports.files import csv_rows
from reports.records import Change, ReportedFigure, SiteScorecard
from reports.schemes import Scheme
from reports.score_changes import COLUMNS_OF_SCORE_CHANGES, FigureChange, figure_changes, once
from reports.scoring import score_site
from rules.processes import in_order
from rules.records import SiteJudgement

#: Up to so many sites are compared where they are: starting processes takes longer. Beyond, so many are given out at once.
FEW_SITES = 16
SITES_AT_ONCE = 4


@dataclass(frozen=True, slots=True)
class Judged:
    """Judgements by the rules of today: as stored where these made them, else from ``anew``, the database of what was judged again."""

    store: Store
    anew: Store

    def judgement(self, site_id: str, year: int) -> SiteJudgement | None:
        return self.anew.judgement(site_id, year) or self.store.judgement(site_id, year)

    def any_of(self, sites: Sequence[Site], year: int) -> bool:
        """Whether any of the sites is judged in ``year``."""
        judged = {*self.anew.judged(year), *self.store.judged(year)}
        return any(site.site_id in judged for site in sites)


@dataclass(frozen=True, slots=True)
class Comparing:
    """What to compare: ``year`` with each of ``others`` under ``schemes``; ``anew`` is the URL of what was judged again."""

    workplace: Workplace
    anew: str
    year: int
    others: tuple[int, ...]
    schemes: tuple[Scheme, ...]
    reported: tuple[ReportedFigure, ...]


@dataclass(frozen=True, slots=True)
class Compared:
    """One site's changes since an earlier year, as records and as rows of the CSV files."""

    changes: tuple[Change, ...]
    figures: tuple[FigureChange, ...]
    change_rows: str
    figure_rows: str


@dataclass(frozen=True, slots=True)
class SiteYears:
    """One site: its changes since each earlier year, in their order, and its scorecards of all years it was judged in."""

    since: tuple[Compared, ...]
    cards: tuple[SiteScorecard, ...]


def years_of(comparing: Comparing, judged: Judged, sites: Sequence[Site]) -> Iterator[SiteYears]:
    """What became of the sites, in their order: worked out on all cores, or, for a few sites, here."""
    ids = [site.site_id for site in sites]
    if len(ids) <= FEW_SITES:
        editions = comparing.workplace.editions()
        yield from (_years(comparing, judged, editions, one) for one in ids)
        return
    parts = [ids[start : start + SITES_AT_ONCE] for start in range(0, len(ids), SITES_AT_ONCE)]
    for part in in_order(_years_of_part, parts, os.cpu_count() or 1, _start, comparing):
        yield from part


def _years(comparing: Comparing, judged: Judged, editions: Editions, site_id: str) -> SiteYears:
    found = {year: judged.judgement(site_id, year) for year in (*comparing.others, comparing.year)}
    card_of = once(score_site)
    new = found[comparing.year]
    since = []
    for other in comparing.others:
        old = found[other]
        changes = tuple(compare_site(old, new))
        figures: tuple[FigureChange, ...] = ()
        if old is not None and new is not None and old.pack_version == new.pack_version:
            published = editions.publication(site_id, other)
            figures = tuple(figure_changes(old, new, comparing.schemes, published, comparing.reported, card_of))
        rows = csv_rows(COLUMNS_OF_CHANGES, changes)
        since.append(
            Compared(changes, figures, rows, csv_rows(COLUMNS_OF_SCORE_CHANGES, [one.row() for one in figures]))
        )
    return SiteYears(tuple(since), tuple(card_of(one) for one in found.values() if one is not None))


_working: list[tuple[Comparing, Judged]] = []  # of a worker process


def _start(comparing: Comparing) -> None:
    """Make a process ready; its databases are closed with it."""
    _working[:] = [(comparing, Judged(comparing.workplace.store(), open_store(comparing.anew)))]


def _years_of_part(site_ids: Sequence[str]) -> list[SiteYears]:
    comparing, judged = _working[0]
    editions = comparing.workplace.editions()
    return [_years(comparing, judged, editions, one) for one in site_ids]
