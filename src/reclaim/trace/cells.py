"""How the marks of the weapons searched lie together: cells, groups, and what stands at which place.

A *group* is all weapons of one length and shape. Within it, `places` says how often which symbol stands at which
place: a lot's year letter, a leading 1, or any digit. Counted are distinct beginnings, not weapons: a thousand weapons
of one lot say once, not a thousand times, that a 2 stands in third place.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

import numpy as np

from reclaim.trace.channel import Channel
from reclaim.trace.kernels_cells import Cells, count_cells, fill_cells, powers, shared_beginnings
from reclaim.trace.kernels_chance import Near
from reclaim.trace.kernels_weapons import pack
from reclaim.trace.symbols import COUNT, KIND_OF
from reclaim.trace.weapons import Weapons

LEVELS: Final = (2, 3, 4, 5, 6, 200)
"""A cell of level n is all that agree in all but the last n symbols; the last level is the whole group."""

EVEN: Final = 0.5
"""This part of what is expected at a place is any symbol of its kind alike; the rest is what the register shows."""

SPREAD: Final = 3.0
"""And so many beginnings' worth of it is mixed into what the register shows."""


@dataclass(frozen=True)
class Lie:
    """`cells`, `filled` float64[levels] how many of them hold a weapon, and by group: `group_keys` uint64 ascending,
    `group_sizes`, `places` float32[groups, places, COUNT]
    (share of each symbol), `room` float64 (about how many marks the group could hold). `present` uint64[places]: a
    bit for each symbol that stands there in any mark. `lengths` float64[places + 1]: share of each length."""

    cells: Cells
    filled: Any
    power: Any
    group_keys: Any
    group_sizes: Any
    places: Any
    present: Any
    lengths: Any
    count: int

    def near(self, channel: Channel) -> Near:
        """What the kernels read, with the rates of a channel."""
        return Near(self.cells, np.array(LEVELS, np.int64), self.power, self.group_keys, self.places, self.present,
                    max(self.count, 1), self.filled, channel.rates(), channel.kinds)


def lie(weapons: Weapons) -> Lie:
    """How the marks of these weapons lie together."""
    levels = np.array(LEVELS, np.int64)
    shared = shared_beginnings(weapons.codes, weapons.starts)
    filled = np.zeros(len(LEVELS))
    total = count_cells(weapons.starts, shared, levels, filled)
    size = 1 << max(4, int(np.ceil(np.log2(max(total, 1) * 1.5))))
    cells = Cells(np.zeros((size, 2), np.uint64))
    fill_cells(weapons.codes, weapons.starts, shared, levels, powers(), cells)
    keys, sizes, places = _groups(weapons, shared)
    lengths = np.diff(weapons.starts)
    longest = places.shape[1]
    return Lie(cells, np.maximum(filled, 1), powers(), keys, sizes, places, _present(weapons, longest),
               np.bincount(np.minimum(lengths, 64), minlength=65) / max(weapons.count, 1), weapons.count)


def _groups(weapons: Weapons, shared: Any) -> tuple[Any, Any, Any]:
    """Weapons stand by length and shape, so a group is a stretch."""
    if weapons.count == 0:
        return np.zeros(0, np.uint64), np.zeros(0, np.int64), np.zeros((0, 1, COUNT), np.float32)
    heads = pack(weapons.codes, weapons.starts)[0]
    begins = np.flatnonzero(np.append(True, heads[1:] != heads[:-1]))
    ends = np.append(begins[1:], weapons.count)
    longest = int(np.diff(weapons.starts).max())
    places = np.zeros((len(begins), longest, COUNT), np.float32)
    for group, (begin, end) in enumerate(zip(begins, ends, strict=True)):
        length = int(weapons.starts[begin + 1] - weapons.starts[begin])
        block = weapons.codes[weapons.starts[begin] : weapons.starts[end]].reshape(end - begin, length)
        for place in range(length):
            new = block[shared[begin:end] <= place, place]
            places[group, place] = _shares(np.bincount(new, minlength=COUNT), int(block[0, place]))
    return heads[begins], ends - begins, places


def _shares(counts: Any, one: int) -> Any:
    """The share of each symbol of the kind that stands there, smoothed towards all alike."""
    kind = KIND_OF[one] == KIND_OF if one < 10 else KIND_OF[0] != KIND_OF
    even = np.where(kind, 1.0, 0.0)
    if one >= 10:
        even[36:] = 0
    even /= even.sum()
    return EVEN * even + (1 - EVEN) * (counts + SPREAD * even) / (counts.sum() + SPREAD)


def _present(weapons: Weapons, longest: int) -> Any:
    """Which symbols stand at which place in any mark."""
    found = np.zeros(longest + 2, np.uint64)
    lengths = np.diff(weapons.starts)
    for place in range(longest):
        codes = weapons.codes[weapons.starts[:-1][lengths > place] + place]
        for code in np.unique(codes):
            found[place] |= np.uint64(1) << np.uint64(code)
    return found
