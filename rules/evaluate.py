"""Try rules on one page: each condition answers with the evidence that fulfils it, or with none."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import Final

from rules.engine import Step, Test, plain
from rules.links import leads_to_file, names_file
from rules.pack import Count, FormShape, LinkWords, Rule
from rules.page_view import PageView
from rules.page_words import WordedLines, told_heads
from rules.records import Evidence, Form, Link

#: Pieces of evidence kept for one rule on one page: lists of items have an entry for each.
MAX_EVIDENCE: Final = 1_000
_LONGEST_ENTRY: Final = 40
#: Answers a step of a condition with the evidence that fulfils it, or with none.
Reader = Callable[[Step, Rule, PageView], Iterator[Evidence]]
#: Whether a step of a condition holds, where that can be said without evidence.
Question = Callable[[Step, PageView], bool]
#: Where an entry may stand unless a condition says otherwise.
_ENTRY_ZONES: Final = frozenset(["header", "nav", "content", "aside", "breadcrumb", "footer", "hidden"])
_FILLED: Final = frozenset(["text", "textarea", "password", "file", "select", "checkbox", "radio"])


def fired(rule: Rule, view: PageView, *, first: bool = False) -> list[Evidence]:
    """Return the rule's evidence on the page, or its first piece; empty when it does not fire."""
    plan = view.words.plan(rule)
    told: dict[int, list[Evidence]] = {}  # by the identity of its step: asked whether it holds, then what for
    for wanted, steps in plan.checks:
        if _one_holds(steps, rule, view, None if first or not wanted else told) is not wanted:
            return []
    found = (piece for step in (*plan.any, *plan.all) for piece in told.get(id(step)) or _answers(step, rule, view))
    if first:
        return list(islice(found, 1))
    return list({(piece.locator, piece.snippet): piece for piece in found}.values())[:MAX_EVIDENCE]


def _answers(step: Step, rule: Rule, view: PageView) -> Iterable[Evidence]:
    """The evidence that fulfils a step; none is looked for where the page says no word that could."""
    needs = step.test.words
    if needs and needs.isdisjoint(view.said[step.name]):
        return ()
    return _READERS[step.name](step, rule, view)


def _one_holds(steps: Iterable[Step], rule: Rule, view: PageView, told: dict[int, list[Evidence]] | None) -> bool:
    """Whether a step holds; where its evidence will be wanted it is gathered at once, all of it."""
    for step in steps:
        name = step.name
        if name in _QUESTIONS:
            if _QUESTIONS[name](step, view):
                return True
        elif step.test.words and step.test.words.isdisjoint(view.said[name]):
            continue  # no evidence where the page says no word that could be any
        elif told is None:
            for _ in _READERS[name](step, rule, view):
                return True
        else:
            told[id(step)] = found = list(_READERS[name](step, rule, view))
            if found:
                return True
    return False


def _evidence(rule: Rule, snippet: str, locator: str, link: Link | None = None) -> Evidence:
    return Evidence(
        rule_id=rule.id, rule_version=rule.version, subject=rule.subject, value=rule.proves, snippet=snippet[:200], locator=locator,
        url=link.url if link else "", item=link.context if link else "", disabled=link.disabled if link else False,
        clicks=link.clicks if link else False,
    )  # fmt: skip


# ---- words ----------------------------------------------------------------------------------------------------------
def _said(test: Test, text: str, view: PageView) -> bool:
    return bool(text) and test.holds(text, view.words.hits(text))


