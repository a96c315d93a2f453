"""The rectification list of a site (整改清单): what is below usable, where, on what evidence, and what would satisfy."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.html_paths import EvidencePlaces
from reports.html_words import Words
from reports.shortcomings import Shortcoming, to_mend
from rules.records import SiteJudgement
from rules.terms import FUNCTIONS
from rules.verdicts import CONTRADICTION


@dataclass(frozen=True, slots=True)
class Line:
    """One line of the list, in words but for ``found``. ``href`` leads to the evidence, relative to the site's folder."""

    number: int
    found: Shortcoming
    concerns: str
    subject: str
    problem: str
    remedy: str
    href: str


def rectification(judgement: SiteJudgement, words: Words) -> Iterator[Line]:
    """The lines of a judged site's list, numbered from 1."""
    places = EvidencePlaces(item.item_id for item in judgement.items)
    for number, one in enumerate(to_mend(judgement), start=1):
        href = places.href(one.evidence_of, one.key)
        yield Line(
            number, one, concerns(one, words), words.subject(one.key), problem(one, words), remedy(one, words), href
        )


def concerns(one: Shortcoming, words: Words) -> str:
    """The item, or the channel of all items, or nothing for a column."""
    if one.item_name or one.key not in FUNCTIONS:
        return one.item_name or words.t("html.whole_site")
    return words.t("html.all_items", count=words.number(one.items))


def problem(one: Shortcoming, words: Words) -> str:
    """What is wrong."""
    return words.reason(one.reason) if one.reason else words.label("html.column_reason", one.level)


def remedy(one: Shortcoming, words: Words) -> str:
    """What would make it usable, or take a contradiction away."""
    if one.rule.startswith(CONTRADICTION):
        return words.t("remedy.guide.contradiction")
    if one.missing:
        missing = words.t("html.comma").join(words.element(element) for element in one.missing)
        return words.t("remedy.guide.missing", missing=missing)
    return words.t(f"remedy.{one.key if one.key in FUNCTIONS else 'column'}")
