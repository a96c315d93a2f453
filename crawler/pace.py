"""The pause between two requests to one host, kept by Scrapy's downloader slots."""

from __future__ import annotations

from scrapy.crawler import Crawler


def set_pace(crawler: Crawler, host: str, delay: float) -> None:
    """Keep ``delay`` seconds between requests to ``host`` from now on; one request at a time, as everywhere."""
    assert crawler.engine is not None
    downloader = crawler.engine.downloader
    downloader.per_slot_settings[host] = {"delay": delay, "concurrency": 1, "jitter": 0.0}
    if slot := downloader.slots.get(host):
        slot.delay = delay
