"""What a page calls itself, and whether that is a service item's name."""

from __future__ import annotations

import re
from typing import Final

from rules.guide_labels import without_marks
from rules.item_mentions import looks_like_item, may_be_item
from rules.normalise import clean_item_name, simplify
from rules.page_lines import OWN_ZONES, own_blocks, own_lines
from rules.records import PageFacts
from rules.remember import remembered
from rules.vocabulary import Vocabulary

_TITLE_PARTS: Final = re.compile(r"\s+[-_|–—>]+\s+|[-_|–—]{1,2}(?=[^\d])|\s{2,}|>>?")
_NUMBER: Final = re.compile(r"^[\s●■◆*★·(]*(?:\d{1,2}|[一二三四五六七八九十]{1,3})?[\s、.)]*")
_BOXED: Final = re.compile(r"^\s*[\[【]\s*([^\[\]【】]{2,12})[\]】]")
_HEAD_BLOCKS: Final = 400
_LONGEST_HEAD: Final = 60


@remembered
def page_name(facts: PageFacts) -> str:
    """The page's own name: the part of its title that is repeated in the content, else its heading, the official tag, the title.

    What names the site (某市政务服务网) or any page of its kind (一次性告知单) is passed over; where a page calls itself nothing else,
    the line above its first label is asked for an item's name.
    """
    parts = [part for part in (simplify(part).strip("[]【】 ") for part in _TITLE_PARTS.split(facts.title)) if part]
    lines = zip(own_blocks(facts), own_lines(facts), strict=True)
    shown = {line for block, line in lines if len(block.text) <= 120}
    repeated = [part for part in [simplify(facts.title), *parts[:2]] if part in shown and len(part) >= 4]
    said = [*repeated, simplify(facts.heading), simplify(facts.meta.get("articletitle", "")), *parts]
    own = (name for name in said if name and not _says_no_name(name, facts.words))
    return next(own, "") or _above_labels(facts) or next(filter(None, said), "")


def _says_no_name(name: str, words: Vocabulary) -> bool:
    items = words.items
    return bool(words.names.guide_site.search(name)) or name in items.menu_words or bool(items.suffix.fullmatch(name))


def _above_labels(facts: PageFacts) -> str:
    """The last line above the first label of a guide that reads like an item's name, empty where there is none."""
    labels, words = facts.words.guides.labels, facts.words.items
    found = ""
    head = sum(1 for block in facts.blocks[:_HEAD_BLOCKS] if block.zone in OWN_ZONES)
    for block, text in zip(own_blocks(facts)[:head], own_lines(facts), strict=False):
        if len(block.text) <= _LONGEST_HEAD or _BOXED.match(text):
            if labels.get(_label(text)):
                return found
            if looks_like_item(clean_item_name(text, words), words):
                found = text
    return ""


def _label(line: str) -> str:
    """What stands at the start of a line where labels stand: before a colon, or in a box of its own (【办理条件】)."""
    if boxed := _BOXED.match(line):
        return boxed[1].replace(" ", "")
    return _NUMBER.sub("", without_marks(line)).partition(":")[0].replace(" ", "")


def item_of_page(facts: PageFacts) -> str:
    """The item a page is about, by its own name; empty where the name is a report's, a decree's or a column's.

    The name is an item's where it carries 指南, 须知, 流程 and the like, ends as items' names do, or stands in a
    column of guides.
    """
    words = facts.words.items
    name = page_name(facts)
    if asked := _asked_about(name, facts.words):
        return asked
    clean = clean_item_name(name, words)
    if not 2 <= len(clean.name) <= 80 or clean.name in words.menu_words or words.not_item.search(clean.name):
        return ""
    if words.function_words.fullmatch(clean.name.replace(" ", "")):
        return ""
    says_guide = "reason.name_suffix" in clean.reasons or "reason.name_prefix" in clean.reasons
    shaped = words.act.search(clean.name) or words.thing.search(clean.name)
    like_item = shaped and not words.weak_not_item.search(clean.name) and not words.place.search(clean.name)
    return clean.name if says_guide or is_guide_column(facts) or like_item else ""


def _asked_about(name: str, vocabulary: Vocabulary) -> str:
    """The item a question asks about: 居住证 in 如何办理居住证?, empty where a name is no such question."""
    words, names = vocabulary.items, vocabulary.names
    for pattern in names.questions:
        if found := pattern.match(name):
            act = found.groupdict().get("act") or ""
            clean = clean_item_name(("" if act in names.general_acts else act) + found["what"], words)
            shaped = words.act.search(clean.name) or words.thing.search(clean.name)
            return clean.name if shaped and may_be_item(clean, words) else ""
    return ""


def is_guide_column(facts: PageFacts) -> bool:
    """Whether the page stands in, or is, a column of guides, by its breadcrumb, official tag or own name."""
    column = facts.words.names.guide_column
    said = (*facts.breadcrumb, facts.meta.get("columnname", ""), page_name(facts)[:12])
    return any(column.search(simplify(step)) for step in said)


def element_suffix(facts: PageFacts) -> str:
    """What a page's name adds to the item's: 资料要求 of 企业更名资料要求, empty where it adds nothing."""
    name = page_name(facts)
    match = facts.words.items.suffix.search(name)
    return match.group(0).strip(" -—_:()的之") if match and match.start() >= 2 else ""
