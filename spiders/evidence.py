"""What a fetched page brings, as keys that are equal where two pages bring the same."""

from __future__ import annotations

from collections.abc import Iterator

from rules.normalise import fold_name
from rules.records import PageFacts, PageReading

#: Functions that are evidence page by page; the others serve the whole site wherever they stand.
PER_ITEM = frozenset({"guide", "form", "apply"})
#: Pages on which a function counts only where they name an item: a notice that reads like a guide proves none.
TELLING_ROLES = frozenset({"news", "disclosure"})
DOCUMENT_KINDS = frozenset({"document", "binary"})


def evidence_of(facts: PageFacts, reading: PageReading) -> frozenset[str]:
    """Keys of the items, usable functions and columns on a page, and of the document it is."""
    return frozenset(_keys(facts, reading))


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
