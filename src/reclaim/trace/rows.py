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

    def addresses(self, places: Any) -> pa.Array:
        """SNAPSHOT:ROW of the rows at these places."""
        return pc.binary_join_element_wise(self.snapshot, pa.array(self._numbers[places]).cast(pa.string()), ":")


@dataclass(frozen=True)
class Reading:
    """One reading as it was given: its row in the file or the place in the list (from 1), its words, and why it cannot
    be traced ("" if it can); `find` is the case's line that it stands in, if it is of one."""

    row: int
    written: str
    reason: str = ""
    find: str | None = None


@dataclass(frozen=True)
class _Said:
    """What is said: for each reading "in no register", its candidates, and the others if they have a part of it. By
    entry: `reading` and, where it is of one, `candidate` (else -1), int64; `rank`; `is_others` bool."""

    reading: Any
    rank: Any
    candidate: Any
    is_others: Any


def rows(part: Part, readings: Sequence[Reading], weapons: Weapons, tables: Sequence[Table], words: Words,
         notes: Mapping[int, str], coverage: str) -> pa.Table:
    """The rows of a part. `notes` go with the best candidate of a reading (by its place in the part), or, if it has
    none, with "in no register"; `coverage` with every "in no register"."""
    answers = part.answers
    own = readings[part.first : part.first + answers.count]
    said = _said(answers, np.array([r.reason == "" for r in own], bool))
    of_candidate, is_none = said.candidate >= 0, said.rank == 0
    at, entry = _register_rows(said, answers, weapons)
    numbers = np.where(at < 0, -1, weapons.row_tables[np.maximum(at, 0)]) if weapons.rows > 0 else at
    places = np.where(at < 0, -1, weapons.row_places[np.maximum(at, 0)]) if weapons.rows > 0 else at
    weight = answers.mark_bits + answers.field_bits.sum(axis=1)
    values = {
        "reading_row": np.array([r.row for r in own], np.int64)[said.reading], "rank": said.rank,
        "probability": _spread(answers.probability, said.candidate),
        "edits": _spread(answers.edits, said.candidate), "weight_bits": _spread(weight, said.candidate),
    }
    values["probability"][is_none] = answers.none[said.reading[is_none]]
    values["probability"][said.is_others] = answers.others[said.reading[said.is_others]]
    texts = {
        "reading": [r.written for r in own], "verdict": [str(VERDICTS[v]) for v in answers.verdict.tolist()],
        "find": [r.find for r in own],
    }
    candidate = np.full(len(of_candidate), None, object)
    candidate[of_candidate] = _names(answers, weapons, tables)
    candidate[said.is_others] = OTHERS
    columns = {name: pa.array(cells, pa.string()).take(pa.array(said.reading)) for name, cells in texts.items()}
    columns |= {name: pa.array(cells, mask=np.isnan(cells.astype(float))) for name, cells in values.items()}
    columns["candidate"] = pa.array(candidate, pa.string())
    columns["explanation"] = pa.array(_explanations(said, own, answers, words, notes, coverage), pa.string())
    columns = {name: cells.cast(CANDIDATES.field(name).type).take(pa.array(entry)) for name, cells in columns.items()}
    columns |= _of_registers(tables, numbers, places)
    return pa.table([columns[name] for name in CANDIDATES.names], schema=CANDIDATES)


def _said(answers: Answers, asked: Any) -> _Said:
    """`asked` bool by reading: it can be traced."""
    listed = np.where(asked, np.diff(answers.first), 0)
    more = asked & (np.nan_to_num(answers.others) > 0)
    counts = 1 + listed + more
    reading = np.repeat(np.arange(answers.count), counts)
    rank = np.arange(counts.sum()) - np.repeat(np.cumsum(counts) - counts, counts)
    is_others = more[reading] & (rank == counts[reading] - 1)
    of_candidate = (rank > 0) & ~is_others
    candidate = np.where(of_candidate, answers.first[reading] + rank - 1, -1)
    return _Said(reading, rank, candidate, is_others)


def _register_rows(said: _Said, answers: Answers, weapons: Weapons) -> tuple[Any, Any]:
    """For each row of the answer its place in `Weapons.row_places` (-1: of no register), and which entry it is of."""
    begins, ends = weapons.row_starts[answers.weapon], weapons.row_starts[answers.weapon + 1]
    times = np.ones(len(said.candidate), np.int64)
    of_candidate = said.candidate >= 0
    times[of_candidate] = (ends - begins)[said.candidate[of_candidate]]
    entry = np.repeat(np.arange(len(times)), times)
    at = np.full(len(entry), -1, np.int64)
    inside = of_candidate[entry]
    step = np.arange(len(entry)) - np.repeat(np.cumsum(times) - times, times)
    at[inside] = begins[said.candidate[entry[inside]]] + step[inside]
    return at, entry


def _spread(values: Any, candidate: Any) -> Any:
    """float64: the value of the candidate of each entry, not a number where it is of none."""
    out = np.full(len(candidate), np.nan)
    out[candidate >= 0] = values[candidate[candidate >= 0]]
    return out


def _names(answers: Answers, weapons: Weapons, tables: Sequence[Table]) -> list[str]:
    """The name of each candidate: the address of its first row."""
    begins = weapons.row_starts[answers.weapon]
    named: list[str] = _anchors(tables, weapons.row_tables[begins], weapons.row_places[begins]).to_pylist()
    return named


def _explanations(said: _Said, readings: Sequence[Reading], answers: Answers, words: Words, notes: Mapping[int, str],
                  coverage: str) -> list[str]:
    told = np.full(len(said.reading), "", object)
    told[said.candidate >= 0] = words.candidates
    told[said.is_others] = [words.others(n) for n in said.reading[said.is_others].tolist()]
    heads = np.flatnonzero(said.rank == 0).tolist()
    found = (np.diff(answers.first) > 0).tolist()
    for n, (head, reading) in enumerate(zip(heads, readings, strict=True)):
        if reading.reason != "":
            told[head] = f"cannot be traced: {reading.reason}"
            continue
        told[head] = f"{words.none(n)}; {coverage}"
        if n in notes:
            told[head + 1 if found[n] else head] += f"; {notes[n]}"
    return list(told.tolist())


def _of_registers(tables: Sequence[Table], numbers: Any, places: Any) -> dict[str, Any]:
    """What stands in the registers, taken column by column."""
    columns: dict[str, Any] = {}
    for name, words in (("register", [t.register for t in tables]), ("snapshot", [t.snapshot for t in tables])):
        columns[name] = pa.array(words, pa.string()).take(pa.array(numbers, mask=numbers < 0))
    columns["anchor"] = _anchors(tables, numbers, places)
    columns["record"] = pc.coalesce(pa.array(_cells(tables, numbers, places, "record"), pa.string()), columns["anchor"])
    for name in SHOWN:
        columns[name] = pa.array(_cells(tables, numbers, places, name), pa.string())
    return columns


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
    for number, table in enumerate(tables):
        at = np.flatnonzero(numbers == number)
        if len(at) > 0:
            out[at] = table.addresses(places[at]).to_pylist()
    return pa.array(out, pa.string())
