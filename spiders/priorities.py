"""How urgent a link is: the evidence it can be expected to lead to, as an integer from 1 (last) to 1000 (first)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from rules.links import LinkRole, is_file
from rules.records import Link
from spiders.learning import Experience
from spiders.shapes import shape, url_template

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
    "petition": 0.35, "news": 0.05, "disclosure": 0.10,
}  # fmt: skip
#: Roles of pages whose content links are the items themselves.
LISTING_ROLES: Final = frozenset({"service_hall", "service_list", "form_list", "guide"})
BY_ZONE: Final = {"friendly": 0.1, "footer": 0.5, "breadcrumb": 0.6, "aside": 0.9}
#: On a portal's front page the menus lead to its parts, the content is mostly headlines.
MENU_ZONES: Final = frozenset({"header", "nav", "hidden"})
HEADLINE: Final = 20  # characters; longer wordings are sentences, not entries
LAST: Final = 0.02
NEWS: Final = 0.4
SENTENCE: Final = 0.5
PER_LEVEL: Final = 0.985  # deeper pages are a little less likely to be kept up


@dataclass(frozen=True, slots=True)
class Clues:
    """What is known of a link before it is opened."""

    link: Link
    role: LinkRole
    parent_role: str
    parent_url: str
    depth: int
    names_item: bool = False  # the parent was read as a list, and this is the link of one of its items

    @property
    def matters(self) -> bool:
        """Whether a verdict may rest on the target: worded for a function or column, an item named in a list, a service page's file."""
        worded = bool(self.role.function or self.role.column)
        return worded or self.names_item or (self.parent_role in LISTING_ROLES and is_file(self.link.url))


def priority(clues: Clues, experience: Experience) -> int:
    """The urgency of a link: what wording, place, address and depth promise, corrected by what the site taught."""
    value = experience.expect(kinds_of(clues.link.url, clues.parent_url), _worded(clues) or _unworded(clues))
    value *= BY_ZONE.get(clues.link.zone, 1.0) * PER_LEVEL**clues.depth
    if shape(clues.link.url, "last"):
        value *= LAST
    return max(1, round(HIGHEST * value))


def kinds_of(url: str, parent: str) -> Sequence[str]:
    """The kinds a link is counted under: its address template on the site, then that template below this parent."""
    template = url_template(url)
    return (template, f"{parent} > {template}") if parent else (template,)


def _worded(clues: Clues) -> float:
    """The expectation from wording alone; 0 when the wording says nothing."""
    role = clues.role
    by_function = BY_FUNCTION.get(role.function or "", 0.0)
    by_column = BY_COLUMN if role.column else 0.0
    value = max(BY_ROLE.get(role.role or "", 0.0), by_function, by_column, BY_ITEM if clues.names_item else 0.0)
    return value * (SENTENCE if _is_headline(clues) else 1.0)


def _is_headline(clues: Clues) -> bool:
    return len(clues.link.text) > HEADLINE and not clues.names_item and clues.parent_role not in LISTING_ROLES


def _unworded(clues: Clues) -> float:
    if clues.link.kind == "frame":
        return BELOW["service_list"]  # a frame's content is part of the page that holds it
    if clues.link.zone in MENU_ZONES:
        value = 0.35 if clues.depth <= 1 else UNKNOWN
    else:
        value = BELOW.get(clues.parent_role, UNKNOWN if clues.parent_role != "home" else 0.12)
    value *= SENTENCE if _is_headline(clues) else 1.0
    return value * (NEWS if shape(clues.link.url, "news") else 1.0)
