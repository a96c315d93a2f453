"""The page of a comparison: what was gained and lost, whose figures changed by whose doing, and what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from pathlib import Path
from typing import TypeVar

from reports.compare import Tally
from reports.html_beside import LISTED, beside_page
from reports.html_paths import site_page
from reports.html_templates import Press
from reports.html_words import Words
from reports.records import Change
from reports.scheme_titles import scheme_title
from reports.score_changes import FigureChange
from rules.terms import FUNCTIONS

_Row = TypeVar("_Row")
COVERAGE = "five_function_coverage"
_TITLES = {
    COVERAGE: "html.five_function_coverage",
    "five_function_coverage_strict": "html.strict_long",
    "item_coverage": "html.item_coverage",
}


@dataclass(slots=True)
class SiteChanges:
    """One site: its pairs counted by kind, its coverage split, or (``reason``) why nothing of it can be compared."""

    site_id: str
    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    coverage: FigureChange | None = None
    reason: str = ""


class ComparisonPage:
    """Collects what a comparison finds as it passes by, no more than the page shows, and writes ``compare-<other>.html``."""

    def __init__(self, year: int, other: int, tally: Tally) -> None:
        self._year, self._other, self._tally = year, other, tally
        self._sites: dict[str, SiteChanges] = {}
        self._reasons: Counter[str] = Counter()
        self._changed: list[Change] = []
        self._figures: list[FigureChange] = []
        self._totals: Counter[str] = Counter()

    def changes(self, changes: Iterable[Change]) -> Iterator[Change]:
        """The changes, noted as they pass."""
        for change in changes:
            self._note(change)
            yield change

    def _note(self, change: Change) -> None:
        site = self._sites.setdefault(change.site_id, SiteChanges(change.site_id, change.site_name))
        if not change.key:
            site.reason = change.reason
            return
        site.kinds[change.kind] += 1
        if change.kind == "not_comparable":
            self._reasons[change.reason] += 1
        elif change.kind != "same":
            self._list("changes", self._changed, change)

    def figures(self, changes: Iterable[FigureChange]) -> Iterator[FigureChange]:
        """The changes of figures, noted as they pass: each site's coverage, and every other figure that did not stay the same."""
        for change in changes:
            if change.figure == COVERAGE:
                self._sites[change.site_id].coverage = change
            elif change.split.change != 0:
                self._list("figures", self._figures, change)
            yield change

    def _list(self, kind: str, rows: list[_Row], row: _Row) -> None:
        self._totals[kind] += 1
        if len(rows) < LISTED:
            rows.append(row)

    def write(self, press: Press, report: Path) -> Path:
        """Write the page; links lead to the pages there are in the folder ``report``."""
        places = {one: site_page(one) for one in self._sites if (report / site_page(one)).is_file()}
        return press.page(
            beside_page("compare", self._other),
            "compare.html",
            alone=not (report / "index.html").is_file(),
            year=self._year,
            other=self._other,
            kinds=self._tally.kinds,
            tally=self._tally.rows(),
            sites=list(self._sites.values()),
            reasons=self._reasons.most_common(),
            changes=self._changed,
            figures=self._figures,
            totals=self._totals,
            places=places,
            told=_Told(press.words),
        )


@dataclass(frozen=True, slots=True)
class _Told:
    """Figures and their differences in words. Rates differ by percentage points, scheme totals by points."""

    words: Words

    def title(self, figure: str) -> str:
        if figure in _TITLES:
            return self.words.t(_TITLES[figure])
        key = figure.removeprefix("coverage_")
        if key in FUNCTIONS:
            return self.words.t("compare.coverage_of", function=self.words.subject(key))
        scheme, end = figure.rsplit(".", 1)
        return self.words.t(f"compare.total.{end}", scheme=scheme_title(scheme, self.words))

    def value(self, figure: str, value: Decimal | None) -> str:
        if "." in figure:
            return self.words.number(None if value is None else float(value))
        return self.words.percent(None if value is None else float(value))

    def difference(self, figure: str, value: Decimal | None) -> str:
        """With its sign; a dash where there is no change to split."""
        if value is None:
            return "–"
        shown = round(value if "." in figure else value * 100, 1)
        return f"{shown:+.1f}".replace("-", "−") if shown else "0.0" if value else "0"
