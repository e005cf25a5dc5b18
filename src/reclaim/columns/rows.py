"""RegisterRows: the one schema of all register rows, as written and as read.

An as-written cell is "" where the file's cell is empty and null where the file has no such column. `extra` holds the
columns that became none of these, by name, without empty cells; among them `record`, the register's own number of
the row, and `mark`, any further mark of the same article. What was read from a row stands beside it: it is computed
and may be computed anew, the rest never changes.
"""

from __future__ import annotations

import pyarrow as pa

from reclaim.model.register import FIELDS, MARK, RECORD

WRITTEN = pa.schema([
    pa.field("row", pa.int64(), nullable=False),
    pa.field("key", pa.binary(16), nullable=False),
    *(pa.field(name, pa.string()) for name in FIELDS),
    pa.field("extra", pa.map_(pa.string(), pa.string())),
])
"""As written: `row` counts from 1 without the header, `key` stays with the row from snapshot to snapshot."""

BESIDE = pa.schema([
    pa.field("canonical", pa.string()),
    pa.field("mark_kind", pa.string()),
    pa.field("part", pa.string()),
    pa.field("traceable", pa.bool_()),
    pa.field("reason", pa.string()),
    pa.field("date_lo", pa.date32()),
    pa.field("date_hi", pa.date32()),
    pa.field("quantity_lo", pa.int64()),
    pa.field("quantity_hi", pa.int64()),
])
"""As read: the first reading of the serial cell, or why it cannot be traced; days and whole items, both ends included.
A null `date_hi` or `quantity_hi` beside a known lower end is "no upper end"."""

REGISTER_ROWS = pa.schema([*WRITTEN, *BESIDE])


def extra(rows: pa.Table, name: str) -> pa.ChunkedArray:
    """One of the extra columns as strings; null where the row has no such cell."""
    import pyarrow.compute as pc

    return pc.map_lookup(rows.column("extra"), pa.scalar(name), "first")


def own_number(rows: pa.Table) -> pa.ChunkedArray:
    """The register's own number of each row, null where it has none."""
    return extra(rows, RECORD)


def further_mark(rows: pa.Table) -> pa.ChunkedArray:
    """A second mark of the same article, as written, null where there is none."""
    return extra(rows, MARK)
