"""Fonts and characters of Word documents."""

from __future__ import annotations

import re

#: Fonts of official documents: text, headings, tables; the Latin one goes with each.
TEXT_FONT, HEADING_FONT, TABLE_FONT, LATIN_FONT = "仿宋", "黑体", "宋体", "Times New Roman"
#: What XML 1.0 cannot hold (section 2.2); names of sites come from anywhere.
_UNWRITABLE = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
#: Signs that turn the direction of what follows: one left open would reverse the document's own words.
_TURNING = re.compile("[\u202a-\u202e\u2066-\u2069]")


def writable(text: str) -> str:
    """The text without characters a Word document cannot hold, and without signs that turn its direction."""
    return _TURNING.sub("", _UNWRITABLE.sub("", text))
