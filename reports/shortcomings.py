"""What is wrong where: every function or column that is named but not usable, with the reason."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass

from rules.records import Finding, SiteJudgement, Verdict
from rules.terms import FUNCTIONS

NAMED = 1


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """One named-only verdict: of an item (``item_id`` set), of all items by the site's channel, or of a column.

    ``items`` counts the items it concerns, ``evidence_of`` is one of them (empty for columns); ``page_url`` is where the
    entry stands, ``target_url`` where it leads.
    """

    item_id: str
    item_name: str
    key: str
    reason: str
    page_url: str
    target_url: str
    items: int = 1
    evidence_of: str = ""


def shortcomings(judgement: SiteJudgement) -> list[Shortcoming]:
    """The site's shortcomings: first what concerns all items and the columns, then items in the judgement's order."""
    findings = {finding.finding_id: finding for finding in judgement.findings}
    names = {item.item_id: item.name for item in judgement.items}
    order = {item.item_id: place for place, item in enumerate(judgement.items)}
    named = [verdict for verdict in judgement.verdicts if verdict.level == NAMED]
    shared: dict[str, list[Verdict]] = {}
    own = []
    for verdict in named:
        if verdict.item_id and verdict.scope == "site":
            shared.setdefault(verdict.key, []).append(verdict)
        elif verdict.item_id or verdict.key not in FUNCTIONS:
            own.append(verdict)
    together = [_told(verdicts[0], "", "", findings, len(verdicts)) for verdicts in shared.values()]
    own.sort(key=lambda verdict: order.get(verdict.item_id, -1))
    return together + [_told(verdict, verdict.item_id, names.get(verdict.item_id, ""), findings) for verdict in own]


def by_reason(found: Iterable[Shortcoming]) -> list[tuple[str, str, int]]:
    """How often each (function or column, reason) occurs, most frequent first; counts are items or columns."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.key, one.reason] += one.items
    return [(key, reason, count) for (key, reason), count in counts.most_common()]


def _told(verdict: Verdict, item_id: str, name: str, findings: dict[str, Finding], items: int = 1) -> Shortcoming:
    finding = next((findings[one] for one in verdict.finding_ids if one in findings), None)
    reason = verdict.reason or (finding.note if finding else "")
    page, target = (finding.page_url, finding.target_url) if finding else (verdict.url, "")
    return Shortcoming(item_id, name, verdict.key, reason, page, target, items, verdict.item_id)
