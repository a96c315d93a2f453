"""The links of a page from its anchors: where each leads, what it says, where it stands, and what scripts and data lead to besides."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from rules.fact_addresses import absolute, image_word
from rules.fact_context import contexts_of, is_address
from rules.fact_links import (
    Told,
    clicked,
    frames_in_scripts,
    only_says,
    pages_in_scripts,
    redirect_in_scripts,
    target_held,
)
from rules.fact_meta import next_of, refresh_of
from rules.fact_scripts import Script, targets_in_scripts
from rules.fact_walk import Anchor, Walk, fold
from rules.fact_zones import zone_of
from rules.layout_words import LayoutWords
from rules.records import Link

_LONGEST_LABEL: Final = 30  # characters
#: Elements whose ``src`` is what they show.
_PICTURES: Final = frozenset(["img", "input"])
_LINK_KINDS: Final = {
    "a": "a",
    "area": "a",
    "button": "button",
    "input": "button",
    "iframe": "frame",
    "frame": "frame",
    "option": "option",
}


def links_of(
    walk: Walk, islands: list[Walk], base: str, meta: dict[str, str], scripts: list[Script]
) -> tuple[Link, ...]:
    """All links of a page: its anchors', those of its data (``islands``), and behind them what only scripts and its head tell."""
    told = targets_in_scripts(scripts)._replace(scripted=bool(walk.scripts))
    links = _walk_links(walk, base, told)
    for island in islands:
        links.extend(_walk_links(island, base, told, kind="data"))
    further = [one for one in _told_besides(walk, links, base, meta, scripts) if one[1]]
    order = links[-1].order if links else 0
    known = {link.url for link in links} if further else set()
    for text, href, kind in further:
        if href not in known:
            known.add(href)
            order += 1
            links.append(Link(href, text, "content", kind, href, order=order))
    return tuple(links)


def _told_besides(
    walk: Walk, links: list[Link], base: str, meta: dict[str, str], scripts: list[Script]
) -> Iterator[tuple[str, str, str]]:
    """(wording, address or empty, kind) of what scripts and the head lead to, by how sure it is."""
    for script in scripts:
        for text, href in script.entries:
            yield fold(text), absolute(base, href), "data"
    for text, href in pages_in_scripts(walk.scripts, base):
        yield text, href, "script"
    refreshed = absolute(base, refresh_of(meta)) if "refresh" in meta else ""
    if refreshed and refreshed != base:
        yield "", refreshed, "script"
    if not walk.anchors and (onward := redirect_in_scripts(walk.scripts, _onload(walk))):
        yield "", absolute(base, onward), "script"
    if _may_fill_frames(walk, links):
        for shown in frames_in_scripts(walk.scripts):
            yield "", absolute(base, shown), "frame"
    for script in scripts:
        for text, href in script.pairs:
            yield text, absolute(base, href), "data"
    for href in next_of(walk.head):
        yield "", absolute(base, href), "script"


def _may_fill_frames(walk: Walk, links: list[Link]) -> bool:
    """Whether a frame has no address of its own, or scripts write frames."""
    frames = any(link.kind == "frame" and not link.url for link in links)
    return frames or any("iframe" in code for _, code in walk.scripts)


def _onload(walk: Walk) -> str:
    """The code that runs when the page has loaded."""
    return next((box.attributes.get("onload") or "" for box in walk.boxes[:3] if box.tag == "body"), "")


def _walk_links(walk: Walk, base: str, told: Told, kind: str = "") -> list[Link]:
    contexts, words = contexts_of(walk), walk.words
    return [
        link
        for anchor in walk.anchors
        if (link := _link(anchor, base, told, contexts.get(anchor.order) or anchor.heading, kind, words)) is not None
    ]


def _link(anchor: Anchor, base: str, told: Told, context: str, kind: str, words: LayoutWords) -> Link | None:
    attributes, node, text = anchor.attributes, anchor.node, anchor.text
    get = attributes.get
    # Of a picture to press its address is no target.
    address = get("href") or (get("src") if node not in _PICTURES else "") or ""
    url, by_script = absolute(base, address), False
    if not url:
        url, by_script = target_held(attributes, address, base, told)
    title = get("title") or ""
    if title and title != text:
        title = fold(title)
    is_image = not text and bool(anchor.image)
    if not text:
        text = _wording(anchor) or title
    if anchor.head:
        text = _under_head(text, anchor, is_image, words)
    elif not text and is_image:
        text = image_word(anchor.image)
    if context and is_address(text):
        text = context[:_LONGEST_LABEL]  # 网上办理：http://…
    if not url and not text and node not in ("iframe", "frame"):
        return None
    if not kind:
        kind = _LINK_KINDS.get(node, "script")
        if kind == "a" and (is_image or by_script):
            kind = "image" if is_image else "script"
    written = get("href") or get("src") or get("onclick") or ""
    classes = get("class")
    disabled = "disabled" in attributes or bool(classes and "disabled" in classes.lower().split())
    clicks = False
    if not url:
        disabled = disabled or only_says(attributes)  # 该事项暂未开通 is all that the click shows
        clicks = not disabled and clicked(node, attributes, told.scripted)
    context = "" if not context or text.startswith(context) else context[:200]
    zone = anchor.box.zone or zone_of(anchor.box)
    return Link(url, text, zone, kind, written[:500], title, context, disabled, anchor.order, clicks)


def _under_head(text: str, anchor: Anchor, is_image: bool, words: LayoutWords) -> str:
    """The wording of a link in a column with a head: 点击 under 表格下载 is one to a form, and an icon says what its column is headed."""
    if words.points.fullmatch(text) and words.serves.search(anchor.head):
        return f"{anchor.head} {text}"
    return text or (anchor.head if is_image else "")


def _wording(anchor: Anchor) -> str:
    """What an anchor without text says: a field's value, or what a picture shows."""
    attributes = anchor.attributes
    value = fold(attributes.get("value") or "") if anchor.node == "input" else ""
    return value or anchor.alt or (fold(attributes.get("alt") or "") if anchor.node in _PICTURES else "")
