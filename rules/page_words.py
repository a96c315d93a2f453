"""Which of a pack's words a page says, and where: in its lines, its links, its forms and its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from rules.engine import Lexicon, Test, plain
from rules.normalise import simplify
from rules.records import Form, Table

if TYPE_CHECKING:
    from rules.page_view import PageView


class WordedLines:
    """Comparable lines of a text, the pack's words in them all, and the lines that hold any."""

    def __init__(self, lines: Sequence[str], words: Lexicon) -> None:
        """``lines`` as ``rules.normalise.simplify`` returns them."""
        self.all = "\n".join(lines).lower().replace(" ", "").split("\n")
        said = words.said_in(self.all)
        self.words_said = frozenset[str]().union(*said.values())
        #: Number, text and words of the lines that hold any.
        self.worded = [(number, self.all[number], hits) for number, hits in said.items()]

    def holding(self, test: Test) -> tuple[int, str] | None:
        """Number and text of the first line that fulfils a test."""
        if test.wants_nothing:  # a line that says none of the unwanted words
            worded = {number: hits for number, _, hits in self.worded}
            lines = ((number, line) for number, line in enumerate(self.all) if line)
            return next((one for one in lines if test.holds(one[1], worded.get(one[0], frozenset()))), None)
        return next(((number, line) for number, line, hits in self.worded if test.holds(line, hits)), None)


class WordsSaid(dict[str, Set[str]]):
    """The pack's words said at each place a condition may ask about, looked for when a place is first asked for."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, place: str) -> Set[str]:
        self[place] = said = _AT[place](self._view)
        return said


@lru_cache(maxsize=256)
def form_text(form: Form) -> str:
    """Everything a form says: what stands around it, its labels, its buttons and the names of its fields."""
    return plain(" ".join((form.text, *(f"{field.label} {field.name}" for field in form.fields))))[:3000]


def _said_in(texts: Callable[[PageView], Iterable[str]]) -> Callable[[PageView], Set[str]]:
    return lambda view: frozenset[str]().union(*map(view.words.hits, texts(view)))


def told_heads(table: Table, empty: re.Pattern[str]) -> Iterator[str]:
    """The first row of a table without the columns below which every cell is empty or says 无: such a column offers nothing."""
    head, *below = table.rows or ((),)
    for column, cell in enumerate(head):
        under = [row[column] for row in below if column < len(row)]
        if not under or not all(empty.fullmatch(simplify(text)) for text in under):
            yield cell


def _headers(view: PageView) -> Iterable[str]:
    empty = view.facts.words.items.empty_cell
    return (plain(cell) for table in view.facts.tables for cell in told_heads(table, empty))


_AT: Final[dict[str, Callable[[PageView], Set[str]]]] = {
    "title": _said_in(lambda view: view.titles),
    "site": _said_in(lambda view: view.site_names),
    "head": _said_in(lambda view: view.heads),
    "tab": _said_in(lambda view: (view.tab,)),
    "column": _said_in(lambda view: view.columns),
    "breadcrumb": _said_in(lambda view: (view.breadcrumb,)),
    "address": _said_in(lambda view: (view.address,)),
    "header": _said_in(_headers),
    "form": _said_in(lambda view: map(form_text, view.facts.forms)),
    "link": lambda view: view.links_by_word.keys(),
    "text": lambda view: view.lines.words_said,
    "page": lambda view: view.page_lines.words_said,
}
