"""The tab that is shown, where the tabs of an item or a column are pages of their own."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from rules.fact_walk import Anchor, Attributes, Box, Walk
from rules.fact_zones import zone_of

#: Classes by which authors mark the entry of a menu that the reader is at.
_CURRENT: Final = re.compile(
    r"(?:^|[\s_-])(?:on|cur|current|active|selected|checked|hover|this|now|act|sel|layui-this|router-link-(?:exact-)?active)(?:$|\s)",
    re.IGNORECASE,
)
_LONGEST_TAB: Final = 10
_MOST_TABS: Final = 12
_FEWEST_TABS: Final = 2
_PLACES: Final = ("content", "aside")


def tab_of(walk: Walk) -> str:
    """The wording of the marked entry in a row of short entries, of which another leads to a page; empty where there is none.

    Several such rows with different marks stand side by side on pages that give an overview: none of them names the page.

    Tabs that only show and hide parts of the same page lead nowhere and do not count.
    """
    may_be = [
        anchor
        for anchor in walk.anchors
        if "class" in anchor.attributes or ((box := anchor.box).tag == "li" and "class" in box.attributes)
    ]
    marked = {anchor.text for anchor in may_be if anchor.text and _marked(anchor, walk)}
    return marked.pop() if len(marked) == 1 else ""


def _marked(anchor: Anchor, walk: Walk) -> str:
    box = anchor.box
    if not _is_marked(anchor):
        return ""
    if (box.zone or zone_of(box)) not in _PLACES:
        return ""
    row = _row(box, walk)
    if not _FEWEST_TABS <= len(row) <= _MOST_TABS or any(len(one.text) > _LONGEST_TAB for one in row):
        return ""
    leads = any(_leads(one.attributes) for one in row if one is not anchor)
    alone = sum(map(_is_marked, row)) == 1
    return anchor.text if leads and alone else ""


def _row(box: Box, walk: Walk) -> Sequence[Anchor]:
    """The entries that stand in one row with those of a box."""
    around = box.parent if box.tag in ("li", "dd", "td") and box.parent is not None else box
    return walk.anchors[around.first_link : around.last_link]


def _is_marked(anchor: Anchor) -> bool:
    return _is_current(anchor.attributes) or (_in_entry(anchor) and _is_current(anchor.box.attributes))


def _in_entry(anchor: Anchor) -> bool:
    """Whether the anchor stands in an entry of a list that has a class of its own."""
    return anchor.box.tag == "li" and "class" in anchor.box.attributes


def _is_current(attributes: Attributes) -> bool:
    classes = attributes.get("class")
    return classes is not None and bool(_CURRENT.search(classes))


def _leads(attributes: Attributes) -> bool:
    href = (attributes.get("href") or "").strip().lower()
    return bool(href) and href[0] != "#" and not href.startswith(("javascript:;", "javascript:void"))
