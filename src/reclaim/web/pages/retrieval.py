"""What is being got back: each matter with its steps, what stands in the way, what can be done next."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.web.show import page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/retrieval")
def retrieval(request: Request, at: str = "", known_by: str = "") -> Response:
    """All matters."""
    state = state_of(request, at, known_by)
    return page(request, "retrieval.html.j2", "Retrieval", state, matters=state.findings.matters,
                name=state.findings.name)
