"""Marks that lost a run of symbols at one end when they were read, or had one glued on.

A run is three symbols or more (fewer are within two edits), and at least four symbols are left that are read
without an edit: that is the stated bound, and all such marks are looked at.

    lost at the front   the mark ends with the reading       heads by their end
    lost at the end     the mark begins with the reading     heads by their front
    glued to the front  the reading ends with the mark       exact search of each shorter reading
    glued to the end    the reading begins with the mark     likewise
"""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, entry, lean
from reclaim.trace.kernels_bits import I64, U64, lowest_bit
from reclaim.trace.kernels_cost import begin_costs, new_desk, read_as, take_digit, take_head
from reclaim.trace.kernels_edit import head_class, head_length
from reclaim.trace.kernels_order import first_above, first_not_below, lanes, lanes_mask
from reclaim.trace.kernels_pairs import rank_of
from reclaim.trace.kernels_rank import is_hopeless, put, score_found
from reclaim.trace.kernels_table import TAIL_LESS_BIT
from reclaim.trace.kernels_within import begin_reading, find_within
from reclaim.trace.kernels_work import new_work
from reclaim.trace.layout import AFFIX, AFFIX_SYMBOL, NO_TAIL, RUN_SYMBOL, UNREAD_SYMBOL

LEAST_RUN = 3
LEAST_LEFT = 4


@lean
def is_plain(symbols: Any, begin: Int, end: Int) -> Bool:
    """Whether all of a reading was read."""
    for at in range(begin, end):  # noqa: SIM110
        if symbols[at] == UNREAD_SYMBOL or symbols[at] == RUN_SYMBOL:
            return False
    return True


@lean
def affix_cost(costs: Any, run: Int) -> Int:
    """Cost of a run of so many symbols."""
    return costs.general[AFFIX] + run * costs.general[AFFIX_SYMBOL]


@lean
def begins_with(work: Any, heads: Any, letters: Any, head: Int, begin: Int, end: Int) -> Bool:
    """Whether a head begins with these classes of the reading."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    if head_length(word, rest, heads.spare) < end - begin:
        return False
    for place in range(begin, end):
        if head_class(word, rest, heads.spare, letters.class_of, place - begin) != work.classes[place]:
            return False
    return True


@lean
def ends_with(work: Any, heads: Any, letters: Any, head: Int, begin: Int, end: Int) -> Bool:
    """Whether a head ends with these classes of the reading."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    shift = head_length(word, rest, heads.spare) - (end - begin)
    if shift < 0:
        return False
    for place in range(begin, end):
        if head_class(word, rest, heads.spare, letters.class_of, shift + place - begin) != work.classes[place]:
            return False
    return True


