"""Menus of themes and kinds of matters: 设立登记, 资质认定, 知识产权, 安全生产 below 企业办事 lead to lists of items and are none."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Final

from rules.item_mentions import looks_like_item
from rules.item_words import ItemWords
from rules.normalise import clean_item_name, simplify
from rules.records import Link, PageFacts

_LONGEST_THEME: Final = 5  # characters
_FEWEST: Final = 4
_FEWEST_KNOWN: Final = 2
_FEWEST_TOOLS: Final = 3


def theme_orders(facts: PageFacts, words: ItemWords, *, on_list: bool) -> set[int]:
    """Orders of links that are a menu's: short words below one heading, fewer than two thirds of which read as items.

    So are queries of any kind among tools of everyday life: buses, weather, post codes. On a list of items, where short
    names are more likely, the content's are menus only where some are known themes.
    """
    orders: set[int] = set()
    links = (link for link in facts.links if link.text and simplify(link.text) not in words.function_columns)
    for (zone, heading), group in groupby(links, key=lambda link: (link.zone, link.context)):
        entries = list(group)
        if not words.picked.search(heading) and _is_menu(entries, words, known=on_list and zone == "content"):
            orders.update(link.order for link in entries)
        elif sum(bool(words.tool.search(link.text)) for link in entries) >= _FEWEST_TOOLS:
            orders.update(link.order for link in entries if words.tool_like.search(link.text))
    return orders


def _is_menu(links: Sequence[Link], words: ItemWords, *, known: bool) -> bool:
    texts = list(dict.fromkeys(simplify(link.text) for link in links))
    if len(texts) < _FEWEST or max(map(len, texts)) > _LONGEST_THEME:
        return False
    themes = [text for text in texts if text in words.menu_words]
    named = [text for text in texts if text not in words.menu_words and _reads_as_item(text, words)]
    return len(named) * 3 < len(texts) * 2 and (not known or len(themes) >= _FEWEST_KNOWN)


def _reads_as_item(text: str, words: ItemWords) -> bool:
    return looks_like_item(clean_item_name(text, words), words)
