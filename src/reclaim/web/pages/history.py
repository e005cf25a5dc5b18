"""Who decided what and when, and whether the case is what its audit log says."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.serve import State
from reclaim.desk.undo import standing_decisions
from reclaim.desk.verify import verify as check
from reclaim.model.decision import Decision, Judgement, standing
from reclaim.web.show import Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


SIZE = 100
"""So many decisions stand on a page."""


@dataclass(frozen=True, slots=True)
class Decided:
    """All decisions, the latest first; the ids of those that stand, and of those that were undone."""

    every: tuple[Decision, ...]
    stand: frozenset[str]
    undone: frozenset[str]


@router.get("/history")
def history(request: Request, author: str = "", judgement: str = "", done: str = "", offset: Offset = 0,
            known_by: str = "") -> Response:
    """All decisions, the latest first, or those of an author, or of one judgement, with the form that takes one back;
    `known_by` shows them as known on a date. `done` is the one just made."""
    state = state_of(request, known_by=known_by)
    # What was just decided stands here at once, though the folds of the other pages may still be on their way.
    head = state.case.head()
    found: Decided = state.kept(f"history {head}", lambda: _decided(state))
    chosen = [d for d in found.every if author in ("", d.author) and judgement in ("", str(d.judgement))]
    return page(request, "history.html.j2", "History", state, part=Part.of(chosen, offset, SIZE),
                total=len(found.every), stand=found.stand, undone=found.undone, done=done, author=state.case.author,
                authors=sorted({d.author for d in found.every}), judgements=[str(j) for j in Judgement],
                asked={"author": author, "judgement": judgement}, problems=state.findings.problems)


def _decided(state: State) -> Decided:
    if state.known_by != "":
        known = state.case.decisions(state.known_by)
        stand = standing(known)
    else:
        records, known = state.written()
        stand = standing_decisions(records, known)
    own = {d.id: d for d in [*known, *stand]}
    ordered = sorted(own.values(), key=lambda d: (d.made, d.id), reverse=True)
    undone = frozenset(s for d in own.values() for s in d.subjects if d.judgement is Judgement.UNDO)
    return Decided(state.cleared(tuple(ordered)), frozenset(d.id for d in stand), undone)


@router.get("/verify")
def verify(request: Request) -> Response:
    """Every hash computed again, now."""
    state = state_of(request)
    return page(request, "verify.html.j2", "Verify", state, checked=check(state.case.path))
