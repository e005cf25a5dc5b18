"""`SerialIndex`: a register's serials, searched completely within two edits.

    index = SerialIndex.build(serials)          # any column of strings
    index.search(["?61??5", "AO142709"])        # the cheapest marks: reading record edits cost
    index.matches(readings, max_edits=2)        # every pair within the bound: reading record edits
    index.counts(readings)                      # how many marks: reading edits0 edits1 edits2
    index.rows(record)                          # all rows with that mark

A **record** stands for a mark: it is the first row where that mark is. Two rows hold the same mark if their
symbols are equal (`alphabet`: case, width, separators and the script of digits do not count, look-alikes do).
**Edits** are counted over look-alike classes (OSA: one symbol changed, missed, too many, or two neighbours
swapped, none edited twice); `?` is one edit whatever stands opposite; what `*` hides is so many symbols missed.
**Cost** is the least weighted sum over the symbols as written (`cost`).
"""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import replace
from functools import cached_property
from pathlib import Path
from typing import Any, Final

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reclaim.model.errors import UsageError
from reclaim.trace import layout, storage
from reclaim.trace.abreast import each, thread_count
from reclaim.trace.alphabet import Alphabet
from reclaim.trace.column import chunks, plain, string_column
from reclaim.trace.cost import UNIT, CostTable
from reclaim.trace.kernels_affix import rank_affixes
from reclaim.trace.kernels_rank import Best, rank_within
from reclaim.trace.readings import Readings, encode
from reclaim.trace.segment import Segment
from reclaim.trace.tails import tail_table

MAX_EDITS: Final = 2

READINGS_AT_ONCE: Final = 1 << 16
"""So many readings share one set of result arrays."""

READINGS_A_CALL: Final = 1 << 9
"""So many a kernel call: enough to forget the call's own cost, few enough to share among threads."""

SEATS: Final = 1 << 13
"""First guess at twice the heads that one reading can find; grown when a reading finds more."""

PAIRS: Final = 1 << 16
"""First guess at the pairs of one kernel call."""

NO_LIMIT: Final = 1 << 40

DEFAULT_COSTS: Final = CostTable()


