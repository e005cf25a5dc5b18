"""Parquet: columns with names and types of their own, read as text."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.store.registers.archive import MOST_COLUMNS
from reclaim.store.registers.grid import BOOLEAN, DATE, NUMBER, Batch, Span

if TYPE_CHECKING:
    import pyarrow as pa

ROWS = 1 << 17


class Columns:
    """A Parquet file as a grid; row 1 is its first."""

    beyond = False

    def __init__(self, path: Path, name: str) -> None:
        import pyarrow as pa
        from pyarrow import parquet

        self.file = name
        self.sheet = ""
        self.spans: list[Span] = []
        self.problems: list[Problem] = []
        try:
            self._file = parquet.ParquetFile(path)
        except (pa.ArrowException, OSError) as error:
            raise InputError("the Parquet file is damaged", where=name, mend="write it anew") from error
        self.header: tuple[str, ...] | None = tuple(self._file.schema_arrow.names)
        self.width = len(self.header)
        if self.width > MOST_COLUMNS:
            raise InputError(f"the file has {self.width:,} columns, which no list has", where=name)

    def head(self, count: int) -> list[tuple[int, list[str]]]:
        """The first `count` rows."""
        batch = next(self.batches(0), None)
        if batch is None:
            return []
        lines = zip(*(c.slice(0, count).to_pylist() for c in batch.columns), strict=True)
        return [(n, list(line)) for n, line in enumerate(lines, start=1)]

    def sample(self, after: int, count: int) -> list[list[str]]:
        """About `count` rows from all over the file."""
        groups = self._file.num_row_groups
        chosen = sorted({groups * i // 8 for i in range(8)} - {groups}) if groups > 0 else []
        columns: list[list[str]] = [[] for _ in range(self.width)]
        for group in chosen:
            batch = next(self._file.iter_batches(count // len(chosen) + 1, row_groups=[group]), None)
            for cells, column in zip(columns, [] if batch is None else batch.columns, strict=False):
                cells += as_text(column).to_pylist()
        return columns

    def batches(self, after: int) -> Iterator[Batch]:
        """All rows, in order."""
        import pyarrow as pa

        row = 1
        try:
            for piece in self._file.iter_batches(ROWS):
                kinds = np.array([np.full(piece.num_rows, _kind(c.type), np.uint8) for c in piece.columns])
                yield Batch(np.arange(row, row + piece.num_rows, dtype=np.int64),
                            tuple(as_text(c) for c in piece.columns),
                            kinds.reshape(self.width, piece.num_rows)).take(np.arange(
                                row, row + piece.num_rows) > after)
                row += piece.num_rows
        except (pa.ArrowException, OSError) as error:
            raise InputError(f"the Parquet file is damaged after row {row - 1}", where=self.file,
                             mend="write it anew") from error


def as_text(column: pa.Array) -> pa.Array:
    """Any column as text: days as ISO, whole numbers without a point, nothing as an empty cell."""
    import pyarrow as pa
    import pyarrow.compute as pc

    kind = column.type
    if pa.types.is_dictionary(kind):
        return as_text(column.dictionary_decode())
    if pa.types.is_nested(kind) or pa.types.is_binary(kind) or pa.types.is_large_binary(kind):
        return pa.array([_spelled(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_timestamp(kind):
        text = pc.strftime(column.cast(pa.timestamp("s", kind.tz), safe=False), format="%Y-%m-%d %H:%M:%S")
        return pc.fill_null(pc.replace_substring_regex(text, " 00:00:00$", ""), "")
    if pa.types.is_floating(kind):
        return pa.array([_number(v) for v in column.to_pylist()], pa.string())
    if pa.types.is_null(kind):
        return pa.array([""] * len(column), pa.string())
    return pc.fill_null(column.cast(pa.string()), "")


def _spelled(value: Any) -> str:
    if value is None:
        return ""
    if isinstance(value, bytes):
        return value.decode("utf-8", "replace")
    return json.dumps(value, ensure_ascii=False, default=str)


def _number(value: float | None) -> str:
    if value is None:
        return ""
    return str(int(value)) if value == value and abs(value) < 1e15 and value == int(value) else repr(value)


def _kind(kind: pa.DataType) -> int:
    import pyarrow as pa

    if pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return NUMBER
    if pa.types.is_date(kind) or pa.types.is_timestamp(kind):
        return DATE
    return BOOLEAN if pa.types.is_boolean(kind) else 0
