"""The frame of a site, told by comparing its pages: what most of them repeat is no page's own content."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from rules.records import PageFacts


@dataclass(frozen=True, slots=True)
class RepeatedParts:
    """What stands on most pages of a site in the same words, and so belongs to its frame, not to any one page."""

    blocks: frozenset[str]
    links: frozenset[tuple[str, str]]
    pictures: frozenset[str] = frozenset()


def zones_from_site(pages: Iterable[PageFacts], *, least: int = 4, share: float = 0.6) -> RepeatedParts:
    """Compare pages of one site; what ``share`` of at least ``least`` pages repeat is the site's frame."""
    blocks: Counter[str] = Counter()
    links: Counter[tuple[str, str]] = Counter()
    pictures: Counter[str] = Counter()
    count = 0
    for page in pages:
        count += 1
        blocks.update({block.text for block in page.blocks if block.zone == "content"})
        links.update({(link.text, link.url) for link in page.links if link.zone == "content" and link.text})
        pictures.update({picture.url for picture in page.pictures})
    if count < least:
        return RepeatedParts(frozenset(), frozenset())
    bound = max(least, share * count)
    return RepeatedParts(
        frozenset(text for text, seen in blocks.items() if seen >= bound),
        frozenset(link for link, seen in links.items() if seen >= bound),
        frozenset(url for url, seen in pictures.items() if seen >= bound),
    )


def without_repeated(facts: PageFacts, parts: RepeatedParts) -> PageFacts:
    """Move the site's frame out of a page's content: its blocks become ``aside``, its links ``nav``."""
    if not parts.blocks and not parts.links and not parts.pictures:
        return facts
    blocks = tuple(
        replace(b, zone="aside") if b.zone == "content" and b.text in parts.blocks else b for b in facts.blocks
    )
    links = tuple(
        replace(k, zone="nav") if k.zone == "content" and (k.text, k.url) in parts.links else k for k in facts.links
    )
    text = "\n".join(block.text for block in blocks if block.zone == "content")
    pictures = tuple(one for one in facts.pictures if one.url not in parts.pictures)
    return replace(facts, blocks=blocks, links=links, pictures=pictures, text=text)
