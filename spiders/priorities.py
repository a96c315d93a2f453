"""How urgent a link is: the evidence it can be expected to lead to, as an integer from 1 (last) to 1000 (first)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.links import LinkRole, leads_to_file
from rules.records import Link
from spiders.learning import Experience
from spiders.shapes import section, shape, url_template

HIGHEST: Final = 1000
#: What a page brings when nothing tells anything about it.
UNKNOWN: Final = 0.25
#: Expected evidence by the role the link is worded for. Service pages first, their targets next, news last.
BY_ROLE: Final = {
    "service_hall": 0.96, "service_list": 0.95, "form_list": 0.92, "guide": 0.88, "apply_entry": 0.84,
    "status_query": 0.84, "consult_form": 0.84, "consult_list": 0.84, "result_list": 0.82, "mailbox": 0.80,
    "petition": 0.80, "opinion": 0.72, "interview": 0.72, "home": 0.45, "other": 0.25, "login": 0.20,
    "disclosure": 0.15, "news": 0.06, "search": 0.04, "error": 0.02,
}  # fmt: skip
#: Expected evidence by the function or column a link is worded for, where its role says nothing.
BY_FUNCTION: Final = {"guide": 0.88, "form": 0.86, "apply": 0.84, "consult": 0.84, "feedback": 0.83}
BY_COLUMN: Final = 0.78
#: The same for the page of an item, which is its guide more often than not.
BY_ITEM: Final = 0.86
#: Unworded links in the content of a page of this role are mostly of its kind: items on lists, headlines on news.
BELOW: Final = {
    "service_hall": 0.75, "service_list": 0.80, "form_list": 0.78, "guide": 0.70, "apply_entry": 0.40,
    "consult_list": 0.35, "result_list": 0.30, "opinion": 0.35, "interview": 0.30, "mailbox": 0.35,
    "petition": 0.35, "news": 0.05, "disclosure": 0.10, "home": 0.12,
}  # fmt: skip
#: The same for a wording that reads as an item's name by itself, wherever it stands; half of it where papers and news are listed.
BY_NAME: Final = 0.5
#: Where a page's role says nothing of its links, they are worth this share of what the page itself was expected to bring:
#: what stands below a service hall is a service more often than what stands below news.
INHERITED: Final = 0.75
#: From this expectation on a link counts as promised evidence. Kept and broken promises are counted apart from surprises.
PROMISED: Final = 0.4
#: Roles of pages whose content links are the items themselves.
LISTING_ROLES: Final = frozenset({"service_hall", "service_list", "form_list", "guide"})
#: Pages whose documents are announcements and reports, not forms; and pages whose content is mostly headlines.
PAPERS: Final = frozenset({"news", "disclosure"})
HEADLINED: Final = PAPERS | {"home", "other"}
BY_ZONE: Final = {"friendly": 0.1, "footer": 0.5, "breadcrumb": 0.6, "aside": 0.9}
#: On a portal's front page the menus lead to its parts, the content is mostly headlines.
MENU_ZONES: Final = frozenset({"header", "nav", "hidden"})
HEADLINE: Final = 20  # characters; longer wordings are sentences, not entries
ENTRY: Final = 8  # characters; up to this length a wording names a column or an office, hardly ever a piece of news
LAST: Final = 0.02
NEWS: Final = 0.4
SENTENCE: Final = 0.5
PER_LEVEL: Final = 0.985  # deeper pages are a little less likely to be kept up
_MARKS: Final = {True: "+", False: "-"}


#: What pages of these roles show in a frame may be the thing itself, kept by another system.
FRAMED: Final = frozenset(
    {"mailbox", "petition", "consult_form", "consult_list", "opinion", "interview", "status_query", "apply_entry"}
)


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a link before it is opened."""

    link: Link
    role: LinkRole
    parent_role: str
    parent_url: str
    depth: int
    parent_worth: float = UNKNOWN  # what the page it stands on was expected to bring
    names_item: bool = False  # the parent was read as a list, and this is the link of one of its items
    like_item: bool = False  # it reads as an item's name
    figured: bool = False  # a column's figures rest on it: a further page of a list that goes back to a year ago, a letter to be opened

    @property
    def matters(self) -> bool:
        """Whether a verdict may rest on the target: worded for a function or column, what a column shows in a frame, an item named
        in a list, a service page's file."""
        worded = bool(self.role.function or self.role.column)
        framed = self.link.kind == "frame" and self.parent_role in FRAMED
        return worded or framed or self.names_item or (self.parent_role in LISTING_ROLES and leads_to_file(self.link))


def priority(clues: Clues, experience: Experience) -> int:
    """The urgency of a link: what wording, place, address and depth promise, corrected by what the site taught."""
    promise = _worded(clues) or _unworded(clues)
    kinds = kinds_of(clues.link.url, clues.parent_url, promise >= PROMISED, clues.link.text.strip())
    value = experience.expect(kinds, promise)
    value *= BY_ZONE.get(clues.link.zone, 1.0) * PER_LEVEL**clues.depth
    if shape(clues.link.url, "last"):
        value *= LAST
    return max(1, round(HIGHEST * value))


def kinds_of(url: str, parent: str, promised: bool = False, wording: str = "") -> Sequence[str]:
    """The kinds a link is counted under: its address template, that template in its part of the site, what entries of the
    same wording lead to (offices name their columns alike), and the template below this parent."""
    template, part = kind_of(url, promised), part_of(url, promised)
    kinds = [template] if part == template else [template, part]
    if 1 < len(wording) <= ENTRY and not wording.isdigit():
        kinds.append(f"{_MARKS[promised]}“{wording}”")
    return [*kinds, f"{parent} > {template}"] if parent else kinds


def kind_of(url: str, promised: bool = False) -> str:
    """The broadest kind of a link."""
    return f"{_MARKS[promised]}{url_template(url)}"


def part_of(url: str, promised: bool = False) -> str:
    """The kind of a link within its part of the site."""
    return f"{_MARKS[promised]}{section(url)}"


def _worded(clues: Clues) -> float:
    """The expectation from wording alone; 0 when the wording says nothing."""
    role = clues.role
    by_function = BY_FUNCTION.get(role.function or "", 0.0)
    by_column = BY_COLUMN if role.column else 0.0
    value = max(BY_ROLE.get(role.role or "", 0.0), by_function, by_column, BY_ITEM if clues.names_item else 0.0)
    return value * (SENTENCE if _is_headline(clues) else 1.0)


def _is_headline(clues: Clues) -> bool:
    return len(clues.link.text) > HEADLINE and not clues.names_item and clues.parent_role not in LISTING_ROLES


def _below(clues: Clues) -> float:
    """What links in the content of such a page lead to; where most are headlines, a short one is an entry."""
    value = BELOW.get(clues.parent_role) or INHERITED * clues.parent_worth
    if clues.parent_role not in HEADLINED or len(clues.link.text.strip()) > ENTRY:
        return value
    return max(value, UNKNOWN / 2 if clues.parent_role in PAPERS else UNKNOWN)


def _named(clues: Clues) -> float:
    return BY_NAME * (SENTENCE if clues.parent_role in PAPERS else 1.0) if clues.like_item else 0.0


def _unworded(clues: Clues) -> float:
    if clues.link.kind == "frame":
        return BELOW["service_list"]  # a frame's content is part of the page that holds it
    in_menu = 0.35 if clues.depth <= 1 else UNKNOWN
    value = in_menu if clues.link.zone in MENU_ZONES else max(_below(clues), _named(clues))
    value *= SENTENCE if _is_headline(clues) else 1.0
    return value * (NEWS if shape(clues.link.url, "news") else 1.0)
