"""What every format becomes: grids of text with addresses, read in batches of columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

import numpy as np

from reclaim.model.problem import Problem

if TYPE_CHECKING:
    import pyarrow as pa

# What a cell of a workbook is, beside its text.
TEXT, NUMBER, DATE, BOOLEAN, ERROR, FORMULA, FORMULA_EMPTY, LOST = 0, 1, 2, 3, 4, 8, 16, 32
"""Bits: FORMULA goes with the kind of its value; LOST marks a number of more than fifteen digits."""

Span = tuple[int, int, int, int]
"""A merged cell: first row, first column, last row, last column; rows counted from 1, columns from 0."""


@dataclass(frozen=True, slots=True)
class Batch:
    """Some rows of a grid. `rows` are their numbers as the file's own program counts, `columns` their cells as written,
    in one piece or in several (`whole` makes one of them).

    `kinds` (columns x rows) says of a workbook's cells what they are; None is "all text". `days` gives, by (column,
    place in the batch), the ISO day of a date cell that has words of its own.
    """

    rows: np.ndarray
    columns: tuple[pa.Array | pa.ChunkedArray, ...]
    kinds: np.ndarray | None = None
    days: dict[tuple[int, int], str] = field(default_factory=dict)

    def __len__(self) -> int:
        return len(self.rows)

    def take(self, keep: np.ndarray) -> Batch:
        """The rows where `keep` is true."""
        import pyarrow as pa

        if bool(keep.all()):
            return self
        places, mask = np.flatnonzero(keep), pa.array(keep)
        where = {int(old): new for new, old in enumerate(places)} if len(self.days) > 0 else {}
        return Batch(self.rows[places], tuple(c.filter(mask) for c in self.columns),
                     None if self.kinds is None else self.kinds[:, places],
                     {(c, where[r]): day for (c, r), day in self.days.items() if r in where})


class Grid(Protocol):
    """A table of a file before anybody knows what its columns mean.

    `sheet` is empty for a file without sheets. `header`, if not None, holds the names that the format itself gives its
    columns (Parquet, fixed columns); then every row is data. `beyond` says that the last column holds what stands
    beyond the others. `problems` are those met so far.
    """

    file: str
    sheet: str
    width: int
    header: tuple[str, ...] | None
    spans: list[Span]
    problems: list[Problem]
    beyond: bool

    def head(self, count: int) -> list[tuple[int, list[str]]]:
        """The first `count` rows that are not blank, each with its number."""
        ...

    def sample(self, after: int, count: int) -> list[list[str]]:
        """About `count` rows from all over the grid below row `after`, as columns of cells."""
        ...

    def batches(self, after: int) -> Iterator[Batch]:
        """All rows below row `after`, in order; can be gone through more than once."""
        ...


def whole(column: pa.Array | pa.ChunkedArray) -> pa.Array:
    """A column in one piece."""
    import pyarrow as pa

    return pa.concat_arrays(column.chunks) if isinstance(column, pa.ChunkedArray) else column


def letter(column: int) -> str:
    """The name of a column as spreadsheets count, from 0: A, B, ... Z, AA."""
    text = ""
    column += 1
    while column > 0:
        column, rest = divmod(column - 1, 26)
        text = chr(65 + rest) + text
    return text


def column_of(letters: str) -> int:
    """The number, from 0, of a column named by letters; -1 if it is no such name."""
    number = 0
    for c in letters.upper():
        if not "A" <= c <= "Z":
            return -1
        number = number * 26 + ord(c) - 64
    return number - 1


def address(sheet: str, column: int, row: int | None) -> str:
    """`Sheet1!B3`, or `B3` in a file without sheets; without a row, the column alone."""
    place = f"{letter(column)}{'' if row is None else row}"
    return f"{sheet}!{place}" if sheet != "" else place


def where(file: str, sheet: str, *, row: int | None = None, column: int | None = None) -> str:
    """A place in words, for problems: `list.xlsx, sheet North, row 12, column C`."""
    parts = [file]
    if sheet != "":
        parts.append(f"sheet {sheet}")
    if row is not None:
        parts.append(f"row {row}")
    if column is not None:
        parts.append(f"column {letter(column)}")
    return ", ".join(parts)


class Held:
    """A grid that is held whole: batches in memory, as workbooks and small files are read."""

    beyond = False

    def __init__(self, file: str, sheet: str, batches: list[Batch], *, header: tuple[str, ...] | None = None,
                 spans: list[Span] | None = None, problems: list[Problem] | None = None) -> None:
        self.file = file
        self.sheet = sheet
        self.header = header
        self.spans = spans if spans is not None else []
        self.problems = problems if problems is not None else []
        self.width = max((len(b.columns) for b in batches), default=0) if header is None else len(header)
        self._batches = batches

    def head(self, count: int) -> list[tuple[int, list[str]]]:
        """The first `count` rows that are not blank, each with its number."""
        found: list[tuple[int, list[str]]] = []
        for batch in self._batches:
            for start in range(0, len(batch), 256):
                cells = [c.slice(start, 256).to_pylist() for c in batch.columns]
                for row, line in zip(batch.rows[start:start + 256].tolist(), zip(*cells, strict=True), strict=True):
                    if any(cell.strip() != "" for cell in line):
                        found.append((row, list(line)))
                        if len(found) == count:
                            return found
        return found

    def sample(self, after: int, count: int) -> list[list[str]]:
        """About `count` rows from all over the grid below row `after`, as columns of cells."""
        below = [b.take(b.rows > after) for b in self._batches]
        total = sum(len(b) for b in below)
        step = max(1, total // max(count, 1))
        columns: list[list[str]] = [[] for _ in range(self.width)]
        for batch in below:
            keep = np.zeros(len(batch), bool)
            keep[::step] = True
            for cells, column in zip(columns, batch.take(keep).columns, strict=True):
                cells += column.to_pylist()
        return columns

    def batches(self, after: int) -> Iterator[Batch]:
        """All rows below row `after`, in order."""
        for batch in self._batches:
            kept = batch.take(batch.rows > after)
            if len(kept) > 0:
                yield kept
