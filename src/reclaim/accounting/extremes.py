"""The least and greatest value of each account of a piece, and which lines hold it there.

First by exact tightening: a bound stands if a point that attains it satisfies all lines. Where no such point is found
at once, by the linear program; where that gives broken pieces of whole things, by the integer program.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from functools import cached_property

from reclaim.accounting.pieces import Line, Number, Piece
from reclaim.accounting.program import Extreme, Program
from reclaim.accounting.tighten import HIGH, LOW, Box

# What no vertex of a system of press figures comes near: an account that can be this large can be any size.
ENDLESS = 10**30


class Solved:
    """A piece, or the part of its lines that `keeps` holds true for, ready to answer."""

    def __init__(self, piece: Piece, keeps: Callable[[Line], bool] | None = None) -> None:
        self.piece = piece
        self.box = Box.of(piece, keeps)
        self._base = self.box.point()

    @classmethod
    def only(cls, piece: Piece, figures: frozenset[str]) -> Solved:
        """The piece if only these figures are believed."""
        return cls(piece, lambda line: line.needs <= figures)

    @cached_property
    def possible(self) -> bool:
        """Whether all lines can hold at once."""
        if self.box.broken >= 0:
            return False
        return self._base is not None or self._program.possible()

    def extreme(self, i: int, side: int) -> Extreme:
        """The least (LOW) or greatest (HIGH) value of account i."""
        if not self.possible:
            return Extreme(None, possible=False)
        end = self.box.end(i, side)
        if self._attained(i, end, side):
            return Extreme(end, lines=frozenset(self.box.reasons(i, side)))
        return self._program.extreme(i, side == HIGH)

    def reaches(self, i: int, side: int, value: Number) -> bool:
        """Whether the lines alone keep account i at or inside `value`."""
        found = self.extreme(i, side)
        if not found.possible:
            return True
        return found.value is not None and (found.value >= value if side == LOW else found.value <= value)

    def _attained(self, i: int, end: Number | None, side: int) -> bool:
        if side == LOW and self._base is not None and self._base[i] == end:
            return True
        trial = self.box.copy()
        trial.force(i, ENDLESS if end is None else end, 1 - side)
        point = trial.point()
        return point is not None and (end is None or point[i] == end)

    @cached_property
    def _program(self) -> Program:
        return Program(self.piece, [n for n, on in enumerate(self.box.active) if on])


def as_fraction(value: Number | None) -> Fraction | None:
    """A number of a piece as a bound."""
    return None if value is None else Fraction(value)
