"""Stretches of weapons that share the beginning of their marks, found by the hash of that beginning.

A *cell* is all weapons of one length and shape whose marks agree in all but the last so many symbols (a *level*).
The hash of a beginning is sum((code + 1) x BASE^place) mod 2^64, mixed with level, length and shape.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from reclaim.trace.compiled import entry, lean

U64 = np.uint64
BASE = U64(0x9E3779B97F4A7C15)
PLACES = 72
"""Marks of up to so many symbols have a hash; longer ones have no cells."""

SHAPE_PLACES = 56


class Cells(NamedTuple):
    """An open hash table: by seat the key (0: empty) and a stretch of weapons, its start in the upper half of a word and
    its size in the lower. They stand side by side, so that what is found costs one look into memory and not two."""

    seats: Any  # uint64[seats, 2]


@lean
def shape_bit(place: int) -> Any:
    """The bit of the shape that says "no digit at this place"."""
    return U64(0) if place >= SHAPE_PLACES else U64(1) << U64(55 - place)


@lean
def cell_key(begin: int, kept: int, length: int, shape: int) -> Any:
    """The key of a cell: the hash of the first `kept` symbols, in marks of that length and shape; never 0."""
    word = begin ^ (U64(kept) * U64(0xC2B2AE3D27D4EB4F)) ^ (U64(length) << U64(56)) ^ (shape * U64(0x165667B19E3779F9))
    word ^= word >> U64(32)
    word *= U64(0xD6E8FEB86659FD93)
    word ^= word >> U64(32)
    word *= U64(0xD6E8FEB86659FD93)
    word ^= word >> U64(32)
    return word | U64(1)


@lean
def seat(cells: Any, key: int) -> Any:
    """Where a key is, or an empty seat for it."""
    mask = U64(len(cells.seats) - 1)
    at = (key >> U64(1)) & mask
    while cells.seats[at, 0] != U64(0) and cells.seats[at, 0] != key:
        at = (at + U64(1)) & mask
    return np.int64(at)


@lean
def cell_size(cells: Any, begin: int, kept: int, length: int, shape: int) -> Any:
    """How many weapons are in a cell."""
    key = cell_key(begin, kept, length, shape)
    at = seat(cells, key)
    return size_at(cells, at) if cells.seats[at, 0] == key else 0


@lean
def size_at(cells: Any, at: int) -> Any:
    """How many weapons the cell of a seat holds."""
    return np.int64(cells.seats[at, 1] & U64(0xFFFFFFFF))


@lean
def start_at(cells: Any, at: int) -> Any:
    """The first weapon of the cell of a seat."""
    return np.int64(cells.seats[at, 1] >> U64(32))


@lean
def mark_shape(codes: Any, first: int, length: int) -> Any:
    """The shape of a mark: one bit for each place, set where it holds no digit."""
    shape = U64(0)
    for place in range(min(length, SHAPE_PLACES)):
        if codes[first + place] >= 10:
            shape |= shape_bit(place)
    return shape


@entry
def powers() -> Any:
    """uint64[PLACES]: BASE to the power of the place."""
    out = np.ones(PLACES, np.uint64)
    for place in range(1, PLACES):
        out[place] = out[place - 1] * BASE
    return out


@entry
def shared_beginnings(codes: Any, starts: Any) -> Any:
    """int16: how many first symbols each mark shares with the one before it; -1 if length or shape differ."""
    out = np.full(len(starts) - 1, -1, np.int16)
    for n in range(1, len(starts) - 1):
        first, length = starts[n], starts[n + 1] - starts[n]
        before = starts[n - 1]
        if first - before != length or length > PLACES:
            continue
        if mark_shape(codes, first, length) != mark_shape(codes, before, length):
            continue
        same = 0
        while same < length and codes[first + same] == codes[before + same]:
            same += 1
        out[n] = same
    return out


@entry
def count_cells(starts: Any, shared: Any, levels: Any, filled: Any) -> Any:
    """How many cells the levels have together; `filled` float64[levels]: how many each has, where a mark that is too
    short for a level counts with its whole group."""
    total = 0
    for n in range(len(starts) - 1):
        length = starts[n + 1] - starts[n]
        for place in range(len(levels)):
            if length <= PLACES and shared[n] < max(length - levels[place], 0):
                filled[place] += 1
                if has_level(levels, place, length):
                    total += 1
    return total


@lean
def has_level(levels: Any, place: int, length: int) -> Any:
    """Whether a level is one of its own for marks of that length; the last level is the whole shape."""
    return length <= PLACES and (length > levels[place] or place == len(levels) - 1)


@entry
def fill_cells(codes: Any, starts: Any, shared: Any, levels: Any, power: Any, cells: Any) -> None:
    """Enter every cell of every level."""
    count = len(starts) - 1
    for place in range(len(levels)):
        at, begin = -1, 0
        for n in range(count + 1):
            length = starts[n + 1] - starts[n] if n < count else 0
            own = n < count and has_level(levels, place, length)
            kept = max(length - levels[place], 0)
            if at >= 0 and (not own or shared[n] < kept):
                cells.seats[at, 1] = (U64(begin) << U64(32)) | U64(n - begin)
                at = -1
            if own and at < 0:
                key = cell_key(begin_hash(codes, starts[n], kept, power), kept, length,
                               mark_shape(codes, starts[n], length))
                at, begin = seat(cells, key), n
                cells.seats[at, 0] = key


@lean
def begin_hash(codes: Any, first: int, kept: int, power: Any) -> Any:
    """The hash of the first `kept` symbols."""
    word = U64(0)
    for place in range(kept):
        word += U64(codes[first + place] + 1) * power[place]
    return word
