"""CSV and TSV: read in blocks of whole rows, so that a file of any length needs little memory."""

from __future__ import annotations

import codecs
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.store.registers import dialect, encoding
from reclaim.store.registers.ahead import ordered
from reclaim.store.registers.archive import MOST_COLUMNS
from reclaim.store.registers.blocks import Block, blocks, cut
from reclaim.store.registers.grid import Batch, Span, where

if TYPE_CHECKING:
    import pyarrow as pa

SAMPLE = 1 << 20
# A file of so many bytes is kept in memory between the two passes, as columns; a larger one is read twice.
KEPT = 2 << 30


@dataclass(slots=True)
class Oddities:
    """What was met in one pass over the file, told once the pass is over."""

    short: list[int] = field(default_factory=list)
    long: list[int] = field(default_factory=list)
    mixed: list[int] = field(default_factory=list)
    unclosed: list[int] = field(default_factory=list)
    blank: int = 0


@dataclass(frozen=True, slots=True)
class _Piece:
    """A block read: its cells, and the places in it (from 0) of rows that are not as the others."""

    columns: tuple[pa.Array | pa.ChunkedArray, ...]
    count: int
    short: list[int]
    long: list[int]
    mixed: list[int]
    unclosed: bool


class Delimited:
    """A CSV or TSV file as a grid. A cell beyond the last column of the header stands in one further column."""

    beyond = True

    def __init__(self, path: Path, name: str) -> None:
        self.path = path
        self.file = name
        self.sheet = ""
        self.header: tuple[str, ...] | None = None
        self.spans: list[Span] = []
        self.problems: list[Problem] = []
        with path.open("rb") as file:
            sample = file.read(SAMPLE)
        self.encoding = encoding.sniff(sample)
        self._returns = b"\r" in sample and b"\n" not in sample
        self._head = self._decoded(sample)
        self.dialect = dialect.sniff(self._head, path.suffix.lower())
        self.width = self.dialect.width + 1
        if self.width > MOST_COLUMNS:
            raise InputError(f"a row has {self.dialect.width:,} cells, which no list has", where=name,
                             mend="are the rows set apart by line breaks?")
        self._told = False
        self._kept: list[_Piece] | None = None

    def head(self, count: int) -> list[tuple[int, list[str]]]:
        """The first `count` rows that are not blank, each with its number."""
        found = []
        for number, row in enumerate(dialect.rows(self._head, self.dialect.delimiter)[0], start=1):
            if any(cell.strip() != "" for cell in row):
                found.append((number, _fit(row, self.width, self.dialect.delimiter)))
                if len(found) == count:
                    break
        return found

    def sample(self, after: int, count: int) -> list[list[str]]:
        """About `count` rows from all over the file below row `after`, as columns of cells."""
        rows = dialect.rows(self._head, self.dialect.delimiter)[0][after:]
        size = self.path.stat().st_size
        if size > SAMPLE:
            rows = rows[:count // 2] + [row for place in range(1, 9) for row in self._peek(size * place // 9)][:count]
        elif len(rows) > count:
            rows = rows[::len(rows) // count + 1]
        filled = [_fit(row, self.width, self.dialect.delimiter) for row in rows if len(row) > 0]
        return [list(cells) for cells in zip(*filled, strict=True)] if len(filled) > 0 else [[]] * self.width

    def batches(self, after: int) -> Iterator[Batch]:
        """All rows below row `after`, in order; oddities become problems at the end of the first pass."""
        odd, row = Oddities(), 1
        for piece in self._pieces():
            batch = Batch(np.arange(row, row + piece.count, dtype=np.int64), piece.columns)
            for told, places in ((odd.short, piece.short), (odd.long, piece.long), (odd.mixed, piece.mixed)):
                told += [row + place for place in places if row + place > after]
            if piece.unclosed:
                odd.unclosed.append(row)
            row += piece.count
            below = batch.take(batch.rows > after)
            if len(below) > 0:
                yield below
        if not self._told:
            self._told = True
            self._tell(odd)

    def _pieces(self) -> Iterator[_Piece]:
        """The file in pieces; those of a file of moderate size are kept, so that it is read only once."""
        if self._kept is not None:
            yield from self._kept
            return
        kept: list[_Piece] = []
        keep = self.path.stat().st_size <= KEPT
        for piece in ordered(self._read, blocks(self.path, self.file, self.encoding, returns=self._returns)):
            if keep:
                kept.append(piece)
            yield piece
        self._kept = kept if keep else None

    def _broken(self, data: bytes) -> bytes:
        """Line feeds for the carriage returns of a file that has only these."""
        return data.replace(b"\r", b"\n") if self._returns else data

    def _read(self, block: Block) -> _Piece:
        """A block as columns: by Arrow's reader if it is as it should be, else row by row."""
        plain = self.encoding.wide or self.encoding.name == "utf-8"
        quick = self._quick(block) if plain and not block.unclosed else None
        if quick is not None:
            return _Piece(quick, len(quick[0]), [], [], [], False)
        data = block.content()
        data, mixed = (data, []) if self.encoding.wide else encoding.to_utf8(data, self.encoding.name)
        quick = None if block.unclosed else self._quick(Block(data, len(data), False))
        return self._careful(data, mixed) if quick is None else _Piece(quick, len(quick[0]), [], [], mixed, False)

    def _quick(self, block: Block) -> tuple[pa.Array | pa.ChunkedArray, ...] | None:
        """A block by Arrow's reader; None if a row has more or fewer cells than others, is blank, or is no UTF-8."""
        import pyarrow as pa
        from pyarrow import csv

        width = self.width - 1
        names = [str(i) for i in range(width)]
        try:
            table = csv.read_csv(
                pa.BufferReader(pa.py_buffer(memoryview(block.data)[:block.end])),
                read_options=csv.ReadOptions(column_names=names, use_threads=False, block_size=SAMPLE),
                parse_options=csv.ParseOptions(delimiter=self.dialect.delimiter, newlines_in_values=True),
                convert_options=csv.ConvertOptions(column_types=dict.fromkeys(names, pa.string()),
                                                   strings_can_be_null=False))
        except pa.ArrowInvalid:
            return None
        # As many rows as line breaks: no blank line was passed over. Fewer: there may be breaks inside of cells.
        if table.num_rows != block.lines() and block.has_blank_line():
            return None
        return (*table.columns, pa.array([""], pa.string()).take(pa.array(np.zeros(table.num_rows, np.int8))))

    def _careful(self, data: bytes, mixed: list[int]) -> _Piece:
        """The block row by row: blank lines, short and long rows, quotation marks that are never closed."""
        import pyarrow as pa

        rows, closed = dialect.rows(data.decode("utf-8", "replace"), self.dialect.delimiter)
        width = self.width - 1
        short = [place for place, row in enumerate(rows) if len(row) < width and any(c.strip() != "" for c in row)]
        long = [place for place, row in enumerate(rows) if len(row) > width]
        filled = [_fit(row, self.width, self.dialect.delimiter) for row in rows]
        columns = tuple(pa.array(cells, pa.string()) for cells in zip(*filled, strict=True))
        return _Piece(columns, len(rows), short, long, mixed, not closed)

    def _peek(self, place: int) -> list[list[str]]:
        """Some rows from the middle of the file."""
        with self.path.open("rb") as file:
            file.seek(self.encoding.mark + (place - self.encoding.mark) // 4 * 4)
            data = file.read(SAMPLE // 8)
        return dialect.rows(self._decoded(data), self.dialect.delimiter)[0][1:-1]

    def _decoded(self, data: bytes) -> str:
        """A piece of the file as text, up to its last whole row if it is not the whole file."""
        if self.encoding.wide:
            data = self._broken(data[self.encoding.mark:].decode(self.encoding.name, "replace").encode())
        else:
            start = self.encoding.mark if data.startswith(codecs.BOM_UTF8) else 0
            data = encoding.to_utf8(self._broken(data[start:]), self.encoding.name)[0]
        if len(data) >= SAMPLE // 16 and (end := cut(data, len(data))) > 0:
            data = data[:end]
        return data.decode("utf-8", "replace")

    def _tell(self, odd: Oddities) -> None:
        width = self.width - 1
        told = (
            ("mixed_encoding", odd.mixed, "holds another encoding than the rest of the file",
             "save it in one encoding"),
            ("short_row", odd.short, f"has fewer than {width} cells; the others are read as empty", ""),
            ("long_row", odd.long, f"has more than {width} cells; what stands beyond is kept as extra",
             "is a delimiter inside a cell? put the cell in quotation marks"),
            ("unclosed_quote", odd.unclosed, "begins a part of the file in which a quotation mark is never closed; "
             "there every line is read as a row", "close or double the quotation mark"),
        )
        self.problems += [_rows_told(self.file, code, rows, what, mend) for code, rows, what, mend in told if rows]


def _rows_told(file: str, code: str, rows: list[int], what: str, mend: str) -> Problem:
    more = f" (and so do {len(rows) - 1:,} others)" if len(rows) > 1 else ""
    return Problem(where(file, "", row=rows[0]), code, f"the row {what}{more}", mend)


def _fit(row: list[str], width: int, delimiter: str) -> list[str]:
    """A row as exactly `width` cells, of which the last holds whatever stands beyond the others."""
    if len(row) < width:
        return row + [""] * (width - len(row))
    return [*row[:width - 1], delimiter.join(row[width - 1:])]
