"""What the machine's memory allows: random reads of cache lines, and what a search at that rate would take.

The work of a search is random reads: of filter bits, of starts and entries of a deletion table, of head records,
of first rows. The limit counts only these, each at the measured rate of independent reads from an array of that
size, as if all else were free.
"""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pyarrow as pa

from reclaim.trace.compiled import entry
from reclaim.trace.index import SerialIndex, segment_args
from reclaim.trace.kernels_pairs import count_at
from reclaim.trace.kernels_within import begin_reading, find_within
from reclaim.trace.kernels_work import CHECKED, FULL, PROBED, READ, TOUCHED, new_work
from reclaim.trace.readings import encode
from reclaim.trace.tails import tail_table

READS = 4_000_000


@entry
def read_at(array: Any, places: Any) -> Any:
    """Independent random reads."""
    total = array[0]
    for place in places:
        total ^= array[place]
    return total


@entry
def tally(
    symbols: Any, starts: Any, heads: Any, tailed: Any, tail_less: Any, letters: Any, tails: Any, seats: Any, out: Any
) -> None:
    """Sums over all readings of what a complete search touches."""
    work = new_work(len(letters.code_of), seats)
    for reading in range(len(starts) - 1):
        length = begin_reading(work, symbols, starts[reading], starts[reading + 1], letters)
        if length > 0 and find_within(work, heads, tailed, tail_less, letters, tails, length, np.int64(2)):
            for edits in range(3):
                out[8] += count_at(work, edits)
    out[:8] = work.numbers[:8]


def nanoseconds_a_read(size: int, seed: int = 1) -> float:
    """For an array of so many bytes."""
    words = max(1 << 10, size // 8)
    array = np.arange(words, dtype=np.uint64)
    places = np.random.default_rng(seed).integers(0, words, READS)
    read_at(array, places)
    start = time.process_time()
    read_at(array, places)
    return (time.process_time() - start) / READS * 1e9


def limit(index: SerialIndex, readings: pa.ChunkedArray) -> dict[str, float]:
    """Microseconds a reading that the reads alone take, and how many there are of each kind."""
    encoded = encode(readings, index.alphabet, index._letters)
    segment, out = index.segments[0], np.zeros(9, np.int64)
    tally(encoded.symbols, encoded.starts, *segment_args(segment), encoded.letters, tail_table(), 1 << 16, out)
    assert out[FULL] == 0
    seen = {name: out[place] / encoded.count for name, place in
            (("probes", PROBED), ("entries", READ), ("heads", TOUCHED), ("checked", CHECKED), ("hits", 8))}  # fmt: skip
    offered = offers(encoded, segment)
    table = segment.tailed
    cost = {
        "filter": offered * nanoseconds_a_read(table.filter.nbytes),
        "start": seen["probes"] * nanoseconds_a_read(table.start.nbytes),
        "entries": seen["probes"] * nanoseconds_a_read(table.entries.nbytes) + seen["entries"] * 8 / 10,  # 10 GB/s
        "heads": seen["heads"] * nanoseconds_a_read(segment.heads.records.nbytes),
    }
    return seen | {"offered": offered, "limit_us": sum(cost.values()) / 1000}


def offers(encoded: Any, segment: Any) -> float:
    """Filter bits read for a reading: counted by a filter that lets all pass, and buckets that are empty."""
    table, out = segment.tailed, np.zeros(9, np.int64)
    full = np.full_like(table.filter, 2**64 - 1)
    empty = np.zeros_like(table.start)
    full.flags.writeable = empty.flags.writeable = False
    tailed = table._replace(filter=full, start=empty)
    tally(encoded.symbols, encoded.starts, segment.heads, tailed, segment.tail_less, encoded.letters, tail_table(),
          1 << 16, out)  # fmt: skip
    return float(out[PROBED] / encoded.count)
