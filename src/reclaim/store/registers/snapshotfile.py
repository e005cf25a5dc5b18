"""The Parquet file of a snapshot: its rows, and what it says of itself."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim.columns.rows import REGISTER_ROWS
from reclaim.model.problem import Problem
from reclaim.model.progress import Progress
from reclaim.model.register import FIELDS, Mapping, Register, Snapshot
from reclaim.store.registers import keys, mapping, rows
from reclaim.store.registers.ahead import ordered
from reclaim.store.registers.grid import Batch
from reclaim.store.registers.part import Part
from reclaim.store.registers.survey import Survey, kept_batches

if TYPE_CHECKING:
    import pyarrow as pa

_METADATA = b"reclaim"


def write(path: Path, found: Survey, orders: Sequence[str], metadata: bytes, progress: Progress) -> None:
    """The second pass: every row as RegisterRows, with its key."""
    from pyarrow import parquet as pq

    with pq.ParquetWriter(path, REGISTER_ROWS, compression="snappy", store_schema=False,
                          use_dictionary=_REPETITIVE, write_statistics=["row", "date_lo", "date_hi"]) as out:
        for table in ordered(lambda piece: rows.build(*piece), _pieces(found, orders)):
            out.write_table(table)
            progress("writing", table.column("row")[-1].as_py(), found.rows)
        out.add_key_value_metadata({_METADATA: metadata})


def _pieces(found: Survey, orders: Sequence[str]) -> Iterator[tuple[Part, str, Batch, int, pa.Array]]:
    """What `rows.build` takes: a part, the order of its dates, a batch of rows, the first one's number, and keys."""
    done = 0
    for seen, order in zip(found.parts, orders, strict=True):
        for batch in kept_batches(seen):
            end = done + len(batch)
            yield seen.part, order, batch, done + 1, keys.packed(found.digests[done:end], found.ordinals[done:end])
            done = end


def described(register: Register, snapshot: Snapshot, columns: Mapping, found: Survey,
              told: Sequence[Problem]) -> bytes:
    """What the Parquet file says of itself: where it is from, and how a row's place in its file is found."""
    return json.dumps({
        "register": register.name, "kind": str(register.kind), "keeper": register.keeper, "snapshot": snapshot.id,
        "as_of": snapshot.as_of, **snapshot.coverage.plain(),
        "files": [{"name": f.name, "sha256": f.sha256} for f in snapshot.files],
        "identity": list(register.identity), "basis": list(register.basis), "column": columns.plain(),
        "tables": [{"file": s.part.grid.file, "sheet": s.part.grid.sheet, "rows": s.rows, "runs": s.runs}
                   for s in found.parts],
        "problems": [[p.where, p.code, p.what, p.mend] for p in told],
    }, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def metadata(path: Path) -> tuple[Mapping, tuple[Problem, ...]]:
    """What a snapshot's file says of itself: the mapping, and the problems met when it was added."""
    found = raw_metadata(path)
    return mapping.read(found["column"], str(path)), tuple(Problem(*p) for p in found["problems"])


def raw_metadata(path: Path) -> dict[str, Any]:
    """The same as a map, with the tables that the rows are from."""
    from pyarrow import parquet

    held: dict[str, Any] = json.loads(parquet.read_metadata(path).metadata[_METADATA])
    return held


def place_of(path: Path, row: int) -> str:
    """Where a row of a snapshot stands in its file, in words: `list.xlsx, sheet North, row 12`."""
    start = 1
    for table in raw_metadata(path)["tables"]:
        if start <= row < start + table["rows"]:
            first, at = [run for run in table["runs"] if run[0] <= row][-1]
            sheet = f", sheet {table['sheet']}" if table["sheet"] != "" else ""
            return f"{table['file']}{sheet}, row {at + row - first}"
        start += table["rows"]
    raise IndexError(f"there is no row {row}")


_REPETITIVE = [n for n in (*FIELDS, "extra.key_value.key", "mark_kind", "part", "reason",
                           "date_lo", "date_hi", "quantity_lo", "quantity_hi") if n != "serial"]
