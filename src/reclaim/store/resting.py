"""What rows say that they rest on: names that lead nowhere, and sources that rest on each other.

Nothing of it is refused (the origin is unknown until it is mended), but each is named with file, row and column.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from reclaim.model.problem import Problem
from reclaim.model.record import RecordKind
from reclaim.model.source import SELF
from reclaim.store.recordfile import Row

# Source key -> the keys that it rests on.
Resting = Mapping[str, tuple[str, ...]]


def resting_of(cell: str) -> tuple[str, ...]:
    """The names in a `rests_on` cell."""
    return tuple(name.strip() for name in cell.split(";") if name.strip() != "")


def check(rows: Iterable[Row], resting: Resting, ids: frozenset[str]) -> list[Problem]:
    """The problems of `rows`, given what every source of the case rests on and the ids that sources go by."""
    found: list[Problem] = []
    told: set[str] = set()
    for row in rows:
        where = f"{row.where}, column rests_on"
        names = resting_of(row.cells.get("rests_on", ""))
        for name in names:
            if name != SELF and name not in resting and name not in ids:
                found.append(Problem(where, "no_such_source", f"'{name}' is not in the case",
                                     "add that source, or mend the cell; until then the origin is unknown"))
        if row.kind is RecordKind.SOURCE and row.ident not in told:
            circle = _circle(row.ident, resting)
            told.update(circle)
            if len(circle) > 0:
                found.append(Problem(where, "circle", f"these sources rest on each other: {', '.join(circle)}",
                                     "say which saw it itself; until then their origin is unknown"))
    return found


def _circle(key: str, resting: Resting) -> list[str]:
    """The sources on a way from `key` back to itself, sorted; none if there is no such way."""
    reached = _reached(key, resting)
    return sorted(k for k in reached if key in _reached(k, resting)) if key in reached else []


def _reached(key: str, resting: Resting) -> set[str]:
    seen: set[str] = set()
    left: Sequence[str] = resting.get(key, ())
    while len(left) > 0:
        fresh = [name for name in left if name not in seen]
        seen.update(fresh)
        left = [target for name in fresh for target in resting.get(name, ())]
    return seen
