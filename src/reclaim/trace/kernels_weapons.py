"""Marks as words that sort, and rows of one mark as weapons."""

from __future__ import annotations

from typing import Any

import numpy as np

from reclaim.trace.compiled import entry

SYMBOLS_A_WORD = 10


def pack(codes: Any, starts: Any) -> list[Any]:
    """uint64 words, first counts first: length and shape, then ten symbols a word."""
    longest = int(np.diff(starts).max()) if len(starts) > 1 else 0
    count = -(-longest // SYMBOLS_A_WORD)
    words = np.zeros((count + 1, len(starts) - 1), np.uint64)
    pack_words(codes, starts, words)
    return list(words)


@entry
def pack_words(codes: Any, starts: Any, words: Any) -> None:
    """Word 0: length in the top eight bits, then a bit for each place (up to 56), set where it holds no digit; words
    1, 2 ...: ten symbols of six bits, left to right."""
    for row in range(len(starts) - 1):
        first, length = starts[row], starts[row + 1] - starts[row]
        head = np.uint64(length) << np.uint64(56)
        for place in range(length):
            code = np.uint64(codes[first + place])
            if code >= np.uint64(10) and place < 56:
                head |= np.uint64(1) << np.uint64(55 - place)
            shift = np.uint64(64 - 6 * (place % SYMBOLS_A_WORD + 1))
            words[1 + place // SYMBOLS_A_WORD, row] |= code << shift
        words[0, row] = head


@entry
def join_makes(marks: Any, makes: Any, agreeing: Any) -> Any:
    """int64: the number of the weapon of each row. Rows in the order of mark and make; make 0 is not stated.

    `agreeing` bool[makes, makes]. Rows of one mark whose makes agree are one weapon, also by way of a third; rows
    without a make are one weapon with the others if all of these are one, else a weapon of their own.
    """
    out = np.zeros(len(marks), np.int64)
    begin, weapon = 0, 0
    while begin < len(marks):
        end = begin + 1
        while end < len(marks) and marks[end] == marks[begin]:
            end += 1
        first = begin
        while first < end and makes[first] == 0:
            first += 1
        groups = 0
        for row in range(first, end):
            out[row] = -1
            for other in range(first, row):
                if agreeing[makes[row], makes[other]]:
                    if out[row] < 0:
                        out[row] = out[other]
                    elif out[other] != out[row]:
                        gone = out[other]
                        for third in range(first, row):
                            if out[third] == gone:
                                out[third] = out[row]
            if out[row] < 0:
                out[row] = weapon + 1 + groups
                groups += 1
        one = first < end
        for row in range(first + 1, end):
            one &= out[row] == out[first]
        for row in range(begin, first):
            out[row] = out[first] if one else weapon
        weapon += groups + 1
        begin = end
    return out
