"""What a running crawl tells its caller, one small record at a time."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

SiteState = Literal["started", "fetching", "finished", "kept"]


@dataclass(frozen=True, slots=True)
class CrawlEvent:
    """How far one site is. ``kept``: finished by an earlier run, nothing was asked.

    ``rate`` is pages per second since the site was started in this run; ``status`` is set when it ended,
    ``reason`` then, too; before, it names what the last visit met instead of a page. Counts include earlier runs of the same year.
    """

    site_id: str
    state: SiteState
    pages_fetched: int = 0
    pages_known: int = 0
    pages_queued: int = 0
    rate: float = 0.0
    status: str = ""
    reason: str = ""
    pages_left: int | None = None  # pages its budget still allows; None where it is not told
