"""Chance: where the weapons lie that are in no register searched, and how likely one of them gives a reading.

The density of unregistered weapons over marks is a mixture of levels. Level n says: they lie as the registered ones
do, when only all but the last n symbols of a mark count; the last level counts length and shape alone, and a wide
background allows any mark. Each level stands twice: once a cell counts by the registered weapons in it (every lot is
registered to the same part), once all cells alike that hold any (lots are registered to very different parts, so that
a few registered weapons tell of as many others as many do). What each level weighs is judged

* by the register itself: leave one weapon out, and see which levels would have foretold it; leave its whole lot out
  (all that share all but three symbols), and see again. Half and half, since an unregistered weapon may come from a
  lot that is half there or from one that is not there at all;
* and by the batch of readings (`train`), which outweighs the register soon.

A mark that stands in a register is taken: an unregistered weapon with the very same mark needs another maker, and is
as frequent as such doubles are among the registered ones.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reclaim.trace.cells import LEVELS, Lie
from reclaim.trace.channel import Channel
from reclaim.trace.kernels_chance import chances, stretches
from reclaim.trace.symbols import KIND_OF, UNREAD
from reclaim.trace.weapons import Weapons

SAMPLE: Final = 20_000
"""Weapons left out, at most."""

LOT_LEVEL: Final = 1
"""The place in LEVELS of what counts as one lot."""

FULL: Final = 0.98
"""A cell is never taken to be fuller than this."""

LEAST: Final = 1e-300
WIDE_LENGTHS: Final = (3, 16)
DOUBLES_PRIOR: Final = 20.0

ANY_LEVEL: Final = 0.3
"""So much is believed of every level alike, whatever the register foretells: it says nothing of lots it never saw."""

LONE: Final = 0.1
"""What of a single mark two misreadings away would have been there by chance, where no other lies beside it."""

COMPONENTS: Final = 2 * len(LEVELS) + 1
"""The levels by weapons, the levels by cells, and the wide background last."""


@dataclass(frozen=True)
class Chance:
    """For each pattern read, the mass of unregistered weapons by component and misreadings.

    `none`, `one`, `two` float64[patterns, components]: the chance that an unregistered weapon of that component is
    read so with 0, 1, 2 (or more) misreadings. `taken` float64: the mass of doubles, for patterns that stand in a
    register as they were read. `held` float64[patterns, levels]: registered weapons to be expected under the
    pattern's own text, level by level.
    """

    none: Any
    one: Any
    two: Any
    taken: Any
    held: Any

    def blended(self, other: Chance, part: float) -> Chance:
        """A part of another and the rest of this; `held` stays."""
        none, one, two = (part * b + (1 - part) * a for a, b in (
            (self.none, other.none), (self.one, other.one), (self.two, other.two)))
        return Chance(none, one, two, self.taken, self.held)

    def mass(self, law: Any, weights: Any) -> Any:
        """float64[patterns, misreadings]: the mass by the number of misreadings, for the weights of the components."""
        none = self.none @ weights + self.taken
        one, two = self.one @ weights, self.two @ weights
        return np.stack([none * law[0], one * law[1], two * law[2], two * law[3]], axis=1)


def chance(codes: Any, starts: Any, doubts: Any, lie: Lie, channel: Channel, registered: Any, doubles: Any) -> Chance:
    """`registered` bool: the pattern is the mark of a registered weapon; `doubles` float64: see `doubles`."""
    count, levels = len(starts) - 1, len(LEVELS)
    here, once, tail = np.zeros((count, 2 * levels)), np.zeros((count, 2 * levels)), np.zeros((count, levels))
    known = np.zeros(count, np.uint8)
    chances(codes, starts, doubts, lie.near(channel), here, once, tail, known)
    filled = known == 2
    once[filled] = here[filled]
    tail = np.tile(np.clip(tail, 0, 1), 2)
    _, size, share = stretches_of(codes, starts, lie, channel)
    held = np.where(size > 0, size * share, 0)
    free = here / (1 - np.minimum(np.tile(held, 2), FULL))
    twice = np.maximum(2 * tail * once - tail**2 * here, 0)
    twice[filled] = here[filled]
    wide = background(codes, starts, lie)[:, None]
    none = np.hstack([np.where(registered[:, None], 0, free), np.where(registered[:, None], 0, wide)])
    taken = np.where(registered, doubles / max(lie.count, 1), 0)
    return Chance(none, np.hstack([once, wide]), np.hstack([twice, wide]), taken, held)


def stretches_of(codes: Any, starts: Any, lie: Lie, channel: Channel) -> tuple[Any, Any, Any]:
    """For each text the cells that it falls into, finest first: where the stretch of weapons begins and how many they
    are (int64[texts, levels]), and the product of the shares of its last symbols (float64)."""
    shape = (len(starts) - 1, len(LEVELS))
    start: Any = np.zeros(shape, np.int64)
    size: Any = np.zeros(shape, np.int64)
    share: Any = np.zeros(shape)
    stretches(codes, starts, lie.near(channel), start, size, share)
    return start, size, share


def background(codes: Any, starts: Any, lie: Lie) -> Any:
    """float64: the chance of each text where nothing is known but how long marks are, and that seven symbols in ten are
    digits. An unread symbol is any."""
    low, high = WIDE_LENGTHS
    lengths = np.diff(starts)
    even = np.where((lengths >= low) & (lengths < high), 1 / (high - low), 1e-4)
    share = 0.5 * lie.lengths[np.minimum(lengths, 64)] + 0.5 * even
    table: Any = np.where(KIND_OF == 0, np.log(0.07), np.log(0.3 / 26))
    table[UNREAD:] = 0.0
    sums = np.concatenate([[0.0], np.cumsum(table[codes])])
    return np.maximum(share * np.exp(sums[starts[1:]] - sums[starts[:-1]]), LEAST)


def doubles(weapons: Weapons, lie: Lie) -> Any:
    """float64 by group of `lie` (one more at the end, for no group): how many other weapons bear the mark of a
    registered one; shrunk towards what the group's fullness lets expect."""
    bounds = np.append(0, np.cumsum(lie.group_sizes))
    others = np.bincount(weapons.marks, minlength=weapons.count)[weapons.marks] - 1
    sums = np.add.reduceat(others, bounds[:-1]) if len(bounds) > 1 else np.zeros(0)
    room = np.array([_room(lie, g) for g in range(len(lie.group_sizes))])
    expected = np.minimum(lie.group_sizes / np.maximum(room, 1) / 2, 0.3)
    return np.append((sums + DOUBLES_PRIOR * expected) / (lie.group_sizes + DOUBLES_PRIOR), 0.0)


