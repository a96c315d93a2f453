"""The sample province: the plans of its sites and the hosts that answer for them."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from random import Random

from crawler import regions
from crawler.records import Site
from govaudit.sample.plan import SitePlan
from govaudit.sample.sites import BUILDERS, PLANS, shared_hosts
from govaudit.sample.web import Host, Page, split_target

_HEADINGS = ("site_id", "name", "level", "region_code", "region", "portal_url", "service_urls", "site_code")


@dataclass(frozen=True, slots=True)
class Province:
    """A dozen invented sites as they stand on the day ``as_of``; equal days and seeds give equal bytes."""

    as_of: date
    seed: int
    plans: tuple[SitePlan, ...]
    hosts: dict[str, Host]

    def answer(self, url: str) -> Page | None:
        """What the province answers to an absolute URL; None for a host that is not its own."""
        name, target = split_target(url)
        host = self.hosts.get(name)
        return host.answer(target) if host else None

    @property
    def page_count(self) -> int:
        """Addresses with an answer of their own."""
        return sum(len(host.pages) for host in self.hosts.values())

    @property
    def sites(self) -> list[Site]:
        """The sites as the register would hold them."""
        return [_site(plan) for plan in self.plans]

    def write(self, folder: Path) -> None:
        """Write every answer to ``folder``/host/number.bin, with an index.csv of host, address, status and type."""
        folder.mkdir(parents=True, exist_ok=True)
        rows = [
            (name, target, page.status, page.content_type, page.body)
            for name, host in sorted(self.hosts.items())
            for target, page in sorted(host.pages.items())
        ]
        with (folder / "index.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(("file", "host", "address", "status", "content_type"))
            for number, (name, target, status, kind, body) in enumerate(rows):
                place = folder / name / f"{number:05d}.bin"
                place.parent.mkdir(exist_ok=True)
                place.write_bytes(body)
                writer.writerow((f"{name}/{place.name}", name, target, status, kind))


def build_province(as_of: date, seed: int = 1) -> Province:
    """Build the province in memory; no clock, no network, and no chance but the seed's."""
    hosts: dict[str, Host] = {}
    for plan in PLANS:
        built = BUILDERS[plan.build](plan, as_of, Random(f"{seed} {plan.site_id}")).build()
        for name, host in built.items():
            if name in hosts:
                hosts[name].pages |= host.pages
            else:
                hosts[name] = host
    for name, host in shared_hosts(as_of, Random(f"{seed} shared")).items():
        hosts.setdefault(name, Host()).pages |= host.pages
    return Province(as_of, seed, PLANS, hosts)


def sites_csv(province: Province) -> str:
    """The province's list of sites, as ``sites import`` reads it."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(_HEADINGS)
    for site in province.sites:
        writer.writerow(
            [";".join(site.service_urls) if name == "service_urls" else getattr(site, name) for name in _HEADINGS]
        )
    return out.getvalue()


def _site(plan: SitePlan) -> Site:
    region = regions.find(plan.region_code)
    return Site(
        site_id=plan.site_id,
        name=plan.name,
        portal_url=f"http://{plan.host}/",
        level=plan.level,
        region_code=plan.region_code,
        region=region.name,
        service_urls=(plan.service_url,) if plan.service_url else (),
        region_level=region.level,
    )
