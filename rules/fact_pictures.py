"""Pictures that are no links: what they are called, how large they are said to be, and the line they stand under."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from rules.fact_links import absolute
from rules.fact_walk import Attributes, Image, Walk, fold
from rules.fact_zones import zone_of
from rules.records import Picture

#: Pictures that are loaded late, or were rewritten by copying tools, keep their address elsewhere.
_ADDRESSES: Final = ("src", "data-src", "data-original", "oldsrc")
_LONGEST: Final = 300
_PIXELS: Final = re.compile(r"\s*(\d{1,5})\s*(?:px)?\s*$", re.IGNORECASE)
_STYLED: Final = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)


def pictures_of(walk: Walk, base: str) -> tuple[Picture, ...]:
    """The pictures of a page in their order; those without any address are left out."""
    return tuple(_picture(image, base) for image in walk.images if _address(image.attributes))


def _picture(image: Image, base: str) -> Picture:
    attributes = image.attributes
    style = attributes.get("style")
    styled = {name.lower(): int(size) for name, size in _STYLED.findall(style)} if style else {}
    width, height = (_pixels(attributes.get(side)) or styled.get(side, 0) for side in ("width", "height"))
    alt, title = _said(attributes.get("alt")), _said(attributes.get("title"))
    url = absolute(base, _address(attributes))
    return Picture(url, alt, title, width, height, image.line, image.box.heading, zone_of(image.box), image.order)


def _said(written: str | None) -> str:
    return fold(unescape(written) if "&" in written else written)[:_LONGEST] if written else ""


def _address(attributes: Attributes) -> str:
    return next((found for name in _ADDRESSES if (found := attributes.get(name) or "")), "")


def _pixels(written: str | None) -> int:
    """A size in pixels; 0 where none is given, or a share of the page."""
    return int(found[1]) if written and (found := _PIXELS.match(written)) else 0
