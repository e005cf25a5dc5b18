"""Pairs of two leftovers: how probable each is, and how probable it is that a weapon is not there at all.

A reading has one weapon at most and a weapon one reading at most (`reclaim.trace.matching`). How many weapons have their
row among the readings is learned, for each group of weapons by itself: of weapons that both the maker and a count have,
nearly all were received, and then a missing one was misread; of those that the maker alone has, many never came. The
same is learned for each kind of reading: a mark that no other book has, and a mark that stands once too often.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reclaim.trace.link import Pairs
from reclaim.trace.matching import matched

UNSEEN: Final = 0.1
"""The part of misread rows that no list of candidates holds: three symbols and more, or another weapon's mark."""

START: Final = 0.5
"""The share of the smaller side that is taken to have a counterpart, before anything is learned."""

STRENGTH: Final = 5.0
"""So many weapons of the whole are added to those of a group when its share is learned."""

POOLED: Final = 1.0
"""So many readings of all kinds are added to those of a kind when its share is learned."""

ROUNDS: Final = 25

PASSES: Final = 6
"""So many times messages are passed between two rounds of learning: they go on from where they stood."""

HOPELESS: Final = 1e-5
"""Pairs of less odds at the start are left out: what is learned moves odds by some thousandfold at most, and less than
a hundredth is no link."""


@dataclass(frozen=True)
class Shares:
    """`pair` float64[pairs]. `alone` float64[readings]: that none of the listed weapons is it; `absent` float64[weapons]:
    that no row of the book is this weapon, unlisted ones included; `found` float64[kinds]: the learned share of readings
    that have a counterpart."""

    pair: Any
    alone: Any
    absent: Any
    found: Any


def shares(pairs: Pairs, kinds: Any, groups: Any, real: Any) -> Shares:
    """What pairs come to. `kinds` int64[readings] and `groups` int64[weapons] name what shares are learned for;
    `real` float64[weapons] is how probable it is that each is a weapon by itself and no misreading of another."""
    readings, weapons = len(kinds), len(groups)
    rows, size = _counted(kinds), np.bincount(groups, weights=real, minlength=int(groups.max(initial=0)) + 1)
    there = np.full(len(size), START * min(readings / max(weapons, 1), 1.0))
    found = np.full(len(rows), START * min(weapons / max(readings, 1), 1.0))
    mix = rows / max(readings, 1)
    weight = real[pairs.weapon] * pairs.ratio

    def odds(chosen: Any) -> Any:
        own, new = there[groups[pairs.weapon[chosen]]], np.maximum(rows * (1 - found), 0.5)
        seen = own * (1 - UNSEEN)
        return weight[chosen] * seen / (1 - seen) * (mix / new)[kinds[pairs.reading[chosen]]]

    kept = np.flatnonzero(odds(np.arange(len(weight))) >= HOPELESS)
    reading, weapon = pairs.reading[kept], pairs.weapon[kept]
    kind, group = kinds[reading], groups[weapon]
    match = matched(reading, weapon, odds(kept), readings, weapons)
    for _ in range(ROUNDS):
        met = np.bincount(group, weights=match.pair, minlength=len(size)) / (1 - UNSEEN)
        got = np.bincount(kind, weights=match.pair, minlength=len(rows))
        whole = min(met.sum() / max(real.sum(), 1.0), 1.0)
        there = np.minimum((met + STRENGTH * whole) / (size + STRENGTH), 1 - 0.5 / (size + 1))
        found = np.minimum((got + POOLED * got.sum() / max(rows.sum(), 1.0)) / (rows + POOLED + 1), 1.0)
        mix = (got + 0.5 * (rows > 0)) / (got.sum() + 0.5 * (rows > 0).sum())
        match = matched(reading, weapon, odds(kept), readings, weapons, match.sent, PASSES)
    match = matched(reading, weapon, odds(kept), readings, weapons, match.sent)
    pair = np.zeros(len(weight))
    pair[kept] = match.pair
    own = there[groups]
    absent = np.clip(match.right, 0, 1) * (1 - own) / (1 - own * (1 - UNSEEN))
    return Shares(pair, np.clip(match.left, 0, 1), absent, found)


def _counted(names: Any) -> Any:
    return np.bincount(names, minlength=int(names.max(initial=0)) + 1).astype(float)
