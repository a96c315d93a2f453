"""The sites of the sample province, one module a way of building sites."""

from __future__ import annotations

from typing import Final

from govaudit.sample.builder import SiteBuilder
from govaudit.sample.plan import SitePlan
from govaudit.sample.sites import (
    closed,
    copies,
    departments,
    effective,
    hollow,
    lists,
    platform,
    robots,
    script,
    tables,
)
from govaudit.sample.sites.platform import shared_hosts

__all__ = ["BUILDERS", "PLANS", "shared_hosts"]

PLANS: Final[tuple[SitePlan, ...]] = (
    departments.PLAN,
    script.PLAN,
    tables.PLAN,
    lists.PLAN,
    effective.PLAN,
    closed.DECLINED,
    platform.PLAN,
    copies.PLAN,
    robots.PLAN,
    hollow.PLAN,
    effective.STALE,
    closed.UNREACHABLE,
)
BUILDERS: Final[dict[str, type[SiteBuilder]]] = {
    "tables": tables.TablePortal,
    "lists": lists.ListPortal,
    "departments": departments.DepartmentPortal,
    "platform": platform.PlatformPortal,
    "script": script.ScriptPortal,
    "hollow": hollow.HollowPortal,
    "effective": effective.EffectivePortal,
    "stale": effective.StalePortal,
    "declined": closed.DeclinedPortal,
    "unreachable": closed.UnreachablePortal,
    "robots": robots.RobotsPortal,
    "copies": copies.CopiedPortal,
}
