"""Several pieces of work at once, on threads: kernels run without the interpreter's lock."""

from __future__ import annotations

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, TypeVar

from reclaim.model.errors import UsageError

T = TypeVar("T")
R = TypeVar("R")


def thread_count(threads: int | None) -> int:
    """The number of threads asked for, or as many as the process may use."""
    if threads is None:
        return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    if threads < 1:
        raise UsageError(f"{threads} threads", mend="use one or more")
    return threads


def each(work: Callable[[Any], None], items: Iterable[Any], threads: int) -> None:
    """Do all items, on that many threads; the first exception is raised."""
    if threads <= 1:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, items))


def ahead(work: Callable[[T], R], items: Iterable[T], threads: int) -> Iterator[R]:
    """What `work` makes of each item, in their order; no more than `threads` items are in hand at a time."""
    if threads <= 1:
        yield from map(work, items)
        return
    waiting: deque[Future[R]] = deque()
    with ThreadPoolExecutor(threads) as pool:
        try:
            for item in items:
                waiting.append(pool.submit(work, item))
                if len(waiting) > threads:
                    yield waiting.popleft().result()
            while len(waiting) > 0:
                yield waiting.popleft().result()
        finally:
            for other in waiting:
                other.cancel()
