"""Candidates: which heads may be within so many edits of a part of the reading.

The table holds every head less none or one of its symbols. Let x be the reading less, plus or with one symbol
changed, or two swapped. Every head within two edits of the reading is within one of some x, and then x, or x
less one symbol, equals the head, or the head less one symbol. All these equalities are looked up, each with the
*gap* that the head must have:

                   the part of the reading         gaps of the head                     edits at least
    less_none      as it is                        none; any                            0; 1
    less_one       less symbol j                   none, j, j + 1; any other            1; 2
    less_two       less symbols i < j              none, i, j - 1                       2
    swapped        t and t + 1 swapped             any                                  2
    swapped_less   so, less symbol j               none, j, j + 1                       2
    changed        another class at i              any                                  2
    added          another class put in at i       any from i on                        2
    changed_less   another class at i, less j      j, in the head                       2

("None" is a symbol missed, j a symbol changed, j + 1 two swapped.) A hash is a sum, so each of these is a few
additions and products. Classes are tried at a place only if some head less the symbol at that gap has such a
pattern of digits and letters (`shapes`); of two changed symbols the one with fewer such classes is tried, and
the other left out. If two edits that cost more than a bound need not be found, what must cost more is not tried. The
filter drops nearly all that is not in the table. What is left is checked exactly by
`kernels_settle`.
"""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Int, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, below, mix
from reclaim.trace.kernels_settle import look_up
from reclaim.trace.kernels_table import (
    GAP_CODES,
    INVERSE,
    POWERS,
    has_shape,
    pattern_of,
    pattern_without,
    sum_without,
)
from reclaim.trace.kernels_work import BOUND, CHANGED, DEPTH, EXTRA, HASH, LEAST_EXTRA, LEAST_MISSED, SWAP, UNBOUNDED
from reclaim.trace.layout import NO_GAP


@tiny
def offer(work: Any, table: Any, filter_shift: Int, count: Int, key: Int, gap: Int, depth: Int) -> Int:
    """Keep a probe if the filter does not rule it out; how many are kept."""
    hashed = mix(key + GAP_CODES[U64(gap)])
    bit = hashed >> U64(filter_shift)
    work.probes[count, HASH] = hashed
    work.probes[count, DEPTH] = depth
    return count + ((table.filter[bit >> U64(6)] >> (bit & U64(63))) & U64(1))


@tiny
def offer_gaps(work: Any, table: Any, filter_shift: Int, count: Int, key: Int, first: Int, last: Int) -> Int:
    """Offer a key with each gap from `first` to `last`, at two edits."""
    for gap in range(first, last + 1):
        count = offer(work, table, filter_shift, count, key, gap, U64(2))
    return count


@lean
def probe(work: Any, heads: Any, table: Any, job: Any, length: Int) -> None:
    """Look up all probes of the first `length` classes of `work.part` within the job's edits, and check them."""
    count = less_none(work, table, job, length)
    if job.edits >= 1:
        count = less_one(work, table, job, count, length)
    if job.edits >= 2:
        pattern = pattern_of(work.part, length)
        count = less_two(work, table, job, count, length)
        count = swapped(work, table, job, count, length)
        count = changed(work, table, job, count, length, pattern)
        count = added(work, table, job, count, length, pattern)
        count = changed_less(work, table, job, count, length, pattern)
    look_up(work, heads, table, job, I64(count))


@lean
def less_none(work: Any, table: Any, job: Any, length: Int) -> Int:
    """The part itself."""
    key = work.sums[length]
    count = offer(work, table, job.filter_shift, U64(0), key, U64(NO_GAP), U64(0))
    if job.edits >= 1:
        for gap in range(length + 1):
            count = offer(work, table, job.filter_shift, count, key, gap, U64(1))
    return count


