"""The page of points checked again: site by site what was mended, and what became of each point of the last list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from reports.html_beside import LISTED, beside_page
from reports.html_paths import site_page
from reports.html_templates import Press
from reports.html_words import Words
from reports.recheck import OUTCOMES, Recheck
from reports.records import Publication
from reports.rectification import concerns, problem
from rules.records import SiteJudgement


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


class RecheckPage:
    """Collects points checked again, no more than the page shows, and writes ``recheck-<year>.html``."""

    def __init__(self, year: int, words: Words) -> None:
        self._year, self._words = year, words
        self._sites: list[SiteRechecked] = []
        self._points: list[RecheckedPoint] = []
        self._all: Counter[str] = Counter()

    def add(self, judgement: SiteJudgement, listed: Publication | None, told: Sequence[Recheck]) -> None:
        """Note one site."""
        site, outcomes = judgement.site, Counter[str](one.outcome for one in told)
        self._all.update(outcomes)
        self._sites.append(SiteRechecked(site.site_id, site.name, listed, outcomes))
        for one in told[: LISTED - len(self._points)]:
            said = (
                concerns(one.point, self._words),
                self._words.subject(one.point.key),
                problem(one.point, self._words),
            )
            self._points.append(RecheckedPoint(site.site_id, site.name, one, *said))

    def write(self, press: Press) -> None:
        """Write the page into the folder of the report, whose pages it leads to."""
        press.page(
            beside_page("recheck", self._year),
            "recheck.html",
            year=self._year,
            outcomes=OUTCOMES,
            counts=self._all,
            sites=self._sites,
            points=self._points,
            total=self._all.total(),
            site_page=site_page,
        )
