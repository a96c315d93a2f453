"""What a link stands beside: the item's name in its row, for icons and short words that mean nothing alone."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from rules.fact_walk import Anchor, Box, Run, Walk
from rules.layout_words import LayoutWords

_ROW_TAGS: Final = frozenset(["tr", "li", "dl", "dd", "div", "p", "td"])
#: Boxes whose lines stand for themselves: papers of a guide one below the other, each with its form.
_PARAGRAPHS: Final = frozenset(["p", "td", "dd"])
_ROWS: Final = frozenset(["tr", "li", "dl"])
MAX_ROW: Final = 300
_LONGEST_ICON: Final = 30
_ADDRESS: Final = re.compile(r"(?:https?://|www\.)[\x21-\x7e]+", re.IGNORECASE)
_ADDRESS_STARTS: Final = frozenset("hHwW")  # for hardly any link is worded so
_LINES_OF_ROW: Final = 8
_ICONS_BEFORE: Final = 8
_OPENED: Final = {")": "(", "）": "（", "]": "[", "】": "【"}
_BETWEEN: Final = " |·、,，/[]【】()（）:："


def is_address(text: str) -> bool:
    """Whether a link's wording is nothing but an address: what stands before it says what it is."""
    return text[:1] in _ADDRESS_STARTS and bool(_ADDRESS.fullmatch(text))


def contexts_of(walk: Walk) -> dict[int, str]:
    """Map the order of each link to its row's label: the first meaningful words of the row that are not the link's own."""
    contexts: dict[int, str] = {}
    cards, runs = _cards(walk), walk.runs
    for place, anchor in enumerate(walk.anchors):
        box = anchor.box
        if box.chars > MAX_ROW or box.tag not in _ROW_TAGS:
            continue
        if box.tag in _ROWS and box.last_run - box.first_run == 1 and runs[box.first_run].text == anchor.text:
            continue  # most rows are an entry of a menu and say nothing but the link itself
        if len(anchor.text) > _LONGEST_ICON and not is_address(anchor.text):
            continue
        label = _row_label(anchor, walk, cards)
        if label:
            before = walk.anchors[max(0, place - _ICONS_BEFORE) : place]
            contexts[anchor.order] = _without_icons(label, before, walk.words)
    return contexts


def _without_icons(label: str, before: Sequence[Anchor], layout: LayoutWords) -> str:
    """A row's label without the icons before this one, where they are written onto it: 取水许可指南表格."""
    for anchor in reversed(before):
        rest = _closed(label.removesuffix(anchor.text)) if anchor.text else label
        if rest == label or not rest or not _names_icons(anchor.text, layout):
            break
        label = rest
    return label


def _closed(label: str) -> str:
    """A label without what parted it from an icon; a bracket that belongs to its last words stays: 取水许可(新办)."""
    rest = label.rstrip(_BETWEEN)
    closing = label[len(rest) : len(rest) + 1]
    return rest + closing if _OPENED.get(closing, closing) in rest and closing in _OPENED else rest


def _cards(walk: Walk) -> frozenset[int]:
    """Boxes that come again beside each other under one name, as the entries of a list that is made of boxes do."""
    named = [box for box in walk.boxes if box.name and box.tag == "div" and box.chars <= MAX_ROW]
    keys = [(id(box.parent), box.name) for box in named]
    if len(set(keys)) == len(keys):
        return frozenset()
    times = Counter(keys)
    return frozenset([box.number for box, key in zip(named, keys, strict=True) if times[key] > 1])


def _row_label(anchor: Anchor, walk: Walk, cards: frozenset[int]) -> str:
    """The row's label; past icons that stand side by side only a list's or table's own row or a card is asked, never a mere box."""
    box: Box | None = anchor.box
    icons, layout, wording = "", walk.words, anchor.text
    for _ in range(4):
        if box is None or box.tag not in _ROW_TAGS or box.chars > MAX_ROW:
            return icons
        in_row = box.tag in _ROWS
        # 更多 and 进入服务 lead to what their card is headed, though that be an icon's word.
        card = box.number in cards and layout.leads_in.match(wording) is None
        for run in _runs_of_row(box, anchor, walk):
            if run.text == wording:
                continue
            words = _before_link(run.text, wording)
            if not words or words == wording or _says_nothing(words, layout):
                continue
            if is_address(wording) or (not _names_icons(words, layout) and (in_row or card or not icons)):
                return words
            icons = icons or words
        if in_row:
            return icons
        box = box.parent
    return icons


def _runs_of_row(box: Box, anchor: Anchor, walk: Walk) -> Sequence[Run]:
    """The first lines of a row; of a list of terms those from the link's own term on, of a paragraph or cell the link's own line first."""
    first = box.first_run
    if box.tag in _PARAGRAPHS and box.last_run - first > 1:
        runs = walk.runs[first : box.last_run]
        own = next((run for run in runs if run.order > anchor.order), runs[0])  # a line is numbered when it ends
        return [own, *runs[:_LINES_OF_ROW]]
    if box.tag == "dl" and anchor.box.tag == "dd":
        above = walk.runs[first : anchor.box.first_run]
        first += max((place for place, run in enumerate(above) if run.box.tag == "dt"), default=0)
    return walk.runs[first : box.last_run][:_LINES_OF_ROW]


@lru_cache(maxsize=1 << 13)
def _says_nothing(words: str, layout: LayoutWords) -> bool:
    return bool(layout.meaningless.match(words))


@lru_cache(maxsize=1 << 13)
def _names_icons(words: str, layout: LayoutWords) -> bool:
    return bool(layout.icons.match(words))


def _before_link(text: str, wording: str) -> str:
    """A line that the link itself stands in counts up to the link."""
    place = text.find(wording) if wording else -1
    return text[:place].strip(" :：|·-") if place >= 0 else text
