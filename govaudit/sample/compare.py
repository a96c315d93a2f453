"""Comparing what the program judged with the truth of the sample province."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from govaudit.sample.province import Province
from govaudit.sample.truth import column_truth, status_truth, truth
from rules.records import SiteJudgement

#: Kind, site and key: ("item", site_id, "name / function"), ("column", site_id, column), ("site", site_id, "status").
_Key = tuple[str, str, str]
_NOISE = re.compile(r"[\s()\[\]《》〈〉“”\"'、，,.。·—-]+")
_MISSING = "missing"


@dataclass(frozen=True, slots=True)
class Difference:
    """One disagreement: what it is about, what is true, what was judged (levels as text, empty = not measured)."""

    kind: str  # item, column, site or extra (an item the site does not have)
    site_id: str
    key: str
    true: str
    judged: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """How many of the true levels and statuses the judgements have, and every disagreement.

    ``total`` counts true levels, column levels and site statuses, and one for each item that does not exist.
    """

    agreed: int
    total: int
    differences: tuple[Difference, ...]


def compare_with_truth(
    judgements: Iterable[SiteJudgement],
    province: Province,
    *,
    rendered: bool = True,
) -> Comparison:
    """Match items by name as a person would – equal but for width, blanks and brackets – and compare level by level."""
    true = _true(province, rendered)
    judged = _judged(judgements)
    unrendered = set() if rendered else {plan.site_id for plan in province.plans if plan.build == "script"}
    wrong = [
        Difference(*key, value, judged.get(key, _MISSING)) for key, value in true.items() if judged.get(key) != value
    ]
    extra = sorted(
        {
            (site_id, key.rpartition(" / ")[0])
            for kind, site_id, key in judged.keys() - true.keys()
            if kind == "item" and site_id not in unrendered
        }
    )
    strangers = [Difference("extra", site_id, name, _MISSING, "found") for site_id, name in extra]
    return Comparison(len(true) - len(wrong), len(true) + len(strangers), (*wrong, *strangers))


def fold(name: str) -> str:
    """A name without width, blanks, brackets and punctuation."""
    return _NOISE.sub("", unicodedata.normalize("NFKC", name))


def _true(province: Province, rendered: bool) -> dict[_Key, str]:
    items = {
        ("item", site, f"{fold(name)} / {function}"): _text(level)
        for (site, name, function), level in truth(province, rendered=rendered).items()
    }
    columns = {
        ("column", site, column): _text(level)
        for (site, column), level in column_truth(province, rendered=rendered).items()
    }
    return items | columns | {("site", site, "status"): status for site, status in status_truth(province).items()}


def _judged(judgements: Iterable[SiteJudgement]) -> dict[_Key, str]:
    found: dict[_Key, str] = {}
    for judgement in judgements:
        site = judgement.site.site_id
        names = {item.item_id: fold(item.name) for item in judgement.items}
        found["site", site, "status"] = judgement.archive.status
        for verdict in judgement.verdicts:
            if verdict.item_id in names:
                found["item", site, f"{names[verdict.item_id]} / {verdict.key}"] = _text(verdict.level)
            elif not verdict.item_id:
                found["column", site, verdict.key] = _text(verdict.level)
    return found


def _text(level: int | None) -> str:
    return "" if level is None else str(level)
