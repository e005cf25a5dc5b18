"""Bits of evidence as bars that go on from each other: where each part begins and ends on one scale."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 240
"""Of the scale, in the units of the drawing."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One part: its words and bits, and where it lies on the scale (`x`, `width`); `zero` is where nothing speaks for
    either side."""

    name: str
    words: str
    bits: float
    x: float
    width: float
    zero: float
    total: bool = False

    @property
    def side(self) -> str:
        """for, against, or nothing."""
        return "nothing" if abs(self.bits) < 0.05 else "for" if self.bits > 0 else "against"


def bars(parts: Sequence[tuple[str, str, float]], total: str, words: str) -> tuple[Bar, ...]:
    """A bar for each part, the sum of all as the last."""
    ends = [0.0]
    for _, _, bits in parts:
        ends.append(ends[-1] + bits)
    low, high = min(ends), max(ends)
    scale = WIDTH / max(high - low, 1.0)

    def bar(name: str, said: str, bits: float, begin: float, end: float, *, whole: bool = False) -> Bar:
        left, right = sorted((begin, end))
        return Bar(name, said, bits, round((left - low) * scale, 1), max(round((right - left) * scale, 1), 1.5),
                   round(-low * scale, 1), whole)

    shown = [bar(name, said, bits, ends[n], ends[n + 1]) for n, (name, said, bits) in enumerate(parts)]
    return (*shown, bar(total, words, ends[-1], 0.0, ends[-1], whole=True))
