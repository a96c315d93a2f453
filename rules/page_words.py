"""Which of a pack's words a page says, and where: in its lines, its links, its forms and its names."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from typing import TYPE_CHECKING, Final

from rules.engine import Lexicon, Test, plain
from rules.normalise import simplify
from rules.records import Form, Table

if TYPE_CHECKING:
    from rules.page_view import PageView


_LONGEST_HEAD: Final = 30  # characters


class WordedLines:
    """Comparable lines of a text, or wordings of links, and the pack's words in them."""

    def __init__(self, lines: Sequence[str], words: Lexicon, place: str, empty: re.Pattern[str] | None = None) -> None:
        """``lines`` as ``rules.engine.plain`` returns them; ``place`` is the condition that asks about them; a label above a line that
        says no more than ``empty`` (表格下载: | 无) tells nothing."""
        self.all = lines
        self._empty = empty
        self._text = "\n".join(lines)
        self.words_said = words.said(place, self._text)
        self._words = words
        self._places: dict[str, list[int]] = {}

    def holding(self, test: Test) -> tuple[int, str] | None:
        """Number and text of the first line that fulfils a test."""
        hits, lines = self._words.hits, self.all
        # Where nothing is wanted, a line that says none of the unwanted words.
        places: Iterable[int] = range(len(lines)) if test.wants_nothing else self.saying(test.words)
        told = ((number, lines[number]) for number in places if lines[number] and not self._is_unfilled(number))
        return next((one for one in told if test.holds(one[1], hits(one[1]))), None)

    def _is_unfilled(self, number: int) -> bool:
        """Whether a line is a label and the next one says that there is nothing."""
        if self._empty is None or not self.all[number].endswith((":", "：")):
            return False
        return bool(self._empty.fullmatch("".join(self.all[number + 1 : number + 2]) or "."))

    def saying(self, words: Set[str]) -> list[int]:
        """The numbers of the lines that say one of some words of the pack."""
        said = [self._said_at(word) for word in words & self.words_said]
        return said[0] if len(said) == 1 else sorted({place for places in said for place in places})

    def _said_at(self, word: str) -> list[int]:
        places = self._places.get(word)
        if places is None:
            places = self._places[word] = list(self._lines_with(word))
        return places

    def _lines_with(self, word: str) -> Iterator[int]:
        text, line, before = self._text, 0, 0
        at = text.find(word)
        while at >= 0:
            line += text.count("\n", before, at)
            yield line
            before = text.find("\n", at)
            at = text.find(word, before) if before >= 0 else -1


class WordsSaid(dict[str, Set[str]]):
    """The pack's words said at each place a condition may ask about, looked for when a place is first asked for."""

    def __init__(self, view: PageView) -> None:
        super().__init__()
        self._view = view

    def __missing__(self, place: str) -> Set[str]:
        if place == "role":  # which is not yet told where rules about roles are tried
            return frozenset((self._view.role,))
        self[place] = said = _AT[place](self._view)
        return said


def form_text(form: Form) -> str:
    """Everything a form says: what stands around it, its labels, its buttons and the names of its fields."""
    return plain(" ".join((form.text, *(f"{field.label} {field.name}" for field in form.fields))))[:3000]


def _said_in(texts: Callable[[PageView], Iterable[str]]) -> Callable[[PageView], Set[str]]:
    return lambda view: frozenset().union(*map(view.words.hits, texts(view)))


def told_heads(table: Table, empty: re.Pattern[str]) -> Iterator[str]:
    """The first row of a table without the columns below which every cell is empty or says 无: such a column offers nothing.

    A long cell is no head: old pages draw their menus in one.
    """
    head, *below = table.rows or ((),)
    for column, cell in enumerate(head):
        if len(cell) > _LONGEST_HEAD:
            continue
        under = [row[column] for row in below if column < len(row)]
        if not under or not all(empty.fullmatch(simplify(text)) for text in under):
            yield cell


def _headers(view: PageView) -> Iterable[str]:
    empty = view.facts.words.items.empty_cell
    return (plain(cell) for table in view.facts.tables for cell in told_heads(table, empty))


_AT: Final[dict[str, Callable[[PageView], Set[str]]]] = {
    "kind": lambda view: frozenset((view.facts.kind,)),
    "shell": lambda view: frozenset((str(view.is_shell),)),
    "front": lambda view: frozenset((str(view.is_front),)),
    "title": _said_in(lambda view: view.titles),
    "site": _said_in(lambda view: view.site_names),
    "head": _said_in(lambda view: view.heads),
    "tab": _said_in(lambda view: (view.tab,)),
    "column": _said_in(lambda view: view.columns),
    "breadcrumb": _said_in(lambda view: (view.breadcrumb,)),
    "address": _said_in(lambda view: (view.address,)),
    "header": _said_in(_headers),
    "form": _said_in(lambda view: view.form_texts),
    "link": lambda view: view.worded_links.words_said,
    "text": lambda view: view.lines.words_said,
    "page": lambda view: view.page_lines.words_said,
}
