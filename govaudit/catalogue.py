"""The region's official list of items (权责清单、事项目录), given by the user as the denominator of coverage."""

from __future__ import annotations

from pathlib import Path

from crawler.problems import Problem
from crawler.tables import Line, read_table
from rules.item_words import default_item_words

#: Headings under which official lists name their items, most exact first; those of tables on pages serve after them.
HEADINGS = ("name", "item_name", "事项名称", "办事事项", "事项", "目录名称", "名称")
#: An official list may have its title and notes above the row of headings.
_HEAD_ROWS = 10


def read_catalogue(path: Path) -> list[str]:
    """The item names in ``path`` (CSV or XLSX), in order, each once; raises ``Problem`` for a file without such a column."""
    lines = read_table(path)
    found = next(
        ((row, place) for row, line in enumerate(lines[:_HEAD_ROWS]) if (place := _names(line)) is not None), None
    )
    if found is None:
        raise Problem("catalogue_no_names", file=str(path), headings=", ".join(filter(None, lines[0].cells)))
    row, place = found
    names = [line.cells[place] for line in lines[row + 1 :] if len(line.cells) > place and line.cells[place]]
    if not names:
        raise Problem("catalogue_empty", file=str(path))
    return list(dict.fromkeys(names))


def _names(line: Line) -> int | None:
    """The place of the heading above the names in a row of headings."""
    headings = [cell.casefold().replace(" ", "") for cell in line.cells]
    words = default_item_words()
    exact = next((headings.index(wanted) for wanted in HEADINGS if wanted in headings), None)
    if exact is not None:
        return exact
    alike = (
        place for place, cell in enumerate(headings) if cell in words.name_columns or words.name_column.fullmatch(cell)
    )
    return next(alike, None)
