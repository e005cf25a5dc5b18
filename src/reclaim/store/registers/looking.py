"""A look at the cells of a column: what is doubtful in them, counted, with the first row of each."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np

from reclaim.model.register import Column, Fate
from reclaim.store.registers import dates, personal, quantities
from reclaim.store.registers.footing import lengths
from reclaim.store.registers.grid import DATE, ERROR, FORMULA, FORMULA_EMPTY, LOST, NUMBER, Batch, whole

if TYPE_CHECKING:
    import pyarrow as pa

LONG_CELL = 100_000
_LONG_SERIAL = 200
# Of a batch, about so many rows are looked at for columns of names and of persons' numbers.
LOOKED_AT = 1024
# A column whose cells have so many bytes, on average, may be prose.
_PROSE_LENGTH = 12
_ODD = r"[,;/|+&\n\r\x00]|\d\.\d|[eE]\+|\.0+$|[#]| (?:OR|or|AND|and|e|y|et|и|و|ou|o) "
_DAMAGED = re.compile(r"\d+(?:\.\d+)?[eE]\+?\d+|\d+\.0+")
_BETWEEN = re.compile(r"\s*[,;/|+&\n\r]\s*|\s+(?:and|e|y|et|и|و)\s+", re.IGNORECASE)
_ONE = re.compile(r"(?=(?:.*\d){3})[\w?*#-]{4,16}")


@dataclass(slots=True)
class Tally:
    """What was met in one column: counts of cells by what they are, and the first row of each."""

    filled: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    first: dict[str, int] = field(default_factory=dict)
    dates: dates.Evidence = field(default_factory=dates.Evidence)
    naming: int = 0
    personal: str = ""

    def note(self, kind: str, row: int, times: int = 1) -> None:
        """Count `times` cells of a kind, first in `row`."""
        self.counts[kind] += times
        self.first[kind] = min(row, self.first.get(kind, row))


def look(meaning: Column, column: int, tally: Tally, batch: Batch) -> None:
    """Look at the cells of one column of a batch, and count what is met."""
    cells, rows = batch.columns[column], batch.rows
    size = lengths(cells)
    tally.filled += int((size > 0).sum())
    for place in np.flatnonzero(size > LONG_CELL)[:5].tolist():
        tally.note("long_cell", int(rows[place]))
    if batch.kinds is not None:
        _look_at_kinds(tally, batch.kinds[column], rows)
    if meaning.fate is Fate.KEPT and tally.personal == "":
        _look_for_persons(tally, cells, size)
    if meaning.fate is not Fate.BECAME:
        return
    match meaning.target.split(" ")[0]:
        case "serial" | "mark":
            _look_at_serials(tally, cells, rows)
        case "date":
            _look_at_dates(tally, column, batch, order=meaning.order)
        case "quantity":
            _look_at_quantities(tally, cells, rows)


def _look_for_persons(tally: Tally, cells: pa.Array, size: np.ndarray) -> None:
    """Persons inside of texts are looked for everywhere, columns of their names and numbers in a part of the rows."""
    import pyarrow.compute as pc

    step = max(1, len(cells) // LOOKED_AT)
    some = cells if step == 1 else cells.take(np.arange(0, len(cells), step))
    tally.personal = personal.by_content(some.to_pylist()) or ""
    if int(size.sum()) > _PROSE_LENGTH * int((size > 0).sum()):
        tally.naming += int(pc.sum(pc.match_substring_regex(cells, personal.prose_pattern())).as_py() or 0)
        if personal.in_prose(tally.naming, tally.filled):
            tally.personal = personal.PROSE


def _look_at_kinds(tally: Tally, kinds: np.ndarray, rows: np.ndarray) -> None:
    for name, met in (("number", kinds & 7 == NUMBER), ("error", kinds & 7 == ERROR), ("formula", kinds & FORMULA > 0),
                      ("formula_empty", kinds & FORMULA_EMPTY > 0), ("lost_digits", kinds & LOST > 0),
                      ("day", kinds & 7 == DATE)):
        count = int(met.sum())
        if count > 0:
            tally.note(name, int(rows[np.argmax(met)]), count)


def _look_at_serials(tally: Tally, cells: pa.Array, rows: np.ndarray) -> None:
    import pyarrow.compute as pc

    odd = np.flatnonzero(np.asarray(pc.match_substring_regex(cells, _ODD)))
    for place, text in zip(odd.tolist(), cells.take(odd).to_pylist(), strict=True):
        if len(text) > _LONG_SERIAL:
            continue
        if _DAMAGED.fullmatch(text.strip()):
            tally.note("damaged", int(rows[place]))
        elif sum(_ONE.fullmatch(t) is not None for t in _BETWEEN.split(text.strip())) > 1:
            tally.note("several", int(rows[place]))
        if "\x00" in text:
            tally.note("null_character", int(rows[place]))


def _look_at_dates(tally: Tally, column: int, batch: Batch, *, order: str) -> None:
    import pyarrow.compute as pc

    cells = batch.columns[column]
    if order == dates.YYDDD:
        return
    found = pc.dictionary_encode(whole(cells))
    codes = np.asarray(found.indices)
    times = np.bincount(codes, minlength=len(found.dictionary))
    first = np.zeros(len(found.dictionary), np.int64)
    first[codes[::-1]] = np.arange(len(codes) - 1, -1, -1)
    known = {place for c, place in batch.days if c == column}
    days = set() if batch.kinds is None else set(np.flatnonzero(batch.kinds[column] & 7 == DATE).tolist())
    for text, count, place in zip(found.dictionary.to_pylist(), times.tolist(), first.tolist(), strict=True):
        if place not in known and place not in days:
            tally.dates.add(text, count, int(batch.rows[place]))


def _look_at_quantities(tally: Tally, cells: pa.Array, rows: np.ndarray) -> None:
    import pyarrow.compute as pc

    found = pc.dictionary_encode(whole(cells))
    bad = [i for i, text in enumerate(found.dictionary.to_pylist())
           if text.strip() != "" and quantities.read(text) is None]
    if len(bad) > 0:
        places = np.flatnonzero(np.isin(np.asarray(found.indices), bad))
        tally.note("no_quantity", int(rows[places[0]]), len(places))
