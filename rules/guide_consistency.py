"""Contradictions within one guide: what a person would stumble over although every element is filled."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

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
_DURATION: Final = re.compile(r"(\d{1,4})\s?个?(?:法定|自然)?\s?(工作日|天|日|小时|分钟|周|月|年)")
_AT_ONCE: Final = re.compile(r"即办|当场|立等|即时|随到随办|当日|当天")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[-\s]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)1\d{4}(?!\d)"
)
_VISITS: Final = re.compile(r"[1-9一二三四五两]")
_WHOLLY_ONLINE: Final = re.compile(r"全程网办|全程网上办理|IV|四级|4级")


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two statements of a guide that cannot both hold. Message key ``guide.<code>``."""

    code: str
    first: str
    second: str


def inconsistencies(guide: GuideReading) -> list[Inconsistency]:
    """Contradictions stated on the guide; statements that are missing contradict nothing."""
    return [found for check in (_limits, _fee, _phones, _visits) for found in check(guide)]


def _limits(guide: GuideReading) -> Iterator[Inconsistency]:
    promised, legal = _said(guide, r"承诺"), _said(guide, r"法定(?!.*依据)")
    promised_days, legal_days = _days(promised), _days(legal)
    if promised_days is not None and legal_days is not None and promised_days > legal_days:
        yield Inconsistency("limit_longer_than_legal", promised, legal)


def _fee(guide: GuideReading) -> Iterator[Inconsistency]:
    charged = _said(guide, r"是否收费")
    if charged.startswith(("是", "收费")) and not _said(guide, r"收费(?:依据|标准|项目)"):
        yield Inconsistency("fee_without_basis", charged, "")


def _phones(guide: GuideReading) -> Iterator[Inconsistency]:
    asked, complained = _numbers(_said(guide, r"咨询|联系")), _numbers(_said(guide, r"投诉|监督|举报"))
    if asked and asked == complained:
        yield Inconsistency("complaint_phone_same", ", ".join(sorted(asked)), ", ".join(sorted(complained)))


def _visits(guide: GuideReading) -> Iterator[Inconsistency]:
    depth, visits = _said(guide, r"网上办理深度|办理深度|办理形式"), _said(guide, r"现场(?:的)?次数|跑动次数|到场次数")
    if _WHOLLY_ONLINE.search(depth) and _VISITS.match(visits):
        yield Inconsistency("online_but_visits", depth, visits)


def _said(guide: GuideReading, label: str) -> str:
    """The text under the first label that says so, at most 120 characters."""
    for section in guide.sections:
        if section.text and re.search(label, re.sub(r"\s", "", section.label)):
            return section.text[:120]
    return ""


def _days(text: str) -> float | None:
    match = _DURATION.search(text)
    if match:
        return int(match[1]) * _DAYS[match[2]]
    return 0.0 if _AT_ONCE.search(text) else None


def _numbers(text: str) -> set[str]:
    return {re.sub(r"\D", "", number) for number in _PHONE.findall(text)}
