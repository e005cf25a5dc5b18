"""All marks within so many edits of a reading, complete.

A mark is a head and a tail of two digits, or a head alone. However a reading came from a mark, its last m
symbols came from the tail and what is before them from the head, for some m from 0 to 4; or two symbols were
swapped over the border. Each is a *job*: a part of the reading is compared with heads (`kernels_probe`), the
rest with tails, by a table.

    job 0 to 4   the last 0 to 4 symbols are the tail's: |m - 2| edits at least
    job 5 to 7   the last 1 to 3 are, and the first of them is swapped with the symbol before it
    job 8        marks without a tail
"""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, lean, tiny
from reclaim.trace.kernels_bits import I64, U64, popcount
from reclaim.trace.kernels_probe import probe
from reclaim.trace.kernels_settle import Job
from reclaim.trace.kernels_table import POWERS, TAIL_LESS_BIT, sum_up
from reclaim.trace.kernels_work import FOUND, FULL, GRIDS, STAMP
from reclaim.trace.layout import RUN_SYMBOL, UNREAD_IN_READING, UNREAD_SYMBOL

ALL_GRID = U64(0xFFFF)
FIRST_SWAPPED_JOB, TAIL_LESS_JOB, JOBS = 5, 8, 9
ALL_DIGITS = (1 << 10) - 1


@lean
def begin_reading(work: Any, symbols: Any, begin: Int, end: Int, letters: Any) -> Int:
    """Take up a reading: its classes, where each stands, its hash sums; its length without runs (`*`)."""
    length = 0
    clear_matches(work)
    for at in range(begin, end):
        symbol = I64(symbols[at])
        if symbol != RUN_SYMBOL:  # in edits, what a run hides is so many symbols lost
            take_symbol(work, length, symbol, reading_class(symbol, letters))
            length += 1
    sum_up(work.classes, length, letters.code_of, work.sums)
    return length


@lean
def begin_mark(work: Any, symbols: Any, begin: Int, end: Int, letters: Any) -> Int:
    """Take up a mark as a register holds it, where `?` and `*` are symbols like others; its length."""
    clear_matches(work)
    for place in range(end - begin):
        symbol = I64(symbols[begin + place])
        take_symbol(work, place, symbol, I64(letters.class_of[symbol]))
    sum_up(work.classes, end - begin, letters.code_of, work.sums)
    return end - begin


@tiny
def clear_matches(work: Any) -> None:
    """Forget where the classes of the last reading stood."""
    for place in range(len(work.classes)):
        work.matches[work.classes[place]] = U64(0)


@tiny
def take_symbol(work: Any, place: Int, symbol: Int, number: Int) -> None:
    """One symbol and its class."""
    work.symbols[place] = symbol
    work.classes[place] = number
    work.part[place] = number
    work.matches[number] |= U64(1) << U64(place)


@tiny
def reading_class(symbol: Int, letters: Any) -> Int:
    """Class of a symbol in a reading."""
    if symbol == UNREAD_SYMBOL:
        return UNREAD_IN_READING
    return I64(letters.class_of[symbol])


@tiny
def shift_for(size: Int) -> Int:
    """How far a hash is shifted down to a place below `size`, a power of two."""
    return 64 - I64(popcount(U64(size - 1)))


@lean
def find_within(
    work: Any, heads: Any, tailed: Any, tail_less: Any, letters: Any, tails: Any, length: Int, most: Int
) -> Bool:
    """Fill `found` and `found_tails` for a reading within `most` (0 to 2) edits; false if there was no room."""
    work.numbers[FOUND] = 0
    work.numbers[FULL] = 0
    work.numbers[STAMP] += 1
    for number in range(JOBS):
        table = tail_less if number == TAIL_LESS_JOB else tailed
        edits = edits_for(number, length, most)
        if len(table.entries) > 0 and edits >= 0 and prepare(work, letters, tails, length, most, number):
            run_job(work, heads, table, letters, length, edits, most, number)
    return work.numbers[FULL] == 0


@tiny
def edits_for(number: Int, length: Int, most: Int) -> Int:
    """Edits that are left for the head in a job; below 0 if the job cannot be."""
    if number == TAIL_LESS_JOB:
        return most
    if number < FIRST_SWAPPED_JOB:
        return most - abs(number - 2) if number <= length else -1
    in_tail = number - FIRST_SWAPPED_JOB + 1
    return most - 1 - abs(in_tail - 2) if in_tail < length else -1


