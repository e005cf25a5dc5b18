"""What a mark costs for a reading: weighted optimal string alignment, in thousandths.

Row i, column j of the table is the least cost of the first i symbols of the mark for the first j of the
reading. The rows of a head serve all its tails.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import Int, inner, lean
from reclaim.trace.kernels_bits import I64, U64
from reclaim.trace.kernels_heads import is_long
from reclaim.trace.kernels_work import LONGEST
from reclaim.trace.layout import (
    ALIKE,
    AT_END,
    CLASS_BITS,
    DIFFERENT,
    DOUBLED,
    LEAST_MISSED,
    LENGTH_BITS,
    MAX_SYMBOLS,
    MEMBER_BITS,
    OTHER_SLOT,
    SWAPPED,
    UNREAD_IN_READING,
    UNREAD_SYMBOL,
)


class Desk(NamedTuple):
    """What scoring works with, beside `Work`."""

    slots: Any  # int64: cost slots of the reading's symbols
    extra: Any  # int64: what each costs if it is too many
    key_slots: Any  # int64: cost slots of the mark's symbols,
    key_classes: Any  # int64: their classes,
    key_symbols: Any  # int64: and symbols (of long heads only)
    rows: Any  # int64[MAX_SYMBOLS + 1, LONGEST + 1]
    floors: Any  # int64[4]: the least that 0, 1, 2, 3 edits can cost


@inner
def new_desk() -> Any:
    """Arrays for scoring."""
    return Desk(
        np.zeros(LONGEST + 2, np.int64), np.zeros(LONGEST + 2, np.int64), np.zeros(MAX_SYMBOLS + 2, np.int64),
        np.zeros(MAX_SYMBOLS + 2, np.int64), np.zeros(MAX_SYMBOLS + 2, np.int64),
        np.zeros((MAX_SYMBOLS + 3, LONGEST + 2), np.int64), np.zeros(4, np.int64),
    )  # fmt: skip


@lean
def begin_costs(work: Any, desk: Any, costs: Any, length: Int) -> None:
    """Slots of the reading, what its symbols cost if too many, row 0, and the floors."""
    for place in range(length):
        desk.slots[place] = reading_slot(work.symbols[place], costs)
    desk.rows[0, 0] = 0
    for place in range(length):
        cost = I64(costs.extra[desk.slots[place]])
        if place > 0 and work.classes[place] == work.classes[place - 1]:
            cost = min(cost, costs.general[DOUBLED])
        if place == 0 or place == length - 1:
            cost = min(cost, costs.general[AT_END])
        desk.extra[place] = cost
        desk.rows[0, place + 1] = desk.rows[0, place] + cost
    set_floors(desk, costs, length)


@lean
def reading_slot(symbol: Int, costs: Any) -> Int:
    """Cost slot of a symbol in a reading."""
    if symbol == UNREAD_SYMBOL:
        return UNREAD_IN_READING * 8
    return costs.slots[symbol]


@lean
def set_floors(desk: Any, costs: Any, length: Int) -> None:
    """The sums of the cheapest one, two, three edits: each symbol of the reading is changed or left out at most
    once, any number may be missed or swapped."""
    free = min(costs.general[LEAST_MISSED], costs.general[SWAPPED])
    first, second, third = free, free, free
    for place in range(length):
        cost = min(desk.extra[place], I64(costs.least_change[desk.slots[place]]))
        if cost < first:
            first, second, third = cost, first, second
        elif cost < second:
            second, third = cost, second
        elif cost < third:
            third = cost
    desk.floors[0] = 0
    desk.floors[1] = first
    desk.floors[2] = first + second
    desk.floors[3] = first + second + third


@lean
def take_head(desk: Any, heads: Any, class_of: Any, costs: Any, head: Int) -> Int:
    """Slots and classes of a head's symbols; how many."""
    word, rest = heads.records[head, 2], heads.records[head, 3]
    if is_long(word):
        at = rest >> U64(32)
        length = I64(heads.spare[at])
        for place in range(length):
            symbol = I64(heads.spare[at + U64(place + 1)])
            desk.key_symbols[place] = symbol
            desk.key_slots[place] = costs.slots[symbol]
            desk.key_classes[place] = class_of[symbol]
        return length
    length = I64(word & U64((1 << LENGTH_BITS) - 1))
    for place in range(length):
        number = I64((word >> U64(64 - CLASS_BITS * (place + 1))) & U64((1 << CLASS_BITS) - 1))
        member = I64((rest >> U64(32 + MEMBER_BITS * place)) & U64((1 << MEMBER_BITS) - 1))
        desk.key_classes[place] = number
        desk.key_slots[place] = number * 8 + member
    return length


