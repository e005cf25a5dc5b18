"""`/api`: the tables of the case as JSON, for reading."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request

from reclaim.desk.tables import TABLES
from reclaim.web.show import Missing, state_of

router = APIRouter(prefix="/api")


@router.get("")
def tables(request: Request) -> dict[str, Any]:
    """The tables that there are, and the audit head of the case."""
    return {"tables": list(TABLES), "head": state_of(request).head}


@router.get("/{table}")
def table(request: Request, table: str, limit: Annotated[int, Query(ge=1, le=1000)] = 100,
          offset: Annotated[int, Query(ge=0, le=10**10)] = 0, at: str = "", known_by: str = "") -> dict[str, Any]:
    """Rows `offset` + 1 to `offset` + `limit` of a table, at a date and as known by a date, cleared as an export is.

    An empty cell is null. Errors are `{"error": {"status", "what", "where", "mend"}}`.
    """
    if table not in TABLES:
        raise Missing(f"there is no table '{table}'", mend=f"use one of {', '.join(TABLES)}")
    state = state_of(request, at, known_by)
    found = state.table(table)
    rows = [dict(zip(found.names, row, strict=True)) for row in found.rows[offset:offset + limit]]
    return {"table": table, "head": state.head, "marking": str(state.case.handling.marking), "total": len(found.rows),
            "offset": offset, "limit": limit, "columns": [{"name": c.name, "is": c.doc} for c in found.columns],
            "rows": rows}
