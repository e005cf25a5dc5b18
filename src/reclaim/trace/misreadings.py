"""The misreadings of many pairs, and their probability under a channel."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

import numpy as np

from reclaim.trace.channel import CAUSES, KINDS, MOST_MISREADINGS, Channel
from reclaim.trace.kernels_align import OTHERS, UNREACHED, Bits, align_pairs

FACTORIAL: Final = np.array([1.0, 1.0, 2.0, 6.0])
FAR_BITS: Final = 1e9


def bits(channel: Channel) -> Bits:
    """The channel as costs in bits."""
    with np.errstate(divide="ignore"):
        read_as = np.minimum(-np.log2(channel.rates()), FAR_BITS)
        kinds = np.minimum(-np.log2(channel.kinds), FAR_BITS)
    return Bits(read_as.astype(np.float32), kinds.astype(np.float32))


@dataclass(frozen=True)
class Misreadings:
    """For each pair: how many (`UNREACHED` if more than the law has), log2 of what is not learned, the misreadings (see
    `kernels_align`; -1 none) and where in the reading they are."""

    count: Any  # int8[pairs]
    base: Any  # float32[pairs]
    found: Any  # int32[pairs, 3]
    at: Any  # int16[pairs, 3]

    @classmethod
    def of(cls, codes: Any, starts: Any, doubts: Any, mark_codes: Any, mark_starts: Any, patterns: Any, weapons: Any,
           channel: Channel) -> Misreadings:
        """The cheapest misreadings of each pair."""
        size = len(patterns)
        out = cls(np.zeros(size, np.int8), np.zeros(size, np.float32),
                  np.full((size, MOST_MISREADINGS), -1, np.int32), np.full((size, MOST_MISREADINGS), -1, np.int16))
        align_pairs(codes, starts, doubts, mark_codes, mark_starts, patterns, weapons, bits(channel),
                    out.count, out.base, out.found, out.at)
        return out

    def take(self, chosen: Any) -> Misreadings:
        """Some of the pairs."""
        return Misreadings(self.count[chosen], self.base[chosen], self.found[chosen], self.at[chosen])

    @cached_property
    def _unique(self) -> tuple[Any, Any]:
        """The distinct misreadings, and where each of the pairs has which."""
        values, back = np.unique(self.found, return_inverse=True)
        return values, back.reshape(self.found.shape)

    def rate(self, channel: Channel) -> Any:
        """float64[pairs]: the probability of each reading given that its mark was misread so many times; 0 if the law
        does not reach."""
        values, back = self._unique
        first, second, third = _rates(values, channel)[back].T  # MOST_MISREADINGS of them
        product = first * second * third
        reached = self.count != UNREACHED
        count = np.where(reached, self.count, 0)
        return np.where(reached, product * np.exp2(self.base) * FACTORIAL[count], 0.0)

    def kinds(self, weights: Any, channel: Channel) -> Any:
        """float64[kinds]: how many misreadings of each kind, each pair counted with its weight; a substitution is
        shared out among its causes."""
        values, back = self._unique
        per = np.zeros(len(values))
        for place in range(MOST_MISREADINGS):
            per += np.bincount(back[:, place], weights=weights, minlength=len(values))
        counts = np.zeros(len(KINDS))
        others = values >= OTHERS
        np.add.at(counts, (values[others] - OTHERS) // 64, per[others])
        subs = (values >= 0) & ~others
        a, b = values[subs] // 64, values[subs] % 64
        shares = channel.kinds[: len(CAUSES), None] * channel.confusions[:, a, b]
        shares /= np.maximum(shares.sum(axis=0), 1e-300)
        counts[: len(CAUSES)] += shares @ per[subs]
        return counts

    def confusions(self, weights: Any) -> dict[tuple[int, int], float]:
        """How often which symbol was read for which, each pair counted with its weight."""
        values, back = self._unique
        per = np.zeros(len(values))
        for place in range(MOST_MISREADINGS):
            per += np.bincount(back[:, place], weights=weights, minlength=len(values))
        chosen = np.flatnonzero((values >= 0) & (values < OTHERS) & (per > 0))
        return {(int(values[n]) // 64, int(values[n]) % 64): float(per[n]) for n in chosen}


def _rates(values: Any, channel: Channel) -> Any:
    """The rate of each misreading; 1 for none."""
    rates = np.ones(len(values))
    subs = (values >= 0) & (values < OTHERS)
    rates[subs] = channel.rates()[values[subs] // 64, values[subs] % 64]
    others = values >= OTHERS
    rates[others] = channel.kinds[(values[others] - OTHERS) // 64]
    return rates
