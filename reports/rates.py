"""Rates with bounds, and their means: the only arithmetic published figures are made of."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from statistics import quantiles

from reports.records import Rate


def rate(cases: Iterable[bool | None]) -> Rate:
    """The share of cases that passed; None is a case not measured, which enters the bounds only."""
    listed = list(cases)
    passed = sum(case is True for case in listed)
    return counted(passed, sum(case is not None for case in listed), sum(case is None for case in listed))


def counted(passed: int, measured: int, unmeasured: int = 0, *, presumed: int = 0) -> Rate:
    """``passed`` ÷ ``measured``, with bounds for ``unmeasured`` cases.

    ``presumed`` of the measured cases count as failing by definition without having been seen (items only estimated to
    exist): they may pass in the best case. No rate when nothing was really measured.
    """
    if measured - presumed <= 0:
        return Rate(None, None, None, 0, 0, unmeasured)
    everything = measured + unmeasured
    best = passed + unmeasured + presumed
    return Rate(passed / measured, passed / everything, best / everything, passed, measured, unmeasured)


def widened(rate: Rate, cases: int) -> Rate:
    """The rate with so many further cases not measured."""
    return counted(rate.numerator, rate.denominator, rate.unmeasured + cases) if cases else rate


def mean_rate(rates: Sequence[Rate]) -> Rate:
    """The mean of several rates of one site; a rate without a value leaves its whole range open in the bounds.

    The value is the mean of those measured, the bounds are means over all; counts are sums of the parts.
    """
    value = mean(part.value for part in rates)
    if value is None:
        return Rate(None, None, None, 0, 0, sum(part.unmeasured for part in rates))
    low = sum(0.0 if part.low is None else part.low for part in rates) / len(rates)
    high = sum(1.0 if part.high is None else part.high for part in rates) / len(rates)
    # The bounds contain the value by arithmetic; min and max keep rounding from saying otherwise.
    return Rate(
        value,
        min(low, value),
        max(high, value),
        sum(part.numerator for part in rates),
        sum(part.denominator for part in rates),
        sum(part.unmeasured for part in rates),
    )


def mean(values: Iterable[float | None]) -> float | None:
    """The arithmetic mean of the values there are; None when there are none."""
    there = sorted(value for value in values if value is not None)  # sorted: the same sum in whatever order they came
    return sum(there) / len(there) if there else None


def quartiles(values: Iterable[float | None]) -> tuple[float | None, float | None, float | None]:
    """Lower quartile, median and upper quartile of the values there are, interpolated as Excel's QUARTILE.INC does."""
    there = sorted(value for value in values if value is not None)
    if len(there) < 2:
        return (there[0], there[0], there[0]) if there else (None, None, None)
    low, middle, high = quantiles(there, n=4, method="inclusive")
    return low, middle, high


def decided(rate: Rate, target: float) -> bool | None:
    """Whether ``target`` is met; None while what was not measured could turn the answer, or nothing was measured."""
    if rate.low is None or rate.high is None:
        return None
    if rate.low >= target:
        return True
    return False if rate.high < target else None


#: Bands of coverage: name and the share from which it holds, best first. The cuts are those the United Nations' local online
#: service index uses (above 75, 50 and 25 %); the plan itself names none.
BANDS: tuple[tuple[str, float], ...] = (("very_high", 0.75), ("high", 0.5), ("middle", 0.25), ("low", 0.0))


def band(share: float | None) -> str:
    """The band a share falls into; empty where nothing was measured."""
    return "" if share is None else next(name for name, start in BANDS if share >= start)


def weighted_mean(pairs: Iterable[tuple[float | None, int]]) -> float | None:
    """The mean of the values there are, each counted as often as its weight says."""
    there = sorted((value, weight) for value, weight in pairs if value is not None)
    total = sum(weight for _, weight in there)
    return sum(value * weight for value, weight in there) / total if total else None
