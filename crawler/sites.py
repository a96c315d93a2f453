"""The register: the sites a user has imported, and the 31 province portals that come with the program."""

from __future__ import annotations

import csv
import functools
import io
import os
from collections.abc import Iterable
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

from crawler import regions
from crawler.problems import Problem
from crawler.records import Site
from crawler.site_checks import id_from_address
from crawler.sites_file import SitesFile, read_sites

__all__ = ["FIELDS", "Register", "SitesFile", "province_portals", "read_sites"]

FIELDS = (
    "site_id",
    "name",
    "level",
    "region_code",
    "region",
    "portal_url",
    "service_urls",
    "site_code",
    "region_level",
)


class Register:
    """Sites kept in ``<data>/register.csv``; written whole and at once, so that it is never half there."""

    def __init__(self, data: Path) -> None:
        self.path = Path(data) / "register.csv"

    def import_sites(self, rows: Iterable[Site]) -> None:
        """Take sites in; one that is already there is replaced by its new row."""
        kept = {site.site_id.casefold(): site for site in self.imported()}
        kept |= {site.site_id.casefold(): site for site in rows}
        self._write(kept.values())

    def imported(self) -> list[Site]:
        """The sites the user has imported, in the order they came. Raises ``Problem`` register_damaged."""
        if not self.path.exists():
            return []
        try:
            with self.path.open(encoding="utf-8", newline="") as file:
                return [_site(row) for row in csv.DictReader(file, strict=True)]
        except (csv.Error, KeyError, TypeError, UnicodeDecodeError, AttributeError) as error:
            raise Problem("register_damaged", file=str(self.path)) from error

    def select(self, *, region: str = "", level: str = "", site_ids: Iterable[str] = ()) -> list[Site]:
        """The sites beneath a region (code or name), of a level and with these ids; an empty condition allows all.

        Raises ``Problem`` unknown_region, ambiguous_region or unknown_site.
        """
        sites = self.list()
        wanted = {site_id.casefold(): site_id for site_id in site_ids}
        for missing in wanted.keys() - {site.site_id.casefold() for site in sites}:
            raise Problem("unknown_site", site_id=wanted[missing])
        code = regions.find(region).code if region else ""
        return [
            site
            for site in sites
            if (not wanted or site.site_id.casefold() in wanted)
            and (not level or site.level == level)
            and (not code or regions.contains(code, site.region_code))
        ]

    def _write(self, sites: Iterable[Site]) -> None:
        out = io.StringIO(newline="")
        writer = csv.writer(out, lineterminator="\n")
        writer.writerow(FIELDS)
        writer.writerows(_cells(site) for site in sites)
        self.path.parent.mkdir(parents=True, exist_ok=True)
        unfinished = self.path.with_name(f"{self.path.name}.{os.getpid()}.new")
        unfinished.write_text(out.getvalue(), encoding="utf-8", newline="")
        unfinished.replace(self.path)

    def list(self) -> list[Site]:
        """All sites: the imported ones, then the province portals among which none was imported."""
        own = self.imported()
        taken = {site.site_id.casefold() for site in own} | {_host(site.portal_url) for site in own}
        return own + [site for site in province_portals() if not taken & {site.site_id, _host(site.portal_url)}]


@functools.cache
def province_portals() -> tuple[Site, ...]:
    """The 31 province portals with their service platforms."""
    with resources.files("crawler.data").joinpath("portals.csv").open(encoding="utf-8") as file:
        return tuple(_portal(row) for row in csv.DictReader(file))


def _portal(row: dict[str, str]) -> Site:
    region = regions.find(row["region_code"])
    return Site(
        site_id=id_from_address(row["portal_url"]),
        name=row["name"],
        portal_url=row["portal_url"],
        level=region.level,
        region_code=region.code,
        region=region.name,
        service_urls=tuple(filter(None, row["service_urls"].split(";"))),
        region_level=region.level,
    )


def _site(row: dict[str, str]) -> Site:
    services = tuple(filter(None, row["service_urls"].split(";")))
    return Site(service_urls=services, **{name: row[name].strip() for name in FIELDS if name != "service_urls"})


def _cells(site: Site) -> list[str]:
    return [";".join(site.service_urls) if name == "service_urls" else str(getattr(site, name)) for name in FIELDS]


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").lower()
