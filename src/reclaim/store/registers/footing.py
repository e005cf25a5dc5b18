"""Rows that are no rows: totals, subtotals, legends, repeated headers, blank lines. They are told, and not taken."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from reclaim.model.problem import Problem
from reclaim.store.registers.grid import Batch, whole
from reclaim.store.registers.header import score
from reclaim.store.registers.part import Part
from reclaim.store.registers.words import names, openings, plain, table

if TYPE_CHECKING:
    import pyarrow as pa

TOTAL, LEGEND, HEADER = "total_row", "legend_row", "repeated_header"
_SAID = {TOTAL: "totals or subtotals", LEGEND: "legends or labels", HEADER: "headers among the rows"}


class Footing:
    """Finds such rows in the batches of one part. `kept` says which rows of a batch are data; the same batch always
    gives the same answer, and `told` collects what was met."""

    def __init__(self, part: Part) -> None:
        self.part = part
        self.serial = part.place("serial")
        self.record = part.place("record")
        self.told: dict[str, set[int]] = {TOTAL: set(), LEGEND: set(), HEADER: set()}
        self._headers = [tuple(plain(c) for c in row) for row in part.header.raw]
        self._typical = 0

    def kept(self, batch: Batch) -> np.ndarray:
        """Which rows of a batch are data."""
        filled = np.zeros(len(batch), np.int32)
        for column in batch.columns:
            filled += lengths(column) > 0
        if self._typical == 0:
            self._typical = int(np.median(filled[filled > 0])) if bool((filled > 0).any()) else 1
        keep = filled > 0
        places = self._suspects(batch, filled)
        lines = zip(*(c.take(places).to_pylist() for c in batch.columns), strict=True)
        for place, cells in zip(places.tolist(), lines, strict=True):
            what = self._what(list(cells))
            if what != "":
                keep[place] = False
                if what in self.told:
                    self.told[what].add(int(batch.rows[place]))
        return keep

    def problems(self) -> Iterable[Problem]:
        """What was left out."""
        for what, rows in self.told.items():
            if len(rows) > 0:
                first = sorted(rows)
                named = ", ".join(f"{r}" for r in first[:10]) + (" ..." if len(first) > 10 else "")
                yield Problem(self.part.where(row=first[0]), what,
                              f"{_SAID[what]} are no rows and are not taken: {len(first):,}, row {named}")

    def _suspects(self, batch: Batch, filled: np.ndarray) -> np.ndarray:
        """Rows worth a closer look: with few cells, or opening like a total, or like the header."""
        import pyarrow.compute as pc

        found = (filled == 1) & (self._typical > 1)
        few = np.flatnonzero((filled > 1) & (filled <= self._typical // 2))
        for column in batch.columns if len(few) > 0 else ():
            found[few] |= np.asarray(pc.match_substring_regex(column.take(few), _opening()))
        looked = {0, self.serial} - {None}
        for column in looked:
            cells = batch.columns[column]  # type: ignore[index]
            likely = np.flatnonzero(may_open(cells))
            found[likely] |= np.asarray(pc.match_substring_regex(cells.take(likely), _opening()))
        if self.serial is not None:
            found |= self._headings(batch.columns[self.serial])
        for header in self.part.header.raw:
            longest = max(range(len(header)), key=lambda i: len(header[i]))
            if longest < len(batch.columns):
                found |= np.asarray(pc.equal(batch.columns[longest], header[longest]))
        return np.flatnonzero(found)

    def _headings(self, serials: pa.Array) -> np.ndarray:
        """Rows whose serial cell is itself a header: another table begins there."""
        import pyarrow.compute as pc

        wordy = np.flatnonzero(~_is_digit(last_byte(serials)))
        wordy = wordy[~np.asarray(pc.match_substring_regex(serials.take(wordy), r"^$|\d"))]
        found = np.zeros(len(serials), bool)
        coded = whole(serials.take(wordy)).dictionary_encode()
        known = [i for i, text in enumerate(coded.dictionary.to_pylist())
                 if len(text) > 3 and names().get(plain(text)) == "serial"]
        if len(known) > 0:
            found[wordy[np.isin(np.asarray(coded.indices), known)]] = True
        return found

    def _what(self, cells: list[str]) -> str:
        filled = [(i, c.strip()) for i, c in enumerate(cells) if c.strip() != ""]
        if len(filled) == 0:
            return "blank"
        words = tuple(plain(c) for c in cells)
        if any(self._repeats(words, header) for header in self._headers) or (
                len(filled) > 1 and score(cells) * 2 > len(filled)):
            return HEADER
        serial = "" if self.serial is None else cells[self.serial].strip()
        if _opens(filled[0][1], "totals") and not self._is_serial(serial, filled[0]):
            return TOTAL
        if any(_opens(text, "totals") for _, text in filled) and not self._is_serial(serial, filled[0]) and (
                len(filled) <= max(2, self._typical // 2)):
            return TOTAL
        if len(filled) == 1 and self._is_label(*filled[0]):
            return LEGEND
        return LEGEND if len(filled) <= 2 < self._typical and _opens(filled[0][1], "legends") and serial == "" else ""

    def _repeats(self, words: tuple[str, ...], header: tuple[str, ...]) -> bool:
        same = sum(a == b != "" for a, b in zip(words, header, strict=False))
        return same >= 1 and same == sum(w != "" for w in words) and same * 2 > sum(h != "" for h in header)

    def _is_serial(self, serial: str, first: tuple[int, str]) -> bool:
        """Whether the serial cell of a row that opens like a total is a serial all the same, and not its number."""
        letters = any(c.isalpha() for c in serial) and any(c.isdigit() for c in serial)
        return letters and first[0] != self.serial

    def _is_label(self, column: int, text: str) -> bool:
        """Whether the only cell of a row is a label: not a serial, not a row's own number."""
        if column == self.record:
            return False
        if column == self.serial or self._typical < 3:
            prose = len(text.split()) > 3 and not any(c.isdigit() for c in text)
            return (_opens(text, "legends") and (":" in text or len(text.split()) > 2)) or (prose and self._typical > 1)
        return True


