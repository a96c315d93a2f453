"""How many items a crawl did not see, estimated from how often it met those it saw."""

from __future__ import annotations

from collections.abc import Iterable


def chao1(pages_per_item: Iterable[int]) -> float | None:
    """Items found plus the estimate of those not seen: Chao1, bias-corrected, S + f1(f1-1) / 2(f2+1).

    ``pages_per_item`` holds, per item, the number of pages it was seen on (at least 1); f1 and f2 count the items seen on exactly
    one and two pages. None where no item was met again on a second page: then the pages say nothing about what is missing
    (Good's sample coverage 1 - f1/n is 0). Nothing found is 0.0.

    Source: Chao 1984, Scandinavian Journal of Statistics 11: 265-270; Chao 1987, Biometrics 43: 783-791.
    """
    counts = list(pages_per_item)
    if any(count < 1 for count in counts):
        raise ValueError("an item was seen on at least one page")
    once, twice = counts.count(1), counts.count(2)
    if len(counts) > 1 and once == len(counts):
        return None
    return len(counts) + once * (once - 1) / (2 * (twice + 1))
