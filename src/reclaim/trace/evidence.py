"""All that a batch of readings shows, before anything is weighed: pairs with weapons, and what chance there is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Any

import numpy as np

from reclaim.trace import density, fields
from reclaim.trace.ask import Ask, Patterns
from reclaim.trace.beyond import beyond
from reclaim.trace.cells import Lie, lie
from reclaim.trace.channel import Channel, for_symbols
from reclaim.trace.density import Chance
from reclaim.trace.find import KEPT, cost_table, find
from reclaim.trace.misreadings import Misreadings
from reclaim.trace.symbols import UNREAD
from reclaim.trace.weapons import Weapons

if TYPE_CHECKING:
    from reclaim.trace.cost import CostTable
    from reclaim.trace.find import Finder


@dataclass(frozen=True)
class Searched:
    """What is searched: weapons, how they lie, the index over their marks, and what they say of chance. `sure`: how those
    lie that tell best where new ones do (`reclaim.trace.lots`), and `sure_part` of chance is judged by these alone."""

    weapons: Weapons
    lie: Lie
    finder: Finder
    doubles: Any
    own_weights: Any
    channel: Channel
    costs: CostTable
    sure: Lie | None = None
    sure_part: float = 0.0

    @classmethod
    def of(cls, weapons: Weapons, finder: Finder, channel: Channel) -> Searched:
        """Ready for asking; `finder` knows weapon n's mark as record `weapons.marks[n]`."""
        found = lie(weapons)
        fitted = for_symbols(channel, weapons.symbols.letters)
        return cls(weapons, found, finder, density.doubles(weapons, found),
                   density.own_weights(weapons, found, fitted), fitted, cost_table(channel))


@dataclass(frozen=True)
class Evidence:
    """Pairs of readings and weapons, `pattern` telling by which way of reading; and the chance of each pattern.

    `reading`, `pattern`, `weapon` int64[pairs], by reading and pattern; `compared` int8[pairs, FIELDS]; `beyond`
    float64[patterns, 2]: the part of one misreading, and of two, whose marks are not listed.
    """

    patterns: Patterns
    count: int
    weapons: int
    reading: Any
    pattern: Any
    weapon: Any
    misreadings: Misreadings
    compared: Any
    beyond: Any
    chance: Chance
    block: fields.Block
    own_weights: Any

    @cached_property
    def is_exact(self) -> Any:
        """bool[pairs]: read as it is registered, every symbol."""
        clean = np.ones(len(self.patterns.texts), bool)
        for n, text in enumerate(self.patterns.texts):
            clean[n] = "?" not in text and "*" not in text
        return (self.misreadings.count == 0) & (self.misreadings.base == 0) & clean[self.pattern]

    def only(self, pairs: Any) -> Evidence:
        """The same with some of the pairs."""
        return replace(self, reading=self.reading[pairs], pattern=self.pattern[pairs], weapon=self.weapon[pairs],
                       misreadings=self.misreadings.take(pairs), compared=self.compared[pairs])

    def take(self, readings: Any) -> Evidence:
        """The evidence of some readings, numbered anew; patterns and chance stay as they are."""
        place = np.full(self.count, -1, np.int64)
        place[readings] = np.arange(len(readings))
        kept = np.flatnonzero(place[self.reading] >= 0)
        ways = np.flatnonzero(place[self.patterns.reading] >= 0)
        turned = np.full(len(self.patterns.texts), -1, np.int64)
        turned[ways] = np.arange(len(ways))
        patterns = Patterns([self.patterns.texts[n] for n in ways], place[self.patterns.reading[ways]],
                            self.patterns.weight[ways], self.patterns.codes, self.patterns.starts,
                            self.patterns.doubts, self.patterns.first)
        chance = Chance(*(part[ways] for part in (self.chance.none, self.chance.one, self.chance.two,
                                                  self.chance.taken, self.chance.held)))
        block = fields.Block(self.block.shares[readings], self.block.common[readings], self.block.asked[readings],
                             self.block.tables, self.block.days[readings])
        return Evidence(patterns, len(readings), self.weapons, place[self.reading[kept]], turned[self.pattern[kept]],
                        self.weapon[kept], self.misreadings.take(kept), self.compared[kept], self.beyond[ways], chance,
                        block, self.own_weights)


