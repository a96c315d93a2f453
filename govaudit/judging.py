"""Offline steps of the main job: judge archives, score judgements. No request is sent."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import chain
from pathlib import Path

import click

from crawler.archive import archive_folder
from crawler.problems import Problem
from crawler.records import ArchiveStatus, Site
from govaudit.progress import Mode, ProgressDisplay
from govaudit.workplace import Workplace
from reports.database import Store
from reports.messages import t
from reports.records import ReportedFigure, Score, SiteScorecard
from reports.reported import RowProblem, figures_for, read_reported
from reports.scheme_points import apply_scheme
from reports.schemes import Scheme, load_scheme, scheme_ids
from reports.scoring import score_regions, score_site
from rules.judging import JUDGING_FAILED, judge_many
from rules.pack import Pack, default_pack, load_pack
from rules.records import SiteJudgement
from rules.unseen import SEEN_IN_PART


def pack_at(folder: Path | None) -> Pack:
    """The rule packs in ``folder``, or the built-in ones."""
    return load_pack(folder) if folder else default_pack()


def schemes_named(names: Sequence[str]) -> list[Scheme]:
    """The schemes of these ids, or all when none is named; raises ``Problem`` for an unknown one."""
    return [load_scheme(name) for name in names or scheme_ids()]


def folders(workplace: Workplace, sites: Sequence[Site], year: int) -> list[Path]:
    """The archive folders of ``sites``; raises ``Problem`` no_archive when none of them was crawled in ``year``."""
    found = [folder for site in sites if (folder := archive_folder(workplace.data, year, site.site_id)).is_dir()]
    if not found:
        raise Problem("no_archive", year=year, data=str(workplace.data))
    return found


def judge_sites(
    workplace: Workplace,
    store: Store,
    sites: Sequence[Site],
    year: int,
    *,
    as_of: date | None = None,
    pack: Path | None = None,
    catalogue: Sequence[str] | None = None,
    progress: Mode = "auto",
) -> dict[str, ArchiveStatus]:
    """Judge the archives of ``sites`` on all cores and keep the judgements in ``store``, each as soon as it is there.

    Returned are the statuses of those that turned out to be seen less than their crawls say: a part of their items was not seen, or
    the program failed on their pages, which is told.
    """
    found = folders(workplace, sites, year)
    less: dict[str, ArchiveStatus] = {}
    with ProgressDisplay(progress, len(found), step="judge") as shown:
        for judgement in judge_many(found, pack_at(pack), as_of=as_of, catalogue=catalogue):
            store.save_judgement(judgement)
            shown.done(judgement.site.site_id)
            if judgement.archive.reason == JUDGING_FAILED:
                _tell_failed(workplace, judgement)
            if judgement.archive.reason in SEEN_IN_PART | {JUDGING_FAILED}:
                less[judgement.site.site_id] = judgement.archive
    return less


def _tell_failed(workplace: Workplace, judgement: SiteJudgement) -> None:
    """Say which site, and keep what the program says of its failure; nothing is written into an archive."""
    site, file = judgement.site, workplace.data / "logs" / f"judge-{judgement.year}.log"
    file.parent.mkdir(parents=True, exist_ok=True)
    with file.open("a", encoding="utf-8") as log:
        log.write(f"{site.site_id}\n{judgement.notes[JUDGING_FAILED]}\n")
    click.echo(t("cli.judging_failed", site=site.site_id, name=site.name, file=str(file)), err=True)


@dataclass(frozen=True, slots=True)
class Scoring:
    """What scores are made with: schemes, reported figures, and the seed samples are drawn by (empty: the year)."""

    schemes: Sequence[Scheme]
    figures: Sequence[ReportedFigure] = ()
    seed: str = ""

    @classmethod
    def chosen(
        cls,
        workplace: Workplace,
        schemes: Sequence[str],
        reported: Path | None = None,
        year: int = 0,
        *,
        seed: str = "",
        skip_bad: bool = False,
    ) -> Scoring:
        """Read schemes and figures, those given before among them.

        Raises ``Problem`` for an unknown or broken scheme, and for bad rows of figures unless they are skipped.
        """
        read, kept = schemes_named(schemes), workplace.reported()
        if reported is not None:
            figures, bad = read_reported(reported, read, year)
            _tell_bad(reported, bad, len(figures), skip_bad=skip_bad)
            kept.keep(figures)
        figures, bad = kept.figures(read, year)
        _tell_bad(kept.path(year), bad, len(figures), skip_bad=skip_bad)
        if figures:
            click.echo(t("cli.score.kept", count=len(figures), file=str(kept.path(year))), err=True)
        return cls(read, figures, seed)


def _tell_bad(file: Path, bad: Sequence[RowProblem], good: int, *, skip_bad: bool) -> None:
    for row in bad:
        told = {"file": str(file), "line": row.line, "field": row.field, "value": row.value, "more": row.more}
        click.echo(t(f"reported.{row.code}", **told), err=True)
    if bad and not skip_bad:
        raise Problem("reported_bad_rows", file=str(file), count=len(bad), good=good)


def score_sites(store: Store, sites: Sequence[Site], year: int, scoring: Scoring | None = None) -> None:
    """Scorecards of ``sites`` and of their regions, and scores (default: all schemes, nothing reported), into ``store``.

    Raises ``Problem`` not_judged when there is nothing to score.
    """
    chosen = scoring or Scoring(schemes_named(()))
    cards = []
    for judgement in store.judgements([site.site_id for site in sites], year):
        cards.append(card := score_site(judgement))
        scores = (scores_of(chosen, scheme, judgement, card) for scheme in chosen.schemes)
        store.save_scored(card, list(chain.from_iterable(scores)))
    if not cards:
        raise Problem("not_judged", year=year)
    store.save_regions(score_regions(cards))


def scores_of(scoring: Scoring, scheme: Scheme, judgement: SiteJudgement, card: SiteScorecard) -> list[Score]:
    """One site's scores under one scheme, with the figures reported for it."""
    figures = figures_for(scoring.figures, judgement.site, scheme, judgement.year)
    return apply_scheme(scheme, judgement, card, figures, scoring.seed)
