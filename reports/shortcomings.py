"""What is to be mended where: functions and columns named but not usable or not there at all, and guides that contradict themselves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from rules.records import Finding, ServiceItem, SiteJudgement, Verdict
from rules.terms import CHANNEL_FUNCTIONS, ELEMENTS, FUNCTIONS
from rules.verdicts import CONTRADICTION

ABSENT, NAMED = 0, 1


@dataclass(frozen=True, slots=True)
class Shortcoming:
    """One verdict below usable, or one contradiction in a guide: of an item (``item_id`` set), of all items by the site's channel,
    or of a column.

    ``items`` counts the items it concerns, ``evidence_of`` is one of them (empty for columns); ``page_url`` is where the
    entry stands or should stand, ``target_url`` where it leads; ``missing`` are the guide's elements not filled in.
    """

    item_id: str
    item_name: str
    key: str
    reason: str
    page_url: str
    target_url: str
    items: int = 1
    evidence_of: str = ""
    level: int = NAMED
    finding_id: str = ""
    rule: str = ""
    missing: tuple[str, ...] = ()


@dataclass(slots=True)
class _Teller:
    """Tells the verdicts of one judgement."""

    judgement: SiteJudgement
    findings: Mapping[str, Finding] = field(init=False)
    items: Mapping[str, ServiceItem] = field(init=False)

    def __post_init__(self) -> None:
        self.findings = {finding.finding_id: finding for finding in self.judgement.findings}
        self.items = {item.item_id: item for item in self.judgement.items}

    def tell(self, verdicts: list[Verdict], *, together: bool = False) -> Shortcoming:
        """One verdict, or (``together``) those of all items that rest on one channel."""
        verdict = verdicts[0]
        item = self.items.get(verdict.item_id)
        finding = next((self.findings[one] for one in verdict.finding_ids if one in self.findings), None)
        place = verdict.url or (item.url if item and not together else "") or self.judgement.site.portal_url
        return Shortcoming(
            "" if together else verdict.item_id,
            item.name if item and not together else "",
            verdict.key,
            verdict.reason or (finding.note if finding else ""),
            finding.page_url if finding else place,
            finding.target_url if finding else "",
            len(verdicts),
            verdict.item_id,
            verdict.level or ABSENT,
            finding.finding_id if finding else "",
            f"{finding.rule_id} v{finding.rule_version}" if finding else "",
            _missing(item) if item and verdict.key == "guide" else (),
        )


def shortcomings(judgement: SiteJudgement) -> list[Shortcoming]:
    """What is named only: first what concerns all items and the columns, then items in the judgement's order."""
    return [*_below_usable(judgement, (NAMED,)), *_contradictory(judgement)]


def to_mend(judgement: SiteJudgement) -> list[Shortcoming]:
    """Everything below usable, named or absent, in the same order. What was not measured is no shortcoming."""
    return [*_below_usable(judgement, (ABSENT, NAMED)), *_contradictory(judgement)]


def by_reason(found: Iterable[Shortcoming]) -> list[tuple[str, str, int]]:
    """How often each (function or column, reason) occurs, most frequent first; counts are items or columns."""
    counts: Counter[tuple[str, str]] = Counter()
    for one in found:
        counts[one.key, one.reason] += one.items
    return [(key, reason, count) for (key, reason), count in counts.most_common()]


def _below_usable(judgement: SiteJudgement, levels: tuple[int, ...]) -> Iterator[Shortcoming]:
    teller = _Teller(judgement)
    shared: dict[tuple[str, int], list[Verdict]] = {}
    own = []
    for verdict in judgement.verdicts:
        if verdict.level not in levels:
            continue
        if verdict.item_id and _of_all(verdict):
            shared.setdefault((verdict.key, verdict.level), []).append(verdict)
        elif verdict.item_id or verdict.key not in FUNCTIONS:
            own.append(verdict)
    yield from (teller.tell(verdicts, together=True) for verdicts in shared.values())
    order = {item_id: place for place, item_id in enumerate(teller.items)}
    own.sort(key=lambda verdict: order.get(verdict.item_id, -1))
    yield from (teller.tell([verdict]) for verdict in own)


def _contradictory(judgement: SiteJudgement) -> Iterator[Shortcoming]:
    """Guides that say one thing and its contrary, whatever level they reach."""
    names = {item.item_id: item.name for item in judgement.items}
    order = {item_id: place for place, item_id in enumerate(names)}
    found = [finding for finding in judgement.findings if finding.rule_id.startswith(CONTRADICTION)]
    for one in sorted(found, key=lambda finding: order.get(finding.item_id, -1)):
        rule = f"{one.rule_id} v{one.rule_version}"
        yield Shortcoming(
            one.item_id, names.get(one.item_id, ""), "guide", one.note, one.page_url, "",
            evidence_of=one.item_id, level=one.level, finding_id=one.finding_id, rule=rule,
        )  # fmt: skip


def _of_all(verdict: Verdict) -> bool:
    """Whether one channel would mend it for all items: it rests on the site's, or the site has none."""
    return verdict.scope == "site" or (verdict.level == ABSENT and verdict.key in CHANNEL_FUNCTIONS)


def _missing(item: ServiceItem) -> tuple[str, ...]:
    return tuple(element for element in ELEMENTS if element not in item.guide_elements)
