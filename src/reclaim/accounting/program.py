"""A piece as a linear or integer program for HiGHS: asked only where tightening does not settle the matter.

One thread and a fixed seed, and rows in the piece's own order: the same piece gives the same answer on every machine.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from math import ceil, floor, inf
from typing import TYPE_CHECKING, TypeAlias

from reclaim.accounting.pieces import Line, Number, Piece
from reclaim.accounting.solver import quiet_solver

if TYPE_CHECKING:
    import highspy

# An answer nearer than this to a whole number is that number; beyond 10^12 a double's own grain is coarser.
GRAIN = 1e-6
# Larger limits are no limits to HiGHS: the line is left open on that side, which never cuts off what may be true.
LARGEST = 1e18
# Branch and bound stops here, and the bound of the linear program, rounded inward, is given instead.
MOST_NODES = 20_000


# Status, value, point, and the binding lines, each with its end.
Solution: TypeAlias = tuple[str, float, list[float], frozenset[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class Extreme:
    """The least or greatest value of an account. `value` None is "no end"; `possible` False, no point at all.

    `sharp` is False where the value is a linear program's, rounded inward, that no whole point is known to attain.
    `lines` are those that hold it there, each with the end that binds: its lower (0) or its upper (1). `least` says
    that none of the figures among them can be left out of that reasoning.
    """

    value: Number | None
    possible: bool = True
    sharp: bool = True
    lines: frozenset[tuple[int, int]] = frozenset()
    least: bool = False


class Program:
    """The lines `on` of a piece."""

    def __init__(self, piece: Piece, on: Sequence[int]) -> None:
        self.piece = piece
        self.on = list(on)
        lines = [piece.lines[n] for n in self.on]
        self._solver = _load(piece, lines)
        ends = [end for line in lines for end in (line.lower, line.upper) if end is not None]
        self._cut = any(abs(float(end)) >= LARGEST for end in ends)
        self._whole = False

    def extreme(self, i: int, greatest: bool) -> Extreme:
        """The least or greatest value of account i."""
        status, value, point, lines = self._solve(i, greatest)
        if status != "optimal":
            return Extreme(None, possible=status == "unbounded")
        if not self.piece.whole[i]:
            return Extreme(_snap(value), sharp=not self._cut, lines=lines)
        rounded = _inward(value, greatest)
        if self._is_whole(point):
            return Extreme(rounded, sharp=not self._cut, lines=lines)
        status, value, _, _ = self._solve(i, greatest, whole=True)
        if status == "infeasible":
            return Extreme(None, possible=False)
        return Extreme(_inward(value, greatest) if status == "optimal" else rounded, sharp=status == "optimal",
                       lines=lines)

    def possible(self) -> bool:
        """Whether some point, whole where it must be, satisfies all lines."""
        status, _, point, _ = self._solve(0, False)
        if status != "optimal":
            return status == "unbounded"
        return self._is_whole(point) or self._solve(0, False, whole=True)[0] != "infeasible"

    def _solve(self, i: int, greatest: bool, whole: bool = False) -> Solution:
        import highspy

        solver, size = self._solver, len(self.piece.accounts)
        if whole != self._whole:
            kinds = [highspy.HighsVarType.kInteger if whole and w else highspy.HighsVarType.kContinuous
                     for w in self.piece.whole]
            for j, kind in enumerate(kinds):
                solver.changeColIntegrality(j, kind)
            self._whole = whole
        solver.changeColCost(i, -1.0 if greatest else 1.0)
        solver.run()
        status = _status(solver)
        solver.changeColCost(i, 0.0)
        if status != "optimal":
            return status, 0.0, [], frozenset()
        solution = solver.getSolution()
        point = list(solution.col_value)[:size]
        duals = [] if whole else list(solution.row_dual)
        # Of a minimum, a positive price is that of a lower limit; of a maximum, whose costs are turned, it is so too.
        lines = frozenset((self.on[r], 0 if dual > 0 else 1) for r, dual in enumerate(duals) if abs(dual) > GRAIN)
        return status, point[i], point, lines

    def _is_whole(self, point: list[float]) -> bool:
        return all(not w or abs(v - round(v)) <= _grain(v) for w, v in zip(self.piece.whole, point, strict=True))


def _load(piece: Piece, lines: Sequence[Line]) -> highspy.Highs:
    import highspy
    import numpy as np

    solver = quiet_solver()
    for option, value in (("solver", "simplex"), ("mip_rel_gap", 0.0), ("mip_abs_gap", GRAIN),
                          ("mip_max_nodes", MOST_NODES)):
        solver.setOptionValue(option, value)
    program = highspy.HighsLp()
    size = len(piece.accounts)
    program.num_col_, program.num_row_ = size, len(lines)
    program.col_cost_ = np.zeros(size)
    program.col_lower_ = np.zeros(size)
    program.col_upper_ = np.full(size, highspy.kHighsInf)
    program.row_lower_ = np.array([_limit(n.lower, -highspy.kHighsInf) for n in lines])
    program.row_upper_ = np.array([_limit(n.upper, highspy.kHighsInf) for n in lines])
    program.a_matrix_.format_ = highspy.MatrixFormat.kRowwise
    program.a_matrix_.start_ = np.cumsum([0, *(len(n.terms) for n in lines)])
    program.a_matrix_.index_ = np.array([i for n in lines for i, _ in n.terms], dtype=np.int32)
    program.a_matrix_.value_ = np.array([float(f) for n in lines for _, f in n.terms])
    solver.passModel(program)
    return solver


def _limit(end: Number | None, open_end: float) -> float:
    return open_end if end is None or abs(float(end)) >= LARGEST else float(end)


def _status(solver: highspy.Highs) -> str:
    """optimal, unbounded, infeasible, or unsettled (the node limit)."""
    import highspy

    status = solver.getModelStatus()
    if status == highspy.HighsModelStatus.kUnboundedOrInfeasible:
        solver.setOptionValue("presolve", "off")
        solver.run()
        status = solver.getModelStatus()
        solver.setOptionValue("presolve", "choose")
    names = {highspy.HighsModelStatus.kOptimal: "optimal", highspy.HighsModelStatus.kUnbounded: "unbounded",
             highspy.HighsModelStatus.kInfeasible: "infeasible", highspy.HighsModelStatus.kModelEmpty: "optimal"}
    return names.get(status, "unsettled")


def _grain(value: float) -> float:
    return max(GRAIN, abs(value) * 1e-12) if value not in (inf, -inf) else GRAIN


def _inward(value: float, greatest: bool) -> int:
    return floor(value + _grain(value)) if greatest else ceil(value - _grain(value))


def _snap(value: float) -> Number:
    """The plain fraction that a double stands for: the nearest with a denominator up to a million."""
    return round(value) if abs(value - round(value)) <= _grain(value) else Fraction(value).limit_denominator(10**6)
