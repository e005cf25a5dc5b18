"""How many edits lie between a reading and a head: bit-parallel optimal string alignment.

Substitution, a symbol lost, a symbol too many, two neighbours swapped; no symbol is edited twice (OSA, the
"restricted" Damerau-Levenshtein distance). Hyyro, "A bit-vector algorithm for computing Levenshtein and
Damerau edit distances", Nordic Journal of Computing 10 (2003).
"""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Int, tiny
from reclaim.trace.kernels_bits import I64, U64, below
from reclaim.trace.kernels_heads import is_long
from reclaim.trace.layout import CLASS_BITS, LENGTH_BITS


@tiny
def head_length(word: Int, rest: Int, spare: Any) -> Int:
    """Symbols of a head."""
    if is_long(word):
        return I64(spare[rest >> U64(32)])
    return I64(word & U64((1 << LENGTH_BITS) - 1))


@tiny
def head_class(word: Int, rest: Int, spare: Any, class_of: Any, place: Int) -> Int:
    """Class of one symbol of a head."""
    if is_long(word):
        return I64(class_of[spare[(rest >> U64(32)) + U64(place + 1)]])
    return I64((word >> U64(64 - CLASS_BITS * (place + 1))) & U64((1 << CLASS_BITS) - 1))


@tiny
def head_edits(matches: Any, length: Int, word: Int, rest: Int, spare: Any, class_of: Any, head_part: Int) -> Int:
    """Edits between the first `length` symbols of the reading and the first `head_part` of a head.

    One column a symbol of the head; bit i of a word is row i + 1 of the column. `rises` and `falls` are where
    a column goes up or down by one from row to row.
    """
    if length == 0:
        return head_part
    rises, falls, zeros, before = below(length), U64(0), U64(0), U64(0)
    last = U64(1) << U64(length - 1)
    edits = length
    for place in range(head_part):
        match = matches[head_class(word, rest, spare, class_of, place)]
        swapped = (((~zeros) & match) << U64(1)) & before
        zeros = (((match & rises) + rises) ^ rises) | match | falls | swapped
        right_rises = falls | ~(zeros | rises)
        right_falls = zeros & rises
        if right_rises & last != U64(0):
            edits += 1
        if right_falls & last != U64(0):
            edits -= 1
        right_rises = (right_rises << U64(1)) | U64(1)
        rises = (right_falls << U64(1)) | ~(zeros | right_rises)
        falls = right_rises & zeros
        before = match
    return edits
