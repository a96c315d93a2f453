"""The dates of a list's entries: one each, though an entry may say from when to when."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from typing import Final

from rules.dates import find_dates
from rules.records import PageFacts

#: A day, what stands between it and the end of its span, and the first digits of that end.
_SPAN: Final = re.compile(r"\d\s*(?:日\s*)?(?:至|到|起至|[—–~～]{1,2}|\s[-－]\s)\s*(?:19|20)\d\d\D")
_YEAR: Final = re.compile(r"(?:19|20)\d\d\D")
_LONGEST: Final = 300  # characters


def dates_of_entries(facts: PageFacts) -> tuple[str, ...]:
    """The content's dates without the ends of spans: later days of a table's row, and what stands behind 至."""
    if len(facts.dates) < 2:
        return facts.dates
    ends = Counter(_ends(facts))
    kept = []
    for day in facts.dates:
        if ends[day] > 0:
            ends[day] -= 1
        else:
            kept.append(day)
    return tuple(kept)


def _ends(facts: PageFacts) -> Iterator[str]:
    for table in facts.tables:
        for row in table.rows:
            dated = [cell for cell in row if len(cell) <= _LONGEST and _YEAR.search(cell)]
            if len(dated) > 1:
                yield from [found.iso for cell in dated for found in find_dates(cell)[:1]][1:]
    for block in facts.blocks:
        if len(block.text) <= _LONGEST and _SPAN.search(block.text):
            yield from [found.iso for found in find_dates(block.text)][1:2]
