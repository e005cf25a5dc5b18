"""What one search of one reading works with: its own arrays, made once and used for reading after reading."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import Int, inner
from reclaim.trace.layout import MAX_SYMBOLS

LONGEST = MAX_SYMBOLS + 2
"""A longer reading is more than two edits from every key."""

PROBES = 1 << 12
PROBE_MARGIN = 1 << 7
"""Probes that wait to be looked up; looked up early when fewer than the margin are free."""

CANDIDATES = 1 << 14
"""Heads that wait to be checked; checked early when an entry list would not fit."""

FOUND, STAMP, CANDIDATE_COUNT, FULL = 0, 1, 2, 3
"""Places in `numbers`."""


class Work(NamedTuple):
    """The arrays of one search."""

    classes: Any  # int64: classes of the reading,
    symbols: Any  # int64: and symbols
    sums: Any  # uint64: hash sums of the part that is compared with heads,
    part: Any  # int64: and its classes
    matches: Any  # uint64[classes]: for each class the places where the reading has it
    hashes: Any  # uint64[PROBES]
    gaps: Any  # uint64[PROBES]: the gaps that an entry may have
    depths: Any  # int64[PROBES]: edits that a head found by it has at least
    candidates: Any  # uint64[CANDIDATES]: head, and its probe's depth above bit 32
    seat_stamp: Any  # int64: a hash table from head to its place in `found`:
    seat_head: Any  # int64
    seat_place: Any  # int64
    found: Any  # int64: heads that have marks within the bound
    found_jobs: Any  # int64: the jobs that have met the head, one bit each
    found_tails: Any  # uint64[found, 6]: tails within 0, 1, 2 edits, two words each
    numbers: Any  # int64[4]
    job_tails: Any  # uint64[6]: tails that the job allows within 0, 1, 2 edits
    job_grids: Any  # uint64[3]: their pictures


@inner
def new_work(class_count: Int, seats: Int) -> Any:
    """Arrays for alphabets of `class_count` classes and up to `seats` / 2 heads found."""
    found = seats >> 1
    return Work(
        np.zeros(LONGEST + 2, np.int64), np.zeros(LONGEST + 2, np.int64), np.zeros(LONGEST + 3, np.uint64),
        np.zeros(LONGEST + 2, np.int64), np.zeros(class_count, np.uint64), np.zeros(PROBES, np.uint64),
        np.zeros(PROBES, np.uint64), np.zeros(PROBES, np.int64), np.zeros(CANDIDATES, np.uint64),
        np.zeros(seats, np.int64), np.zeros(seats, np.int64), np.zeros(seats, np.int64),
        np.zeros(found, np.int64), np.zeros(found, np.int64), np.zeros((found, 6), np.uint64),
        np.zeros(4, np.int64), np.zeros(6, np.uint64), np.zeros(3, np.uint64),
    )  # fmt: skip
