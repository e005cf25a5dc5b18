"""Readings as symbols, ready for the kernels."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from reclaim.trace import layout
from reclaim.trace.alphabet import Alphabet
from reclaim.trace.column import chunks, plain, string_column
from reclaim.trace.kernels_keys import encode_readings
from reclaim.trace.kernels_pattern import LEAST_UNREAD
from reclaim.trace.kernels_work import LONGEST


@dataclass(frozen=True)
class Readings:
    """`symbols[starts[i]:starts[i + 1]]` is reading i; a null, empty or far too long one has none.

    `alphabet` is that of the index, grown by the characters of the readings.
    """

    symbols: np.ndarray
    starts: np.ndarray
    alphabet: Alphabet
    letters: layout.Letters

    @property
    def count(self) -> int:
        """How many readings."""
        return len(self.starts) - 1

    def patterns(self) -> np.ndarray:
        """int64: the readings with a run, or with so many unread symbols that they are more than two edits off.

        One of nothing but runs says nothing, and is not searched.
        """
        used = self.symbols[: self.starts[-1]]
        runs = np.concatenate([[0], np.cumsum(used == layout.RUN_SYMBOL)])
        unread = np.concatenate([[0], np.cumsum(used == layout.UNREAD_SYMBOL)])
        has_run = runs[self.starts[1:]] > runs[self.starts[:-1]]
        many = unread[self.starts[1:]] - unread[self.starts[:-1]] >= LEAST_UNREAD
        says_nothing = np.diff(runs[self.starts]) == np.diff(self.starts)
        return np.flatnonzero((has_run | many) & ~says_nothing)


def encode(values: Any, alphabet: Alphabet, plain_letters: layout.Letters) -> Readings:
    """A column of readings as symbols of an index's alphabet; `plain_letters` serve where all is ASCII."""
    arrays, characters = plain(string_column(values))
    letters = plain_letters
    if len(characters) > 0:
        alphabet = alphabet.grown(characters)
        letters = alphabet.letters(characters)
    if sum(map(len, arrays)) == 0:
        return Readings(np.zeros(0, np.uint32), np.zeros(1, np.int64), alphabet, letters)
    array = pa.concat_arrays(arrays) if len(arrays) != 1 else arrays[0]
    if array.null_count > 0:
        array = array.fill_null("")
    chunk = chunks([array])[0]
    size = int(chunk.offsets[-1]) - int(chunk.offsets[0])
    symbols, starts = np.zeros(size + 1, np.uint32), np.zeros(chunk.rows + 1, np.int64)
    encode_readings(chunk.data, chunk.offsets, letters, symbols, starts, np.zeros(2 * LONGEST, np.uint32))
    return Readings(symbols, starts, alphabet, letters)
