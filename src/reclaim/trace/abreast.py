"""Several pieces of work at once, on threads: kernels run without the interpreter's lock."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from typing import Any


def each(work: Callable[[Any], None], items: Iterable[Any], threads: int) -> None:
    """Do all items, on that many threads; the first exception is raised."""
    if threads <= 1:
        for item in items:
            work(item)
        return
    with ThreadPoolExecutor(threads) as pool:
        list(pool.map(work, items))
