"""Books written in a few lines, as a clerk would read them out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet as pq

from reclaim import marks
from reclaim.columns.rows import REGISTER_ROWS
from reclaim.ledger.books import Book
from reclaim.model.register import FIELDS, Coverage, RegisterKind


@dataclass(frozen=True)
class Written:
    """One book: `name kind keeper as_of covers complete`, and its rows as `field=value` words."""

    head: str
    rows: tuple[str, ...]


def book(head: str, *rows: str) -> Written:
    """`book("ship shipped maker 2020-12-31 2020-01-01..2020-12-31 yes", "A1 model=K60 date=2020-02-01")`."""
    return Written(head, rows)


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., list[Book]]:
    """Books on disk, numbered in their order; several states of one register are told apart by their date."""
    def make(*written: Written) -> list[Book]:
        last = {w.head.split()[0]: n for n, w in enumerate(written)}
        return [_book(tmp_path, n, w, last[w.head.split()[0]] == n) for n, w in enumerate(written)]
    return make


def _book(folder: Path, number: int, written: Written, latest: bool) -> Book:
    name, kind, keeper, as_of, covers, complete = (word.replace("_", " ") for word in written.head.split())
    path = folder / f"{number}.parquet"
    pq.write_table(_table(written.rows), path)
    coverage = Coverage.read(None if covers == "-" else covers, None if complete == "-" else complete, None)
    day = None if as_of == "-" else date.fromisoformat(as_of)
    return Book(number + 1, name, RegisterKind(kind), "" if keeper == "-" else keeper, f"{name}@{as_of}-{number:08x}",
                day, coverage, str(path), latest)


def _table(rows: tuple[str, ...]) -> pa.Table:
    cells = [_cells(row) for row in rows]
    parsed = marks.parse_column(pa.array([c.get("serial", "") for c in cells], pa.string()))
    days = [date.fromisoformat(c["date"]) if "date" in c else None for c in cells]
    quantities = [int(c["quantity"]) if "quantity" in c else None for c in cells]
    columns: dict[str, Any] = {"row": range(1, len(rows) + 1), "key": [bytes(16)] * len(rows)}
    columns |= {name: [c.get(name, "") if name != "date" else c.get("date") for c in cells] for name in FIELDS}
    columns["extra"] = [[(n, c[n]) for n in ("record", "mark") if n in c] for c in cells]
    columns |= {n: parsed[n].to_pylist() for n in ("canonical", "mark_kind", "part", "traceable", "reason")}
    columns |= {"date_lo": days, "date_hi": days, "quantity_lo": quantities, "quantity_hi": quantities}
    return pa.table(columns, schema=REGISTER_ROWS)


def _cells(row: str) -> dict[str, str]:
    serial, *words = row.split()
    cells = dict(word.split("=", 1) for word in words)
    return {n: v.replace("_", " ") for n, v in cells.items()} | {"serial": "" if serial == "-" else serial}
