"""What a misreading costs: a table that the search takes as an argument.

The cost of a mark for a reading is the least sum over all ways to turn the one into the other (weighted
optimal string alignment, over symbols as written): a symbol read as another, missed, read that is not there,
or two neighbours swapped. 0 is "read as registered"; 1 is about "any one symbol for any other".

The default table is set by hand from what examiners and clerks report as confused; it ranks, it is no
probability. A table learned from data has the same shape.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

import numpy as np

from reclaim.marks.lookalike import symbol
from reclaim.trace import layout
from reclaim.trace.alphabet import Alphabet

UNIT: Final = 1000
"""Kernels count in thousandths, so that sums are exact and ties are ties."""

CONFUSED: Final[tuple[tuple[str, float], ...]] = (
    ("0OQD", 0.25), ("1IL", 0.2), ("8B", 0.2), ("5S", 0.2), ("2Z", 0.25), ("6G", 0.3), ("4A", 0.35),
    ("7T", 0.4), ("UV", 0.35), ("38", 0.6), ("56", 0.6), ("17", 0.5), ("69", 0.7), ("35", 0.7), ("MN", 0.6),
    ("KX", 0.6), ("EF", 0.5), ("PR", 0.5), ("CG", 0.5), ("VW", 0.6),
)  # fmt: skip
"""Characters that are taken for each other, and what that costs; the first group that holds both counts."""


def confusions(groups: Iterable[tuple[str, float]]) -> Mapping[tuple[str, str], float]:
    """Groups of characters as (read, registered) -> cost, the cheapest where groups overlap."""
    pairs: dict[tuple[str, str], float] = {}
    for group, cost in groups:
        for read in group:
            for registered in group:
                if read != registered:
                    pairs[read, registered] = min(cost, pairs.get((read, registered), cost))
    return MappingProxyType(pairs)


@dataclass(frozen=True)
class CostTable:
    """Costs, each 0 to 30; those of symbols that are not named are the general ones."""

    read_as: Mapping[tuple[str, str], float] = field(default_factory=lambda: confusions(CONFUSED))
    """(read, registered) -> cost."""
    alike: float = 0.2
    """One symbol for another of its class, where `read_as` says nothing."""
    different: float = 1.0
    """One symbol for any other."""
    unread: float = 0.35
    """`?` for any symbol."""
    missed: float = 1.0
    """A registered symbol that was not read."""
    missed_symbol: Mapping[str, float] = field(default_factory=dict)
    """Exceptions from `missed`."""
    extra: float = 1.0
    """A symbol read that is not registered."""
    extra_symbol: Mapping[str, float] = field(default_factory=dict)
    """Exceptions from `extra`."""
    doubled: float = 0.6
    """At most this for missing, or having too many, one of two equal neighbours (of one class)."""
    at_end: float = 0.8
    """At most this for missing, or having too many, the first or last symbol."""
    swapped: float = 0.8
    """Two neighbours swapped; what they are read as comes on top."""
    affix: float = 1.4
    """A run lost or glued on at one end (three symbols or more),"""
    affix_symbol: float = 0.1
    """and so much for each of its symbols."""
    run_symbol: float = 0.1
    """Each symbol behind `*`."""

    def substitution(self, read: str, registered: str) -> float:
        """Cost of reading one symbol where another is registered."""
        if read == "?":
            return self.unread
        if (read, registered) in self.read_as:
            return self.read_as[read, registered]
        if registered not in ("?", "*") and read == registered:
            return 0.0
        return self.alike if _class(read) == _class(registered) else self.different

    def arrays(self, alphabet: Alphabet) -> layout.Costs:
        """The table for the symbols of one alphabet, as kernels read it."""
        return _arrays(self, alphabet)


def _class(letter: str) -> str:
    """What a symbol equals: registered `?` and `*` equal nothing."""
    return f"registered {letter}" if letter in ("?", "*") else symbol(letter)


def _thousandths(cost: float) -> int:
    return max(0, min(30 * UNIT, round(cost * UNIT)))


def _arrays(table: CostTable, alphabet: Alphabet) -> layout.Costs:
    size = layout.COST_SLOTS
    slots = alphabet.slots
    letters = [(letter, int(slots[place])) for place, letter in enumerate(alphabet.symbols, start=1)]
    letters = [(letter, slot) for letter, slot in letters if slot != layout.OTHER_SLOT]
    read_as = np.full((size, size), _thousandths(table.different), np.int16)
    read_as[layout.UNREAD_IN_READING * 8, :] = _thousandths(table.unread)
    missed = np.full(size, _thousandths(table.missed), np.int16)
    extra = np.full(size, _thousandths(table.extra), np.int16)
    for registered, column in letters:
        missed[column] = _thousandths(table.missed_symbol.get(registered, table.missed))
        extra[column] = _thousandths(table.extra_symbol.get(registered, table.extra))
        for read, row in letters:
            read_as[row, column] = _thousandths(table.substitution(read, registered))
    extra[layout.UNREAD_IN_READING * 8] = _thousandths(table.extra_symbol.get("?", table.extra))
    general = [
        table.alike, table.different, table.doubled, table.at_end, table.swapped,
        table.affix, table.affix_symbol, table.run_symbol,
    ]  # fmt: skip
    numbers = [_thousandths(cost) for cost in general]
    numbers.append(min(int(missed.min()), numbers[layout.DOUBLED], numbers[layout.AT_END]))
    used = np.array(sorted({slot for _, slot in letters}), np.int64)
    costs = layout.Costs(
        read_as, missed, extra, _least_change(read_as, letters, alphabet), slots, used, np.array(numbers, np.int64)
    )
    for array in costs:
        array.flags.writeable = False
    return costs


def _least_change(read_as: np.ndarray, letters: list[tuple[str, int]], alphabet: Alphabet) -> np.ndarray:
    """For each symbol read, the cheapest registered symbol that is not of its class."""
    columns = np.array([slot for _, slot in letters] + [layout.OTHER_SLOT])
    classes = columns // 8
    least = read_as[:, columns].min(axis=1)
    for row in columns.tolist():
        others = columns[classes != row // 8]
        least[row] = read_as[row, others].min()
    return np.asarray(least, np.int16)
