"""The record of a mark that an index already holds, spelling and all."""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, entry, lean
from reclaim.trace.kernels_bits import I64, U64, lowest_bit
from reclaim.trace.kernels_cost import new_desk, take_digit, take_head
from reclaim.trace.kernels_pairs import rank_of
from reclaim.trace.kernels_within import begin_mark, find_within
from reclaim.trace.kernels_work import FOUND, HEAD, TAILS, new_work
from reclaim.trace.layout import NO_TAIL, OTHER_SLOT


@lean
def is_spelled(work: Any, desk: Any, costs: Any, length: Int) -> Bool:
    """Whether the mark on the desk has the symbols of the reading, not just their classes."""
    for place in range(length):
        slot = costs.slots[work.symbols[place]]
        if slot != desk.key_slots[place]:
            return False
        if slot == OTHER_SLOT and work.symbols[place] != desk.key_symbols[place]:
            return False
    return True


@lean
def equal_record(work: Any, desk: Any, heads: Any, letters: Any, costs: Any, first_row: Any, length: Int) -> Int:
    """The local record of the mark found that is spelled like the reading, or -1."""
    for place in range(work.numbers[FOUND]):
        head = I64(work.found[place, HEAD])
        for half in range(2):
            left = work.found[place, TAILS + half]
            while left != U64(0):
                tail = I64(lowest_bit(left)) + 64 * half
                left &= left - U64(1)
                head_length = take_head(desk, heads, letters.class_of, costs, head)
                if tail != NO_TAIL:
                    take_digit(desk, head_length, tail // 10)
                    take_digit(desk, head_length + 1, tail % 10)
                if is_spelled(work, desk, costs, length):
                    return I64(first_row[rank_of(heads.records, head, tail)])
    return -1


@entry
def known_records(
    symbols: Any, starts: Any, begin: Int, end: Int, heads: Any, tailed: Any, tail_less: Any,
    letters: Any, tails: Any, costs: Any, first_row: Any, base_row: Int, seats: Int, records: Any,
) -> Int:  # fmt: skip
    """Write the record of each mark that a segment holds; the first mark not done."""
    work, desk = new_work(len(letters.code_of), seats), new_desk()
    for reading in range(begin, end):
        length = begin_mark(work, symbols, starts[reading], starts[reading + 1], letters)
        if length == 0 or records[reading] >= 0:
            continue
        if not find_within(work, heads, tailed, tail_less, letters, tails, length, I64(0)):
            return reading
        record = equal_record(work, desk, heads, letters, costs, first_row, length)
        if record >= 0:
            records[reading] = base_row + record
    return end
