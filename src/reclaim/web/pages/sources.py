"""Sources: what was taken from each, and what rests on it."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from fastapi import APIRouter, Request
from starlette.responses import Response

from reclaim.desk.serve import State
from reclaim.desk.sourcetext import Piece, pieces, source_text, spans_of
from reclaim.model.errors import InputError, UsageError
from reclaim.web.show import Missing, Offset, Part, page, state_of

router = APIRouter(include_in_schema=False)


PART = 40_000
"""So many characters of a source's text are shown at once."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A part of a source's text in pieces, and how long the whole is."""

    sha256: str
    pieces: list[Piece]
    offset: int
    size: int
    total: int


@router.get("/sources")
def sources(request: Request, offset: Offset = 0, at: str = "", known_by: str = "") -> Response:
    """All sources."""
    state = state_of(request, at, known_by)
    taken = Counter(n.source for n in state.findings.notes.values())
    return page(request, "sources.html.j2", "Sources", state, taken=taken,
                part=Part.of([s for _, s in sorted(state.findings.sources.items())], offset, 300))


@router.get("/sources/{key:path}")
def source(request: Request, key: str, offset: Offset = 0, at: str = "", known_by: str = "") -> Response:
    """One source: its citation and, if it is held, its text from `offset` on with what was taken marked; the records
    taken from it, the answers and the other sources that rest on it."""
    state = state_of(request, at, known_by)
    found = state.findings.sources.get(key)
    if found is None:
        raise Missing(f"there is no source '{key}'", mend="the list of sources names them all")
    records = [n for _, n in sorted(state.findings.notes.items()) if n.source == key]
    answers = sorted({told for n in records for told in state.leaning.get(n.key, ())})
    stands = {s.key: s for s in state.assembly.origins.sources.values()}
    # A register's snapshot is a source only where a row of it stands beside a find.
    own = stands[key].rests_on if key in stands else ()
    return page(request, "source.html.j2", f"Source {key}", state, source=found, records=records, answers=answers,
                shown=_shown(state, found.id, offset),
                echoes=sorted(s.key for s in stands.values() if key in s.rests_on),
                rests_on=[k for k in own if k in stands], known=state.findings.sources)


def _shown(state: State, ident: str, offset: int) -> Shown | None:
    """The part of its text, if it is held and holds text."""
    try:
        found = source_text(state.case, ident)
    except (UsageError, InputError):
        return None
    total = len(found.text)
    if offset > 0 and offset >= total:
        raise UsageError(f"the text has {total:,} characters", mend="begin at an earlier one")
    cut = pieces(found.text, spans_of(state.case, found.sha256), offset, offset + PART)
    return Shown(found.sha256, state.cleared(cut), offset, PART, total)
