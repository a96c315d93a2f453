"""The links of a page and nothing else of it, for a crawl that only looks for addresses it has not seen."""

from __future__ import annotations

import re
from collections.abc import Iterator, Set
from typing import Final

from selectolax.lexbor import LexborHTMLParser, LexborNode

from rules import fact_template
from rules.encoding import decode
from rules.fact_addresses import absolute
from rules.fact_floods import without_floods
from rules.fact_walk import MAX_RUN, fold
from rules.facts import MAX_BODY
from rules.records import Link, PageFacts

#: The ``kind`` of facts that hold nothing but some links of a page.
ONLY_LINKS: Final = "links"
#: What makes a page more than a text with links in it: addresses relative to elsewhere, pages within pages.
_MORE: Final = re.compile(rb"<(?:base|i?frame)[\s>]", re.IGNORECASE)


def read_plain_links(body: bytes, url: str, content_type: str, wanted: Set[str]) -> PageFacts | None:
    """The links whose ``href`` is in ``wanted`` (as written, without fragment), in facts that hold nothing else
    (:data:`ONLY_LINKS`).

    Costs a fifth of :func:`rules.facts.read_facts`, which alone tells where on a page a link stands: here all stand in the
    content. None when not all of them are plain links of a plain page, so that only reading it tells what they are.
    """
    raw = body[:MAX_BODY]
    if _MORE.search(raw) or fact_template.kind_by_head(raw):
        return None
    text, encoding = decode(raw, content_type)
    found = list(_links(text, url, wanted))
    if wanted - {href for href, _ in found}:
        return None
    links = tuple(link for _, link in found)
    return PageFacts(url, encoding, ONLY_LINKS, "", "", (), {}, (), links, (), (), "", "")


def _links(text: str, base: str, wanted: Set[str]) -> Iterator[tuple[str, Link]]:
    for order, node in enumerate(LexborHTMLParser(without_floods(text)).css("a[href], area[href]")):
        attributes = node.attributes
        href = attributes.get("href") or ""
        bare = href.partition("#")[0].strip()
        if bare in wanted:
            wording = fold(node.text(deep=True)[:MAX_RUN]) or _picture(node)
            title = fold(attributes.get("title") or "")
            yield bare, Link(absolute(base, href), wording, "content", "a", href[:500], title, order=order)


def _picture(node: LexborNode) -> str:
    """What the picture in a link is said to show."""
    picture = node.css_first("img")
    shown = picture.attributes if picture is not None else {}
    return fold(shown.get("alt") or shown.get("title") or "")
