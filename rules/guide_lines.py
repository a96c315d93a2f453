"""A guide's page as a stream of lines in reading order: paragraphs, table cells and attached documents alike."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import repeat
from typing import Final

from rules.guide_labels import elements_of_label
from rules.guide_words import GuideWords
from rules.normalise import simplify
from rules.page_lines import own_blocks, own_lines
from rules.records import Block, PageFacts, Table, many

MAX_LINES: Final = 6_000
LONGEST_CATEGORY: Final = 10
_FEWEST_ITEMS: Final = 2
_FEWEST_DRAWN: Final = 3  # elements
_WITH_CATEGORY: Final = 3  # cells of a row of category, label and value
LONGEST_CELL_LABEL: Final = 16
_CONTENT: Final = ("content", "hidden")
_AHEAD: Final = 20_000
_LOOSE: Final = re.compile(r"[\s:()]")


@many
class Line:
    """One line of text, simplified and half-width. ``row_start`` marks the first cell of a row of several."""

    text: str
    locator: str
    heading: bool = False
    row_start: bool = False
    value: bool = False  # the cell beside a label: its text is what the label asks for, even if worded like a label


def lines_of(facts: PageFacts, words: GuideWords) -> list[Line]:
    """The content's lines; table rows come cell by cell, columns under a row of labels come as label and column."""
    blocks, texts = own_blocks(facts), own_lines(facts)
    tables = _joined(table for table in facts.tables if table.zone in _CONTENT and _is_data(table, words))
    drawn = _drawn_labels(facts, words)
    lines: list[Line] = []
    at = 0
    for number, table in enumerate(tables):
        while at < len(blocks) and blocks[at].order < table.order:
            lines.extend((*_block_line(blocks[at], texts[at], words), *drawn.get(blocks[at].order, ())))
            at += 1
        start = at
        at = _end_of_table(blocks, at, table)
        lines.extend(_table_lines(table, number, blocks[start:at], words))
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
        yield Line(text, f"block {block.order}", heading=heading, value=block.tag == "dd")


def _is_data(table: Table, words: GuideWords) -> bool:
    """A table of labels and values; one whose rows hold a single cell only lays out paragraphs, unless a row is all labels."""
    rows = [[cell for cell in row if cell] for row in table.rows]
    several = [row for row in rows if len(row) >= 2]
    return len(several) * 2 > len(rows) or any(all(_known(simplify(cell), words) for cell in row) for row in several)


def _joined(tables: Iterable[Table]) -> list[Table]:
    """The tables, a lone head put together with the table right after it: widgets draw head and rows as two tables."""
    joined: list[Table] = []
    for table in tables:
        before = joined[-1] if joined else None
        if before is not None and len(before.rows) == 1 and _continues(before, table):
            joined[-1] = replace(before, rows=(*before.rows, *table.rows))
        else:
            joined.append(table)
    return joined


def _continues(head: Table, table: Table) -> bool:
    width = len(head.rows[0])
    between = table.order - head.order - width
    return width >= 2 and {len(row) for row in table.rows} == {width} and 0 <= between <= width


def _end_of_table(blocks: Sequence[Block], at: int, table: Table) -> int:
    """Index behind the last block that repeats the table's cells."""
    cells = _squeeze(" ".join(cell for row in table.rows for cell in row))
    place = 0
    while at < len(blocks):
        piece = _squeeze(blocks[at].text)
        ahead = cells.find(piece, place, place + _AHEAD)  # blocks follow the cells: look on before looking everywhere
        if ahead < 0 and piece not in cells:
            break
        place = ahead + len(piece) if ahead >= 0 else place
        at += 1
    return at


def _squeeze(text: str) -> str:
    return "".join(text.split())


def _table_lines(table: Table, number: int, blocks: Sequence[Block], words: GuideWords) -> Iterator[Line]:
    parts = _Parts(blocks)
    head: list[str] | None = None
    for position, row in enumerate(table.rows):
        cells = [(simplify(cell), parts.of(cell)) for cell in row if cell]
        locator = f"table {number + 1} row {position + 1}"
        labels = _labels([text for text, _ in cells], words)
        if position + 1 < len(table.rows) and _heads(
            [text for text, _ in cells], labels, table.rows[position + 1], words
        ):
            head = [simplify(cell) for cell in row]
            if _lists_items(head, table.rows[position + 1 :], words):
                return
            continue
        said = [text for text, _ in cells if text not in words.link_cells]
        if head is not None and len(row) == len(head) and not any(_labels(said, words)):
            yield from _columns(head, [simplify(cell) for cell in row], locator, words)
            continue
        head = None
        if _under_category([text for text, _ in cells], labels, words):
            cells = cells[1:]
            labels = _labels([text for text, _ in cells], words)
        elif whole := _with_category([text for text, _ in cells], words):
            cells = [(whole, [whole]), *cells[2:]]
            labels = [True, *(False for _ in cells[1:])]
        parts_of = [[text] if label else lines for (text, lines), label in zip(cells, labels, strict=True)]
        yield from _row_lines(parts_of, labels, locator)


