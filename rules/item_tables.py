"""Items in tables: a column of names beside columns of guides, forms and entries."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from rules.item_mentions import ItemMention, looks_like_item, may_be_item, mention
from rules.item_words import ItemWords
from rules.normalise import CleanName, clean_item_name, simplify
from rules.records import PageFacts, Table

_HEAD_ROWS: Final = 4
_FEWEST_ROWS: Final = 2
_FEWEST_FUNCTIONS: Final = 2
_PARTED: Final = re.compile(r"[;\n]|(?:^|(?<=[\s;,、。]))\(?\d{1,2}[.、)](?!\d)")


def tabled_items(facts: PageFacts, words: ItemWords) -> Iterator[ItemMention]:
    """Items of every table that has a column of names, and of tables whose rows carry function icons."""
    pages = {simplify(link.text): link.url for link in reversed(facts.links) if link.url and link.text}
    for number, table in enumerate(facts.tables):
        if table.zone in ("content", "hidden"):
            yield from _of_table(table, number, pages, words)


@dataclass(frozen=True, slots=True)
class FunctionCell:
    """What stands in an item's row below the name of a function (表格下载), as plain text or a link's."""

    item: str
    column: str
    text: str
    locator: str


def function_cells(facts: PageFacts, words: ItemWords) -> Iterator[FunctionCell]:
    """The filled cells below the columns of functions, in tables with a column of names; cells that say 无 are empty."""
    for number, table in enumerate(facts.tables):
        rows = [[simplify(cell) for cell in row] for row in table.rows]
        head = _head(rows, words) if table.zone in ("content", "hidden") else None
        if head is None or not (named := _name_columns(rows, head, words)):
            continue
        names = named[0]
        columns = [
            (at, cell) for at, cell in enumerate(rows[head]) if at != names and _bare(cell) in words.function_columns
        ]
        for position, row in enumerate(rows[head + 1 :], head + 2):
            for at, column in columns if names < len(row) else ():
                if at < len(row) and not words.empty_cell.fullmatch(row[at]):
                    yield FunctionCell(row[names], column, row[at], f"table {number + 1} row {position}")


def _of_table(table: Table, number: int, pages: Mapping[str, str], words: ItemWords) -> Iterator[ItemMention]:
    rows = [[simplify(cell) for cell in row] for row in table.rows]
    head = _head(rows, words)
    columns = _name_columns(rows, head, words)
    department = _department_column(rows[head], words) if head is not None else None
    fits = may_be_item if head is not None else looks_like_item
    for position in range(0 if head is None else head + 1, len(rows) if columns else 0):
        row = rows[position]
        cells = (row[column] for column in columns if column < len(row))
        named = next((names for cell in cells if (names := _names_in(cell, fits, words))), [])
        for name in named:
            yield mention(
                name, "table", f"table {number + 1} row {position + 1}", words, url=pages.get(name, ""),
                department=row[department] if department is not None and department < len(row) else "",
            )  # fmt: skip


def _names_in(cell: str, fits: Callable[[CleanName, ItemWords], bool], words: ItemWords) -> list[str]:
    """The names in a cell: one, or several, numbered, on lines of their own or parted by semicolons, each of which reads as a name."""
    for pieces in (_PARTED.split(cell), cell.split()):  # lines of a cell come parted by spaces
        parts = [part for piece in pieces if (part := piece.strip(" ;,。"))]
        if len(parts) >= _FEWEST_ROWS and all(_is_item(part, words) for part in parts):
            return parts
    return [cell] if fits(clean_item_name(cell, words), words) else []


def _head(rows: Sequence[Sequence[str]], words: ItemWords) -> int | None:
    """Index of the row of column names: one of them a name column and another telling what the table is for, or several functions."""
    others = words.department_columns | words.function_columns | words.columns_beside_names
    for position, row in enumerate(rows[:_HEAD_ROWS]):
        cells = [_bare(cell) for cell in row]
        named = any(_names(cell, words) for cell in cells) and any(cell in others for cell in cells)
        functions = {cell for cell in cells if cell in words.function_columns}
        if named or (len(functions) >= _FEWEST_FUNCTIONS and not any(_is_item(cell, words) for cell in row)):
            return position
    return None


def _name_columns(rows: Sequence[Sequence[str]], head: int | None, words: ItemWords) -> list[int]:
    """The columns headed as names, the most particular first; else the first beside the functions that is no number or body."""
    if head is None:
        icons = _by_icons(rows, words)
        return [] if icons is None else [icons]
    cells = [_bare(cell) for cell in rows[head]]
    if named := [column for column, cell in enumerate(cells) if _names(cell, words)]:
        return sorted(
            named, key=lambda column: (cells[column] in words.bare_name_columns, _rank(cells[column], words), column)
        )
    taken = words.department_columns | words.function_columns | words.number_columns
    return [column for column, cell in enumerate(cells) if cell and cell not in taken][:1]


def _rank(heading: str, words: ItemWords) -> int:
    """Parts of an item are what is handled: 子项 before 事项名称 before 主项; a paper beside its matter comes last."""
    if words.paper_column.search(heading):
        return 3
    return 0 if words.part_column.search(heading) else 2 if words.whole_column.search(heading) else 1


def _is_item(cell: str, words: ItemWords) -> bool:
    return looks_like_item(clean_item_name(cell, words), words)


def _names(cell: str, words: ItemWords) -> bool:
    return cell in words.name_columns or bool(len(cell) <= 12 and words.name_column.fullmatch(cell))


def _by_icons(rows: Sequence[Sequence[str]], words: ItemWords) -> int | None:
    """The column before the icons, in a table most of whose rows end in function words."""
    with_icons = [row for row in rows if sum(1 for cell in row if _is_function(cell, words)) >= 1 and len(row) >= 2]
    if len(with_icons) < _FEWEST_ROWS or len(with_icons) * 2 < len(rows):
        return None
    for column in range(min(3, min(map(len, with_icons)))):
        names = [row[column] for row in with_icons if may_be_item(clean_item_name(row[column], words), words)]
        if len(names) * 2 > len(with_icons):
            return column
    return None


def _is_function(cell: str, words: ItemWords) -> bool:
    parts = cell.split()
    return bool(parts) and all(part in words.function_columns for part in parts)


def _department_column(head: Sequence[str], words: ItemWords) -> int | None:
    return next((column for column, cell in enumerate(head) if _bare(cell) in words.department_columns), None)


def _bare(cell: str) -> str:
    return re.sub(r"[\s:()]", "", cell)
