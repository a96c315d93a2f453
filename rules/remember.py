"""Keep the answer about what was asked about last: pages are read one after another, each asked the same thing many times."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import TYPE_CHECKING, Any, Generic, TypeVar

__all__ = ["Later", "once", "remembered"]

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


class Later(Generic[Answer]):
    """What is worked out when it is first called for, once: ``functools.cache`` takes ten times as long to make, and a page makes two."""

    __slots__ = ("_known", "_work")

    def __init__(self, work: Callable[[], Answer]) -> None:
        self._work: Callable[[], Answer] | None = work
        self._known: list[Answer] = []

    def __call__(self) -> Answer:
        """The answer."""
        if self._work is not None:
            self._known.append(self._work())
            self._work = None
        return self._known[0]


if TYPE_CHECKING:
    from functools import cached_property as once
else:

    class once:
        """A property worked out when it is first asked for: ``functools.cached_property`` without the lock that it takes each time."""

        def __init__(self, answer: Callable[[Any], Any]) -> None:
            self._answer = answer
            self.__doc__ = answer.__doc__

        def __get__(self, holder: Any, kind: type) -> Any:
            if holder is None:
                return self
            known = holder.__dict__[self._answer.__name__] = self._answer(holder)
            return known
