"""The page of points checked again: site by site what was mended, and what became of each point of the last list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath

from crawler.records import Site
from reports.html_beside import CHARTED, LISTED, beside_page
from reports.html_paths import EvidencePlaces, site_page
from reports.html_templates import Press
from reports.html_words import Words
from reports.recheck import OUTCOMES, Recheck
from reports.records import Publication
from reports.rectification import concerns, problem
from rules.records import SiteJudgement
from rules.terms import FUNCTIONS

#: How a chart colours outcomes: names of colours in the style sheet.
COLOURS: dict[str, str] = {
    "mended": "level-3",
    "partly": "level-2",
    "not_mended": "level-1",
    "not_measured": "level-n",
    "withdrawn": "level-0",
    "new": "goal",
}


@dataclass(frozen=True, slots=True)
class SiteRechecked:
    """One site's points counted by outcome; ``listed`` is the list they stood in, None where there was none."""

    site_id: str
    name: str
    listed: Publication | None
    outcomes: Counter[str]


@dataclass(frozen=True, slots=True)
class RecheckedPoint:
    """One point of one site and what became of it, in words but for ``one``."""

    site_id: str
    site_name: str
    one: Recheck
    concerns: str
    subject: str
    problem: str
    evidence: str  # in the report of this year, relative to its folder


class RecheckPage:
    """Collects points checked again, no more than the page shows, and writes ``recheck-<year>.html``."""

    def __init__(self, year: int, words: Words) -> None:
        self.year, self._words = year, words
        self.sites: list[SiteRechecked] = []
        self.points: list[RecheckedPoint] = []
        self.counts: Counter[str] = Counter()

    def add(
        self, judgement: SiteJudgement, listed: Publication | None, told: Sequence[Recheck]
    ) -> list[RecheckedPoint]:
        """Note one site; all its points in words."""
        site, outcomes = judgement.site, Counter[str](one.outcome for one in told)
        self.counts.update(outcomes)
        self.sites.append(SiteRechecked(site.site_id, site.name, listed, outcomes))
        points = list(self._points_of(judgement, told))
        self.points += points[: LISTED - len(self.points)]
        return points

    def _points_of(self, judgement: SiteJudgement, told: Sequence[Recheck]) -> Iterator[RecheckedPoint]:
        items = {item.item_id for item in judgement.items}
        places = EvidencePlaces(item.item_id for item in judgement.items)
        yield from (self._point(judgement.site, items, places, one) for one in told)

    def _point(self, site: Site, items: set[str], places: EvidencePlaces, one: Recheck) -> RecheckedPoint:
        point, words = one.point, self._words
        said = concerns(point, words), words.subject(point.key), problem(point, words)
        folder = PurePosixPath(site_page(site.site_id)).parent
        shown = point.evidence_of in items or (not point.evidence_of and point.key not in FUNCTIONS)
        evidence = f"{folder}/{places.href(point.evidence_of, point.key)}" if shown else ""
        return RecheckedPoint(site.site_id, site.name, one, *said, evidence)

    def list_of(self, site: SiteRechecked) -> str:
        """Which list a site's points stood in, in words."""
        if site.listed is None:
            return self._words.t("recheck.no_list")
        year, edition, at = site.listed.card.year, site.listed.edition, self._words.when(site.listed.published_at)
        return self._words.t("recheck.listed", year=year, edition=edition, at=at)

    def write(self, press: Press, files: Sequence[str]) -> None:
        """Write the page into the folder of the report, whose pages it leads to; ``files`` tell the same."""
        press.page(
            beside_page("recheck", self.year),
            "recheck.html",
            year=self.year,
            outcomes=OUTCOMES,
            colours=COLOURS,
            charted=CHARTED,
            counts=self.counts,
            sites=self.sites,
            points=self.points,
            total=self.counts.total(),
            site_page=site_page,
            list_of=self.list_of,
            files=files,
        )
