"""What can be said of the whole: bounds, who sets them, and what cannot all be true."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.web.show import Missing, Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/accounts")
def accounts(request: Request, holder: str = "", type: str = "", kind: str = "", unknown: str = "", offset: Offset = 0,
             without: str = "", at: str = "", known_by: str = "") -> Response:
    """All accounts, or those of a holder, a type, a kind; with `unknown=show` those of which nothing is known too;
    `without` is a source that is dropped, to see what changes."""
    state = state_of(request, at, known_by)
    sources = sorted(state.findings.sources)
    if without not in ("", *sources):
        raise Missing(f"there is no source '{without}'", mend="the list of sources names them all")
    every = state.bounds
    chosen = [b for b in every if holder in ("", b.account.holder) and type in ("", b.account.type)
              and kind in ("", b.account.kind)]
    shown = [b for b in chosen if unknown != "" or not b.range.vacuous]
    options = {"holder": sorted({b.account.holder for b in every} - {""}),
               "type": sorted({b.account.type for b in every} - {""}),
               "kind": sorted({b.account.kind for b in every} - {""})}
    return page(request, "accounts.html.j2", "Accounts", state, part=Part.of(shown, offset, 60),
                hidden=len(chosen) - len(shown), total=len(every), options=options,
                sources=sources, without=without,
                changes=state.without(without) if without != "" else (),
                conflicts=state.findings.conflicts, section=state.section("bounds"),
                asked={"holder": holder, "type": type, "kind": kind, "unknown": unknown}, name=state.findings.name)
