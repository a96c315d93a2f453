"""A guide's tables as lines: labels beside their values, or above the columns they head."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import groupby, repeat
from types import MappingProxyType
from typing import Final

from rules.guide_labels import elements_of_label
from rules.guide_line import Line
from rules.guide_places import placed_cells
from rules.guide_words import GuideWords
from rules.normalise import simplify
from rules.records import Block, Table

LONGEST_CATEGORY: Final = 10
_FEWEST_ITEMS: Final = 2
_WITH_CATEGORY: Final = 3  # cells of a row of category, label and value
LONGEST_CELL_LABEL: Final = 16
_FEWEST_ROWS: Final = 3
_FEWEST_COLUMNS: Final = 3
_WIDEST: Final = 6  # columns of a table of labels and values
_LOOSE: Final = re.compile(r"[\s:()]")


def is_data(table: Table, words: GuideWords) -> bool:
    """A table of labels and values; one whose rows hold a single cell only lays out paragraphs, unless a row is all labels.

    So does one that has no label in any row: a menu beside what the page says.
    """
    rows = [[cell for cell in row if cell] for row in table.rows]
    several = [row for row in rows if len(row) >= 2]
    known = [[_known(simplify(cell), words) for cell in row] for row in several]
    return any(map(all, known)) or (len(several) * 2 > len(rows) and any(map(any, known)))


def joined_tables(tables: Iterable[Table]) -> list[Table]:
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


def table_lines(table: Table, number: int, blocks: Sequence[Block], words: GuideWords) -> Iterator[Line]:
    """Yield a table's cells as lines; ``blocks`` are those that repeat them."""
    parts = _Parts(blocks)
    placed = _placed(table, words)
    head: list[str] | None = None
    for position, row in enumerate(table.rows):
        cells = [(simplify(cell), parts.of(cell)) for cell in row if cell]
        locator = f"table {number + 1} row {position + 1}"
        labels = _labels([text for text, _ in cells], words, placed)
        following = table.rows[position + 1] if position + 1 < len(table.rows) else ()
        if _heads([text for text, _ in cells], labels, following, words) or _side_by_side(row, following, words):
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
        for line in _row_lines(parts_of, labels, locator):
            yield line if line.value or line.text not in placed else replace(line, named=placed[line.text])


def _placed(table: Table, words: GuideWords) -> dict[str, tuple[str, ...]]:
    """The cells that are labels because the others of their column are, and the elements they name."""
    width = max((len(row) for row in table.rows), default=0)
    if len(table.rows) < _FEWEST_ROWS or width > _WIDEST:
        return {}
    columns = ([simplify(row[column]) for row in table.rows if column < len(row)] for column in range(width - 1))
    return {label: named for cells in columns for label, named in placed_cells(cells, words).items()}


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


def _labels(
    cells: Sequence[str], words: GuideWords, placed: Mapping[str, tuple[str, ...]] = MappingProxyType({})
) -> list[bool]:
    """Which cells of a row are labels; beside a label only a word that is always one, for 服务窗口 there is an answer."""
    found: list[bool] = []
    for text in cells:
        known = _known(text, words) or (text in placed and not (found and found[-1]))
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


def _side_by_side(row: Sequence[str], following: Sequence[str], words: GuideWords) -> bool:
    """Whether most cells of a row are labels, three of them side by side, above a row without any: 受理点, 地址, 工作时间, 电话."""
    said = [simplify(cell) for cell in following if cell]
    if len(row) < _FEWEST_COLUMNS or len(row) != len(following) or any(_known(text, words) for text in said):
        return False
    named = [elements_of_label(simplify(cell), words) is not None if cell else None for cell in row]
    beside = max((len(list(run)) for is_label, run in groupby(named) if is_label), default=0)
    return beside >= _FEWEST_COLUMNS and named.count(True) * 2 > len(named) and named[0] is not None


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
        rest, lines = squeezed(cell), []
        while self._at < len(self._blocks) and rest:
            piece = squeezed(self._blocks[self._at].text)
            if not rest.startswith(piece):
                break
            lines.append(simplify(self._blocks[self._at].text))
            rest = rest[len(piece) :]
            self._at += 1
        return lines if lines and not rest else [simplify(cell)]


def squeezed(text: str) -> str:
    """A text without its spaces."""
    return "".join(text.split())
