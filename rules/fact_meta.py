"""What a page says about itself: meta tags, title, heading and the path that leads to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from contextlib import suppress
from html import unescape
from typing import Final
from urllib.parse import urljoin

from rules.fact_walk import HEADINGS, Attributes, Run, Walk, fold
from rules.fact_zones import zone_of

_CRUMB_SEPARATORS: Final = re.compile(r"\s*(?:[-=]{0,3}>{1,2}|»|›|→|＞|》|\\|/|\||::|·|(?<=\s)[-–—](?=\s))\s*")
_TITLE_BOX: Final = re.compile(
    r"(?:^|\s)(?:(?:article|news|content|info|detail|xl|con|main|art|doc|page|text|show|view)[-_]?(?:title|tit|bt)|title\w{0,3}|biaoti|bt|tit|maintitle|titlefont|xxtitle|arti_title)(?:$|\s)"
)
_OPENING_LINES: Final = 2
_UNFILLED: Final = re.compile(r"[<>{}\s]")
_REFRESH: Final = re.compile(r"^\s*\d*\.?\d*\s*[;,]?\s*(?:url\s*=\s*)?[\"']?([^\"'\s]+)", re.IGNORECASE)


def meta_of(head: Sequence[tuple[str, Attributes]]) -> dict[str, str]:
    """Collect meta tags by lower-case name; the first with content wins."""
    meta: dict[str, str] = {}
    for tag, attributes in head[:300]:
        if tag != "meta":
            continue
        name = (
            (attributes.get("name") or attributes.get("property") or attributes.get("http-equiv") or "").strip().lower()
        )
        content = fold(unescape(attributes.get("content") or ""))
        if name and content and not meta.get(name):
            meta[name] = content[:1000]
    return meta


def base_of(head: Sequence[tuple[str, Attributes]], url: str) -> str:
    """The address relative links are resolved against; a base that a server's template left unfilled is none."""
    for tag, attributes in head:
        if tag == "base" and (href := (attributes.get("href") or "").strip()) and not _UNFILLED.search(href):
            with suppress(ValueError):
                base = urljoin(url, href)
                return base if base.startswith(("http://", "https://")) else url
    return url


def refresh_of(meta: dict[str, str]) -> str:
    """The address a meta refresh leads to, as written, or empty."""
    content = meta.get("refresh", "")
    match = _REFRESH.match(content)
    return match.group(1) if match and re.search(r"url\s*=|[;,]\s*\S", content, re.IGNORECASE) else ""


def next_of(head: Sequence[tuple[str, Attributes]]) -> Iterator[str]:
    """Addresses of the page that follows this one in a list, as written."""
    for tag, attributes in head:
        if tag == "link" and (attributes.get("rel") or "").lower() == "next":
            yield attributes.get("href") or ""


def heading_of(walk: Walk, meta: dict[str, str]) -> str:
    """The page's own heading: what the official tag says, else its h1, else the box styled as a title."""
    if meta.get("articletitle"):
        return meta["articletitle"]
    found: dict[int, list[str]] = {}
    shown = [run for run in walk.runs if (run.box.zone or zone_of(run.box)) == "content"]
    for number, run in enumerate(shown):
        if not 2 <= len(run.text) <= 120:
            continue
        if len(run.text) >= 4 and walk.title.startswith(run.text) and run.box.link_chars < len(run.text):
            return run.text
        rank = (
            0 if run.box.tag == "h1" else 1 if _TITLE_BOX.search(run.box.name) else 2 if run.box.tag in HEADINGS else 9
        )
        # A title far down a page of many lines heads a part of it, not the page.
        if rank < 9 and (number <= 20 or number * 3 <= len(shown)):
            found.setdefault(rank, []).append(run.text)
    # Several headings of one rank head the parts of a page, not the page.
    if len({text for texts in found.values() for text in texts}) > 6:
        return ""
    return next((found[rank][0] for rank in (0, 1) if len(set(found.get(rank, ()))) == 1), "") or _opening(shown)


def _opening(shown: Sequence[Run]) -> str:
    """A lower heading that opens the content, the only one of its level, heads the page as an h1 would."""
    first = next(
        (run for run in shown[:_OPENING_LINES] if run.box.tag in ("h2", "h3") and 4 <= len(run.text) <= 60), None
    )
    alone = first is not None and sum(1 for run in shown if run.box.tag == first.box.tag) == 1
    return first.text if first is not None and alone and not first.box.link_chars else ""


def breadcrumb_of(walk: Walk) -> tuple[str, ...]:
    """The path to this page as its 当前位置 line gives it, from the home page down."""
    first = next((run for run in walk.runs if (run.box.zone or zone_of(run.box)) == "breadcrumb"), None)
    if first is None:
        return ()
    box = first.box
    while box.parent is not None and box.parent.zone == "breadcrumb":
        box = box.parent
    joined = " > ".join(run.text for run in walk.runs[box.first_run : box.last_run][:12])
    anchors = [anchor.text for anchor in walk.anchors[box.first_link : box.last_link] if anchor.text]
    path = [part for part in _CRUMB_SEPARATORS.split(walk.words.path_lead.sub("", joined, count=1)) if part]
    if len(path) <= 1 and len(anchors) > 1:
        path = anchors
    return tuple(part[:80] for part in path[:10])
