"""The one box: marks, claims, types, parties, places, sources, words in records and in sources."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.search import search as find
from reclaim.web.show import address, page, query, state_of

router = APIRouter(include_in_schema=False)


@router.get("/search")
def search(request: Request, q: str = "") -> Response:
    """What was found, by kind."""
    state = state_of(request)
    return page(request, "search.html.j2", "Search", state, q=q, found=state.cleared(find(state, q[:500])),
                where=_where)


def _where(kind: str, ident: str) -> str:
    """Where a hit leads."""
    if kind in ("items", "claims", "sources", "records"):
        return address(kind, ident)
    if kind == "texts":
        return address("sources", ident)
    if kind == "places":
        return query("/search", {"q": ident})
    return query("/accounts", {"type" if kind == "types" else "holder": ident})
