"""Gather a page's boxes, lines and anchors while its elements open and close."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborNode

from rules.fact_grids import OpenGrids
from rules.fact_walk import (
    HEADINGS,
    MAX_BOXES,
    MAX_CHARS,
    MAX_LINKS,
    MAX_RUN,
    MAX_RUNS,
    Anchor,
    Attributes,
    Box,
    Run,
    Walk,
    box_name,
    fold,
)
from rules.layout_words import LayoutWords

#: Parts of the names of boxes that hold a title, and parts that a title's number stands in.
_TITLE_NAMES: Final = frozenset(["tit", "bt", "biaoti", "hd", "caption"])
_NAME_PART: Final = re.compile(r"[^\s_-]+")
_NUMBERED_TITLE: Final = re.compile(r"h[1-6]tit")
_TITLE_TAGS: Final = HEADINGS | {"dt", "caption", "legend"}
_LONGEST_TITLE: Final = 30
_LONGEST_LEAD: Final = 24
#: May stand around the words that only say that there is more.
_MORE_MARKS: Final = " >»+.…·[]()（）＞-→"


class Gatherer:
    """The present box, line and anchor, and all that are complete."""

    def __init__(self, words: LayoutWords) -> None:
        self.walk = Walk(words)
        self._box = Box("html", "", None, {}, 0, 0)
        self.walk.boxes.append(self._box)
        self._text: list[str] = []
        self._anchor: Anchor | None = None
        self._anchor_text: list[str] = []
        self._grids = OpenGrids(self.walk.grids)
        self._order = 0
        self._before = ""

    # ---- boxes and lines --------------------------------------------------------------------------------------------
    def _open_box(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        if self._text:
            self._flush()
        parent, walk = self._box, self.walk
        number = len(walk.boxes)
        self._box = box = Box(
            tag, "", parent, attributes, depth, number, len(walk.runs), len(walk.anchors), parent.heading
        )
        if attributes:
            box.name = box_name(attributes)
            if "style" in attributes:
                walk.styled.append(box)
        if number < MAX_BOXES:
            walk.boxes.append(box)

    def _close_box(self) -> None:
        if self._text:
            self._flush()
        box, walk = self._box, self.walk
        parent = box.parent
        assert parent is not None
        box.last_run = last_run = len(walk.runs)
        box.last_link = len(walk.anchors)
        parent.chars += box.chars
        if box.link_chars:
            parent.link_chars += box.link_chars
        # A box that holds little but its heading (a title bar) lends it to what follows beside it.
        if box.heading != parent.heading and (box.tag in HEADINGS or last_run - box.first_run <= 2):
            parent.heading = box.heading
        self._box = parent

    def _add(self, text: str) -> None:
        if "\n" in text and self._box.tag == "pre":
            self._add_lines(text)
        elif self._text or (text and not text.isspace()):
            self._text.append(text)
            if self._anchor is not None:
                self._anchor_text.append(text)

    def _add_lines(self, text: str) -> None:
        """Preformatted text: its line breaks are shown."""
        *lines, last = text.split("\n")
        for line in lines:
            self._add(line)
            self._flush()
        self._add(last)

    def _flush(self) -> None:
        """End the line: what was gathered since the last block boundary becomes one run of text."""
        pieces = self._text
        text = fold("".join(pieces))
        lead = pieces[0] if len(pieces) > 1 and len(pieces[0]) <= _LONGEST_LEAD else ""
        pieces.clear()
        if not text:
            return
        if self._anchor is not None:
            self._anchor_text.append(" ")
        box, walk, length = self._box, self.walk, len(text)
        runs = walk.runs
        box.chars += length
        self._before = text
        if len(runs) >= MAX_RUNS or walk.chars >= MAX_CHARS:
            walk.cut = True
            return
        if length > MAX_RUN:
            text, length = text[:MAX_RUN], MAX_RUN
        walk.chars += length
        if self._grids.open:
            self._grids.add(text)
        self._order = order = self._order + 1
        runs.append(Run(text, box, order, lead))
        if (
            length <= _LONGEST_TITLE
            and (box.tag in _TITLE_TAGS or (box.name and _names_title(box.name)))
            and text.strip(_MORE_MARKS).lower() not in walk.words.more
        ):
            box.heading = text

    # ---- anchors ----------------------------------------------------------------------------------------------------------
    def _new_anchor(self, tag: str, attributes: Attributes) -> Anchor:
        self._order = order = self._order + 1
        box, anchors = self._box, self.walk.anchors
        anchor = Anchor(tag, attributes, box, order, box.heading)
        if self._grids.open:
            anchor.head = self._grids.head()
        if len(anchors) < MAX_LINKS:
            anchors.append(anchor)
        else:
            self.walk.cut = True
        return anchor

    def _open_anchor(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        if self._anchor is not None:
            self._close_anchor()
        self._anchor = self._new_anchor(tag, attributes)
        self._anchor_text = []

    def _close_anchor(self) -> None:
        anchor = self._anchor
        if anchor is not None:  # else another inside it ended it
            self._anchor = None
            anchor.text = fold("".join(self._anchor_text))[:500]
            self._box.link_chars += len(anchor.text)


@lru_cache(maxsize=1 << 13)
def _names_title(name: str) -> bool:
    parts = _NAME_PART.findall(name)
    named = any(part in _TITLE_NAMES or ("title" in part and f"_{part}".isidentifier()) for part in parts)
    return named or _NUMBERED_TITLE.search(name) is not None
