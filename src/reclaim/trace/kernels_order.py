"""Heads in the order of their classes, from the front and from the end."""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, lean
from reclaim.trace.kernels_bits import U64
from reclaim.trace.kernels_heads import word_from_end
from reclaim.trace.layout import CLASS_BITS, INLINE_SYMBOLS


@lean
def lanes(work: Any, begin: Int, end: Int, backwards: Bool) -> Int:
    """Up to ten classes of the reading as a word begins with them, read forwards or backwards."""
    word = U64(0)
    for step in range(min(end - begin, INLINE_SYMBOLS)):
        number = work.classes[end - 1 - step if backwards else begin + step]
        word |= U64(number) << U64(64 - CLASS_BITS * (step + 1))
    return word


@lean
def lanes_mask(count: Int) -> Int:
    """The bits of a word that hold its first `count` classes (at most ten)."""
    count = min(count, INLINE_SYMBOLS)
    return ~((U64(1) << U64(64 - CLASS_BITS * count)) - U64(1)) if count > 0 else U64(0)


@lean
def word_at(heads: Any, letters: Any, place: Int, backwards: Bool) -> Int:
    """The word of the head that stands at a place of the one or the other order."""
    if backwards:
        return word_from_end(heads.records, heads.spare, letters.class_of, heads.by_end[place])
    return heads.records[place, 2]


@lean
def first_not_below(heads: Any, letters: Any, wanted: Int, mask: Int, backwards: Bool) -> Int:
    """The first place whose word, under the mask, is not below `wanted`."""
    low, high = 0, len(heads.by_end)
    while low < high:
        middle = (low + high) >> 1
        if word_at(heads, letters, middle, backwards) & mask < wanted:
            low = middle + 1
        else:
            high = middle
    return low


@lean
def first_above(heads: Any, letters: Any, wanted: Int, mask: Int, backwards: Bool) -> Int:
    """The first place whose word, under the mask, is above `wanted`."""
    low, high = 0, len(heads.by_end)
    while low < high:
        middle = (low + high) >> 1
        if word_at(heads, letters, middle, backwards) & mask <= wanted:
            low = middle + 1
        else:
            high = middle
    return low
