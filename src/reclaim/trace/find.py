"""Which weapons come into question for a reading: the cheapest marks of the search, each with all its weapons."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Final, Protocol

import numpy as np

from reclaim.trace.channel import KINDS, Channel
from reclaim.trace.symbols import PLAIN

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.trace.cost import CostTable

KEPT: Final = 24
"""Marks that are weighed for each pattern; what lies beyond is estimated as a whole."""

SCALE: Final = 3.0
"""Bits that one misreading costs before it is told which, in the cost table of the search."""


LENGTH_BITS: Final = 3.0
"""Bits for where in a mark of eight symbols a misreading is."""


class Finder(Protocol):
    """The search that is asked: `reclaim.trace.index.SerialIndex`, or a slower one with the same answer."""

    def search(self, readings: Any, top: int = 10, *, costs: CostTable | None = None,
               threads: int | None = None) -> pa.Table: ...


def cost_table(channel: Channel) -> CostTable:
    """The channel as the search can use it: costs in bits, of misreadings one by one."""
    from reclaim.trace.cost import CostTable

    rates = channel.rates()
    length = LENGTH_BITS
    pairs = {(PLAIN[b], PLAIN[a]): bits(rates[a, b]) + SCALE + length
             for a in range(36) for b in range(36) if a != b}
    kinds = {name: bits(share) + SCALE for name, share in zip(KINDS, channel.kinds, strict=True)}
    return CostTable(
        read_as=pairs, alike=8.0, different=14.0, unread=0.0,
        missed=kinds["lost"] + length, extra=kinds["extra"] + length + 4,
        doubled=min(kinds["doubled"], kinds["lost_twin"]) + length,
        at_end=min(kinds["lost_first"], kinds["lost_last"]),
        swapped=kinds["swapped"] + length,
        affix=kinds["head_lost"], affix_symbol=1.0, run_symbol=0.0,
    )


def bits(share: float) -> float:
    """What a share costs."""
    return float(min(-np.log2(max(share, 1e-9)), 24.0))


def find(texts: Iterable[str], finder: Finder, costs: CostTable, marks: Any, kept: int = KEPT,
         threads: int | None = None) -> tuple[Any, Any, Any]:
    """Pairs of patterns and weapons (int64 each), and by pattern what the last mark of a full list costs (infinite
    where all that the search knows is listed).

    `marks` int64 by weapon: the first weapon with the same mark, whose place is the record that the search knows.
    """
    texts = list(texts)
    found = finder.search(texts, top=kept, costs=costs, threads=threads)
    patterns = found.column("reading").to_numpy()
    records = found.column("record").to_numpy()
    last = np.zeros(len(texts))
    np.maximum.at(last, patterns, found.column("cost").to_numpy())
    last[np.bincount(patterns, minlength=len(texts)) < kept] = np.inf
    times = _bearers(marks, records)
    firsts = np.repeat(records, times)
    step = np.arange(len(firsts)) - np.repeat(np.cumsum(times) - times, times)
    return np.repeat(patterns, times), firsts + step, last


def _bearers(marks: Any, records: Any) -> Any:
    """int64: how many weapons bear the mark of each record. Most marks have one bearer or two, and their neighbours
    tell; only for those with more the weapons are searched."""
    times = np.where(_at(marks, records + 1) == records, 2, 1)
    more = np.flatnonzero(_at(marks, records + 2) == records)
    times[more] = np.searchsorted(marks, records[more], "right") - records[more]
    return times


def _at(marks: Any, places: Any) -> Any:
    return np.where(places < len(marks), marks[np.minimum(places, len(marks) - 1)], -1) if len(marks) > 0 else places