def _columns(head: Sequence[str], row: Sequence[str], locator: str, words: GuideWords) -> Iterator[Line]:
    for label, cell in zip(head, row, strict=True):
        if cell:
            if elements_of_label(label, words) is not None:
                yield Line(label, locator, row_start=True)
            yield Line(cell, locator)


def _row_lines(cells: Sequence[Sequence[str]], labels: Sequence[bool], locator: str) -> Iterator[Line]:
    value = False
    for column, lines in enumerate(cells):
        beside = column > 0 and labels[column - 1] and not value and not all(labels)
        value = beside and (not labels[column] or (len(cells) - column) % 2 == 1)  # pairs to the row's end
        for position, text in enumerate(lines):
            yield Line(
                text,
                locator,
                row_start=column == 0 and position == 0 and len(cells) >= 2,
                value=value and len(lines) == 1,
            )


def _labels(cells: Sequence[str], words: GuideWords) -> list[bool]:
    """Which cells of a row are labels; beside a label only a word that is always one, for 服务窗口 there is an answer."""
    found: list[bool] = []
    for text in cells:
        known = _known(text, words)
        asked = (
            len(text) <= LONGEST_CELL_LABEL and not (found and found[-1]) and elements_of_label(text, words) is not None
        )
        found.append(known or asked)
    return found


def _under_category(cells: Sequence[str], labels: Sequence[bool], words: GuideWords) -> bool:
    """Whether the first cell is a category, repeated for every row it spans: 基本信息 or 其他 beside 实施主体."""
    if len(cells) < 2 or len(cells[0]) > LONGEST_CATEGORY:
        return False
    if not labels[0]:
        return labels[1]
    pairs_follow = len(cells) % 2 == 1 and bool(elements_of_label(cells[1], words))
    return pairs_follow and not elements_of_label(cells[0], words)


def _with_category(cells: Sequence[str], words: GuideWords) -> str:
    """The label that a category and the word beside it make together: 申请 and 材料; empty where they make none."""
    if len(cells) < _WITH_CATEGORY or _known(cells[0], words) or len(cells[0] + cells[1]) > LONGEST_CATEGORY:
        return ""
    whole = "".join((cells[0] + cells[1]).split())
    return whole if words.labels.get(whole) else ""


def _heads(cells: Sequence[str], labels: Sequence[bool], following: Sequence[str], words: GuideWords) -> bool:
    """Whether a row names the columns of the rows below it: all labels, or short words with 材料名称 or 环节名称 among them."""
    below = [simplify(cell) for cell in following if cell]
    said = [text for text in below if text not in words.link_cells]
    if len(cells) < 2 or len(below) < 2 or any(_known(text, words) for text in said):
        return False
    tabled = len(cells) >= 3 and max(map(len, cells)) <= LONGEST_CATEGORY and any(map(_of_rows, cells, repeat(words)))
    return all(labels) or (tabled and not any(map(words.answer_cell.search, cells)))


def _lists_items(head: Sequence[str], rows: Sequence[Sequence[str]], words: GuideWords) -> bool:
    """Whether a table names another item in each row: a list of items, though its columns are worded like a guide's labels."""
    named = [column for column, cell in enumerate(head) if elements_of_label(cell, words) == ("事项名称",)]
    names = {row[column] for column in named[:1] for row in rows if column < len(row) and row[column]}
    return len(names) >= _FEWEST_ITEMS


def _of_rows(text: str, words: GuideWords) -> bool:
    """Whether a column so headed lists a guide's materials or steps; 上班时间 heads a table of vacancies."""
    return elements_of_label(text, words) in (("办理材料",), ("办理流程",))


def _known(text: str, words: GuideWords) -> bool:
    squeezed = _LOOSE.sub("", text)
    return bool(squeezed) and len(squeezed) <= 14 and squeezed in words.labels


class _Parts:
    """Gives each cell the lines it was written in, by following the blocks that repeat the table."""

    def __init__(self, blocks: Iterable[Block]) -> None:
        self._blocks = list(blocks)
        self._at = 0

    def of(self, cell: str) -> list[str]:
        """The cell's lines, simplified; the whole cell where its lines cannot be told."""
        rest, lines = _squeeze(cell), []
        while self._at < len(self._blocks) and rest:
            piece = _squeeze(self._blocks[self._at].text)
            if not rest.startswith(piece):
                break
            lines.append(simplify(self._blocks[self._at].text))
            rest = rest[len(piece) :]
            self._at += 1
        return lines if lines and not rest else [simplify(cell)]
