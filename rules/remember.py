"""Keep the answer about what was asked about last: pages are read one after another, each asked the same thing many times."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TypeVar

Asked = TypeVar("Asked")
Answer = TypeVar("Answer")


def remembered(answer: Callable[[Asked], Answer]) -> Callable[[Asked], Answer]:
    """Let a function of a page's facts, or of its blocks, work once a page; they cannot be hashed cheaply, so only the last is kept."""
    kept: list[tuple[Asked, Answer]] = []

    @wraps(answer)
    def asked(about: Asked) -> Answer:
        if not kept or kept[0][0] is not about:
            kept[:] = [(about, answer(about))]
        return kept[0][1]

    return asked
