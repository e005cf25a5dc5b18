"""From heads and tails that were found to ranks and records; and the two plainest answers, counts and pairs."""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Int, entry, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, below, lowest_bit, popcount
from reclaim.trace.kernels_within import begin_reading, find_within
from reclaim.trace.kernels_work import FOUND, HEAD, TAILS, new_work


@tiny
def rank_of(records: Any, head: Int, tail: Int) -> Int:
    """Rank of a mark: its head's first rank and the number of lower tails."""
    first = records[head, 3] & U64(0xFFFFFFFF)
    if tail < 64:
        return I64(first + popcount(records[head, 0] & below(tail)))
    return I64(first + popcount(records[head, 0]) + popcount(records[head, 1] & below(tail - 64)))


@tiny
def tails_at(work: Any, place: Int, edits: Int, half: Int) -> Int:
    """Tails of a found head at exactly so many edits, one of the two words."""
    column = TAILS + 2 * edits + half
    tails = work.found[place, column]
    return tails & ~work.found[place, column - 2] if edits > 0 else tails


@lean
def count_at(work: Any, edits: Int) -> Int:
    """Marks found at exactly so many edits."""
    total = U64(0)
    for place in range(work.numbers[FOUND]):
        total += popcount(tails_at(work, place, edits, I64(0))) + popcount(tails_at(work, place, edits, I64(1)))
    return I64(total)


@entry
def count_within(
    symbols: Any, starts: Any, begin: Int, end: Int, heads: Any, tailed: Any, tail_less: Any,
    letters: Any, tails: Any, most: Int, seats: Int, counts: Any,
) -> Int:  # fmt: skip
    """Add the marks at 0, 1, 2 edits of readings `begin` to `end` to `counts`; the first reading not done."""
    work = new_work(len(letters.code_of), seats)
    for reading in range(begin, end):
        length = begin_reading(work, symbols, starts[reading], starts[reading + 1], letters)
        if length == 0:
            continue
        if not find_within(work, heads, tailed, tail_less, letters, tails, length, most):
            return reading
        for edits in range(most + 1):
            counts[reading, edits] += count_at(work, edits)
    return end


@entry
def pairs_within(
    symbols: Any, starts: Any, begin: Int, end: Int, heads: Any, tailed: Any, tail_less: Any,
    letters: Any, tails: Any, most: Int, seats: Int, first_row: Any,
    out_reading: Any, out_record: Any, out_edits: Any, written: Any,
) -> Int:  # fmt: skip
    """Write every pair within `most` edits; the first reading not done, for want of seats or of room."""
    work = new_work(len(letters.code_of), seats)
    at = 0
    for reading in range(begin, end):
        length = begin_reading(work, symbols, starts[reading], starts[reading + 1], letters)
        if length == 0:
            continue
        if not find_within(work, heads, tailed, tail_less, letters, tails, length, most):
            written[0] = at
            return reading
        total = 0
        for edits in range(most + 1):
            total += count_at(work, edits)
        if at + total > len(out_reading):
            written[0], written[1] = at, total
            return reading
        for edits in range(most + 1):
            at = write_pairs(work, heads.records, first_row, reading, edits, out_reading, out_record, out_edits, at)
    written[0] = at
    return end


@lean
def write_pairs(
    work: Any, records: Any, first_row: Any, reading: Int, edits: Int,
    out_reading: Any, out_record: Any, out_edits: Any, at: Int,
) -> Int:  # fmt: skip
    """The pairs of one reading at exactly so many edits."""
    for place in range(work.numbers[FOUND]):
        for half in range(2):
            left = tails_at(work, place, edits, half)
            while left != U64(0):
                tail = I64(lowest_bit(left)) + 64 * half
                left &= left - U64(1)
                out_reading[at] = reading
                out_record[at] = first_row[rank_of(records, I64(work.found[place, HEAD]), tail)]
                out_edits[at] = edits
                at += 1
    return at