class SerialIndex:
    """An index over the distinct marks of a register; it does not change, `append` gives another."""

    def __init__(self, alphabet: Alphabet, segments: list[Segment]) -> None:
        self.alphabet = alphabet
        self.segments = segments
        self._costs: tuple[CostTable, str, layout.Costs] | None = None

    @classmethod
    def build(cls, serials: Any, *, threads: int | None = None) -> SerialIndex:
        """The index of a column of serials: Arrow, Polars, pandas, NumPy, or a list of strings and `None`.

        Null cells, cells without a letter or digit, and cells of more than 60 symbols are not indexed
        (`unindexed` counts them). Raises `UsageError` if it is no column of strings.
        """
        return cls(Alphabet(), []).append(serials, threads=threads)

    def append(self, serials: Any, *, threads: int | None = None) -> SerialIndex:
        """This index with further rows: the segments of this one, and one for the marks that are new."""
        from reclaim.trace.build import build_segment

        threads = thread_count(threads)
        arrays, characters = plain(string_column(serials))
        alphabet = self.alphabet.grown(characters)
        grown = SerialIndex(alphabet, list(self.segments))
        letters = alphabet.letters(characters)
        total = sum(len(array) for array in arrays)
        known = grown._known(arrays, threads)
        if known is not None:
            arrays = without(arrays, known)
        segment = build_segment(chunks(arrays), letters, self.row_count, threads)
        if known is not None:
            segment = with_earlier(segment, known)
        if total > 0 or len(grown.segments) == 0:
            grown.segments.append(segment)
        return grown

    def _known(self, arrays: list[pa.Array], threads: int) -> np.ndarray | None:
        """int64: the record that each new row repeats, or -1; None if there are no earlier rows."""
        if self.mark_count == 0:
            return None
        from reclaim.trace.kernels_exact import known_records

        found = []
        for array in arrays:
            readings = encode(array, self.alphabet, self._letters)
            records = np.full(readings.count, -1, np.int64)
            for segment in self.segments:
                self._run(
                    known_records, readings, segment, self._cost_args(None, readings, segment), (records,), threads
                )
            found.append(records)
        return np.concatenate(found) if len(found) > 0 else np.empty(0, np.int64)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Write the index into a folder of its own; segments that are there already are not written again."""
        storage.save(Path(path), self.alphabet.symbols, self.segments)

    @classmethod
    def open(cls, path: str | os.PathLike[str]) -> SerialIndex:
        """Map a saved index into memory: milliseconds, and shared with other processes that do the same.

        Raises `InputError` if there is none, it is cut short, or of another version.
        """
        symbols, segments = storage.load(Path(path))
        return cls(Alphabet(symbols), segments)

    @property
    def row_count(self) -> int:
        """Rows of the register, indexed or not."""
        return sum(segment.row_count for segment in self.segments)

    @property
    def mark_count(self) -> int:
        """Distinct marks."""
        return sum(segment.mark_count for segment in self.segments)

    @property
    def nbytes(self) -> int:
        """Bytes of the index, spellings included."""
        return sum(segment.nbytes for segment in self.segments)

    @property
    def unindexed(self) -> dict[str, int]:
        """Rows that are not indexed: `blank` (null, or no letter or digit) and `too_long`."""
        nulls_or_blank = self.row_count - sum(row_total(segment) for segment in self.segments)
        too_long = sum(segment.too_long for segment in self.segments)
        return {"blank": nulls_or_blank - too_long, "too_long": too_long}

    def search(
        self,
        readings: Any,
        top: int = 10,
        *,
        costs: CostTable | None = None,
        max_cost: float | None = None,
        progressive: bool = False,
        affixes: bool = True,
        threads: int | None = None,
    ) -> pa.Table:
        """The cheapest marks for each reading: `reading record edits cost`, best first.

        Of equal cost the mark of fewer edits comes first, then the earlier record. Looked at are **all** marks
        within two edits; with `affixes`, all that lost a run of three or more symbols at one end or had one
        glued on, four or more symbols being left and read without an edit; and, for a reading with `*` or with
        three or more `?`, all that fit it. So no mark is missed that costs less than the cheapest three edits.
        With `max_cost` marks that cost more are left out. `progressive` is quicker: where `top` marks are within
        one edit, those at two edits are not looked at.
        """
        if top < 1:
            raise UsageError(f"top is {top}", mend="ask for one mark or more")
        encoded = encode(readings, self.alphabet, self._letters)
        most_cost = NO_LIMIT if max_cost is None else int(np.floor(max_cost * UNIT + 1e-6))
        tables = [
            self._search_part(part, first, top, costs, most_cost, progressive, affixes, thread_count(threads))
            for first, part in parts_of(encoded)
        ]
        return pa.concat_tables(tables)

    def _search_part(
        self, readings: Readings, first: int, top: int, costs: CostTable | None, most_cost: int,
        progressive: bool, affixes: bool, threads: int,
    ) -> pa.Table:  # fmt: skip
        count = readings.count
        best = Best(
            np.zeros((count, top), np.int64), np.zeros((count, top), np.int8), np.zeros((count, top), np.int64),
            np.zeros(count, np.int64), np.zeros(count, np.int64), most_cost,
        )  # fmt: skip
        for first_edits, most in ((0, 1), (2, 2)):
            for segment in self.segments:
                args = (*self._cost_args(costs, readings, segment), first_edits, most, progressive)
                self._run(rank_within, readings, segment, args, (best,), threads)
        if affixes:
            for segment in self.segments:
                self._run(rank_affixes, readings, segment, self._cost_args(costs, readings, segment), (best,), threads)
        self._search_patterns(readings, costs, best, threads)
        taken = np.arange(top) < best.count[:, None]
        return pa.table(
            {
                "reading": first + np.repeat(np.arange(count), best.count),
                "record": best.record[taken],
                "edits": best.edits[taken],
                "cost": (best.cost[taken] / UNIT).astype(np.float32),
            }
        )

    def _search_patterns(self, readings: Readings, costs: CostTable | None, best: Best, threads: int) -> None:
        wanted = readings.patterns()
        if len(wanted) == 0:
            return
        from reclaim.trace.kernels_pattern import rank_patterns

        for segment in self.segments:
            table, first_row, base = self._cost_args(costs, readings, segment)

            def scan(some: np.ndarray, segment: Segment = segment, args: Any = (table, first_row, base)) -> None:
                rank_patterns(readings.symbols, readings.starts, some, segment.heads, readings.letters, *args, best)

            each(scan, np.array_split(wanted, min(len(wanted), 4 * threads)), threads)

    def matches(self, readings: Any, max_edits: int = 2, *, threads: int | None = None) -> pa.Table:
        """Every pair of a reading and a mark within `max_edits` (0 to 2) edits: `reading record edits`."""
        check_edits(max_edits)
        encoded = encode(readings, self.alphabet, self._letters)
        found = [
            pairs
            for segment in self.segments
            for pairs in self._pairs(encoded, segment, max_edits, thread_count(threads))
        ]
        reading, record, edits = (
            np.concatenate([part[column] for part in found] + [np.empty(0, kind)])
            for column, kind in enumerate((np.int64, np.int64, np.int8))
        )
        order = np.lexsort((record, edits, reading))
        return pa.table({"reading": reading[order], "record": record[order], "edits": edits[order]})

    def _pairs(
        self, readings: Readings, segment: Segment, most: int, threads: int
    ) -> list[tuple[np.ndarray, np.ndarray, np.ndarray]]:
        from reclaim.trace.kernels_pairs import pairs_within

        spans = call_spans(readings.count)
        out: list[list[tuple[np.ndarray, np.ndarray, np.ndarray]]] = [[] for _ in spans]

        def find(place: int) -> None:
            (begin, end), seats, room = spans[place], SEATS, PAIRS
            while begin < end:
                pairs = (np.empty(room, np.int64), np.empty(room, np.int64), np.empty(room, np.int8))
                written = np.zeros(2, np.int64)
                done = pairs_within(
                    readings.symbols, readings.starts, begin, end, *segment_args(segment), readings.letters,
                    tail_table(), most, seats, segment.rows.first_row, *pairs, written,
                )  # fmt: skip
                kept = int(written[0])
                out[place].append((pairs[0][:kept], pairs[1][:kept] + segment.first_row, pairs[2][:kept]))
                room = max(room, int(written[1]))
                if done == begin and written[1] == 0:
                    seats *= 4
                begin = done

        each(find, range(len(spans)), threads)
        return [pairs for part in out for pairs in part]

    def counts(self, readings: Any, *, threads: int | None = None) -> pa.Table:
        """How many marks lie at exactly 0, 1 and 2 edits of each reading: `reading edits0 edits1 edits2`."""
        from reclaim.trace.kernels_pairs import count_within

        encoded = encode(readings, self.alphabet, self._letters)
        counts = np.zeros((encoded.count, MAX_EDITS + 1), np.int64)
        for segment in self.segments:
            self._run(count_within, encoded, segment, (MAX_EDITS,), (counts,), thread_count(threads))
        columns = {f"edits{edits}": counts[:, edits] for edits in range(MAX_EDITS + 1)}
        return pa.table({"reading": np.arange(encoded.count), **columns})

    def rows(self, record: int) -> np.ndarray:
        """int64, ascending: all rows with the mark of a record. Raises `UsageError` if it is no record."""
        for place, segment in enumerate(self.segments):
            local = int(record) - segment.first_row
            if 0 <= local < segment.row_count and is_record(segment, local):
                later = [earlier_rows(other, int(record)) for other in self.segments[place + 1 :]]
                return np.concatenate([own_rows(segment, local), *later])
        raise UsageError(f"{record} is not the first row of a mark", mend="give a record that a search returned")

    @cached_property
    def _letters(self) -> layout.Letters:
        return self.alphabet.letters(set())

    def _cost_args(
        self, costs: CostTable | None, readings: Readings, segment: Segment
    ) -> tuple[layout.Costs, Any, int]:
        """The costs for the alphabet of the readings (the last ones are kept), and how rows become records."""
        table, symbols = DEFAULT_COSTS if costs is None else costs, readings.alphabet.symbols
        kept = self._costs
        if kept is None or kept[0] is not table or kept[1] != symbols:
            self._costs = kept = (table, symbols, table.arrays(readings.alphabet))
        return kept[2], segment.rows.first_row, segment.first_row

    def _run(
        self, kernel: Callable[..., int], readings: Readings, segment: Segment,
        args: tuple[Any, ...], out: tuple[Any, ...], threads: int,
    ) -> None:  # fmt: skip
        """Run a kernel over all readings, with more seats where a reading needs them."""

        def call(span: tuple[int, int]) -> None:
            (begin, end), seats = span, SEATS
            while begin < end:
                begin = kernel(
                    readings.symbols, readings.starts, begin, end, *segment_args(segment), readings.letters,
                    tail_table(), *args, seats, *out,
                )  # fmt: skip
                seats *= 4

        each(call, call_spans(readings.count), threads)


def segment_args(segment: Segment) -> tuple[layout.Heads, layout.Table, layout.Table]:
    """What every kernel takes of a segment."""
    return segment.heads, segment.tailed, segment.tail_less


def call_spans(count: int) -> list[tuple[int, int]]:
    """Readings cut into kernel calls."""
    return [(begin, min(begin + READINGS_A_CALL, count)) for begin in range(0, count, READINGS_A_CALL)]


def parts_of(readings: Readings) -> list[tuple[int, Readings]]:
    """Readings cut into parts that share result arrays, each with the number of its first; at least one."""
    return [
        (begin, replace(readings, starts=readings.starts[begin : begin + READINGS_AT_ONCE + 1]))
        for begin in range(0, max(readings.count, 1), READINGS_AT_ONCE)
    ]



def check_edits(most: int) -> None:
    """Raises `UsageError` unless `most` is 0, 1 or 2."""
    if most not in range(MAX_EDITS + 1):
        raise UsageError(f"max_edits is {most}", mend="0, 1 or 2")


def is_record(segment: Segment, local: int) -> bool:
    """Whether a row is the first of its mark."""
    return bool(segment.rows.is_record[local >> 3] >> (local & 7) & 1)


def own_rows(segment: Segment, local: int) -> np.ndarray:
    """The rows of a record within its own segment."""
    rows = segment.rows
    place = int(np.searchsorted(rows.repeated, local))
    more = np.empty(0, np.int64)
    if place < len(rows.repeated) and rows.repeated[place] == local:
        more = rows.more_rows[rows.more_start[place] : rows.more_start[place + 1]].astype(np.int64)
    return np.asarray(np.concatenate([[local], more]) + segment.first_row, np.int64)


def earlier_rows(segment: Segment, record: int) -> np.ndarray:
    """The rows of a segment that repeat a record of an earlier one."""
    rows = segment.rows
    place = int(np.searchsorted(rows.earlier, record))
    if place == len(rows.earlier) or rows.earlier[place] != record:
        return np.empty(0, np.int64)
    found = rows.earlier_rows[rows.earlier_start[place] : rows.earlier_start[place + 1]]
    return np.asarray(found, np.int64) + segment.first_row


def row_total(segment: Segment) -> int:
    """Rows of a segment that hold a mark."""
    rows = segment.rows
    return len(rows.first_row) + len(rows.more_rows) + len(rows.earlier_rows)


def without(arrays: list[pa.Array], known: np.ndarray) -> list[pa.Array]:
    """The column with nulls where a row repeats an earlier mark."""
    out, at = [], 0
    for array in arrays:
        new = pa.array(known[at : at + len(array)] < 0)
        out.append(pc.if_else(new, array, pa.scalar(None, array.type)))
        at += len(array)
    return out


def with_earlier(segment: Segment, known: np.ndarray) -> Segment:
    """A segment that also knows which of its rows repeat which earlier record."""
    again = np.flatnonzero(known >= 0)
    order = again[np.argsort(known[again], kind="stable")]
    records, starts = np.unique(known[order], return_index=True)
    rows = segment.rows._replace(
        earlier=records.astype(np.int64),
        earlier_start=np.append(starts, len(order)).astype(np.uint32),
        earlier_rows=order.astype(np.uint32),
    )
    return Segment(
        segment.heads, segment.tailed, segment.tail_less, rows,
        segment.first_row, segment.row_count, segment.blank, segment.too_long,
    )  # fmt: skip
