"""Rows of cells on their way to columns: what workbook readers fill, batch by batch."""

from __future__ import annotations

import numpy as np

from reclaim.model.errors import InputError
from reclaim.store.registers.archive import MOST_CELLS, MOST_COLUMNS, MOST_ROWS
from reclaim.store.registers.grid import Batch, Span

ROWS = 1 << 15


class Sheet:
    """A sheet being read. `row` takes the cells of one row by column, each with its kind."""

    def __init__(self, file: str, name: str) -> None:
        self.file = file
        self.name = name
        self.spans: list[Span] = []
        self.hidden_rows: list[int] = []
        self.hidden_columns: list[int] = []
        self._batches: list[Batch] = []
        self._rows: list[int] = []
        self._cells: list[dict[int, tuple[str, int]]] = []
        self._days: dict[tuple[int, int], str] = {}
        self._count = 0
        self._width = 0

    def row(self, number: int, cells: dict[int, tuple[str, int]], days: dict[int, str] | None = None) -> None:
        """One row, by column: text and kind; `days` the ISO day of date cells that have words of their own."""
        if len(cells) == 0:
            return
        self.expect(len(cells))
        for column, day in (days or {}).items():
            self._days[column, len(self._rows)] = day
        self._width = max(self._width, max(cells) + 1)
        self._rows.append(number)
        self._cells.append(cells)
        if len(self._rows) == ROWS:
            self._close()

    def following(self, row: int) -> int:
        """A row's number, which is past that of the row before. Raises ValueError."""
        last = self._rows[-1] if len(self._rows) > 0 else int(self._batches[-1].rows[-1]) if self._batches else 0
        if not last < row < MOST_ROWS:
            raise ValueError(f"row {row} follows row {last}")
        return row

    def known(self, column: int) -> int:
        """A column's number, which is one that a spreadsheet can have. Raises ValueError."""
        if not 0 <= column < MOST_COLUMNS:
            raise ValueError(f"there is a cell in column {column + 1}")
        return column

    def expect(self, cells: int, repeated: int = 1) -> None:
        """Count cells that are coming. Raises InputError if a sheet has more than any real one."""
        if self._count + cells * repeated > MOST_CELLS:
            raise InputError(f"the sheet {self.name} holds more than {MOST_CELLS:,} cells", where=self.file,
                             mend="if it is a real list, save it as CSV")
        self._count += cells

    def batches(self) -> list[Batch]:
        """Everything, with merged cells counted for each row that they cover, and equally many columns throughout."""
        self._close()
        return self._merged([self._widened(b) for b in self._batches])

    def _close(self) -> None:
        import pyarrow as pa

        if len(self._rows) == 0:
            return
        empty = ("", 0)
        lines = [[row.get(c, empty) for row in self._cells] for c in range(self._width)]
        columns = tuple(pa.array([text for text, _ in line], pa.string()) for line in lines)
        kinds = np.array([[kind for _, kind in line] for line in lines], np.uint8)
        self._batches.append(Batch(np.array(self._rows, np.int64), columns, kinds, self._days))
        self._rows, self._cells, self._days = [], [], {}

    def _widened(self, batch: Batch) -> Batch:
        import pyarrow as pa

        lacking = self._width - len(batch.columns)
        if lacking == 0:
            return batch
        blank = pa.array([""] * len(batch), pa.string())
        kinds = np.vstack([_kinds(batch), np.zeros((lacking, len(batch)), np.uint8)])
        return Batch(batch.rows, (*batch.columns, *[blank] * lacking), kinds, batch.days)

    def _merged(self, batches: list[Batch]) -> list[Batch]:
        """Copies the first cell of each merged one down the rows that it covers, in its first column."""
        import pyarrow as pa

        tall = [span for span in self.spans if span[2] > span[0] and span[1] < self._width]
        if len(tall) == 0 or len(batches) == 0:
            return batches
        starts = [int(b.rows[0]) for b in batches]
        texts = [{c: b.columns[c].to_pylist() for c in {s[1] for s in tall}} for b in batches]

        def place(row: int) -> tuple[int, int] | None:
            batch = int(np.searchsorted(starts, row, "right")) - 1
            at = int(np.searchsorted(batches[batch].rows, row)) if batch >= 0 else 0
            found = batch >= 0 and at < len(batches[batch]) and batches[batch].rows[at] == row
            return (batch, at) if found else None

        for top, left, bottom, _ in tall:
            source = place(top)
            if source is None or texts[source[0]][left][source[1]] == "":
                continue
            for batch in range(source[0], len(batches)):
                first, last = np.searchsorted(batches[batch].rows, [top + 1, bottom + 1])
                for at in range(int(first), int(last)):
                    texts[batch][left][at] = texts[source[0]][left][source[1]]
                    _kinds(batches[batch])[left, at] = _kinds(batches[source[0]])[left, source[1]]
                if last < len(batches[batch]):
                    break
        return [Batch(b.rows, tuple(pa.array(text[c], pa.string()) if c in text else column
                                    for c, column in enumerate(b.columns)), b.kinds, b.days)
                for b, text in zip(batches, texts, strict=True)]


def _kinds(batch: Batch) -> np.ndarray:
    return batch.kinds if batch.kinds is not None else np.zeros((len(batch.columns), len(batch)), np.uint8)