def lengths(column: object) -> np.ndarray:
    """The length in bytes of each cell of a string column without nulls."""
    import pyarrow.compute as pc

    return np.asarray(pc.binary_length(column))


# Most cells are decided by a byte or two, and a pattern costs a hundred times as much.


def may_open(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """Whether each cell may open like a total or a legend, by its first two bytes: no cell that does is left out."""
    first, second = (_byte(column, place) for place in (0, 1))
    likely = _pairs_open()[first.astype(np.int64) << 8 | second]
    return np.asarray(likely & (lengths(column) > 0))


def last_byte(column: pa.Array | pa.ChunkedArray) -> np.ndarray:
    """The last byte of each cell, 0 of an empty one."""
    return _byte(column, -1)


def _byte(column: pa.Array | pa.ChunkedArray, place: int) -> np.ndarray:
    """A byte of each cell, counted from its start or from its end; 0 where the cell is too short."""
    cells = whole(column)
    _, offsets, letters = cells.buffers()
    bounds = np.frombuffer(offsets, np.int32)[cells.offset:cells.offset + len(cells) + 1].astype(np.int64)
    at = bounds[:-1] + place if place >= 0 else bounds[1:] + place
    inside = (at >= bounds[:-1]) & (at < bounds[1:])
    raw = np.frombuffer(letters if letters is not None else b"", np.uint8)
    found = np.zeros(len(cells), np.uint8)
    found[inside] = raw[at[inside]]
    return found


def _is_digit(byte: np.ndarray) -> np.ndarray:
    return (byte >= ord("0")) & (byte <= ord("9"))


@cache
def _pairs_open() -> np.ndarray:
    """Which pairs of first bytes a total or a legend may open with: signs and letters that are not ASCII always, two
    letters if an opening begins with them, one letter and a sign if one begins with it."""
    table = np.ones((256, 256), bool)
    plain_letters = [*range(ord("0"), ord("9") + 1), *range(ord("A"), ord("Z") + 1), *range(ord("a"), ord("z") + 1)]
    starts = [re.sub(r"[\s_.-]", "", words) for words in _starts()]
    seconds: dict[str, str] = {}
    for start in starts:
        seconds[start[0]] = seconds.get(start[0], "") + start[1:2]
    for first in plain_letters:
        after = seconds.get(chr(first).lower(), "")
        for second in plain_letters:
            table[first, second] = chr(second).lower() in after
        if after == "":
            table[first] = False
    return table.reshape(-1)


def _opens(text: str, kind: str) -> bool:
    words = plain(text).split()
    return any(" ".join(words[:n]) in openings(kind) for n in range(1, min(4, len(words)) + 1))


@cache
def _opening() -> str:
    loose = "|".join(re.escape(w).replace(r"\ ", r"[\s_.-]*") for w in _starts())
    return rf"(?i)^[^\pL\d]*(?:{loose})(?:[^\pL]|$)"


@cache
def _starts() -> tuple[str, ...]:
    return tuple(sorted({w for kind in ("totals", "legends") for w in table("rows")[kind]["starts"]}))
