"""The second pass: batches of a file's cells as batches of RegisterRows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import TYPE_CHECKING

import numpy as np

from reclaim.columns.rows import BESIDE, REGISTER_ROWS
from reclaim.model.register import FIELDS
from reclaim.store.registers import army80, dates, quantities
from reclaim.store.registers.grid import Batch, whole
from reclaim.store.registers.part import Part

if TYPE_CHECKING:
    import pyarrow as pa

_EPOCH = date(1970, 1, 1).toordinal()
_READ = ("canonical", "mark_kind", "part", "traceable", "reason")
_NO_DAY = np.iinfo(np.int32).min


def build(part: Part, order: str, batch: Batch, first: int, keys: pa.Array) -> pa.Table:
    """The rows of a batch, of which the first is the snapshot's row `first`. `order` is that of the part's dates."""
    import pyarrow as pa

    places = {name: part.place(name) for name in FIELDS}
    written = {name: pa.nulls(len(batch), pa.string()) if place is None else batch.columns[place]
               for name, place in places.items()}
    columns = {"row": pa.array(np.arange(first, first + len(batch), dtype=np.int64)), "key": keys, **written,
               "extra": _extra([(name, batch.columns[i]) for name, i in part.extras()], len(batch)),
               **_serials(written["serial"], padded=part.grid.header is not None and order == dates.YYDDD),
               **_days(written["date"], order, {r: day for (c, r), day in batch.days.items() if c == places["date"]}),
               **_quantities(written["quantity"])}
    return pa.table(columns, schema=REGISTER_ROWS)


def _extra(cells: Sequence[tuple[str, pa.Array]], count: int) -> pa.Array:
    """The extra cells that are not empty, as one map a row."""
    import pyarrow as pa

    if len(cells) == 0:
        nothing = pa.array([], pa.string())
        return pa.MapArray.from_arrays(pa.array(np.zeros(count + 1, np.int32)), nothing, nothing)
    filled = np.stack([_filled(column) for _, column in cells])
    place, which = np.nonzero(filled.T)
    offsets = np.concatenate([[0], np.cumsum(filled.sum(axis=0))]).astype(np.int32)
    values = pa.concat_arrays([whole(column) for _, column in cells])
    names = pa.array([name for name, _ in cells], pa.string())
    return pa.MapArray.from_arrays(pa.array(offsets), names.take(pa.array(which)),
                                   values.take(pa.array(which * count + place)))


def _filled(column: pa.Array) -> np.ndarray:
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(pc.binary_length(column), 0)) > 0


def _serials(serial: pa.Array, *, padded: bool) -> dict[str, pa.Array]:
    """What marks read in the serial cells: the first reading of each, or why there is none."""
    import pyarrow as pa

    from reclaim import marks

    if padded:
        serial = pa.array([None if s is None else army80.unpadded(s) for s in serial.to_pylist()], pa.string())
    found = marks.parse_column(serial, columns=_READ)
    return {name: found.column(name).cast(BESIDE.field(name).type) for name in _READ}


def _days(cells: pa.Array, order: str, stated: dict[int, str]) -> dict[str, pa.Array]:
    """First and last day that each cell may mean; `stated` gives the day of cells whose file knows it."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.dictionary_encode(pc.fill_null(whole(cells), ""))
    read = [dates.read(text, order) for text in found.dictionary.to_pylist()]
    ends = np.array([(_NO_DAY, _NO_DAY) if d is None else (d[0].toordinal() - _EPOCH, d[1].toordinal() - _EPOCH)
                     for d in read] or [(_NO_DAY, _NO_DAY)], np.int32)
    low, high = (ends[np.asarray(found.indices), end] for end in (0, 1))
    for place, text in stated.items():
        days = dates.read(text, "")
        if days is not None:
            low[place], high[place] = (d.toordinal() - _EPOCH for d in days)
    return {"date_lo": pa.array(low, pa.int32(), mask=low == _NO_DAY).cast(pa.date32()),
            "date_hi": pa.array(high, pa.int32(), mask=high == _NO_DAY).cast(pa.date32())}


def _quantities(cells: pa.Array) -> dict[str, pa.Array]:
    """Lowest and highest number that each cell may mean."""
    import pyarrow as pa
    import pyarrow.compute as pc

    found = pc.dictionary_encode(pc.fill_null(whole(cells), ""))
    read = [quantities.read(text) for text in found.dictionary.to_pylist()]
    return {name: pa.array([None if q is None else q[end] for q in read], pa.int64()).take(found.indices)
            for end, name in enumerate(("quantity_lo", "quantity_hi"))}