def _one_text(place: str) -> Reader:
    """A reader of a single text of the page."""

    def reader(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
        text: str = getattr(view, place)
        if _said(step.test, text, view):
            yield _evidence(rule, text, place)

    return reader


def _one_of(place: str, locator: str) -> Reader:
    """A reader of several short texts of the page, of which one must say so."""

    def reader(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
        for text in getattr(view, place):
            if _said(step.test, text, view):
                yield _evidence(rule, text, locator)
                return

    return reader


def _lines(place: str) -> Reader:
    """A reader of all lines of a text."""

    def reader(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
        lines: WordedLines = getattr(view, place)
        if found := lines.holding(step.test):
            yield _evidence(rule, found[1], f"line {found[0]}")

    return reader


def _header(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
    for number, table in enumerate(view.facts.tables):
        for cell in told_heads(table, view.facts.words.items.empty_cell):
            if _said(step.test, plain(cell), view):
                yield _evidence(rule, cell, f"table {number} row 0")
                return


# ---- links ----------------------------------------------------------------------------------------------------------
def _links(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
    links, texts, hits, test = view.facts.links, view.worded_links.all, view.words.hits, step.test
    for place in view.links_saying(test):
        link = links[place]
        if (
            test.holds(texts[place], hits(texts[place]))
            and _stands(step.wanted, place, view)
            and (step.context is None or _said(step.context, plain(link.context), view))
            and not (rule.subject == "apply" and view.names_item(link))
        ):
            yield _evidence(rule, link.text, f"link {link.order}", link)


def _stands(condition: LinkWords, place: int, view: PageView) -> bool:
    """The link stands where, and leads whither, the condition wants it."""
    link = view.facts.links[place]
    if link.zone not in (condition.zones or _ENTRY_ZONES) or link.zone in condition.not_zones:
        return False
    if view.role == "search" and link.zone == "content":
        return False  # what a search has found is no entry of this page
    if (condition.kinds and link.kind not in condition.kinds) or link.kind in condition.not_kinds:
        return False
    if not condition.in_text and not condition.longest and len(link.text) > _LONGEST_ENTRY:
        return False
    if condition.url_has and not _says(link.url.lower(), condition.url_has):
        return False
    if condition.url_not and _says(link.url.lower(), condition.url_not):
        return False
    if condition.not_beside and _says(view.beside(place), condition.not_beside):
        return False
    if condition.beside and not _says(view.beside(place), condition.beside):
        return False
    if condition.also and not _says(plain(link.text), condition.also):
        return False
    if (not condition.in_text and view.is_in_text(link)) or view.names_letter(link):
        return False
    return _leads(link, condition.leads)


def _leads(link: Link, whither: str) -> bool:
    """Whether a link leads where a condition wants it, by its address."""
    if whither == "document":
        return names_file(link.url)
    if whither == "file":
        return leads_to_file(link)
    if whither == "anywhere":
        return bool(link.url)
    return whither != "page" or (bool(link.url) and not leads_to_file(link))


def _says(text: str, words: Iterable[str]) -> bool:
    return any(map(text.__contains__, words))


# ---- forms and numbers ----------------------------------------------------------------------------------------------
def _forms(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
    for number, (form, text) in enumerate(zip(view.facts.forms, view.form_texts, strict=True)):
        if _shaped(step.wanted, form) and _said(step.test, text, view):
            yield _evidence(rule, form.text[:200] or form.action or "form", f"form {number}")


def _shaped(shape: FormShape, form: Form) -> bool:
    kinds = [field.kind for field in form.fields]
    if form.zone in shape.not_zones or (shape.zones and form.zone not in shape.zones):
        return False
    if not all(kind in kinds for kind in shape.fields) or (
        shape.any_field and not any(kind in kinds for kind in shape.any_field)
    ):
        return False
    return sum(1 for kind in kinds if kind in _FILLED) >= shape.at_least


def _is_counted(step: Step, view: PageView) -> bool:
    count: Count = step.wanted
    return count.at_least <= view.count(count.of) <= count.at_most


def _counted(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
    if _is_counted(step, view):
        yield _evidence(rule, f"{step.wanted.of}={view.count(step.wanted.of)}", "page")


def _of_page(holds: Question, shown: Callable[[PageView], str]) -> Reader:
    """A reader of what is so or not of the page as a whole."""

    def reader(step: Step, rule: Rule, view: PageView) -> Iterator[Evidence]:
        if holds(step, view):
            yield _evidence(rule, shown(view), "page")

    return reader


#: What is so or not, without evidence being gathered for the answer.
_QUESTIONS: Final[dict[str, Question]] = {
    "role": lambda step, view: view.role in step.wanted,
    "kind": lambda step, view: view.facts.kind in step.wanted,
    "shell": lambda step, view: view.is_shell == step.wanted,
    "front": lambda step, view: view.is_front == step.wanted,
    "count": _is_counted,
}
_READERS: Final[dict[str, Reader]] = {
    **{
        name: _of_page(_QUESTIONS[name], lambda view: view.name or view.facts.title)
        for name in ("role", "shell", "front")
    },
    "kind": _of_page(_QUESTIONS["kind"], lambda view: view.facts.kind),
    "title": _one_of("titles", "title"),
    "site": _one_of("site_names", "title"),
    "tab": _one_text("tab"),
    "head": _one_of("heads", "heading"),
    "column": _one_of("columns", "column"),
    "breadcrumb": _one_text("breadcrumb"),
    "address": _one_text("address"),
    "form": _forms,
    "link": _links,
    "header": _header,
    "text": _lines("lines"),
    "page": _lines("page_lines"),
    "count": _counted,
}
