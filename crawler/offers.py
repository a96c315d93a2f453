"""Taking offers: which URLs of a site become rows of its ledger, and which of these are queued."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Literal

from crawler.addresses import AddressGuard
from crawler.kinds import unsupported
from crawler.ledger import Ledger
from crawler.ledger_table import Row
from crawler.scope import Scope
from crawler.urls import copy_key, host_of, own_key

#: Reasons after which another address of the same page is tried, when one is known.
LET_COPY_TRY = frozenset(
    ("dns", "refused", "reset", "timeout", "tls", "server_error", "not_found", "http_error", "redirect_loop", "error")
)
#: Offers that may lead to one page outside the site: the target that is checked, and where the site itself begins.
_MAY_LEAD_OUT = frozenset(("target", "start", "service"))
MOST_HOPS = 10
#: What an offer came to: ``queued``; ``open``, when a later, more urgent one may change something; ``closed``.
Taken = Literal["queued", "open", "closed"]


@dataclass(frozen=True, slots=True)
class Offer:
    """A normalised URL with what is known about it."""

    url: str
    parent: int | None = None
    depth: int = 0
    why: str = "link"
    anchor: str = ""
    priority: int = 0
    render: bool = False
    hops: int = 0


class OfferDesk:
    """Decides about offers. ``announce(host)`` is called when something was queued."""

    def __init__(
        self, ledger: Ledger, guard: AddressGuard, scope: Scope | None, announce: Callable[[str], None]
    ) -> None:
        self._ledger, self._guard, self._scope, self._announce = ledger, guard, scope, announce
        self.known = ledger.known()
        self._absent: set[str] = set()  # URLs of the page being read that the ledger does not know

    def knows(self, url: str) -> bool:
        """Whether a normalised URL was offered before."""
        if self._ledger.find(url) is not None:
            return True
        self._absent.add(url)
        return False

    def page_over(self) -> None:
        """Forget what was only looked for: hundreds of sites are open at once."""
        self._absent.clear()

    def take(self, offer: Offer) -> Taken:
        """Note an offer in the ledger."""
        row = None if offer.url in self._absent else self._ledger.find(offer.url)
        return self._again(row, offer) if row is not None else self._add(offer)

    def follow(self, row: Row, target: str) -> None:
        """Offer where a page redirects to, as urgent and as deep as the page itself."""
        self.take(Offer(target, row.id, row.depth, row.why, "", row.priority + 1, row.render == 1, row.hops + 1))

    def lead_on(self, row: Row, target: str) -> None:
        """Offer where a page's scripts lead: as a redirect, but that the page stays one, so that the target is no copy of it."""
        why = "frame" if copy_key(target) == row.key else row.why
        if row.hops < MOST_HOPS:
            self.take(Offer(target, row.id, row.depth, why, "", row.priority + 1, hops=row.hops + 1))

    def circles(self, row: Row, target: str) -> bool:
        """Whether following a redirect leads back to where it began, or has gone on for too long."""
        hops = row.hops + 1
        while hops <= MOST_HOPS:
            if target == row.url:
                return True
            following = self._ledger.record(target)
            if following is None or not (300 <= following.http_status <= 399 and following.final_url):
                return False
            target, hops = following.final_url, hops + 1
        return True

    def release_copy(self, row: Row) -> None:
        """Let another address of a page try, now that this one failed."""
        if host := self._ledger.release_copy(row.key):
            self._announce(host)

    def _again(self, row: Row, offer: Offer) -> Taken:
        """A known URL moves forward when it is offered more urgently; what lay outside may be opened as a target."""
        if row.reason == "out_of_scope" and not self._out_of_scope(replace(offer, url=row.url)):
            self._ledger.set(
                row.id, state="queued", reason="", detail="", waiting=1,
                why=offer.why, priority=offer.priority, anchor=offer.anchor[:200],
            )  # fmt: skip
            self._announce(row.host)
            return "queued"
        if row.waiting and offer.priority > row.priority:
            self._ledger.set(row.id, priority=offer.priority)
        return "open" if row.waiting or row.state == "skipped" else "closed"

    def _add(self, offer: Offer) -> Taken:
        self._absent.discard(offer.url)
        host, key = host_of(offer.url), self._key(offer)
        reason, detail = self._refusal(offer, key)
        self._ledger.add(
            offer.url, key, host, state="skipped" if reason else "queued", reason=reason, detail=detail,
            priority=offer.priority, parent=offer.parent, depth=offer.depth, why=offer.why, anchor=offer.anchor[:200],
            render=int(offer.render), hops=offer.hops,
        )  # fmt: skip
        self.known += 1
        if not reason:
            self._announce(host)
        return "open" if reason else "queued"

    def _key(self, offer: Offer) -> str:
        """The key that copies of a page share; what a page shows in its place (``/`` the frame ``/index.asp``) is no copy of it."""
        key = copy_key(offer.url)
        if offer.why != "frame" or offer.parent is None:
            return key
        standing = self._ledger.find_copy(key)
        return own_key(offer.url) if standing is not None and standing.id == offer.parent else key

    def _refusal(self, offer: Offer, key: str) -> tuple[str, str]:
        """Why a new URL is not queued: a page reason and a detail, both empty when it is."""
        if kind := self._guard.refusal(offer.url):
            return "forbidden_address", kind
        if detail := self._out_of_scope(offer):
            return "out_of_scope", detail
        if detail := unsupported(offer.url):
            return "unsupported", detail
        standing = self._ledger.find_copy(key)
        if standing is not None and standing.reason not in LET_COPY_TRY:
            return "copy", standing.url
        return "", ""

    def _out_of_scope(self, offer: Offer) -> str:
        if self._scope is None:
            return ""
        placement = self._scope.classify(offer.url)
        allowed = ("inside", "target_only") if offer.why in _MAY_LEAD_OUT else ("inside",)
        return "" if placement.place in allowed else placement.reason
