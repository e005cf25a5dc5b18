"""Registers: what each covers, what of it can be traced, and its rows."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.register import registers as all_registers
from reclaim.desk.register import show
from reclaim.desk.register_page import page as page_of_rows
from reclaim.model.errors import UsageError
from reclaim.web.show import Missing, Offset, page, state_of

router = APIRouter(include_in_schema=False)

ROWS = 50


@router.get("/registers")
def registers(request: Request, at: str = "", known_by: str = "") -> Response:
    """All registers."""
    state = state_of(request, at, known_by)
    return page(request, "registers.html.j2", "Registers", state, registers=state.findings.registers)


@router.get("/registers/{name}")
def register(request: Request, name: str, offset: Offset = 0) -> Response:
    """One register: the quality of its latest snapshot, and a page of its rows."""
    state = state_of(request)
    found = next((r for r in all_registers(state.case) if r.name == name), None)
    if found is None:
        raise Missing(f"there is no register '{name}'", mend="the list of registers names them all")
    quality = state.kept(f"quality {name}", lambda: show(state.case, name))
    if offset >= max(quality.rows, 1):
        raise UsageError(f"the register has {quality.rows:,} rows", mend="begin at an earlier one")
    snapshot, rows = page_of_rows(state.case, name, offset, ROWS)
    filled = [n for n, c in enumerate(rows.columns) if any(row[n] not in (None, "") for row in rows.rows)]
    cells = [[row[n] for n in filled] for row in rows.rows]
    return page(request, "register.html.j2", f"Register {name}", state, register=state.cleared(found),
                quality=state.cleared(quality), snapshot=snapshot, columns=[rows.columns[n] for n in filled],
                cells=cells, offset=offset, size=ROWS)
