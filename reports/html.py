"""The HTML report: one folder that opens by double click, needs no network, and leads from figures to evidence."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from crawler.records import Site
from reports.evidence import Archive
from reports.html_region import write_region_page
from reports.html_site import write_site_pages
from reports.html_templates import Press
from reports.html_words import Words, program_version
from reports.problem_counts import ProblemCounts
from reports.records import RegionScorecard, Score, SiteScorecard
from reports.scoring import score_regions
from rules.records import SiteJudgement


@dataclass(frozen=True, slots=True)
class SiteReport:
    """The report below the folder ``out`` in language ``lang`` (zh or en); can be handed to another process.

    First the statics, then each site's pages in any order, from any process, then the page of the region.
    """

    out: Path
    lang: str
    lists: bool = False  # each site's rectification list as a workbook and a document, too
    copies: bool = True  # the pages and files that verdicts rest on, copied from the archives

    @property
    def _press(self) -> Press:
        return _press(self.out, self.lang)

    def statics(self) -> None:
        """Put the style sheet, the scripts and the chart library beside the pages."""
        self._press.statics()

    def site_pages(
        self,
        card: SiteScorecard,
        judgement: SiteJudgement | None,
        archive: Archive | None,
        scores: Sequence[Score] = (),
    ) -> None:
        """Write everything about one site; an archive that has ``close`` is closed."""
        try:
            write_site_pages(self._press, card, judgement, archive, scores, lists=self.lists, copies=self.copies)
        finally:
            close = getattr(archive, "close", None)
            if close is not None:
                close()

    def region_page(
        self,
        scorecards: Sequence[SiteScorecard],
        regions: Sequence[RegionScorecard],
        problems: ProblemCounts,
        *,
        downloads: Sequence[Path] = (),
        earlier: Sequence[Sequence[SiteScorecard]] = (),
        totals: Sequence[tuple[Site, Score]] = (),
    ) -> Path:
        """Write the first page of all and return it.

        ``downloads`` are files below the folder to link to, ``earlier`` the scorecards of the same sites in other years,
        ``totals`` the sites' total scores under each scheme.
        """
        regions = regions or score_regions(scorecards)
        version = program_version()
        return write_region_page(self._press, scorecards, regions, downloads, version, problems, earlier, totals)


@cache
def _press(out: Path, lang: str) -> Press:
    """The templates, compiled once in each process."""
    return Press(out, Words(lang))
