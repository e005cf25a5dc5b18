"""Bounds of steps (rules: "step counts", "step order", "step upper").

Lower: what steps of that kind surely count; repeated demands are of the same things, returns on different days of one
keeper are of different ones. Upper: the number demanded or located, whichever is larger; null if neither is known.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from math import floor

from reclaim.model.record import Record
from reclaim.model.step import Step, StepKind

Taken = tuple[Record, Step]

# Steps that move things: two on two days, on one keeper's list, are of different things.
MOVES = frozenset({StepKind.HANDED_OVER, StepKind.RETURNED, StepKind.DESTROYED})
# Steps after which a thing is no longer out.
BACK = frozenset({StepKind.RETURNED, StepKind.DESTROYED})


def at_least(steps: Sequence[Taken], settled: frozenset[str]) -> int:
    """What steps of one kind surely count. Contradictory ones (not `settled`) count nothing until settled."""
    good = [(r, s) for r, s in steps if r.id in settled]
    if len(good) == 0:
        return 0
    if good[0][1].kind not in MOVES:
        return max(_lower(s) for _, s in good)
    by_source: dict[str, list[Step]] = defaultdict(list)
    for record, step in good:
        by_source[record.source].append(step)
    return max(_sum(found) for found in by_source.values())


def _sum(steps: Sequence[Step]) -> int:
    """Steps of one source: those that may be of one day count once, by the largest."""
    total, rest = 0, sorted(steps, key=lambda s: (s.date.sort_key(), s.id))
    while len(rest) > 0:
        first = rest[0]
        same = [s for s in rest if s.date.overlaps(first.date) and s.type == first.type]
        total += max(_lower(s) for s in same)
        rest = [s for s in rest if s not in same]
    return total


def _lower(step: Step) -> int:
    return floor(step.quantity.lower)


def at_most(steps: Sequence[Taken]) -> int | None:
    """The number demanded or located, whichever is larger; None if neither is known."""
    known = [s.quantity.upper for _, s in steps
             if s.kind in (StepKind.DEMANDED, StepKind.LOCATED) and s.quantity.upper is not None]
    return None if len(known) == 0 else floor(max(known))


def still_out(steps: Sequence[Taken], settled: frozenset[str]) -> tuple[int, int | None]:
    """What is not back: at most what was asked or located less what surely came back, at least what was located and
    has no record of a return or destruction since."""
    back = [(r, s) for r, s in steps if s.kind in BACK]
    most, sure = at_most(steps), sum(at_least([t for t in back if t[1].kind is k], settled) for k in sorted(BACK))
    located = at_least([t for t in steps if t[1].kind is StepKind.LOCATED], settled)
    gone = [s.quantity.upper for _, s in back]
    least = 0 if None in gone else max(0, located - sum(floor(u) for u in gone if u is not None))
    return least, None if most is None else max(0, most - sure)
