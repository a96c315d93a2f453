"""Read one page's meaning from its facts: role, functions, columns, items, guide elements, letters, last date."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from operator import attrgetter
from typing import Any

from rules.evaluate import fired
from rules.guide_consistency import inconsistencies
from rules.guide_pictures import only_picture
from rules.guide_tabs import may_have_tabs
from rules.item_tables import function_cells
from rules.letters import says_rules, told_letters
from rules.links import link_role
from rules.normalise import simplify
from rules.pack import Pack
from rules.page_dates import last_content_date
from rules.page_view import PageView
from rules.records import Evidence, PageFacts, PageReading, Presence
from rules.shared_platform import region_in
from rules.terms import COLUMNS, ELEMENTS, FUNCTIONS, TIME_LIMIT
from rules.vocabulary import vocabulary_of

MAX_ITEMS = 40
_SHOWN = (*FUNCTIONS, *COLUMNS)
_value = attrgetter("value")
_OF_GUIDES, _OF_NOTICES = 3, 4  # elements: a report names one or two in passing
_LETTER_ROLES = frozenset(["consult_list", "mailbox", "petition"])
_SHOWS_GUIDE = frozenset(["guide", "apply_entry", "news", "service_list", "other", "form_list", "service_hall"])

#: A leaflet among what is disclosed, questions about one item: a guide only where its labels leave no doubt.
_MAY_HOLD_GUIDE = frozenset(["disclosure", "consult_list"])
_SURELY_TOLD = 3  # elements


def read_page(facts: PageFacts, pack: Pack, hints: Mapping[str, Any] | None = None) -> PageReading:
    """Read a page from its own facts alone; no link is opened.

    ``hints`` may hold what only the site tells: ``attachments`` (texts of the documents hanging on the page), ``html``
    (its markup, for guides whose tabs stand apart from their panels) and ``as_of`` (YYYY-MM-DD; later dates are no activity).
    """
    hints, words = hints or {}, vocabulary_of(pack)
    if facts.words is not words:
        facts = replace(facts, words=words)
    view = PageView(facts, pack, attachments=tuple(hints.get("attachments") or ()), html=hints.get("html"))
    evidence = read_role(view)
    functions, columns, found = _presences(view)
    plain = _plain_entries(view)
    functions = {**dict.fromkeys((one.subject for one in plain), "link"), **functions}
    shown = _shown_guide(view)
    items = view.items
    return PageReading(
        url=facts.url, role=view.role, functions=functions, columns=columns,
        items=tuple(dict.fromkeys(mention.name for mention in items)),
        guide_elements=shown, entries=_entries(view),
        last_date=None if view.role == "error" else last_content_date(facts, hints.get("as_of")),
        evidence=(*evidence, *found, *plain, *_guide_evidence(view, shown)),
        item_links=tuple((mention.name, mention.url) for mention in items if mention.url),
        item_departments=tuple((mention.name, mention.department) for mention in items if mention.department),
        department=view.guide.department if shown else "", online_depth=view.guide.online_depth if shown or view.promises_guide else "",
        pictured=tuple(view.guide.pictured) if shown or view.promises_guide else (), picture=only_picture(facts),
        item_clicks=_clicked(view),
        letters=_letters(view), rules_published=says_rules(view.facts),
        contradictions=_contradictions(view) if shown else (), region=region_in(facts.breadcrumb),
    )  # fmt: skip


def read_carefully(reading: PageReading, facts: PageFacts, pack: Pack, hints: Mapping[str, Any]) -> PageReading:
    """A page's reading once more with its markup (``hints``), where tabs may hold elements of its guide that are not told yet."""
    if len(reading.guide_elements) >= len(ELEMENTS) or not may_have_tabs(hints["html"], facts.words.guides):
        return reading  # which the markup would not change
    return read_page(facts, pack, hints)


def read_outline(facts: PageFacts, pack: Pack) -> PageReading:
    """What a crawl needs to know to go on: role, functions, columns, items and letters as :func:`read_page` finds them, nothing else."""
    view = PageView(facts, pack)
    read_role(view)
    functions, columns, _ = _presences(view)
    items = tuple(dict.fromkeys(mention.name for mention in view.items))
    links = tuple((mention.name, mention.url) for mention in view.items if mention.url)
    return PageReading(
        facts.url, view.role, functions, columns, items, {}, None, None, (), item_links=links, letters=_letters(view)
    )


