"""Registers: what each covers, what of it can be traced, and its rows."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from pydantic import BaseModel, Field
from starlette.responses import Response

from reclaim.desk.register import registers as all_registers
from reclaim.desk.register import show
from reclaim.desk.register_page import FILTERED, Wanted
from reclaim.desk.register_page import page as page_of_rows
from reclaim.model.errors import UsageError
from reclaim.web.show import Missing, Offset, page, state_of

router = APIRouter(include_in_schema=False)

ROWS = 50


class Asked(BaseModel):
    """What an address asks of a register: letters that the cells of a column begin with, a column to sort by, `order` to
    turn it round."""

    serial: str = ""
    make: str = ""
    model: str = ""
    calibre: str = ""
    country: str = ""
    type: str = ""
    nsn: str = ""
    date: str = ""
    from_: str = Field("", alias="from")
    to: str = ""
    holder: str = ""
    lot: str = ""
    quantity: str = ""
    canonical: str = ""
    sort: str = ""
    order: str = ""
    offset: Offset = 0


@router.get("/registers")
def registers(request: Request, at: str = "", known_by: str = "") -> Response:
    """All registers."""
    state = state_of(request, at, known_by)
    return page(request, "registers.html.j2", "Registers", state, registers=state.findings.registers)


@router.get("/registers/{name}")
def register(request: Request, name: str, asked: Annotated[Asked, Query()]) -> Response:
    """One register: the quality of its latest snapshot, and a page of its rows, filtered and sorted on any column."""
    state = state_of(request)
    found = next((r for r in all_registers(state.case) if r.name == name), None)
    if found is None:
        raise Missing(f"there is no register '{name}'", mend="the list of registers names them all")
    quality = show(state.case, name)
    if asked.order not in ("", "down"):
        raise UsageError(f"there is no order '{asked.order}'", mend="write order=down, or leave it out")
    begins = {column: word for column in FILTERED if (word := str(getattr(asked, {"from": "from_"}.get(column, column))).strip()) != ""}
    rows = page_of_rows(state.case, name, Wanted(begins, asked.sort or "row", asked.order == "down", asked.offset, ROWS))
    return page(request, "register.html.j2", f"Register {name}", state, register=state.cleared(found),
                quality=state.cleared(quality), rows=rows, begins=begins, sort=asked.sort or "row", down=asked.order,
                offset=asked.offset, size=ROWS)
