"""Names of items in the script their page is written in: readers compare simplified text, labels quote the page."""

from __future__ import annotations

from dataclasses import replace

from rules.item_mentions import ItemMention
from rules.normalise import is_traditional, simplify, simplify_width
from rules.records import PageFacts

_LONGEST_LINE = 400


def as_written(facts: PageFacts, items: list[ItemMention]) -> list[ItemMention]:
    """The mentions with names as the page writes them, where it is written in traditional script."""
    if not items or not is_traditional(facts.title + facts.heading + facts.text[:_LONGEST_LINE]):
        return items
    lines = [facts.title, facts.heading, *(block.text for block in facts.blocks if len(block.text) <= _LONGEST_LINE)]
    written = [(simplify(line), simplify_width(line)) for line in lines]
    return [replace(item, name=_found(item.name, written)) for item in items]


def _found(name: str, lines: list[tuple[str, str]]) -> str:
    """The place of a simplified name in the lines as written; the name itself where scripts differ in length."""
    for simplified, line in lines:
        place = simplified.find(name)
        if place >= 0 and len(simplified) == len(line):
            return line[place : place + len(name)]
    return name
