"""On a service platform that several regions share, only the region's own pages and items speak for a site."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from crawler import regions
from crawler.records import Site

if TYPE_CHECKING:  # pages are read by what this module says of their paths
    from rules.site_pages import SitePage


def belongs(page: SitePage, site: Site) -> bool:
    """Whether a page's items are the site's own.

    On the site's own hosts they are. On a shared platform (a declared service address with a folder, a region parameter or code)
    the page must not say that another region's department handles them, nor stand below another region in its path.
    """
    return not page.shared or not (
        _of_other_region(page.reading.department, site) or _is_other(page.reading.region, site)
    )


def own_names(page: SitePage, site: Site) -> tuple[str, ...]:
    """The items a page names; on a shared platform without those that it says another region's department handles."""
    if not page.shared:
        return page.reading.items
    others = {name for name, department in page.reading.item_departments if _of_other_region(department, site)}
    return tuple(name for name in page.reading.items if name not in others)


def region_in(steps: Sequence[str]) -> str:
    """The last step of a path that is a region's name, empty where none is: 首页 > 贵州省 > 道真自治县 > 民政局."""
    return next((step for step in reversed(steps) if len(step) > 2 and regions.candidates(step)), "")


def _of_other_region(department: str, site: Site) -> bool:
    """Whether a department's name begins with a region that is neither the site's nor within nor above it."""
    names = (department[:length] for length in range(min(len(department), 16), 2, -1))
    return _is_other(next((name for name in names if regions.candidates(name)), ""), site)


def _is_other(name: str, site: Site) -> bool:
    named = {region.code for region in regions.candidates(name)} if name else set()
    return bool(named) and not named & _own(site.region_code)


def _own(code: str) -> set[str]:
    """The codes of a region, of what lies above it and below it."""
    return set(regions.lineage(code)) | {region.code for region in regions.below(code)}
