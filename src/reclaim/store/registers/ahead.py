"""Work on a few things ahead, on two threads, with results in the order of the things."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
R = TypeVar("R")
WORKERS = 2


def ordered(work: Callable[[T], R], things: Iterable[T]) -> Iterator[R]:
    """The result of `work` on each thing. No more than a few things are in hand at a time, so memory stays bounded."""
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(WORKERS) as workers:
        for thing in things:
            waiting.append(workers.submit(work, thing))
            if len(waiting) > WORKERS:
                yield waiting.popleft().result()
        while len(waiting) > 0:
            yield waiting.popleft().result()
