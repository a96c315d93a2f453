"""Helpers for tests that crawl: a site, options that are quick, and the archive afterwards."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from webworld import World

from crawler.archive import SiteArchive, archive_folder
from crawler.options import CrawlOptions
from crawler.records import FetchRecord, Site

YEAR = 2026


def site(host: str = "www.a.gov.cn", *services: str, site_id: str = "") -> Site:
    return Site(site_id or host.split(".")[-3], f"{host} 网站", f"http://{host}/", service_urls=services)


def options(data: Path, world: World, **more: Any) -> CrawlOptions:
    chosen = {"delay": 0.0, "render": "never", "timeout": 3.0, "spider": "linkspider.LinkSpider", **more}
    return CrawlOptions(data, YEAR, proxy=world.proxy, **chosen)


def archive(data: Path, site_id: str = "a") -> SiteArchive:
    return SiteArchive.open(archive_folder(data, YEAR, site_id))


def records(data: Path, site_id: str = "a") -> dict[str, FetchRecord]:
    """All rows by the path of their URL, or the whole URL outside the site's own host."""
    with archive(data, site_id) as opened:
        own = opened.site.portal_url.rstrip("/")
        return {record.url.removeprefix(own): record for record in opened.records()}


def links(*urls: str) -> str:
    return "".join(f'<a href="{url}">链接</a>' for url in urls)
