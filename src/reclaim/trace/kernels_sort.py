"""Marks into order: spread over partitions by their word, then sorted within each.

A mark on its way is a triple (word, rest, row): `word` of its head; `rest`, the spelling (or hash) of its head
above seven bits of tail; and its row. Partitions are ranges of `word`, small enough to be sorted in the
processor's cache.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from reclaim.trace.compiled import Bool, Int, entry, lean
from reclaim.trace.kernels_bits import U64
from reclaim.trace.kernels_keys import order_of, read_symbols
from reclaim.trace.layout import MAX_SYMBOLS, NO_TAIL, TAIL_BITS

RADIX_BITS = 8
RADIX = 1 << RADIX_BITS


@lean
def partition_of(word: Int, splitters: Any) -> Int:
    """Number of splitters that are not above `word`."""
    low, high = 0, len(splitters)
    while low < high:
        middle = (low + high) >> 1
        if splitters[middle] <= word:
            low = middle + 1
        else:
            high = middle
    return low


@lean
def is_valid(validity: Any, place: Int) -> Bool:
    """Whether Arrow's bitmap says that a cell is not null; an empty bitmap says so of every cell."""
    return len(validity) == 0 or (validity[place >> 3] >> (place & 7)) & 1 == 1


@entry
def spread_rows(
    data: Any, offsets: Any, validity: Any, validity_offset: Int, begin: Int, end: Int, first_row: Int,
    letters: Any, seed: Int, splitters: Any, places: Any, write: Bool,
    words: Any, rests: Any, rows: Any, long_rows: Any, long_starts: Any, long_symbols: Any, tally: Any,
) -> None:  # fmt: skip
    """One pass over rows `begin` to `end` of an Arrow array, whose first row is `first_row` of the index.

    Without `write`: counts the marks of each partition into `places`, and into `tally` the cells with no
    symbol, those with too many, the long heads and their symbols. With `write`: puts each mark at its
    partition's next place, and the symbols of long heads beside them.
    """
    symbols = np.empty(MAX_SYMBOLS, np.uint32)
    longs, long_at = tally[2], tally[3]
    for place in range(begin, end):
        if not is_valid(validity, place + validity_offset):
            continue
        count = read_symbols(data, offsets[place], offsets[place + 1], letters, symbols)
        if count <= 0:
            tally[0 if count == 0 else 1] += 1
            continue
        word, rest, inline = order_of(symbols, count, letters, seed)
        partition = partition_of(word, splitters)
        if write:
            at = places[partition]
            words[at], rests[at], rows[at] = word, rest, first_row + place
        places[partition] += 1
        if not inline:
            length = count if rest & U64(127) == U64(NO_TAIL) else count - 2
            if write:
                long_rows[longs], long_starts[longs] = first_row + place, long_at
                for step in range(length):
                    long_symbols[long_at + step] = symbols[step]
            longs += 1
            long_at += length
    tally[2], tally[3] = longs, long_at


@lean
def varying_bits(keys: Any, begin: Int, end: Int) -> Int:
    """The bits in which any of the keys differs from the first."""
    varying = U64(0)
    for place in range(begin + 1, end):
        varying |= keys[place] ^ keys[begin]
    return varying


@lean
def radix_pass(
    by_word: Bool, shift: Int, count: Int, begin: Int, words: Any, rests: Any, rows: Any,
    to: Int, new_words: Any, new_rests: Any, new_rows: Any, starts: Any,
) -> None:  # fmt: skip
    """One stable pass by eight bits of `words` or `rests`."""
    starts[:] = 0
    keys = words if by_word else rests
    for place in range(begin, begin + count):
        starts[((keys[place] >> U64(shift)) & U64(RADIX - 1)) + U64(1)] += 1
    for digit in range(RADIX):
        starts[digit + 1] += starts[digit]
    for place in range(begin, begin + count):
        digit = (keys[place] >> U64(shift)) & U64(RADIX - 1)
        at = to + starts[digit]
        starts[digit] += 1
        new_words[at], new_rests[at], new_rows[at] = words[place], rests[place], rows[place]


@entry
def sort_partitions(bounds: Any, first: Int, last: Int, words: Any, rests: Any, rows: Any) -> None:
    """Sort partitions `first` to `last` - 1 in place by (word, rest), equal marks by row (they come so)."""
    largest = 0
    for partition in range(first, last):
        largest = max(largest, bounds[partition + 1] - bounds[partition])
    spare_words = np.empty(largest, np.uint64)
    spare_rests = np.empty(largest, np.uint64)
    spare_rows = np.empty(largest, np.uint32)
    starts = np.empty(RADIX + 1, np.int64)
    for partition in range(first, last):
        begin, end = bounds[partition], bounds[partition + 1]
        away = False  # whether the marks are in the spare arrays at the moment
        for key in range(2):
            varying = U64(0)
            if key == 0:
                varying = varying_bits(spare_rests, 0, end - begin) if away else varying_bits(rests, begin, end)
            else:
                varying = varying_bits(spare_words, 0, end - begin) if away else varying_bits(words, begin, end)
            for shift in range(0, 64, RADIX_BITS):
                if (varying >> U64(shift)) & U64(RADIX - 1) == U64(0):
                    continue
                if away:
                    radix_pass(key == 1, shift, end - begin, 0, spare_words, spare_rests, spare_rows,
                               begin, words, rests, rows, starts)  # fmt: skip
                else:
                    radix_pass(key == 1, shift, end - begin, begin, words, rests, rows,
                               0, spare_words, spare_rests, spare_rows, starts)  # fmt: skip
                away = not away
        if away:
            for place in range(end - begin):
                words[begin + place] = spare_words[place]
                rests[begin + place] = spare_rests[place]
                rows[begin + place] = spare_rows[place]


@lean
def same_symbols(one: Int, other: Int, length: Int, symbols: Any) -> Bool:
    """Whether two runs of long symbols are equal."""
    for step in range(length):  # noqa: SIM110
        if symbols[one + step] != symbols[other + step]:
            return False
    return True


@lean
def find_row(rows: Any, row: Int) -> Int:
    """Place of a row among ascending rows."""
    low, high = 0, len(rows)
    while low < high:
        middle = (low + high) >> 1
        if rows[middle] < row:
            low = middle + 1
        else:
            high = middle
    return low


@lean
def head_key(rest: Int) -> Int:
    """`rest` without its tail."""
    return rest >> U64(TAIL_BITS)
