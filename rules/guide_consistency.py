"""Contradictions within one guide: what a person would stumble over although every element is filled.

Most checks need two statements that cannot both hold. A guide that is laid out as the national list of items prescribes (it bears
codes, case type, number of visits …) also promises that some statements come together; there a missing one is a contradiction too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from rules.consistency_words import ConsistencyWords
from rules.guides import GuideReading

#: Working days a unit stands for, for comparing limits only.
_DAYS: Final = {
    "工作日": 1.0,
    "天": 5 / 7,
    "日": 5 / 7,
    "小时": 1 / 24,
    "分钟": 1 / 1440,
    "周": 5.0,
    "月": 22.0,
    "年": 250.0,
}
_DURATION: Final = re.compile(r"(\d{1,4})\s?个?\s?[(\[]?\s?(?:法定|自然)?\s?(工作日|天|日|小时|分钟|周|月|年)")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[-—\s]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)1\d{4}(?!\d)"
)
_LOCAL_DIGITS: Final = (7, 8)  # a telephone number without its area code
_AMOUNT: Final = re.compile(r"[1-9]\d{0,12}(?:\.\d{1,4})?\s?元")
_LISTED_FROM: Final = 3
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two statements of a guide that cannot both hold, as written; ``second`` is empty where one is missing. ``guide.<code>``."""

    code: str
    first: str
    second: str = ""


def inconsistencies(guide: GuideReading, words: ConsistencyWords) -> list[Inconsistency]:
    """The contradictions on a guide, in the order of the checks.

    Source: consistency rules of the national interface for items (政务服务事项实施清单) as audits of guides apply them.
    """
    said = _Said(guide, words)
    checks = _STATED + (_PRESCRIBED if said.is_listed() else ())
    return [Inconsistency(code, *found) for code, check in checks for found in check(said)]


class _Said:
    """What a guide states under which label."""

    def __init__(self, guide: GuideReading, words: ConsistencyWords) -> None:
        self.words = words
        self._sections = [
            (re.sub(r"\s", "", section.label), section.text) for section in guide.sections if section.label
        ]

    def under(self, label: str, unless: str = "") -> str:
        """The text under the first label of that kind, with the label before it; at most 120 characters."""
        texts = (f"{name.rstrip(':')}:{text}" for name, text in self._of(label, unless) if text)
        return next(texts, "")[:_LONGEST]

    def answer(self, label: str) -> str:
        """The text alone."""
        return next((text for _, text in self._of(label) if text), "")[:_LONGEST]

    def has(self, label: str) -> bool:
        """Whether a label is followed by more than nothing."""
        return any(not self.says_nothing(text.strip()) for _, text in self._of(label))

    def says_nothing(self, text: str) -> bool:
        """Whether a text is empty or only says that there is none."""
        return not text or self.says("nothing", text, wholly=True)

    def says(self, answer: str, text: str, *, wholly: bool = False) -> bool:
        """Whether a text begins with an answer of that kind, or is one."""
        pattern = self.words.answers[answer]
        return bool(pattern.fullmatch(text) if wholly else pattern.match(text))

    def holds(self, answer: str, text: str) -> bool:
        """Whether a text holds an answer of that kind anywhere."""
        return bool(self.words.answers[answer].search(text))

    def bears(self, label: str) -> bool:
        """Whether a label stands there at all."""
        return any(True for _ in self._of(label))

    def is_listed(self) -> bool:
        """Whether the guide is laid out as the national list of items prescribes."""
        prescribed = self.words.labels["prescribed"]
        return len({found[0] for name, _ in self._sections if (found := prescribed.search(name))}) >= _LISTED_FROM

    def limit(self, kind: str) -> str:
        """A limit stated under its own label, or within another's text."""
        own = self.under(f"{kind}_limit", unless="limit_not")
        if own:
            return own
        within = self.words.stated_within[kind].search(self.answer("limit_whole"))
        return within.group(0) if within else ""

    def days(self, text: str) -> float | None:
        """Working days of a limit; 0 for at once."""
        match = _DURATION.search(text)
        if match:
            return int(match[1]) * _DAYS[match[2]]
        return 0.0 if self.holds("at_once", text.partition(":")[2]) else None

    def _of(self, label: str, unless: str = "") -> Iterator[tuple[str, str]]:
        wanted, unwanted = self.words.labels[label], self.words.labels.get(unless)
        for name, text in self._sections:
            if wanted.search(name) and not (unwanted and unwanted.search(name)):
                yield name, text


_Found = Iterator[tuple[str, str]]


def _limit_longer_than_legal(said: _Said) -> _Found:
    promised, legal = said.limit("promised"), said.limit("legal")
    promised_days, legal_days = said.days(promised), said.days(legal)
    if promised_days is not None and legal_days is not None and promised_days > legal_days:
        yield promised, legal


