"""Claims beside the evidence: all of them, and one with its paths."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.catalogue.tables import verdict_tables
from reclaim.model.verdict import VerdictWord
from reclaim.output.brief.claims import changes
from reclaim.web.show import Missing, Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/claims")
def claims(request: Request, party: str = "", verdict: str = "", form: str = "", offset: Offset = 0,
           at: str = "", known_by: str = "") -> Response:
    """All claims, or those of a party, of a verdict, of a form."""
    state = state_of(request, at, known_by)
    every = state.claims.verdicts
    shown = [v for v in every if party in ("", v.party) and verdict in ("", str(v.verdict)) and form in ("", v.form)]
    counted = Counter(str(v.verdict) for v in shown)
    parties = sorted({v.party for v in every} - {""}, key=lambda p: (state.findings.name(p), p))
    return page(request, "claims.html.j2", "Claims", state, part=Part.of(shown, offset, 200), total=len(every),
                counts=[(str(w), counted[w]) for w in VerdictWord if counted[w] > 0], parties=parties,
                words_=[str(w) for w in VerdictWord], forms=sorted({v.form for v in every} - {""}),
                asked={"party": party, "verdict": verdict, "form": form}, name=state.findings.name,
                changes=state.kept("changes", lambda: changes(state.findings)))


@router.get("/claims/{claim}")
def claim(request: Request, claim: str, at: str = "", known_by: str = "") -> Response:
    """One claim: its verdict, the paths for and against with every slot, and what would settle it."""
    state = state_of(request, at, known_by)
    found = state.verdict(claim)
    if found is None:
        raise Missing(f"there is no claim '{claim}'", mend="the list of claims names them all")
    paths = sorted(found.paths, key=lambda p: p.order)
    return page(request, "claim.html.j2", f"Claim {found.claim or found.statement}", state, v=found,
                paths=[p for p in paths if p.bears], idle=[p for p in paths if not p.bears], basis=state.claims.basis,
                table=verdict_tables()[found.table] if found.table != "" else None, name=state.findings.name)
