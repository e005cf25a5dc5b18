"""Bounds tightened line by line until nothing moves, in exact numbers, with the reason for each step.

What this finds holds; it may not be the last word where lines interlock. So a bound is believed tight only if a point
that attains it satisfies every line (`Box.point`), and where none is found this way the linear program decides.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable
from dataclasses import dataclass, field
from fractions import Fraction
from math import ceil, floor
from typing import TypeAlias

from reclaim.accounting.pieces import Line, Number, Piece

LOW, HIGH = 0, 1
# A line, and which end of an account it moved.
Reason: TypeAlias = tuple[int, int]
# A bound that creeps up by one for ever is left to the linear program.
MOST_MOVES = 60


@dataclass(slots=True)
class Box:
    """An interval [low[i], high[i]] for each account i of a piece; `high[i]` None is "no end".

    `suspect` are the lines that the lowest corner does not satisfy, `raised` the accounts whose low end moved since,
    `unseen` the lines switched on since; `work` counts the lines that were looked at.

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
    suspect: tuple[int, ...] = ()
    raised: set[int] = field(default_factory=set)
    unseen: tuple[int, ...] = ()
    work: int = 0

    @classmethod
    def on(cls, piece: Piece, lines: Iterable[int]) -> Box:
        """The tightened box of some lines of a piece."""
        box = cls(piece, [0] * len(piece.accounts), [None] * len(piece.accounts), [False] * len(piece.lines))
        box.switch_on(lines)
        return box

    def copy(self, reasons: bool = False) -> Box:
        """A box to try something in. Without `reasons` it forgets how it came to be, and is cheaper."""
        new = Box(self.piece, self.low.copy(), self.high.copy(), self.active.copy(), self.broken, tired=self.tired,
                  suspect=self.suspect)
        if reasons:
            new.steps = self.steps.copy()
            new.history = tuple({i: m.copy() for i, m in side.items()} for side in self.history)  # type: ignore[assignment]
        return new

    def settle(self) -> None:
        """Note which lines the lowest corner does not satisfy; later only those and what moves need to be looked at."""
        near = {*self.suspect, *self.unseen, *(n for i in self.raised for n in self.piece.touching[i])}
        self.suspect = tuple(n for n in sorted(near) if self.active[n] and not _holds(self.piece.lines[n], self.low))
        self.raised, self.unseen = set(), ()

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
            self.work += 1
            for i in self._tighten(n):
                moves[i] = moves.get(i, 0) + 1
                if moves[i] > MOST_MOVES:
                    self.tired = True
                    continue
                waiting.update(dict.fromkeys(m for m in self.piece.touching[i] if self.active[m] and m != n))

    def switch_on(self, lines: Iterable[int]) -> None:
        """Let further lines count."""
        added = tuple(lines)
        for n in added:
            self.active[n] = True
        self.unseen = added
        self.run(added)
        self.settle()

    def force(self, i: int, value: Number, side: int) -> None:
        """Suppose that account i is at least (LOW) or at most (HIGH) `value`."""
        high = self.high[i]
        if (side == LOW and high is not None and value > high) or (side == HIGH and value < self.low[i]):
            self.broken = max(self.broken, 0)
        elif self._move(i, value, side):
            self.run(m for m in self.piece.touching[i] if self.active[m])

    def reasons(self, i: int, side: int) -> set[Reason]:
        """The lines, each with the end that it moved, that brought one end of account i where it is.

        Empty if it never moved.
        """
        marks = self.history[side].get(i, [])
        return set() if len(marks) == 0 else self._trace([marks[-1]])

    def why_broken(self) -> set[int]:
        """The lines that together cannot be satisfied."""
        line = self.piece.lines[self.broken]
        ends = [self.history[side].get(i, []) for i in line.at for side in (LOW, HIGH)]
        started = [marks[-1] for marks in ends if len(marks) > 0]
        return {self.broken} | {n for n, _ in self._trace(started)}

    def point(self) -> list[Number] | None:
        """A point that satisfies all lines: the lowest corner, mended where it must be; None if none was found."""
        if self.broken >= 0 or self.tired:
            return None
        trial = self.copy()
        waiting = dict.fromkeys([*self.suspect, *(n for i in sorted(self.raised) for n in self.piece.touching[i])])
        for _ in range(MOST_MOVES + 2 * len(waiting)):
            if len(waiting) == 0:
                return trial.low
            n = next(iter(waiting))
            del waiting[n]
            if self.active[n] and not _holds(self.piece.lines[n], trial.low):
                trial.raised = set()
                if not trial.mend(n):
                    return None
                waiting[n] = None
                waiting.update(dict.fromkeys(m for i in sorted(trial.raised) for m in self.piece.touching[i]))
        return None

    def mend(self, n: int) -> bool:
        """Raise one account of line n as far as the line asks; False if none can be raised."""
        line, low, high = self.piece.lines[n], self.low, self.high
        total: Number = sum(f * low[i] for i, f in line.terms)
        want = line.lower if line.lower is not None and total < line.lower else line.upper
        if want is None:
            return False
        gap = want - total
        for i, f in line.terms:
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
        total, endless, ends = self._farthest(line, best)
        if endless > 1:
            return []
        if endless == 0 and (total < limit if best == HIGH else total > limit):
            self.broken = n
            return []
        moved = []
        for (i, f), e in zip(line.terms, ends, strict=True):
            if endless == 0 or e is None:
                rest = limit - total if e is None else limit - total + f * e
                if self._set(n, i, rest if f == 1 else -rest if f == -1 else Fraction(rest) / f,
                             LOW if (f > 0) == (best == HIGH) else HIGH):
                    moved.append(i)
                if self.broken >= 0:
                    break
        return moved

    def _farthest(self, line: Line, best: int) -> tuple[Number, int, list[Number | None]]:
        """The greatest (HIGH) or least (LOW) sum of a line, without the accounts that have no end there; how many those
        are, up to 2; and the ends.
        """
        low, high = self.low, self.high
        total: Number = 0
        endless, ends = 0, list[Number | None]()
        for i, f in line.terms:
            end = high[i] if (f > 0) == (best == HIGH) else low[i]
            ends.append(end)
            if end is None:
                endless += 1
                if endless > 1:
                    break
            else:
                total += f * end
        return total, endless, ends

    def _set(self, n: int, i: int, value: Number, side: int) -> bool:
        if type(value) is not int and self.piece.whole[i]:
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
            if value <= self.low[i]:
                return False
            self.low[i] = value
            self.raised.add(i)
            return True
        high = self.high[i]
        moved = high is None or value < high
        self.high[i] = value if moved else high
        return moved

    def _trace(self, started: list[int]) -> set[Reason]:
        """The lines behind some steps: each step's line, and the steps before it on which that line drew."""
        seen, lines, waiting = set(started), set[Reason](), list(started)
        while len(waiting) > 0:
            step = waiting.pop()
            n, i, side = self.steps[step]
            lines.add((n, side))
            line = self.piece.lines[n]
            own = line.factors[line.at.index(i)]
            for j, f in line.terms:
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
    total: Number = 0
    for i, f in line.terms:
        total += f * point[i]
    return (line.lower is None or total >= line.lower) and (line.upper is None or total <= line.upper)
