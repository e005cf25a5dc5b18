"""The least and greatest value of each account of a piece, and which lines hold it there.

First by exact tightening: a bound stands if a point that attains it satisfies all lines. Where no such point is found
at once, by the linear program; where that gives broken pieces of whole things, by the integer program.
"""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from functools import cached_property

from reclaim.accounting.lifting import lifts
from reclaim.accounting.pieces import Number, Piece
from reclaim.accounting.program import Extreme, Program
from reclaim.accounting.tighten import HIGH, LOW, Box

# What no vertex of a system of press figures comes near: an account that can be this large can be any size.
ENDLESS = 10**60


class Solved:
    """A tightened box of a piece, ready to answer."""

    def __init__(self, box: Box) -> None:
        self.piece, self.box = box.piece, box
        self._base = box.point()

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
            lines = frozenset(self.box.reasons(i, side))
            plain = all(f in (1, -1) for n, _ in lines for _, f in self.piece.lines[n].terms)
            return Extreme(end, lines=lines, least=plain)
        return self._program.extreme(i, side == HIGH)

    def reaches(self, i: int, side: int, value: Number) -> bool:
        """Whether the lines alone keep account i at or inside `value`."""
        found = self.extreme(i, side)
        if not found.possible:
            return True
        return found.value is not None and (found.value >= value if side == LOW else found.value <= value)

    def _attained(self, i: int, end: Number | None, side: int) -> bool:
        """Whether a point is found at once that has account i at `end`, which proves the end tight."""
        goal = ENDLESS if end is None else end
        if self._base is not None and (self._base[i] == end if side == LOW else lifts(self.box, self._base, i, goal)):
            return True
        trial = self.box.copy()
        trial.force(i, goal, 1 - side)
        point = trial.point()
        return point is not None and (end is None or point[i] == end)

    @cached_property
    def _program(self) -> Program:
        return Program(self.piece, [n for n, on in enumerate(self.box.active) if on])


class Ground:
    """A piece with its identities alone, ready to believe figures. `work` counts the lines looked at so far."""

    def __init__(self, piece: Piece) -> None:
        self.piece = piece
        self.work = 0
        self._bare = Box.on(piece, (n for n, line in enumerate(piece.lines) if len(line.needs) == 0))
        self._resting: dict[str, list[int]] = {}
        for n, line in enumerate(piece.lines):
            for figure in line.needs:
                self._resting.setdefault(figure, []).append(n)

    def box(self, figures: frozenset[str]) -> Box:
        """The tightened box if only these figures are believed."""
        box = self._bare.copy(reasons=True)
        box.switch_on(self.lines(figures, figures))
        self.work += box.work
        return box

    def lines(self, figures: Iterable[str], believed: frozenset[str]) -> list[int]:
        """The lines that rest on some of `figures`, and on nothing that is not believed."""
        return sorted({n for f in figures for n in self._resting.get(f, ()) if self.piece.lines[n].needs <= believed})

    def solved(self, figures: frozenset[str]) -> Solved:
        """The piece if only these figures are believed."""
        return Solved(self.box(figures))

    def possible(self, figures: frozenset[str]) -> bool:
        """Whether these figures can all be true."""
        return self.solved(figures).possible


def as_fraction(value: Number | None) -> Fraction | None:
    """A number of a piece as a bound."""
    return None if value is None else Fraction(value)
