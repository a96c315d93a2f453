"""Contradictions within one guide: what a person would stumble over although every element is filled.

Most checks need two statements that cannot both hold. A guide that is laid out as the national list of items prescribes (it bears
codes, case type, number of visits …) also promises that some statements come together; there a missing one is a contradiction too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
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
_DURATION: Final = re.compile(r"(\d{1,4})\s?个?\s?[(\[]?\s?(?:法定|自然)?\s?(工作日|天|日|小时|分钟|周|月|年)")
_AT_ONCE: Final = re.compile(r"即办|当场|立等|即时|随到随办|当日|当天")
_PHONE: Final = re.compile(
    r"(?<!\d)(?:\(?0\d{2,3}\)?[-—\s]?)?\d{7,8}(?!\d)|(?<!\d)1[3-9]\d{9}(?!\d)|(?<!\d)1\d{4}(?!\d)"
)
_LOCAL_DIGITS: Final = (7, 8)  # a telephone number without its area code
_SOME: Final = re.compile(r"[1-9一二三四五两]")
_NONE: Final = re.compile(r"(?:0|零|无需|不需)")
_NO: Final = re.compile(r"(?:否|不|无)")
_YES: Final = re.compile(r"(?:是|支持|可|提供)")
_SAYS_NOTHING: Final = re.compile(r"(?:无|没有|暂无|/|-)*$")
_AMOUNT: Final = re.compile(r"[1-9]\d*(?:\.\d+)?\s?元")
_WHOLLY_ONLINE: Final = re.compile(r"全程网办|全程网上办理|IV|四级|4级")
_CERTIFICATE: Final = re.compile(r"证(?:书|照)?$|执照$|证明$")
_DOCUMENT: Final = re.compile(r"批复$|批文$|[^证]文$|决定书$|通知书$|意见书$")
_STEPS: Final = (
    r"受理|收件|申请",
    r"审[核查]|初审|复核",
    r"审批|决定|批准|核准",
    r"办结|制证|出证",
    r"送达|发证|领取|颁发",
)
#: Labels of the national list of items (实施清单); a guide with this many of them is laid out so.
_LISTED: Final = re.compile(
    r"基本编码|实施编码|业务办理项编码|事项编码|办件类型|行使层级|通办范围|网上办理深度|现场(?:的)?次数|权力来源"
)
_LISTED_FROM: Final = 3
_VISITS: Final = r"现场(?:的)?次数|跑动次数|到场次数"
_LONGEST: Final = 120


@dataclass(frozen=True, slots=True)
class Inconsistency:
    """Two statements of a guide that cannot both hold, as written; ``second`` is empty where one is missing. ``guide.<code>``."""

    code: str
    first: str
    second: str = ""


def inconsistencies(guide: GuideReading) -> list[Inconsistency]:
    """The contradictions on a guide, in the order of the checks.

    Source: consistency rules of the national interface for items (政务服务事项实施清单) as audits of guides apply them.
    """
    said = _Said(guide)
    checks = _STATED + (_PRESCRIBED if said.is_listed() else ())
    return [Inconsistency(code, *found) for code, check in checks for found in check(said)]


class _Said:
    """What a guide states under which label."""

    def __init__(self, guide: GuideReading) -> None:
        self._sections = [
            (re.sub(r"\s", "", section.label), section.text) for section in guide.sections if section.label
        ]

    def under(self, label: str, unless: str = r"(?!)") -> str:
        """The text under the first label that says so, with the label before it; at most 120 characters."""
        texts = (f"{name.rstrip(':')}:{text}" for name, text in self._of(label, unless) if text)
        return next(texts, "")[:_LONGEST]

    def answer(self, label: str, unless: str = r"(?!)") -> str:
        """The text alone."""
        return next((text for _, text in self._of(label, unless) if text), "")[:_LONGEST]

    def has(self, label: str) -> bool:
        """Whether a label is followed by more than nothing."""
        return any(not _SAYS_NOTHING.match(text.strip()) for _, text in self._of(label, r"(?!)"))

    def bears(self, label: str) -> bool:
        """Whether a label stands there at all."""
        return any(True for _ in self._of(label, r"(?!)"))

    def is_listed(self) -> bool:
        """Whether the guide is laid out as the national list of items prescribes."""
        return len({found[0] for name, _ in self._sections if (found := _LISTED.search(name))}) >= _LISTED_FROM

    def _of(self, label: str, unless: str) -> Iterator[tuple[str, str]]:
        return (pair for pair in self._sections if re.search(label, pair[0]) and not re.search(unless, pair[0]))


_Found = Iterator[tuple[str, str]]


def _limit_longer_than_legal(said: _Said) -> _Found:
    promised, legal = _limit(said, "承诺"), _limit(said, "法定")
    promised_days, legal_days = _days(promised), _days(legal)
    if promised_days is not None and legal_days is not None and promised_days > legal_days:
        yield promised, legal


def _at_once_or_not(said: _Said) -> _Found:
    kind, promised = said.under("办件类型"), _limit(said, "承诺")
    days = _days(promised)
    if days is None or not kind:
        return
    if ("即办" in kind and days > 1) or ("承诺" in kind.partition(":")[2] and days == 0.0):
        yield kind, promised


def _online_but_visits(said: _Said) -> _Found:
    depth = said.under("网上办理深度|办理深度|办理形式")
    if _WHOLLY_ONLINE.search(depth) and _SOME.match(said.answer(_VISITS)):
        yield depth, said.under(_VISITS)


def _reason_without_visits(said: _Said) -> _Found:
    if _NONE.match(said.answer(_VISITS)) and said.has("现场办理原因|现场办理的原因"):
        yield said.under(_VISITS), said.under("现场办理原因|现场办理的原因")


def _no_way_to_apply(said: _Said) -> _Found:
    online = said.under("是否网办|是否网上办理|能否网办")
    if _NONE.match(said.answer(_VISITS)) and _NO.match(online.partition(":")[2]):
        mail = said.answer("物流快递|邮寄")
        if not _YES.match(mail):
            yield said.under(_VISITS), online


def _fee_without_basis(said: _Said) -> _Found:
    charged = said.answer("是否收费")
    if charged.startswith(("是", "收费")) and not said.has("收费(?:依据|标准|项目)"):
        yield said.under("是否收费"), ""


def _free_but_charged(said: _Said) -> _Found:
    if not _NO.match(said.answer("是否收费")):
        return
    standard, paying = said.under("收费标准|收费金额|收费项目"), said.under("网上支付")
    if _AMOUNT.search(standard):
        yield said.under("是否收费"), standard
    elif _YES.match(paying.partition(":")[2]):
        yield said.under("是否收费"), paying


def _complaint_phone_same(said: _Said) -> _Found:
    asked = said.under("咨询|联系", unless="投诉|监督|举报")
    complained = said.under("投诉|监督|举报", unless="咨询|联系")
    if _numbers(asked) and _numbers(asked) == _numbers(complained):
        yield asked, complained


def _result_of_another_type(said: _Said) -> _Found:
    name, kind = said.answer("结果名称"), said.answer("结果类型")
    wanted = "证" if _CERTIFICATE.search(name) else "[文批]" if _DOCUMENT.search(name) else ""
    if wanted and kind and not _SAYS_NOTHING.match(kind) and not re.search(wanted, kind):
        yield said.under("结果名称"), said.under("结果类型")


def _topic_of_others(said: _Said) -> _Found:
    served = said.answer("服务对象|面向对象")
    for topic, who in ((r"自然人.{0,8}主题", "自然人|个人|公民"), (r"法人.{0,8}主题", "法人|企业|单位|组织")):
        if served and said.has(topic) and not re.search(who, served):
            yield said.under("服务对象|面向对象"), said.under(topic)


def _visits_without_reason(said: _Said) -> _Found:
    if _SOME.match(said.answer(_VISITS)) and not said.has("现场办理(?:的)?原因"):
        yield said.under(_VISITS), ""


def _complaint_phone_missing(said: _Said) -> _Found:
    asked = said.under("咨询|联系", unless="投诉|监督|举报")
    if _numbers(asked) and not said.has("投诉|监督|举报"):
        yield asked, ""


def _phone_without_area_code(said: _Said) -> _Found:
    for label in ("咨询|联系", "投诉|监督|举报"):
        if any(len(number) in _LOCAL_DIGITS for number in _numbers(said.answer(label))):
            yield said.under(label), ""


def _result_without_sample(said: _Said) -> _Found:
    if said.has("结果名称") and not said.bears("样本|样例|结果示例"):
        yield said.under("结果名称"), ""


def _licence_without_questions(said: _Said) -> _Found:
    if _is_licence(said) and not said.bears("常见问题|常见问答"):
        yield said.under("事项类型|权力类型"), ""


def _licence_with_few_steps(said: _Said) -> _Found:
    steps = said.under("流程|程序|环节|步骤")
    whole = said.answer("流程|程序|环节|步骤")
    named = sum(1 for step in _STEPS if re.search(step, whole))
    if _is_licence(said) and steps and len(whole) < _LONGEST and named < len(_STEPS):
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
    return "行政许可" in said.answer("事项类型|权力类型|事项类别")


def _limit(said: _Said, kind: str) -> str:
    """A limit stated under its own label, or within another's text: 法定时限20个工作日,承诺时限5个工作日."""
    own = said.under(rf"{kind}.{{0,8}}(?:时限|期限|时间|工作日)", unless="依据|说明")
    if own:
        return own
    within = re.search(rf"{kind}[^,。;\n]{{0,12}}?\d[^,。;\n]{{0,10}}", said.answer("时限|期限"))
    return within.group(0) if within else ""


def _days(text: str) -> float | None:
    match = _DURATION.search(text)
    if match:
        return int(match[1]) * _DAYS[match[2]]
    return 0.0 if _AT_ONCE.search(text.partition(":")[2]) else None


def _numbers(text: str) -> set[str]:
    return {re.sub(r"\D", "", number) for number in _PHONE.findall(text)}
