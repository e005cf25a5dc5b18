"""Candidates: which heads may be within so many edits of a part of the reading.

The table holds every head less none or one of its symbols. Let x be the reading less, plus or with one symbol
changed, or two swapped. Every head within two edits of the reading is within one of some x, and then the head
less one symbol equals x, or x less one symbol, or the head equals x less one symbol. So these are looked up,
each with the *gaps* that an entry can have if it is to count (the symbol that the head lost stands at that
place), and the fewest edits that it then has:

    less_none      the reading                                any gap            0 (1 with a gap)
    less_one       less symbol j                              j and its sides    1; other gaps: 2
    less_two       less symbols i < j                         none, i, j - 1     2
    swapped        t and t + 1 swapped                        any                2
    swapped_less   so, less symbol j                          none, j, its sides 2
    changed        another class at i                         any                2
    added          another class put in at i                  any                2
    changed_less   another class at i, less symbol j          j, in the place    2
                                                              it then has

The sum of a key's hash makes each a few additions and products. Classes are tried at a place only if keys less
one symbol with that pattern of digits and letters exist (`shapes`); of two changed symbols the one with fewer
such classes is tried, the other left out. The filter drops nearly all that is not in the table. What is left
is checked exactly by `kernels_settle`.
"""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Int, inner
from reclaim.trace.kernels_bits import I64, U64, mix
from reclaim.trace.kernels_settle import look_up
from reclaim.trace.kernels_table import (
    INVERSE,
    POWERS,
    has_shape,
    pattern_of,
    pattern_without,
    sum_without,
)
from reclaim.trace.kernels_work import PROBE_MARGIN, PROBES
from reclaim.trace.layout import NO_GAP

NONE = U64(1) << U64(NO_GAP)
"""The gap of a head that lost nothing, as a set."""

ANY = ~NONE
"""All gaps of heads that lost one symbol."""


@inner
def gap(place: Int) -> Int:
    """One gap as a set; empty if there is no such place."""
    return U64(0) if place < 0 else U64(1) << U64(place)


@inner
def around(place: Int) -> Int:
    """A gap and its two sides, as a set."""
    return gap(place - 1) | gap(place) | gap(place + 1)


@inner
def offer(work: Any, table: Any, filter_shift: Int, count: Int, key: Int, gaps: Int, depth: Int) -> Int:
    """Keep a probe if the filter does not rule it out; how many are kept."""
    hashed = mix(key)
    bit = hashed >> U64(filter_shift)
    work.hashes[count] = hashed
    work.gaps[count] = gaps
    work.depths[count] = depth
    return count + I64((table.filter[bit >> U64(6)] >> (bit & U64(63))) & U64(1))


@inner
def probe(work: Any, heads: Any, table: Any, job: Any, length: Int) -> None:
    """Look up all probes of the first `length` classes of `work.part` within the job's edits, and check them."""
    count = less_none(work, table, job, I64(0), length)
    if job.edits >= 1:
        count = less_one(work, table, job, count, length)
    if job.edits >= 2:
        pattern = pattern_of(work.part, length)
        count = less_two(work, heads, table, job, count, length)
        count = swapped(work, heads, table, job, count, length)
        count = changed(work, heads, table, job, count, length, pattern)
        count = added(work, heads, table, job, count, length, pattern)
        count = changed_less(work, heads, table, job, count, length, pattern)
    look_up(work, heads, table, job, count)


@inner
def room_for(work: Any, heads: Any, table: Any, job: Any, count: Int) -> Int:
    """Look up what waits if there is little room for more; how many wait."""
    if count > PROBES - PROBE_MARGIN:
        look_up(work, heads, table, job, count)
        return 0
    return count


