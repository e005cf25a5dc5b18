"""From the bytes of a cell to symbols, and from symbols to the word, spelling and tail of a mark."""

from __future__ import annotations

from typing import Any

from reclaim.trace.compiled import Bool, Int, entry, lean
from reclaim.trace.kernels_bits import I64, U64, mix
from reclaim.trace.layout import (
    CLASS_BITS,
    DIGITS,
    INLINE_SYMBOLS,
    LONG,
    MEMBER_BITS,
    NO_TAIL,
    TAIL_BITS,
)

TOO_LONG = -1


@lean
def point_symbol(point: Int, letters: Any) -> Int:
    """Symbol of a character beyond ASCII, by binary search."""
    low, high = 0, len(letters.points)
    while low < high:
        middle = (low + high) >> 1
        if letters.points[middle] < point:
            low = middle + 1
        else:
            high = middle
    if low < len(letters.points) and letters.points[low] == point:
        return letters.point_symbols[low]
    return 0


@lean
def point_width(lead: Int) -> Int:
    """Bytes of the UTF-8 character that begins with this byte."""
    return 2 if lead < 0xE0 else (3 if lead < 0xF0 else 4)


@lean
def read_point(data: Any, place: Int, width: Int) -> Int:
    """Code point of the UTF-8 character of 2 to 4 bytes at a place."""
    point = I64(data[place]) & (0xFF >> (width + 1))
    for step in range(1, width):
        point = (point << 6) | (I64(data[place + step]) & 0x3F)
    return point


@lean
def read_symbols(data: Any, begin: Int, end: Int, letters: Any, symbols: Any) -> Int:
    """Symbols of one cell into `symbols`; how many, or `TOO_LONG` if there is no more room for them."""
    count = 0
    place = begin
    while place < end:
        byte = data[place]
        if byte < 128:
            found = letters.ascii[byte]
            place += 1
        else:
            width = point_width(byte)
            found = point_symbol(read_point(data, place, width), letters)
            place += width
        if found != 0:
            if count == len(symbols):
                return TOO_LONG
            symbols[count] = found
            count += 1
    return count


@lean
def tail_of(symbols: Any, count: Int) -> Int:
    """The number that the last two symbols write, or `NO_TAIL`."""
    if count < 2:
        return NO_TAIL
    tens, units = I64(symbols[count - 2]) - 1, I64(symbols[count - 1]) - 1
    return tens * 10 + units if tens < DIGITS and units < DIGITS else NO_TAIL


@lean
def is_inline(symbols: Any, length: Int, letters: Any) -> Bool:
    """Whether a head fits its word: at most ten symbols, classes below 63, members below 8."""
    if length > INLINE_SYMBOLS:
        return False
    for place in range(length):
        if letters.class_of[symbols[place]] >= 63 or letters.member_of[symbols[place]] >= 8:
            return False
    return True


@lean
def word_of(symbols: Any, length: Int, letters: Any, inline: Bool) -> Int:
    """The word of a head (see `layout`)."""
    word = U64(length if inline else LONG)
    for place in range(min(length, INLINE_SYMBOLS)):
        class_number = min(letters.class_of[symbols[place]], 63)
        word |= U64(class_number) << U64(64 - CLASS_BITS * (place + 1))
    return word


@lean
def spelling_of(symbols: Any, length: Int, letters: Any) -> Int:
    """Which member of its class each symbol of an inline head is."""
    spelling = U64(0)
    for place in range(length):
        spelling |= U64(letters.member_of[symbols[place]]) << U64(MEMBER_BITS * place)
    return spelling


@lean
def long_hash(symbols: Any, length: Int, seed: Int) -> Int:
    """57 bits that stand for the symbols of a long head while marks are sorted."""
    word = U64(seed) * U64(2) + U64(1)
    for place in range(length):
        word = mix(word ^ U64(symbols[place]))
    return word >> U64(TAIL_BITS)


@lean
def order_of(symbols: Any, count: Int, letters: Any, seed: Int) -> Any:
    """(word, spelling or hash with the tail in its low 7 bits, whether inline): what marks are sorted by."""
    tail = tail_of(symbols, count)
    length = count if tail == NO_TAIL else count - 2
    inline = is_inline(symbols, length, letters)
    word = word_of(symbols, length, letters, inline)
    rest = spelling_of(symbols, length, letters) if inline else long_hash(symbols, length, seed)
    return word, (rest << U64(TAIL_BITS)) | U64(tail), inline


@entry
def encode_readings(data: Any, offsets: Any, letters: Any, symbols: Any, starts: Any, room: Any) -> None:
    """Symbols of each reading into `symbols[starts[i]:starts[i + 1]]`; none for one that is too long."""
    at = 0
    for reading in range(len(offsets) - 1):
        starts[reading] = at
        count = read_symbols(data, offsets[reading], offsets[reading + 1], letters, room)
        for place in range(max(count, 0)):
            symbols[at + place] = room[place]
        at += max(count, 0)
    starts[len(offsets) - 1] = at
