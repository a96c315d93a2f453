"""What a list says of its own length – entries and pages in all –, and the addresses of its further pages where it has data."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from rules.layout_words import LayoutWords
from rules.records import Link, PageFacts

#: Further pages of one list that are named at most, and the longest list that is believed.
MAX_PAGES: Final = 300
MAX_ENTRIES: Final = 100_000
#: Objects that are looked at for a list.
_MAX_OBJECTS: Final = 200
#: Entries from which a page of a list may be full.
_FULL_PAGE: Final = 5
_NUMBERS: Final = re.compile(r"(?<![\w-])\d{1,4}(?![\w-])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Extent:
    """The length of a list as it says itself: ``total`` entries on ``pages`` pages (0 = not said), ``shown`` of them here.

    ``size`` is the number of entries a page has (0 = not said), ``said`` the words or keys that tell.
    """

    shown: int
    total: int = 0
    pages: int = 0
    size: int = 0
    said: str = ""

    @property
    def more(self) -> bool:
        """Whether the list is longer than what this page shows of it."""
        return self.total > self.shown or self.pages > 1


def extent_of(facts: PageFacts) -> Extent | None:
    """What the list on a page says of its length; None where it says nothing."""
    if facts.kind == "json":
        return extent_in_data(facts.data, facts.words.layout)
    return _in_text(facts.text, facts.words.layout) or _in_turners(facts.links, facts.words.layout)


def extent_in_data(data: object, words: LayoutWords) -> Extent | None:
    """The first list of objects beside which, or around which, data says how many there are."""
    waiting: list[tuple[Mapping[str, Any], Mapping[str, int]]] = [(data, {})] if isinstance(data, dict) else []
    for _ in range(_MAX_OBJECTS):
        if not waiting:
            break
        node, around = waiting.pop(0)
        inner = [value for value in node.values() if isinstance(value, dict)]
        rows = max((len(value) for value in node.values() if _is_list(value)), default=0)
        numbers = {**around, **_numbers(node)}
        if rows and (found := _told(rows, {**numbers, **_merged(inner)}, words)):
            return found
        waiting += [(one, numbers) for one in inner]
    return None


def _told(rows: int, numbers: Mapping[str, int], words: LayoutWords) -> Extent | None:
    total = _first(numbers, words.total_keys)
    pages = _first(numbers, words.pages_keys)
    if not total[1] and not pages[1]:
        return None
    size = _first(numbers, words.size_keys)[1]
    said = ", ".join(f"{name}={value}" for name, value in (total, pages) if value)
    return Extent(rows, min(total[1], MAX_ENTRIES), min(pages[1], MAX_ENTRIES), size, said)


def _in_text(text: str, words: LayoutWords) -> Extent | None:
    """What a page's own text says: 共25条 第1/3页."""
    told = words.says_pages.search(text)
    pages = int(next(filter(None, told.groups()))) if told else 0
    entries = words.says_entries.search(text)
    total = int(next(filter(None, entries.groups()))) if entries else 0
    if not pages and not total:
        return None
    said = " ".join(found[0].strip() for found in (entries, told) if found)
    return Extent(0, min(total, MAX_ENTRIES), min(pages, MAX_ENTRIES), 0, said)


def _in_turners(links: Sequence[Link], words: LayoutWords) -> Extent | None:
    """The greatest page that a list's turners go to by clicks that no reader can follow."""
    clicks = [link for link in links if link.clicks and words.turning.match(link.text.strip().lower())]
    numbers = [int(number) for link in clicks for number in _NUMBERS.findall(f"{link.text} {link.href}")]
    pages = max(numbers, default=0)
    return Extent(0, pages=pages, said=" ".join(link.text for link in clicks)[:200]) if pages > 1 else None


def turned_by_clicks(facts: PageFacts, entries: int, *, follows: bool = True) -> Extent | None:
    """A list of some entries with a way to its next page that no reader can follow – or, outside the site, that none ``follows`` –: it
    has one page more at least, though it may not say how many. Of a few entries it may be all there is."""
    words = facts.words.layout.next_words | (frozenset() if follows else {"2"})
    ways = [
        link
        for link in facts.links
        if (link.clicks or (link.url and not follows)) and not link.disabled and link.text.strip().lower() in words
    ]
    return Extent(0, pages=2, said=ways[0].text) if ways and entries >= _FULL_PAGE else None


def further_pages(url: str, extent: Extent, words: LayoutWords) -> Iterator[tuple[int, str]]:
    """The numbers (from 1) and addresses of a list's other pages, where its own address carries the parameter that turns them."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    place = next((n for n, (name, value) in enumerate(query) if _turns(name, value, words)), None)
    if place is None:
        return
    name, value = query[place]
    given = {plain_key(key): int(text) for key, text in query if _is_number(text)}
    size = _first(given, words.size_keys)[1] or extent.size or extent.shown
    pages = extent.pages or math.ceil(extent.total / max(1, size))
    step, first = (size, 0) if plain_key(name) in words.offset_keys else (1, min(1, int(value)))
    for number in range(min(pages, MAX_PAGES)):
        turned = str(first + number * step)
        if turned != value:
            whole = [*query[:place], (name, turned), *query[place + 1 :]]
            yield number + 1, urlunsplit(parts._replace(query=urlencode(whole)))


def list_key(url: str, words: LayoutWords) -> str:
    """An address without what turns a list's pages: equal for the pages of one list."""
    parts = urlsplit(url)
    query = parse_qsl(parts.query, keep_blank_values=True)
    kept = sorted((name, value) for name, value in query if not _turns(name, value, words))
    return urlunsplit(parts._replace(query=urlencode(kept)))


def plain_key(name: str) -> str:
    """A key as keys are compared: page_no and pageNo are one."""
    return name.lower().replace("_", "").replace("-", "")


def _turns(name: str, value: str, words: LayoutWords) -> bool:
    return _is_number(value) and plain_key(name) in words.page_keys | words.offset_keys


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 6


def _is_list(value: object) -> bool:
    return isinstance(value, list) and bool(value) and isinstance(value[0], dict)


def _numbers(node: Mapping[str, Any]) -> dict[str, int]:
    """The counts an object holds, as numbers or in digits."""
    return {plain_key(str(key)): int(value) for key, value in node.items() if _counts(value)}


def _counts(value: object) -> bool:
    if isinstance(value, bool):
        return False
    return 0 <= value < 10**9 if isinstance(value, int) else isinstance(value, str) and _is_number(value)


def _merged(nodes: Sequence[Mapping[str, Any]]) -> dict[str, int]:
    """What the objects beside a list say, that hold no list themselves: ``page: {total: 25}``."""
    found: dict[str, int] = {}
    for node in nodes:
        if not any(map(_is_list, node.values())):
            found |= _numbers(node)
    return found


def _first(numbers: Mapping[str, int], keys: frozenset[str]) -> tuple[str, int]:
    return next(((name, value) for name, value in numbers.items() if name in keys and value), ("", 0))
