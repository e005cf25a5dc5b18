"""From a point that satisfies all lines to one where an account is as large as it may be: raise what must be raised."""

from __future__ import annotations

from fractions import Fraction
from math import ceil

from reclaim.accounting.pieces import Line, Number
from reclaim.accounting.tighten import Box

# A lift that goes on longer than this is left to the solver.
MOST_LIFTS = 200


def lifts(box: Box, base: list[Number], i: int, value: Number) -> bool:
    """Whether account i can be `value` with no more done to `base` than raising accounts, none above its end.

    True is a proof, for the raised point satisfies every line; False only says that none was found this way.
    """
    raised: dict[int, Number] = {i: value}
    waiting = dict.fromkeys(box.piece.touching[i])
    for _ in range(MOST_LIFTS):
        if len(waiting) == 0:
            return True
        n = next(iter(waiting))
        del waiting[n]
        gap = _gap(box.piece.lines[n], base, raised) if box.active[n] else 0
        if gap != 0:
            moved = _raise(box, base, raised, n, gap)
            if moved < 0 or moved == i:
                return False
            waiting[n] = None
            waiting.update(dict.fromkeys(box.piece.touching[moved]))
    return False


def _gap(line: Line, base: list[Number], raised: dict[int, Number]) -> Number:
    """How much the sum of a line must grow (or, below 0, shrink) for the line to hold."""
    total: Number = sum(f * raised.get(j, base[j]) for j, f in line.terms)
    if line.lower is not None and total < line.lower:
        return line.lower - total
    return line.upper - total if line.upper is not None and total > line.upper else 0


def _raise(box: Box, base: list[Number], raised: dict[int, Number], n: int, gap: Number) -> int:
    """Raise the first account that has room, as far as the line asks; its number, -1 if none has."""
    line = box.piece.lines[n]
    for j, f in line.terms:
        here, end = raised.get(j, base[j]), box.high[j]
        if f * gap > 0 and (end is None or end > here):
            step = Fraction(gap) / f
            value = here + (ceil(step) if box.piece.whole[j] else step)
            raised[j] = value if end is None else min(value, end)
            return j
    return -1
