"""File names of the HTML report. Nothing a site or a list of sites says becomes a path unless it is harmless."""

from __future__ import annotations

import hashlib
import re

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


def problems_page(number: int) -> str:
    """A page of the site's list of problems, relative to the site's folder."""
    return "problems.html" if number == 1 else f"problems-{number}.html"


def evidence_page(item_id: str) -> str:
    """The evidence of one item, relative to the site's folder; without an item, of the site's columns and channels."""
    return f"evidence/{safe_name(item_id)}.html" if item_id else "evidence-site.html"


def safe_id(text: str) -> str:
    """An anchor for an identifier."""
    return "f-" + safe_name(text)
