"""What a mark costs for a reading: weighted optimal string alignment, in thousandths.

Row i, column j of the table is the least cost of the first i symbols of the mark for the first j of the
reading. The rows of a head serve all its tails.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import Int, inner, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, lowest_bit
from reclaim.trace.kernels_heads import is_long
from reclaim.trace.kernels_work import LONGEST
from reclaim.trace.layout import (
    ALIKE,
    AT_END,
    CLASS_BITS,
    COST_SLOTS,
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
    extra: Any  # int32: what each costs if it is too many
    read_as: Any  # int32[COST_SLOTS, ..]: what each costs for a registered symbol
    key_slots: Any  # int64: cost slots of the mark's symbols,
    key_classes: Any  # int64: their classes,
    key_symbols: Any  # int64: and symbols (of long heads only)
    rows: Any  # int32[MAX_SYMBOLS + 3, LONGEST + 2]
    floors: Any  # int64[4]: the least that 0, 1, 2, 3 edits can cost


@inner
def new_desk() -> Any:
    """Arrays for scoring."""
    return Desk(
        np.zeros(LONGEST + 2, np.int64),
        np.zeros(LONGEST + 2, np.int32),
        np.empty((COST_SLOTS, LONGEST + 2), np.int32),
        np.zeros(MAX_SYMBOLS + 2, np.int64),
        np.zeros(MAX_SYMBOLS + 2, np.int64),
        np.zeros(MAX_SYMBOLS + 2, np.int64),
        np.zeros((MAX_SYMBOLS + 3, LONGEST + 2), np.int32),
        np.zeros(4, np.int64),
    )


@lean
def begin_costs(work: Any, desk: Any, costs: Any, length: Int) -> None:
    """Slots of the reading, what its symbols cost if too many, row 0, and the floors."""
    for place in range(length):
        desk.slots[place] = reading_slot(work.symbols[place], costs)
    for slot in costs.used:
        for place in range(length):
            desk.read_as[slot, place] = slot_cost(work, desk, costs, place, slot)
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


@tiny
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


@tiny
def take_digit(desk: Any, place: Int, digit: Int) -> None:
    """A digit of the tail: symbol, class and member are fixed (`layout.DIGITS`)."""
    desk.key_classes[place] = digit + 1
    desk.key_slots[place] = (digit + 1) * 8


@tiny
def slot_cost(work: Any, desk: Any, costs: Any, place: Int, slot: Int) -> Int:
    """Cost of a symbol of the reading for a registered one that has a slot of its own."""
    if desk.slots[place] != OTHER_SLOT:
        return I64(costs.read_as[desk.slots[place], slot])
    return costs.general[ALIKE if work.classes[place] == slot >> 3 else DIFFERENT]


@lean
def other_costs(work: Any, desk: Any, costs: Any, length: Int, key_place: Int) -> None:
    """Costs of the reading's symbols for a registered one that has no slot of its own: the general ones."""
    for place in range(length):
        cost = costs.general[ALIKE if work.classes[place] == desk.key_classes[key_place] else DIFFERENT]
        if work.symbols[place] == UNREAD_SYMBOL:
            cost = I64(costs.read_as[desk.slots[place], OTHER_SLOT])
        elif work.symbols[place] == desk.key_symbols[key_place]:
            cost = I64(0)
        desk.read_as[OTHER_SLOT, place] = cost


@tiny
def read_as(work: Any, desk: Any, costs: Any, length: Int, place: Int, key_place: Int) -> Int:
    """Cost of a symbol of the reading for one of the mark."""
    slot = desk.key_slots[key_place]
    if slot == OTHER_SLOT:
        other_costs(work, desk, costs, length, key_place)
    return I64(desk.read_as[slot, place])


@tiny
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
    """Row `key_place` + 1, from the two above it: first what comes from above, then what comes from the left."""
    rows, row, extra, near = desk.rows, U64(key_place + 1), desk.extra, desk.read_as
    gone, slot = missed(desk, costs, key_place, key_length), U64(desk.key_slots[key_place])
    if slot == U64(OTHER_SLOT):
        other_costs(work, desk, costs, length, key_place)
    one = U64(1)
    rows[row, 0] = rows[row - one, 0] + gone
    for place in range(U64(length)):
        rows[row, place + one] = min(rows[row - one, place] + near[slot, place], rows[row - one, place + one] + gone)
    if key_place > 0:
        swap_in(work, desk, costs, length, key_place)
    best = rows[row, 0]
    for place in range(U64(length)):
        best = min(rows[row, place + one], best + extra[place])
        rows[row, place + one] = best


@tiny
def swap_in(work: Any, desk: Any, costs: Any, length: Int, key_place: Int) -> None:
    """Where two neighbours of the reading stand swapped in the mark, that may be cheaper."""
    here, above, row = desk.key_classes[key_place], desk.key_classes[key_place - 1], key_place + 1
    places = (work.matches[here] << U64(1)) & work.matches[above]
    if here == above:
        return
    while places != U64(0):
        place = I64(lowest_bit(places))
        places &= places - U64(1)
        swap = read_as(work, desk, costs, length, place, key_place - 1)
        swap += read_as(work, desk, costs, length, place - 1, key_place)
        swap += desk.rows[row - 2, place - 1] + costs.general[SWAPPED]
        desk.rows[row, place + 1] = min(I64(desk.rows[row, place + 1]), swap)


@tiny
def head_rows(work: Any, desk: Any, costs: Any, length: Int, head_length: Int, key_length: Int) -> None:
    """The rows of a head, as the beginning of a mark of `key_length` symbols."""
    for key_place in range(head_length):
        cost_row(work, desk, costs, length, key_place, key_length)


@tiny
def least_in_row(desk: Any, row: Int, length: Int) -> Int:
    """The least of a row: no mark that goes on from it costs less."""
    least = desk.rows[row, 0]
    for column in range(1, length + 1):
        least = min(least, desk.rows[row, column])
    return least
