"""Challenge pages: pages that test the visitor instead of showing content, told by marks kept as data."""

from __future__ import annotations

import re
from functools import cache
from importlib.resources import files

import yaml

#: Challenges are short; a page with this much on it has content of its own.
_LARGEST = 64 * 1024
_ORDINARY_LINK = re.compile(rb"<a\s[^<>]*href\s*+=\s*+[\"']?(?!javascript:|#)[^\s\"'>]", re.IGNORECASE)


def challenge_on(body: bytes) -> str:
    """The name of the challenge a page consists of, empty when it is none. ``body`` is content-decoded."""
    # Nearly all pages are told by their first link, long before any mark is looked for.
    if not body or len(body) > _LARGEST or _ORDINARY_LINK.search(body):
        return ""
    pattern, names = _marks()
    found = pattern.search(body)
    return names[found[0]] if found else ""


@cache
def _marks() -> tuple[re.Pattern[bytes], dict[bytes, str]]:
    """All marks as one pattern, in UTF-8 and GB18030, and the challenge each belongs to."""
    text = files("crawler").joinpath("data", "challenges.yaml").read_text(encoding="utf-8")
    names = {
        mark.encode(encoding): entry["name"]
        for entry in yaml.safe_load(text)
        for mark in entry["marks"]
        for encoding in ("utf-8", "gb18030")
    }
    return re.compile(b"|".join(re.escape(mark) for mark in names)), names
