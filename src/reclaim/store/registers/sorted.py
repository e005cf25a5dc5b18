"""A snapshot laid out to be looked through: its columns as they are, and for each the order of its rows by it.

One Arrow file that is mapped into memory. `order NAME` are row positions sorted by the column without regard to case,
empty cells last; `rank NAME` is its inverse; how many cells hold anything stands in the file's metadata. What begins with some letters is then a run of one order, found by
bisection, and a row is in several runs if its ranks are. It is made of the snapshot alone and can be deleted.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray
from pyarrow import parquet as pq

from reclaim.model.register import FIELDS

STEP = 1 << 18
"""Rows that are looked at between two looks at whether there are enough."""

COLUMNS = ("row", *FIELDS, "canonical")


def lay_out(parquet: Path, to: Path) -> None:
    """Write the layout of a snapshot."""
    read = pq.ParquetFile(parquet, memory_map=True)
    columns: dict[str, pa.Array] = {}
    counts: dict[str, str] = {}
    for name in COLUMNS:
        column = _whole(read.read([name]).column(0))
        if name == "row":
            columns[name] = column
            continue
        order, filled = _order(column)
        if filled == 0:
            continue
        rank = np.empty(len(order), np.uint32)
        rank[order] = np.arange(len(order), dtype=np.uint32)
        counts[name] = str(filled)
        columns |= {name: column, f"order {name}": pa.array(order), f"rank {name}": pa.array(rank)}
    table = pa.table(columns, metadata=counts)
    with pa.OSFile(str(to), "wb") as file, pa.ipc.new_file(file, table.schema) as out:
        out.write_table(table)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    """A column in one piece, with offsets as wide as it needs."""
    if pa.types.is_string(column.type) and column.nbytes > 2**31 - 1:
        column = column.cast(pa.large_string())
    made = column.combine_chunks()
    return made if isinstance(made, pa.Array) else pa.concat_arrays(made.chunks)


def _order(column: pa.Array) -> tuple[NDArray[np.uint32], int]:
    """Rows by the column, and how many of them are not empty. Equal cells keep the order of the rows."""
    coded = pc.utf8_upper(pc.if_else(pc.equal(column, ""), None, column)).dictionary_encode()
    sorted_words = pc.array_sort_indices(coded.dictionary)
    place = np.empty(len(sorted_words) + 1, np.uint32)
    place[sorted_words.to_numpy()] = np.arange(len(sorted_words), dtype=np.uint32)
    place[-1] = len(sorted_words)
    codes = place[pc.fill_null(coded.indices, -1).to_numpy()]
    return np.argsort(codes, kind="stable").astype(np.uint32), len(column) - coded.null_count


@dataclass(frozen=True)
class Sorted:
    """A layout, mapped."""

    table: pa.Table

    @classmethod
    def open(cls, path: Path) -> Sorted:
        """Map a layout that `lay_out` wrote."""
        return cls(pa.ipc.open_file(pa.memory_map(str(path))).read_all())

    @cached_property
    def columns(self) -> tuple[str, ...]:
        """The columns that hold anything, `row` first."""
        return tuple(n for n in self.table.column_names if n in COLUMNS)

    def page(self, begins: Mapping[str, str], by: str, down: bool, offset: int, limit: int) -> tuple[int, pa.Table]:
        """How many rows have cells that begin so, and of these a page in the order of a column (or of the file, if `by`
        is "row"). Empty cells come last whichever the direction."""
        runs = {name: self._run(name, word) for name, word in begins.items()}
        order = self._order(by, down)
        if len(runs) == 0:
            return len(order), self._rows(order[offset:offset + limit])
        total, small = self._matching(runs)
        if offset >= total:
            return total, self._rows(order[:0])
        if len(small) <= STEP:
            at = small if by == "row" else self._ranks(by)[small]
            chosen = self._turned(small, at, by, down)[offset:offset + limit]
        else:
            chosen = self._walk(order, runs, offset, limit)
        return total, self._rows(chosen)

    def _turned(self, rows: NDArray[np.uint32], at: NDArray[Any], by: str, down: bool) -> NDArray[np.uint32]:
        up = rows[np.argsort(at)]
        if not down:
            return up
        filled = len(up) if by == "row" else int((at < self._filled(by)).sum())
        return np.concatenate([up[:filled][::-1], up[filled:]])

    def _order(self, by: str, down: bool) -> NDArray[np.uint32]:
        order = np.arange(self.table.num_rows, dtype=np.uint32) if by == "row" else self._numbers(f"order {by}")
        if not down:
            return order
        filled = len(order) if by == "row" else self._filled(by)
        return order[:filled][::-1] if filled == len(order) else np.concatenate([order[:filled][::-1], order[filled:]])

    def _matching(self, runs: Mapping[str, tuple[int, int]]) -> tuple[int, NDArray[np.uint32]]:
        """The rows in all runs: those of the shortest, sieved by the others."""
        name, (lo, hi) = min(runs.items(), key=lambda r: r[1][1] - r[1][0])
        rows = self._numbers(f"order {name}")[lo:hi]
        for other, (first, last) in runs.items():
            if other != name:
                ranks = self._ranks(other)[rows]
                rows = rows[(ranks >= first) & (ranks < last)]
        return len(rows), rows

    def _walk(self, order: NDArray[np.uint32], runs: Mapping[str, tuple[int, int]], offset: int, limit: int
              ) -> NDArray[np.uint32]:
        """The rows of a page among very many that match, in an order, looked for from its beginning."""
        found, count = list[NDArray[np.uint32]](), 0
        for start in range(0, len(order), STEP):
            rows = order[start:start + STEP]
            for name, (lo, hi) in runs.items():
                ranks = self._ranks(name)[rows]
                rows = rows[(ranks >= lo) & (ranks < hi)]
            found.append(rows[max(offset - count, 0):max(offset + limit - count, 0)])
            count += len(rows)
            if count >= offset + limit:
                break
        return np.concatenate(found)

    def _run(self, name: str, word: str) -> tuple[int, int]:
        """Where the cells that begin with a word stand in the order of a column."""
        wanted = _upper(word)
        lo = self._bisect(name, lambda cell: cell >= wanted)
        return lo, self._bisect(name, lambda cell: cell > wanted and not cell.startswith(wanted))

    def _bisect(self, name: str, beyond: Any) -> int:
        order, column = self._numbers(f"order {name}"), self.table[name].chunk(0)
        lo, hi = 0, self._filled(name)
        while lo < hi:
            middle = (lo + hi) // 2
            if beyond(_upper(column[int(order[middle])].as_py())):
                hi = middle
            else:
                lo = middle + 1
        return lo

    def _filled(self, name: str) -> int:
        """How many cells of a column hold anything."""
        return self._counts[name]

    @cached_property
    def _counts(self) -> dict[str, int]:
        return {name.decode(): int(count) for name, count in (self.table.schema.metadata or {}).items()}

    def _ranks(self, name: str) -> NDArray[np.uint32]:
        return self._numbers(f"rank {name}")

    def _numbers(self, name: str) -> NDArray[np.uint32]:
        found: NDArray[np.uint32] = self.table[name].chunk(0).to_numpy()
        return found

    def _rows(self, rows: Sequence[int] | NDArray[np.uint32]) -> pa.Table:
        return self.table.select(list(self.columns)).take(pa.array(rows, pa.uint32()))


def _upper(word: str) -> bytes:
    upper: str = pc.utf8_upper(pa.scalar(word)).as_py()
    return upper.encode()