@lean
def put_affix(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int, head: Int, tail: Int, at_front: Bool,
) -> None:  # fmt: skip
    """Score one mark that lost a run at the front or at the end."""
    key_length = take_head(desk, heads, letters.class_of, costs, head)
    if tail != NO_TAIL:
        take_digit(desk, key_length, tail // 10)
        take_digit(desk, key_length + 1, tail % 10)
        key_length += 2
    run = key_length - length
    cost = affix_cost(costs, run)
    if is_hopeless(best, reading, cost, run):
        return
    for place in range(length):
        cost += read_as(work, desk, costs, length, place, place + run if at_front else place)
    put(best, reading, cost, run, base_row + I64(first_row[rank_of(heads.records, head, tail)]))


@lean
def put_tails(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int, head: Int, low: Int, high: Int, at_front: Bool,
) -> None:  # fmt: skip
    """Score the marks of one head that have these tails."""
    for half in range(2):
        left = low if half == 0 else high
        while left != U64(0):
            tail = I64(lowest_bit(left)) + 64 * half
            left &= left - U64(1)
            put_affix(work, desk, best, heads, letters, costs, first_row, base_row, reading, length,
                      head, tail, at_front)  # fmt: skip


@lean
def lost_front(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int, in_tail: Int,
) -> None:  # fmt: skip
    """Marks that end with the reading: with its last two symbols as a tail (`in_tail` 2), or without a tail."""
    end = length - in_tail
    low, high = U64(0), TAIL_LESS_BIT
    if in_tail == 2:
        tens = I64(letters.digit_of[work.classes[end]])
        units = I64(letters.digit_of[work.classes[end + 1]])
        if tens == 10 or units == 10:
            return
        tail = 10 * tens + units
        low = U64(1) << U64(tail) if tail < 64 else U64(0)
        high = U64(1) << U64(tail - 64) if tail >= 64 else U64(0)
    wanted, mask = lanes(work, I64(0), end, True), lanes_mask(end)
    first = first_not_below(heads, letters, wanted, mask, True)
    for place in range(first, first_above(heads, letters, wanted, mask, True)):
        head = I64(heads.by_end[place])
        tails_low, tails_high = heads.records[head, 0] & low, heads.records[head, 1] & high
        if tails_low | tails_high == U64(0):
            continue
        long_enough = head_length(heads.records[head, 2], heads.records[head, 3], heads.spare) >= end + LEAST_RUN
        if long_enough and ends_with(work, heads, letters, head, I64(0), end):
            put_tails(work, desk, best, heads, letters, costs, first_row, base_row, reading, length,
                      head, tails_low, tails_high, True)  # fmt: skip


@lean
def lost_end(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int,
) -> None:  # fmt: skip
    """Marks that begin with the reading."""
    wanted, mask = lanes(work, I64(0), length, False), lanes_mask(length)
    first = first_not_below(heads, letters, wanted, mask, False)
    for head in range(first, first_above(heads, letters, wanted, mask, False)):
        left = head_length(heads.records[head, 2], heads.records[head, 3], heads.spare) - length
        low, high = heads.records[head, 0], heads.records[head, 1]
        if left < LEAST_RUN:
            high &= ~TAIL_LESS_BIT
        if left < LEAST_RUN - 2:
            continue
        if low | high != U64(0) and begins_with(work, heads, letters, head, I64(0), length):
            put_tails(work, desk, best, heads, letters, costs, first_row, base_row, reading, length,
                      head, low, high, False)  # fmt: skip


@lean
def glued(
    work: Any, desk: Any, best: Any, heads: Any, tailed: Any, tail_less: Any, letters: Any, tails: Any,
    costs: Any, first_row: Any, base_row: Int, symbols: Any, begin: Int, end: Int, reading: Int,
) -> Bool:  # fmt: skip
    """Marks that the reading ends or begins with; false if there were too few seats."""
    for run in range(LEAST_RUN, end - begin - LEAST_LEFT + 1):
        more = affix_cost(costs, run)
        if is_hopeless(best, reading, more, run):
            return True
        for side in range(2):
            first, last = (begin + run, end) if side == 0 else (begin, end - run)
            length = begin_reading(work, symbols, first, last, letters)
            begin_costs(work, desk, costs, length)
            if not find_within(work, heads, tailed, tail_less, letters, tails, length, I64(0)):
                return False
            score_found(work, desk, best, heads, letters, costs, first_row, base_row, reading, length,
                        I64(0), I64(0), run, more)  # fmt: skip
    return True


@entry
def rank_affixes(
    symbols: Any, starts: Any, begin: Int, end: Int, heads: Any, tailed: Any, tail_less: Any,
    letters: Any, tails: Any, costs: Any, first_row: Any, base_row: Int, seats: Int, best: Any,
) -> Int:  # fmt: skip
    """Enter the marks of one segment that lost a run or had one glued on; the first reading not done."""
    work, desk = new_work(len(letters.code_of), seats), new_desk()
    for reading in range(begin, end):
        first, last = starts[reading], starts[reading + 1]
        if is_hopeless(best, reading, affix_cost(costs, I64(LEAST_RUN)), I64(LEAST_RUN)) or last - first < LEAST_LEFT:
            continue
        if not is_plain(symbols, first, last):
            continue
        length = begin_reading(work, symbols, first, last, letters)
        begin_costs(work, desk, costs, length)
        for in_tail in range(0, 3, 2):
            lost_front(work, desk, best, heads, letters, costs, first_row, base_row, reading, length, in_tail)
        lost_end(work, desk, best, heads, letters, costs, first_row, base_row, reading, length)
        if not glued(work, desk, best, heads, tailed, tail_less, letters, tails, costs, first_row, base_row,
                     symbols, first, last, reading):  # fmt: skip
            return reading
    return end
