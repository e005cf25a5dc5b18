"""What the search must answer, worked out in the plainest way: every reading against every serial.

Nothing here is shared with the search but the look-alike classes and the cost table's numbers.
"""

from __future__ import annotations

import re
from functools import cache

import numpy as np

from reclaim.marks.lookalike import symbol
from reclaim.trace.alphabet import spelled
from reclaim.trace.cost import CostTable

FAR = 99


def marks(text: str | None) -> str:
    """The symbols of a text as written: two rows are equal if these are."""
    return "".join(spelled(char) for char in text or "")


def reading_key(text: str) -> list[str]:
    """Classes of a reading; `?` equals nothing, `*` hides symbols and is none."""
    return ["unread" if char == "?" else symbol(char) for char in marks(text) if char != "*"]


def serial_key(text: str) -> list[str]:
    """Classes of a registered serial; `?` and `*` equal nothing."""
    return [f"registered {char}" if char in "?*" else symbol(char) for char in marks(text)]


def osa(one: list[str], other: list[str]) -> int:
    """Optimal string alignment distance, from its definition."""
    rows = {(i, 0): i for i in range(len(one) + 1)} | {(0, j): j for j in range(len(other) + 1)}
    for i in range(1, len(one) + 1):
        for j in range(1, len(other) + 1):
            differ = int(one[i - 1] != other[j - 1])
            best = min(rows[i - 1, j] + 1, rows[i, j - 1] + 1, rows[i - 1, j - 1] + differ)
            if i > 1 and j > 1 and one[i - 1] == other[j - 2] and one[i - 2] == other[j - 1]:
                best = min(best, rows[i - 2, j - 2] + 1)
            rows[i, j] = best
    return rows[len(one), len(other)]


class Register:
    """A register as the oracle sees it."""

    def __init__(self, serials: list[str | None]) -> None:
        self.rows: dict[int, list[int]] = {}
        first: dict[str, int] = {}
        for row, text in enumerate(serials):
            mark = marks(text)
            if 0 < len(mark) <= 60:
                self.rows.setdefault(first.setdefault(mark, row), []).append(row)
        self.marks = {record: marks(serials[record]) for record in self.rows}
        self.records = np.array(sorted(self.marks), np.int64)
        self.codes: dict[str, int] = {}
        self.asked: dict[str, dict[int, int]] = {}
        keys = [self._coded(serial_key(self.marks[record])) for record in self.records.tolist()]
        self.lengths = np.array([len(key) for key in keys], np.int64)
        width = max(map(len, keys), default=0)
        self.keys = np.array([key + [-1] * (width - len(key)) for key in keys], np.int64).reshape(len(keys), width)

    def _coded(self, key: list[str]) -> list[int]:
        return [self.codes.setdefault(name, len(self.codes)) for name in key]

    def edits(self, reading: str) -> np.ndarray:
        """OSA edits to every record, all records at once."""
        key = [self.codes.get(name, -2) for name in reading_key(reading)]
        width = self.keys.shape[1]
        rows = [np.broadcast_to(np.arange(width + 1), (len(self.records), width + 1)).copy()]
        for i, code in enumerate(key, start=1):
            row = np.empty_like(rows[0])
            row[:, 0] = i
            for j in range(1, width + 1):
                best = np.minimum(rows[i - 1][:, j], row[:, j - 1]) + 1
                best = np.minimum(best, rows[i - 1][:, j - 1] + (self.keys[:, j - 1] != code))
                if i > 1 and j > 1:
                    crossed = (self.keys[:, j - 2] == code) & (self.keys[:, j - 1] == key[i - 2])
                    best = np.where(crossed, np.minimum(best, rows[i - 2][:, j - 2] + 1), best)
                row[:, j] = best
            rows.append(row)
        return rows[len(key)][np.arange(len(self.records)), self.lengths]

    def within(self, reading: str, most: int) -> dict[int, int]:
        """Records within so many edits, with their edits; none for a reading without symbols."""
        if reading not in self.asked:
            edits = self.edits(reading) if len(reading_key(reading)) > 0 else np.full(len(self.records), FAR)
            self.asked[reading] = {int(self.records[at]): int(edits[at]) for at in np.flatnonzero(edits <= 2)}
        return {record: edits for record, edits in self.asked[reading].items() if edits <= most}

    def best(self, reading: str, top: int, table: CostTable) -> list[tuple[float, int, int]]:
        """The cheapest marks within two edits: (cost, edits, record)."""
        found = self.within(reading, 2)
        return sorted((cost(reading, self.marks[at], table), edits, at) for at, edits in found.items())[:top]

    def affixed(self, reading: str, table: CostTable) -> list[tuple[float, int, int]]:
        """Marks that lost a run of three or more at one end, or had one glued on, four or more being left."""
        if "?" in reading or "*" in reading:
            return []
        read, out = reading_key(reading), []
        for record, mark in self.marks.items():
            run, key = len(mark) - len(read), serial_key(mark)
            longer, shorter = (key, read) if run > 0 else (read, key)
            if abs(run) < 3 or len(shorter) < 4:
                continue
            spelling = marks(reading)
            costs = []
            if longer[abs(run) :] == shorter:
                costs.append((spelling, mark[run:]) if run > 0 else (spelling[-run:], mark))
            if longer[: len(shorter)] == shorter:
                costs.append((spelling, mark[: len(shorter)]) if run > 0 else (spelling[: len(shorter)], mark))
            if len(costs) > 0:
                least = min(sum(table.substitution(a, b) for a, b in zip(*pair, strict=True)) for pair in costs)
                out.append((rounded(table.affix + abs(run) * table.affix_symbol + least), abs(run), record))
        return out

    def fitting(self, reading: str) -> dict[int, int]:
        """Marks that a reading with `?` and `*` fits, three edits or more away, with their edits."""
        elements = marks(reading)
        if elements.strip("*") == "":
            return {}  # it says nothing
        pattern = "".join(
            "(.*)" if char == "*" else "(.)" if char == "?" else re.escape(symbol(char)) for char in elements
        )
        out = {}
        for record, mark in self.marks.items():
            folded = "".join(char if char in "?*" else symbol(char) for char in mark)
            shown = folded.replace("?", "\ue000").replace("*", "\ue001")
            if re.fullmatch(pattern, shown, re.DOTALL) is not None:
                hidden = len(mark) - sum(char != "*" for char in elements) + elements.count("?")
                if hidden >= 3:
                    out[record] = hidden
        return out


