"""A record by hand, from words of a source that a person highlighted."""

from __future__ import annotations

from collections import defaultdict
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from reclaim.desk.highlighted import OF, find, highlighted
from reclaim.desk.sourcetext import source_text
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.model.event import EventKind
from reclaim.model.place import Precision
from reclaim.web.forms import Signed, text
from reclaim.web.show import address, desk_of, page, state_of

router = APIRouter(include_in_schema=False)

Place = Annotated[int, Query(ge=0, le=10**9)]

MOST_WORDS = 4_000
"""So many characters are highlighted at most."""


@router.get("/highlight")
def form(request: Request, source: str, start: Place = 0, end: Place = 0, words: str = "", kind: str = "event"
         ) -> Response:
    """The form for words of a source: given by their place, or by themselves if they stand in it once."""
    if end <= start:
        start, end = find(source_text(desk_of(request).case(), source).text, words)
    return _form(request, source, (start, end), kind if kind in OF else "event", {})


@router.post("/highlight")
async def make(request: Request, form: Signed) -> Response:
    """Make the record."""
    return await run_in_threadpool(_made, request, form)


def _made(request: Request, form: FormData) -> Response:
    source, kind = text(form, "source"), text(form, "kind")
    places = [text(form, name) for name in ("start", "end")]
    if not all(p.isdigit() and len(p) < 10 for p in places):
        raise UsageError("the form does not say where the words stand", mend="highlight them anew")
    span = int(places[0]), int(places[1])
    told = {name: text(form, name) for name in OF.get(kind, ())}
    try:
        made = highlighted(desk_of(request).case(), source, span, kind, told, text(form, "author"))
    except UsageError as error:
        return _form(request, source, span, kind, told, error)
    return RedirectResponse(address("records", made[0].id), 303)


def _form(request: Request, source: str, span: tuple[int, int], kind: str, told: dict[str, str],
          error: ReclaimError | None = None) -> Response:
    state = state_of(request)
    found = source_text(state.case, source)
    start, end = span
    if not start < end <= len(found.text) or end - start > MOST_WORDS:
        raise UsageError("these are no words of the source, or too many", mend="highlight a sentence or two")
    around = found.text[max(0, start - 200) : start], found.text[start:end], found.text[end : end + 200]
    return page(request, "highlight.html.j2", "A record of these words", state, 400 if error is not None else 200,
                source=found.sha256, name=found.name, span=span, kind=kind, kinds=tuple(OF), fields=OF[kind], told=defaultdict(str, told),
                around=state.cleared(around), error=error, author=state.case.author,
                choices={"event": [str(k) for k in EventKind], "precision": [str(p) for p in Precision]})
