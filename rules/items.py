"""Find the service items a page is about or lists, with where each was found."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from rules.guide_names import item_of_page, matter_of, page_name
from rules.guide_parts import part_names
from rules.guides import NAME, GuideReading
from rules.item_data import items_in_data
from rules.item_lines import plain_items
from rules.item_lists import column_item, listed_items
from rules.item_mentions import ItemMention, Source, looks_like_item, mention
from rules.item_script import as_written
from rules.item_tables import handled_in_rows, parts_in_rows, tabled_items
from rules.item_words import ItemWords
from rules.normalise import clean_item_name
from rules.records import PageFacts

__all__ = ["ItemMention", "items_on_page"]

MAX_ITEMS: Final = 3_000
#: Roles of pages that are about one item.
ONE_ITEM: Final = ("guide", "apply_entry")
#: Roles of pages that may list items.
_LISTS: Final = (
    "home",
    "service_hall",
    "service_list",
    "form_list",
    "apply_entry",
    "guide",
    "result_list",
    "status_query",
)
#: Where no link names an item, plain lines may: so many at least.
_FEWEST_PLAIN: Final = {"service_list": 2, "service_hall": 3}


def items_on_page(facts: PageFacts, role: str, guide: GuideReading | None) -> list[ItemMention]:
    """Return the service items a page of the given role shows, each name once, in page order.

    News, disclosure and interaction pages show none, whatever they mention; a menu's words, columns, departments,
    places and
    lists of names are none.
    """
    return as_written(facts, _items_on_page(facts, role, guide, facts.words.items))


def _items_on_page(facts: PageFacts, role: str, guide: GuideReading | None, words: ItemWords) -> list[ItemMention]:
    if facts.kind == "json":
        return list(_once(items_in_data(facts, words)))[:MAX_ITEMS]
    if role in ONE_ITEM:
        return _about(facts, role, guide, words)
    if role not in _LISTS:
        return []
    if role == "form_list" and words.form_name.search(page_name(facts)):
        return _about(facts, role, None, words)
    found: list[ItemMention] = [
        *islice(items_in_data(facts, words), MAX_ITEMS),
        *tabled_items(facts, words, cases=role == "result_list"),
        *listed_items(facts, role, words),
    ]
    if role in _FEWEST_PLAIN and not found:
        plain = plain_items(facts, words, headed=role == "service_list")
        found = plain if len(plain) >= _FEWEST_PLAIN[role] else []
    if role == "status_query" and not found:
        found = _asked_for(facts, words)
    column = column_item(facts, words) if role == "service_list" and not found else None
    if column is not None:
        found = [column]
    return list(_once(found))[:MAX_ITEMS]


def _asked_for(facts: PageFacts, words: ItemWords) -> list[ItemMention]:
    """The item whose cases a page asks for, by its name: 积分入学申请结果查询."""
    name = words.query_ending.sub("", page_name(facts))
    clean = clean_item_name(name, words)
    fits = name != page_name(facts) and looks_like_item(clean, words)
    return [mention(name, "entry", "heading", words, url=facts.url)] if fits else []


def _about(facts: PageFacts, role: str, guide: GuideReading | None, words: ItemWords) -> list[ItemMention]:
    if role == "guide" and guide is not None and (parts := part_names(guide.sections, words)):
        return [mention(part, "guide", "content", words, url=facts.url) for part in parts]
    name = (guide.elements.get(NAME, "").split("\n")[0] if guide is not None else "") or item_of_page(facts)
    own = _own_item(name, facts, role, guide, words) if name else []
    if role != "guide":
        return own
    if looks_like_item(clean_item_name(name, words), words):
        return [*own, *parts_in_rows(facts, words)]
    return handled_in_rows(facts, words) or own


def _own_item(
    name: str, facts: PageFacts, role: str, guide: GuideReading | None, words: ItemWords
) -> list[ItemMention]:
    """The item a page is about, as its own statement or its heading names it; none where that names a system for many."""
    if role == "apply_entry" and _names_system(name, facts, words):
        return []
    department = guide.department if guide is not None else ""
    where = guide.where.get(NAME, "heading") if guide is not None else "heading"
    if role == "guide" and where == "heading":
        name = matter_of(name, facts)
    source: Source = "guide" if role == "guide" else "entry" if role == "apply_entry" else "form_list"
    return [mention(name, source, where, words, url=facts.url, department=department, context=facts.title[:120])]


def _names_system(name: str, facts: PageFacts, words: ItemWords) -> bool:
    """Whether a sign-in's name is that of a system for many matters: what is left of it names none."""
    return bool(words.system.search(page_name(facts))) and not looks_like_item(clean_item_name(name, words), words)


def _once(found: Iterable[ItemMention]) -> Iterator[ItemMention]:
    seen: set[str] = set()
    for item in found:
        if item.key not in seen:
            seen.add(item.key)
            yield item
