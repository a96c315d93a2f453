"""The shape of one walk over a page's tree, and the stream of its nodes, in document order and within bounds."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final, NamedTuple

from rules.layout_words import LayoutWords
from rules.records import Zone

#: What one page may hold; a page beyond it is read up to the bound, never refused.
#: The longest page met in the wild has 2,000 lines, 400 links and 14,000 characters of content.
MAX_NODES: Final = 80_000
MAX_DEPTH: Final = 300
MAX_BOXES: Final = 12_000
MAX_RUNS: Final = 6_000
MAX_LINKS: Final = 5_000
MAX_IMAGES: Final = 1_000
MAX_CELL: Final = 4_000
MAX_HEAD: Final = 8  # characters of a column's name
MAX_NAME: Final = 400  # characters of an id or of classes: names are remembered from page to page
MAX_RUN: Final = 10_000  # characters of one line
MAX_CHARS: Final = 200_000  # of all lines

BLOCK_TAGS: Final = frozenset(
    [
        "address",
        "article",
        "aside",
        "blockquote",
        "body",
        "caption",
        "center",
        "dd",
        "details",
        "dir",
        "div",
        "dl",
        "dt",
        "fieldset",
        "figcaption",
        "figure",
        "footer",
        "form",
        "frameset",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "header",
        "hr",
        "iframe",
        "legend",
        "li",
        "main",
        "marquee",
        "menu",
        "nav",
        "ol",
        "optgroup",
        "p",
        "pre",
        "section",
        "select",
        "summary",
        "table",
        "tbody",
        "td",
        "tfoot",
        "th",
        "thead",
        "taro-view-core",
        "tr",
        "ul",
        "uni-list",
        "uni-list-item",
        "uni-page",
        "uni-page-body",
        "uni-view",
    ]
)
#: Their text is never content: code, fallbacks, and drafts that a script would have to bring to light.
CLOSED: Final = frozenset(
    [
        "script",
        "style",
        "textarea",
        "template",
        "noscript",
        "title",
        "object",
        "embed",
        "svg",
        "math",
        "select",
        "xmp",
        "noframes",
    ]
)
HEADINGS: Final = frozenset(["h1", "h2", "h3", "h4", "h5", "h6"])
Attributes = dict[str, str | None]
_NUMBERS: Final = re.compile(r"\d+")
_INVISIBLE: Final = re.compile("[\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad]")


def fold(text: str) -> str:
    """Fold white space to single spaces and drop invisible characters."""
    folded = " ".join(text.split())
    if folded.isprintable() or not _INVISIBLE.search(folded):  # the search takes ten times as long
        return folded
    return " ".join(_INVISIBLE.sub("", folded).split())


def box_name(attributes: Attributes) -> str:
    """What an element is called: its id and classes, lower case."""
    identity, classes = attributes.get("id"), attributes.get("class")
    if not identity:
        return classes[:MAX_NAME].strip().lower() if classes else ""
    return f"{identity[:MAX_NAME]} {classes[:MAX_NAME] if classes else ''}".strip().lower()


@lru_cache(maxsize=1 << 13)
def without_numbers(name: str) -> str:
    """A box's name without digits, remembered: pages of a site repeat their names."""
    return _NUMBERS.sub("", name)


@dataclass(slots=True)
class Box:
    """A block-level element: what it is called, which runs and anchors lie in it, and how much text that is."""

    tag: str
    name: str  # id and classes, lower case
    parent: Box | None
    attributes: Attributes
    depth: int
    number: int
    first_run: int = 0
    first_link: int = 0
    heading: str = ""  # the heading that presently rules this box
    last_run: int = field(init=False)  # exclusive; both are known when the box is closed
    last_link: int = field(init=False)
    chars: int = 0
    link_chars: int = 0
    zone: Zone | None = None  # known once zones are assigned


@dataclass(slots=True)
class Run:
    """A line of text between two block boundaries."""

    text: str
    box: Box
    order: int
    lead: str = ""  # the first of several pieces, where it is short


