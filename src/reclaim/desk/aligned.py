"""A reading and a registered mark, character by character beside each other."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from reclaim.model.mark import RUN_IN_PATTERN, UNREAD

SAME, UNREAD_PLACE, OTHERWISE, LOST, EXTRA = "same", "unread", "otherwise", "lost", "extra"


@dataclass(frozen=True, slots=True)
class Place:
    """One place: what was read, what is registered (either may be empty), and how they go together: same, unread
    (not read, anything may stand there), otherwise (read as another), lost (registered, not read), extra (read, not
    registered)."""

    read: str
    registered: str
    how: str


_UNREAD_COST: Final = 1
_OTHERWISE_COST: Final = 10
_GAP_COST: Final = 11
"""Read as another is a little likelier than left out and put in."""


def aligned(read: str, mark: str) -> tuple[Place, ...]:
    """The alignment of least cost of a pattern and a mark; `?` is one unread place, `*` a run of them."""
    width, height = len(mark) + 1, len(read) + 1
    cost = [[0] * width for _ in range(height)]
    for i in range(height):
        for j in range(width):
            if i > 0 or j > 0:
                cost[i][j] = min(c for c, _, _ in _steps(read, mark, cost, i, j))
    places: list[Place] = []
    i, j = len(read), len(mark)
    while i > 0 or j > 0:
        _, back, place = min(_steps(read, mark, cost, i, j), key=lambda s: s[0])
        places += [] if place is None else [place]
        i, j = back
    return tuple(reversed(places))


def _steps(read: str, mark: str, cost: list[list[int]], i: int, j: int
           ) -> list[tuple[int, tuple[int, int], Place | None]]:
    """How a place of the table can be reached: cost, from where, and what it shows."""
    steps: list[tuple[int, tuple[int, int], Place | None]] = []
    run = i > 0 and read[i - 1] == RUN_IN_PATTERN
    if run and j > 0:
        steps.append((cost[i][j - 1] + _UNREAD_COST, (i, j - 1), Place(UNREAD, mark[j - 1], UNREAD_PLACE)))
    if run:
        steps.append((cost[i - 1][j], (i - 1, j), None))
    elif i > 0 and j > 0:
        a, b = read[i - 1], mark[j - 1]
        how = SAME if a == b else UNREAD_PLACE if a == UNREAD else OTHERWISE
        price = {SAME: 0, UNREAD_PLACE: _UNREAD_COST, OTHERWISE: _OTHERWISE_COST}[how]
        steps.append((cost[i - 1][j - 1] + price, (i - 1, j - 1), Place(a, b, how)))
    if i > 0 and not run:
        steps.append((cost[i - 1][j] + _GAP_COST, (i - 1, j), Place(read[i - 1], "", EXTRA)))
    if j > 0:
        steps.append((cost[i][j - 1] + _GAP_COST, (i, j - 1), Place("", mark[j - 1], LOST)))
    return steps
