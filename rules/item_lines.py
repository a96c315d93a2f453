"""Items that a page writes as plain lines, or parted by commas in one, where no link, table or data names any."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import groupby
from typing import Final

from rules.item_mentions import ItemMention, looks_like_item, may_be_item, mention
from rules.item_words import ItemWords
from rules.normalise import clean_item_name, simplify
from rules.records import Block, PageFacts

_ENTRY_TAGS: Final = frozenset(["li", "dd", "p", "td", "div", "span"])
#: Above what an item asks for stands its name.
_HEAD_TAGS: Final = frozenset(["h3", "h4", "h5", "dt"])
_SHORTEST, _LONGEST = 4, 60  # characters of an entry
_LONGEST_LINE: Final = 2_000
_LONGEST_LABEL: Final = 24
_FEWEST_PLAIN: Final = 2
_FEWEST_NAMED: Final = 3
_NO_NAME: Final = re.compile(r"[\d\W_]*")
_PARTS: Final = re.compile(r"[、;,。]")
_AND_SO_ON: Final = re.compile(r"等.{0,8}$")


def plain_items(facts: PageFacts, words: ItemWords, *, headed: bool) -> list[ItemMention]:
    """Names that a list without links writes as plain lines, or, where they may be ``headed``, above what each asks for.

    One alone may be anything.
    """
    lines = [(block, simplify(block.text)) for block in facts.blocks if block.zone == "content"]
    linked = set() if headed else {simplify(link.text) for link in facts.links}  # a hall's links were looked at
    told = [(block, text) for block, text in lines if text not in linked and not _NO_NAME.fullmatch(text)]
    runs = [list(run) for _, run in groupby(told, key=lambda line: line[0].tag)]
    heads = [[line for line in told if line[0].tag == tag] for tag in sorted(_HEAD_TAGS) if headed]
    for groups in (runs, heads):
        named = [line for group in groups for line in _named(group, facts, words)]
        if len(named) >= _FEWEST_PLAIN:
            return [mention(text, "list", f"block {block.order}", words) for block, text in named]
    return list(_enumerated(lines, words))


def _named(run: Sequence[tuple[Block, str]], facts: PageFacts, words: ItemWords) -> list[tuple[Block, str]]:
    """The lines of one kind below each other that name items: those that read so and, where most do, the others among them."""
    labels = facts.words.guides.labels
    entries = [
        (block, text)
        for block, text in run
        if block.tag in _ENTRY_TAGS | _HEAD_TAGS and _SHORTEST <= len(text) <= _LONGEST
        if not labels.get(text.partition(":")[0])  # 所需材料:申请书 says what an item asks for
    ]
    fit = [_reads_as_item(text, words) for _, text in entries]
    if sum(fit) >= _FEWEST_NAMED and sum(fit) * 3 >= len(run) * 2:
        return [line for line, fits in zip(entries, fit, strict=True) if fits or _may_join(line[1], words)]
    return [line for line, fits in zip(entries, fit, strict=True) if fits]


def _may_join(text: str, words: ItemWords) -> bool:
    clean = clean_item_name(text, words)
    return ":" not in text and may_be_item(clean, words) and not words.menu_like.search(clean.name)


def _enumerated(lines: Sequence[tuple[Block, str]], words: ItemWords) -> Iterator[ItemMention]:
    """Names that one line enumerates behind what says so: 办理事项:取水许可、河道采砂许可、水土保持方案审批。"""
    for block, text in lines:
        label, colon, rest = text[:_LONGEST_LINE].partition(":")
        if colon and len(label) <= _LONGEST_LABEL and words.enumerates.search(label):
            parts = [part.strip() for part in _PARTS.split(_AND_SO_ON.sub("", rest.rstrip("。")))]
            named = [part for part in parts if _reads_as_item(part, words)]
            if len(named) >= _FEWEST_PLAIN and len(named) * 3 >= len(parts) * 2:
                fits = (part for part in parts if part in named or _may_join(part, words))
                yield from (mention(part, "list", f"block {block.order}", words) for part in fits)


def _reads_as_item(text: str, words: ItemWords) -> bool:
    return looks_like_item(clean_item_name(text, words), words)
