"""Evidence pages: some items a page with a section per function, and one per site for its columns and channels."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from reports.evidence import Copies, Copy
from reports.html_paths import EVIDENCE_A_PAGE, SITE_EVIDENCE, anchor, evidence_page
from reports.html_templates import Press
from rules.pack import Rule, default_pack
from rules.records import Finding, ServiceItem, SiteJudgement, Verdict
from rules.terms import CHANNEL_FUNCTIONS, COLUMNS, ELEMENTS, FUNCTIONS

#: Findings shown per verdict; hundreds of alike findings add nothing a reader could use. All are in findings.csv.
FINDINGS_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Shown:
    """A finding with the copies of its page and, when it leads somewhere, of what was found there."""

    finding: Finding
    page: Copy
    target: Copy | None
    rule: Rule | None


@dataclass(frozen=True, slots=True)
class Section:
    """One verdict (None: there is none, so nothing was measured) and the findings it rests on."""

    key: str
    verdict: Verdict | None
    shown: tuple[Shown, ...]
    left_out: int
    lost: int  # findings the verdict names and the judgement does not hold


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
    findings = {finding.finding_id: finding for finding in judgement.findings}
    reached: dict[str, dict[str, Verdict]] = {}
    for verdict in judgement.verdicts:
        reached.setdefault(verdict.item_id, {})[verdict.key] = verdict
    told = (_told(item, reached.get(item.item_id, {}), findings, copies) for item in judgement.items)
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
    site_keys = (*COLUMNS, *(key for key in CHANNEL_FUNCTIONS if key in reached.get("", {})))
    press.page(
        f"{folder}/{SITE_EVIDENCE}",
        "evidence_site.html",
        site=judgement.site,
        sections=_sections(site_keys, reached.get("", {}), findings, copies),
    )


def _told(
    item: ServiceItem, reached: Mapping[str, Verdict], findings: Mapping[str, Finding], copies: Copies
) -> ItemEvidence:
    guide = reached.get("guide")
    read = guide is not None and guide.level is not None
    missing = tuple(element for element in ELEMENTS if element not in item.guide_elements) if read else None
    return ItemEvidence(item, anchor(item.item_id), missing, tuple(_sections(FUNCTIONS, reached, findings, copies)))


def _sections(
    keys: Iterable[str], reached: Mapping[str, Verdict], findings: Mapping[str, Finding], copies: Copies
) -> list[Section]:
    return [_section(key, reached.get(key), findings, copies) for key in keys]


def _section(key: str, verdict: Verdict | None, findings: Mapping[str, Finding], copies: Copies) -> Section:
    named = verdict.finding_ids if verdict else ()
    known = [findings[one] for one in named if one in findings]
    return Section(
        key, verdict, _shown(known[:FINDINGS_SHOWN], copies), len(known[FINDINGS_SHOWN:]), len(named) - len(known)
    )


def _shown(findings: Sequence[Finding], copies: Copies) -> tuple[Shown, ...]:
    return tuple(_show(finding, copies) for finding in findings)


def _show(finding: Finding, copies: Copies) -> Shown:
    leads_on = finding.target_url and finding.target_url != finding.page_url
    target = copies.copy(finding.target_url) if leads_on else None
    rule = _rules().get((finding.rule_id, finding.rule_version))
    return Shown(finding, copies.copy(finding.page_url, finding.digest), target, rule)
