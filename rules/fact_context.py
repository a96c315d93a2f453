"""What a link stands beside: the item's name in its row, for icons and short words that mean nothing alone."""

from __future__ import annotations

import re
from typing import Final

from rules.fact_walk import Anchor, Box, Walk

_ROW_TAGS: Final = frozenset(["tr", "li", "dl", "dd", "div", "p", "td"])
_MEANINGLESS: Final = re.compile(
    r"^[\d\s.、,，()（）\[\]【】·>|/:：-]*$|^(?:更多|more|下载|查看|详情|点击|附件)\W*\d*$", re.IGNORECASE
)
MAX_ROW: Final = 300


def contexts_of(walk: Walk) -> dict[int, str]:
    """Map the order of each link to its row's label: the first meaningful words of the row that are not the link's own."""
    contexts: dict[int, str] = {}
    for anchor in walk.anchors:
        if len(anchor.text) > 30:
            continue
        label = _row_label(anchor, walk)
        if label:
            contexts[anchor.order] = label
    return contexts


def _row_label(anchor: Anchor, walk: Walk) -> str:
    box: Box | None = anchor.box
    for _ in range(4):
        if box is None or box.tag not in _ROW_TAGS or box.chars > MAX_ROW:
            return ""
        for run in walk.runs[box.first_run : min(box.last_run, box.first_run + 8)]:
            words = _before_link(run.text, anchor.text)
            if words and not _MEANINGLESS.match(words) and words != anchor.text:
                return words
        if box.tag in ("tr", "li", "dl"):
            return ""
        box = box.parent
    return ""


def _before_link(text: str, wording: str) -> str:
    """A line that the link itself stands in counts up to the link."""
    place = text.find(wording) if wording else -1
    return text[:place].strip(" :：|·-") if place >= 0 else text
