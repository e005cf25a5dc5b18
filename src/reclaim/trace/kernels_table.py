"""Filling a deletion table: every head under its key, and under its key less one symbol."""

from __future__ import annotations

from typing import Any

import numpy as np

from reclaim.trace.compiled import Bool, Int, entry, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, below, mix
from reclaim.trace.kernels_heads import is_long
from reclaim.trace.layout import (
    BASE,
    BASE_INVERSE,
    CLASS_BITS,
    DIGITS,
    GAP_STEP,
    GRID_SHIFT,
    LENGTH_BITS,
    MAX_SYMBOLS,
    NO_GAP,
    NO_TAIL,
    SHAPE_BITS,
    TAG_BITS,
    TAG_SHIFT,
)

POWERS = np.array([pow(BASE, place, 1 << 64) for place in range(MAX_SYMBOLS + 6)], np.uint64)
"""BASE to the power of each place."""

INVERSE = U64(BASE_INVERSE)

GAP_CODES = np.array([(gap + 1) * GAP_STEP % (1 << 64) for gap in range(NO_GAP + 1)], np.uint64)
"""What a gap adds to the hash of a key."""

TAIL_LESS_BIT = U64(1) << U64(NO_TAIL - 64)


@lean
def head_classes(records: Any, spare: Any, head: Int, class_of: Any, classes: Any) -> Int:
    """The classes of a head; how many."""
    word = records[head, 2]
    if is_long(word):
        at = records[head, 3] >> U64(32)
        length = I64(spare[at])
        for place in range(length):
            classes[place] = class_of[spare[at + U64(place + 1)]]
        return length
    length = I64(word & U64((1 << LENGTH_BITS) - 1))
    for place in range(length):
        classes[place] = I64((word >> U64(64 - CLASS_BITS * (place + 1))) & U64((1 << CLASS_BITS) - 1))
    return length


@tiny
def sum_up(classes: Any, length: Int, code_of: Any, sums: Any) -> None:
    """`sums[i]`: hash of the first i classes."""
    sums[0] = U64(0)
    for place in range(length):
        sums[place + 1] = sums[place] + code_of[classes[place]] * POWERS[place]


@tiny
def sum_without(sums: Any, length: Int, place: Int) -> Int:
    """Hash of a key less the symbol at `place`: what follows moves down by one place."""
    return sums[place] + (sums[length] - sums[place + 1]) * INVERSE


@tiny
def entry_hash(sums: Any, length: Int, gap: Int) -> Int:
    """Hash of a key less the symbol at a gap, or of the whole key if `gap` is below 0."""
    if gap < 0:
        return mix(sums[length] + GAP_CODES[NO_GAP])
    return mix(sum_without(sums, length, gap) + GAP_CODES[gap])


@tiny
def pattern_of(classes: Any, length: Int) -> Int:
    """One bit a place: 1 for a digit."""
    pattern = U64(0)
    for place in range(length):
        if classes[place] <= DIGITS:
            pattern |= U64(1) << U64(place)
    return pattern


@tiny
def pattern_without(pattern: Int, place: Int) -> Int:
    """A pattern less one place."""
    low = pattern & below(place)
    return low | ((pattern >> U64(1)) & ~below(place))


@tiny
def shape_slot(pattern: Int, length: Int, gap: Int) -> Int:
    """Bit in `shapes` of a pattern of so many places that lost a symbol at a gap."""
    return ((pattern | (U64(1) << U64(length))) * U64(BASE) + GAP_CODES[gap]) >> U64(64 - SHAPE_BITS)


@tiny
def has_shape(shapes: Any, pattern: Int, length: Int, gap: Int) -> Bool:
    """Whether some key less the symbol at a gap may have this pattern; false only if none has."""
    slot = shape_slot(pattern, length, gap)
    return (shapes[slot >> U64(6)] >> (slot & U64(63))) & U64(1) == U64(1)


@tiny
def grid_bit(tail: Int) -> Int:
    """The bit of a tail in a 4 x 4 picture: tens mod 4 by units mod 4."""
    return U64(1) << U64(4 * ((tail // 10) & 3) + ((tail % 10) & 3))


@lean
def grid_of(low: Int, high: Int) -> Int:
    """The 4 x 4 picture of a set of tails."""
    grid = U64(0)
    for tail in range(NO_TAIL):
        word = low if tail < 64 else high
        if (word >> U64(tail & 63)) & U64(1) == U64(1):
            grid |= grid_bit(tail)
    return grid


@tiny
def is_entered(records: Any, head: Int, tailed: Bool) -> Bool:
    """Whether a head belongs into the table of tailed or of tail-less heads."""
    if tailed:
        return records[head, 0] != U64(0) or records[head, 1] & ~TAIL_LESS_BIT != U64(0)
    return records[head, 1] & TAIL_LESS_BIT != U64(0)


@entry
def count_entries(
    records: Any, spare: Any, class_of: Any, code_of: Any, tailed: Bool,
    shift: Int, first: Int, last: Int, counts: Any,
) -> Int:  # fmt: skip
    """Entries of each bucket `first` to `last` - 1, into `counts[bucket + 1]`; how many in all."""
    classes = np.empty(MAX_SYMBOLS, np.int64)
    sums = np.empty(MAX_SYMBOLS + 1, np.uint64)
    total = 0
    for head in range(len(records)):
        if not is_entered(records, head, tailed):
            continue
        length = head_classes(records, spare, head, class_of, classes)
        sum_up(classes, length, code_of, sums)
        for gap in range(-1, length):
            key = entry_hash(sums, length, gap)
            bucket = I64(key >> U64(shift))
            if first <= bucket < last:
                counts[bucket + 1] += 1
                total += 1
    return total


@entry
def fill_entries(
    records: Any, spare: Any, class_of: Any, code_of: Any, tailed: Bool,
    shift: Int, first: Int, last: Int, ends: Any, filter_shift: Int,
    entries: Any, filter_: Any, shapes: Any, present: Any,
) -> None:  # fmt: skip
    """Enter the heads, last first, each at the end of what is free of its bucket.

    `ends[bucket + 1]` is where a bucket ends; when done, it is where it starts, and heads ascend within it.
    """
    classes = np.empty(MAX_SYMBOLS, np.int64)
    sums = np.empty(MAX_SYMBOLS + 1, np.uint64)
    for head in range(len(records) - 1, -1, -1):
        if not is_entered(records, head, tailed):
            continue
        length = head_classes(records, spare, head, class_of, classes)
        sum_up(classes, length, code_of, sums)
        pattern = pattern_of(classes, length)
        grid = U64(0xFFFF)
        if tailed:
            grid = grid_of(records[head, 0], records[head, 1] & ~TAIL_LESS_BIT)
        for place in range(length):
            present[classes[place]] = 1
        for gap in range(length - 1, -2, -1):
            key = entry_hash(sums, length, gap)
            bucket = I64(key >> U64(shift))
            if not first <= bucket < last:
                continue
            ends[bucket + 1] -= 1
            tag = key & U64((1 << TAG_BITS) - 1)
            entries[ends[bucket + 1]] = (grid << U64(GRID_SHIFT)) | (tag << U64(TAG_SHIFT)) | U64(head)
            bit = key >> U64(filter_shift)
            filter_[bit >> U64(6)] |= U64(1) << (bit & U64(63))
            if gap >= 0:
                slot = shape_slot(pattern_without(pattern, gap), length - 1, gap)
                shapes[slot >> U64(6)] |= U64(1) << (slot & U64(63))
