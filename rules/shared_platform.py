"""On a service platform that several regions share, only the region's own pages speak for a site."""

from __future__ import annotations

from crawler import regions
from crawler.records import Site
from rules.site_pages import SitePage


def belongs(page: SitePage, site: Site) -> bool:
    """Whether a page's items are the site's own.

    On the site's own hosts they are. On a shared platform (a declared service address with a folder, a region parameter or code)
    the page must not say that another region's department handles them.
    """
    return not page.shared or not _of_other_region(page.reading.department, site)


def _of_other_region(department: str, site: Site) -> bool:
    """Whether a department's name begins with a region that is neither the site's nor within nor above it."""
    own = set(regions.lineage(site.region_code)) | {region.code for region in regions.below(site.region_code)}
    for length in range(min(len(department), 16), 2, -1):
        named = {region.code for region in regions.candidates(department[:length])}
        if named:
            return not named & own
    return False
