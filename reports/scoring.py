"""Scorecards from judgements: coverages by function, item coverage, targets; and regions from scorecards.

Definitions: docs/methodology.md section 3. Nothing here reads pages or knows a scheme's weights.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence

from crawler import regions as divisions
from crawler.records import LEVELS, Level, Site
from reports.rates import band, counted, decided, mean, mean_rate, quartiles, rate, weighted_mean, widened
from reports.records import Rate, RegionScorecard, SiteScorecard
from rules.records import ServiceItem, SiteCheck, SiteJudgement, Verdict
from rules.terms import COLUMNS, FUNCTIONS
from rules.unseen import LIST, UNSEEN_PART

#: Level from which a function or column counts as there for people.
USABLE = 2
EFFECTIVE = 3
#: The plan's targets for item coverage by 2015 (appendix table 1): county and above, townships, villages.
TARGETS: Mapping[str, float] = {"township": 0.5, "village": 0.3}
TARGET_ABOVE = 0.7

#: The row of all sites together has the code GB/T 2260 gives to no division.
ALL_SITES = "000000"
ALL_NAME = "全部网站"

Levels = Mapping[str, Verdict]

#: Departments of townships and villages by how their names end.
_TOWNSHIP = re.compile(
    r"(?:镇|乡|街道)(?:人民政府|政府|办事处|便民服务中心|党群服务中心|社会事务(?:所|办公室)|党政(?:办公室|综合办公室))?$"
)
_VILLAGE = re.compile(
    r"(?:村|社区)(?:村民委员会|居民委员会|村委会|居委会|便民服务站|党群服务中心|服务站)$|(?:村委会|居委会)$"
)


def target_of(site: Site) -> float:
    """The share the plan asks of a site of this level; department sites carry their region's level."""
    return TARGETS.get(site.region_level or site.level, TARGET_ABOVE)


def levels_by_item(judgement: SiteJudgement) -> dict[str, Levels]:
    """Each item's verdicts by function; an item without a verdict for a function has not been measured for it."""
    table: dict[str, dict[str, Verdict]] = {item.item_id: {} for item in judgement.items}
    for verdict in judgement.verdicts:
        if verdict.item_id in table:
            table[verdict.item_id][verdict.key] = verdict
    return dict(table)


def usable(verdict: Verdict | None) -> bool | None:
    """Whether a person can use the function for the item, by whatever channel; None = not measured.

    Where only the site's channel was seen and it does not serve, the item's own evidence could still: that stays open.
    """
    if verdict is None or verdict.level is None:
        return None
    if verdict.level >= USABLE:
        return True
    return None if own_level(verdict) is None else False


def usable_strictly(verdict: Verdict | None) -> bool | None:
    """Whether the function was proven by evidence made for this item; None = its own evidence was not measured."""
    own = None if verdict is None else own_level(verdict)
    return None if own is None else own >= USABLE


def own_level(verdict: Verdict) -> int | None:
    """The level the item's own evidence reached."""
    return verdict.level if verdict.scope == "item" else verdict.own_level


def supported(levels: Levels) -> bool | None:
    """Whether the item has electronic support: a usable guide and at least one more usable function. None = open."""
    guide = usable(levels.get("guide"))
    others = [usable(levels.get(key)) for key in FUNCTIONS if key != "guide"]
    more = True if True in others else None if None in others else False
    if guide is False or more is False:
        return False
    return True if guide and more else None


def score_site(judgement: SiteJudgement) -> SiteScorecard:
    """The scorecard of one judged site."""
    items = list(levels_by_item(judgement).values())
    left = unlisted(judgement)
    strict = {key: widened(rate(usable_strictly(levels.get(key)) for levels in items), left) for key in FUNCTIONS}
    inclusive = {key: widened(rate(usable(levels.get(key)) for levels in items), left) for key in FUNCTIONS}
    coverage = item_coverage(judgement)
    basis = next(name for name in ("catalogue", "estimate", "found") if name in coverage)
    target = target_of(judgement.site)
    return SiteScorecard(
        site=judgement.site,
        year=judgement.year,
        as_of=judgement.as_of,
        pack_version=judgement.pack_version,
        archive=judgement.archive,
        items_found=len(items),
        items_estimated=judgement.items_estimated,
        strict=strict,
        inclusive=inclusive,
        five_function_coverage=mean_rate(list(inclusive.values())),
        five_function_coverage_strict=mean_rate(list(strict.values())),
        item_coverage=coverage,
        item_coverage_basis=basis,
        target=target,
        meets_target=decided(coverage[basis], target),
        items_any=sum(any(usable(levels.get(key)) for key in FUNCTIONS) for levels in items),
        items_all_five=sum(all(usable(levels.get(key)) for key in FUNCTIONS) for levels in items),
        mean_level={key: mean(_levels(items, key)) for key in FUNCTIONS},
        share_effective={key: rate(_effective(levels.get(key)) for levels in items).value for key in FUNCTIONS},
        column_levels=column_levels(judgement),
        not_rendered=judgement.not_rendered,
        item_coverage_below=item_coverage_below(judgement),
    )


