"""What one search of one reading works with: its own arrays, made once and used for reading after reading."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import Int, inner
from reclaim.trace.layout import MAX_SYMBOLS

LONGEST = MAX_SYMBOLS + 2
"""A longer reading is more than two edits from every key."""

CANDIDATES = 1 << 14
"""Heads that wait to be checked; checked early when an entry list would not fit."""

FOUND, STAMP, CANDIDATE_COUNT, FULL, PROBED, READ, TOUCHED, CHECKED = range(8)
BOUND, LEAST_MISSED, LEAST_EXTRA, SWAP = range(8, 12)
"""Places in `numbers`. Four count, over all readings: probes that passed the filter, entries read, head records looked
at, heads whose edits were counted. The last four are costs: two edits that cost more than BOUND need not be found."""

UNBOUNDED = 1 << 40

EXTRA, CHANGED = 0, 1
"""Rows of `limits`: the least that it costs if a symbol of the reading is too many, or is another class."""

HASH, DEPTH = 0, 1
"""Columns of `probes`: the mixed hash, and the fewest edits of a head found by it."""

SEAT_STAMP, SEAT_HEAD, SEAT_PLACE = 0, 1, 2
"""Columns of `seats`, a hash table from head to its row of `found`; a seat of another stamp is free."""

HEAD, JOBS_MET, TAILS = 0, 1, 2
"""Columns of `found`: the head, the jobs that have met it (one bit each), then for 0, 1 and 2 edits the two words
of its tails that lie within so many."""

GRIDS = 6
"""`job`: for 0, 1 and 2 edits the two words of the tails that a job allows; then, by the edits of the head, the
pictures of the tails that are left to it."""


class Work(NamedTuple):
    """The arrays of one search."""

    classes: Any  # int64: classes of the reading,
    symbols: Any  # int64: and symbols
    part: Any  # int64: classes of the part that is compared with heads,
    sums: Any  # uint64: and its hash sums
    matches: Any  # uint64[classes]: for each class the places where the reading has it
    probes: Any  # uint64[.., 2]: room for all that a reading can have; most of it is never touched
    candidates: Any  # uint64[CANDIDATES]: head, and its probe's depth above bit 32
    seats: Any  # uint64[seats, 3]
    found: Any  # uint64[seats / 2, 8]: heads that have marks within the bound
    job: Any  # uint64[9]
    numbers: Any  # int64[12]
    limits: Any  # int64[2, ..]
    changes: Any  # int32[.., classes]: the least that a symbol of the reading costs as another class (if bounded)


@inner
def new_work(class_count: Int, seats: Int) -> Any:
    """Arrays for alphabets of `class_count` classes and up to `seats` / 2 heads found."""
    most_probes = 2 * LONGEST * (LONGEST + 2) * (class_count + 4)
    numbers = np.zeros(12, np.int64)
    numbers[BOUND] = UNBOUNDED
    return Work(
        np.zeros(LONGEST + 2, np.int64),
        np.zeros(LONGEST + 2, np.int64),
        np.zeros(LONGEST + 2, np.int64),
        np.zeros(LONGEST + 3, np.uint64),
        np.zeros(class_count, np.uint64),
        np.empty((most_probes, 2), np.uint64),
        np.empty(CANDIDATES, np.uint64),
        np.zeros((seats, 3), np.uint64),
        np.empty((seats >> 1, 8), np.uint64),
        np.zeros(9, np.uint64),
        numbers,
        np.zeros((2, LONGEST + 2), np.int64),
        np.empty((LONGEST + 2, class_count), np.int32),
    )