def read_role(view: PageView) -> list[Evidence]:
    """The highest rule about roles that fires decides; where none does the page is ``other``."""
    for rule in view.words.candidates(("role",), view.said):
        evidence = fired(rule, view, first=True)
        if evidence:
            view.role = rule.proves
            return evidence
    view.role = "other"
    return []


def _presences(view: PageView) -> tuple[dict[str, Presence], dict[str, Presence], list[Evidence]]:
    """The functions and the columns the page shows, and the evidence for both."""
    fired_for: dict[str, list[Evidence]] = {}
    for rule in view.words.candidates(_SHOWN, view.said):
        if evidence := fired(rule, view):
            fired_for.setdefault(rule.subject, []).extend(evidence)
    presences: dict[str, Presence] = {
        subject: "here" if any(piece.value == "here" for piece in evidence) else "link"
        for subject, evidence in fired_for.items()
    }
    functions, columns = (
        {subject: presences[subject] for subject in subjects if subject in presences}
        for subjects in (FUNCTIONS, COLUMNS)
    )
    return functions, columns, [piece for found in fired_for.values() for piece in sorted(found, key=_value)]


def _plain_entries(view: PageView) -> list[Evidence]:
    """Entries that are no links: in an item's row the name of its form, or 申请, as plain text or a picture."""
    if not view.items:
        return []
    cells = list(function_cells(view.facts, view.facts.words.items))
    linked = {(simplify(link.context), simplify(link.text)) for link in view.facts.links} if cells else set()
    rows = {item for item, _ in linked}
    found = []
    for cell in cells:
        function = link_role(cell.column, "", view.pack).function
        if function and not (
            cell.item in rows and any((cell.item, part) in linked for part in (cell.text, *cell.text.split()))
        ):
            found.append(Evidence("function-cell", 1, function, "link", cell.text[:200], cell.locator, item=cell.item))
    return found


def _clicked(view: PageView) -> tuple[str, ...]:
    """The items whose entries lead to what only scripts know: rows of data without an address, links that are mere clicks."""
    if not view.items:
        return ()
    clicks = {simplify(link.text) for link in view.facts.links if link.clicks}
    return tuple(
        item.name
        for item in view.items
        if not item.url and (item.source == "json" or (clicks and simplify(item.written) in clicks))
    )


def _shown_guide(view: PageView) -> dict[str, str]:
    """Guide elements count where the page is a guide or has one on it; anywhere else a label is only a word."""
    told = view.role in _SHOWS_GUIDE and not view.facts.words.names.hiring.search(view.name)
    least = _OF_NOTICES if view.role == "news" else _OF_GUIDES
    has_guide = view.role == "guide" or (
        told and view.count("guide_elements") >= least and view.count("guide_core") > 0
    )
    has_guide = has_guide or (view.role in _MAY_HOLD_GUIDE and view.count("guide_labelled") >= _SURELY_TOLD)
    if not has_guide:
        return {}
    elements = view.guide.elements
    return {name: elements[name] for name in (*ELEMENTS, TIME_LIMIT) if name in elements}


def _guide_evidence(view: PageView, shown: Mapping[str, str]) -> list[Evidence]:
    if not shown:
        return []
    where = view.guide.where
    return [
        Evidence("guide-elements", 1, "guide_element", name, text[:200], where.get(name, ""))
        for name, text in shown.items()
    ]


def _contradictions(view: PageView) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (found.code, found.first, found.second) for found in inconsistencies(view.guide, view.facts.words.consistency)
    )


def _entries(view: PageView) -> dict[str, object] | None:
    if view.role not in _LETTER_ROLES:
        return None
    letters = view.letters
    latest = letters.latest or (last_content_date(view.facts) if letters.listed == 1 else None)
    return {"listed": letters.listed, "replied": letters.replied, "latest": latest}


def _letters(view: PageView) -> tuple[Mapping[str, str], ...]:
    if view.role not in _LETTER_ROLES:
        return ()
    return told_letters(view.facts, view.letters)
