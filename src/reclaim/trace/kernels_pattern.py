"""Readings with three or more unread symbols, or with a run of unknown length: every mark that fits.

A pattern is the reading's elements: symbols, `?` for one symbol whatever it is, and `*` for any number. Its
state is a set of "so many elements are matched", one bit each, carried over the symbols of a head. The tails
that lead from each state to the end are worked out once a reading. All heads are looked at, or those that
begin with the symbols before the first `?` or `*`; a head is left at the first symbol that fits nothing.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import Int, entry, inner, lean
from reclaim.trace.kernels_bits import I64, U64, lowest_bit
from reclaim.trace.kernels_cost import begin_costs, new_desk, read_as, take_digit, take_head
from reclaim.trace.kernels_edit import head_class, head_length
from reclaim.trace.kernels_order import first_above, first_not_below, lanes, lanes_mask
from reclaim.trace.kernels_pairs import rank_of
from reclaim.trace.kernels_rank import is_hopeless, put
from reclaim.trace.kernels_table import TAIL_LESS_BIT
from reclaim.trace.kernels_within import begin_reading
from reclaim.trace.kernels_work import LONGEST, new_work
from reclaim.trace.layout import BEHIND_RUN, NO_TAIL, RUN_SYMBOL, UNREAD_SYMBOL

LEAST_UNREAD = 3
"""Fewer unread symbols without a run are within two edits."""


NEVER = 1 << 29
"""The cost of what cannot be."""


class Pattern(NamedTuple):
    """A reading as a pattern."""

    length: Int  # elements other than runs
    unread: Int  # of which `?`
    runs: Int  # bit i: a run stands before element i
    literal: Int  # symbols before the first `?` or `*`
    fits: Any  # uint64[classes]: elements that a class fits
    ends: Any  # uint64[LONGEST + 1, 2]: tails that lead from a state to the end


@inner
def take_pattern(work: Any, symbols: Any, begin: Int, end: Int, classes: Int, fits: Any, ends: Any) -> Any:
    """The pattern of a reading that `begin_reading` has taken up."""
    any_class, runs, unread, length, literal = U64(0), U64(0), 0, 0, -1
    for at in range(begin, end):
        if symbols[at] == RUN_SYMBOL:
            runs |= U64(1) << U64(length)
        else:
            if symbols[at] == UNREAD_SYMBOL:
                any_class |= U64(1) << U64(length)
                unread += 1
            length += 1
        is_literal = symbols[at] != RUN_SYMBOL and symbols[at] != UNREAD_SYMBOL
        if not is_literal and literal < 0:
            literal = at - begin
    for number in range(classes):
        fits[number] = any_class | work.matches[number]
    pattern = Pattern(length, unread, runs, literal if literal >= 0 else length, fits, ends)
    for state in range(length + 1):
        ends[state, 0], ends[state, 1] = tails_from(pattern, U64(1) << U64(state))
    return pattern


@lean
def step(pattern: Any, states: Int, number: Int) -> Int:
    """The states after one more symbol."""
    return ((states & pattern.fits[number]) << U64(1)) | (states & pattern.runs)


@lean
def tails_from(pattern: Any, states: Int) -> Any:
    """The tails that lead from some states to the end."""
    low, high = U64(0), U64(0)
    for tens in range(10):
        after = step(pattern, states, tens + 1)
        for units in range(10):
            if (step(pattern, after, units + 1) >> U64(pattern.length)) & U64(1) == U64(1):
                tail = 10 * tens + units
                if tail < 64:
                    low |= U64(1) << U64(tail)
                else:
                    high |= U64(1) << U64(tail - 64)
    return low, high


@lean
def states_after(pattern: Any, heads: Any, class_of: Any, head: Int) -> Int:
    """The states after a whole head; none if it fits nothing."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    states = U64(1)
    for place in range(head_length(word, rest, heads.spare)):
        states = step(pattern, states, head_class(word, rest, heads.spare, class_of, place))
        if states == U64(0):
            break
    return states


