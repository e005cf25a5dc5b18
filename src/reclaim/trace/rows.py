"""Answers as rows of `reclaim trace` (`reclaim.columns.candidates`): one for each register row of a candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reclaim.columns.candidates import CANDIDATES
from reclaim.model.candidate import OTHERS
from reclaim.trace.answer import VERDICTS, Answers
from reclaim.trace.batch import Part
from reclaim.trace.reasons import Words
from reclaim.trace.weapons import Weapons

SHOWN: Final = ("serial", "make", "model", "calibre", "country")


@dataclass(frozen=True)
class Table:
    """A snapshot that was searched: its register, its id, and its rows with SHOWN and, where there is one, `record`,
    the register's own number."""

    register: str
    snapshot: str
    rows: pa.Table

    def address(self, place: int) -> str:
        """SNAPSHOT:ROW."""
        number = place if "row" not in self.rows.column_names else self.rows.column("row")[place].as_py() - 1
        return f"{self.snapshot}:{number + 1}"


@dataclass(frozen=True)
class Reading:
    """One reading as it was given: its row in the file or the place in the list (from 1), and its words."""

    row: int
    written: str
    reason: str = ""


def rows(part: Part, readings: Sequence[Reading], weapons: Weapons, tables: Sequence[Table], words: Words,
         notes: Mapping[int, str], coverage: Mapping[int, str]) -> pa.Table:
    """The rows of a part. `notes` go with the best candidate of a reading (by its place in the part), `coverage` with
    "in no register"."""
    out = _Columns()
    answers = part.answers
    for n in range(answers.count):
        reading = readings[part.first + n]
        verdict = str(VERDICTS[int(answers.verdict[n])])
        if reading.reason != "":
            out.add(reading, 0, verdict=verdict, explanation=f"cannot be traced: {reading.reason}")
            continue
        begin, end = int(answers.first[n]), int(answers.first[n + 1])
        told = "; ".join(t for t in (words.none(n), coverage.get(n, ""), notes.get(n, "") if end == begin else "")
                         if t != "")
        out.add(reading, 0, verdict=verdict, probability=float(answers.none[n]), explanation=told)
        for place in range(begin, end):
            note = notes.get(n, "") if place == begin else ""
            _candidate(out, reading, place - begin + 1, place, answers, weapons, tables, words, verdict, note)
        if answers.others[n] > 0:
            out.add(reading, end - begin + 1, candidate=OTHERS, verdict=verdict,
                    probability=float(answers.others[n]), explanation=words.others(n))
    return out.table(tables)


def _candidate(out: _Columns, reading: Reading, rank: int, place: int, answers: Answers, weapons: Weapons,
               tables: Sequence[Table], words: Words, verdict: str, note: str) -> None:
    weapon = int(answers.weapon[place])
    of = weapons.rows_of(weapon)
    told = words.candidate(place) + (f"; {note}" if note != "" else "")
    weight = float(answers.mark_bits[place] + answers.field_bits[place].sum())
    name = tables[of[0].table].address(of[0].place)
    for row in of:
        out.add(reading, rank, candidate=name, at=row, edits=int(answers.edits[place]), weight=weight,
                probability=float(answers.probability[place]), verdict=verdict, explanation=told)


class _Columns:
    """Rows while they are gathered; what stands in the registers is taken by column at the end."""

    def __init__(self) -> None:
        self.cells: dict[str, list[Any]] = {name: [] for name in (
            "reading_row", "reading", "rank", "candidate", "edits", "weight_bits", "probability", "verdict",
            "explanation")}
        self.table_of: list[int] = []
        self.place: list[int] = []

    def add(self, reading: Reading, rank: int, *, candidate: str | None = None, at: Any = None,
            edits: int | None = None, weight: float | None = None, probability: float | None = None, verdict: str,
            explanation: str) -> None:
        """One row; `at` is a row of a register."""
        values = (reading.row, reading.written, rank, candidate, edits, weight, probability, verdict, explanation)
        for cells, value in zip(self.cells.values(), values, strict=True):
            cells.append(value)
        self.table_of.append(-1 if at is None else at.table)
        self.place.append(-1 if at is None else at.place)

    def table(self, tables: Sequence[Table]) -> pa.Table:
        """The rows in the schema."""
        numbers, places = np.array(self.table_of, np.int64), np.array(self.place, np.int64)
        columns: dict[str, Any] = dict(self.cells)
        columns["register"] = [None if n < 0 else tables[n].register for n in self.table_of]
        columns["snapshot"] = [None if n < 0 else tables[n].snapshot for n in self.table_of]
        columns["record"] = _records(tables, numbers, places)
        for name in SHOWN:
            columns[name] = _cells(tables, numbers, places, name)
        return pa.table({f.name: pa.array(columns[f.name], f.type) for f in CANDIDATES}, schema=CANDIDATES)


def _cells(tables: Sequence[Table], numbers: Any, places: Any, name: str) -> list[str | None]:
    """The cells of a column as they were written, null where a row is of no register or the cell is empty."""
    out: list[str | None] = [None] * len(numbers)
    for number, table in enumerate(tables):
        at = np.flatnonzero(numbers == number)
        if len(at) > 0 and name in table.rows.column_names:
            cells = pc.take(table.rows.column(name), pa.array(places[at])).to_pylist()
            for n, cell in zip(at.tolist(), cells, strict=True):
                out[n] = cell if cell not in (None, "") else None
    return out


def _records(tables: Sequence[Table], numbers: Any, places: Any) -> list[str | None]:
    own = _cells(tables, numbers, places, "record")
    return [None if n < 0 else cell if cell is not None else tables[n].address(int(place))
            for n, place, cell in zip(numbers.tolist(), places.tolist(), own, strict=True)]
