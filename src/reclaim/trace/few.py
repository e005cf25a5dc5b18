"""A search of few weapons: every one of them is compared with every reading. No index is needed.

The answer is that of the index for what matters here: all marks within the misreadings that the channel knows.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa

from reclaim.trace.ask import Patterns, plain_ask
from reclaim.trace.channel import Channel
from reclaim.trace.kernels_align import UNREACHED
from reclaim.trace.misreadings import Misreadings
from reclaim.trace.weapons import Weapons

MOST: Final = 2_000_000
"""Beyond so many pairs an index is quicker, its making included."""


class Few:
    """The search over these weapons (`reclaim.trace.find.Finder`)."""

    def __init__(self, weapons: Weapons, channel: Channel, chosen: Any = None) -> None:
        self._weapons, self._channel = weapons, channel
        self._marks = np.unique(weapons.marks if chosen is None else weapons.marks[chosen])

    def search(self, readings: Any, top: int = 10, *, costs: Any = None, threads: int | None = None) -> pa.Table:
        """The cheapest marks for each reading: `reading record edits cost`, best first."""
        texts: Sequence[str] = list(readings)
        found = [self._one(n, text, top) for n, text in enumerate(texts)]
        columns = [np.concatenate([np.zeros(0, kind), *(part[place] for part in found)])
                   for place, kind in enumerate((np.int64, np.int64, np.int8, np.float32))]
        return pa.table(dict(zip(("reading", "record", "edits", "cost"), columns, strict=True)))

    def _one(self, number: int, text: str, top: int) -> tuple[Any, Any, Any, Any]:
        own = Patterns.of(plain_ask([text]), self._weapons.symbols)
        size = len(own.codes)
        lengths = (self._weapons.starts[1:] - self._weapons.starts[:-1])[self._marks]
        marks = self._marks if "*" in text else self._marks[np.abs(lengths - size) <= max(size, 8)]
        misread = Misreadings.of(own.codes, own.starts, own.doubts, self._weapons.codes, self._weapons.starts,
                                 np.zeros(len(marks), np.int64), marks, self._channel)
        reached = np.flatnonzero(misread.count != UNREACHED)
        cost = -np.log2(np.maximum(misread.take(reached).rate(self._channel), 1e-300)) + 3 * misread.count[reached]
        best = reached[np.lexsort((marks[reached], misread.count[reached], cost))][:top]
        costs = np.sort(cost)[:top]
        return (np.full(len(best), number, np.int64), marks[best], misread.count[best].astype(np.int8),
                costs.astype(np.float32))
