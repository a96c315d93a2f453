"""Work shared out to processes, its results taken in the order in which it was given."""

from __future__ import annotations

import multiprocessing
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from typing import TypeVar

_AHEAD_PER_WORKER = 2
Given = TypeVar("Given")
Made = TypeVar("Made")


def in_order(
    work: Callable[[Given], Made],
    tasks: Iterable[Given],
    workers: int,
    start: Callable[..., None],
    *settings: object,
) -> Iterator[Made]:
    """Yield ``work`` of each task, done in ``workers`` processes that begin with ``start(*settings)``.

    Only a few tasks are taken ahead of the results, so that neither pile up. Everything named must be picklable.
    """
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, mp_context=context, initializer=start, initargs=settings) as pool:
        ahead: deque[Future[Made]] = deque()
        try:
            for task in tasks:
                ahead.append(pool.submit(work, task))
                if len(ahead) > workers * _AHEAD_PER_WORKER:
                    yield ahead.popleft().result()
            while ahead:
                yield ahead.popleft().result()
        finally:
            for future in ahead:
                future.cancel()
