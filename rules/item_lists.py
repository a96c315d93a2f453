"""Items in lists of links: each entry of a column of guides, forms or services."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Final, Literal
from urllib.parse import parse_qsl, urlsplit

from rules.dates import find_dates
from rules.guide_names import is_guide_column
from rules.item_mentions import ItemMention, looks_like_item, may_be_item, mention
from rules.item_themes import theme_orders
from rules.item_words import ItemWords
from rules.normalise import CleanName, clean_item_name, fold_name, simplify
from rules.page_dates import may_be_dated
from rules.records import Link, PageFacts, many

Place = Literal["list", "hall", "page"]
#: How much a page's role says of its entries: a list's are items, a hall's mostly, any other page's seldom.
_PLACES: Final[dict[str, Place]] = {"service_list": "list", "form_list": "list", "service_hall": "hall"}
_ENTRY_ZONES: Final = ("content", "hidden", "aside")
#: A long list of undated links is easily taken for a menu; on pages that list items it is looked at too.
_LIST_ZONES: Final = (*_ENTRY_ZONES, "nav")
_NAMED: Final = frozenset(["reason.name_suffix", "reason.name_prefix"])
_PREFIXED: Final = frozenset(["reason.name_prefix"])
_LONGEST_MENU_WORD: Final = 4
_FEWEST_NAMED: Final = 3
_COUNTED: Final = re.compile(r"^\d{1,3} (?=\D)")
_SHORTEST_DATED: Final = 4
_SHORTEST_OFFICE, _LONGEST_OFFICE = 3, 13  # characters
_MENU_ZONES: Final = frozenset(["nav", "header"])
#: What differs in the addresses of one list's entries: numbers and hashes.
_VARYING: Final = re.compile(r"(?<![0-9a-fA-F])[0-9a-fA-F]*\d[0-9a-fA-F]*")


@many
class _Entry:
    """A link that may name an item, and whether it does by itself."""

    link: Link
    item: ItemMention
    fits: bool
    promised: bool = False  # by the heading it stands under


def listed_items(facts: PageFacts, role: str, words: ItemWords) -> list[ItemMention]:
    """Items that links name: any plausible name on a list of items, only telling names elsewhere.

    Where entries are dated, undated ones beside them are the page's frame and are left out.
    """
    place = _PLACES.get(role, "page")
    dated = _dated_entries(facts)
    of_guides = place == "list" and is_guide_column(facts)
    themes = theme_orders(facts, words, on_list=place == "list")
    menu = {link.text for link in facts.links if link.zone in _MENU_ZONES}
    turner, zones = facts.words.layout.turner, _ENTRY_ZONES if place == "page" else _LIST_ZONES
    entries: list[_Entry] = []
    for link in facts.links:
        if link.zone not in zones or link.order in themes or not 2 <= len(link.text) <= 140:
            continue
        repeated = link.text in menu and link.zone not in _MENU_ZONES
        if link.text not in words.function_columns and (repeated or turner.match(link.text)):
            continue
        entry = _from_link(link, place, of_guides and link.order in dated, words)
        if entry is not None:
            entries.append(entry)
    if role == "form_list":
        entries = [replace(entry, item=replace(entry.item, source="form_list")) for entry in entries]
    told = entries if place == "page" else _with_company(entries, place, words)
    found = [(entry.link, entry.item) for entry in told if entry.fits]
    of_list = [item for link, item in found if link.order in dated]
    return of_list if place == "list" and len(of_list) * 2 >= len(found) else [item for _, item in found]


def _dated_entries(facts: PageFacts) -> set[int]:
    """Orders of links whose own line holds a date beside them."""
    blocks = (facts.blocks[place].text for place in sorted(may_be_dated(facts.blocks)))
    dated = [text for text in blocks if len(text) <= 200 and find_dates(text, year=2000)]
    lines, beside = "\n".join(dict.fromkeys(dated)), set()
    for text in sorted({link.text for link in facts.links if len(link.text) >= _SHORTEST_DATED}, key=len, reverse=True):
        if text in lines:  # 首次登记 of a menu stands in no line of its own where 抵押权首次登记 does
            beside.add(text)
            lines = lines.replace(text, "\0")
    return {link.order for link in facts.links if link.text in beside}


def _from_link(link: Link, place: Place, of_guides: bool, words: ItemWords) -> _Entry | None:
    text = _of_card(_without_office(simplify(link.title if _continues(link) else link.text), words), words)
    if text in words.function_columns or text in words.menu_words:
        return _from_icon(link, words)
    heading = simplify(link.context)
    promised = len(heading) <= 20 and any(map(heading.__contains__, words.headings))
    if not promised and len(heading) <= 20 and any(map(heading.__contains__, words.other_headings)):
        return None
    if text.endswith((".", "…")) and not promised:  # shortened, and nothing says the rest
        return None
    clean = clean_item_name(text, words)
    if link.zone == "nav" and not (looks_like_item(clean, words) and len(clean.name) > _LONGEST_MENU_WORD):
        return None
    if promised and (place == "list" or heading[:1] in "[【(" or _PREFIXED & set(clean.reasons)):
        fits = may_be_item(clean, words)
    else:
        address = place == "page" and not promised and _is_items_address(link.url, text, words)
        fits = _fits(text, clean, place, promised or of_guides, words, said_by_address=address)
    item = mention(text, "list", f"link {link.order}", words, url=link.url, context=link.context)
    return _Entry(link, item, fits, promised)


def _without_office(text: str, words: ItemWords) -> str:
    """The name on a card whose boxes are run together: 生育津贴申领 of 生育津贴申领市医保局零跑动."""
    bare = clean_item_name(text, words).name
    if not words.office.search(bare):
        return text
    cuts = (bare[:-length] for length in range(_SHORTEST_OFFICE, min(_LONGEST_OFFICE, len(bare) - _SHORTEST_OFFICE)))
    return next((cut for cut in cuts if looks_like_item(clean_item_name(cut, words), words)), text)


def _of_card(text: str, words: ItemWords) -> str:
    """The name on a card: its first line, where the others only say who handles it or what to press: 生育津贴申领 市医保局; or what follows
    who handles it.
    """
    first, *others = _COUNTED.sub("", text).split(" ")
    if others and words.office.search(first) and looks_like_item(clean_item_name(" ".join(others), words), words):
        return " ".join(others)
    if not others or not looks_like_item(clean_item_name(first, words), words):
        return text
    beside = all(
        other in words.function_columns
        or other in words.menu_words
        or not (other.startswith("(") or words.act.search(other) or words.thing.search(other))
        for other in others
    )
    return first if beside else text


def _with_company(entries: Sequence[_Entry], place: Place, words: ItemWords) -> list[_Entry]:
    """The entries of a list of items, where two thirds of those alike name items by themselves: the others do too.

    In a hall, whose links lead to columns as well, only those beside the same icon or below one heading that promises items.
    """
    kinds = [_kind(entry, place) for entry in entries]
    alike, named = Counter(kinds), Counter(kind for kind, entry in zip(kinds, entries, strict=True) if entry.fits)
    lists = {kind for kind, count in named.items() if count >= _FEWEST_NAMED and count * 3 >= alike[kind] * 2}
    return [
        entry if entry.fits else replace(entry, fits=kind in lists and _may_join(entry, place, words))
        for kind, entry in zip(kinds, entries, strict=True)
    ]


def _kind(entry: _Entry, place: Place) -> tuple[str, str, str]:
    """What entries of one list share: their zone, the shape of their addresses and the icon, in a hall also the heading, beside them."""
    beside = place == "hall" or entry.item.source == "table"
    return entry.link.zone, _VARYING.sub("#", entry.link.url), entry.item.context if beside else ""


def _may_join(entry: _Entry, place: Place, words: ItemWords) -> bool:
    clean = CleanName(entry.item.name, entry.item.reasons)
    long_enough = len(clean.name) >= _LONGEST_MENU_WORD
    listed = place == "list" or entry.promised or entry.item.source == "table"
    in_list = listed and entry.link.zone == "content" and bool(entry.link.url or entry.link.clicks)
    return in_list and long_enough and may_be_item(clean, words) and not words.menu_like.search(clean.name)


def _fits(
    text: str, clean: CleanName, place: Place, promised: bool, words: ItemWords, *, said_by_address: bool = False
) -> bool:
    """What a text must show to be an item grows with what its place leaves open."""
    if not may_be_item(clean, words):
        return False
    if place == "list" and promised:
        return not words.weak_not_item.search(clean.name)
    named = bool(_NAMED & set(clean.reasons))
    if place != "page" or promised:
        return named or looks_like_item(clean, words)
    if said_by_address and looks_like_item(clean, words):
        return True
    applied_for = words.application.search(text) and not words.weak_not_item.search(clean.name)
    return bool(applied_for) or bool(words.telling.search(text) and looks_like_item(clean, words))


def _is_items_address(url: str, text: str, words: ItemWords) -> bool:
    """Whether an address is an item's own: it lies among the guides, or carries the item's name."""
    parts = urlsplit(url)
    if words.addresses.search(parts.path):
        return True
    written = ("utf-8", "gb18030") if "%" in parts.query else ()
    said = (value for encoding in written for _, value in parse_qsl(parts.query, encoding=encoding))
    return any(fold_name(value) == fold_name(text) for value in said)


def _from_icon(link: Link, words: ItemWords) -> _Entry | None:
    """An icon such as 指南 or 申请 in a row: the row's label is the item."""
    label = simplify(link.context)
    clean = clean_item_name(label, words)
    if link.zone == "content" and simplify(link.text) in words.function_columns:
        item = mention(label, "table", f"link {link.order}", words, context=link.text)
        return _Entry(link, item, looks_like_item(clean, words))
    return None


def _continues(link: Link) -> bool:
    """A shortened text whose title says the whole name."""
    shown = link.text.rstrip(".… ")
    return len(link.title) > len(shown) and link.title.startswith(shown[:6])


def column_item(facts: PageFacts, words: ItemWords) -> ItemMention | None:
    """The column a page stands in, where it is a step below a column of services: 我要办理 > 会见."""
    steps = [simplify(step) for step in facts.breadcrumb]
    for above, step in pairwise(steps):
        if above in words.headings and step == steps[-1] and 2 <= len(step) <= 30:
            clean = clean_item_name(step, words)
            if may_be_item(clean, words):
                return mention(step, "list", "breadcrumb", words, url=facts.url, context=above)
    return None