@lean
def pattern_cost(work: Any, desk: Any, costs: Any, pattern: Any, key_length: Int) -> Int:
    """The least cost of a mark that fits: of its symbols for the elements, and of those behind runs.

    Row i, column j of the table: the first j symbols of the mark are matched by i elements.
    """
    rows, never = desk.rows, NEVER
    for element in range(pattern.length + 1):
        run = (pattern.runs >> U64(element)) & U64(1) == U64(1)
        for place in range(key_length + 1):
            best = 0 if element == 0 and place == 0 else never
            if element > 0 and place > 0:
                best = rows[element - 1, place - 1] + element_cost(work, desk, costs, pattern, element - 1, place - 1)
            if run and place > 0:
                best = min(best, rows[element, place - 1] + costs.general[BEHIND_RUN])
            rows[element, place] = best
    return rows[pattern.length, key_length]


@lean
def element_cost(work: Any, desk: Any, costs: Any, pattern: Any, element: Int, key_place: Int) -> Int:
    """Cost of one symbol of the mark for one element; endless if it does not fit."""
    if (pattern.fits[desk.key_classes[key_place]] >> U64(element)) & U64(1) == U64(0):
        return NEVER
    return read_as(work, desk, costs, pattern.length, element, key_place)


@lean
def put_fitting(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, pattern: Any, head: Int, tail: Int,
) -> None:  # fmt: skip
    """Score one mark that fits, if it is more than two edits away (others were found before)."""
    key_length = take_head(desk, heads, letters.class_of, costs, head)
    if tail != NO_TAIL:
        take_digit(desk, key_length, tail // 10)
        take_digit(desk, key_length + 1, tail % 10)
        key_length += 2
    hidden = key_length - pattern.length
    edits = pattern.unread + hidden
    if edits < LEAST_UNREAD or is_hopeless(best, reading, hidden * costs.general[BEHIND_RUN], edits):
        return
    cost = pattern_cost(work, desk, costs, pattern, key_length)
    put(best, reading, cost, edits, base_row + I64(first_row[rank_of(heads.records, head, tail)]))


@lean
def put_fitting_tails(
    work: Any, desk: Any, best: Any, heads: Any, letters: Any, costs: Any, first_row: Any, base_row: Int,
    reading: Int, pattern: Any, head: Int, states: Int,
) -> None:  # fmt: skip
    """Score the marks of one head that fit."""
    low, high = U64(0), U64(0)
    if (states >> U64(pattern.length)) & U64(1) == U64(1):
        high = TAIL_LESS_BIT
    while states != U64(0):
        state = I64(lowest_bit(states))
        states &= states - U64(1)
        low |= pattern.ends[state, 0]
        high |= pattern.ends[state, 1]
    low &= heads.records[head, 0]
    high &= heads.records[head, 1]
    for half in range(2):
        left = low if half == 0 else high
        while left != U64(0):
            tail = I64(lowest_bit(left)) + 64 * half
            left &= left - U64(1)
            put_fitting(work, desk, best, heads, letters, costs, first_row, base_row, reading, pattern, head, tail)


@entry
def rank_patterns(
    symbols: Any, starts: Any, wanted: Any, heads: Any, letters: Any, costs: Any,
    first_row: Any, base_row: Int, best: Any,
) -> None:  # fmt: skip
    """Enter the marks of one segment that fit the patterns of the readings `wanted`."""
    work, desk = new_work(len(letters.code_of), I64(2)), new_desk()
    fits = np.zeros(len(letters.code_of), np.uint64)
    ends = np.zeros((LONGEST + 1, 2), np.uint64)
    for reading in wanted:
        begin, end = starts[reading], starts[reading + 1]
        length = begin_reading(work, symbols, begin, end, letters)
        begin_costs(work, desk, costs, length)
        pattern = take_pattern(work, symbols, begin, end, len(fits), fits, ends)
        before = max(pattern.literal - 2, 0)  # the other two may be the tail's
        prefix, mask = lanes(work, I64(0), before, False), lanes_mask(before)
        first = first_not_below(heads, letters, prefix, mask, False)
        for head in range(first, first_above(heads, letters, prefix, mask, False)):
            states = states_after(pattern, heads, letters.class_of, head)
            if states != U64(0):
                put_fitting_tails(work, desk, best, heads, letters, costs, first_row, base_row,
                                  reading, pattern, head, states)  # fmt: skip
