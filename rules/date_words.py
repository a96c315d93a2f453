"""Which dates are stamps and which are only mentioned, from ``packs/dates.yaml``."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from rules.word_files import WordFile, either


@dataclass(frozen=True, slots=True, eq=False)
class DateWords:
    """Compiled; patterns expect text as written."""

    stamp: re.Pattern[str]  # the end of what stands before a date
    clock: re.Pattern[str]
    after_stamp: re.Pattern[str]  # all that may follow an entry's date
    published: re.Pattern[str]  # 发布时间: and the like, before a date
    ends_then: re.Pattern[str]
    not_stamp: re.Pattern[str]
    others: re.Pattern[str]  # the start of a line that heads a list of other pages


def _compile(data: Mapping[str, Any]) -> DateWords:
    label = f"(?:{either(data['stamp_acts'])})?(?:{either(data['stamp_times'])})|{either(data['stamp_sources'])}"
    state = (
        f"(?:{either(data['state_before'])})?(?:{either(data['state_acts'])})(?:{either(data['state_after'])}){{0,2}}"
    )
    readers = f"(?:{either(data['readers'])})(?:{either(data['readers_counted'])})?次?"
    return DateWords(
        stamp=re.compile(rf"(?:{label})\s?[:：]?\s?[\[(【]?\s?$"),
        published=re.compile(rf"(?:{either(data['publishing_acts'])})(?:{either(data['stamp_times'])})\s?[:：]?\s?$"),
        clock=re.compile(either(data["clock_words"])),
        after_stamp=re.compile(f"(?:{state}|{readers})?"),
        ends_then=re.compile(f"[之以为]?(?:{either(data['deadline_after'])})"),
        not_stamp=re.compile(either(data["not_stamps"])),
        others=re.compile(rf"[【\[]?(?:{either(data['other_pages'])})[】\]]?(?:$|[:：\s])"),
    )


DATES: Final = WordFile("dates.yaml", _compile)