def evidence(ask: Ask, searched: Searched, kept: int = KEPT, threads: int | None = None) -> Evidence:
    """Search for every pattern of a batch and note what there is to weigh."""
    weapons = searched.weapons
    patterns = Patterns.of(ask, weapons.symbols)
    pattern, weapon, last = find(patterns.texts, searched.finder, searched.costs, weapons.marks, kept, threads)
    misread = Misreadings.of(patterns.codes, patterns.starts, patterns.doubts, weapons.codes, weapons.starts,
                             pattern, weapon, searched.channel)
    clean = np.array(["?" not in t and "*" not in t for t in patterns.texts], bool)
    same = (misread.count == 0) & (misread.base == 0) & clean[pattern]
    registered = np.bincount(pattern[same], minlength=len(clean)) > 0 if len(clean) > 0 else clean
    chance = _chance(patterns, searched, registered)
    start, size = _blocks(patterns, searched, pattern, weapon, ask.count)
    around = fields.block(ask, weapons, start, size, _taken(patterns, chance, searched, ask.count))
    reading = patterns.reading[pattern]
    return Evidence(patterns, ask.count, weapons.count, reading, pattern, weapon, misread,
                    fields.compared(around, weapons, reading, weapon), beyond(last, searched.channel), chance, around, searched.own_weights)


def _chance(patterns: Patterns, searched: Searched, registered: Any) -> Chance:
    """The chance of each pattern, part of it by the sure ones alone."""
    group = density.group_of(patterns.codes, patterns.starts, searched.lie)
    whole, *sure = (density.chance(patterns.codes, patterns.starts, patterns.doubts, each, searched.channel, registered,
                                   searched.doubles[group]) for each in (searched.lie, searched.sure) if each is not None)
    return whole.blended(sure[0], searched.sure_part) if len(sure) > 0 else whole


def _taken(patterns: Patterns, chance: Chance, searched: Searched, count: int) -> Any:
    """float64 by reading: how much of its chance is that of a weapon with a registered mark, as believed before the
    batch."""
    law = searched.channel.law
    mass = patterns.weight * chance.mass(law, searched.own_weights).sum(axis=1)
    total = np.bincount(patterns.reading, weights=mass, minlength=count)
    taken = np.bincount(patterns.reading, weights=patterns.weight * chance.taken * law[0], minlength=count)
    return taken / np.maximum(total, density.LEAST)


def _blocks(patterns: Patterns, searched: Searched, pattern: Any, weapon: Any, count: int) -> tuple[Any, Any]:
    """The stretches of weapons that each reading's first way falls into; an unread place takes the symbol that the
    first weapon found has there."""
    codes = patterns.codes.copy()
    first = patterns.first[:-1][np.diff(patterns.first) > 0]
    _fill_unread(codes, patterns, searched, pattern, weapon)
    lengths = (patterns.starts[1:] - patterns.starts[:-1])[first]
    places = np.arange(lengths.sum()) - np.repeat(np.cumsum(lengths) - lengths, lengths)
    own = codes[np.repeat(patterns.starts[:-1][first], lengths) + places]
    start, size, _ = density.stretches_of(own, np.append(0, np.cumsum(lengths)), searched.lie, searched.channel)
    shape = (count, start.shape[1])
    out = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    readings = patterns.reading[first]
    out[0][readings], out[1][readings] = start, size
    return out


def _fill_unread(codes: Any, patterns: Patterns, searched: Searched, pattern: Any, weapon: Any) -> None:
    """In place."""
    firsts = np.flatnonzero(np.append(True, pattern[1:] != pattern[:-1])[: len(pattern)])
    marks = searched.weapons
    for pair in firsts:
        begin, end = patterns.starts[pattern[pair]], patterns.starts[pattern[pair] + 1]
        own = codes[begin:end]
        if not (own == UNREAD).any():
            continue
        mark = marks.codes[marks.starts[weapon[pair]] : marks.starts[weapon[pair] + 1]]
        if len(mark) == len(own):
            own[own == UNREAD] = mark[own == UNREAD]
