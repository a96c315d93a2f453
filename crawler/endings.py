"""How a site's collection ended, told from its ledger, and whether a later run has anything to add."""

from __future__ import annotations

from collections import Counter

from crawler.ledger import FAILURES, Ledger
from crawler.options import CrawlOptions
from crawler.records import FetchRecord
from crawler.site_file import SiteFile

_DECLINED = frozenset({"declined", "robots"})
_UNREACHED = frozenset(FAILURES)
_LEFT_OUT = frozenset({"budget", "time", "copy"})
_CAME = frozenset({"ok", "empty", "truncated", "render_failed"})


def ending(ledger: Ledger, cut: str) -> tuple[str, str]:
    """Status and reason of a site whose queue was worked off or, with ``cut`` (budget, time), was ended.

    No page came: declined when any was declined, else unreachable, with the most frequent reason. Pages came, but not
    the portal itself, or a host gave nothing any more from some moment on: partial, with what was met. Otherwise measured, with
    reason ``saturated`` where too little was left to go on for, or partial when it was cut.
    """
    reasons: Counter[str] = Counter()
    for (_, reason), number in ledger.counts().items():
        reasons[reason] += number
    declined = {name: number for name, number in reasons.items() if name in _DECLINED}
    if not _pages_came(ledger, reasons):
        if declined:
            return "declined", max(declined, key=declined.__getitem__)
        failed = [(number, name) for name, number in reasons.items() if name and name not in _CAME | _LEFT_OUT]
        return ("partial", cut) if cut and not failed else ("unreachable", max(failed)[1] if failed else "error")
    if portal := _portal_failure(ledger):
        return "partial", portal
    if met := ledger.fact("given_up_midway"):
        return "partial", met
    return ("partial", cut) if cut else ("measured", ledger.fact("concluded"))


def may_add(about: SiteFile, ledger: Ledger, options: CrawlOptions) -> bool:
    """Whether a new run would ask a site anything: it was interrupted, cut, or could not be reached, from the start or midway."""
    if about.status in ("", "unreachable") or not ledger.fact("status"):
        return True
    if about.status != "partial":
        return False
    return about.reason in {"time", *_UNREACHED} or (about.reason == "budget" and ledger.pages_used() < options.budget)


def reopen(ledger: Ledger, reason: str) -> None:
    """Queue again what an earlier run of the year left out, as far as asking again may help now."""
    if reason:
        ledger.set_facts(given_up_midway="")
        ledger.reopen("budget", "time", *sorted(_UNREACHED))


def _pages_came(ledger: Ledger, reasons: Counter[str]) -> bool:
    return any(reasons[name] for name in _CAME) and ledger.pages_used() > 0 and ledger.usable_pages() > 0


def _portal_failure(ledger: Ledger) -> str:
    """Why none of the start pages came, following redirects; empty when one did."""
    starts = [_target(ledger, record) for record in ledger.start_rows()]
    if not starts or any(record.reason in _CAME | {"copy"} for record in starts):
        return ""
    return starts[0].reason


def _target(ledger: Ledger, record: FetchRecord) -> FetchRecord:
    for _ in range(20):
        following = ledger.record(record.final_url) if 300 <= record.http_status <= 399 and record.final_url else None
        if following is None:
            break
        record = following
    return record
