"""Verdicts per item and function: the better of the item's own evidence and the site's channel, with what each rests on."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from rules.completeness import Gaps
from rules.matching import MatchingWords, is_booking, is_form_name
from rules.matters import Matter
from rules.normalise import fold_name
from rules.proofs import FINDINGS_KEPT, Outcome, Proof, weigh
from rules.records import Evidence, Verdict
from rules.site_pages import SitePage
from rules.targets import Seen, Targets, contradictions_in
from rules.terms import CHANNEL_FUNCTIONS, FUNCTIONS

#: Functions whose own name a paper bears; those of the others are acts, which a matter may be called by.
_OF_PAPER = frozenset(("guide", "form"))
#: What may be found behind an item's entry that is no guide: nothing, or less than a guide; and the roles of such pages.
_BEHIND = frozenset(("dead_link", "soft_404", "empty_page", "few_elements"))
_ENTERED = frozenset(("guide", "other", "error"))
#: How the rule ids of findings on contradictory guides begin.
CONTRADICTION = "guide-consistency-"


class ItemJudge:
    """Weighs the evidence made for one item. Targets are opened in the archive only."""

    def __init__(self, targets: Targets, gaps: Gaps) -> None:
        self._targets = targets
        self._gaps = gaps
        self._words = targets.matching

    def own(self, matter: Matter, function: str) -> Outcome:
        """What the item's own evidence proves for a function; level None where something that matters was not looked at."""
        proofs = self._page_proofs(matter, function) + self._link_proofs(matter, function)
        outcome = weigh(self._effective_forms(matter, proofs) if function == "form" else proofs)
        if outcome is not None:
            return outcome
        if function == "guide" and (pictured := self._pictured(matter)):
            return Outcome(None, "picture", tuple(pictured))
        if function == "guide" and (entered := weigh(self._entered(matter))):
            return entered
        gap = self._gaps.of_item(matter, function)
        return Outcome(None, gap) if gap else Outcome(0, "searched")

    def _page_proofs(self, matter: Matter, function: str) -> list[Proof]:
        """What the item's own pages are themselves."""
        proofs = []
        for page in matter.own_pages.values():
            if function == "guide":
                proofs += self._guide_page(page)
            elif function == "form":
                proofs += [
                    _proof(page, one, self._targets.open("form", one)) for one in _attached_forms(page, self._words)
                ]
            elif page.reading.functions.get(function) == "here":
                proofs += self._shown(matter, page, function)
        return proofs

    def _shown(self, matter: Matter, page: SitePage, function: str) -> list[Proof]:
        """The item's own page as the usable thing itself; a form for an appointment alone is no application."""
        seen, own = self._targets.shown(function, page), _here(page, function)
        if function == "apply":
            seen = _unless_booking(seen, " ".join(one.snippet for one in own), matter, self._words)
        return [_proof(page, one, seen) for one in own]

    def _guide_page(self, page: SitePage) -> list[Proof]:
        """A guide of its own: the elements on the page and in the guide documents attached to it."""
        if page.reading.role != "guide" and not any(one.subject == "guide" for one in page.reading.evidence):
            return []
        return [_proof(page, one, self._targets.shown("guide", page)) for one in _here(page, "guide")]

    def _link_proofs(self, matter: Matter, function: str) -> list[Proof]:
        """What lies behind the links and words made for the item."""
        proofs = []
        for page, evidence in matter.evidence:
            if evidence.subject != function or (evidence.value == "here" and not evidence.url):
                continue
            is_link = evidence.locator.startswith("link") or bool(evidence.url)
            if not is_link and function == "guide" and page.identity in matter.own_pages:
                continue  # the heading above the item's own page: the page itself says more
            seen = self._targets.open(function, evidence) if is_link or evidence.disabled else Seen(1, "plain_text")
            if seen.level == 1 and function not in _OF_PAPER and _only_names(evidence, matter):
                continue  # 工伤认定申请 is what the matter is called, and its link leads to the guide
            proofs.append(
                _proof(
                    page,
                    evidence,
                    _apply_level(seen, evidence, matter, self._words) if function == "apply" else seen,
                )
            )
        return proofs

    def _effective_forms(self, matter: Matter, proofs: list[Proof]) -> list[Proof]:
        """The proofs, a form raised to effective where it hangs on the item's own usable guide and opens as a document."""
        if not any(proof.level == 2 for proof in proofs):
            return proofs
        guides = {
            page.identity
            for page in matter.own_pages.values()
            if any((p.level or 0) >= 2 for p in self._guide_page(page))
        }
        return [
            replace(proof, level=3)
            if proof.level == 2 and proof.page.identity in guides and self._opens(proof)
            else proof
            for proof in proofs
        ]

    def _pictured(self, matter: Matter) -> list[Proof]:
        """The pages that lists lead to for the item and that show nothing but a picture: only a person can read them."""
        pages = (self._targets.page_at(url) for url in sorted(matter.links))
        said = [
            (page, Evidence("guide.page", 1, "guide", "link", page.name[:200], "page"))
            for page in pages
            if page is not None and page.reading.picture
        ]
        return [Proof(page, evidence, None, "picture", page.reading.picture) for page, evidence in said]

    def _entered(self, matter: Matter) -> list[Proof]:
        """Where a list's entry of the item's name leads, whatever the list is called: an entry with no guide behind it is named. What
        serves for something else – the application itself, a form's file – is no entry to a guide."""
        if matter.entry is None:
            return []
        seen = self._targets.open("guide", matter.entry[1])
        empty = seen.level == 1 and seen.reason in _BEHIND and (seen.page is None or _is_plain(seen.page, matter))
        return [_proof(*matter.entry, seen)] if empty else []

    def _opens(self, proof: Proof) -> bool:
        seen = self._targets.open("form", proof.evidence)
        return seen.file is not None and seen.file.opens

    def contradictions(self, matter: Matter, level: int | None) -> list[Proof]:
        """What the item's own guides and their documents say in two ways: evidence beside the level, which it does not change."""
        found: list[Proof] = []
        for page in sorted(matter.own_pages.values(), key=lambda page: page.record.url):
            said = [("", one) for one in page.reading.contradictions]
            for seen in self._targets.attached_guides(page) if page.reading.role == "guide" else ():
                text = seen.file.text if seen.file is not None else ""
                said += [
                    (seen.url, one) for one in (contradictions_in(text, seen.url, self._targets.words) if text else ())
                ]
            found += [Proof(page, _said_twice(one, url), level, f"guide_{one[0]}") for url, one in said]
        return found


