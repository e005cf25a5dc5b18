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

LONE, SURPLUS, FEW = 0, 1, 2
"""Kinds of readings: a mark that this book alone has; a row too many of a mark; from FEW on one for each set of books
that few marks stand on, for the part of them that is misread differs widely: what the receipts and the first count have,
and nobody else, was mostly copied, and what came and was lost again was not."""

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
    mix = _mix(rows)
    weight = real[pairs.weapon] * pairs.ratio

    def odds(chosen: Any) -> Any:
        own, new = there[groups[pairs.weapon[chosen]]], np.maximum(rows * (1 - found), 0.5)
        seen = own * (1 - pairs.unseen)
        return weight[chosen] * seen / (1 - seen) * (mix / new)[kinds[pairs.reading[chosen]]]

    kept = np.flatnonzero(odds(np.arange(len(weight))) >= HOPELESS)
    reading, weapon = pairs.reading[kept], pairs.weapon[kept]
    kind, group = kinds[reading], groups[weapon]
    match = matched(reading, weapon, odds(kept), readings, weapons)
    for _ in range(ROUNDS):
        met = np.bincount(group, weights=match.pair, minlength=len(size)) / (1 - pairs.unseen)
        got = np.bincount(kind, weights=match.pair, minlength=len(rows))
        whole = min(met.sum() / max(real.sum(), 1.0), 1.0)
        there = np.minimum((met + STRENGTH * whole) / (size + STRENGTH), 1 - 0.5 / (size + 1))
        found = np.minimum((got + POOLED * got.sum() / max(rows.sum(), 1.0)) / (rows + POOLED + 1), 1.0)
        mix = _mix(got + 0.5 * (rows > 0))
        match = matched(reading, weapon, odds(kept), readings, weapons, match.sent, PASSES)
    match = matched(reading, weapon, odds(kept), readings, weapons, match.sent)
    pair = np.zeros(len(weight))
    pair[kept] = match.pair
    own = there[groups]
    absent = np.clip(match.right, 0, 1) * (1 - own) / (1 - own * (1 - pairs.unseen))
    return Shares(pair, np.clip(match.left, 0, 1), absent, found)


def _mix(met: Any) -> Any:
    """The part of misread rows that is of each kind. Whether a mark stands there already is no matter of chance beside the
    mark itself, whose probability is in the ratio: of the rest, how far a misreading was copied is."""
    rest = np.arange(len(met)) != SURPLUS
    return np.where(rest, met / max(met[rest].sum(), 1e-9), 1.0)


def _counted(names: Any) -> Any:
    return np.bincount(names, minlength=int(names.max(initial=0)) + 1).astype(float)
