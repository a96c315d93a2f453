"""Evidence pages: some items a page with a section per function, and one per site for its columns and channels."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import islice

from markupsafe import Markup

from reports.evidence import Copies, Copy
from reports.html_paths import EVIDENCE_A_PAGE, SITE_EVIDENCE, anchor, evidence_page
from reports.html_templates import Press
from rules.pack import Rule, default_pack
from rules.records import Finding, ServiceItem, SiteJudgement, Verdict
from rules.terms import CHANNEL_FUNCTIONS, COLUMNS, ELEMENTS, FUNCTIONS

#: Findings shown per verdict; hundreds of alike findings add nothing a reader could use. All are in findings.csv.
FINDINGS_SHOWN = 20
#: Verdicts kept in words while a site's pages are written: its channels', and those without findings.
ALIKE = 256
#: Stands for an item in what is told of all alike; nobody who writes a page can know it.
_ANY_ITEM = f"i-{secrets.token_hex(16)}"


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the copies of its page and, when it leads somewhere, of what was found there."""

    finding: Finding
    page: Copy
    target: Copy | None
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Told:
    """One verdict (None: there is none, so nothing was measured) and the findings it rests on."""

    key: str
    verdict: Verdict | None
    shown: tuple[Shown, ...]
    left_out: int
    lost: int  # findings the verdict names and the judgement does not hold


@dataclass(frozen=True, slots=True)
class Section:
    """A verdict's level, and all that is told of it as markup."""

    key: str
    level: int | None
    html: Markup


@dataclass(frozen=True, slots=True)
class ItemEvidence:
    """One item with a section per function; ``missing`` elements of its guide, None where that was not measured."""

    item: ServiceItem
    anchor: str
    missing: tuple[str, ...] | None
    sections: tuple[Section, ...]


@cache
def _rules() -> Mapping[tuple[str, int], Rule]:
    """The built-in rules by id and version. Findings of other packs, or of older versions, are told by their id alone."""
    return {(rule.id, rule.version): rule for rule in default_pack().rules}


def write_evidence(press: Press, folder: str, judgement: SiteJudgement, copies: Copies) -> None:
    """Write the evidence pages of one site below ``folder`` and the copies they link to."""
    teller = _Teller(press, judgement, copies)
    told = map(teller.item, judgement.items)
    pages = -(-len(judgement.items) // EVIDENCE_A_PAGE)
    links = [f"{number}.html" for number in range(1, pages + 1)]
    for number in range(1, pages + 1):
        press.page(
            f"{folder}/{evidence_page(number)}",
            "evidence_items.html",
            site=judgement.site,
            items=list(islice(told, EVIDENCE_A_PAGE)),
            pages=links,
            page=number,
        )
    press.page(f"{folder}/{SITE_EVIDENCE}", "evidence_site.html", site=judgement.site, sections=teller.site())


class _Teller:
    """Tells the verdicts of one site. Alike ones are put in words once: a channel of the site stands with every item."""

    def __init__(self, press: Press, judgement: SiteJudgement, copies: Copies) -> None:
        self._copies = copies
        self._findings = {finding.finding_id: finding for finding in judgement.findings}
        self._reached: dict[str, dict[str, Verdict]] = {}
        for verdict in judgement.verdicts:
            self._reached.setdefault(verdict.item_id, {})[verdict.key] = verdict
        self._markup = press.macro("verdict.html", "verdict")
        self._of_any = lru_cache(ALIKE)(self._of_item)

    def item(self, item: ServiceItem) -> ItemEvidence:
        """An item's evidence."""
        reached = self._reached.get(item.item_id, {})
        guide = reached.get("guide")
        read = guide is not None and guide.level is not None
        missing = tuple(element for element in ELEMENTS if element not in item.guide_elements) if read else None
        name = anchor(item.item_id)
        return ItemEvidence(item, name, missing, tuple(self._section(key, reached.get(key), name) for key in FUNCTIONS))

    def site(self) -> list[Section]:
        """The sections of what belongs to no item: the columns, and the channels that were judged."""
        reached = self._reached.get("", {})
        keys = (*COLUMNS, *(key for key in CHANNEL_FUNCTIONS if key in reached))
        told = [self._told(key, reached.get(key)) for key in keys]
        kinds = ("column" if key in COLUMNS else "function" for key in keys)
        return [
            Section(one.key, _level(one.verdict), self._markup(one, kind, "", "", "h2"))
            for one, kind in zip(told, kinds, strict=True)
        ]

    def _section(self, key: str, verdict: Verdict | None, name: str) -> Section:
        if verdict and verdict.scope == "item" and verdict.finding_ids:  # the item's own: there is no other like it
            return Section(key, verdict.level, self._of_item(key, verdict, name))
        alike = replace(verdict, item_id=_ANY_ITEM) if verdict else None
        return Section(key, _level(verdict), Markup(str(self._of_any(key, alike, _ANY_ITEM)).replace(_ANY_ITEM, name)))

    def _of_item(self, key: str, verdict: Verdict | None, name: str) -> Markup:
        return self._markup(self._told(key, verdict), "function", "../", f"{name}-")

    def _told(self, key: str, verdict: Verdict | None) -> Told:
        named = verdict.finding_ids if verdict else ()
        known = [self._findings[one] for one in named if one in self._findings]
        shown = tuple(self._show(finding) for finding in known[:FINDINGS_SHOWN])
        return Told(key, verdict, shown, len(known[FINDINGS_SHOWN:]), len(named) - len(known))

    def _show(self, finding: Finding) -> Shown:
        leads_on = finding.target_url and finding.target_url != finding.page_url
        target = self._copies.copy(finding.target_url) if leads_on else None
        rule = _rules().get((finding.rule_id, finding.rule_version))
        return Shown(finding, self._copies.copy(finding.page_url, finding.digest), target, rule)


def _level(verdict: Verdict | None) -> int | None:
    return verdict.level if verdict else None
