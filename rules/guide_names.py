"""What a page calls itself, and whether that is a service item's name."""

from __future__ import annotations

import re
from typing import Final

from rules.item_words import ItemWords, default_item_words
from rules.normalise import clean_item_name, simplify
from rules.records import PageFacts
from rules.remember import remembered

_TITLE_PARTS: Final = re.compile(r"\s+[-_|–—>]+\s+|[-_|–—]{1,2}(?=[^\d])|\s{2,}|>>?")
_GUIDE_COLUMNS: Final = re.compile(
    r"(?:办事|服务|办理|业务)指[南引]|办事服务|办事流程|办理须知|服务事项|办理事项|表格下载|资料下载|下载中心"
)


@remembered
def page_name(facts: PageFacts) -> str:
    """The page's own name: the part of its title that is repeated in the content, else its heading, else the official
    tag.
    """
    parts = [part for part in (simplify(part).strip("[]【】 ") for part in _TITLE_PARTS.split(facts.title)) if part]
    shown = {
        simplify(block.text) for block in facts.blocks if block.zone in ("content", "hidden") and len(block.text) <= 120
    }
    repeated = next((part for part in [simplify(facts.title), *parts[:2]] if part in shown and len(part) >= 4), "")
    return (
        repeated
        or simplify(facts.heading)
        or simplify(facts.meta.get("articletitle", ""))
        or (parts[0] if parts else "")
    )


def item_of_page(facts: PageFacts, words: ItemWords | None = None) -> str:
    """The item a page is about, by its own name; empty where the name is a report's, a decree's or a column's.

    The name is an item's where it carries 指南, 须知, 流程 and the like, ends as items' names do, or stands in a
    column of guides.
    """
    words = words or default_item_words()
    name = page_name(facts)
    clean = clean_item_name(name, words)
    if not 2 <= len(clean.name) <= 80 or clean.name in words.menu_words or words.not_item.search(clean.name):
        return ""
    says_guide = "reason.name_suffix" in clean.reasons or "reason.name_prefix" in clean.reasons
    shaped = words.act.search(clean.name) or words.thing.search(clean.name)
    like_item = shaped and not words.weak_not_item.search(clean.name) and not words.place.search(clean.name)
    return clean.name if says_guide or is_guide_column(facts) or like_item else ""


def is_guide_column(facts: PageFacts) -> bool:
    """Whether the page stands in, or is, a column of guides, by its breadcrumb, official tag or own name."""
    said = (*facts.breadcrumb, facts.meta.get("columnname", ""), page_name(facts)[:12])
    return any(_GUIDE_COLUMNS.search(simplify(step)) for step in said)


def element_suffix(facts: PageFacts, words: ItemWords | None = None) -> str:
    """What a page's name adds to the item's: 资料要求 of 企业更名资料要求, empty where it adds nothing."""
    name = page_name(facts)
    match = (words or default_item_words()).suffix.search(name)
    return match.group(0).strip(" -—_:()的之") if match and match.start() >= 2 else ""
