"""The official list of items against what a site shows: which of them are there, which are missing, which were not looked for."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from reports.scoring import levels_by_item, supported
from rules.records import ServiceItem, SiteJudgement


@dataclass(frozen=True, slots=True)
class OfficialItem:
    """An item of the list. ``shown`` None: not found, but the site was not seen completely; ``supported`` as in item coverage."""

    item: ServiceItem
    shown: bool | None
    supported: bool | None


def official_items(judgement: SiteJudgement) -> Iterator[OfficialItem]:
    """The items of the official list in the judgement's order; none where no list was given."""
    found = {finding.item_id for finding in judgement.findings}
    levels = levels_by_item(judgement)
    complete = judgement.archive.status == "measured"
    for item in judgement.items:
        if item.in_catalogue:
            there = item.item_id in found or bool(item.url)
            shown = True if there else False if complete else None
            yield OfficialItem(item, shown, supported(levels[item.item_id]))


def missing_items(judgement: SiteJudgement) -> list[ServiceItem]:
    """The items of the official list that a completely seen site does not show."""
    return [one.item for one in official_items(judgement) if one.shown is False]
