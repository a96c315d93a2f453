"""The head of a table of items: its columns' names, written in one row or in several under each other."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from rules.item_mentions import looks_like_item
from rules.item_words import ItemWords
from rules.normalise import clean_item_name

_HEAD_ROWS: Final = 4
_MATTER: Final = "事项"
_FEWEST_FUNCTIONS: Final = 2
_LONGEST_NAME: Final = 12  # characters of a column's name


@dataclass(frozen=True, slots=True)
class Head:
    """``last`` is the index of the head's last row, ``cells`` what each column is called, without spaces and punctuation."""

    last: int
    cells: tuple[str, ...]

    def columns(self, asked: Callable[[str], bool]) -> list[int]:
        """The columns whose names are asked for."""
        return [column for column, cell in enumerate(self.cells) if asked(cell)]


def head_of(rows: Sequence[Sequence[str]], words: ItemWords) -> Head | None:
    """The row of column names – one of them a name column and another telling what the table is for, or several functions – with
    the rows below it that divide its columns further: 主项名称 and 子项名称 under 事项名称.
    """
    others = words.department_columns | words.function_columns | words.columns_beside_names
    for position, row in enumerate(rows[:_HEAD_ROWS]):
        cells = tuple(map(bare, row))
        told = any(cell in others or _tells_handling(cell, words) for cell in cells)
        named = any(is_name(cell, words) for cell in cells) and told
        functions = {cell for cell in cells if cell in words.function_columns}
        if named or (len(functions) >= _FEWEST_FUNCTIONS and not any(_is_item(cell, words) for cell in row)):
            return _divided(Head(position, cells), rows, words)
    return None


def name_columns(head: Head, words: ItemWords) -> list[int]:
    """The columns headed as names, the most particular first; else the first beside the functions that is no number or body."""
    cells = head.cells
    if named := head.columns(lambda cell: is_name(cell, words)):
        return sorted(
            named, key=lambda column: (cells[column] in words.bare_name_columns, _rank(cells[column], words), column)
        )
    taken = words.department_columns | words.function_columns | words.number_columns
    return head.columns(lambda cell: bool(cell) and cell not in taken)[:1]


def is_name(cell: str, words: ItemWords) -> bool:
    """Whether a column so called holds names of items."""
    return cell in words.name_columns or bool(len(cell) <= _LONGEST_NAME and words.name_column.fullmatch(cell))


def tells_handling(head: Head, words: ItemWords) -> bool:
    """Whether a column tells what the matters beside it ask for, or how they are handled."""
    return any(_tells_handling(cell, words) for cell in head.cells)


def lists_matters(head: Head, words: ItemWords) -> bool:
    """Whether a column names matters, and another who handles them."""
    named = head.columns(lambda cell: _MATTER in cell and is_name(cell, words))
    return bool(named) and bool(head.columns(lambda cell: cell in words.department_columns))


def _tells_handling(cell: str, words: ItemWords) -> bool:
    return len(cell) <= _LONGEST_NAME and bool(words.handling_column.search(cell)) and not is_name(cell, words)


def bare(cell: str) -> str:
    """A column's name without spaces and punctuation."""
    return re.sub(r"[\s:()]", "", cell)


def _rank(heading: str, words: ItemWords) -> int:
    """Parts of an item are what is handled: 子项 before 事项名称 before 主项; a paper beside its matter comes last."""
    if words.paper_column.search(heading):
        return 3
    return 0 if words.part_column.search(heading) else 2 if words.whole_column.search(heading) else 1


def _divided(head: Head, rows: Sequence[Sequence[str]], words: ItemWords) -> Head:
    for row in rows[head.last + 1 : _HEAD_ROWS]:
        below = tuple(map(bare, row))
        if not _divides(head.cells, below, words):
            break
        cells = (one or above for one, above in zip(below, head.cells, strict=False))
        head = Head(head.last + 1, (*cells, *head.cells[len(below) :]))
    return head


def _divides(above: Sequence[str], below: Sequence[str], words: ItemWords) -> bool:
    """Whether a row names columns within those of the row above: it repeats what spans both, and is new only below cells that
    span several columns, where it holds no item."""
    new = [column for column, cell in enumerate(below) if cell and above[column : column + 1] != (cell,)]
    if not new or any(column >= len(above) or not _is_grouped(above, column) for column in new):
        return False
    known = words.department_columns | words.function_columns | words.columns_beside_names
    named = [is_name(below[column], words) or below[column] in known for column in new]
    return any(named) and not any(_is_item(below[column], words) for column in new)


def _is_grouped(above: Sequence[str], column: int) -> bool:
    """Whether a cell that spans several columns stands above a column: of its columns all but the first are empty."""
    return not above[column] or (column + 1 < len(above) and not above[column + 1])


def _is_item(cell: str, words: ItemWords) -> bool:
    return looks_like_item(clean_item_name(cell, words), words)
