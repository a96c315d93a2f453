"""The region's official list of items (权责清单、事项目录), given by the user as the denominator of coverage."""

from __future__ import annotations

from pathlib import Path

from crawler.problems import Problem
from crawler.tables import read_table

#: Headings under which official lists name their items, most exact first.
HEADINGS = ("name", "item_name", "事项名称", "办事事项", "事项", "目录名称", "名称")


def read_catalogue(path: Path) -> list[str]:
    """The item names in ``path`` (CSV or XLSX), in order, each once; raises ``Problem`` for a file without such a column."""
    lines = read_table(path)
    headings = [cell.casefold().replace(" ", "") for cell in lines[0].cells]
    place = next((headings.index(wanted) for wanted in HEADINGS if wanted in headings), None)
    if place is None:
        raise Problem("catalogue_no_names", file=str(path), headings=", ".join(filter(None, lines[0].cells)))
    names = [line.cells[place] for line in lines[1:] if len(line.cells) > place and line.cells[place]]
    if not names:
        raise Problem("catalogue_empty", file=str(path))
    return list(dict.fromkeys(names))
