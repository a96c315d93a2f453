"""What a fetched page brings, as keys that are equal where two pages bring the same."""

from __future__ import annotations

from collections.abc import Iterator

from rules.item_mentions import looks_like_item
from rules.item_words import item_words_of
from rules.normalise import clean_item_name, fold_name
from rules.pack import Pack
from rules.records import PageFacts, PageReading

#: Functions that are evidence page by page; the others serve the whole site wherever they stand.
PER_ITEM = frozenset({"guide", "form", "apply"})
#: Pages on which a function counts only where they name an item: a notice that reads like a guide proves none.
TELLING_ROLES = frozenset({"news", "disclosure"})
DOCUMENT_KINDS = frozenset({"document", "binary"})


def evidence_of(facts: PageFacts, reading: PageReading) -> frozenset[str]:
    """Keys of the items, usable functions and columns on a page, and of the document it is."""
    return frozenset(_keys(facts, reading))


def named_item(wording: str, pack: Pack) -> str:
    """The item that a link's wording names by itself, comparable to what :func:`evidence_of` says; empty when it names none."""
    words = item_words_of(pack)
    clean = clean_item_name(wording, words)
    return fold_name(clean.name) if looks_like_item(clean, words) else ""


def guide_of(item: str) -> frozenset[str]:
    """The keys of a page that is the guide of one item, named as :func:`named_item` names it."""
    return frozenset((f"item {item}", f"guide {item}"))


def _keys(facts: PageFacts, reading: PageReading) -> Iterator[str]:
    if facts.kind in DOCUMENT_KINDS:
        yield f"document {facts.url}"
    yield from (f"item {fold_name(name)}" for name in reading.items)
    yield from (f"column {column}" for column, presence in reading.columns.items() if presence == "here")
    for function, presence in reading.functions.items():
        if presence == "here" and not _only_told(function, reading):
            yield f"{function} {_owner(facts, reading)}" if function in PER_ITEM else function


def _only_told(function: str, reading: PageReading) -> bool:
    return function in PER_ITEM and reading.role in TELLING_ROLES and not reading.items


def _owner(facts: PageFacts, reading: PageReading) -> str:
    """What a function on the page serves: the page's one item, else the page."""
    return fold_name(reading.items[0]) if len(reading.items) == 1 else facts.url
