"""Go through a page's tree, element by element, in document order and within bounds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from rules.fact_collect import Collector
from rules.fact_walk import BLOCK_TAGS, CLOSED, MAX_DEPTH, MAX_NODES, MAX_RUN, Attributes, Walk

#: Elements whose click is not theirs: a field's is kept with the field, a page's and a map's part say nothing.
_NO_WAY: Final = frozenset(["input", "body", "area"])


class TreeReader(Collector):
    """Reads one page's tree; one instance a page."""

    def read(self, root: LexborNode) -> Walk:
        """Walk the tree below ``root`` and return what was collected."""
        self._walk_nodes(root)
        self._flush()
        while self._box.parent is not None:
            self._close_box()
        self._box.last_run, self._box.last_link = len(self.walk.runs), len(self.walk.anchors)
        return self.walk

    def _walk_nodes(self, root: LexborNode) -> None:  # noqa: C901 – a call for each node would double the time
        """Enter and leave every element below ``root`` in document order."""
        path: list[tuple[LexborNode, _Leave | None]] = [(root, None)]  # the open elements around the present node
        if (first := root.first_child) is None:
            return
        node: LexborNode = first
        line, numbered, held = self._text, _NUMBERED.copy(), self._held
        for _ in range(MAX_NODES):
            number = node.tag_id
            try:
                element = numbered[number]
            except KeyError:
                numbered[number] = element = _element_of(node, number)
            if element is _TEXT:
                if line or not node.is_empty_text_node:  # most texts are white space between boxes
                    self._add(node.text_content or "")
            else:
                tag, enter, leave, sealed = element
                if enter is not None:
                    attributes: Attributes = node.attributes
                    enter(self, node, tag, attributes, len(path))
                elif self._anchor is None:
                    attributes = node.attributes
                if (
                    self._anchor is None
                    and ("onclick" in attributes or (held and not attributes.keys().isdisjoint(held)))
                    and tag not in _NO_WAY
                ):
                    self._open_anchor(node, tag, attributes, len(path))
                    leave = _after_anchor(leave)
                if not sealed and (child := node.first_child) is not None:
                    if len(path) < MAX_DEPTH:
                        path.append((node, leave))
                        node = child
                        continue
                    self._add(node.text(deep=True)[:MAX_RUN])  # what lies deeper is text only
                if leave is not None:
                    leave(self)
            following = node.next
            while following is None:
                node, leave = path.pop()
                if leave is not None:
                    leave(self)
                if not path:
                    return
                following = node.next
            node = following
        for _, leave in reversed(path):
            if leave is not None:
                leave(self)


_Enter = Callable[[Collector, LexborNode, str, Attributes, int], None]
_Leave = Callable[[Collector], None]


class _Element(NamedTuple):
    """An element's name, what is done at its start and end, and whether what it holds is left aside."""

    tag: str = ""
    enter: _Enter | None = None
    leave: _Leave | None = None
    sealed: bool = False


def _elements(
    tags: Iterable[str], enter: _Enter | None, leave: _Leave | None = None, *, sealed: bool = False
) -> dict[str, _Element]:
    return {tag: _Element(tag, enter, leave, sealed) for tag in tags}


_TEXT: Final = _Element("-text")
#: Elements by tag; most others (span, font, b) ask for nothing.
_ELEMENTS: Final = {
    "-text": _TEXT,
    **_elements(BLOCK_TAGS, Collector._open_box, Collector._close_box),
    **_elements(CLOSED, None, sealed=True),
    **_elements(("thead", "tbody", "tfoot"), Collector._open_group, Collector._close_box),
    **_elements(("td", "th"), Collector._open_cell, Collector._close_cell),
    **_elements(("embed", "object"), Collector._shown, sealed=True),
    **_elements(("svg",), Collector._drawing, sealed=True),
    **_elements(("a", "button", "router-link"), Collector._open_anchor, Collector._close_anchor),
    **_elements(("area", "iframe", "frame"), Collector._single),
    **_elements(("meta", "base", "link"), Collector._head, sealed=True),
    **_elements(("hr",), None),
    **_elements(("form",), Collector._open_form, Collector._close_form),
    **_elements(("table",), Collector._open_table, Collector._close_table),
    **_elements(("tr",), Collector._open_row, Collector._close_box),
    **_elements(("img",), Collector._image, sealed=True),
    **_elements(("br",), Collector._break, sealed=True),
    **_elements(("input", "textarea"), Collector._input, sealed=True),
    **_elements(("select",), Collector._select, sealed=True),
    **_elements(("script",), Collector._script, sealed=True),
    **_elements(("title",), Collector._title, sealed=True),
}
#: The same by the parser's own number of a tag, learned as pages come: a number is told sooner than a name. A tag the parser does
#: not know has a greater number, which holds for one page alone.
_NUMBERS: Final = 256
_NUMBERED: Final[dict[int, _Element]] = {}


def _element_of(node: LexborNode, number: int) -> _Element:
    tag = node.tag or ""
    element = _ELEMENTS.get(tag) or _Element(tag)
    if number < _NUMBERS:
        _NUMBERED[number] = element
    return element


@cache
def _after_anchor(leave: _Leave | None) -> _Leave:
    """The end of an element that is an anchor as well."""

    def both(collector: Collector) -> None:
        collector._close_anchor()
        if leave is not None:
            leave(collector)

    return both