@lean
def less_one(work: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part less each symbol; less the first of equal neighbours it is the same for all gaps far from them."""
    shift = job.filter_shift
    far = job.edits >= 2 and left_after(work, LEAST_EXTRA) >= work.numbers[LEAST_MISSED]
    for place in range(length):
        key = sum_without(work.sums, length, place)
        is_first = place == 0 or work.part[place] != work.part[place - 1]
        if is_first:
            count = offer(work, table, shift, count, key, U64(NO_GAP), U64(1))
        count = offer(work, table, shift, count, key, place, U64(1))
        if place + 1 < length:
            count = offer(work, table, shift, count, key, place + 1, U64(1))
        if far and is_first:
            count = offer_gaps(work, table, shift, count, key, I64(0), place - 1)
            count = offer_gaps(work, table, shift, count, key, place + 2, length - 1)
    return count


@lean
def less_two(work: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part less each two symbols."""
    sums, shift, limits, bound = work.sums, job.filter_shift, work.limits, work.numbers[BOUND]
    for one in range(length - 1):
        for other in range(one + 1, length):
            between = (sums[other] - sums[one + 1]) * INVERSE
            beyond = (sums[length] - sums[other + 1]) * INVERSE * INVERSE
            key = sums[one] + between + beyond
            if limits[EXTRA, one] + limits[EXTRA, other] <= bound:
                count = offer(work, table, shift, count, key, U64(NO_GAP), U64(2))
            if limits[CHANGED, one] + limits[EXTRA, other] <= bound or other - 1 == one:
                count = offer(work, table, shift, count, key, one, U64(2))
            if limits[EXTRA, one] + limits[CHANGED, other] <= bound and other - 1 != one:
                count = offer(work, table, shift, count, key, other - 1, U64(2))
    return count


@lean
def swapped(work: Any, table: Any, job: Any, count: Int, length: Int) -> Int:
    """The part with each two neighbours swapped, and so less each other symbol."""
    shift = job.filter_shift
    if left_after(work, SWAP) < min(work.numbers[LEAST_MISSED], work.numbers[LEAST_EXTRA], least_change(work, length)):
        return count
    for first in range(length - 1):
        left, right = work.part[first], work.part[first + 1]
        if left == right:
            continue
        step = job.code_of[right] - job.code_of[left]
        change = step * POWERS[first] - step * POWERS[first + 1]
        count = offer_gaps(work, table, shift, count, work.sums[length] + change, I64(0), length)
        for place in range(length):
            if place == first or place == first + 1:
                continue
            key = sum_without(work.sums, length, place) + (change * INVERSE if place < first else change)
            count = offer(work, table, shift, count, key, U64(NO_GAP), U64(2))
            count = offer_gaps(work, table, shift, count, key, place, place + 1)
    return count


@lean
def changed(work: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """The part with another class at each place."""
    left = left_after(work, LEAST_MISSED)
    if left < least_change(work, length):
        return count
    for place in range(length):
        old, at = work.part[place], U64(1) << U64(place)
        base = work.sums[length] - job.code_of[old] * POWERS[place]
        for gap in range(length + 1):
            count = each_class(work, table, job, count, length, pattern | at, at, old, base, place, gap, place, left)
    return count


@lean
def added(work: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """The part with another class put in at each place; not beside its equal, that is the same key again.

    The head has a second symbol too many: it is enough to look for it from this place on.
    """
    if left_after(work, LEAST_MISSED) < work.numbers[LEAST_MISSED]:
        return count
    for place in range(length + 1):
        at = U64(1) << U64(place)
        base = work.sums[place] + (work.sums[length] - work.sums[place]) * POWERS[1]
        wider = (pattern & below(place)) | ((pattern & ~below(place)) << U64(1))
        before = work.part[place - 1] if place > 0 else I64(-1)
        for gap in range(place, length + 2):
            count = each_class(work, table, job, count, length + 1, wider | at, at, before, base, place, gap, I64(0), I64(UNBOUNDED))
    return count


@lean
def changed_less(work: Any, table: Any, job: Any, count: Int, length: Int, pattern: Int) -> Int:
    """Two classes changed: one tried, the other left out."""
    limits, bound = work.limits, work.numbers[BOUND]
    for one in range(length - 1):
        for other in range(one + 1, length):
            if limits[CHANGED, one] + limits[CHANGED, other] > bound:
                continue
            at_one, at_other = U64(1) << U64(one), U64(1) << U64(other - 1)
            without_other = pattern_without(pattern, other) | at_one
            without_one = pattern_without(pattern, one) | at_other
            if choices(table, without_other, at_one, length - 1, other) <= choices(
                table, without_one, at_other, length - 1, one
            ):
                base = sum_without(work.sums, length, other) - job.code_of[work.part[one]] * POWERS[one]
                count = each_class(work, table, job, count, length - 1, without_other, at_one,
                                   work.part[one], base, one, other, one, bound - limits[CHANGED, other])  # fmt: skip
            else:
                base = sum_without(work.sums, length, one) - job.code_of[work.part[other]] * POWERS[other - 1]
                count = each_class(work, table, job, count, length - 1, without_one, at_other,
                                   work.part[other], base, other - 1, one, other, bound - limits[CHANGED, one])  # fmt: skip
    return count


@tiny
def choices(table: Any, with_digit: Int, at: Int, length: Int, gap: Int) -> Int:
    """How many classes must be tried at the place `at` of a pattern."""
    digits = len(table.digits) if has_shape(table.shapes, with_digit, length, gap) else 0
    letters = len(table.letters) if has_shape(table.shapes, with_digit & ~at, length, gap) else 0
    return digits + letters


@tiny
def left_after(work: Any, what: Int) -> Int:
    """What is left of the bound after one edit."""
    return work.numbers[BOUND] - work.numbers[what]


@tiny
def least_change(work: Any, length: Int) -> Int:
    """The least that another class costs anywhere in the part."""
    least = I64(UNBOUNDED)
    for place in range(length):
        least = min(least, work.limits[CHANGED, place])
    return least


@tiny
def each_class(
    work: Any, table: Any, job: Any, count: Int, length: Int, with_digit: Int, at: Int,
    old: Int, base: Int, place: Int, gap: Int, read: Int, left: Int,
) -> Int:  # fmt: skip
    """Offer `base` with every class but `old` at a place, as far as heads with this gap have such patterns.

    Left out are classes that cost more than `left` for the symbol `read`.
    """
    if has_shape(table.shapes, with_digit, length, gap):
        count = each_of(work, table, job, count, table.digits, old, base, place, gap, read, left)
    if has_shape(table.shapes, with_digit & ~at, length, gap):
        count = each_of(work, table, job, count, table.letters, old, base, place, gap, read, left)
    return count


@tiny
def each_of(
    work: Any, table: Any, job: Any, count: Int, tried: Any, old: Int, base: Int, place: Int, gap: Int,
    read: Int, left: Int,
) -> Int:  # fmt: skip
    """Offer `base` with each of some classes but `old` at a place."""
    power = POWERS[place]
    for number in tried:
        if number != old and work.changes[U64(read), number] <= left:
            key = base + job.code_of[number] * power
            count = offer(work, table, job.filter_shift, count, key, gap, U64(2))
    return count