@lean
def prepare(work: Any, letters: Any, tails: Any, length: Int, most: Int, number: Int) -> Bool:
    """The tails that a job allows within 0, 1, 2 edits; false if there are none."""
    no_tails(work)
    if number == TAIL_LESS_JOB:
        for left in range(3):
            work.job[2 * left + 1] = TAIL_LESS_BIT
        return True
    if number >= FIRST_SWAPPED_JOB:
        return swapped_tails(work, letters, length - (number - FIRST_SWAPPED_JOB + 1), length, most)
    if number == 4:
        tails_inside_four(work, letters, length)
        return True
    row = tail_number(work, letters, length, number)
    for left in range(3):
        work.job[2 * left] = tails.within[row, 2 * left]
        work.job[2 * left + 1] = tails.within[row, 2 * left + 1]
        work.job[GRIDS + left] = tails.grids[row, max(most - left, 0)]
    return True


@lean
def run_job(
    work: Any, heads: Any, table: Any, letters: Any, length: Int, edits: Int, most: Int, number: Int
) -> None:  # fmt: skip
    """Probe and settle one job; for a swapped one with the head's last symbol in its place."""
    swapped = FIRST_SWAPPED_JOB <= number < TAIL_LESS_JOB
    in_tail = number - FIRST_SWAPPED_JOB + 1 if swapped else (0 if number == TAIL_LESS_JOB else number)
    border = length - in_tail
    spent = 1 if swapped else 0
    last = work.classes[border] if swapped else -1
    old = work.sums[border]
    if swapped:
        work.part[border - 1] = last
        work.sums[border] = work.sums[border - 1] + letters.code_of[last] * POWERS[border - 1]
    job = Job(
        number, border, edits, most - spent, spent, last, letters.code_of, letters.class_of,
        shift_for(len(table.filter) * 64), shift_for(len(table.start) - 1),
    )  # fmt: skip
    probe(work, heads, table, job, border)
    if swapped:
        work.part[border - 1] = work.classes[border - 1]
        work.sums[border] = old


@lean
def tail_number(work: Any, letters: Any, length: Int, in_tail: Int) -> Int:
    """Row of the table of tails for the last `in_tail` symbols: those of fewer symbols come first."""
    number, first = 0, 0
    for place in range(in_tail):
        first = first * 11 + 1
        number = number * 11 + I64(letters.digit_of[work.classes[length - in_tail + place]])
    return first + number


@lean
def no_tails(work: Any) -> None:
    """An empty set of tails, pictures that exclude nothing."""
    work.job[:GRIDS] = U64(0)
    work.job[GRIDS:] = ALL_GRID


@lean
def tails_inside_four(work: Any, letters: Any, length: Int) -> None:
    """Tails that are four symbols less two."""
    for one in range(length - 4, length):
        for other in range(one + 1, length):
            tens, units = letters.digit_of[work.classes[one]], letters.digit_of[work.classes[other]]
            if tens < 10 and units < 10:
                tail = I64(tens) * 10 + I64(units)
                work.job[4 + (tail >> 6)] |= U64(1) << U64(tail & 63)


@lean
def swapped_tails(work: Any, letters: Any, border: Int, length: Int, most: Int) -> Bool:
    """Tails that begin with the digit before the border, and end near what follows the symbol after it."""
    tens = I64(letters.digit_of[work.classes[border - 1]])
    if tens == 10 or work.classes[border - 1] == work.classes[border]:
        return False
    for allowed in range(most):
        put_row(work, tens, last_digits(work, letters, border + 1, length, allowed), allowed)
    return True


@lean
def last_digits(work: Any, letters: Any, begin: Int, end: Int, allowed: Int) -> Int:
    """The digits, one bit each, that lie within `allowed` edits of 0 to 2 symbols of the reading."""
    if allowed >= max(end - begin, 1):
        return ALL_DIGITS
    digits = 0
    if allowed == end - begin - 1:
        for place in range(begin, end):
            digit = I64(letters.digit_of[work.classes[place]])
            if digit < 10:
                digits |= 1 << digit
    return digits


@lean
def put_row(work: Any, tens: Int, units: Int, allowed: Int) -> None:
    """Tails of one tens digit into the set of those within `allowed` edits."""
    for digit in range(10):
        if (units >> digit) & 1 == 1:
            tail = 10 * tens + digit
            work.job[2 * allowed + (tail >> 6)] |= U64(1) << U64(tail & 63)