@lean
def take_digit(desk: Any, place: Int, digit: Int) -> None:
    """A digit of the tail: symbol, class and member are fixed (`layout.DIGITS`)."""
    desk.key_classes[place] = digit + 1
    desk.key_slots[place] = (digit + 1) * 8


@lean
def read_as(work: Any, desk: Any, costs: Any, place: Int, key_place: Int) -> Int:
    """Cost of a symbol of the reading for one of the mark; the general ones if a symbol has no slot of its own."""
    key_slot = desk.key_slots[key_place]
    if key_slot == OTHER_SLOT or desk.slots[place] == OTHER_SLOT:
        if work.symbols[place] == UNREAD_SYMBOL:
            return I64(costs.read_as[desk.slots[place], key_slot])
        if key_slot == desk.slots[place] and work.symbols[place] == desk.key_symbols[key_place]:
            return 0
        alike = work.classes[place] == desk.key_classes[key_place]
        return costs.general[ALIKE if alike else DIFFERENT]
    return I64(costs.read_as[desk.slots[place], key_slot])


@lean
def missed(desk: Any, costs: Any, key_place: Int, key_length: Int) -> Int:
    """Cost of a symbol of the mark that was not read."""
    cost = I64(costs.missed[desk.key_slots[key_place]])
    if key_place > 0 and desk.key_classes[key_place] == desk.key_classes[key_place - 1]:
        cost = min(cost, costs.general[DOUBLED])
    if key_place == 0 or key_place == key_length - 1:
        cost = min(cost, costs.general[AT_END])
    return cost


@lean
def cost_row(work: Any, desk: Any, costs: Any, length: Int, key_place: Int, key_length: Int) -> None:
    """Row `key_place` + 1, from the two above it."""
    rows, row = desk.rows, key_place + 1
    gone = missed(desk, costs, key_place, key_length)
    here = desk.key_classes[key_place]
    above = desk.key_classes[key_place - 1] if key_place > 0 else -1
    rows[row, 0] = rows[row - 1, 0] + gone
    for place in range(length):
        best = rows[row - 1, place] + read_as(work, desk, costs, place, key_place)
        best = min(best, rows[row - 1, place + 1] + gone)
        best = min(best, rows[row, place] + desk.extra[place])
        if place > 0 and work.classes[place - 1] == here and work.classes[place] == above and here != above:
            swap = read_as(work, desk, costs, place, key_place - 1) + read_as(work, desk, costs, place - 1, key_place)
            best = min(best, rows[row - 2, place - 1] + costs.general[SWAPPED] + swap)
        rows[row, place + 1] = best


@lean
def head_rows(work: Any, desk: Any, costs: Any, length: Int, head_length: Int, key_length: Int) -> None:
    """The rows of a head, as the beginning of a mark of `key_length` symbols."""
    for key_place in range(head_length):
        cost_row(work, desk, costs, length, key_place, key_length)


@lean
def least_in_row(desk: Any, row: Int, length: Int) -> Int:
    """The least of a row: no mark that goes on from it costs less."""
    least = desk.rows[row, 0]
    for column in range(1, length + 1):
        least = min(least, desk.rows[row, column])
    return least
