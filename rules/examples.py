"""Run a pack's own examples, and the golden pages of a checkout, as tests."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape
from pathlib import Path
from typing import Any

from crawler.problems import Problem
from rules.evaluate import fired
from rules.facts import read_facts
from rules.guide_words import GUIDES, guide_words_of
from rules.guides import read_guide
from rules.inspect import inspect_bytes
from rules.pack import Example, Pack, Rule
from rules.page_view import PageView
from rules.reading import read_role


@dataclass(frozen=True, slots=True)
class ExampleResult:
    """One example of one rule: ``expected`` says whether the rule should fire, ``fired`` whether it did."""

    file: str
    rule: str
    number: int  # place in its list, from 1
    expected: bool
    fired: bool
    shown: str  # the wording or snippet

    @property
    def passed(self) -> bool:
        """The rule did what the example asks."""
        return self.expected == self.fired


@dataclass(frozen=True, slots=True)
class GoldenResult:
    """One golden page: ``differences`` maps a key to (expected, got); empty when all agree."""

    name: str
    differences: dict[str, tuple[Any, Any]]

    @property
    def passed(self) -> bool:
        """The page reads as expected."""
        return not self.differences


def run_examples(pack: Pack) -> list[ExampleResult]:
    """Try every example of every rule on its rule, and of every guide element as a line of a page."""
    return [*(result for rule in pack.rules for result in _rule_results(rule, pack)), *_element_results(pack)]


def _element_results(pack: Pack) -> Iterator[ExampleResult]:
    words = guide_words_of(pack)
    for name, element in words.elements.items():
        for expected, listed in ((True, element.positive), (False, element.negative)):
            for number, example in enumerate(listed, 1):
                facts = read_facts(f"<h1>通知</h1><p>{escape(example)}</p>".encode(), Example().url, pack=pack)
                found = name in read_guide(facts).elements
                yield ExampleResult(GUIDES.name, name, number, expected, found, example)


def _rule_results(rule: Rule, pack: Pack) -> Iterator[ExampleResult]:
    for expected, listed in ((True, rule.examples.positive), (False, rule.examples.negative)):
        for number, example in enumerate(listed, 1):
            yield ExampleResult(
                rule.file, rule.id, number, expected, fires(rule, example, pack), example.link or example.html
            )


def fires(rule: Rule, example: Example, pack: Pack) -> bool:
    """Tell whether a rule fires on an example; a link's wording is put into a page of its own, in its menu and its content."""
    if example.link:
        link = f"<a href='/x/y.html'>{escape(example.link)}</a>"
        page = f"<html><body><ul class='list'><li>{link}</li></ul></body></html>"
    else:  # data stands for itself
        page = example.html if example.html[:1] in "[{" else f"<html><body>{example.html}</body></html>"
    view = PageView(read_facts(page.encode("utf-8"), example.url, pack=pack), pack)
    if rule.subject != "role":
        read_role(view)
    return bool(fired(rule, view))


def run_golden(folder: Path, pack: Pack) -> list[GoldenResult]:
    """Read each golden page (``page.html``, ``meta.json``, ``expected.json``) below a folder; an absent folder has none."""
    if not folder.is_dir():
        return []
    return [_golden(place, pack) for place in sorted(folder.iterdir()) if (place / "expected.json").is_file()]


def _golden(place: Path, pack: Pack) -> GoldenResult:
    try:
        expected = json.loads((place / "expected.json").read_text(encoding="utf-8"))
        meta = json.loads((place / "meta.json").read_text(encoding="utf-8"))
        body = (place / "page.html").read_bytes()
    except (OSError, ValueError) as error:
        raise Problem("golden_unreadable", folder=str(place), error=str(error)) from error
    got = inspect_bytes(body, meta.get("url", ""), meta.get("content_type", ""), pack)
    return GoldenResult(
        place.name, {key: (value, got.get(key)) for key, value in expected.items() if got.get(key) != value}
    )
