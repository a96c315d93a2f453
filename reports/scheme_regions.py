"""A scheme's totals by region and level: how many sites pass, fail or stay open, and the mean of their ranges."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence

from crawler import regions as divisions
from crawler.records import LEVELS, Site
from reports.rates import mean, quartiles
from reports.records import RegionScore, Score
from reports.scheme_total import TOTAL
from reports.scoring import ALL_NAME, ALL_SITES


def region_scores(totals: Iterable[tuple[Site, Score]]) -> list[RegionScore]:
    """Sum up the rows ``total`` of sites for every division with a site in or below it, by level and all levels together."""
    groups: dict[tuple[str, str, int, str], list[Score]] = defaultdict(list)
    for site, score in totals:
        if score.indicator != TOTAL or (score.status == "not_applicable"):
            continue
        for code in (ALL_SITES, *divisions.lineage(site.region_code)):
            for level in {"", site.level}:
                groups[code, level, score.year, score.scheme].append(score)
    ordered = sorted(groups.items(), key=lambda group: (group[0][0], _place(group[0][1]), *group[0][2:]))
    return [_summed(*key, scores) for key, scores in ordered]


def _place(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def _summed(code: str, level: str, year: int, scheme: str, scores: Sequence[Score]) -> RegionScore:
    vetoed = sum(score.reason.startswith("vetoed") for score in scores)
    failing = vetoed + sum(score.reason == "fails" for score in scores)
    passing = sum(score.reason == "passes" for score in scores)
    return RegionScore(
        code,
        ALL_NAME if code == ALL_SITES else divisions.full_name(code),
        level,
        year,
        scheme,
        scores[0].scheme_version,
        len(scores),
        passing,
        failing,
        vetoed,
        len(scores) - passing - failing,
        mean(score.low for score in scores),
        mean(score.high for score in scores),
        quartiles(score.low for score in scores)[1],
        quartiles(score.high for score in scores)[1],
        max(score.max_points for score in scores),
    )
