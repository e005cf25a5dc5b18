"""Keys of rows: what a row keeps from snapshot to snapshot, whatever its place in the file.

A key is the first sixteen bytes of the SHA-256 of the row's identity cells, to which the row's ordinal among equal ones
is added. Equal rows are ordered by their other cells, not by their place, so that another order of the file leaves
every key where it was. A cell that is empty and one that the file does not have count alike, and so does a column that
was added later.
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Between the cells of a row, each of which a row always has: U+001F, the separator of units.
SEPARATOR = "\x1f"
_UPPER = np.uint64(0xFFFFFFFF00000000)


def of_cells(cells: Sequence[str], ordinal: int = 0) -> bytes:
    """The key of one row, from its identity cells in the register's order."""
    start = hashlib.sha256(SEPARATOR.join(cells).encode("utf-8", "surrogatepass")).digest()[:16]
    return ((int.from_bytes(start, "big") + ordinal) % (1 << 128)).to_bytes(16, "big")


class Hashing:
    """Hashes batches of rows. Digests stand as two big-endian halves, (rows, 2) uint64."""

    def __init__(self) -> None:
        import duckdb

        self._db: duckdb.DuckDBPyConnection = duckdb.connect(config={"threads": 2})

    def __enter__(self) -> Hashing:
        return self

    def __exit__(self, *_: object) -> None:
        self._db.close()

    def digests(self, columns: Sequence[pa.Array]) -> np.ndarray:
        """The first sixteen bytes of SHA-256 over the cells of each row."""
        import pyarrow as pa

        rows = pa.table({"cells": joined(columns)})
        found = self._db.from_arrow(rows).project("unhex(left(sha256(cells), 32)) as h").to_arrow_table()
        raw = _raw(found.column("h"))
        return np.frombuffer(raw, ">u8").astype(np.uint64).reshape(-1, 2)

    def orders(self, columns: Sequence[pa.Array]) -> np.ndarray:
        """A number for the other cells of each row, by which equal rows are put in order: half of their MD5."""
        import pyarrow as pa

        rows = pa.table({"cells": joined(columns)})
        found = self._db.from_arrow(rows).project("md5_number_lower(cells) as n").to_arrow_table()
        return np.asarray(found.column("n").combine_chunks())


def joined(columns: Sequence[pa.Array]) -> pa.Array:
    """The cells of each row in one text."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*columns, SEPARATOR, null_handling="replace", null_replacement="")


def ordinals(digests: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """For each row, how many rows with the same digest stand before it in the order of `orders`, then of the file."""
    count = len(digests)
    found = np.zeros(count, np.uint64)
    # Half of a half of the digest beside the row's number: one plain sort brings possible equals together.
    beside = (digests[:, 0] & _UPPER) | np.arange(count, dtype=np.uint64)
    beside.sort()
    same = (beside[1:] ^ beside[:-1]) & _UPPER == 0
    repeated = np.zeros(count, bool)
    repeated[1:] = same
    repeated[:-1] |= same
    rows = (beside[repeated] & ~_UPPER).astype(np.int64)
    if len(rows) == 0:
        return found
    rows = rows[np.lexsort((rows, orders[rows], digests[rows, 1], digests[rows, 0]))]
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (digests[rows[1:]] != digests[rows[:-1]]).any(axis=1)
    starts = np.flatnonzero(fresh)
    places = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    found[rows] = places.astype(np.uint64)
    return found


def packed(digests: np.ndarray, ordinal: np.ndarray) -> pa.Array:
    """Keys as an Arrow column: digest plus ordinal, carried over into the upper half."""
    import pyarrow as pa

    lower = digests[:, 1] + ordinal
    upper = digests[:, 0] + (lower < ordinal)
    raw = np.stack([upper, lower], axis=1).astype(">u8").tobytes()
    return pa.Array.from_buffers(pa.binary(16), len(digests), [None, pa.py_buffer(raw)])


def _raw(column: pa.ChunkedArray) -> bytes:
    """The bytes of a column of binaries of equal length."""
    import pyarrow as pa

    fixed = column.cast(pa.binary(16))
    return b"".join(bytes(memoryview(c.buffers()[1])[16 * c.offset:16 * (c.offset + len(c))]) for c in fixed.chunks)
