"""Is this the weapon: one mark against the registers, each candidate with its reasons, and the probability of none."""

from __future__ import annotations

from typing import Any

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.readings import day_of, given
from reclaim.desk.register import registers
from reclaim.desk.serve import State
from reclaim.web.show import page, state_of

router = APIRouter(include_in_schema=False)

LONGEST = 200
"""Symbols of a mark that are read; what is longer is no mark."""


@router.get("/trace")
def trace(request: Request, mark: str = "", make: str = "", model: str = "", calibre: str = "", country: str = "",
          date: str = "") -> Response:
    """The box for a mark, and the answer where one was given."""
    state = state_of(request)
    fields = {"make": make, "model": model, "calibre": calibre, "country": country}
    searched = [r.name for r in registers(state.case)]
    rows: list[dict[str, Any]] = []
    ground = ""
    if mark.strip() != "" and len(searched) > 0:
        rows, ground = _traced(state, mark.strip()[:LONGEST], fields, date.strip())
    return page(request, "trace.html.j2", "Trace a mark", state, mark=mark, fields=fields, date=date,
                searched=searched, absent=rows[0] if len(rows) > 0 else None, candidates=_candidates(rows[1:]),
                ground=ground)


def _traced(state: State, mark: str, fields: dict[str, str], date: str) -> tuple[list[dict[str, Any]], str]:
    from reclaim.desk.trace import trace, whole

    answer = trace(state.tracing(), given([mark], fields, day_of(date)))
    rows = whole(answer).to_pylist()
    ground = answer.learned.ground if answer.learned is not None else ""
    return [state.cleared(row) for row in rows], ground


def _candidates(rows: list[dict[str, Any]]) -> list[tuple[dict[str, Any], list[dict[str, Any]]]]:
    """Each candidate once, with all the rows of registers in which it stands."""
    found: dict[tuple[int, str], list[dict[str, Any]]] = {}
    for row in rows:
        found.setdefault((row["rank"], row["candidate"]), []).append(row)
    return [(own[0], own) for own in found.values()]
