"""The dates a page shows of itself: its own stamps and those of its entries, the year of short ones, the latest of all."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import islice
from operator import attrgetter
from typing import Final, NamedTuple

from rules.date_words import DateWords
from rules.dates import LAST_YEAR, FoundDate, dates_by_line, find_dates, lines_at, narrow, to_iso
from rules.records import Block, PageFacts
from rules.remember import remembered

#: What a short date stands in, or how long a line that is one can be.
_OPENS: Final = re.compile(r"[\[(【（［]")
_LONGEST_DAY: Final = 9
_LONGEST_CLOCK: Final = 60  # characters of a line that tells what day it is
_LONGEST_ENTRY: Final = 200
#: What a short date holds wherever it stands, and other things may.
_MAY_BE_SHORT: Final = re.compile(r"[0-9][^\S\n]?[-/.月]")
_OWN: Final = ("content", "hidden")
#: As above, what may not stand before it is asked after its first digits.
_ENTRY_DAY: Final = re.compile(r"(?P<m>[0-9][0-9])(?<![^\s\[(]..)[-/](?P<d>[0-9]{2})(?![^\s\])])")
_ADDRESS: Final = re.compile(
    r"/t((?:19|20)\d{2})([01]\d)([0-3]\d)_\d|/((?:19|20)\d{2})[-/]?([01]\d)[-/]([0-3]\d)/|/((?:19|20)\d{2})([01]\d)([0-3]\d)/"
    r"|/((?:19|20)\d{2})/(\d{1,2})/(\d{1,2})/(?:art|content)_\d"
)
_LONGEST_STAMP: Final = 20  # characters of a label with what may stand around it
_OF_DATE: Final = re.compile(r"[\d\s\-/.:：年月日号\[\]()（）【】〇○零一二三四五六七八九十廿卅]+")
#: What stands before the second date of a span: 2021-08-05 8:30 至
_SPAN: Final = re.compile(
    r"(?:19|20)\d{2}\D{1,3}\d{1,2}\D{1,3}\d{1,2}日?\s?(?:\d{1,2}[:：时]\d{0,2}(?:[:：]\d{2})?分?)?\s?(?:至|到|[-—–－~～]{1,3})\s?$"
)
_LONGEST_SPAN: Final = 32  # characters up to its second date
_PAUSE: Final = re.compile(r"[，。；]")
_SENTENCE_END: Final = re.compile(r"[。；]")


def last_content_date(facts: PageFacts, as_of: str | None = None) -> str | None:
    """The latest date of the page's own content, None when it shows none.

    Counted are stamps: dates that stand alone, beside a publishing label, at a list entry's edge or under a text.
    Dates a
    sentence merely mentions (deadlines, terms of validity) and the clock of the header are not. ``as_of`` leaves out
    later ones.
    """
    words, entries = facts.words.dates, list(_entry_stamps(facts))
    shown = [one for one in _shown_dates(facts, entries) if as_of is None or one.iso <= as_of]
    shown.sort(key=_iso, reverse=True)  # the latest first: of most dates it need not be asked whether they are stamps
    stamped = (one.iso for one in shown if _is_stamp(one.text, one.position, words))
    days = (day for day in (address_date(facts.url), *entries) if day and (as_of is None or day <= as_of))
    return max((*islice(stamped, 1), *days), default=None)


class _Shown(NamedTuple):
    """A date in a line of the page's own content."""

    iso: str
    text: str
    position: int


_iso: Final = attrgetter("iso")


def _shown_dates(facts: PageFacts, entries: Sequence[str]) -> Iterator[_Shown]:
    """The dates of the content above the list of other pages, in its order, but for those beside the clock of the page's head."""
    year, clock, told = context_year(facts), facts.words.dates.clock, _told(facts.blocks)
    if entries and not told.complete:
        return  # the entries' own addresses tell the years of short dates, not the folder that the list lies in
    places = sorted(told.complete if year is None else may_be_dated(facts.blocks))
    if places:
        end = _others_from(facts, 0 if address_date(facts.url) else min(told.complete, default=places[-1]), places[-1])
        places = [place for place in places if place < end and facts.blocks[place].zone in _OWN]
    for place in places:
        text = facts.blocks[place].text
        may_be_short = year is not None and (_OPENS.search(text) or len(text.strip()) <= _LONGEST_DAY)
        dates = find_dates(text, year) if may_be_short else told.complete.get(place, ())
        if dates and place not in told.complete and "月" in text and _is_published(told, facts.words.dates):
            continue  # 6月4日 in a cell of a dated article: when something is held
        if dates and not (len(text) < _LONGEST_CLOCK and clock.search(text)):
            yield from (_Shown(date.iso, text, date.position) for date in dates)


