"""Keys of rows: what a row keeps from snapshot to snapshot, whatever its place in the file.

A key is the first sixteen bytes of the SHA-256 of the row's identity cells, to which the row's ordinal among equal ones
is added. Equal rows are ordered by their other cells, not by their place, so that another order of the file leaves
every key where it was. A cell that is empty and one that the file does not have count alike, and so does a column that
was added later.
"""

from __future__ import annotations

import hashlib
import threading
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import duckdb
    import pyarrow as pa

# Between the cells of a row, each of which a row always has: U+001F, the separator of units.
SEPARATOR = "\x1f"
_OWN = threading.local()
_UPPER = np.uint64(0xFFFFFFFF00000000)


def of_cells(cells: Sequence[str], ordinal: int = 0) -> bytes:
    """The key of one row, from its identity cells in the register's order."""
    start = hashlib.sha256(SEPARATOR.join(cells).encode("utf-8", "surrogatepass")).digest()[:16]
    return ((int.from_bytes(start, "big") + ordinal) % (1 << 128)).to_bytes(16, "big")


def digest_rows(columns: Sequence[pa.Array]) -> np.ndarray:
    """The first sixteen bytes of SHA-256 over the cells of each row, as two big-endian halves: (rows, 2) uint64."""
    found = _computed(columns, "unhex(left(sha256(cells), 32))")
    return np.frombuffer(_raw(found), ">u8").astype(np.uint64).reshape(-1, 2)


def order_rows(columns: Sequence[pa.Array]) -> np.ndarray:
    """A number for the other cells of each row, by which equal rows are put in order: half of their MD5."""
    return np.asarray(_computed(columns, "md5_number_lower(cells)").combine_chunks())


def _computed(columns: Sequence[pa.Array], expression: str) -> pa.ChunkedArray:
    """An expression of DuckDB over the joined cells of each row; every thread has a connection of its own."""
    import pyarrow as pa

    if not hasattr(_OWN, "cursor"):
        _OWN.cursor = _database().cursor()
    rows = pa.table({"cells": joined(columns)})
    return _OWN.cursor.from_arrow(rows).project(f"{expression} as found").to_arrow_table().column("found")


@cache
def _database() -> duckdb.DuckDBPyConnection:
    import duckdb

    return duckdb.connect(config={"threads": 1})


def joined(columns: Sequence[pa.Array]) -> pa.Array:
    """The cells of each row in one text."""
    import pyarrow.compute as pc

    return pc.binary_join_element_wise(*columns, SEPARATOR, null_handling="replace", null_replacement="")


def repeated(digests: np.ndarray) -> np.ndarray:
    """Which rows may have the same digest as another: all that have, and very few that have not."""
    # Half of a half of the digest beside the row's number: one plain sort brings equals together.
    beside = (digests[:, 0] & _UPPER) | np.arange(len(digests), dtype=np.uint64)
    beside.sort()
    same = (beside[1:] ^ beside[:-1]) & _UPPER == 0
    paired = np.zeros(len(digests), bool)
    paired[1:] = same
    paired[:-1] |= same
    mask = np.zeros(len(digests), bool)
    mask[(beside[paired] & ~_UPPER).astype(np.int64)] = True
    return mask


def ordinals(digests: np.ndarray, orders: np.ndarray) -> np.ndarray:
    """For each row, how many rows with the same digest stand before it in the order of `orders`, then of the file."""
    rows = np.arange(len(digests))
    rows = rows[np.lexsort((rows, orders, digests[:, 1], digests[:, 0]))]
    fresh = np.ones(len(rows), bool)
    fresh[1:] = (digests[rows[1:]] != digests[rows[:-1]]).any(axis=1)
    starts = np.flatnonzero(fresh)
    places = np.arange(len(rows)) - np.repeat(starts, np.diff(np.append(starts, len(rows))))
    found = np.zeros(len(digests), np.uint64)
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