def _at_once_or_not(said: _Said) -> _Found:
    kind, promised = said.under("kind"), said.limit("promised")
    days = said.days(promised)
    if days is None or not kind:
        return
    if (said.holds("at_once_kind", kind) and days > 1) or (
        said.holds("promised_kind", kind.partition(":")[2]) and days == 0.0
    ):
        yield kind, promised


def _online_but_visits(said: _Said) -> _Found:
    depth = said.under("depth")
    if said.holds("wholly_online", depth) and said.says("some", said.answer("visits")):
        yield depth, said.under("visits")


def _reason_without_visits(said: _Said) -> _Found:
    if said.says("none", said.answer("visits")) and said.has("visit_reason"):
        yield said.under("visits"), said.under("visit_reason")


def _no_way_to_apply(said: _Said) -> _Found:
    online = said.under("online")
    if said.says("none", said.answer("visits")) and said.says("no", online.partition(":")[2]):
        mail = said.answer("mail")
        if not said.says("yes", mail):
            yield said.under("visits"), online


def _fee_without_basis(said: _Said) -> _Found:
    charged = said.answer("charged")
    if said.says("charged", charged) and not said.has("fee_basis"):
        yield said.under("charged"), ""


def _free_but_charged(said: _Said) -> _Found:
    if not said.says("no", said.answer("charged")):
        return
    standard, paying = said.under("fee"), said.under("paying")
    if _AMOUNT.search(standard):
        yield said.under("charged"), standard
    elif said.says("yes", paying.partition(":")[2]):
        yield said.under("charged"), paying


def _complaint_phone_same(said: _Said) -> _Found:
    asked = said.under("asked", unless="complained")
    complained = said.under("complained", unless="asked")
    if _numbers(asked) and _numbers(asked) == _numbers(complained):
        yield asked, complained


def _result_of_another_type(said: _Said) -> _Found:
    name, kind = said.answer("result"), said.answer("result_kind")
    wanted = next((given for given in ("certificate", "document") if said.holds(given, name)), "")
    if wanted and not said.says_nothing(kind) and not said.holds(f"{wanted}_kind", kind):
        yield said.under("result"), said.under("result_kind")


def _topic_of_others(said: _Said) -> _Found:
    served = said.answer("served")
    for who in ("people", "company"):
        if served and said.has(f"{who}_topic") and not said.holds(who, served):
            yield said.under("served"), said.under(f"{who}_topic")


def _visits_without_reason(said: _Said) -> _Found:
    if said.says("some", said.answer("visits")) and not said.has("visit_reason"):
        yield said.under("visits"), ""


def _complaint_phone_missing(said: _Said) -> _Found:
    asked = said.under("asked", unless="complained")
    if _numbers(asked) and not said.has("complained"):
        yield asked, ""


def _phone_without_area_code(said: _Said) -> _Found:
    for label in ("asked", "complained"):
        if any(len(number) in _LOCAL_DIGITS for number in _numbers(said.answer(label))):
            yield said.under(label), ""


def _result_without_sample(said: _Said) -> _Found:
    if said.has("result") and not said.bears("sample"):
        yield said.under("result"), ""


def _licence_without_questions(said: _Said) -> _Found:
    if _is_licence(said) and not said.bears("questions"):
        yield said.under("matter_kind_told"), ""


def _licence_with_few_steps(said: _Said) -> _Found:
    steps = said.under("steps")
    whole = said.answer("steps")
    named = sum(1 for step in said.words.steps if step.search(whole))
    if _is_licence(said) and steps and len(whole) < _LONGEST and named < len(said.words.steps):
        yield steps, ""


_Check = Callable[[_Said], _Found]
#: Checks of what is stated, on any guide.
_STATED: Final[tuple[tuple[str, _Check], ...]] = (
    ("limit_longer_than_legal", _limit_longer_than_legal),
    ("at_once_or_not", _at_once_or_not),
    ("online_but_visits", _online_but_visits),
    ("reason_without_visits", _reason_without_visits),
    ("no_way_to_apply", _no_way_to_apply),
    ("fee_without_basis", _fee_without_basis),
    ("free_but_charged", _free_but_charged),
    ("complaint_phone_same", _complaint_phone_same),
    ("result_of_another_type", _result_of_another_type),
    ("topic_of_others", _topic_of_others),
)
#: Checks of what the national list prescribes beside what is stated.
_PRESCRIBED: Final[tuple[tuple[str, _Check], ...]] = (
    ("visits_without_reason", _visits_without_reason),
    ("complaint_phone_missing", _complaint_phone_missing),
    ("phone_without_area_code", _phone_without_area_code),
    ("result_without_sample", _result_without_sample),
    ("licence_without_questions", _licence_without_questions),
    ("licence_with_few_steps", _licence_with_few_steps),
)
#: All codes; each has words in the message catalogue.
CODES: Final = tuple(code for code, _ in (*_STATED, *_PRESCRIBED))


def _is_licence(said: _Said) -> bool:
    return said.holds("licence", said.answer("matter_kind"))


def _numbers(text: str) -> set[str]:
    return {re.sub(r"\D", "", number) for number in _PHONE.findall(text)}
