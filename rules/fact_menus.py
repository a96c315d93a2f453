"""Menus that no class names: found by the link to the front page and the short entries beside it."""

from __future__ import annotations

import re
from collections.abc import MutableMapping
from typing import Final

from rules.fact_walk import Box, Walk
from rules.records import Zone

_BARS: Final = re.compile(r"[\s|｜·•/┊┆│-]+")
_ONE_BAR: Final = 12  # entries


def _worded_chars(box: Box, walk: Walk) -> int:
    """Characters of a box without the bars and spaces that part the entries of a menu."""
    if box.link_chars >= 0.7 * box.chars:
        return box.chars
    return sum(len(_BARS.sub("", run.text)) for run in walk.runs[box.first_run : box.last_run])


def mark_menus(walk: Walk, marks: MutableMapping[int, Zone], total: int) -> None:
    """A menu is the smallest box around a 首页 link that holds at least four short links and hardly anything else."""
    words = walk.words
    for anchor in walk.anchors:
        if anchor.text[-1:] not in words.home_ends or not words.home.match(anchor.text):
            continue
        box: Box | None = anchor.box
        while box is not None and box.last_link - box.first_link < 4 and marks.get(box.number) != "breadcrumb":
            box = box.parent
        if box is None or marks.get(box.number) == "breadcrumb" or box.tag in ("html", "body"):
            continue
        few = box.last_link - box.first_link <= _ONE_BAR
        if box.chars > (0.85 if few else 0.6) * total:  # where a page says little, its menu may be most of it
            continue
        links = walk.anchors[box.first_link : box.last_link]
        short = sum(1 for link in links if len(link.text) <= 10)
        if short >= 0.8 * len(links) and box.link_chars >= 0.7 * _worded_chars(box, walk):
            marks.setdefault(box.number, "nav")
