"""The first look: the answer, what is being got back, where it turned up, what needs attention."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.register import carried, registers
from reclaim.desk.serve import State
from reclaim.desk.worklist import last
from reclaim.web.show import page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/")
def overview(request: Request, at: str = "", known_by: str = "") -> Response:
    """The overview."""
    state = state_of(request, at, known_by)
    parts = [(name, state.section(name)) for name in ("retrieval", "stock", "places", "limits")]
    return page(request, "overview.html.j2", state.findings.title, state, findings=state.findings,
                answer=state.answer, parts_=parts, attention=attention(state))


def attention(state: State) -> list[tuple[str, str, str]]:
    """What needs somebody: (how many, what, where to go)."""
    found = [
        (_waiting(state), "proposals wait for a person", "/review"),
        (_unjudged(state), "discrepancies between the books", "/discrepancies"),
        (len(state.findings.conflicts), "sets of figures that cannot all be true", "/accounts#conflicts"),
        (_detached(state), "decisions on rows that a later snapshot no longer has", "/registers"),
        (len(state.findings.problems), "problems in the records", "/history#problems"),
        (sum(len(m.next) for m in state.findings.matters), "steps that a record allows next", "/retrieval"),
    ]
    return [(f"{count:,}", words, where) for count, words, where in found if count > 0]


def _unjudged(state: State) -> int:
    """Findings of the books when they were last compared; none if they never were."""
    listed = last(state.case)
    return 0 if listed is None else sum(n for _, n in listed.counts())


def _detached(state: State) -> int:
    """Decisions that lost their row."""
    return state.kept("detached", lambda: sum(
        len(carried(state.case, r).detached) for r in registers(state.case) if len(r.snapshots) > 1))


def _waiting(state: State) -> int:
    """Proposals that nobody decided."""
    decided = {subject for d in state.assembly.decisions for subject in d.subjects}
    return sum(p.id not in decided for p in state.case.proposals(state.known_by or None))
