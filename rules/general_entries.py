"""Tell an item's own consult and feedback from the site's: a link beside an item may only lead to the channel for all."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence, Set
from urllib.parse import parse_qsl, urlsplit

from rules.matching import Matcher
from rules.matters import Matter
from rules.normalise import fold_name, simplify
from rules.records import Evidence
from rules.site_pages import SitePage, SitePages
from rules.targets import Targets
from rules.terms import CHANNEL_FUNCTIONS

#: Identifiers shorter than this (page=1, type=2) are too common to say which item an address is made for.
_SHORTEST_ID = 4
_PARTS = re.compile(r"[0-9A-Za-z]+")


def take_general(
    matters: Sequence[Matter], pages: SitePages, matcher: Matcher, targets: Targets
) -> set[tuple[str, str]]:
    """Take from the items the entries that open the channel for all items; return function and page of those made for one item.

    An entry is the item's own when its target is a page about the item, carries an identifier from the address of one of the item's
    pages, or is reached from this item alone, on its page or by an icon in its row, and from no menu. Entries whose target cannot be
    seen stay with the item.
    """
    reached = _reached(matters, pages, targets)
    icons = pages.words.items.function_columns
    made_for_one: set[tuple[str, str]] = set()
    for matter in matters:
        kept = []
        for page, one in matter.evidence:
            target = targets.page_at(one.url) if one.subject in CHANNEL_FUNCTIONS and one.url else None
            if target is None:
                kept.append((page, one))
            elif (
                _is_beside(matter, page, one, icons) and reached[one.subject, target.identity] == {matter.key}
            ) or _made_for(matter, one, target, matcher):
                kept.append((page, one))
                made_for_one.add((one.subject, target.identity))
        matter.evidence = kept
    return made_for_one


def _reached(matters: Iterable[Matter], pages: SitePages, targets: Targets) -> dict[tuple[str, str], set[str]]:
    """From which items each page is reached for a function; an empty key stands for menus and other words for all items."""
    reached: dict[tuple[str, str], set[str]] = defaultdict(set)
    bound: set[tuple[str, Evidence]] = set()
    for matter in matters:
        for page, one in matter.evidence:
            bound.add((page.identity, one))
            _note(reached, one, matter.key, targets)
    for entry in pages.entries.values():
        _note(reached, entry.evidence, "", targets)
    for page in pages.own(speaking=True):
        for one in page.reading.evidence:
            if (page.identity, one) not in bound:
                _note(reached, one, "", targets)
    return reached


def _note(reached: dict[tuple[str, str], set[str]], evidence: Evidence, key: str, targets: Targets) -> None:
    if evidence.subject in CHANNEL_FUNCTIONS and evidence.url and (page := targets.page_at(evidence.url)) is not None:
        reached[evidence.subject, page.identity].add(key)


def _is_beside(matter: Matter, page: SitePage, evidence: Evidence, icons: Set[str]) -> bool:
    """Whether an entry stands on the item's own page, or is an icon's word in its row; a longer wording names something of its own."""
    return page.identity in matter.own_pages or simplify(evidence.snippet) in icons


def _made_for(matter: Matter, evidence: Evidence, target: SitePage, matcher: Matcher) -> bool:
    parts = {part for page in matter.own_pages.values() for part in _PARTS.findall(page.url)}
    return _about(matter, target, matcher) or bool(_identifiers(evidence.url) & parts)


def _about(matter: Matter, page: SitePage, matcher: Matcher) -> bool:
    """Whether a page is the item's own or names it in its heading or among its items."""
    named = {matcher.key(name).key for name in page.reading.items}
    return page.identity in matter.own_pages or matter.key in named or matter.key in fold_name(page.name)


def _identifiers(url: str) -> set[str]:
    values = (part for _, value in parse_qsl(urlsplit(url).query) for part in _PARTS.findall(value))
    return {value for value in values if len(value) >= _SHORTEST_ID}
