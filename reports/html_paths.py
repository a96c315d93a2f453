"""File names of the HTML report. Nothing a site or a list of sites says becomes a path unless it is harmless."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable

#: Items on one page of evidence: few enough to load at once, many enough that a site is a handful of files.
EVIDENCE_A_PAGE = 25
SITE_EVIDENCE = "evidence-site.html"
_HARMLESS = re.compile(r"[a-z0-9](?:[a-z0-9_-]|\.(?=[a-z0-9])){0,59}")
#: Names Windows keeps for devices, with or without an extension.
_DEVICES = frozenset({"con", "prn", "aux", "nul", *(f"{port}{n}" for port in ("com", "lpt") for n in range(10))})


def safe_name(text: str) -> str:
    """A file name for an identifier: itself when harmless everywhere, else a digest. Distinct texts stay distinct."""
    if _HARMLESS.fullmatch(text) and text.split(".")[0] not in _DEVICES and not text.startswith("x-"):
        return text
    return "x-" + hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:24]


def site_page(site_id: str) -> str:
    """The site's own page, relative to the report's folder."""
    return f"sites/{safe_name(site_id)}/index.html"


def items_page(number: int) -> str:
    """A page of the item × function matrix, relative to the site's folder; page 1 is the site's own page."""
    return "index.html" if number == 1 else f"items-{number}.html"


def rectification_page(number: int) -> str:
    """A page of the site's rectification list, relative to the site's folder."""
    return "rectification.html" if number == 1 else f"rectification-{number}.html"


def evidence_page(number: int) -> str:
    """A page with the evidence of ``EVIDENCE_A_PAGE`` items, relative to the site's folder; counted from 1."""
    return f"evidence/{number}.html"


class EvidencePlaces:
    """Where the evidence of a site's items stands: ``EVIDENCE_A_PAGE`` items a page, in their order."""

    def __init__(self, item_ids: Iterable[str]) -> None:
        self._pages = {item_id: 1 + place // EVIDENCE_A_PAGE for place, item_id in enumerate(item_ids)}

    def href(self, item_id: str, key: str = "") -> str:
        """An item's evidence, or of one function; without an item, of a column or channel. Relative to the site's folder."""
        if item_id not in self._pages:
            return f"{SITE_EVIDENCE}#{key}"
        return f"{evidence_page(self._pages[item_id])}#{anchor(item_id, key)}"


def anchor(item_id: str, key: str = "") -> str:
    """The anchor of an item on its evidence page, or of one of its functions."""
    name = "i-" + safe_name(item_id)
    return f"{name}-{key}" if key else name


def safe_id(text: str) -> str:
    """An anchor for an identifier."""
    return "f-" + safe_name(text)
