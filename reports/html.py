"""The HTML report: one folder that opens by double click, needs no network, and leads from figures to evidence."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from reports.evidence import Archive
from reports.html_region import write_region_page
from reports.html_site import write_site_pages
from reports.html_templates import Press
from reports.html_words import Words, program_version
from reports.messages import language
from reports.records import RegionScorecard, SiteScorecard
from reports.scoring import score_regions
from rules.records import SiteJudgement


def write_site_report(
    out: Path,
    scorecards: Sequence[SiteScorecard],
    regions: Sequence[RegionScorecard],
    judgements: Callable[[str], SiteJudgement | None],
    archives: Callable[[str], Archive | None] = lambda site_id: None,
    *,
    lang: str | None = None,
    downloads: Sequence[Path] = (),
    done: Callable[[str], None] = lambda site_id: None,
) -> Path:
    """Write the report of ``scorecards`` (one year) into the folder ``out`` and return its ``index.html``.

    ``judgements`` and ``archives`` are asked once per site, by ``site_id``, in the scorecards' order, so that one
    judgement is in memory at a time; None means there is none. An archive that has ``close`` is closed. ``lang`` is zh
    or en (default: the language set for messages). ``downloads`` are files below ``out`` to link to. ``done`` is told
    each finished site.
    """
    words = Words(lang or language())
    press = Press(out, words)
    press.statics()
    for card in scorecards:
        archive = archives(card.site.site_id)
        try:
            write_site_pages(press, card, judgements(card.site.site_id), archive)
        finally:
            _close(archive)
        done(card.site.site_id)
    return write_region_page(press, scorecards, regions or score_regions(scorecards), downloads, program_version())


def _close(archive: Archive | None) -> None:
    close = getattr(archive, "close", None)
    if close is not None:
        close()