def unlisted(judgement: SiteJudgement) -> int:
    """Entries that the site's own lists of items count and that were not seen: cases not measured, for every function."""
    return sum(one.open for one in unseen_parts(judgement) if one.subject == LIST)


def unseen_parts(judgement: SiteJudgement) -> list[SiteCheck]:
    """The parts of a site that its own pages tell of and that were not seen."""
    return [one for one in judgement.checks if one.check == UNSEEN_PART]


def _levels(items: Sequence[Levels], key: str) -> list[float | None]:
    return [verdict.level if (verdict := levels.get(key)) else None for levels in items]


def _effective(verdict: Verdict | None) -> bool | None:
    return None if verdict is None or verdict.level is None else verdict.level >= EFFECTIVE


def column_levels(judgement: SiteJudgement) -> dict[str, int | None]:
    """The level of each interaction column; None = not measured."""
    reached = {verdict.key: verdict.level for verdict in judgement.verdicts if not verdict.item_id}
    return {column: reached.get(column) for column in COLUMNS}


def item_coverage(judgement: SiteJudgement) -> dict[str, Rate]:
    """事项电子政务覆盖率 by denominator: the official catalogue (when given), the items found, found plus not seen."""
    cases = {item_id: supported(levels) for item_id, levels in levels_by_item(judgement).items()}
    coverage = {}
    if judgement.catalogue_size is not None:
        coverage["catalogue"] = _over_catalogue(judgement, cases)
    found, left = rate(cases.values()), unlisted(judgement)
    coverage["found"] = widened(found, left)
    if judgement.items_estimated is not None:
        unseen = max(0, round(judgement.items_estimated) - len(cases))
        more = found.unmeasured + max(0, left - unseen)
        coverage["estimate"] = counted(found.numerator, found.denominator + unseen, more, presumed=unseen)
    return coverage


def item_coverage_below(judgement: SiteJudgement) -> dict[str, Rate]:
    """Item coverage of the townships' and the villages' items that a site of a higher level shows, by their level."""
    site = judgement.site
    levels = levels_by_item(judgement)
    cases: dict[str, list[bool | None]] = {}
    for item in judgement.items:
        level = level_of_item(item)
        if level and LEVELS.index(level) > _rank(site):
            cases.setdefault(level, []).append(supported(levels[item.item_id]))
    return {level: rate(listed) for level, listed in sorted(cases.items())}


def level_of_item(item: ServiceItem) -> Level | None:
    """Township or village where the item's department is one; None for all higher ones and unknown departments."""
    if _VILLAGE.search(item.department):
        return "village"
    return "township" if _TOWNSHIP.search(item.department) else None


def _rank(site: Site) -> int:
    level = site.region_level or site.level
    return LEVELS.index(level) if level in LEVELS else 0


def _over_catalogue(judgement: SiteJudgement, cases: Mapping[str, bool | None]) -> Rate:
    """Over the official catalogue: a listed item not shown fails, or stays open where not all pages were seen."""
    shown = [cases[item.item_id] for item in judgement.items if item.in_catalogue]
    missing = max(0, (judgement.catalogue_size or 0) - len(shown))
    complete = judgement.archive.status == "measured"
    return rate([*shown, *[False if complete else None] * missing])


def score_regions(scorecards: Iterable[SiteScorecard], regions: Collection[str] | None = None) -> list[RegionScorecard]:
    """The scorecards of every division with a site in or below it, by level and all levels together, in order of codes.

    ``regions`` limits them to these codes. The first rows, code ``000000``, hold all sites given, those without a known
    region among them. Several years give rows of their own.
    """
    return [row for row, _ in regional_groups(scorecards, regions)]


