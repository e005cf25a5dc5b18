"""The weapons of the registers searched: rows with the same mark that agree in make are one.

Hypotheses are weapons, not rows. A weapon is a mark and a make: rows of several registers or snapshots that carry the
same canonical mark, and whose makes agree or are not stated, are one weapon; rows with equal marks whose makes
disagree are several (`shared_mark` says so), and a row without a make joins them only if there is one make to join.
A decision `same` on rows with equal marks joins what the makes keep apart, `different` keeps apart what they join.

Weapons stand in the order of (length, shape, mark, make), where the *shape* says which places hold letters, so that
the serials of a lot stand together: a stretch of them is what chance (`density`) and fields (`fields`) are judged by.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, NamedTuple

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reclaim.trace.agree import Vocabulary
from reclaim.trace.kernels_weapons import join_makes, pack
from reclaim.trace.symbols import Symbols

TEXT_FIELDS: Final = ("make", "model", "calibre", "country")
MISSING: Final = 0
"""Code of a cell that is empty; a date that is not known is NO_DATE."""

NO_DATE: Final = np.iinfo(np.int32).min


class Row(NamedTuple):
    """Where a row stands: the number of its table and its place there."""

    table: int
    place: int


@dataclass(frozen=True)
class Weapons:
    """Weapons in order. Arrays by weapon unless it is said otherwise; nothing here is written to.

    `texts`: the marks, canonical; `codes`, `starts`: the same as symbols. `fields`: codes of the words of
    `vocabularies`, by field; `date` int32 days since 1970, the earliest known. `row_starts` (one more than weapons),
    `row_tables`, `row_places`: the rows of each weapon, in the order of the tables. `marks`: for each weapon, the first
    one with the same mark.
    """

    symbols: Symbols
    texts: Any
    codes: Any
    starts: Any
    fields: Mapping[str, Any]
    vocabularies: Mapping[str, Vocabulary]
    date: Any
    row_starts: Any
    row_tables: Any
    row_places: Any
    marks: Any

    @property
    def count(self) -> int:
        """How many weapons."""
        return len(self.starts) - 1

    @property
    def rows(self) -> int:
        """How many rows with a traceable mark."""
        return len(self.row_tables)

    def only(self, chosen: Any) -> Weapons:
        """Some of them, in their order."""
        lengths, rows = np.diff(self.starts)[chosen], np.diff(self.row_starts)[chosen]
        own = np.repeat(self.row_starts[:-1][chosen], rows) + np.arange(rows.sum()) - np.repeat(np.cumsum(rows) - rows, rows)
        marks = self.marks[chosen]
        return Weapons(
            symbols=self.symbols, texts=self.texts.take(pa.array(chosen)), codes=_taken(self.codes, self.starts, chosen),
            starts=np.append(0, np.cumsum(lengths)).astype(np.int64),
            fields={name: values[chosen] for name, values in self.fields.items()}, vocabularies=self.vocabularies,
            date=self.date[chosen], row_starts=np.append(0, np.cumsum(rows)).astype(np.int64),
            row_tables=self.row_tables[own], row_places=self.row_places[own],
            marks=np.searchsorted(marks, marks).astype(np.int64))

    def mark(self, weapon: int) -> str:
        """The mark of a weapon, canonical."""
        return str(self.texts[weapon].as_py())

    def rows_of(self, weapon: int) -> list[Row]:
        """Its rows."""
        span = range(int(self.row_starts[weapon]), int(self.row_starts[weapon + 1]))
        return [Row(int(self.row_tables[n]), int(self.row_places[n])) for n in span]

    def alike(self, weapons: Any) -> Any:
        """int64: how many weapons bear the mark of each of these; they stand beside each other."""
        own = self.marks[weapons]
        return np.searchsorted(self.marks, own, "right") - np.searchsorted(self.marks, own, "left")


def weapons(tables: Sequence[pa.Table], same: Sequence[tuple[Row, Row]] = (),
            different: Sequence[tuple[Row, Row]] = ()) -> Weapons:
    """The weapons of tables with the columns `canonical` (null: not traceable), TEXT_FIELDS and `date_lo`, as far as
    they have them."""
    columns = _columns(tables)
    symbols = Symbols.of(pc.unique(columns["canonical"]).to_pylist()) if _has_other_letters(columns) else Symbols()
    codes, starts = symbols.encode(columns["canonical"])
    vocabularies, fields = {}, {}
    for name in TEXT_FIELDS:
        vocabularies[name], fields[name] = Vocabulary.of(name, columns[name])
    order, mark_of = _ordered(codes, starts, fields["make"])
    weapon_of = join_makes(mark_of[order], fields["make"][order], vocabularies["make"].agreeing())
    weapon_of = _decided(weapon_of, _places(columns, order, same), _places(columns, order, different))
    return _gathered(symbols, codes, starts, fields, vocabularies, columns, order, mark_of, weapon_of)


def _columns(tables: Sequence[pa.Table]) -> dict[str, Any]:
    """The rows with a traceable mark, one column after the other."""
    parts: dict[str, list[Any]] = {name: [] for name in ("canonical", *TEXT_FIELDS)}
    numbers: list[Any] = []
    places: list[Any] = []
    dates: list[Any] = []
    for number, table in enumerate(tables):
        kept = _traceable(table)
        chosen = np.flatnonzero(kept.to_numpy(zero_copy_only=False))
        numbers.append(np.full(len(chosen), number, np.int32))
        places.append(chosen.astype(np.int64))
        for name in parts:
            column = table.column(name) if name in table.column_names else pa.nulls(len(table), pa.large_string())
            parts[name].append(_chunked(column).filter(kept))
        dates.append(_days(table, kept))
    found: dict[str, Any] = {name: _joined(chunks) for name, chunks in parts.items()}
    return found | {"table": _one(numbers, np.int32), "place": _one(places, np.int64), "date": _one(dates, np.int32)}


def _traceable(table: pa.Table) -> pa.ChunkedArray:
    canonical = _chunked(table.column("canonical"))
    kept = pc.and_(pc.is_valid(canonical), pc.greater(pc.utf8_length(canonical).fill_null(0), 0))
    if "traceable" in table.column_names:
        kept = pc.and_(kept, table.column("traceable").fill_null(False))
    return kept.fill_null(False) if isinstance(kept, pa.ChunkedArray) else pa.chunked_array([kept])


def _chunked(column: Any) -> pa.ChunkedArray:
    found = column if isinstance(column, pa.ChunkedArray) else pa.chunked_array([column])
    return found if pa.types.is_large_string(found.type) else found.cast(pa.large_string())


def _days(table: pa.Table, kept: pa.ChunkedArray) -> Any:
    if "date_lo" not in table.column_names:
        return np.full(pc.sum(kept.cast(pa.int64())).as_py() or 0, NO_DATE, np.int32)
    days = table.column("date_lo").cast(pa.date32()).cast(pa.int32()).filter(kept).fill_null(int(NO_DATE))
    return days.to_numpy()


def _joined(chunks: list[pa.ChunkedArray]) -> pa.ChunkedArray:
    return pa.chunked_array([c for chunk in chunks for c in chunk.chunks], pa.large_string())


def _one(arrays: list[Any], kind: Any) -> Any:
    return np.concatenate([np.zeros(0, kind), *arrays])


def _has_other_letters(columns: Mapping[str, Any]) -> bool:
    return bool(pc.any(pc.invert(pc.match_substring_regex(columns["canonical"], "^[0-9A-Z?…]*$"))).as_py())


def _ordered(codes: Any, starts: Any, makes: Any) -> tuple[Any, Any]:
    """The order of (length, shape, mark, make), and for each row the number of its mark in that order."""
    if len(starts) == 1:
        return np.zeros(0, np.int64), np.zeros(0, np.int64)
    words = pack(codes, starts)
    order = np.lexsort((makes, *words[::-1]))
    changed = np.zeros(len(order), bool)
    for word in words:
        changed[1:] |= word[order][1:] != word[order][:-1]
    marks = np.empty(len(order), np.int64)
    marks[order] = np.cumsum(changed)
    return order, marks


def _places(columns: Mapping[str, Any], order: Any, pairs: Sequence[tuple[Row, Row]]) -> list[tuple[int, int]]:
    """Pairs of rows as places in the order; a row without a traceable mark is left out."""
    if len(pairs) == 0:
        return []
    where: dict[Row, int] = {}
    for row in {row for pair in pairs for row in pair}:
        for n in np.flatnonzero((columns["table"] == row.table) & (columns["place"] == row.place)):
            where[row] = int(n)
    turned = np.empty(len(order), np.int64)
    turned[order] = np.arange(len(order))
    return [(int(turned[where[a]]), int(turned[where[b]])) for a, b in pairs if a in where and b in where]


def _decided(weapon_of: Any, same: list[tuple[int, int]], different: list[tuple[int, int]]) -> Any:
    """Join and keep apart what people decided; numbers stay in order only after `_gathered`."""
    found = weapon_of.copy()
    for a, b in same:
        found[found == found[b]] = found[a]
    for _, b in different:
        found[b] = found.max() + 1
    return found


def _gathered(symbols: Symbols, codes: Any, starts: Any, fields: Mapping[str, Any],
              vocabularies: Mapping[str, Vocabulary], columns: Mapping[str, Any], order: Any, mark_of: Any,
              weapon_of: Any) -> Weapons:
    """Rows in order become weapons in order; of the values that its rows state, a weapon has the commonest."""
    by_weapon = np.lexsort((order, _first_seen(weapon_of)))
    rows, owner = order[by_weapon], _first_seen(weapon_of)[by_weapon]
    begins = np.flatnonzero(np.append(True, owner[1:] != owner[:-1])) if len(owner) > 0 else np.zeros(0, np.int64)
    firsts = rows[begins]
    number = np.repeat(np.arange(len(begins)), np.diff(np.append(begins, len(rows))))
    marks = mark_of[firsts]
    lengths = np.diff(starts)[firsts]
    return Weapons(
        symbols=symbols,
        texts=columns["canonical"].combine_chunks().take(pa.array(firsts)),
        codes=_taken(codes, starts, firsts),
        starts=np.append(0, np.cumsum(lengths)).astype(np.int64),
        fields={name: _commonest(values[rows], number, len(begins)) for name, values in fields.items()},
        vocabularies=vocabularies,
        date=_earliest(columns["date"][rows], number, len(begins)),
        row_starts=np.append(begins, len(rows)).astype(np.int64),
        row_tables=columns["table"][rows], row_places=columns["place"][rows],
        marks=np.searchsorted(marks, marks).astype(np.int64),
    )


def _first_seen(numbers: Any) -> Any:
    """Numbers in the order in which they are first met."""
    _, first, back = np.unique(numbers, return_index=True, return_inverse=True)
    rank = np.empty(len(first), np.int64)
    rank[np.argsort(first, kind="stable")] = np.arange(len(first))
    return rank[back]


def _taken(codes: Any, starts: Any, chosen: Any) -> Any:
    """The symbols of some marks, one after the other."""
    lengths = (starts[1:] - starts[:-1])[chosen]
    ends = np.cumsum(lengths)
    places = np.arange(int(ends[-1]) if len(ends) > 0 else 0) - np.repeat(ends - lengths, lengths)
    return codes[np.repeat(starts[:-1][chosen], lengths) + places]


def _commonest(values: Any, number: Any, count: int) -> Any:
    """For each weapon, of the values that its rows state, the one that most rows of all have."""
    found = np.zeros(count, np.int32)
    stated = np.flatnonzero(values != MISSING)
    times = np.bincount(values[stated])
    order = stated[np.lexsort((-values[stated], times[values[stated]]))]
    found[number[order]] = values[order]
    return found


def _earliest(days: Any, number: Any, count: int) -> Any:
    found = np.full(count, np.iinfo(np.int32).max, np.int32)
    known = days != NO_DATE
    np.minimum.at(found, number[known], days[known])
    return np.where(found == np.iinfo(np.int32).max, NO_DATE, found).astype(np.int32)
