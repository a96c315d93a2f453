"""What the user may choose about a crawl."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import Literal

RenderMode = Literal["auto", "never", "always"]


@dataclass(frozen=True, slots=True)
class CrawlOptions:
    """Options of one crawl. Times in seconds, sizes in bytes.

    ``as_of`` is the day freshness is judged against (None: today). ``budget`` counts pages per site, earlier runs of
    the year included. ``delay`` is kept between requests to one host; robots.txt's Crawl-delay wins when larger.
    ``concurrency`` bounds the requests on the wire of one worker, over all hosts: slow hosts must not use it up.
    ``proxy`` is empty or the address of
    an HTTP proxy for all requests. ``time_limit`` ends a site's run (0: never). ``spider`` is the class that reads
    pages.
    """

    data: Path
    year: int
    as_of: date | None = None
    budget: int = 2000
    delay: float = 1.0
    concurrency: int = 256
    workers: int = 1
    proxy: str = ""
    render: RenderMode = "auto"
    time_limit: float = 0.0
    timeout: float = 30.0
    body_limit: int = 16 * 1024 * 1024
    spider: str = "spiders.portal.PortalSpider"

    @property
    def log_file(self) -> Path:
        """Where workers note what went wrong inside them."""
        return Path(self.data) / "logs" / f"crawl-{self.year}.log"

    def as_noted(self) -> dict[str, object]:
        """The options as an archive's ``site.json`` notes them: nothing about this machine, no address of a proxy."""
        noted = asdict(self)
        for private in ("data", "as_of", "workers", "concurrency"):
            noted.pop(private)
        return {**noted, "proxy": bool(self.proxy)}