def regional_groups(
    scorecards: Iterable[SiteScorecard], regions: Collection[str] | None = None
) -> list[tuple[RegionScorecard, list[SiteScorecard]]]:
    """The rows of ``score_regions``, each with the scorecards it sums up."""
    groups: dict[tuple[str, int, str], list[SiteScorecard]] = defaultdict(list)
    for card in scorecards:
        for code in (ALL_SITES, *divisions.lineage(card.site.region_code)):
            for level in {"", card.site.level} if regions is None or code in regions else ():
                groups[code, card.year, level].append(card)
    return [
        (score_region(cards, code, ALL_NAME if code == ALL_SITES else divisions.full_name(code), level, year), cards)
        for (code, year, level), cards in sorted(groups.items(), key=lambda group: _order(*group[0]))
    ]


def _order(code: str, year: int, level: str) -> tuple[str, int, int]:
    return code, year, LEVELS.index(level) if level in LEVELS else -1


def score_region(
    scorecards: Iterable[SiteScorecard], region_code: str, region: str, level: str, year: int
) -> RegionScorecard:
    """The scorecard of a group of sites; ``level`` empty for all levels together.

    Each site is held to its own target; the row names the highest of them.
    """
    cards = list(scorecards)
    rates = [card.five_function_coverage for card in cards]
    items = [card.item_coverage[card.item_coverage_basis] for card in cards]
    verdicts = [card.meets_target for card in cards if card.meets_target is not None]
    meeting_low, meeting_high = _share_meeting(cards)
    p25, median, p75 = quartiles(part.value for part in rates)
    item_p25, item_median, item_p75 = quartiles(part.value for part in items)
    return RegionScorecard(
        region_code=region_code,
        region=region,
        level=level,
        year=year,
        sites=len(cards),
        sites_measured=sum(part.value is not None for part in rates),
        mean=mean(part.value for part in rates),
        median=median,
        p25=p25,
        p75=p75,
        low=mean(part.low for part in rates),
        high=mean(part.high for part in rates),
        item_weighted_mean=weighted_mean((card.five_function_coverage.value, card.items_found) for card in cards),
        item_coverage_mean=mean(part.value for part in items),
        target=max((card.target for card in cards), default=TARGET_ABOVE),
        share_meeting_target=sum(verdicts) / len(verdicts) if verdicts else None,
        by_function={key: mean(card.inclusive[key].value for card in cards) for key in FUNCTIONS},
        by_column={key: rate(_column_usable(card, key) for card in cards).value for key in COLUMNS},
        by_status=_counts(card.archive.status for card in cards),
        sites_decided=len(verdicts),
        share_meeting_low=meeting_low,
        share_meeting_high=meeting_high,
        strict_mean=mean(card.five_function_coverage_strict.value for card in cards),
        item_coverage_median=item_median,
        item_coverage_p25=item_p25,
        item_coverage_p75=item_p75,
        item_coverage_low=mean(part.low for part in items),
        item_coverage_high=mean(part.high for part in items),
        item_coverage_weighted=weighted_mean((part.value, part.denominator) for part in items),
        items=sum(card.items_found for card in cards),
        completeness=mean(completeness(card) for card in cards if card.archive.status in ("measured", "partial")),
        sites_complete=sum(card.archive.status == "measured" for card in cards),
        by_band=_counts(band(part.value) for part in rates if part.value is not None),
        by_function_low={key: mean(card.inclusive[key].low for card in cards) for key in FUNCTIONS},
        by_function_high={key: mean(card.inclusive[key].high for card in cards) for key in FUNCTIONS},
    )


def _share_meeting(cards: Sequence[SiteScorecard]) -> tuple[float | None, float | None]:
    """The least and the greatest share of measured sites that meet their target, whatever the open ones turn out to be."""
    measured = [card for card in cards if card.item_coverage[card.item_coverage_basis].value is not None]
    if not measured:
        return None, None
    meeting = rate(card.meets_target for card in measured)
    return 0.0 if meeting.low is None else meeting.low, 1.0 if meeting.high is None else meeting.high


def completeness(card: SiteScorecard) -> float | None:
    """The share of the site's known pages that were fetched; None where no page was known."""
    known = card.archive.pages_known
    return card.archive.pages_fetched / known if known else None


def _column_usable(card: SiteScorecard, column: str) -> bool | None:
    level = card.column_levels.get(column)
    return None if level is None else level >= USABLE


def _counts(names: Iterable[str]) -> dict[str, int]:
    return dict(sorted(Counter(names).items()))
