"""Many documents at once, on several processors, in the order in which they were given."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence

from reclaim.documents.reading import Catalogue, Reading, Settings, read

# Starting a process costs about as much as reading ten documents.
_WORTH_A_PROCESS = 12


def read_many(
    contents: Sequence[tuple[str, bytes]], catalogue: Catalogue, settings: Settings, processes: int | None = None
) -> Iterator[Reading]:
    """Readings of (name, bytes) pairs in their order; the same, whatever the number of processes."""
    workers = min(processes or os.cpu_count() or 1, max(1, len(contents) // _WORTH_A_PROCESS))
    if workers <= 1:
        for name, raw in contents:
            yield read(raw, catalogue, settings, name=name)
        return
    from concurrent.futures import ProcessPoolExecutor
    from multiprocessing import get_context

    with ProcessPoolExecutor(workers, get_context("spawn"), _begin, (catalogue, settings)) as pool:
        yield from pool.map(_one, contents, chunksize=4)


_shared: dict[str, tuple[Catalogue, Settings]] = {}


def _begin(catalogue: Catalogue, settings: Settings) -> None:
    _shared["reading"] = (catalogue, settings)


def _one(content: tuple[str, bytes]) -> Reading:
    catalogue, settings = _shared["reading"]
    return read(content[1], catalogue, settings, name=content[0])
