"""Dates in texts: Chinese and numeric forms, ISO out; impossible dates and header clocks are no dates."""

from __future__ import annotations

import datetime
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Final, NamedTuple

#: No government page is older than the web or dated beyond this; numbers outside are codes and amounts.
FIRST_YEAR: Final = 1990
LAST_YEAR: Final = 2099

_NUMERALS: Final = str.maketrans("〇○◯零OoＯОо一二三四五六七八九", "000000000123456789")
#: 廿五 is 二十五, 卅 is 三十.
_TENS: Final = str.maketrans({"廿": "二十", "卅": "三十"})
_TENS_AND_ONES: Final = re.compile("(?:([一二三四五六七八九]?)(十))?([一二三四五六七八九]?)")
#: Its first character stands alone, so that a search leaps to it.
_CHINESE_YEAR: Final = r"[〇○零Oo012一二三四五六七八九][〇○◯零OoＯОо\d一二三四五六七八九]{3}"
_CHINESE_NUMBER: Final = r"[一二三四五六七八九十廿卅]{1,3}|\d{1,2}"
#: What may not stand before a year is asked after the year: a pattern that begins with its digits is searched for much faster.
_FULL: Final = re.compile(
    r"(?P<y>(?:19|20)\d{2})(?:(?<![\d.]\d{4})\s?"
    r"(?:(?P<sep>[-/.])\s?(?P<m>\d{1,2})\s?(?P=sep)\s?(?P<d>\d{2}(?=(?:19|20)\d\d|\d\d:)|\d{1,2}(?![\d.]\d|\d))"
    r"|年\s?(?P<m2>\d{1,2})\s?月\s?(?P<d2>\d\s?\d?)\s?[日号])"
    r"|(?<![\dA-Za-z_-]\d{4})(?P<m8>[01]\d)(?P<d8>[0-3]\d)(?![\dA-Za-z]))"
)
_CHINESE_DATE: Final = re.compile(
    rf"(?P<y>{_CHINESE_YEAR})\s?年\s?(?P<m>元(?=\s?月)|{_CHINESE_NUMBER})\s?月\s?(?P<d>{_CHINESE_NUMBER})\s?[日号]"
)
_MONTH_DAY: Final = re.compile(
    r"[\[(【（［]\s?(?P<m>\d{1,2})\s?[-/.月]\s?(?P<d>\d{1,2})\s?日?\s?[\])】）］]|^\s*(?P<m2>\d{1,2})\s?[-/月]\s?(?P<d2>\d{1,2})\s?日?\s*$"
)
_WIDTH: Final = {ord("０") + n: str(n) for n in range(10)} | {
    ord("－"): "-",
    ord("—"): "-",
    ord("–"): "-",
    ord("／"): "/",
    ord("．"): ".",
    ord("\u3000"): " ",
    ord("\xa0"): " ",
}
_WIDE: Final = re.compile(f"[{''.join(map(chr, _WIDTH))}]")
_MAY_BE_DATE: Final = re.compile(r"[\d年]")  # most lines have neither, and no date
#: Texts up to this length are remembered: several readers ask the same lines for dates.
_CACHED: Final = 200


_place: Final = attrgetter("position")


class FoundDate(NamedTuple):
    """A date as ISO YYYY-MM-DD and where it starts in the text."""

    iso: str
    position: int


def find_dates(text: str, year: int | None = None) -> list[FoundDate]:
    """Find every possible date in a text, in order of place.

    ``year`` completes month and day alone, which are read only in brackets or as the whole text; without it they are
    left out.
    """
    if not _MAY_BE_DATE.search(text):
        return []
    found = _complete_dates(text) if len(text) > _CACHED else _cached(text)
    short = _short_dates(narrow(text), year) if year is not None else ()
    return sorted((*found, *short), key=_place)


def dates_in_lines(lines: Sequence[str]) -> list[list[FoundDate]]:
    """What ``find_dates`` finds in each of many lines, for the price of few."""
    found = dates_by_line(lines, narrow("\n".join(lines)))
    return [found.get(number, []) for number in range(len(lines))]


