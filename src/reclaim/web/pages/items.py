"""Articles that can be told apart: all of them, and one with its chain."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from reclaim.web.show import Missing, Offset, Part, address, page, query, state_of

router = APIRouter(include_in_schema=False)


@router.get("/items")
def items(request: Request, offset: Offset = 0, at: str = "", known_by: str = "") -> Response:
    """All items."""
    state = state_of(request, at, known_by)
    return page(request, "items.html.j2", "Items", state, name=state.findings.name,
                part=Part.of(state.table("items").dicts(), offset, 200))


@router.get("/items/{item}")
def item(request: Request, item: str, at: str = "", known_by: str = "") -> Response:
    """One item; its older names, a serial or a record's id lead to its address."""
    state = state_of(request, at, known_by)
    found = state.item(item)
    if found is None:
        raise Missing(f"there is no one item '{item}'", mend="the list of items names them all")
    if found.id != item:
        return RedirectResponse(query(address("items", found.id), {"at": at, "known_by": known_by}), 307)
    told, document = state.dossier(found)
    return page(request, "item.html.j2", document.title, state, document=document, item=told.item,
                base=address("items", found.id), keys=[e.record.key for e in told.item.entries])