def _is_published(told: _Told, words: DateWords) -> bool:
    """Whether some whole date stands behind a label of publishing."""
    dated = ((told.lines[place], date.position) for place, dates in told.complete.items() for date in dates)
    return any(words.published.search(text[:position][-_LONGEST_STAMP:]) for text, position in dated)


def _others_from(facts: PageFacts, first: int, last: int) -> int:
    """The number of the block, from ``first`` on, under which other pages are listed; one behind ``last`` where there is none."""
    heads = facts.words.dates.others
    blocks = islice(facts.blocks, first, last)
    return next(
        (place for place, block in enumerate(blocks, first) if block.zone in _OWN and heads.match(block.text)), last + 1
    )


def address_date(url: str) -> str | None:
    """The day an article's address carries in the way content systems build them: t20260102_123.html, /2026-01/02/,
    /20260102/, /2026/1/2/art_1_2.html.
    """
    match = _ADDRESS.search(url)
    return to_iso(*(int(part) for part in match.groups() if part)) if match else None


@dataclass(frozen=True, slots=True)
class _Told:
    """Complete dates by the number of their block, and the text of all blocks, narrow."""

    complete: Mapping[int, list[FoundDate]]
    plain: str
    lines: Sequence[str]

    def short(self) -> set[int]:
        """The numbers of the blocks that may hold short dates."""
        if self.plain.count("\n") >= len(self.lines):
            return {number for number, line in enumerate(self.lines) if _MAY_BE_SHORT.search(narrow(line))}
        return set(lines_at((match.start() for match in _MAY_BE_SHORT.finditer(self.plain)), self.plain))


@remembered
def _told(blocks: tuple[Block, ...]) -> _Told:
    """What a page's blocks tell of dates."""
    lines = list(map(attrgetter("text"), blocks))
    plain = narrow("\n".join(lines))
    return _Told(dates_by_line(lines, plain), plain, lines)


def dates_of_content(blocks: tuple[Block, ...]) -> Iterator[str]:
    """The complete dates of the content, ISO, in its order."""
    return (
        date.iso for place, dates in _told(blocks).complete.items() if blocks[place].zone == "content" for date in dates
    )


def may_be_dated(blocks: tuple[Block, ...]) -> set[int]:
    """The numbers of the blocks that may hold a date, complete or short: all others hold none."""
    told = _told(blocks)
    return told.short().union(told.complete)


@remembered
def context_year(facts: PageFacts) -> int | None:
    """The year a page's short dates belong to: the latest of its complete dates, else the one in its address."""
    told = ((facts.blocks[place], dates) for place, dates in _told(facts.blocks).complete.items())
    years = [int(date.iso[:4]) for block, dates in told if block.zone != "header" for date in dates]
    if not years:
        years = [int(found) for found in re.findall(r"/((?:19|20)\d{2})(?:\d{2,4})?/", facts.url)]
    return max((year for year in years if year <= LAST_YEAR), default=None)


def _entry_stamps(facts: PageFacts) -> Iterator[str]:
    """The years that entries' addresses give to the short dates shown beside them."""
    has_days = _ENTRY_DAY.search(_told(facts.blocks).plain)
    own = [block.text for block in facts.blocks if block.zone in _OWN] if has_days else []
    short = _entry_days("\n".join([text for text in own if len(text) <= _LONGEST_ENTRY]))
    for link in facts.links if short else ():
        day = address_date(link.url) if link.zone == "content" else None
        if day and day[5:] in short:
            yield day


def _entry_days(lines: str) -> set[str]:
    """Months and days at entries' edges, MM-DD; the year is a stand-in that has a 29th of February."""
    plain = narrow(lines)
    matches = _ENTRY_DAY.finditer(plain) if "-" in plain or "/" in plain else ()
    days = (to_iso(2000, int(match["m"]), int(match["d"])) for match in matches)
    return {day[5:] for day in days if day}


def _is_stamp(text: str, position: int, words: DateWords) -> bool:
    """A date at the edge of a short text or after a publishing label; one inside a sentence is only mentioned."""
    before, after = text[:position].strip(" [(【（［"), text[position:]
    date = _OF_DATE.match(after)
    if words.not_stamp.search(before[-8:]) or (date and words.ends_then.match(after, date.end())):
        return False
    span = _SPAN.search(text, max(0, position - _LONGEST_SPAN), position)
    if span and text[: span.start()].rstrip().endswith((":", "：")):
        return False  # the end of a term that is named: 征集时间
    if words.stamp.search(text[:position][-_LONGEST_STAMP:]):
        return True
    rest = _OF_DATE.sub("", after)
    if not before:
        return len(rest) <= 60 and not _PAUSE.search(rest)
    if not rest and _SENTENCE_END.match(before[-1]):
        return True  # under a text that ends before it
    return bool(words.after_stamp.fullmatch(rest)) and not _SENTENCE_END.search(before) and len(before) <= 120
