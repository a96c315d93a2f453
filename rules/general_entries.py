"""Tell an item's own consult and feedback from the site's: a link beside an item may only lead to the channel for all."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import parse_qsl, urlsplit

from rules.catalogue import Matter
from rules.matching import Matcher
from rules.normalise import fold_name
from rules.records import Evidence
from rules.site_pages import SitePage
from rules.targets import Targets
from rules.terms import CHANNEL_FUNCTIONS

#: Identifiers shorter than this (page=1, type=2) are too common to say which item an address is made for.
_SHORTEST_ID = 4
_PARTS = re.compile(r"[0-9A-Za-z]+")


def take_general(matters: Iterable[Matter], matcher: Matcher, targets: Targets) -> None:
    """Take from the items the entries that open the channel for all items.

    An entry is the item's own when its target is a page about the item or carries an identifier from the address of one of the
    item's pages. Entries whose target cannot be seen stay with the item.
    """
    for matter in matters:
        matter.evidence = [(page, one) for page, one in matter.evidence if not _is_general(matter, one, matcher, targets)]


def _is_general(matter: Matter, evidence: Evidence, matcher: Matcher, targets: Targets) -> bool:
    if evidence.subject not in CHANNEL_FUNCTIONS or not evidence.url:
        return False
    target = targets.page_at(evidence.url)
    if target is None or _about(matter, target, matcher):
        return False
    return not _identifiers(evidence.url) & set().union(*(_PARTS.findall(page.url) for page in matter.own_pages.values()))


def _about(matter: Matter, page: SitePage, matcher: Matcher) -> bool:
    """Whether a page is the item's own or names it in its heading or among its items."""
    named = {matcher.key(name).key for name in page.reading.items}
    return page.identity in matter.own_pages or matter.key in named or matter.key in fold_name(page.name)


def _identifiers(url: str) -> set[str]:
    values = (part for _, value in parse_qsl(urlsplit(url).query) for part in _PARTS.findall(value))
    return {value for value in values if len(value) >= _SHORTEST_ID}
