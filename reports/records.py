"""Records of the telling half: rates with bounds, scorecards of sites and regions, changes between years."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from crawler.records import ArchiveStatus, Site
from reports.shortcomings import Shortcoming


@dataclass(frozen=True, slots=True)
class Rate:
    """A share with the bounds that what was not measured leaves open. All values 0-1; None when nothing was measured.

    ``low`` counts every unmeasured case as failing, ``high`` as passing; ``numerator``/``denominator`` are counts of
    measured cases.
    """

    value: float | None
    low: float | None
    high: float | None
    numerator: int
    denominator: int
    unmeasured: int = 0


@dataclass(frozen=True, slots=True)
class SiteScorecard:
    """One site in one year. ``strict``/``inclusive`` map each function to its coverage (item scope / site too).

    ``five_function_coverage`` and its bounds are means of the inclusive coverages (the strict mean is printed beside);
    ``item_coverage`` has as denominator what ``item_coverage_basis`` names: catalogue, found or estimate.
    """

    site: Site
    year: int
    as_of: str
    pack_version: str
    archive: ArchiveStatus
    items_found: int
    items_estimated: float | None
    strict: Mapping[str, Rate]
    inclusive: Mapping[str, Rate]
    five_function_coverage: Rate
    five_function_coverage_strict: Rate
    item_coverage: Mapping[str, Rate]  # by basis: catalogue (when given), found, estimate
    item_coverage_basis: str  # the basis the headline uses
    target: float  # 0.7, 0.5 or 0.3 by level
    meets_target: bool | None  # None: the bounds straddle the target or nothing was measured
    items_any: int
    items_all_five: int
    mean_level: Mapping[str, float | None]  # per function, 0-3
    share_effective: Mapping[str, float | None]
    column_levels: Mapping[str, int | None]
    not_rendered: tuple[str, ...] = ()
    item_coverage_below: Mapping[str, Rate] = field(
        default_factory=dict
    )  # township, village: where the site shows their items


@dataclass(frozen=True, slots=True)
class RegionScorecard:
    """The sites of one region and level in one year: means over sites, and the item-weighted mean beside them."""

    region_code: str
    region: str
    level: str  # empty: all levels together
    year: int
    sites: int
    sites_measured: int  # status measured or partial, with at least one rate
    mean: float | None
    median: float | None
    p25: float | None
    p75: float | None
    low: float | None  # mean of the low bounds
    high: float | None
    item_weighted_mean: float | None
    item_coverage_mean: float | None
    target: float
    share_meeting_target: float | None
    by_function: Mapping[str, float | None] = field(default_factory=dict)  # mean inclusive coverage
    by_column: Mapping[str, float | None] = field(default_factory=dict)  # share of sites with the column usable
    by_status: Mapping[str, int] = field(default_factory=dict)
    sites_decided: int = 0  # sites with meets_target not None: what the share is of
    share_meeting_low: float | None = None  # of the measured sites, every undecided one counted as missing the target
    share_meeting_high: float | None = None  # ... as meeting it
    strict_mean: float | None = None
    item_coverage_median: float | None = None
    item_coverage_p25: float | None = None
    item_coverage_p75: float | None = None
    item_coverage_low: float | None = None
    item_coverage_high: float | None = None
    item_coverage_weighted: float | None = None
    items: int = 0
    completeness: float | None = None  # mean share of the known pages that were fetched, over measured sites
    sites_complete: int = 0  # status measured
    by_band: Mapping[str, int] = field(default_factory=dict)
    by_function_low: Mapping[str, float | None] = field(default_factory=dict)
    by_function_high: Mapping[str, float | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class RegionScore:
    """The totals of a scheme over the sites of one region and level: who fails, who passes, and the mean range."""

    region_code: str
    region: str
    level: str
    year: int
    scheme: str
    scheme_version: str
    sites: int  # to which the scheme applies
    passing: int
    failing: int
    vetoed: int  # of the failing
    undecided: int
    mean_low: float | None
    mean_high: float | None
    median_low: float | None
    median_high: float | None
    max_points: float


@dataclass(frozen=True, slots=True)
class Drawn:
    """One case of a drawn sample: an item or page, and the fewest and most faults it has under the measure."""

    subject: str
    name: str
    url: str
    low: int
    high: int


ScoreStatus = Literal["scored", "not_measured", "manual", "not_applicable"]


@dataclass(frozen=True, slots=True)
class Score:
    """What one indicator of a scheme gave a site: points where a crawl decides it, else the points at stake.

    ``low`` and ``high`` are the fewest and the most points the indicator can still come to; both equal ``points`` when
    nothing is open. Indicator ``total`` sums the scheme up. ``value`` with its bounds is the measured or reported share behind
    the points, ``met`` whether it reaches ``target`` (None while open). Of a sample: the ``seed`` it was drawn by, what was
    ``drawn``, and ``all_low``/``all_high``, the points the same measure gives over all cases.
    """

    site_id: str
    year: int
    scheme: str
    scheme_version: str
    indicator: str
    title: str
    status: ScoreStatus
    points: float | None
    max_points: float
    low: float | None
    high: float | None
    reason: str = ""
    part: str = ""
    value: float | None = None
    value_low: float | None = None
    value_high: float | None = None
    target: float | None = None
    met: bool | None = None
    source: str = ""  # of a reported figure: who says so, and when
    seed: str = ""
    drawn: tuple[Drawn, ...] = ()
    all_low: float | None = None
    all_high: float | None = None


@dataclass(frozen=True, slots=True)
class Publication:
    """A scorecard with its scores as they went out with a report; kept as they are, whatever is judged later.

    ``edition`` counts those of one site and year from 1; the card names the rule pack, the scores name the schemes' versions.
    """

    edition: int
    published_at: str
    card: SiteScorecard
    scores: tuple[Score, ...]
    points: tuple[Shortcoming, ...] = ()  # the rectification list


@dataclass(frozen=True, slots=True)
class ReportedFigure:
    """A figure no crawl can see, as an office reports it: ``numerator`` of ``denominator``, or points a person gave."""

    indicator: str
    scheme: str
    site_id: str  # empty: the portals of region_code
    region_code: str
    year: int
    source: str
    day: str
    numerator: float | None = None
    denominator: float | None = None
    points: float | None = None


ChangeKind = Literal["gained", "lost", "same", "not_comparable"]


@dataclass(frozen=True, slots=True)
class Change:
    """What became of one item-function pair or column between two years, both judged by one pack.

    ``old_level``/``new_level`` None = not measured; ``reason`` (a key ``change.<reason>``) says why none is made.
    """

    site_id: str
    site_name: str
    old_year: int
    new_year: int
    item_id: str
    item_name: str
    key: str
    kind: ChangeKind
    old_level: int | None
    new_level: int | None
    reason: str = ""
    old_url: str = ""
    new_url: str = ""
