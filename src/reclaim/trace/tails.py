"""Which tails (00 to 99) lie within 0, 1, 2 edits of the last 0 to 3 symbols of a reading.

Of those symbols only the digit counts that their class holds; 10 stands for any other class. So there are
1 + 11 + 121 + 1331 rows, in that order.
"""

from __future__ import annotations

from functools import cache
from itertools import product
from typing import Any, NamedTuple

import numpy as np

OTHER = 10


class Tails(NamedTuple):
    """The table."""

    within: Any  # uint64[1464, 6]: for 0, 1, 2 edits the tails 0..63 and 64..99, one bit each
    grids: Any  # uint64[1464, 3]: their 4 x 4 pictures, as entries of a deletion table have them


@cache
def tail_table() -> Tails:
    """The table; 10 ms, once a process."""
    edits = np.concatenate([edits_to_tails(length) for length in range(4)])
    within = np.zeros((len(edits), 6), np.uint64)
    grids = np.zeros((len(edits), 3), np.uint64)
    for tail in range(100):
        bit, square = np.uint64(1 << (tail & 63)), np.uint64(1 << grid_place(tail))
        for most in range(3):
            near = edits[:, tail] <= most
            within[near, 2 * most + (tail >> 6)] |= bit
            grids[near, most] |= square
    within.flags.writeable = False
    grids.flags.writeable = False
    return Tails(within, grids)


def grid_place(tail: int) -> int:
    """The place of a tail in the 4 x 4 picture."""
    return 4 * ((tail // 10) % 4) + (tail % 10) % 4


def edits_to_tails(length: int) -> np.ndarray:
    """int8[11^length, 100]: OSA edits between each row of symbols and each tail, all at once."""
    symbols = np.array(list(product(range(OTHER + 1), repeat=length)), np.int8).reshape(11**length, length, 1)
    tails = np.array([[tail // 10, tail % 10] for tail in range(100)], np.int8).T.reshape(2, 1, 100)
    cells: dict[tuple[int, int], Any] = {}
    shape = (len(symbols), 100)
    for i in range(length + 1):
        for j in range(3):
            if i == 0 or j == 0:
                cells[i, j] = np.full(shape, i + j, np.int8)
                continue
            differ = (symbols[:, i - 1] != tails[j - 1]).astype(np.int8)
            best = np.minimum(cells[i - 1, j], cells[i, j - 1]) + 1
            best = np.minimum(best, cells[i - 1, j - 1] + differ)
            if i > 1 and j > 1:
                crossed = (symbols[:, i - 1] == tails[j - 2]) & (symbols[:, i - 2] == tails[j - 1])
                best = np.where(crossed, np.minimum(best, cells[i - 2, j - 2] + 1), best)
            cells[i, j] = best
    last: np.ndarray = cells[length, 2]
    return last