def dates_by_line(lines: Sequence[str], plain: str) -> dict[int, list[FoundDate]]:
    """The dates in lines, by the numbers of those that have any; ``plain`` are all lines, narrow."""
    matches = _date_matches(plain)
    if not matches:
        return {}
    parted = plain.count("\n") >= len(lines)  # some line holds a line's end
    if parted or any("\n" in match[0] for match, _ in matches):  # nothing is a date across lines
        return {number: dates for number, line in enumerate(lines) if (dates := find_dates(line))}
    found: defaultdict[int, list[FoundDate]] = defaultdict(list)
    places = [match.start() for match, _ in matches]
    for (_, numbers), place, line in zip(matches, places, lines_at(places, plain), strict=True):
        if iso := to_iso(*numbers):
            found[line].append(FoundDate(iso, place - plain.rfind("\n", 0, place) - 1))
    return found


def lines_at(places: Iterable[int], text: str) -> Iterator[int]:
    """The number of the line in which each of some places of a text lies; the places come in order."""
    line = before = 0
    for place in places:
        line += text.count("\n", before, place)
        before = place
        yield line


def narrow(text: str) -> str:
    """Half-width digits and signs, one character for one: places stay true."""
    for wide in set(_WIDE.findall(text)):  # few different ones
        text = text.replace(wide, _WIDTH[ord(wide)])
    return text


def to_iso(year: int, month: int, day: int) -> str | None:
    """YYYY-MM-DD, or None where the calendar knows no such day."""
    if not FIRST_YEAR <= year <= LAST_YEAR:
        return None
    try:
        return datetime.date(year, month, day).isoformat()
    except (ValueError, OverflowError):
        return None


def _complete_dates(text: str) -> tuple[FoundDate, ...]:
    matches = _date_matches(narrow(text))
    return tuple(FoundDate(iso, match.start()) for match, numbers in matches if (iso := to_iso(*numbers)))


def _date_matches(plain: str) -> list[tuple[re.Match[str], tuple[int, int, int]]]:
    """What is written as a date and its numbers, in order of place."""
    matches = [(match, _numbers(match)) for match in _FULL.finditer(plain)]
    if "年" in plain:
        known = {match.start() for match, _ in matches}
        others = [match for match in _CHINESE_DATE.finditer(plain) if match.start() not in known]
        if others:
            matches += [(match, _chinese_numbers(match)) for match in others]
            matches.sort(key=lambda one: one[0].start())
    return matches


_cached = lru_cache(maxsize=1 << 12)(_complete_dates)


def _short_dates(plain: str, year: int) -> Iterator[FoundDate]:
    for match in _MONTH_DAY.finditer(plain):
        iso = to_iso(year, int(match["m"] or match["m2"]), int(match["d"] or match["d2"]))
        if iso:
            yield FoundDate(iso, match.start())


def _numbers(match: re.Match[str]) -> tuple[int, int, int]:
    year, month, other, third, day, other_day, third_day = match.group("y", "m", "m2", "m8", "d", "d2", "d8")
    return int(year), int(month or other or third), int("".join((day or other_day or third_day).split()))


def _chinese_numbers(match: re.Match[str]) -> tuple[int, int, int]:
    return int(match["y"].translate(_NUMERALS)), _chinese(match["m"]), _chinese(match["d"])


def _chinese(text: str) -> int:
    """一 to 九十九, or its digits; 0 for what is no number, as 十十."""
    if text.isdecimal():
        return int(text)
    if text == "元":  # 元月 is January
        return 1
    found = _TENS_AND_ONES.fullmatch(text.translate(_TENS))
    if found is None:
        return 0
    tens, ten, ones = (part or "" for part in found.groups())
    return (int(tens.translate(_NUMERALS) or "1") * 10 if ten else 0) + int(ones.translate(_NUMERALS) or "0")
