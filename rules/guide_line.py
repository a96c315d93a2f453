"""One line of a guide, and how it is numbered."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from rules.guide_labels import without_marks
from rules.records import many

_NUMBER_STYLES: Final = (
    ("chapter", re.compile(r"^第[一二三四五六七八九十百\d]{1,4}[章节条部分]+[\s、.:]*")),
    ("han", re.compile(r"^[一二三四五六七八九十]{1,3}\s?[、.,:]\s?")),
    ("bracketed han", re.compile(r"^\(\s?[一二三四五六七八九十]{1,3}\s?\)[、.]?\s?")),
    ("arabic", re.compile(r"^\d{1,2}\s?(?:[、)]|[./|](?!\s?\d))\s?")),
    ("bracketed arabic", re.compile(r"^\(\s?\d{1,2}\s?\)[、.]?\s?")),
)
_NUMBERS_BEGIN: Final = frozenset("第一二三四五六七八九十(0123456789")


@many
class Line:
    """One line of text, simplified and half-width. ``row_start`` marks the first cell of a row of several."""

    text: str
    locator: str
    heading: bool = False
    row_start: bool = False
    value: bool = False  # the cell beside a label: its text is what the label asks for, even if worded like a label
    kin: str = ""  # how it is set: its tag and what its box is called
    lead: str = ""  # its first piece, where markup sets it apart
    named: tuple[str, ...] = ()  # the elements it names as a label by its place


@lru_cache(maxsize=512)
def number_style(text: str) -> tuple[str, str]:
    """How a line is numbered (empty: not) and the line without its number."""
    bare = without_marks(text) or text
    if bare[:1] not in _NUMBERS_BEGIN:
        return "", bare
    for style, pattern in _NUMBER_STYLES:
        match = pattern.match(bare)
        if match and match.end() < len(bare):
            return style, bare[match.end() :]
    return "", bare
