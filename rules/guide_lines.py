"""A guide's page as a stream of lines in reading order: paragraphs, table cells and attached documents alike."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import Final

from rules.guide_labels import elements_of_label
from rules.guide_line import Line
from rules.guide_tables import LONGEST_CELL_LABEL, is_data, joined_tables, squeezed, table_lines
from rules.guide_words import GuideWords
from rules.normalise import simplify
from rules.page_lines import own_blocks, own_lines
from rules.records import Block, PageFacts, Table

MAX_LINES: Final = 6_000
_FEWEST_DRAWN: Final = 3  # elements
_CONTENT: Final = ("content", "hidden")
_AHEAD: Final = 20_000


def lines_of(facts: PageFacts, words: GuideWords) -> list[Line]:
    """The content's lines; table rows come cell by cell, columns under a row of labels come as label and column."""
    blocks, texts = own_blocks(facts), own_lines(facts)
    whole = joined_tables(table for table in facts.tables if table.zone in _CONTENT)
    tables = [table for table in whole if is_data(table, words)]
    drawn = _drawn_labels(facts, words)
    lines: list[Line] = []
    at = 0
    for number, table in enumerate(tables):
        while at < len(blocks) and blocks[at].order < table.order:
            lines.extend((*_block_line(blocks[at], texts[at], words), *drawn.get(blocks[at].order, ())))
            at += 1
        start = at
        at = _end_of_table(blocks, at, table)
        lines.extend(table_lines(table, number, blocks[start:at], words))
    for block, text in zip(blocks[at:], texts[at:], strict=True):
        lines.extend((*_block_line(block, text, words), *drawn.get(block.order, ())))
    return lines[:MAX_LINES]


def _drawn_labels(facts: PageFacts, words: GuideWords) -> Mapping[int, list[Line]]:
    """Labels drawn as pictures, by the order of the line before them: where three elements are labelled so, text stands under each."""
    found: dict[int, list[Line]] = defaultdict(list)
    named: set[str] = set()
    for picture in facts.pictures:
        label = simplify(picture.alt or picture.title) if picture.zone in _CONTENT else ""
        if 0 < len(label) <= LONGEST_CELL_LABEL and (elements := elements_of_label(label, words)) is not None:
            named.update(elements)
            found[picture.order].append(Line(label, "picture", heading=True))
    return found if len(named) >= _FEWEST_DRAWN else {}


def attached_lines(attachments: Sequence[str]) -> Iterator[Line]:
    """Lines of attached documents' text."""
    for number, text in enumerate(attachments):
        for position, line in enumerate(text.splitlines()[:MAX_LINES]):
            for cell in line.split("\t"):
                if cell.strip():
                    yield Line(simplify(cell), f"attachment {number + 1} line {position + 1}")


def _block_line(block: Block, text: str, words: GuideWords) -> Iterator[Line]:
    if text and not words.boilerplate.search(text[:300]):
        heading = block.tag[:1] == "h" and block.tag[1:].isdigit()
        kin, lead = f"{block.tag} {block.name}".strip(), simplify(block.lead) if block.lead else ""
        yield Line(text, f"block {block.order}", heading=heading, value=block.tag == "dd", kin=kin, lead=lead)


def _end_of_table(blocks: Sequence[Block], at: int, table: Table) -> int:
    """Index behind the last block that repeats the table's cells."""
    cells = squeezed(" ".join(cell for row in table.rows for cell in row))
    place = 0
    while at < len(blocks):
        piece = squeezed(blocks[at].text)
        ahead = cells.find(piece, place, place + _AHEAD)  # blocks follow the cells: look on before looking everywhere
        if ahead < 0 and piece not in cells:
            break
        place = ahead + len(piece) if ahead >= 0 else place
        at += 1
    return at
