"""One record: its words as written, its anchor, whether it stands, and what leans on it."""

from __future__ import annotations

from fastapi import APIRouter, Request
from starlette.responses import RedirectResponse, Response

from reclaim.desk.serve import State
from reclaim.model.decision import Judgement, corrections, standing
from reclaim.model.record import Record
from reclaim.web.show import Missing, address, page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/records/{key:path}")
def record(request: Request, key: str) -> Response:
    """The record at an address, or of an id; of a row that was corrected, the version that stands."""
    state = state_of(request)
    known, decisions = state.written()
    every = [*known, *(r for r in state.assembly.records.values() if "@" in r.key)]
    gave_way = corrections(decisions)
    found = [r for r in every if key in (r.id, r.key)]
    if len(found) == 0:
        raise Missing(f"there is no record '{key}'", mend="search for it by its words")
    shown = next((r for r in found if r.id == key), None) or next(
        (r for r in found if r.id not in gave_way), found[-1])
    if key == shown.id and shown.id in state.assembly.records:
        return RedirectResponse(address("records", shown.key), 307)
    about = [d for d in decisions if {shown.id, shown.key} & set(d.subjects)]
    rejected = any(d.judgement is Judgement.REJECT for d in standing(about))
    source = state.assembly.source(shown)
    return page(request, "record.html.j2", f"Record {shown.key}", state, record=shown, cells=_cells(state, shown),
                source=None if source is None else state.findings.sources.get(source.key),
                stands_as="rejected" if rejected else "corrected" if shown.id in gave_way else "stands",
                versions=[r for r in found if r.id != shown.id], decisions=state.cleared(tuple(about)),
                leans=state.leaning.get(shown.key, ()))


def _cells(state: State, record: Record) -> list[tuple[str, str]]:
    """The cells as written, as an export clears them: where things are kept, no finer than a province."""
    shown = dict(state.cleared(tuple(record.as_written)))
    for name in {"events": ("events",), "stock": ("stock",)}.get(str(record.kind), ()):
        rows = [row for row in state.table(name).dicts() if row["record"] == record.id]
        for column in ("place", "province", "country", "precision"):
            if column in shown:
                shown[column] = str(rows[0][column] or "no finer than a province is shown") if len(rows) > 0 else \
                    "shown only of a record that stands"
    return list(shown.items())
