"""The cheapest marks for a reading, exactly, scoring as few as possible.

Of equal cost the one of fewer edits comes first, then the earlier record. Marks are scored by their edits, 0
first; once the list is full and not even the cheapest two edits of this reading could beat its last, marks
two edits away are neither scored nor looked for. Else they are looked for by what they may cost: first only what
costs less than the cheapest three edits of this reading, and all only if that leaves the list open.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from reclaim.trace.compiled import Bool, Int, entry, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, lowest_bit
from reclaim.trace.kernels_cost import (
    begin_costs,
    cost_row,
    head_rows,
    least_in_row,
    new_desk,
    take_digit,
    take_head,
)
from reclaim.trace.kernels_pairs import count_at, rank_of, tails_at
from reclaim.trace.kernels_table import TAIL_LESS_BIT
from reclaim.trace.kernels_within import begin_reading, find_within
from reclaim.trace.kernels_work import (
    BOUND,
    CHANGED,
    EXTRA,
    FOUND,
    HEAD,
    LEAST_EXTRA,
    LEAST_MISSED,
    SWAP,
    UNBOUNDED,
    new_work,
)
from reclaim.trace.layout import DIFFERENT, NO_TAIL, SWAPPED
from reclaim.trace.layout import LEAST_MISSED as LEAST_MISSED_COST


class Best(NamedTuple):
    """The best marks of each reading so far, best first."""

    cost: Any  # int64[readings, top]
    edits: Any  # int8[readings, top]
    record: Any  # int64[readings, top]
    count: Any  # int64[readings]
    near: Any  # int64[readings]: marks within one edit
    most_cost: Int  # what costs more does not come in


@tiny
def last_cost(best: Any, reading: Int) -> Int:
    """What the last of a full list costs; what is dearer need not be looked at."""
    top = best.cost.shape[1]
    if best.count[reading] < top:
        return best.most_cost
    return best.cost[reading, top - 1]


@tiny
def is_before(best: Any, reading: Int, at: Int, cost: Int, edits: Int, record: Int) -> Bool:
    """Whether a mark comes before the one at a place of the list."""
    if cost != best.cost[reading, at]:
        return cost < best.cost[reading, at]
    if edits != best.edits[reading, at]:
        return edits < best.edits[reading, at]
    return record < best.record[reading, at]


@lean
def put(best: Any, reading: Int, cost: Int, edits: Int, record: Int) -> None:
    """Enter a mark into the list of a reading if it belongs there and does not stand there already."""
    top, count = best.cost.shape[1], best.count[reading]
    if cost > best.most_cost or (count == top and not is_before(best, reading, top - 1, cost, edits, record)):
        return
    at = count
    while at > 0 and is_before(best, reading, at - 1, cost, edits, record):
        at -= 1
    if at > 0 and best.record[reading, at - 1] == record and best.cost[reading, at - 1] == cost:
        return
    for place in range(min(count, top - 1), at, -1):
        best.cost[reading, place] = best.cost[reading, place - 1]
        best.edits[reading, place] = best.edits[reading, place - 1]
        best.record[reading, place] = best.record[reading, place - 1]
    best.cost[reading, at], best.edits[reading, at], best.record[reading, at] = cost, edits, record
    if count < top:
        best.count[reading] = count + 1


@tiny
def is_hopeless(best: Any, reading: Int, cost: Int, edits: Int) -> Bool:
    """Whether marks of at least this cost and exactly these edits cannot come into the list."""
    top = best.cost.shape[1]
    if cost > best.most_cost:
        return True
    if best.count[reading] < top:
        return False
    last = best.cost[reading, top - 1]
    return cost > last or (cost == last and edits > best.edits[reading, top - 1])


@lean
def score_found(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int, first_edits: Int, most: Int, more_edits: Int, more_cost: Int,
) -> None:  # fmt: skip
    """Score the marks found at `first_edits` to `most` edits; `more_...` is what comes on top for each."""
    for edits in range(first_edits, most + 1):
        if is_hopeless(best, reading, desk.floors[edits] + more_cost, edits + more_edits):
            return
        for place in range(work.numbers[FOUND]):
            low, high = tails_at(work, place, edits, I64(0)), tails_at(work, place, edits, I64(1))
            if low | high == U64(0):
                continue
            head = I64(work.found[place, HEAD])
            head_length = take_head(desk, heads, letters.class_of, costs, head)
            if high & TAIL_LESS_BIT != U64(0):
                head_rows(work, desk, costs, length, head_length, head_length)
                record = base_row + I64(first_row[rank_of(heads.records, head, I64(NO_TAIL))])
                put(best, reading, desk.rows[head_length, length] + more_cost, edits + more_edits, record)
                high &= ~TAIL_LESS_BIT
            if low | high != U64(0):
                head_rows(work, desk, costs, length, head_length, head_length + 2)
                if is_worth_it(desk, costs, best, reading, head_length, length, more_cost):
                    score_tails(work, desk, best, heads.records, costs, first_row, base_row, reading, length,
                                head, head_length, low, high, edits + more_edits, more_cost)  # fmt: skip


@lean
def is_worth_it(desk: Any, costs: Any, best: Any, reading: Int, head_length: Int, length: Int, more_cost: Int) -> Bool:
    """Whether some tail of a head may still come into the list."""
    allowed = last_cost(best, reading) - more_cost
    if least_in_row(desk, head_length, length) <= allowed:
        return True
    if head_length == 0:
        return False
    return least_in_row(desk, head_length - 1, length) + costs.general[SWAPPED] <= allowed


@lean
def score_tails(
    work: Any, desk: Any, best: Any, records: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, length: Int, head: Int, head_length: Int, low: Int, high: Int, edits: Int, more_cost: Int,
) -> None:  # fmt: skip
    """Two more rows for each tail; the first of them serves all tails of one tens digit."""
    key_length, tens_done = head_length + 2, -1
    for half in range(2):
        left = low if half == 0 else high
        while left != U64(0):
            tail = I64(lowest_bit(left)) + 64 * half
            left &= left - U64(1)
            if tail // 10 != tens_done:
                tens_done = tail // 10
                take_digit(desk, head_length, tens_done)
                cost_row(work, desk, costs, length, head_length, key_length)
            take_digit(desk, head_length + 1, tail % 10)
            cost_row(work, desk, costs, length, head_length + 1, key_length)
            cost = desk.rows[key_length, length] + more_cost
            if cost <= last_cost(best, reading):
                put(best, reading, cost, edits, base_row + I64(first_row[rank_of(records, head, tail)]))


@lean
def bound_search(work: Any, desk: Any, costs: Any, length: Int, most_cost: Int) -> None:
    """Do not look for marks at two edits that cost more than `most_cost`.

    What a probe's own two edits cost bounds the marks that it finds from below, unless three edits could be cheaper:
    then the search is not bounded.
    """
    work.numbers[BOUND] = UNBOUNDED
    if most_cost >= desk.floors[3]:
        return
    work.numbers[BOUND] = most_cost
    work.numbers[LEAST_MISSED] = costs.general[LEAST_MISSED_COST]
    work.numbers[SWAP] = costs.general[SWAPPED]
    work.numbers[LEAST_EXTRA] = UNBOUNDED
    for place in range(length):
        work.limits[EXTRA, place] = desk.extra[place]
        work.limits[CHANGED, place] = costs.least_change[desk.slots[place]]
        work.numbers[LEAST_EXTRA] = min(work.numbers[LEAST_EXTRA], I64(desk.extra[place]))
        for number in range(len(work.matches)):
            work.changes[place, number] = costs.general[DIFFERENT]
        for slot in costs.used:
            number = slot >> 3
            work.changes[place, number] = min(work.changes[place, number], desk.read_as[slot, place])


@tiny
def bound_for(desk: Any, best: Any, reading: Int, first_edits: Int, attempt: Int) -> Int:
    """What marks at two edits may cost: first so little that the search can be bounded, then what the list allows."""
    if first_edits == 0:
        return I64(UNBOUNDED)
    last = last_cost(best, reading)
    return min(last, desk.floors[3] - 1) if attempt == 0 else last


@entry
def rank_within(
    symbols: Any, starts: Any, begin: Int, end: Int, heads: Any, tailed: Any, tail_less: Any,
    letters: Any, tails: Any, costs: Any, first_row: Any, base_row: Int,
    first_edits: Int, most: Int, progressive: Bool, seats: Int, best: Any,
) -> Int:  # fmt: skip
    """Enter the marks of one segment at `first_edits` to `most` edits; the first reading not done.

    The second round (`first_edits` 2) passes over readings whose list cannot change, and, if `progressive`,
    over those with a full number of marks within one edit.
    """
    work, desk = new_work(len(letters.code_of), seats), new_desk()
    top = best.cost.shape[1]
    for reading in range(begin, end):
        if first_edits == 2 and progressive and best.near[reading] >= top:
            continue
        length = begin_reading(work, symbols, starts[reading], starts[reading + 1], letters)
        if length == 0:
            continue
        begin_costs(work, desk, costs, length)
        if first_edits == 2 and is_hopeless(best, reading, desk.floors[2], I64(2)):
            continue
        for attempt in range(2):
            bound = bound_for(desk, best, reading, first_edits, attempt)
            bound_search(work, desk, costs, length, bound)
            if not find_within(work, heads, tailed, tail_less, letters, tails, length, most):
                return reading
            score_found(work, desk, best, heads, letters, costs, first_row, base_row, reading, length,
                        first_edits, most, I64(0), I64(0))  # fmt: skip
            if first_edits == 0 or last_cost(best, reading) <= bound:
                break
        if first_edits == 0:
            best.near[reading] += count_at(work, I64(0)) + count_at(work, I64(1))
    return end
