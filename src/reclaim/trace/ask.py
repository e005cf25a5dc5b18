"""What is asked: readings as patterns, with what else is known of each weapon found."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from reclaim.trace.channel import Channel
from reclaim.trace.symbols import Symbols


@dataclass(frozen=True)
class Pattern:
    """One way to read a mark: `text` canonical with `?` and `*`; `weight` its share among the ways; `doubts` the places
    (from 0) that are doubtful or restored, with how many times as often such a symbol is misread."""

    text: str
    weight: float = 1.0
    doubts: tuple[tuple[int, float], ...] = ()


@dataclass(frozen=True)
class Ask:
    """A batch of readings.

    `patterns[i]` are the ways to read reading i, none if it is not traceable; `fields` the words as written, by field,
    "" for not stated; `days` int32 days since 1970, `NO_DATE` for not stated. `often`: by field, how often each word
    is read in the batch that this is a part of; None if this is the whole.
    """

    patterns: Sequence[Sequence[Pattern]]
    fields: Mapping[str, Sequence[str]]
    days: Any
    often: Mapping[str, Mapping[str, float]] | None = None

    def take(self, chosen: Any) -> Ask:
        """Some of the readings."""
        numbers = [int(n) for n in chosen]
        return Ask([self.patterns[n] for n in numbers],
                   {name: [words[n] for n in numbers] for name, words in self.fields.items()},
                   self.days[chosen], self.often)

    def with_often(self, often: Mapping[str, Mapping[str, float]]) -> Ask:
        """The same with how often each word is read in a larger batch."""
        return Ask(self.patterns, self.fields, self.days, often)

    @property
    def count(self) -> int:
        """How many readings."""
        return len(self.patterns)


@dataclass(frozen=True)
class Patterns:
    """All patterns of a batch as columns. `first[i]` to `first[i + 1]` are those of reading i."""

    texts: list[str]
    reading: Any
    weight: Any
    codes: Any
    starts: Any
    doubts: Any
    first: Any

    @classmethod
    def of(cls, ask: Ask, symbols: Symbols) -> Patterns:
        """The patterns of a batch in the alphabet of the weapons searched."""
        flat = [p for ways in ask.patterns for p in ways]
        texts = [p.text for p in flat]
        codes, starts = symbols.encode(texts)
        doubts = np.ones(len(codes), np.float32)
        for n, pattern in enumerate(flat):
            for place, times in pattern.doubts:
                doubts[starts[n] + place] = times
        counts = np.fromiter(map(len, ask.patterns), np.int64, len(ask.patterns))
        return cls(texts, np.repeat(np.arange(len(counts)), counts), np.array([p.weight for p in flat], float),
                   codes, starts, doubts, np.append(0, np.cumsum(counts)))


def plain_ask(texts: Sequence[str], fields: Mapping[str, Sequence[str]] | None = None, days: Any = None) -> Ask:
    """Canonical texts as readings, "" for one that is not traceable."""
    from reclaim.trace.weapons import NO_DATE

    patterns = [(Pattern(t),) if t != "" else () for t in texts]
    return Ask(patterns, fields or {}, np.full(len(texts), NO_DATE, np.int32) if days is None else days)


def ways(patterns: Sequence[tuple[str, tuple[tuple[int, str], ...]]], others: Sequence[str], channel: Channel
         ) -> tuple[Pattern, ...]:
    """The ways to read a cell: its alternatives alike, further marks on other parts with less weight.

    `patterns` are (text, places with their legibility); `others` the patterns of further marks.
    """
    times = {"doubtful": channel.doubtful, "restored": channel.restored}
    own = [Pattern(text, 1.0, tuple((at, times[how]) for at, how in places if how in times))
           for text, places in patterns]
    more = [Pattern(text, channel.other_part) for text in others]
    total = len(own) + channel.other_part * len(more)
    return tuple(Pattern(p.text, p.weight / total, p.doubts) for p in (*own, *more))
