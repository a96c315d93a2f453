"""Where the pages of a report show the evidence of an item, found by looking into the pages themselves.

Comparisons judge both years alike, perhaps by other rules than a report was written by: which item stands on which page is known
to that report's pages alone.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path

from reports.html_paths import SITE_EVIDENCE, anchor, site_page

#: Sites whose anchors are kept ready; changes come site by site.
_SITES = 8
_ANCHOR = re.compile(r'\sid="(i-[^"]+)"')


class EvidenceLinks:
    """Links from files in the folder ``start`` to the evidence pages of the report in the folder ``report``."""

    def __init__(self, report: Path, start: Path) -> None:
        self._report, self._way = report, _way(report, start)
        self._known = lru_cache(_SITES)(self._look)

    def href(self, site_id: str, item_id: str, key: str) -> str:
        """The evidence of an item's function, or of a column; the site's page where there is none, nothing without that."""
        folder, pages = self._known(site_id)
        if not folder:
            return ""
        name = anchor(item_id, key) if item_id else key
        page = pages.get(name) if item_id else pages.get("")
        return f"{folder}/{page}#{name}" if page else f"{folder}/index.html"

    def _look(self, site_id: str) -> tuple[str, Mapping[str, str]]:
        """Where a site's pages are, empty without them; and the page of each anchor, of columns under the empty name."""
        site = Path(site_page(site_id))
        if self._way is None or not (self._report / site).is_file():
            return "", {}
        there = (self._report / site.parent / SITE_EVIDENCE).is_file()
        return f"{self._way}{site.parent.as_posix()}", {**self._read(site_id), **({"": SITE_EVIDENCE} if there else {})}

    def _read(self, site_id: str) -> Mapping[str, str]:
        folder = (self._report / site_page(site_id)).parent
        pages = sorted(folder.glob("evidence/*.html"))
        return {
            name: page.relative_to(folder).as_posix()
            for page in pages
            for name in _ANCHOR.findall(page.read_text(encoding="utf-8", errors="replace"))
        }


def _way(report: Path, start: Path) -> str | None:
    """The relative way from ``start`` to the report, ending in a slash or empty; None where there is none (another drive)."""
    try:
        way = Path(os.path.relpath(report, start)).as_posix()
    except ValueError:
        return None
    return "" if way == "." else f"{way}/"
