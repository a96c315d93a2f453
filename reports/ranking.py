"""Who is ranked, in which order, and who is told apart because it was not measured."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from reports.records import RegionScorecard, SiteScorecard
from reports.scoring import ALL_SITES

#: Sites whose coverages print alike share a rank: shares are published in tenths of a percent.
_PUBLISHED_DIGITS = 3


@dataclass(frozen=True, slots=True)
class Ranked:
    """A site and its place: equal published coverages share a rank, and the next rank counts them all (1, 2, 2, 4).

    ``best`` and ``worst`` are the ranks it may have once what was not measured is known, of it and of the others.
    """

    rank: int
    tied: bool
    card: SiteScorecard
    best: int = 0
    worst: int = 0


def is_measured(card: SiteScorecard) -> bool:
    """Whether the site can be compared: it let itself be measured, and at least one rate exists."""
    return card.archive.status in ("measured", "partial") and card.five_function_coverage.value is not None


def ranked(cards: Iterable[SiteScorecard]) -> list[Ranked]:
    """The measured sites by published five-function coverage, best first; within a tie by name."""
    measured = sorted(
        (card for card in cards if is_measured(card)), key=lambda card: (-_published(card), card.site.name)
    )
    values = [_published(card) for card in measured]
    first = {value: place for place, value in reversed(list(enumerate(values, start=1)))}
    counts = Counter(values)
    lows = sorted(_end(card, "low") for card in measured)
    highs = sorted(_end(card, "high") for card in measured)
    return [
        Ranked(first[value], counts[value] > 1, card, *_range(card, lows, highs))
        for value, card in zip(values, measured, strict=True)
    ]


def _range(card: SiteScorecard, lows: Sequence[float], highs: Sequence[float]) -> tuple[int, int]:
    """Sites surely above this one come before it in any case; sites that may be above it come before it at worst."""
    low, high = _end(card, "low"), _end(card, "high")
    surely = len(lows) - bisect_right(lows, high)
    perhaps = len(highs) - bisect_right(highs, low) - (1 if high > low else 0)
    return surely + 1, perhaps + 1


def _end(card: SiteScorecard, end: str) -> float:
    return round(getattr(card.five_function_coverage, end) or 0.0, _PUBLISHED_DIGITS)


def unmeasured(cards: Iterable[SiteScorecard]) -> list[SiteScorecard]:
    """The sites that cannot be compared, by status and name. They are never ranked, least of all as zero."""
    return sorted(
        (card for card in cards if not is_measured(card)), key=lambda card: (card.archive.status, card.site.name)
    )


def headline(regions: Sequence[RegionScorecard]) -> RegionScorecard | None:
    """The scorecard that speaks for the whole report: all levels together, most sites, the narrowest such division."""
    together = [region for region in regions if not region.level] or list(regions)
    return max(together, key=lambda region: (region.sites, len(region.region_code.rstrip("0"))), default=None)


def worth_listing(regions: Sequence[RegionScorecard]) -> list[RegionScorecard]:
    """The regions that say more than their sites do: two sites or more, levels only where there are several.

    All sites together are left out where a division holds them all.
    """
    levels = Counter((region.region_code, region.year) for region in regions if region.level)
    whole = headline(regions)
    return [
        region
        for region in regions
        if region.sites > 1
        and not (region.level and levels[region.region_code, region.year] < 2)
        and not (whole and region.region_code == ALL_SITES != whole.region_code)
    ]


def _published(card: SiteScorecard) -> float:
    return round(card.five_function_coverage.value or 0.0, _PUBLISHED_DIGITS)