def _room(lie: Lie, group: int) -> float:
    """About how many marks a group could hold: 2 to the entropy of each place."""
    places = lie.places[group].astype(float)
    with np.errstate(divide="ignore", invalid="ignore"):
        entropy = -np.nansum(places * np.log2(places))
    return float(2.0 ** min(entropy, 60.0))


def group_of(codes: Any, starts: Any, lie: Lie) -> Any:
    """int64: the group of each text, or the number of groups if there is none."""
    from reclaim.trace.kernels_weapons import pack

    if len(starts) == 1 or len(lie.group_keys) == 0:
        return np.full(len(starts) - 1, len(lie.group_keys), np.int64)
    keys = pack(codes, starts)[0]
    at = np.searchsorted(lie.group_keys, keys)
    found = (at < len(lie.group_keys)) & (lie.group_keys[np.minimum(at, len(lie.group_keys) - 1)] == keys)
    return np.where(found, at, len(lie.group_keys))


def own_weights(weapons: Weapons, lie: Lie, channel: Channel) -> Any:
    """float64[components]: how much each level foretells of a weapon left out of the register, alone and with its lot;
    they sum to 1."""
    if weapons.count < 2:
        return _any_level()
    chosen = np.unique(np.linspace(0, weapons.count - 1, min(SAMPLE, weapons.count)).astype(np.int64))
    lengths = np.diff(weapons.starts)[chosen]
    places = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    codes = weapons.codes[np.repeat(weapons.starts[:-1][chosen], lengths) + places]
    starts = np.append(0, np.cumsum(lengths))
    _, size, share = stretches_of(codes, starts, lie, channel)
    wide = background(codes, starts, lie)[:, None]
    lot = size[:, LOT_LEVEL : LOT_LEVEL + 1]
    own = (_foretold(size - 1, share, weapons.count - 1, lie.filled, wide)
           + _foretold(size - lot, share, weapons.count, lie.filled, wide)) / 2
    return (1 - ANY_LEVEL) * own + ANY_LEVEL * _any_level()


def _any_level() -> Any:
    """Belief without a register: every level alike, the wide background half as much."""
    even = np.ones(COMPONENTS)
    even[-1] = 0.5
    return even / even.sum()


def _foretold(size: Any, share: Any, count: int, filled: Any, wide: Any) -> Any:
    """The weights of a mixture under which what was left out is likeliest (EM, fifty rounds)."""
    size = np.maximum(size, 0)
    free = share / (1 - np.minimum(size * share, FULL))
    mass = np.hstack([size / count * free, (size > 0) / filled * free, wide])
    weights = np.full(mass.shape[1], 1 / mass.shape[1])
    for _ in range(50):
        parts = mass * weights
        parts /= np.maximum(parts.sum(axis=1, keepdims=True), LEAST)
        weights = parts.mean(axis=0)
    weights = np.maximum(weights, 1e-4)
    return weights / weights.sum()
