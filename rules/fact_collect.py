"""What is done at the start and end of each element: boxes, runs of text, anchors, fields and tables come of it."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from selectolax.lexbor import LexborNode

from rules.fact_addresses import looks_like_page
from rules.fact_forms import chosen_option, kept_value, options_of
from rules.fact_gather import Gatherer
from rules.fact_links import option_target
from rules.fact_walk import (
    MAX_IMAGES,
    MAX_LINKS,
    Attributes,
    Field,
    Image,
    fold,
)
from rules.layout_words import LayoutWords

#: A link that opens the picture it shows, or nothing.
_LEADS_TO_PICTURE: Final = re.compile(r"^(?:#|javascript:|$)|\.(?:png|jpe?g|gif|bmp|webp)(?:$|[?#])", re.IGNORECASE)
#: An option that names a page beside this one: index_1.html, ?page=2.
_PAGE_VALUE: Final = re.compile(r"^\?[\w=&%.-]+$|^[\w-]+\.(?:s?html?|jspx?|aspx?|php)(?:$|\?)", re.IGNORECASE)
_LINE_PARTS: Final = 12  # texts of the present line that are looked at beside a field or picture
_LONGEST_LINE: Final = 60
#: Attributes other than ``onclick`` that make any element lead somewhere.
HELD_IN: Final = ("data-href", "data-url", "data-link", "ondblclick", "onmouseup")


class Collector(Gatherer):
    """Enters and leaves one page's elements; one instance a page."""

    def __init__(self, words: LayoutWords, text: str = "") -> None:
        """``text`` is the markup: what its elements hold other than links is looked for only where the words for it stand in it."""
        super().__init__(words)
        self._form = -1
        self._held = frozenset(name for name in HELD_IN if name in text)

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
