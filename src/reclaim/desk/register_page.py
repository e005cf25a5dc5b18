"""A page of a register's rows, filtered and sorted on any column."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reclaim.desk.case import Case
from reclaim.desk.register import register
from reclaim.model.errors import UsageError
from reclaim.model.register import FIELDS, Snapshot
from reclaim.model.table import Column, Table
from reclaim.output.redact import clear

if TYPE_CHECKING:
    from reclaim.store.registers.sorted import Sorted

COLUMNS = (Column("row", "counted from 1, header not counted"),
           *(Column(name, f"{name}, as written") for name in FIELDS),
           Column("canonical", "the mark in canonical form; empty if it cannot be traced"))
SORTABLE = tuple(c.name for c in COLUMNS)
FILTERED = SORTABLE[1:]


@dataclass(frozen=True)
class Wanted:
    """Which rows: those whose cells begin with some letters (whatever their case), in the order of a column."""

    begins: Mapping[str, str] = field(default_factory=dict)
    by: str = "row"
    down: bool = False
    offset: int = 0
    limit: int = 50


@dataclass(frozen=True)
class Rows:
    """A page: `table` holds its rows, cleared, without columns that are empty in the whole snapshot; `total` is how many
    rows there are of the wanted kind."""

    snapshot: Snapshot
    table: Table
    total: int


def page(case: Case, name: str, wanted: Wanted) -> Rows:
    """A page of a register's latest snapshot. Raises UsageError for a column that there is not, or an offset beyond."""
    latest = register(case, name).latest()
    if latest is None:
        raise UsageError(f"the register '{name}' has no snapshot", mend="add one with: reclaim register add")
    laid = laid_out(case, latest)
    begins = {n: word for n, word in wanted.begins.items() if word != ""}
    for column in (*begins, wanted.by):
        if column not in laid.columns:
            raise UsageError(f"the register has no column '{column}' with anything in it",
                             mend=f"use one of {', '.join(laid.columns)}")
    total, rows = laid.page(begins, wanted.by, wanted.down, wanted.offset, wanted.limit)
    if wanted.offset >= max(total, 1):
        raise UsageError(f"there are {total:,} such rows", mend="begin at an earlier one")
    columns = tuple(c for c in COLUMNS if c.name in laid.columns)
    table = Table.of(f"rows of {name}", columns, rows.to_pylist())
    return Rows(latest, clear(table, case.handling).value, total)


def laid_out(case: Case, snapshot: Snapshot) -> Sorted:
    """The layout of a snapshot, made if it is not there."""
    return _laid_out(case.folder.derived, case.folder.registers, snapshot)


@lru_cache(maxsize=8)
def _laid_out(derived: Path, registers: Path, snapshot: Snapshot) -> Sorted:
    from reclaim.store import derived as results
    from reclaim.store.registers import folder
    from reclaim.store.registers.sorted import Sorted, lay_out

    parquet = folder.parquet(registers, snapshot)
    return Sorted.open(results.kept(derived, "sorted", {"snapshot": snapshot.id}, ".arrow",
                                    lambda to: lay_out(parquet, to)))
