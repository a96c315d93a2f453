"""When two names are one item: every name is brought down to a key, and each step on the way is a reason.

Two names with one key are one item. A step only takes away what the same matter may be written with or without (``matching.yaml``);
what makes another matter of it – 变更, 注销, 补办, a bracket such as (换发) – stays in the key.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from crawler import regions
from crawler.records import Site
from rules.item_words import ItemWords, default_item_words, item_words_of
from rules.normalise import clean_item_name, fold_name, simplify
from rules.pack import Pack
from rules.word_files import WordFile, either

_BRACKETS = re.compile(r"[(\[【]([^()\[\]【】]*)[)\]】]")
_SHORTEST = 2
_KEPT = 1 << 13  # names whose keys are remembered
_LEAST_IN_COMMON = 4
#: A name within another says less than one that begins it, and one whose characters only follow each other there still less.
_LEAST_WITHIN, _LEAST_SCATTERED = 5, 6
_SHARE_SCATTERED = 0.65


@dataclass(frozen=True, slots=True)
class NameKey:
    """What a name comes down to: ``key`` is equal for one item's names, ``reasons`` are the steps taken (``reason.<step>``)."""

    key: str
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class MatchingWords:
    """The contents of ``matching.yaml``, compiled."""

    papers: re.Pattern[str]
    entries: re.Pattern[str]
    attached_form: re.Pattern[str]
    acts_before: re.Pattern[str]
    acts_after: re.Pattern[str]
    act_within: re.Pattern[str]
    certificate: re.Pattern[str]
    neutral: tuple[re.Pattern[str], ...]
    department: re.Pattern[str]
    too_general: frozenset[str]
    matters: re.Pattern[str]
    official_endings: re.Pattern[str]
    booking: re.Pattern[str]
    applying: re.Pattern[str]
    writing: re.Pattern[str]
    own_region: re.Pattern[str]
    not_region_before: str  # a pattern: what may not follow a region's short name
    not_kind_before: str  # … or its full one
    certificate_means: str
    names: ItemWords  # what is taken off a written name first


def _compile(data: Mapping[str, Any]) -> MatchingWords:
    return MatchingWords(
        papers=re.compile(f"(?:{either(data['papers'])})$"),
        entries=re.compile(f"(?:{either(data['entries'])})$"),
        attached_form=re.compile(data["attached_form"]),
        acts_before=re.compile(f"^(?:{either(data['acts_before'])})"),
        acts_after=re.compile(f"(?:{either(data['acts_after'])})$"),
        certificate=re.compile(data["certificate"]),
        act_within=re.compile(data["act_within"]),
        neutral=tuple(re.compile(pattern) for pattern in data["neutral_in_brackets"]),
        department=re.compile(data["department"]),
        too_general=frozenset(data["too_general"]),
        official_endings=re.compile(f"(?:{either(data['official_endings'])}){{1,4}}"),
        booking=re.compile(f"(?:{either(data['booking'])})(?:{either(data['booked'])})?"),
        applying=re.compile(either(data["applying"])),
        writing=re.compile(f"(?:{either(data['writing'])})$"),
        matters=re.compile(either(data["matters_of_their_own"])),
        own_region=re.compile(f"^(?:{either(data['own_words'])})(?:{either(data['own_kinds'])})"),
        not_region_before=either(data["not_region_before"]),
        not_kind_before=either(data["not_kind_before"]),
        certificate_means=str(data["certificate_means"]),
        names=default_item_words(),
    )


MATCHING: Final = WordFile("matching.yaml", _compile)
default_matching_words = MATCHING.shipped


def matching_words_of(pack: Pack) -> MatchingWords:
    """The words in a pack's folder, or the shipped ones where the folder has none."""
    return replace(MATCHING.of(pack), names=item_words_of(pack))


