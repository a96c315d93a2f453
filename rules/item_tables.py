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
from rules.table_heads import Head, head_of, lists_matters, name_columns, tells_handling

_FEWEST_ROWS: Final = 2
_OWN_ZONES: Final = ("content", "hidden")
_LONGEST_ACT: Final = 4  # characters
_PARTED: Final = re.compile(r"[;\n]|(?:^|(?<=[\s;,、。]))\(?\d{1,2}[.、)](?!\d)")


def tabled_items(facts: PageFacts, words: ItemWords, *, cases: bool = False) -> Iterator[ItemMention]:
    """Items of every table that has a column of names, and of tables whose rows carry function icons.

    Tables of ``cases`` only where they are asked for.
    """
    pages = {simplify(link.text): link.url for link in reversed(facts.links) if link.url and link.text}
    for number, table in enumerate(facts.tables):
        if table.zone in _OWN_ZONES and (cases or not _tells_cases(table, words)):
            yield from _of_table(table, number, pages, words)


def handled_in_rows(facts: PageFacts, words: ItemWords) -> list[ItemMention]:
    """The matters of a guide that has a row for each, with what it asks for or how it is handled in the columns beside."""
    return _in_rows(facts, words, lambda head: tells_handling(head, words))


def parts_in_rows(facts: PageFacts, words: ItemWords) -> list[ItemMention]:
    """The single matters of a guide to several that are handled together: a row for each says who handles it."""
    return _in_rows(facts, words, lambda head: lists_matters(head, words))


def _in_rows(facts: PageFacts, words: ItemWords, asked: Callable[[Head], bool]) -> list[ItemMention]:
    found: list[ItemMention] = []
    for number, table in enumerate(facts.tables):
        rows = [[simplify(cell) for cell in row] for row in table.rows]
        head = head_of(rows, words) if table.zone in _OWN_ZONES else None
        if head is not None and asked(head):
            found.extend(_of_table(table, number, {}, words))
    return found if len(found) >= _FEWEST_ROWS else []


def _tells_cases(table: Table, words: ItemWords) -> bool:
    head = head_of([[simplify(cell) for cell in row] for row in table.rows], words)
    return head is not None and bool(head.columns(lambda cell: cell in words.case_columns))


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
        head = head_of(rows, words) if table.zone in _OWN_ZONES else None
        if head is None or not (names := name_columns(head, words)):
            continue
        columns = head.columns(lambda cell: cell in words.function_columns)
        for position, row in enumerate(rows[head.last + 1 :], head.last + 2):
            item = _named(row, names, head, words)[0] if names[0] < len(row) else ""
            for at in columns if item else ():
                if at != names[0] and at < len(row) and not words.empty_cell.fullmatch(row[at]):
                    yield FunctionCell(item, head.cells[at], row[at], f"table {number + 1} row {position}")


def _of_table(table: Table, number: int, pages: Mapping[str, str], words: ItemWords) -> Iterator[ItemMention]:
    rows = [[simplify(cell) for cell in row] for row in table.rows]
    head = head_of(rows, words)
    icons = _by_icons(rows, words) if head is None else None
    columns = name_columns(head, words) if head is not None else [] if icons is None else [icons]
    handled = head.columns(lambda cell: cell in words.department_columns)[:1] if head is not None else []
    for position in range(0 if head is None else head.last + 1, len(rows) if columns else 0):
        row = rows[position]
        if not words.enforcement.isdisjoint(row):
            continue  # what the government does to people is no matter of theirs: a row of a list of powers
        department = next((row[column] for column in handled if column < len(row)), "")
        for name in _named(row, columns, head, words)[1]:
            where = f"table {number + 1} row {position + 1}"
            yield mention(name, "table", where, words, url=pages.get(name, ""), department=department)


def _named(row: Sequence[str], columns: Sequence[int], head: Head | None, words: ItemWords) -> tuple[str, list[str]]:
    """The first cell of a row that names items, by its columns of names, and the names; else the first such cell and none."""
    told = head is not None or any(_is_function(cell, words) for cell in row)  # by the head, or the icons beside it
    fits = may_be_item if told else looks_like_item
    cells = [(column, row[column]) for column in columns if column < len(row)]
    for column, cell in cells:
        part = head is not None and len(columns) > 1 and words.part_column.search(head.cells[column])
        if names := _names_in(cell, _stands_alone if part else fits, words):
            return cell, names
    return (cells[0][1] if cells else ""), []


def _stands_alone(clean: CleanName, words: ItemWords) -> bool:
    """Whether a part's name says what it is a part of: 新办 and 变更 are only told together with the whole."""
    return may_be_item(clean, words) and (len(clean.name) > _LONGEST_ACT or looks_like_item(clean, words))


def _names_in(cell: str, fits: Callable[[CleanName, ItemWords], bool], words: ItemWords) -> list[str]:
    """The names in a cell: one, or several, numbered, on lines of their own or parted by semicolons, each of which reads as a name."""
    for pieces in (_PARTED.split(cell), cell.split()):  # lines of a cell come parted by spaces
        parts = [part for piece in pieces if (part := piece.strip(" ;,。"))]
        if len(parts) >= _FEWEST_ROWS and all(_is_item(part, words) for part in parts):
            return parts
    return [cell] if fits(clean_item_name(cell, words), words) else []


def _is_item(cell: str, words: ItemWords) -> bool:
    return looks_like_item(clean_item_name(cell, words), words)


def _by_icons(rows: Sequence[Sequence[str]], words: ItemWords) -> int | None:
    """The column before the icons, in a table most of whose rows end in function words."""
    with_icons = [row for row in rows if sum(1 for cell in row if _is_function(cell, words)) >= 1 and len(row) >= 2]
    if len(with_icons) < _FEWEST_ROWS or len(with_icons) * 2 < len(rows):
        return None
    for column in range(min(3, min(map(len, with_icons)))):
        names = [row[column] for row in with_icons if may_be_item(clean_item_name(row[column], words), words)]
        read = [name for name in names if _is_item(name, words)]
        if len(names) * 2 > len(with_icons) and len(read) * 2 >= len(names):
            return column
    return None


def _is_function(cell: str, words: ItemWords) -> bool:
    parts = cell.split()
    return bool(parts) and all(part in words.function_columns for part in parts)
