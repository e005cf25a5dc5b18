"""What is being got back: each matter with its steps, what stands in the way, what can be done next."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.web.show import Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


SIZE = 25
"""So many matters stand on a page."""


@router.get("/retrieval")
def retrieval(request: Request, holder: str = "", open: bool = False, offset: Offset = 0, at: str = "",
              known_by: str = "") -> Response:
    """All matters, or those with a holder; with `open` those in which a record allows a next step."""
    state = state_of(request, at, known_by)
    every = state.findings.matters
    chosen = [m for m in every if holder in ("", m.holder) and (not open or len(m.next) > 0)]
    return page(request, "retrieval.html.j2", "Retrieval", state, part=Part.of(chosen, offset, SIZE), total=len(every),
                holders=sorted({m.holder for m in every} - {""}, key=state.findings.name),
                asked={"holder": holder, "open": "true" if open else ""}, section=state.section("retrieval"),
                name=state.findings.name)
