"""A page's own lines in one way of writing, brought into it all together, for the price of one; several readers ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import compress
from operator import attrgetter
from typing import Final

from rules.normalise import simplify_each, simplify_lines
from rules.records import Block, PageFacts
from rules.remember import remembered

#: Where a page's own words stand.
OWN_ZONES: Final = frozenset(("content", "hidden"))
_zone: Final = attrgetter("zone")


@remembered
def own_blocks(facts: PageFacts) -> list[Block]:
    """The blocks that are the page's own: content and hidden tabs."""
    return list(compress(facts.blocks, map(OWN_ZONES.__contains__, map(_zone, facts.blocks))))


@remembered
def own_texts(facts: PageFacts) -> list[str]:
    """The text of each of the page's own blocks, as written."""
    return list(map(attrgetter("text"), own_blocks(facts)))


@remembered
def own_lines(facts: PageFacts) -> list[str]:
    """The text of each of the page's own blocks as ``rules.normalise.simplify`` returns it."""
    return simplify_each(own_texts(facts))


@remembered
def plain_lines(facts: PageFacts) -> list[str]:
    """The same as ``rules.engine.plain`` returns it."""
    return _plain(own_lines(facts))


def content_lines(facts: PageFacts) -> list[str]:
    """The comparable lines of the content's text; where they are its blocks they are not made comparable anew."""
    of_content = list(map("content".__eq__, map(_zone, own_blocks(facts))))
    blocks = own_texts(facts) if all(of_content) else list(compress(own_texts(facts), of_content))
    if len(blocks) != facts.text.count("\n") + 1 or "\n".join(blocks) != facts.text:
        return _plain(simplify_lines(facts.text))
    lines = plain_lines(facts)
    return lines if len(blocks) == len(lines) else list(compress(lines, of_content))


def page_lines(facts: PageFacts) -> list[str]:
    """The comparable lines of the whole page's text."""
    return _plain(simplify_lines(facts.page_text))


def _plain(lines: Sequence[str]) -> list[str]:
    return "\n".join(lines).lower().replace(" ", "").split("\n") if lines else []