@dataclass(slots=True)
class Anchor:
    """An element that leads somewhere, as written."""

    node: str  # a, area, button, input, frame, iframe, option, or any element with onclick
    attributes: Attributes
    box: Box
    order: int
    heading: str = ""
    text: str = ""
    alt: str = ""  # alt or title of an image inside
    image: str = ""  # address of the first image inside
    head: str = ""  # what its table's first row says above it


@dataclass(slots=True)
class Image:
    """A picture that is no link, as written, with the line before it."""

    attributes: Attributes
    box: Box
    line: str
    order: int


@dataclass(slots=True)
class Field:
    """A form field as written, with the text that stood before it."""

    node: str
    attributes: Attributes
    box: Box
    form: int  # index into Walk.forms, or -1
    before: str
    order: int
    inner: str = ""  # a select's options


class Span(NamedTuple):
    """A cell that reaches into rows below its own."""

    first: int  # rows, from 1
    last: int
    width: int  # columns
    text: str


@dataclass(slots=True)
class Grid:
    """A table being read: rows of cell texts, each cell in its column. A cell that spans rows is repeated in each of them; of the
    columns that it spans the first holds its text, the others are empty."""

    box: Box
    order: int
    rows: list[list[str]] = field(default_factory=list)
    cell: list[str] | None = None
    height: int = 1
    width: int = 1
    spans: dict[int, Span] = field(default_factory=dict)  # by column
    grouped: set[int] = field(default_factory=set)  # columns that share a cell of the first row
    nested: int = 0  # tables inside
    borrowed: int = 0  # characters that came from tables inside

    def open_row(self) -> None:
        """Start a row, filled as far as cells from above reach into it."""
        self.close_cell()
        self.rows.append([])
        self._fill()

    def open_group(self) -> None:
        """Start a part of the table (its head, body or foot): no cell reaches from one into the next."""
        self.close_cell()
        self.spans.clear()

    def open_cell(self, height: int, width: int) -> None:
        """Start a cell that spans ``height`` rows and ``width`` columns."""
        self.close_cell()
        if not self.rows:
            self.open_row()
        self.cell, self.height, self.width = [], height, width

    def close_cell(self) -> None:
        """End the open cell, if any."""
        if self.cell is None:
            return
        text, row = " ".join(self.cell)[:MAX_CELL], self.rows[-1]
        self.cell, column = None, len(row)
        if self.height > 1:
            self.spans[column] = Span(len(self.rows), len(self.rows) + self.height - 1, self.width, text)
        if self.width > 1 and len(self.rows) == 1:
            self.grouped.update(range(column, column + self.width))
        self._put(text, self.width)
        self._fill()

    def head(self) -> str:
        """The short text that heads the column of the open cell, or empty: the first row's, or the second's where a cell of the
        first stands above several columns."""
        if self.cell is None or self.nested:
            return ""
        column = len(self.rows[-1])
        heading = 1 if column in self.grouped else 0
        names = self.rows[heading] if heading < len(self.rows) - 1 else []
        return names[column] if column < len(names) and len(names[column]) <= MAX_HEAD else ""

    def _put(self, text: str, width: int) -> None:
        row = self.rows[-1]
        row.append(text)
        if width > 1:
            row.extend([""] * (width - 1))

    def _fill(self) -> None:
        """Repeat the cells from above that reach into the present column of the present row."""
        row = self.rows[-1]
        while (reach := self.spans.get(len(row))) and reach.first < len(self.rows) <= reach.last:
            self._put(reach.text, reach.width)


@dataclass(slots=True)
class Walk:
    """Everything one walk collected, and the words under which it is understood."""

    words: LayoutWords
    title: str = ""
    boxes: list[Box] = field(default_factory=list)
    styled: list[Box] = field(default_factory=list)  # those with a style of their own
    runs: list[Run] = field(default_factory=list)
    anchors: list[Anchor] = field(default_factory=list)
    fields: list[Field] = field(default_factory=list)
    images: list[Image] = field(default_factory=list)
    forms: list[tuple[Attributes, Box]] = field(default_factory=list)
    grids: list[Grid] = field(default_factory=list)
    scripts: list[tuple[Attributes, str]] = field(default_factory=list)
    head: list[tuple[str, Attributes]] = field(default_factory=list)  # meta, base and link elements
    chars: int = 0  # of all runs
    cut: bool = False  # a bound was reached
