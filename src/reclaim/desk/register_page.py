"""A page of a register's rows: only the parts of the file that hold it are read."""

from __future__ import annotations

from reclaim.desk.case import Case
from reclaim.desk.register import register
from reclaim.model.errors import UsageError
from reclaim.model.register import FIELDS, Snapshot
from reclaim.model.table import Column, Table
from reclaim.output.redact import clear

COLUMNS = (Column("row", "counted from 1, header not counted"),
           *(Column(name, f"{name}, as written") for name in FIELDS),
           Column("canonical", "the mark in canonical form; empty if it cannot be traced"))


def page(case: Case, name: str, offset: int, limit: int) -> tuple[Snapshot, Table]:
    """Rows `offset` + 1 to `offset` + `limit` of a register's latest snapshot, cleared. Raises UsageError."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    from reclaim.store.registers import folder

    latest = register(case, name).latest()
    if latest is None:
        raise UsageError(f"the register '{name}' has no snapshot", mend="add one with: reclaim register add")
    columns = [c.name for c in COLUMNS]
    with pq.ParquetFile(folder.parquet(case.folder.registers, latest), memory_map=True) as file:
        parts, start = [file.schema_arrow.empty_table().select(columns)], 0
        for group in range(file.num_row_groups):
            size = file.metadata.row_group(group).num_rows
            first, last = max(offset - start, 0), min(offset + limit - start, size)
            if first < last:
                parts.append(file.read_row_group(group, columns).slice(first, last - first))
            start += size
        rows = pa.concat_tables(parts).to_pylist()
    shown = clear(Table.of(f"rows of {name}", COLUMNS, rows, ("row",)), case.handling)
    return latest, shown.value
