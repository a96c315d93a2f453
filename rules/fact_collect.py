"""Turn the stream of a page's nodes into boxes, runs of text, anchors, fields and tables."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from functools import cache
from html import unescape
from typing import Final, NamedTuple

from selectolax.lexbor import LexborNode

from rules.fact_addresses import looks_like_page
from rules.fact_forms import chosen_option, kept_value, options_of
from rules.fact_gather import Gatherer
from rules.fact_links import option_target
from rules.fact_walk import (
    BLOCK_TAGS,
    CLOSED,
    MAX_DEPTH,
    MAX_IMAGES,
    MAX_LINKS,
    MAX_NODES,
    MAX_RUN,
    Attributes,
    Field,
    Image,
    Walk,
    fold,
)
from rules.layout_words import LayoutWords

#: A link that opens the picture it shows, or nothing.
_LEADS_TO_PICTURE: Final = re.compile(r"^(?:#|javascript:|$)|\.(?:png|jpe?g|gif|bmp|webp)(?:$|[?#])", re.IGNORECASE)
#: An option that names a page beside this one: index_1.html, ?page=2.
_PAGE_VALUE: Final = re.compile(r"^\?[\w=&%.-]+$|^[\w-]+\.(?:s?html?|jspx?|aspx?|php)(?:$|\?)", re.IGNORECASE)
_LINE_PARTS: Final = 12  # texts of the present line that are looked at beside a field or picture
_LONGEST_LINE: Final = 60
#: Elements whose click is not theirs: a field's is kept with the field, a page's and a map's part say nothing.
_NO_WAY: Final = frozenset(["input", "body", "area"])


#: Attributes other than ``onclick`` that make any element lead somewhere.
HELD_IN: Final = ("data-href", "data-url", "data-link", "ondblclick", "onmouseup")


class Collector(Gatherer):
    """Reads one page's tree; one instance a page."""

    def __init__(self, words: LayoutWords, text: str = "") -> None:
        """``text`` is the markup: what its elements hold other than links is looked for only where the words for it stand in it."""
        super().__init__(words)
        self._form = -1
        self._held = frozenset(name for name in HELD_IN if name in text)

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

    def _break(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._add(" ")
        self._flush()

    def _title(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        if not self.walk.title:
            title = fold(node.text(deep=True))
            self.walk.title = fold(unescape(title)) if "&" in title else title

    # ---- ways out --------------------------------------------------------------------------------------------------
    def _single(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._new_anchor(tag, attributes).alt = fold(attributes.get("alt") or attributes.get("title") or "")

    def _shown(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        """An element that shows another page or a document in this one."""
        address = attributes.get("data") or attributes.get("src") or ""
        if looks_like_page(address):
            self._new_anchor("iframe", {**attributes, "src": address})

    def _drawing(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        """A drawing: its links are the page's, its text is none."""
        if (first := node.first_child) is None or first.tag in ("use", "path"):
            return
        for link in node.css("a"):
            target = link.attributes.get("href") or link.attributes.get("xlink:href")
            self._new_anchor("a", {**link.attributes, "href": target}).text = fold(link.text(deep=True))

    def _head(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self.walk.head.append((tag, attributes))

    def _image(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        if self._anchor is None:
            self._grids.add_picture(attributes)
            self._keep_image(attributes)
            return
        if _LEADS_TO_PICTURE.search(self._anchor.attributes.get("href") or ""):
            self._keep_image(attributes)
        self._anchor.alt = self._anchor.alt or fold(attributes.get("alt") or attributes.get("title") or "")
        self._anchor.image = self._anchor.image or attributes.get("src") or ""

    def _keep_image(self, attributes: Attributes) -> None:
        images = self.walk.images
        if len(images) < MAX_IMAGES:
            line = fold("".join(self._text[-_LINE_PARTS:])) if self._text else self._before
            images.append(Image(attributes, self._box, line[-_LONGEST_LINE:], self._order))

    def _script(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self.walk.scripts.append(
            (attributes, code.text_content or "" if (code := node.first_child) is not None else "")
        )

    # ---- forms -----------------------------------------------------------------------------------------------------
    def _open_form(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._open_box(node, tag, attributes, depth)
        self.walk.forms.append((attributes, self._box))
        self._form = len(self.walk.forms) - 1

    def _close_form(self) -> None:
        self._form = -1
        self._close_box()

    def _add_field(self, tag: str, attributes: Attributes) -> Field:
        self._order += 1
        before = fold("".join(self._text[-_LINE_PARTS:])[-300:])[-60:] or self._before[-60:]
        field = Field(tag, attributes, self._box, self._form, before, self._order)
        if len(self.walk.fields) < MAX_LINKS:
            self.walk.fields.append(field)
        return field

    def _input(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        fixed = ("readonly" in attributes or "disabled" in attributes) and "onclick" not in attributes
        if fixed and (value := kept_value(node, tag, attributes)):
            self._add(value)
            return
        self._add_field(tag, attributes)
        if "onclick" in attributes or (self._held and not attributes.keys().isdisjoint(self._held)):
            self._new_anchor("input", attributes)

    def _select(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        field = self._add_field(tag, attributes)
        options = options_of(node)
        field.inner = " ".join(text for _, text in options)[:500]
        if "disabled" in attributes:
            self._add(chosen_option(node))
        code = attributes.get("onchange")
        for written, text in options:
            value = option_target(code, written) if code else written
            leads = "/" in value or _PAGE_VALUE.search(value)
            if leads and (
                code or value.startswith(("http://", "https://")) or (value[0] == "/" and looks_like_page(value))
            ):
                self._new_anchor("option", {"href": value, "label": text}).text = text

    # ---- tables ----------------------------------------------------------------------------------------------------
    def _open_table(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._open_box(node, tag, attributes, depth)
        self._order += 1
        self._grids.open_table(self._box, self._order)

    def _open_row(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._open_box(node, tag, attributes, depth)
        self._grids.open_row()

    def _open_group(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._open_box(node, tag, attributes, depth)
        self._grids.open_group()

    def _open_cell(self, node: LexborNode, tag: str, attributes: Attributes, depth: int) -> None:
        self._open_box(node, tag, attributes, depth)
        self._grids.open_cell(attributes)

    def _close_cell(self) -> None:
        self._flush()
        self._grids.close_cell()
        self._close_box()

    def _close_table(self) -> None:
        self._flush()
        self._grids.close_table()
        self._close_box()


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
