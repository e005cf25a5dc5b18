"""A cleared table as Parquet, or as an Arrow table for Polars, pandas and DuckDB."""

from __future__ import annotations

import io
from typing import TYPE_CHECKING

from reclaim.model.table import Table
from reclaim.output.redact import Cleared

if TYPE_CHECKING:
    import pyarrow as pa


def arrow(table: Cleared[Table]) -> pa.Table:
    """The table in Arrow: int64 where a column holds numbers only, else string; documentation and marking beside."""
    import pyarrow as pa

    columns, fields = [], []
    for place, column in enumerate(table.value.columns):
        cells = [row[place] for row in table.value.rows]
        whole = any(isinstance(c, int) for c in cells) and not any(isinstance(c, str) for c in cells)
        kind = pa.int64() if whole else pa.string()
        columns.append(pa.array([c if whole or c is None else str(c) for c in cells], kind))
        fields.append(pa.field(column.name, kind, metadata={"doc": column.doc}))
    about = {"table": table.value.name, "handling": str(table.marking), "withheld": "; ".join(table.withheld)}
    return pa.Table.from_arrays(columns, schema=pa.schema(fields, about))


def parquet_bytes(table: Cleared[Table]) -> bytes:
    """The file's content: the same bytes for the same table."""
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(arrow(table), out, compression="zstd")
    return out.getvalue()
