"""Keep the answer about the page asked about last: pages are read one after another, each asked the same thing many times."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

from rules.records import PageFacts

Answer = TypeVar("Answer")


def remembered(answer: Callable[[PageFacts], Answer]) -> Callable[[PageFacts], Answer]:
    """Let a function of a page's facts work once a page; facts cannot be hashed cheaply, so only the last page is kept."""
    kept: list[tuple[PageFacts, Answer]] = []

    @wraps(answer)
    def asked(facts: PageFacts) -> Answer:
        if not kept or kept[0][0] is not facts:
            kept[:] = [(facts, answer(facts))]
        return kept[0][1]

    return asked
