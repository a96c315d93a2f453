"""What each page of a site carries for the site's own checks: official tags, the column it stands in, an entry to report errors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from rules.engine import plain
from rules.pack import Pack
from rules.records import PageFacts

#: The tags 网页设计规范 asks for: of the site on every page, of a column on its page, of a text on its page.
SITE_TAGS: Final = ("sitename", "sitedomain", "siteidcode")
COLUMN_TAGS: Final = ("columnname", "columndescription", "columnkeywords", "columntype")
CONTENT_TAGS: Final = ("articletitle", "pubdate", "contentsource")
_ALL_TAGS: Final = frozenset((*SITE_TAGS, *COLUMN_TAGS, *CONTENT_TAGS))
#: Addresses of the national error report's widget, in markup where a script writes the entry.
_WIDGETS: Final = (b"_jiucuo_", b"/exposure/jiucuo")
#: A page with more text than this is not called empty for a phrase it contains.
_EMPTY_UP_TO = 120
_ENTRY_FROM = 6


@dataclass(frozen=True, slots=True)
class PageMarks:
    """``tags`` are the official tags with content (lower case), ``column`` the column's name, ``listed`` the entries in its content."""

    tags: frozenset[str] = frozenset()
    column: str = ""
    listed: int = 0
    links: int = 0
    reports_error: bool = False
    says_empty: bool = False


def read_marks(facts: PageFacts, markup: bytes, pack: Pack) -> PageMarks:
    """Read a page's marks. ``markup`` is the page as received or rendered: widgets written by scripts are only seen there."""
    own = [link for link in facts.links if link.zone in ("content", "hidden")]
    return PageMarks(
        _tags(tuple(sorted(_ALL_TAGS & facts.meta.keys()))),
        plain(facts.meta.get("columnname", "") or (facts.breadcrumb[-1] if facts.breadcrumb else ""))[:40],
        sum(1 for link in own if len(link.text) >= _ENTRY_FROM and link.url),
        len(own),
        any(part in markup for part in _WIDGETS) or _says(facts, pack),
        len(facts.text) <= _EMPTY_UP_TO
        and any(word in plain(facts.text) for word in pack.words.get("site_says_empty", ())),
    )


def _says(facts: PageFacts, pack: Pack) -> bool:
    words = pack.words.get("site_reports_error", ())
    return any(word in link.text for link in facts.links for word in words)


@lru_cache(maxsize=1024)
def _tags(names: tuple[str, ...]) -> frozenset[str]:
    """One set for all pages with the same tags: a site's pages carry few combinations."""
    return frozenset(names)
