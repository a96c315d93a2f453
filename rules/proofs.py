"""What single pieces of evidence prove, and how several of them make one level."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass

from rules.records import Evidence, Finding
from rules.site_pages import SitePage

#: At most this many findings are kept for one verdict, the best first.
FINDINGS_KEPT = 5


@dataclass(frozen=True, slots=True)
class Proof:
    """One piece of evidence and the level its target was found to have; ``level`` None = the target could not be looked at.

    ``reason`` is a reason key: why no more than named, or why not looked at. ``target`` is the page or file it was judged by.
    """

    page: SitePage
    evidence: Evidence
    level: int | None
    reason: str = ""
    target: str = ""


@dataclass(frozen=True, slots=True)
class Outcome:
    """The level several proofs add up to, with the reason for it and the proofs it rests on, best first."""

    level: int | None
    reason: str = ""
    proofs: tuple[Proof, ...] = ()

    @property
    def url(self) -> str:
        """Where the level can be seen: the target when there is one, else the page of the evidence."""
        return (self.proofs[0].target or self.proofs[0].page.url) if self.proofs else ""


def weigh(proofs: Iterable[Proof]) -> Outcome | None:
    """The best of several proofs; None without any.

    What was seen to be usable counts. Below that an unopened target leaves the level open: it might be usable.
    """
    ranked = sorted(proofs, key=_rank)
    if not ranked:
        return None
    best = max(proof.level if proof.level is not None else -1 for proof in ranked)
    if best < 2 and (unopened := [proof for proof in ranked if proof.level is None]):
        return Outcome(None, unopened[0].reason, tuple(unopened[:FINDINGS_KEPT]))
    carrying = [proof for proof in ranked if proof.level == best]
    return Outcome(best, carrying[0].reason, tuple(carrying[:FINDINGS_KEPT]))


def finding(proof: Proof, site_id: str, item_id: str, key: str) -> Finding:
    """The finding of a proof. An unopened target is still named, so its finding has level 1 and says why in ``note``."""
    evidence, record = proof.evidence, proof.page.record
    level = 1 if proof.level is None else proof.level
    said = (
        site_id,
        item_id,
        key,
        str(level),
        evidence.rule_id,
        str(evidence.rule_version),
        proof.page.url,
        evidence.locator,
        evidence.snippet,
        proof.target or evidence.url,
        proof.reason,
        record.digest,
    )
    return Finding(
        hashlib.sha256("\0".join(said).encode()).hexdigest()[:20],
        site_id,
        item_id,
        key,
        level,
        evidence.rule_id,
        evidence.rule_version,
        proof.page.url,
        evidence.snippet,
        evidence.locator,
        record.fetched_at,
        record.digest,
        record.dom_record or record.record,
        target_url=proof.target or evidence.url,
        note=proof.reason,
    )


def _rank(proof: Proof) -> tuple[int, str, str, str, str, str]:
    level = -1 if proof.level is None else proof.level
    return (-level, proof.page.record.url, proof.evidence.locator, proof.evidence.rule_id, proof.target, proof.reason)
