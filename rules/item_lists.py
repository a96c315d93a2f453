"""Items in lists of links: each entry of a column of guides, forms or services."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final

from rules.item_mentions import ItemMention, Source, looks_like_item, may_be_item, mention
from rules.item_words import ItemWords
from rules.normalise import clean_item_name, simplify
from rules.records import Link, PageFacts

_ENTRY_ZONES: Final = ("content", "hidden", "aside")
_PAGER: Final = re.compile(r"^[\d\s<>«».…()第页共条首尾上下一末]+$|^(?:more|更多|详[细情]|查看|进入|点击).{0,4}$", re.IGNORECASE)


def listed_items(facts: PageFacts, role: str, words: ItemWords) -> Iterator[ItemMention]:
    """Items that links name: any plausible name on a list of items, only telling names elsewhere."""
    strict = role not in ("service_list", "form_list")
    for link in facts.links:
        if link.zone not in _ENTRY_ZONES or not 2 <= len(link.text) <= 140 or _PAGER.match(link.text):
            continue
        source: Source = "form_list" if role == "form_list" else "list"
        found = _from_link(link, source, strict, words)
        if found is not None:
            yield found


def _from_link(link: Link, source: Source, strict: bool, words: ItemWords) -> ItemMention | None:
    text = simplify(link.title if len(link.title) > len(link.text) and _continues(link) else link.text)
    if text in words.function_columns or text in words.menu_words:
        return _from_icon(link, words)
    clean = clean_item_name(text, words)
    labelled = bool({"reason.name_suffix", "reason.name_prefix"} & set(clean.reasons)) or _says_guide(text)
    promised = _promised(link.context, words)
    fits = looks_like_item(clean, words) if not (promised and labelled) else may_be_item(clean, words)
    if not fits or (strict and not labelled and not promised):
        return None
    return mention(text, source, f"link {link.order}", words, url=link.url, context=link.context)


def _from_icon(link: Link, words: ItemWords) -> ItemMention | None:
    """An icon such as 指南 or 申请 in a row: the row's label is the item."""
    label = simplify(link.context)
    clean = clean_item_name(label, words)
    if link.zone == "content" and simplify(link.text) in words.function_columns and looks_like_item(clean, words):
        return mention(label, "table", f"link {link.order}", words, context=link.text)
    return None


def _continues(link: Link) -> bool:
    """A shortened text whose title says the whole name."""
    return link.title.startswith(link.text.rstrip(".… ")[:6])


def _says_guide(text: str) -> bool:
    return text.startswith(("【办事指南】", "[办事指南]", "(办事指南)", "【服务指南】", "[服务指南]"))


def _promised(context: str, words: ItemWords) -> bool:
    heading = simplify(context)
    return len(heading) <= 20 and any(word in heading for word in words.headings)
