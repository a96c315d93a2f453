"""What is named but not usable, counted over sites as they come, without keeping their judgements."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field

from reports.records import SiteScorecard
from reports.shortcomings import by_reason, shortcomings
from rules.records import SiteJudgement

_REASONS_A_SITE = 3
_EXAMPLES_A_SITE = 3


@dataclass(frozen=True, slots=True)
class SiteProblems:
    """One site's problems: how many, the most frequent kinds as (function or column, reason, count), and some items."""

    name: str
    count: int
    kinds: tuple[tuple[str, str, int], ...]
    examples: tuple[str, ...]


@dataclass(slots=True)
class ProblemCounts:
    """What is named but not usable, counted over sites as they come, without keeping their judgements."""

    kinds: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites_with: Counter[tuple[str, str]] = field(default_factory=Counter)
    sites: list[SiteProblems] = field(default_factory=list)

    def add(self, card: SiteScorecard, judgement: SiteJudgement) -> None:
        """Count one site's problems."""
        found = shortcomings(judgement)
        kinds = by_reason(found)
        for key, reason, count in kinds:
            self.kinds[key, reason] += count
            self.sites_with[key, reason] += 1
        if kinds:
            names = dict.fromkeys(one.item_name for one in found if one.item_name)
            total = sum(count for _, _, count in kinds)
            name = card.site.name or card.site.site_id
            self.sites.append(
                SiteProblems(name, total, tuple(kinds[:_REASONS_A_SITE]), tuple(names)[:_EXAMPLES_A_SITE])
            )

    def merge(self, other: ProblemCounts) -> None:
        """Count further sites, counted elsewhere."""
        self.kinds.update(other.kinds)
        self.sites_with.update(other.sites_with)
        self.sites += other.sites
