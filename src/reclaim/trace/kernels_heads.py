"""From sorted marks to head records, and from ranks to rows."""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, entry, lean, tiny
from reclaim.trace.kernels_bits import I64, U64
from reclaim.trace.kernels_sort import find_row, head_key, same_symbols
from reclaim.trace.layout import CLASS_BITS, INLINE_SYMBOLS, LENGTH_BITS, LONG, TAIL_BITS

HEADS, MARKS, REPEATED, MORE, SPARE, COLLIDED = 0, 1, 2, 3, 4, 5
"""Places of the running totals in `at`."""


@tiny
def is_long(word: Int) -> Bool:
    """Whether a head's symbols are in `spare`."""
    return word & U64((1 << LENGTH_BITS) - 1) == U64(LONG)


@lean
def add_tail(records: Any, head: Int, tail: Int) -> None:
    """Enter a tail in a head record."""
    records[head, tail >> 6] |= U64(1) << U64(tail & 63)


@lean
def write_spare(spare: Any, at: Int, begin: Int, length: Int, symbols: Any) -> None:
    """A long head's length and symbols."""
    spare[at] = length
    for step in range(length):
        spare[at + 1 + step] = symbols[begin + step]


@entry
def gather_heads(
    words: Any, rests: Any, rows: Any, begin: Int, end: Int, at: Any, write: Bool,
    long_rows: Any, long_starts: Any, long_symbols: Any,
    records: Any, spare: Any, first_row: Any, repeated: Any, more_start: Any, more_rows: Any,
) -> None:  # fmt: skip
    """Heads, marks and repeats of sorted marks `begin` to `end`, a whole number of heads.

    Counts on from the totals in `at`; with `write` also fills the arrays there. Two long heads of one hash
    but of different symbols raise `at[COLLIDED]`: then the marks are sorted anew with another seed.
    """
    head_start = U64(0)  # where the first row of the present long head has its symbols
    head_length = 0
    for place in range(begin, end):
        word, rest = words[place], rests[place]
        new_head = place == begin or word != words[place - 1] or head_key(rest) != head_key(rests[place - 1])
        new_mark = new_head or rest != rests[place - 1]
        if is_long(word):
            found = find_row(long_rows, rows[place])
            start = long_starts[found]
            length = long_starts[found + 1] - start
            if new_head:
                head_start, head_length = start, length
            elif length != head_length or not same_symbols(start, head_start, length, long_symbols):
                at[COLLIDED] += 1
        if new_head:
            if write:
                head = at[HEADS]
                records[head, 2] = word
                records[head, 3] = U64(at[MARKS]) | (head_key(rest) << U64(32))
                if is_long(word):
                    records[head, 3] = U64(at[MARKS]) | (U64(at[SPARE]) << U64(32))
                    write_spare(spare, at[SPARE], head_start, head_length, long_symbols)
            at[HEADS] += 1
            if is_long(word):
                at[SPARE] += head_length + 1
        if new_mark:
            if write:
                add_tail(records, at[HEADS] - 1, I64(rest & U64((1 << TAIL_BITS) - 1)))
                first_row[at[MARKS]] = rows[place]
            at[MARKS] += 1
        else:
            if place == begin + 1 or rests[place - 2] != rest or words[place - 2] != word:
                if write:
                    repeated[at[REPEATED]] = rows[place - 1]
                    more_start[at[REPEATED]] = at[MORE]
                at[REPEATED] += 1
            if write:
                more_rows[at[MORE]] = rows[place]
            at[MORE] += 1


@entry
def mark_records(first_row: Any, is_record: Any) -> None:
    """Set the bit of every row that is a record."""
    for rank in range(len(first_row)):
        row = first_row[rank]
        is_record[row >> 3] |= 1 << (row & 7)


@lean
def word_from_end(records: Any, spare: Any, class_of: Any, head: Int) -> Int:
    """The last ten classes of a head, the last first, laid out as in its word; length 15 if it is in `spare`."""
    word = records[head, 2]
    if is_long(word):
        at = records[head, 3] >> U64(32)
        length = I64(spare[at])
        backwards = U64(LONG)
        for step in range(min(length, INLINE_SYMBOLS)):
            number = min(I64(class_of[spare[at + U64(length - step)]]), 63)
            backwards |= U64(number) << U64(64 - CLASS_BITS * (step + 1))
        return backwards
    length = I64(word & U64((1 << LENGTH_BITS) - 1))
    backwards = U64(length)
    for step in range(length):
        number = (word >> U64(64 - CLASS_BITS * (length - step))) & U64((1 << CLASS_BITS) - 1)
        backwards |= number << U64(64 - CLASS_BITS * (step + 1))
    return backwards


@entry
def words_from_end(records: Any, spare: Any, class_of: Any, words: Any) -> None:
    """The word from the end of every head."""
    for head in range(len(records)):
        words[head] = word_from_end(records, spare, class_of, head)
