"""Turn the stream of a page's nodes into boxes, runs of text, anchors, fields and tables."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from typing import Final

from selectolax.lexbor import LexborNode

from rules.fact_walk import (
    BLOCK_TAGS,
    CLOSED,
    HEADINGS,
    MAX_BOXES,
    MAX_CELL,
    MAX_CHARS,
    MAX_DEPTH,
    MAX_LINKS,
    MAX_NODES,
    MAX_RUN,
    MAX_RUNS,
    Anchor,
    Attributes,
    Box,
    Field,
    Grid,
    Run,
    Walk,
    fold,
)

_TITLE_NAME: Final = re.compile(r"(?:^|[\s_-])(?:\w*title\w*|tit|\w+_tit|bt|biaoti|hd|caption)(?:$|[\s_-])|h[1-6]tit")
MAX_OPTIONS: Final = 300
#: Written beside a heading, never one itself.
_MORE: Final = frozenset(["更多", "more", "查看更多", "点击更多", "更多内容", "更多信息"])
_MORE_MARKS: Final = " >»+.…·[]()（）＞-→"
_LONGEST_ALT: Final = 200
_LINE_BOXES: Final = BLOCK_TAGS - {"select", "iframe", "hr", "option"}


class Collector:
    """Reads one page's tree; one instance a page."""

    def __init__(self) -> None:
        self.walk = Walk()
        self._box = Box("html", "", None, {}, 0, 0)
        self.walk.boxes.append(self._box)
        self._text: list[str] = []
        self._anchor: Anchor | None = None
        self._anchor_depth = -1
        self._anchor_text: list[str] = []
        self._grids: list[Grid] = []
        self._form = -1
        self._order = 0
        self._before = ""
        self._label: tuple[str, int] | None = None
        self._enter: dict[str, Callable[[LexborNode, Attributes], None]] = {
            "area": self._single, "iframe": self._single, "frame": self._single, "meta": self._single, "base": self._single,
            "link": self._single, "img": self._image, "br": self._break, "form": self._open_form, "input": self._input,
            "textarea": self._input, "select": self._select, "script": self._script, "table": self._open_table,
            "tr": self._open_row, "td": self._open_cell, "th": self._open_cell, "title": self._title,
        }  # fmt: skip
        self._leave: dict[str, Callable[[], None]] = {
            "form": self._close_form, "table": self._close_table, "td": self._close_cell, "th": self._close_cell,
        }  # fmt: skip

    def read(self, root: LexborNode) -> Walk:
        """Walk the tree below ``root`` and return what was collected."""
        path: list[tuple[LexborNode, str]] = []  # the open elements around the present node
        node: LexborNode | None = root
        for _ in range(MAX_NODES):
            if node is None:
                break
            node = self._visit(node, path)
            while node is None and path:
                node = self._leave_last(path)
        while path:
            self._leave_last(path)
        self._flush()
        while self._box.parent is not None:
            self._close_box()
        self._box.last_run, self._box.last_link = len(self.walk.runs), len(self.walk.anchors)
        return self.walk

    # ---- elements --------------------------------------------------------------------------------------------------
    def _visit(self, node: LexborNode, path: list[tuple[LexborNode, str]]) -> LexborNode | None:
        """Take in one node; return its first child or, where none is to be entered, what follows it."""
        tag = node.tag or ""
        if tag == "-text":
            text = node.text_content
            if text and (self._text or not text.isspace()):  # most texts are white space between boxes
                self._add(text)
            return node.next
        depth = len(path)
        is_element = tag[:1] not in ("-", "!")
        if is_element:
            self._enter_element(node, tag, depth)
        child = None if tag in CLOSED or depth >= MAX_DEPTH else node.first_child
        if child is not None:
            path.append((node, tag))
            return child
        if is_element:
            self._leave_element(tag, depth)
        return node.next if path else None

    def _leave_last(self, path: list[tuple[LexborNode, str]]) -> LexborNode | None:
        node, tag = path.pop()
        if tag[:1] not in ("-", "!"):
            self._leave_element(tag, len(path))
        return node.next if path else None

    def _enter_element(self, node: LexborNode, tag: str, depth: int) -> None:
        attributes: Attributes = node.attributes
        if tag in _LINE_BOXES:
            if self._text:
                self._flush()
            self._open_box(tag, attributes, depth)
        handler = self._enter.get(tag)
        if handler is not None:
            handler(node, attributes)
        if depth == MAX_DEPTH and tag not in CLOSED:
            self._add(node.text(deep=True)[:MAX_RUN])  # what lies deeper is text only
        if tag in ("a", "button") or (
            self._anchor is None and "onclick" in attributes and tag not in ("input", "body", "area")
        ):
            self._open_anchor(tag, attributes, depth)

    def _leave_element(self, tag: str, depth: int) -> None:
        if depth == self._anchor_depth:
            self._close_anchor()
        is_box = tag in _LINE_BOXES
        if is_box and self._text:
            self._flush()
        handler = self._leave.get(tag)
        if handler is not None:
            handler()
        if is_box and self._box.parent is not None:
            self._close_box()

    # ---- boxes and text --------------------------------------------------------------------------------------------
    def _open_box(self, tag: str, attributes: Attributes, depth: int) -> None:
        name = ""
        if "id" in attributes or "class" in attributes:
            name = f"{attributes.get('id') or ''} {attributes.get('class') or ''}".strip().lower()
        parent = self._box
        box = Box(
            tag, name, parent, attributes, depth, len(self.walk.boxes), len(self.walk.runs), len(self.walk.anchors)
        )
        box.heading = parent.heading
        self._box = box
        if len(self.walk.boxes) < MAX_BOXES:
            self.walk.boxes.append(box)

    def _close_box(self) -> None:
        box, parent = self._box, self._box.parent
        assert parent is not None
        box.last_run, box.last_link = len(self.walk.runs), len(self.walk.anchors)
        parent.chars += box.chars
        parent.link_chars += box.link_chars
        # A box that holds little but its heading (a title bar) lends it to what follows beside it.
        if box.heading != parent.heading and (box.tag in HEADINGS or box.last_run - box.first_run <= 2):
            parent.heading = box.heading
        self._box = parent

    def _add(self, text: str) -> None:
        if not self._text and (not text or text.isspace()):
            return
        self._text.append(text)
        if self._anchor is not None:
            self._anchor_text.append(text)

    def _break(self, node: LexborNode, attributes: Attributes) -> None:
        self._add(" ")
        self._flush()

    def _flush(self) -> None:
        """End the line: what was gathered since the last block boundary becomes one run of text."""
        text = fold("".join(self._text))
        self._text.clear()
        if not text:
            return
        if self._anchor is not None:
            self._anchor_text.append(" ")
        box = self._box
        box.chars += len(text)
        self._before = text
        if len(self.walk.runs) >= MAX_RUNS or self.walk.chars >= MAX_CHARS:
            self.walk.cut = True
            return
        text = text[:MAX_RUN]
        self.walk.chars += len(text)
        for grid in self._grids[-1:]:
            if grid.cell is not None:
                grid.cell.append(text)
        self._order += 1
        self.walk.runs.append(Run(text, box, self._order, box.tag))
        if (
            len(text) <= 30
            and (box.tag in HEADINGS or box.tag in ("dt", "caption", "legend") or _names_title(box.name))
            and text.strip(_MORE_MARKS).lower() not in _MORE
        ):
            box.heading = text

    def _title(self, node: LexborNode, attributes: Attributes) -> None:
        if not self.walk.title:
            self.walk.title = fold(node.text(deep=True))

    # ---- ways out --------------------------------------------------------------------------------------------------
    def _new_anchor(self, tag: str, attributes: Attributes) -> Anchor:
        self._order += 1
        anchor = Anchor(tag, attributes, self._box, self._order, heading=self._box.heading, run=len(self.walk.runs))
        if self._grids:
            anchor.head = self._grids[-1].head()
        if len(self.walk.anchors) < MAX_LINKS:
            self.walk.anchors.append(anchor)
        else:
            self.walk.cut = True
        return anchor

    def _single(self, node: LexborNode, attributes: Attributes) -> None:
        if node.tag in ("meta", "base", "link"):
            self.walk.head.append((node.tag, attributes))
            return
        anchor = self._new_anchor(node.tag or "", attributes)
        anchor.alt = fold(attributes.get("alt") or attributes.get("title") or "")

    def _open_anchor(self, tag: str, attributes: Attributes, depth: int) -> None:
        if self._anchor is not None:
            self._close_anchor()
        self._anchor, self._anchor_depth = self._new_anchor(tag, attributes), depth
        self._anchor_text = []

    def _close_anchor(self) -> None:
        anchor = self._anchor
        self._anchor, self._anchor_depth = None, -1
        if anchor is not None:
            anchor.text = fold("".join(self._anchor_text))[:500]
            self._box.link_chars += len(anchor.text)

    def _image(self, node: LexborNode, attributes: Attributes) -> None:
        if self._anchor is None:
            self._picture_in_cell(attributes)
            return
        self._anchor.alt = self._anchor.alt or fold(attributes.get("alt") or attributes.get("title") or "")
        self._anchor.image = self._anchor.image or attributes.get("src") or ""

    def _picture_in_cell(self, attributes: Attributes) -> None:
        """A picture that fills a cell of a table says by its alternative text what a person sees there."""
        said = fold(attributes.get("alt") or "")
        if said and not said.isascii() and self._grids and self._grids[-1].cell == []:
            self._grids[-1].cell.append(said[:_LONGEST_ALT])

    def _script(self, node: LexborNode, attributes: Attributes) -> None:
        self.walk.scripts.append((attributes, node.text(deep=True) or ""))

    # ---- forms -----------------------------------------------------------------------------------------------------
    def _open_form(self, node: LexborNode, attributes: Attributes) -> None:
        self.walk.forms.append((attributes, self._box))
        self._form = len(self.walk.forms) - 1

    def _close_form(self) -> None:
        self._form = -1

    def _add_field(self, node: LexborNode, attributes: Attributes) -> Field:
        self._order += 1
        before = fold("".join(self._text[-12:])[-300:])[-60:] or self._before[-60:]
        field = Field(node.tag or "", attributes, self._box, self._form, before, self._order)
        if len(self.walk.fields) < MAX_LINKS:
            self.walk.fields.append(field)
        return field

    def _input(self, node: LexborNode, attributes: Attributes) -> None:
        self._add_field(node, attributes)
        if "onclick" in attributes:
            self._new_anchor("input", attributes)

    def _select(self, node: LexborNode, attributes: Attributes) -> None:
        field = self._add_field(node, attributes)
        options = [(option.attributes.get("value") or "", fold(option.text(deep=True))) for option in _options(node)]
        field.inner = " ".join(text for _, text in options)[:500]
        navigates = "onchange" in attributes
        for value, text in options:
            if "/" in value and (navigates or value.startswith(("http://", "https://"))):
                self._new_anchor("option", {"href": value, "label": text}).text = text

    # ---- tables ----------------------------------------------------------------------------------------------------
    def _open_table(self, node: LexborNode, attributes: Attributes) -> None:
        for grid in self._grids:
            grid.nested += 1
        self._order += 1
        self._grids.append(Grid(self._box, self._order))

    def _open_row(self, node: LexborNode, attributes: Attributes) -> None:
        if self._grids:
            self._grids[-1].open_row()

    def _open_cell(self, node: LexborNode, attributes: Attributes) -> None:
        if self._grids:
            span = attributes.get("rowspan") or "1"
            self._grids[-1].open_cell(min(int(span), 200) if span.isdecimal() and len(span) < 5 else 1)

    def _close_cell(self) -> None:
        if self._grids:
            self._grids[-1].close_cell()

    def _close_table(self) -> None:
        if not self._grids:
            return
        grid = self._grids.pop()
        grid.close_cell()
        self.walk.grids.append(grid)
        outer = self._grids[-1] if self._grids else None
        if outer is not None and outer.cell is not None:
            outer.cell.append(" ".join(cell for row in grid.rows for cell in row)[:MAX_CELL])
            outer.borrowed += sum(len(cell) for row in grid.rows for cell in row)


@lru_cache(maxsize=1 << 13)
def _names_title(name: str) -> bool:
    return bool(_TITLE_NAME.search(name))


def _options(select: LexborNode) -> list[LexborNode]:
    """The options of a select, also those inside groups, up to a bound."""
    found: list[LexborNode] = []
    waiting: list[LexborNode | None] = [select.first_child]
    for _ in range(4 * MAX_OPTIONS):
        if not waiting or len(found) >= MAX_OPTIONS:
            break
        node = waiting.pop()
        if node is None:
            continue
        waiting.append(node.next)
        if node.tag == "option":
            found.append(node)
        elif node.tag == "optgroup":
            waiting.append(node.first_child)
    return found
