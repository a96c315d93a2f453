"""A guide to several items at once: each part has its heading and says the same labels again."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from rules.guide_line import number_style
from rules.guide_sections import Section
from rules.item_mentions import looks_like_item, may_be_item
from rules.item_words import ItemWords
from rules.normalise import clean_item_name

_FEWEST: Final = 2
_LONGEST: Final = 40
_SENTENCE: Final = frozenset("。;,:")


def part_names(sections: Sequence[Section], words: ItemWords) -> list[str]:
    """The headings of a guide's parts, in page order; empty where the guide is about one item.

    A part begins where a label comes again, and its heading is the line before: every part must have one, and most must read like
    an item's name.
    """
    heads = list(_lines_before_parts(sections))
    names = [clean_item_name(number_style(head)[1].strip("【】[] "), words) for head in heads]
    numbered = [bool(number_style(head)[0]) for head in heads]
    if len(heads) < _FEWEST or len({name.name for name in names}) < len(heads):
        return []
    like = [looks_like_item(name, words) for name in names]
    fits = all(
        item or (number and may_be_item(name, words)) for item, number, name in zip(like, numbered, names, strict=True)
    )
    return [name.name for name in names] if fits and sum(like) * 2 > len(like) else []


def _lines_before_parts(sections: Sequence[Section]) -> Iterator[str]:
    """The line before the first label of each part; an empty one where there is none that could be a heading."""
    seen: set[str] = set()
    lone = True
    for before, section in zip((Section("", (), ""), *sections), sections, strict=False):
        if not section.elements or not _in_text(section):
            continue
        if lone or seen & set(section.elements):
            last = before.text.rsplit("\n", 1)[-1].strip()
            yield last if len(last) <= _LONGEST and not _SENTENCE & set(last) else ""
            seen, lone = set(), False
        seen.update(section.elements)


def _in_text(section: Section) -> bool:
    """Whether a section stands in lines of text; the rows of a table say their columns' labels again and again."""
    return section.locator.startswith("block") and not section.in_row
