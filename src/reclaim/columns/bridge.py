"""The bridge between rows of columns and values: for what stands in an answer, never for whole registers."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any, TypeVar

import pyarrow as pa

from reclaim.model.register import FIELDS, JudgedRow

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

    D = TypeVar("D", bound=DataclassInstance)


def table(values: Iterable[DataclassInstance], schema: pa.Schema) -> pa.Table:
    """Dataclasses as rows of `schema`; the attribute `class_` fills the column `class`, and so for other keywords."""
    rows = list(values)
    return pa.table({f.name: pa.array([_cell(row, f.name) for row in rows], f.type) for f in schema}, schema=schema)


def values(rows: pa.Table, kind: type[D]) -> list[D]:
    """Rows as dataclasses of `kind`, each attribute from the column of its name."""
    names = [f.name for f in fields(kind)]
    columns = [rows.column(name.rstrip("_")).to_pylist() for name in names]
    return [kind(**dict(zip(names, cells, strict=True))) for cells in zip(*columns, strict=True)]


def judged(rows: pa.Table, decision: str, snapshot: str) -> list[JudgedRow]:
    """Register rows as a decision sees them: every cell that is not empty, as written."""
    return [JudgedRow(decision, snapshot, row["row"], row["key"].hex(), written_cells(row))
            for row in rows.to_pylist()]


def written_cells(row: dict[str, Any]) -> tuple[tuple[str, str], ...]:
    """The cells of one row of RegisterRows that are not empty, those of the schema first, then the extra ones."""
    own = [(name, row[name]) for name in FIELDS if row.get(name)]
    return (*own, *((name, cell) for name, cell in row.get("extra") or () if cell))


def _cell(value: DataclassInstance, name: str) -> Any:
    return getattr(value, name) if hasattr(value, name) else getattr(value, f"{name}_")
