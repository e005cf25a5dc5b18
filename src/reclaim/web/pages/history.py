"""Who decided what and when, and whether the case is what its audit log says."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.undo import standing_decisions
from reclaim.desk.verify import verify as check
from reclaim.web.show import page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/history")
def history(request: Request, done: str = "") -> Response:
    """All decisions, the latest first, with the form that takes one back. `done` is the one just made."""
    state = state_of(request)
    stand = standing_decisions(state.case)
    own = {d.id: d for d in [*state.case.decisions(), *stand]}
    ordered = sorted(own.values(), key=lambda d: (d.made, d.id), reverse=True)
    undone = {s for d in own.values() for s in d.subjects if str(d.judgement) == "undo"}
    return page(request, "history.html.j2", "History", state, decisions=state.cleared(tuple(ordered)),
                stand={d.id for d in stand}, undone=undone, done=done, author=state.case.author,
                problems=state.findings.problems)


@router.get("/verify")
def verify(request: Request) -> Response:
    """Every hash computed again, now."""
    state = state_of(request)
    return page(request, "verify.html.j2", "Verify", state, checked=check(state.case.path))