@inner
def less_none(work: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part itself."""
    count = offer(work, table, job.filter_shift, count, work.sums[length], NONE, I64(0))
    if job.edits >= 1:
        count = offer(work, table, job.filter_shift, count, work.sums[length], ANY, I64(1))
    return count


@inner
def less_one(work: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part less each symbol; of equal neighbours less the first, with the gaps of all."""
    place = 0
    while place < length:
        after = place + 1
        near = around(place)
        while after < length and work.part[after] == work.part[place]:
            near |= around(after)
            after += 1
        key = sum_without(work.sums, length, place)
        count = offer(work, table, job.filter_shift, count, key, near | NONE, I64(1))
        if job.edits >= 2:
            count = offer(work, table, job.filter_shift, count, key, ANY & ~near, I64(2))
        place = after
    return count


@inner
def less_two(work: Any, heads: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part less each two symbols."""
    sums = work.sums
    for one in range(length - 1):
        count = room_for(work, heads, table, job, count)
        for other in range(one + 1, length):
            between = (sums[other] - sums[one + 1]) * INVERSE
            beyond = (sums[length] - sums[other + 1]) * INVERSE * INVERSE
            gaps = NONE | gap(one) | gap(other - 1)
            count = offer(work, table, job.filter_shift, count, sums[one] + between + beyond, gaps, I64(2))
    return count


@inner
def swapped(work: Any, heads: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part with each two neighbours swapped, and so less each other symbol."""
    for first in range(length - 1):
        left, right = work.part[first], work.part[first + 1]
        if left == right:
            continue
        count = room_for(work, heads, table, job, count)
        step = job.code_of[right] - job.code_of[left]
        change = step * POWERS[first] - step * POWERS[first + 1]
        count = offer(work, table, job.filter_shift, count, work.sums[length] + change, ANY, I64(2))
        for place in range(length):
            if place == first or place == first + 1:
                continue
            moved = change * INVERSE if place < first else change
            key = sum_without(work.sums, length, place) + moved
            count = offer(work, table, job.filter_shift, count, key, NONE | around(place), I64(2))
    return count


@inner
def changed(work: Any, heads: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """The part with another class at each place."""
    for place in range(length):
        count = room_for(work, heads, table, job, count)
        base = work.sums[length] - job.code_of[work.part[place]] * POWERS[place]
        at = U64(1) << U64(place)
        if has_shape(table.shapes, pattern | at, length):
            count = each_class(work, table, job, count, table.digits, work.part[place], base, place, ANY)
        if has_shape(table.shapes, pattern & ~at, length):
            count = each_class(work, table, job, count, table.letters, work.part[place], base, place, ANY)
    return count


@inner
def added(work: Any, heads: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """The part with another class put in at each place; not beside its equal, that is the same key again."""
    for place in range(length + 1):
        count = room_for(work, heads, table, job, count)
        base = work.sums[place] + (work.sums[length] - work.sums[place]) * POWERS[1]
        low = pattern & ((U64(1) << U64(place)) - U64(1))
        wider = low | ((pattern & ~((U64(1) << U64(place)) - U64(1))) << U64(1))
        before = work.part[place - 1] if place > 0 else -1
        if has_shape(table.shapes, wider | (U64(1) << U64(place)), length + 1):
            count = each_class(work, table, job, count, table.digits, before, base, place, ANY)
        if has_shape(table.shapes, wider, length + 1):
            count = each_class(work, table, job, count, table.letters, before, base, place, ANY)
    return count


@inner
def changed_less(work: Any, heads: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """Two classes changed: one tried, the other left out."""
    digits, letters = len(table.digits), len(table.letters)
    for one in range(length - 1):
        for other in range(one + 1, length):
            count = room_for(work, heads, table, job, count)
            without = pattern_without(pattern, other)  # of `one` changed, less `other`
            at = U64(1) << U64(one)
            one_digit = has_shape(table.shapes, without | at, length - 1)
            one_letter = has_shape(table.shapes, without & ~at, length - 1)
            without_one = pattern_without(pattern, one)
            at_other = U64(1) << U64(other - 1)
            other_digit = has_shape(table.shapes, without_one | at_other, length - 1)
            other_letter = has_shape(table.shapes, without_one & ~at_other, length - 1)
            cost_one = digits * I64(one_digit) + letters * I64(one_letter)
            cost_other = digits * I64(other_digit) + letters * I64(other_letter)
            if cost_one <= cost_other:
                tried, left_out, place, as_digit, as_letter = one, other, one, one_digit, one_letter
            else:
                tried, left_out, place, as_digit, as_letter = other, one, other - 1, other_digit, other_letter
            old = work.part[tried]
            base = sum_without(work.sums, length, left_out) - job.code_of[old] * POWERS[place]
            gaps = gap(left_out)
            if as_digit:
                count = each_class(work, table, job, count, table.digits, old, base, place, gaps)
            if as_letter:
                count = each_class(work, table, job, count, table.letters, old, base, place, gaps)
    return count


@inner
def each_class(
    work: Any, table: Any, job: Any, count: Int, tried: Any, old: Int, base: Int, place: Int, gaps: Int
) -> Int:
    """Offer `base` with every class of `tried` but `old` at a place."""
    power = POWERS[place]
    for number in tried:
        if number != old:
            key = base + job.code_of[number] * power
            count = offer(work, table, job.filter_shift, count, key, gaps, I64(2))
    return count
