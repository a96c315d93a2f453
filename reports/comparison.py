"""What a comparison of two years finds, collected as it passes by: what changed, by whose doing, and what cannot be compared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import TypeVar

from reports.compare import Tally
from reports.figure_words import COVERAGE
from reports.html_beside import LISTED
from reports.records import Change
from reports.score_changes import FigureChange

_Row = TypeVar("_Row")


@dataclass(slots=True)
class SiteChanges:
    """One site: its pairs counted by kind, its coverage split, or (``reason``) why nothing of it can be compared."""

    site_id: str
    name: str
    kinds: Counter[str] = field(default_factory=Counter)
    coverage: FigureChange | None = None
    reason: str = ""


class Comparison:
    """A comparison of ``year`` with ``other``, no more of its rows than a page shows; ``totals`` tells how many there are."""

    def __init__(self, year: int, other: int) -> None:
        self.year, self.other, self.tally = year, other, Tally()
        self.sites: dict[str, SiteChanges] = {}
        self.reasons: Counter[str] = Counter()
        self.changed: list[Change] = []  # gained or lost
        self.figures: list[FigureChange] = []  # other than coverage
        self.totals: Counter[str] = Counter()

    def note(self, changes: Iterable[Change], figures: Iterable[FigureChange]) -> None:
        """One site's changes: of its pairs, its coverage, and every other figure that did not stay the same."""
        for change in self.tally.counted(changes):
            self._note(change)
        for one in figures:
            if one.figure == COVERAGE:
                self.sites[one.site_id].coverage = one
            elif one.split.change != 0:
                self._list("figures", self.figures, one)

    def _note(self, change: Change) -> None:
        site = self.sites.setdefault(change.site_id, SiteChanges(change.site_id, change.site_name))
        if not change.key:
            site.reason = change.reason
            return
        site.kinds[change.kind] += 1
        if change.kind == "not_comparable":
            self.reasons[change.reason] += 1
        elif change.kind != "same":
            self._list("changes", self.changed, change)

    def counts(self) -> Counter[str]:
        """Pairs of all functions and columns by kind."""
        counts: Counter[str] = Counter()
        for _, row in self.tally.rows():
            counts.update(dict(zip(self.tally.kinds, row, strict=True)))
        return counts

    def _list(self, kind: str, rows: list[_Row], row: _Row) -> None:
        self.totals[kind] += 1
        if len(rows) < LISTED:
            rows.append(row)
