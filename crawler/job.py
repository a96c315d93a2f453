"""What passes between the process that starts a crawl and its workers."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from crawler.options import CrawlOptions
from crawler.records import ArchiveStatus, Site


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do. ``neighbours`` are the portals of all sites of the run, which bound each other's scope.

    ``any_scope`` lifts the bounds of the site (but never the address guard): for looking at one page.
    """

    sites: Sequence[Site]
    options: CrawlOptions
    neighbours: Sequence[str] = ()
    any_scope: bool = False


@dataclass(frozen=True, slots=True)
class Done:
    """How a worker ended: statuses by site id, and the problem it met, if any."""

    statuses: dict[str, ArchiveStatus]
    problem: tuple[str, dict[str, object]] | None = None
