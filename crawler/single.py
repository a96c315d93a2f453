"""One page looked at by itself, under the same guards as a crawl: robots.txt, forbidden addresses, size and time
limits."""

from __future__ import annotations

import tempfile
from datetime import UTC, datetime
from pathlib import Path

from crawler.archive import SiteArchive, archive_folder
from crawler.job import Job
from crawler.options import CrawlOptions
from crawler.problems import Problem
from crawler.records import PageSnapshot, Site
from crawler.run import crawl_job
from crawler.urls import host_of, normalise


def fetch_one(url: str, proxy: str = "") -> PageSnapshot:
    """Fetch one page, following redirects, and give it back as a crawl would have archived it.

    ``record.state`` and ``record.reason`` say what was met; the body is empty when nothing came. Raises ``Problem``
    bad_url for what is no http(s) address, proxy_unreachable when the proxy is not there.
    """
    address = normalise(url)
    if not address:
        raise Problem("bad_url", url=url)
    site = Site("page", host_of(address), address)
    year = datetime.now(UTC).year
    with tempfile.TemporaryDirectory(prefix="govaudit-", ignore_cleanup_errors=True) as folder:
        options = CrawlOptions(
            Path(folder),
            year,
            budget=1,
            delay=0.0,
            proxy=proxy,
            render="never",
            concurrency=4,
            spider="crawler.single_spider.OnePageSpider",
        )
        crawl_job(Job([site], options, any_scope=True))
        with SiteArchive.open(archive_folder(Path(folder), year, site.site_id)) as archive:
            record = archive.lookup(address)
            assert record is not None
            return archive.read(record)