def cost(reading: str, mark: str, table: CostTable) -> float:
    """Weighted optimal string alignment, from its definition."""
    read = [char for char in marks(reading) if char != "*"]
    read_classes, mark_classes = reading_key(reading), serial_key(mark)

    @cache
    def least(i: int, j: int) -> float:
        if i == 0 and j == 0:
            return 0.0
        ways = []
        if i > 0:
            ways.append(least(i - 1, j) + gap(table, mark_classes, mark[i - 1], i - 1, lost=True))
        if j > 0:
            ways.append(least(i, j - 1) + gap(table, read_classes, read[j - 1], j - 1, lost=False))
        if i > 0 and j > 0:
            ways.append(least(i - 1, j - 1) + table.substitution(read[j - 1], mark[i - 1]))
        theirs, mine = mark_classes[max(i - 2, 0) : i], read_classes[max(j - 2, 0) : j]
        if len(theirs) == len(mine) == 2 and theirs == mine[::-1] and theirs != mine:
            both = table.substitution(read[j - 1], mark[i - 2]) + table.substitution(read[j - 2], mark[i - 1])
            ways.append(least(i - 2, j - 2) + table.swapped + both)
        return min(ways)

    return rounded(least(len(mark), len(read)))


def gap(table: CostTable, classes: list[str], letter: str, at: int, *, lost: bool) -> float:
    """Cost of a symbol that was missed, or that is too many."""
    value = table.missed_symbol.get(letter, table.missed) if lost else table.extra_symbol.get(letter, table.extra)
    if at > 0 and classes[at] == classes[at - 1]:
        value = min(value, table.doubled)
    if at in (0, len(classes) - 1):
        value = min(value, table.at_end)
    return value


def rounded(value: float) -> float:
    """To the thousandths in which the search counts."""
    return round(value, 3)