class Matcher:
    """Brings names down to keys for one site; ``own_regions`` are the names of its region and of those above it."""

    def __init__(self, own_regions: Iterable[str] = (), words: MatchingWords | None = None) -> None:
        self._words = words or default_matching_words()
        self._region = _region_prefix(own_regions, self._words)
        self._known: dict[str, NameKey] = {}

    @classmethod
    def of(cls, site: Site, words: MatchingWords | None = None) -> Matcher:
        """The matcher for a site: its region's name may stand before any of its items, as may those of the regions above."""
        above = [found.name for code in regions.lineage(site.region_code) if (found := regions.get(code))]
        return cls((site.region, *above), words)

    def key(self, name: str) -> NameKey:
        """The key of a written name; equal keys are one item."""
        known = self._known.get(name)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[name] = self._reduce(name)
        return known

    def may_be_paper_of(self, paper: str, item: str) -> bool:
        """Whether a form so called may belong to an item, by their keys: one begins the other, and no matter of its own differs."""
        short, long = sorted((paper, item), key=len)
        rest = long[len(short) :]
        return len(short) >= _LEAST_IN_COMMON and long.startswith(short) and not self._words.matters.search(rest)

    def may_be_worded_as(self, paper: str, item: str) -> bool:
        """Whether a form may mean an item though it words it in another way: one name stands within the other, whole or with words
        between its own, and what is left over makes no other matter of it."""
        short, long = sorted((paper, item), key=len)
        rest = _left_over(short, long)
        return rest is not None and not self._words.matters.search(rest)

    def may_be_official(self, one: str, other: str) -> bool:
        """Whether an official name and a site's may mean one item, by their keys: one only ends in more of what is done."""
        short, long = sorted((one, other), key=len)
        rest = long[len(short) :]
        ends = long.startswith(short) and bool(self._words.official_endings.fullmatch(rest))
        return len(short) >= _LEAST_IN_COMMON and ends

    def _reduce(self, name: str) -> NameKey:
        current, reasons = name, list[str]()
        for _ in range(4):  # steps uncover each other: 市民政局办理X申请表(县级)
            before = current
            cleaned = clean_item_name(current, self._words.names)
            current = simplify(cleaned.name)
            reasons += [reason.removeprefix("reason.") for reason in cleaned.reasons]
            for step, change in self._steps():
                shorter = change(current).strip(" ,、;:-—_")
                if shorter != current and self._stands_alone(shorter):
                    current = shorter
                    reasons.append(step)
            if current == before:
                break
        return NameKey(fold_name(current), tuple(dict.fromkeys(reasons)))

    def _steps(self) -> tuple[tuple[str, Callable[[str], str]], ...]:
        words = self._words
        return (
            ("name_bracketed", self._without_neutral_brackets),
            (
                "name_region",
                lambda text: words.own_region.sub("", self._region.sub("", text) if self._region else text),
            ),
            ("name_department", lambda text: words.department.sub("", text)),
            ("name_entry", lambda text: words.entries.sub("", text)),
            ("name_paper", lambda text: words.papers.sub("", text)),
            ("name_act", lambda text: words.acts_after.sub("", words.acts_before.sub("", text))),
            ("name_act", lambda text: words.act_within.sub("", text)),
            ("name_certificate", lambda text: words.certificate.sub(words.certificate_means, text)),
        )

    def _without_neutral_brackets(self, text: str) -> str:
        def kept(found: re.Match[str]) -> str:
            inside = found.group(1).strip()
            return (
                "" if not inside or any(pattern.search(inside) for pattern in self._words.neutral) else found.group(0)
            )

        return _BRACKETS.sub(kept, text)

    def _stands_alone(self, text: str) -> bool:
        folded = fold_name(text)
        return len(folded) >= _SHORTEST and folded not in self._words.too_general


def _left_over(short: str, long: str) -> str | None:
    """What a longer name has beside a shorter one that stands in it; None where it does not, or is too short to tell."""
    if len(short) >= _LEAST_WITHIN and short in long:
        return long.replace(short, " ", 1)
    if len(short) < _LEAST_SCATTERED or len(short) < _SHARE_SCATTERED * len(long):
        return None
    wanted = iter(short)
    following, rest = next(wanted, ""), ""
    for character in long:
        if character == following:
            following = next(wanted, "")
        else:
            rest += character
    return None if following else rest


def is_form_name(text: str, words: MatchingWords | None = None) -> bool:
    """Whether a document attached to a guide is called like a form; its file ending does not matter."""
    stem = simplify(text).rsplit(".", 1)[0] if "." in text[-6:] else simplify(text)
    return bool((words or default_matching_words()).attached_form.search(stem))


def is_booking(text: str, words: MatchingWords | None = None, names: Iterable[str] = ()) -> bool:
    """Whether an entry is worded for an appointment only; what the item is called (``names``) does not say what its entry does."""
    words = words or default_matching_words()
    rest = text
    for name in names:
        rest = rest.replace(name, "")
    return bool(words.booking.search(text)) and not words.applying.search(words.booking.sub("", rest))


def _region_prefix(names: Iterable[str], words: MatchingWords) -> re.Pattern[str] | None:
    """The ways regions are written before an item: in full, for short with 县 or 市, for short."""
    whole: set[str] = set()
    for name in filter(None, names):
        short = regions.short_name(name)
        whole |= {name, short + name[-1], short + "自治" + name[-1] if "自治" in name else name}
    shorts = {regions.short_name(name) for name in filter(None, names)} - whole
    forms = [form for form in shorts if len(form) >= _SHORTEST]
    if not whole:
        return None
    kinds = "".join({form[-1] for form in whole})
    return re.compile(
        f"^(?:(?:{either(whole)})(?!{words.not_kind_before})|(?:{either(forms)})(?![{kinds}]|{words.not_region_before}))"
    )
