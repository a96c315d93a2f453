"""A page's lines in one way of writing, brought into it all together, for the price of one; several readers ask for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from rules.normalise import simplify_each, simplify_lines
from rules.records import PageFacts, Zone
from rules.remember import remembered

#: Where a page's own words stand.
OWN_ZONES: Final = frozenset(("content", "hidden"))


@remembered
def simple_lines(facts: PageFacts) -> list[str]:
    """The text of each block as ``rules.normalise.simplify`` returns it."""
    return simplify_each([block.text for block in facts.blocks])


@remembered
def own_lines(facts: PageFacts) -> list[str]:
    """The same of the blocks that are the page's own: content and hidden tabs."""
    return [line for block, line in zip(facts.blocks, simple_lines(facts), strict=True) if block.zone in OWN_ZONES]


@remembered
def plain_lines(facts: PageFacts) -> list[str]:
    """The text of each block as ``rules.engine.plain`` returns it."""
    return _plain(simple_lines(facts))


def plain_lines_of(facts: PageFacts, text: str, zone: Zone | None = None) -> list[str]:
    """The comparable lines of a text of the page; a text that is its blocks (of a zone) is not made comparable anew."""
    blocks = [block.text for block in facts.blocks if zone is None or block.zone == zone]
    if len(blocks) != text.count("\n") + 1 or "\n".join(blocks) != text:
        return _plain(simplify_lines(text))
    lines = plain_lines(facts)
    return (
        lines if zone is None else [line for block, line in zip(facts.blocks, lines, strict=True) if block.zone == zone]
    )


def _plain(lines: Sequence[str]) -> list[str]:
    return "\n".join(lines).lower().replace(" ", "").split("\n") if lines else []
