"""Answers as rows of `reclaim trace` (`reclaim.columns.candidates`): one for each register row of a candidate."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
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
    """A snapshot that was searched: its register, its id, and its rows with SHOWN, `row` (their numbers from 1; else the
    places count) and, where there is one, `record`, the register's own number."""

    register: str
    snapshot: str
    rows: pa.Table

    @cached_property
    def _numbers(self) -> Any:
        if "row" in self.rows.column_names:
            return self.rows.column("row").to_numpy()
        return np.arange(1, len(self.rows) + 1)

    def address(self, place: int) -> str:
        """SNAPSHOT:ROW."""
        return f"{self.snapshot}:{self._numbers[place]}"


@dataclass(frozen=True)
class Reading:
    """One reading as it was given: its row in the file or the place in the list (from 1), its words, and why it cannot
    be traced ("" if it can); `find` is the case's line that it stands in, if it is of one."""

    row: int
    written: str
    reason: str = ""
    find: str | None = None


@dataclass
class _Entry:
    """What is said of one answer; a candidate's entry becomes a row for each of its register rows."""

    reading: Reading
    rank: int
    verdict: str
    explanation: str
    probability: float | None = None
    candidate: str | None = None
    edits: int | None = None
    weight: float | None = None


def rows(part: Part, readings: Sequence[Reading], weapons: Weapons, tables: Sequence[Table], words: Words,
         notes: Mapping[int, str], coverage: str) -> pa.Table:
    """The rows of a part. `notes` go with the best candidate of a reading (by its place in the part), or, if it has
    none, with "in no register"; `coverage` with every "in no register"."""
    answers = part.answers
    verdicts, first = answers.verdict.tolist(), answers.first.tolist()
    none, others = answers.none.tolist(), answers.others.tolist()
    candidates = _candidates(answers, weapons, tables)
    entries: list[_Entry] = []
    rows_of: list[tuple[int, ...]] = []
    for n in range(answers.count):
        reading, verdict = readings[part.first + n], str(VERDICTS[verdicts[n]])
        if reading.reason != "":
            entries.append(_Entry(reading, 0, verdict, f"cannot be traced: {reading.reason}"))
            rows_of.append((-1,))
            continue
        note = f"; {notes[n]}" if n in notes else ""
        begin, end = first[n], first[n + 1]
        told = f"{words.none(n)}; {coverage}{note if begin == end else ''}"
        entries.append(_Entry(reading, 0, verdict, told, none[n]))
        rows_of.append((-1,))
        for place in range(begin, end):
            name, span, edits, weight, probability = candidates[place]
            told = words.candidate(place) + (note if place == begin else "")
            entries.append(_Entry(reading, place - begin + 1, verdict, told, probability, name, edits, weight))
            rows_of.append(span)
        if others[n] > 0:
            entries.append(_Entry(reading, end - begin + 1, verdict, words.others(n), others[n], OTHERS))
            rows_of.append((-1,))
    return _table(entries, rows_of, weapons, tables)


def _candidates(answers: Answers, weapons: Weapons, tables: Sequence[Table]) -> list[Any]:
    """For each candidate its name, the places of its rows in `Weapons.row_places`, edits, weight and probability."""
    begins, ends = weapons.row_starts[answers.weapon], weapons.row_starts[answers.weapon + 1]
    number, place = weapons.row_tables[begins].tolist(), weapons.row_places[begins].tolist()
    names = [tables[t].address(p) for t, p in zip(number, place, strict=True)]
    spans = map(tuple, map(range, begins.tolist(), ends.tolist()))
    weight = answers.mark_bits + answers.field_bits.sum(axis=1)
    return list(zip(names, spans, answers.edits.tolist(), weight.tolist(), answers.probability.tolist(), strict=True))


def _table(entries: Sequence[_Entry], rows_of: Sequence[tuple[int, ...]], weapons: Weapons, tables: Sequence[Table]
           ) -> pa.Table:
    """Entries as rows in the schema; what stands in the registers is taken column by column."""
    times = np.fromiter(map(len, rows_of), np.int64, len(rows_of))
    entry = pa.array(np.repeat(np.arange(len(entries)), times))
    at = np.fromiter((n for span in rows_of for n in span), np.int64, int(times.sum()))
    numbers = np.where(at < 0, -1, weapons.row_tables[np.maximum(at, 0)]) if weapons.rows > 0 else at
    places = np.where(at < 0, -1, weapons.row_places[np.maximum(at, 0)]) if weapons.rows > 0 else at
    own: dict[str, list[Any]] = {
        "reading_row": [e.reading.row for e in entries], "reading": [e.reading.written for e in entries],
        "rank": [e.rank for e in entries], "candidate": [e.candidate for e in entries],
        "edits": [e.edits for e in entries], "weight_bits": [e.weight for e in entries],
        "probability": [e.probability for e in entries], "verdict": [e.verdict for e in entries],
        "explanation": [e.explanation for e in entries], "find": [e.reading.find for e in entries],
    }
    columns = {name: pa.array(cells, CANDIDATES.field(name).type).take(entry) for name, cells in own.items()}
    for name, words in (("register", [t.register for t in tables]), ("snapshot", [t.snapshot for t in tables])):
        columns[name] = pa.array(words, pa.string()).take(pa.array(numbers, mask=numbers < 0))
    columns["anchor"] = _anchors(tables, numbers, places)
    columns["record"] = _records(tables, numbers, places, columns["anchor"])
    for name in SHOWN:
        columns[name] = pa.array(_cells(tables, numbers, places, name), pa.string())
    return pa.table([columns[name] for name in CANDIDATES.names], schema=CANDIDATES)


def _cells(tables: Sequence[Table], numbers: Any, places: Any, name: str) -> list[str | None]:
    """The cells of a column as they were written, null where a row is of no register or the cell is empty."""
    out = np.full(len(numbers), None, object)
    for number, table in enumerate(tables):
        at = np.flatnonzero(numbers == number)
        if len(at) > 0 and name in table.rows.column_names:
            cells = table.rows.column(name).take(pa.array(places[at]))
            out[at] = pc.if_else(pc.equal(cells, ""), None, cells).to_pylist()
    return list(out.tolist())


def _anchors(tables: Sequence[Table], numbers: Any, places: Any) -> pa.Array:
    """SNAPSHOT:ROW of each row, by which a decision takes it, whatever the register calls it."""
    out = np.full(len(numbers), None, object)
    for n in np.flatnonzero(numbers >= 0).tolist():
        out[n] = tables[numbers[n]].address(places[n])
    return pa.array(out, pa.string())


def _records(tables: Sequence[Table], numbers: Any, places: Any, anchors: pa.Array) -> pa.Array:
    """The register's own number of each row, else its address."""
    return pc.coalesce(pa.array(_cells(tables, numbers, places, "record"), pa.string()), anchors)
