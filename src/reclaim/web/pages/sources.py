"""Sources: what was taken from each, and what rests on it."""

from __future__ import annotations

from collections import Counter

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.leaning import leaning
from reclaim.web.show import Missing, Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


@router.get("/sources")
def sources(request: Request, offset: Offset = 0, at: str = "", known_by: str = "") -> Response:
    """All sources."""
    state = state_of(request, at, known_by)
    taken = Counter(n.source for n in state.findings.notes.values())
    return page(request, "sources.html.j2", "Sources", state, taken=taken,
                part=Part.of([s for _, s in sorted(state.findings.sources.items())], offset, 300))


@router.get("/sources/{key:path}")
def source(request: Request, key: str, at: str = "", known_by: str = "") -> Response:
    """One source: its citation, the records taken from it, the answers and the other sources that rest on it."""
    state = state_of(request, at, known_by)
    found = state.findings.sources.get(key)
    if found is None:
        raise Missing(f"there is no source '{key}'", mend="the list of sources names them all")
    records = [n for _, n in sorted(state.findings.notes.items()) if n.source == key]
    leans = state.kept("leaning", lambda: state.cleared(leaning(state)))
    answers = sorted({told for n in records for told in leans.get(n.key, ())})
    stands = {s.key: s for s in state.assembly.origins.sources.values()}
    # A register's snapshot is a source only where a row of it stands beside a find.
    own = stands[key].rests_on if key in stands else ()
    return page(request, "source.html.j2", f"Source {key}", state, source=found, records=records, answers=answers,
                echoes=sorted(s.key for s in stands.values() if key in s.rests_on),
                rests_on=[k for k in own if k in stands], known=state.findings.sources)