def _only_names(evidence: Evidence, matter: Matter) -> bool:
    """Whether an entry is worded as the item is called and no more."""
    return fold_name(evidence.snippet) in {fold_name(name) for name in matter.names}


def _is_plain(page: SitePage, matter: Matter) -> bool:
    """Whether a page is nothing else than what an item's entry may show: no list, no front page, no function's own page; an article
    only where it is headed with the item's name."""
    article = page.reading.role == "news" and fold_name(page.name) in {fold_name(name) for name in matter.names}
    return (article or page.reading.role in _ENTERED) and "here" not in page.reading.functions.values()


def _attached_forms(page: SitePage, words: MatchingWords) -> list[Evidence]:
    """The documents attached to an item's own guide that are called like forms."""
    named = [(url, text) for url, text in page.files if is_form_name(text, words)]
    return [
        Evidence("form-attached", 1, "form", "here", text, f"file {number}", url, clicks=not url)
        for number, (url, text) in enumerate(named, 1)
    ]


def _said_twice(said: tuple[str, str, str], url: str) -> Evidence:
    """Two statements that cannot both hold, on the page or in the document at ``url``."""
    snippet = " ≠ ".join(filter(None, said[1:]))[:200]
    return Evidence(f"{CONTRADICTION}{said[0]}", 1, "guide", "here", snippet, "file" if url else "page", url)


def combine(own: Outcome, channel: Outcome | None) -> tuple[Outcome, str]:
    """The better of an item's own evidence and the site's channel, and the scope it rests on.

    The item's own evidence names the scope once it is usable, though the channel may raise the level. Below usable, what is open on
    either side leaves the level open.
    """
    if channel is not None and (channel.level or 0) > (own.level or 0) >= 2:
        return Outcome(channel.level, channel.reason, (*channel.proofs, *own.proofs)[:FINDINGS_KEPT]), "item"
    if channel is None or (own.level or 0) >= 2:
        return own, "item"
    if (channel.level or 0) >= 2:
        return channel, "site"
    if own.level is None:
        return own, "item"
    if channel.level is None:
        return Outcome(None, channel.reason, channel.proofs), "site"
    return (own, "item") if own.level >= channel.level else (channel, "site")


def item_verdicts(
    matter: Matter, item_id: str, site_id: str, judge: ItemJudge, channels: Mapping[str, Outcome]
) -> list[tuple[Verdict, Outcome]]:
    """The five verdicts of one item, each with the outcome whose proofs it rests on; ``finding_ids`` are filled by the caller."""
    verdicts = []
    for function in FUNCTIONS:
        own = judge.own(matter, function)
        outcome, scope = combine(own, channels.get(function) if function in CHANNEL_FUNCTIONS else None)
        verdicts.append(
            (
                Verdict(
                    site_id, item_id, function, outcome.level, scope, outcome.url, outcome.reason, own_level=own.level
                ),
                outcome,
            )
        )
    return verdicts


def _proof(page: SitePage, evidence: Evidence, seen: Seen) -> Proof:
    return Proof(page, evidence, seen.level, seen.reason, seen.url)


def _here(page: SitePage, function: str) -> list[Evidence]:
    """The page's evidence that it is itself the usable thing; the rule that gave it its role when there is no other."""
    own = [one for one in page.reading.evidence if one.subject == function and one.value == "here" and not one.url]
    return (
        own[:3]
        or [one for one in page.reading.evidence if one.subject in ("role", "guide_element")][:1]
        or [Evidence(f"{function}.page", 1, function, "here", page.name[:200], "page")]
    )


def _apply_level(seen: Seen, evidence: Evidence, matter: Matter, words: MatchingWords) -> Seen:
    """Booking alone is named; the whole process online, as the item's own page states it, is effective."""
    seen = _unless_booking(seen, evidence.snippet, matter, words)
    if seen.level == 2 and any(page.reading.online_depth for page in matter.own_pages.values()):
        return replace(seen, level=3)
    return seen


def _unless_booking(seen: Seen, said: str, matter: Matter, words: MatchingWords) -> Seen:
    """What was seen, but no more than named where all that is said of it is an appointment."""
    booked = (seen.level or 0) >= 2 and is_booking(said, words, matter.names)
    return Seen(1, "booking", seen.url) if booked else seen
