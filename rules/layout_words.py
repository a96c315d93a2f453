"""What words say about how a page is put together, from ``packs/layout.yaml``: its foot, its path, its menus, words that only point."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from rules.word_files import WordFile, any_of, either, in_either_case

_AROUND_ICONS: Final = r"[\s|·、,，/>\[\]【】()（）]*"


@dataclass(frozen=True, slots=True, eq=False)
class LayoutWords:
    """Compiled; patterns expect lines as written."""

    footer: re.Pattern[str]
    path_marks: tuple[str, ...]
    home_marks: tuple[str, ...]  # one of them stands wherever the home page is named
    path: re.Pattern[str]
    path_lead: re.Pattern[str]
    bare_path: re.Pattern[str]  # a line that begins with the home page's name and a separator
    in_path: re.Pattern[str]  # the line holds steps of the path itself
    home: re.Pattern[str]
    home_ends: frozenset[str]  # last characters of the home page's names
    friendly: re.Pattern[str]
    friendly_starts: frozenset[str]  # first characters of such headings
    header: re.Pattern[str]
    welcomes: tuple[str, ...]
    tells_zone: re.Pattern[str]  # of many lines, each behind a line's end: what any line that gives its zone away holds
    more: frozenset[str]
    says_more: re.Pattern[str]
    beside_more: re.Pattern[str]  # 更多>> before or behind a heading
    leads_in: re.Pattern[str]  # 更多 or 进入: such a link leads to what its box is headed
    turning_words: frozenset[str]
    next_words: frozenset[str]
    turning: re.Pattern[str]
    turner: re.Pattern[str]
    says_pages: re.Pattern[str]  # how many pages a list has, in the one group that is filled
    says_entries: re.Pattern[str]
    total_keys: frozenset[str]
    pages_keys: frozenset[str]
    size_keys: frozenset[str]
    page_keys: frozenset[str]
    offset_keys: frozenset[str]
    points: re.Pattern[str]
    serves: re.Pattern[str]
    meaningless: re.Pattern[str]
    icons: re.Pattern[str]
    captcha: re.Pattern[str]
    waiting: re.Pattern[str]
    icp: re.Pattern[str]
    police: re.Pattern[str]
    party: re.Pattern[str]
    site_code: re.Pattern[str]
    government_words: tuple[str, ...]


def _compile(data: Mapping[str, Any]) -> LayoutWords:
    home = "|".join(map(_spaced, data["home_words"])) or either(())
    before = f"(?:{either(data['home_prefixes'])})?"
    friendly = f"{either(data['friendly_words'])}|(?:{either(data['friendly_owners'])})\\w{{0,6}}(?:{either(data['friendly_ends'])})"
    pointing = either(data["pointing_words"])
    return LayoutWords(
        footer=re.compile(f"{in_either_case(data['footer_words'])}|(?<![、.．)）])(?:{either(data['footer_labels'])})[:：]"),
        path_marks=tuple(data["path_marks"]),
        home_marks=_home_marks(data),
        path=re.compile("|".join(data["path_patterns"]) or either(())),
        path_lead=re.compile(rf"^.*?(?:{either(data['path_leads'])})\s*(?:是|为|在)?\s*[:：>]?\s*"),
        bare_path=re.compile(rf"^\W{{0,4}}{before}(?:{home})\s*(?:>|»|›|→|＞|/|\\|-|—|:{{2}}|·)+\s*\S"),
        in_path=re.compile(f"{home}|>|»|›|＞|→"),
        home=re.compile(f"^{before}(?:{home})$", re.IGNORECASE),
        home_ends=frozenset(end for word in data["home_words"] for end in (word[-1].lower(), word[-1].upper())),
        friendly=re.compile(f"^(?:{friendly})"),
        friendly_starts=_starts(data["friendly_words"], data["friendly_owners"]),
        header=re.compile(in_either_case(data["header_words"])),
        welcomes=tuple(data["welcomes"]),
        tells_zone=_telling_zone(data),
        more=frozenset(word.lower() for word in data["more_words"]),
        says_more=re.compile(rf"^\W*(?:{either(data['more_words'])})\W*$", re.IGNORECASE),
        beside_more=re.compile(rf"^(?:{either(data['more_words'])})\W*|\W*(?:{either(data['more_words'])})\W*$", re.IGNORECASE),
        leads_in=re.compile(rf"^\W*(?:(?i:{either(data['more_words'])})|{any_of(data['enter_patterns'])})\W*$"),
        turning_words=frozenset(data["turning_words"]),
        next_words=frozenset(data["next_words"]),
        turning=re.compile(f"^(?:{any_of(data['turning_patterns'])})$"),
        turner=re.compile(
            f"^(?:{any_of(data['turner_patterns'])})$|^(?:{either(data['turner_words'])}).{{0,4}}$", re.IGNORECASE
        ),
        says_pages=re.compile(any_of(data["page_count_patterns"])),
        says_entries=re.compile(any_of(data["entry_count_patterns"])),
        total_keys=frozenset(data["total_keys"]),
        pages_keys=frozenset(data["pages_keys"]),
        size_keys=frozenset(data["size_keys"]),
        page_keys=frozenset(data["page_keys"]),
        offset_keys=frozenset(data["offset_keys"]),
        points=re.compile(f"(?:{pointing})(?:{pointing})?"),
        serves=re.compile(either(data["serving_words"])),
        meaningless=re.compile(
            rf"^[\d\s.、,，()（）\[\]【】·>|/:：-]*$|^(?:{either(data['meaningless_words'])})\W*\d*$", re.IGNORECASE
        ),
        icons=re.compile(rf"(?:{_AROUND_ICONS}(?:{any_of(data['icon_patterns'])}))+\W*$"),
        captcha=re.compile(either(data["captcha_words"]), re.IGNORECASE),
        waiting=re.compile(either(data["waiting_words"]), re.IGNORECASE),
        icp=re.compile(any_of(data["icp_patterns"]), re.IGNORECASE),
        police=re.compile(any_of(data["police_patterns"]), re.IGNORECASE),
        party=re.compile(any_of(data["party_patterns"]), re.IGNORECASE),
        site_code=re.compile(any_of(data["site_code_patterns"]), re.IGNORECASE),
        government_words=tuple(data["government_words"]),
    )  # fmt: skip


def _telling_zone(data: Mapping[str, Any]) -> re.Pattern[str]:
    """What a foot, a path, a head or links to friends are told by, as plain words: one search leaps over all other lines."""
    begins = (*data["welcomes"], *data["friendly_words"], *data["friendly_owners"])
    within = (*data["footer_labels"], *data["path_marks"], *_home_marks(data))
    in_case = in_either_case((*data["footer_words"], *data["header_words"]))
    return re.compile(f"\n(?:{either(begins)})|{either(within)}|{in_case}")


def _home_marks(data: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple({word if word.isascii() else word[-1] for word in data["home_words"]})


def _spaced(word: str) -> str:
    """A word whose characters spaces may part: 首 页."""
    return re.escape(word) if word.isascii() else r"\s*".join(map(re.escape, word))


def _starts(*lists: Sequence[str]) -> frozenset[str]:
    return frozenset(word[0] for words in lists for word in words)


LAYOUT: Final = WordFile("layout.yaml", _compile)
