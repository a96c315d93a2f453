"""Records the online half leaves: sites, fetches and page snapshots. Frozen, typed, free of Scrapy."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Level = Literal["central", "province", "prefecture", "county", "township", "village", "department"]
LEVELS: tuple[Level, ...] = get_args(Level)

SiteStatus = Literal["measured", "partial", "declined", "unreachable", "not_started"]
SITE_STATUSES: tuple[SiteStatus, ...] = get_args(SiteStatus)

#: Where a URL stands in the ledger. ``queued`` is still to be fetched; everything else is final for this year's run.
PageState = Literal["queued", "fetched", "skipped", "failed"]
PAGE_STATES: tuple[PageState, ...] = get_args(PageState)

#: Why a page is in its state. ``ok`` belongs to ``fetched``; the rest name what was met.
PageReason = Literal[
    "",  # queued
    "ok",  # fetched: 2xx with a body
    "empty",  # fetched: 2xx without a body
    "not_found",  # fetched: 404 or 410
    "http_error",  # fetched: another 4xx
    "redirect_loop",  # failed
    "server_error",  # failed: 5xx after the slower second round
    "dns",  # failed: the name does not resolve
    "refused",  # failed
    "reset",  # failed: connection lost
    "timeout",  # failed
    "tls",  # failed: handshake or certificate
    "truncated",  # fetched in part: the body ended early or the size limit cut it
    "too_large",  # skipped: declared larger than the limit
    "render_failed",  # fetched, but Chromium did not finish
    "declined",  # skipped: 401, 403, 412, 468, 521 or a challenge page; never retried
    "robots",  # skipped: robots.txt forbids
    "out_of_scope",  # skipped: another site
    "forbidden_address",  # skipped: loopback, private, link-local or metadata address
    "copy",  # skipped: the same page under another address (see FetchRecord.canonical)
    "unsupported",  # skipped: scheme or type that is never fetched
    "budget",  # skipped: the site's page budget was spent
    "saturated",  # skipped: too little evidence was estimated to be left unseen
    "time",  # skipped: the site's time was spent
    "error",  # failed: anything else, named in FetchRecord.detail
]
PAGE_REASONS: tuple[PageReason, ...] = get_args(PageReason)

Renderer = Literal["", "http", "chromium"]


@dataclass(frozen=True, slots=True)
class Site:
    """One government website: a portal host plus the hosts that belong to it.

    ``region_code`` is the six-digit GB/T 2260 code or empty; ``site_code`` the ten-character 网站标识码 or empty.
    ``region_level`` is the level of the region for department sites, else equal to ``level``.
    """

    site_id: str
    name: str
    portal_url: str
    level: str = ""
    region_code: str = ""
    region: str = ""
    service_urls: tuple[str, ...] = ()
    site_code: str = ""
    region_level: str = ""


@dataclass(frozen=True, slots=True)
class FetchRecord:
    """One URL of a site's ledger and what became of it. Times are UTC ISO 8601 with a trailing Z."""

    url: str
    state: PageState
    reason: PageReason = ""
    detail: str = ""
    final_url: str = ""  # after redirects; empty when equal to url
    canonical: str = ""  # the key copies share (scheme, www., session ids folded)
    http_status: int = 0
    content_type: str = ""
    fetched_at: str = ""
    renderer: Renderer = ""
    parent: str = ""  # URL of the page that first named this one
    depth: int = 0
    why: str = ""  # start, service, link, target, xhr, frame, sitemap
    anchor: str = ""  # wording of the link that named it
    digest: str = ""  # sha256:<hex> of the body as judged
    size: int = 0  # bytes of the body after content decoding
    record: str = ""  # place in the archive: pages.warc.gz#<offset>
    dom_record: str = ""  # the rendered DOM's place, when rendered
    screenshot_record: str = ""


@dataclass(frozen=True, slots=True)
class PageSnapshot:
    """A fetched page as received: content-decoded body, response headers (lower-case names), rendered DOM when there is one."""

    record: FetchRecord
    body: bytes
    headers: Mapping[str, str] = field(default_factory=dict)
    dom: bytes | None = None


@dataclass(frozen=True, slots=True)
class ArchiveStatus:
    """How a site's collection ended: status, reason, times, and page counts by state and reason."""

    status: SiteStatus
    reason: str = ""
    started_at: str = ""
    finished_at: str = ""
    pages_fetched: int = 0
    pages_known: int = 0
    pages_skipped: int = 0
    pages_failed: int = 0
    by_reason: Mapping[str, int] = field(default_factory=dict)
