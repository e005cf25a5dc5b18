"""Bounds tightened line by line until nothing moves, in exact numbers, with the reason for each step.

What this finds holds; it may not be the last word where lines interlock. So a bound is believed tight only if a point
that attains it satisfies every line (`Box.point`), and where none is found this way the linear program decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor

from reclaim.accounting.pieces import Line, Number, Piece

LOW, HIGH = 0, 1
# A bound that creeps up by one for ever is left to the linear program.
MOST_MOVES = 60


@dataclass(slots=True)
class Box:
    """An interval [low[i], high[i]] for each account i of a piece; `high[i]` None is "no end".

    `active` are the lines that count. `broken` is the line that cannot be satisfied any more, -1 if none;
    `steps` says which line moved which end, `history[side][i]` which steps moved that end.
    """

    piece: Piece
    low: list[Number]
    high: list[Number | None]
    active: list[bool]
    broken: int = -1
    steps: list[tuple[int, int, int]] = field(default_factory=list)
    history: tuple[dict[int, list[int]], dict[int, list[int]]] = field(default_factory=lambda: ({}, {}))
    tired: bool = False

    @classmethod
    def of(cls, piece: Piece, keeps: Callable[[Line], bool] | None = None) -> Box:
        """The tightened box of a piece, of all its lines or of those that `keeps` holds true for."""
        active = [keeps is None or keeps(line) for line in piece.lines]
        box = cls(piece, [0] * len(piece.accounts), [None] * len(piece.accounts), active)
        box.run(n for n, on in enumerate(active) if on)
        return box

    def copy(self) -> Box:
        """A box to try something in; it keeps no reasons of its own."""
        return Box(self.piece, self.low.copy(), self.high.copy(), self.active.copy(), self.broken, tired=self.tired)

    def end(self, i: int, side: int) -> Number | None:
        """One end of account i."""
        return self.low[i] if side == LOW else self.high[i]

    def run(self, lines: Iterable[int]) -> None:
        """Tighten along `lines`, and along every line whose accounts moved."""
        waiting = dict.fromkeys(lines)
        moves: dict[int, int] = {}
        while len(waiting) > 0 and self.broken < 0:
            n = next(iter(waiting))
            del waiting[n]
            for i in self._tighten(n):
                moves[i] = moves.get(i, 0) + 1
                if moves[i] > MOST_MOVES:
                    self.tired = True
                    continue
                waiting.update(dict.fromkeys(m for m in self.piece.touching[i] if self.active[m] and m != n))

    def switch_on(self, lines: Iterable[int]) -> None:
        """Let further lines count."""
        added = list(lines)
        for n in added:
            self.active[n] = True
        self.run(added)

    def force(self, i: int, value: Number, side: int) -> None:
        """Suppose that account i is at least (LOW) or at most (HIGH) `value`."""
        high = self.high[i]
        if (side == LOW and high is not None and value > high) or (side == HIGH and value < self.low[i]):
            self.broken = max(self.broken, 0)
        elif self._move(i, value, side):
            self.run(m for m in self.piece.touching[i] if self.active[m])

    def reasons(self, i: int, side: int) -> set[int]:
        """The lines that brought one end of account i where it is; empty if it never moved."""
        marks = self.history[side].get(i, [])
        return set() if len(marks) == 0 else self._trace([marks[-1]])

    def why_broken(self) -> set[int]:
        """The lines that together cannot be satisfied."""
        line = self.piece.lines[self.broken]
        ends = [self.history[side].get(i, []) for i in line.at for side in (LOW, HIGH)]
        started = [marks[-1] for marks in ends if len(marks) > 0]
        return {self.broken} | self._trace(started)

    def point(self) -> list[Number] | None:
        """A point that satisfies all lines: the lowest corner, mended where it must be; None if none was found."""
        if self.broken >= 0 or self.tired:
            return None
        trial, todo = self, list(range(len(self.piece.lines)))
        for _ in range(len(self.piece.lines) + 1):
            short = next((n for n in todo if trial.active[n] and not _holds(self.piece.lines[n], trial.low)), -1)
            if short < 0:
                return list(trial.low)
            trial = trial.copy() if trial is self else trial
            if not trial.mend(short):
                return None
        return None

    def mend(self, n: int) -> bool:
        """Raise one account of line n as far as the line asks; False if none can be raised."""
        line, low, high = self.piece.lines[n], self.low, self.high
        total: Number = sum(f * low[i] for i, f in zip(line.at, line.factors, strict=True))
        want = line.lower if line.lower is not None and total < line.lower else line.upper
        if want is None:
            return False
        gap = want - total
        for i, f in zip(line.at, line.factors, strict=True):
            end = high[i]
            if f * gap > 0 and (end is None or end > low[i]):
                step = gap / Fraction(f)
                value = low[i] + (ceil(step) if self.piece.whole[i] else step)
                self.force(i, value if end is None else min(value, end), LOW)
                return self.broken < 0 and not self.tired
        return False

    def _tighten(self, n: int) -> list[int]:
        """Tighten along one line; the accounts that moved."""
        line = self.piece.lines[n]
        moved: list[int] = []
        if line.lower is not None:
            moved += self._push(n, line, line.lower, HIGH)
        if line.upper is not None and self.broken < 0:
            moved += self._push(n, line, line.upper, LOW)
        return moved

    def _push(self, n: int, line: Line, limit: Number, best: int) -> list[int]:
        """Push along one side: with `best` HIGH the sum must reach `limit` at its greatest; with LOW, not exceed it."""
        ends = [self.end(i, best if f > 0 else 1 - best) for i, f in zip(line.at, line.factors, strict=True)]
        endless = sum(e is None for e in ends)
        if endless > 1:
            return []
        total: Number = sum(f * e for f, e in zip(line.factors, ends, strict=True) if e is not None)
        if endless == 0 and (total < limit if best == HIGH else total > limit):
            self.broken = n
            return []
        moved = []
        for i, f, e in zip(line.at, line.factors, ends, strict=True):
            if endless == 0 or e is None:
                rest = total if e is None else total - f * e
                side = LOW if (f > 0) == (best == HIGH) else HIGH
                if self._set(n, i, _divide(limit - rest, f), side):
                    moved.append(i)
                if self.broken >= 0:
                    break
        return moved

    def _set(self, n: int, i: int, value: Number, side: int) -> bool:
        if self.piece.whole[i]:
            value = ceil(value) if side == LOW else floor(value)
        if not self._move(i, value, side):
            return False
        self.history[side].setdefault(i, []).append(len(self.steps))
        self.steps.append((n, i, side))
        high = self.high[i]
        if high is not None and self.low[i] > high:
            self.broken = n
        return True

    def _move(self, i: int, value: Number, side: int) -> bool:
        """Set one end, if that is tighter than it was."""
        if side == LOW:
            moved = value > self.low[i]
            self.low[i] = value if moved else self.low[i]
            return moved
        high = self.high[i]
        moved = high is None or value < high
        self.high[i] = value if moved else high
        return moved

    def _trace(self, started: list[int]) -> set[int]:
        """The lines behind some steps: each step's line, and the steps before it on which that line drew."""
        seen, lines, waiting = set(started), set[int](), list(started)
        while len(waiting) > 0:
            step = waiting.pop()
            n, i, side = self.steps[step]
            lines.add(n)
            line = self.piece.lines[n]
            own = line.factors[line.at.index(i)]
            for j, f in zip(line.at, line.factors, strict=True):
                if j == i:
                    continue
                drawn = side if (f > 0) != (own > 0) else 1 - side
                marks = self.history[drawn].get(j, [])
                before = bisect_left(marks, step)
                if before > 0 and marks[before - 1] not in seen:
                    seen.add(marks[before - 1])
                    waiting.append(marks[before - 1])
        return lines


def _holds(line: Line, point: list[Number]) -> bool:
    total: Number = sum(f * point[i] for i, f in zip(line.at, line.factors, strict=True))
    return (line.lower is None or total >= line.lower) and (line.upper is None or total <= line.upper)


def _divide(value: Number, by: int) -> Number:
    if by in (1, -1):
        return value * by
    return Fraction(value) / by
