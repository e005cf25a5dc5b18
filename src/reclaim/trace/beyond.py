"""What lies beyond a full list of candidates: the marks that would cost the search more than the last one listed.

The search lists the cheapest marks first. If unlisted marks lie about a reading as evenly as listed ones, the part of
the channel's misreadings that is dearer than the last mark listed is the part of the registered mass that is missing.
A single misreading's cost has a distribution (each misreading weighed by its rate); that of two is its convolution.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any, Final

import numpy as np

from reclaim.trace.channel import CAUSES, KINDS, Channel
from reclaim.trace.find import LENGTH_BITS, SCALE, bits
from reclaim.trace.symbols import PLAIN

STEP: Final = 0.25
"""Bits that one bin of costs is wide."""

DEAREST: Final = 64.0
DIGITS: Final = 10
STANDS: Final = np.array([0.7 / DIGITS] * DIGITS + [0.3 / 26] * 26)
"""How often a symbol stands in a mark."""

PLACED: Final = {"lost": LENGTH_BITS, "lost_twin": LENGTH_BITS, "doubled": LENGTH_BITS, "swapped": LENGTH_BITS,
                 "extra": LENGTH_BITS + 4, "head_lost": 2, "tail_lost": 2, "head_glued": 2, "tail_glued": 2}
"""Bits for where, and for which symbol or how long a run, as the cost table of the search has them."""


def beyond(last: Any, channel: Channel) -> Any:
    """float64[patterns, 2]: the part of one misreading, and of two, that costs more than `last` (bits by pattern;
    infinite where the list is not full)."""
    table = _dearer(channel.rates().tobytes(), tuple(channel.kinds.tolist()))
    place = np.minimum(np.nan_to_num(last, posinf=DEAREST) / STEP, table.shape[1] - 1).astype(np.int64)
    return np.where(np.isfinite(last)[:, None], table[:, place].T, 0.0)


@lru_cache(maxsize=4)
def _dearer(rates: bytes, kinds: tuple[float, ...]) -> Any:
    """float64[2, bins]: the part that costs more than a bin's upper end."""
    size = int(DEAREST / STEP)
    one = np.zeros(size)
    table = np.frombuffer(rates).reshape(-1, int(np.sqrt(len(rates) // 8)))[: len(PLAIN), : len(PLAIN)]
    registered, read = np.nonzero(table > 0)
    known = (registered < len(STANDS)) & (read < len(STANDS))
    for a, b in zip(registered[known].tolist(), read[known].tolist(), strict=True):
        one[_bin(bits(table[a, b]) + SCALE + LENGTH_BITS)] += STANDS[b] * table[a, b]
    for kind, share in list(zip(KINDS, kinds, strict=True))[len(CAUSES):]:
        one[_bin(bits(share) + SCALE + PLACED.get(kind, 0.0))] += share
    one /= one.sum()
    two = np.convolve(one, one)[:size]
    return 1 - np.cumsum(np.stack([one, two]), axis=1)


def _bin(cost: float) -> int:
    return min(int(cost / STEP), int(DEAREST / STEP) - 1)
