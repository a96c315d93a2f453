"""Pictures that are no links: what they are called, how large they are said to be, and the line they stand under."""

from __future__ import annotations

import re
from html import unescape
from typing import Final

from rules.fact_addresses import absolute
from rules.fact_walk import Attributes, Image, Walk, fold
from rules.fact_zones import zone_of
from rules.records import Picture

#: Pictures that are loaded late, or were rewritten by copying tools, keep their address elsewhere.
_ADDRESSES: Final = ("src", "data-src", "data-original", "oldsrc")
_LONGEST: Final = 300
_PIXELS: Final = re.compile(r"\s*+(\d{1,5})\s*+(?:px)?+\s*+$", re.IGNORECASE)
_MOST_DIGITS: Final = 5
_UNSTYLED: Final[dict[str, int]] = {}
_STYLED: Final = re.compile(r"(?:^|[;\s])(width|height)\s*:\s*(\d{1,5})px", re.IGNORECASE)


def pictures_of(walk: Walk, base: str) -> tuple[Picture, ...]:
    """The pictures of a page in their order; those without any address are left out."""
    return tuple([_picture(image, address, base) for image in walk.images if (address := _address(image.attributes))])


def _picture(image: Image, address: str, base: str) -> Picture:
    attributes, box = image.attributes, image.box
    style = attributes.get("style")
    styled = {name.lower(): int(size) for name, size in _STYLED.findall(style)} if style else _UNSTYLED
    width = _pixels(attributes.get("width")) or styled.get("width", 0)
    height = _pixels(attributes.get("height")) or styled.get("height", 0)
    alt, title = _said(attributes.get("alt")), _said(attributes.get("title"))
    url, zone = absolute(base, address), box.zone or zone_of(box)
    return Picture(url, alt, title, width, height, image.line, box.heading, zone, image.order)


def _said(written: str | None) -> str:
    return fold(unescape(written) if "&" in written else written)[:_LONGEST] if written else ""


def _address(attributes: Attributes) -> str:
    for name in _ADDRESSES:
        if found := attributes.get(name):
            return found
    return ""


def _pixels(written: str | None) -> int:
    """A size in pixels; 0 where none is given, or a share of the page."""
    if not written:
        return 0
    if written.isdecimal() and len(written) <= _MOST_DIGITS:
        return int(written)
    return int(found[1]) if (found := _PIXELS.match(written)) else 0
