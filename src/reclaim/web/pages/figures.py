"""Figures as pictures of their own, so that a page need not wait for them to be drawn."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.model.brief import Block, Picture
from reclaim.model.errors import UsageError
from reclaim.web.show import Missing, state_of

router = APIRouter(include_in_schema=False)


@router.get("/figures/{part}/{number}.svg")
def figure(request: Request, part: str, number: int, at: str = "", known_by: str = "") -> Response:
    """A figure of a part of the brief, counted from 1."""
    try:
        blocks = state_of(request, at, known_by).section(part).blocks
    except UsageError as error:
        raise Missing(error.what, mend=error.mend) from None
    return _svg(blocks, number)


@router.get("/items/{item}/{section}/{number}.svg")
def of_item(request: Request, item: str, section: int, number: int, at: str = "", known_by: str = "") -> Response:
    """A figure of an item's dossier: section and figure in it, counted from 1."""
    state = state_of(request, at, known_by)
    found = state.item(item)
    sections = () if found is None else state.dossier(found)[1].sections
    return _svg(sections[section - 1].blocks if 1 <= section <= len(sections) else (), number)


def _svg(blocks: tuple[Block, ...], number: int) -> Response:
    drawn = [b for b in blocks if isinstance(b, Picture)]
    if not 1 <= number <= len(drawn):
        raise Missing("there is no such figure", mend="see the page that it is of")
    return Response(drawn[number - 1].svg, media_type="image/svg+xml")
