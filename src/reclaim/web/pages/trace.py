"""Is this the weapon: marks against the registers, each candidate with its reasons, and the probability of none."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.responses import Response

from reclaim.desk.aligned import Place, aligned
from reclaim.desk.finds import judged
from reclaim.desk.readings import Readings, case_finds, day_of, given, of_file
from reclaim.desk.register import registers
from reclaim.desk.serve import State
from reclaim.model.candidate import OTHERS, Reasons
from reclaim.model.decision import Decision
from reclaim.model.errors import UsageError
from reclaim.model.progress import silent
from reclaim.web.forms import WithFiles, on_disk, text, uploads
from reclaim.web.show import Missing, Offset, Part, page, state_of
from reclaim.web.waterfall import Bar, bars

router = APIRouter(include_in_schema=False)

LONGEST = 200
"""Symbols of a mark that are read; what is longer is no mark."""

MOST_SHOWN = 1000
"""Readings of a column that one page shows; the download has all."""

FIELDS = ("make", "model", "calibre", "country")


@dataclass(frozen=True, slots=True)
class Shown:
    """A candidate as the page shows it: its rows, its reasons as bars and as places, and what was decided."""

    rows: Sequence[dict[str, Any]]
    bars: tuple[Bar, ...] = ()
    places: tuple[Place, ...] = ()
    chance: float | None = None
    decided: Decision | None = None

    @property
    def first(self) -> dict[str, Any]:
        """The row that says most of it."""
        return max(self.rows, key=lambda row: sum(cell is not None for cell in row.values()))


@router.get("/trace")
def trace(request: Request, mark: str = "", make: str = "", model: str = "", calibre: str = "", country: str = "",
          date: str = "", find: str = "", offset: Offset = 0) -> Response:
    """The box for a mark, and the answer where one was given. `find` is a line of the case: its own mark and fields are
    taken, and a candidate can be judged."""
    state = state_of(request)
    fields = {"make": make, "model": model, "calibre": calibre, "country": country}
    if find != "" and mark.strip() == "":
        mark, fields, date = _of_find(state, find)
    searched = state.kept("registers", lambda: [r.name for r in registers(state.case)])
    rows: list[dict[str, Any]] = []
    shown: list[Shown] = []
    ground = ""
    if mark.strip() != "" and len(searched) > 0:
        rows, reasons, ground = _traced(state, mark.strip()[:LONGEST], fields, date.strip())
        shown = _candidates(state, rows, reasons, find)
    works = state.finds if mark.strip() == "" or find != "" else ()
    among = next((f for f in works if f.key == find), None)
    return page(request, "trace.html.j2", "Trace a mark", state, mark=mark, fields=fields, date=date, find=find,
                searched=searched, absent=rows[0] if len(rows) > 0 else None, candidates=shown,
                ground=ground, others=OTHERS, author=state.case.author, finds=Part.of(works, offset, 50), among=among,
                name=state.findings.name if len(works) > 0 else None)


@router.post("/trace")
async def column(request: Request, form: WithFiles) -> Response:
    """A column of marks, pasted or in a spreadsheet: a line for each, or all rows as a file."""
    sent = uploads(form, "file")
    fields, words = {name: text(form, name) for name in FIELDS}, text(form, "marks")
    if len(sent) == 0 and words == "":
        raise UsageError("there is no mark to trace", mend="paste marks, one a line, or drop a spreadsheet of them")
    return await run_in_threadpool(_column, request, sent[:1], words, fields, text(form, "date"), text(form, "as"))


def _column(request: Request, sent: list[Any], words: str, fields: dict[str, str], date: str, form: str) -> Response:
    from reclaim.desk.trace import trace, whole, write

    state = state_of(request)
    day = day_of(date)
    if len(sent) > 0:
        with on_disk(sent) as paths:
            readings: Readings = of_file(paths[0], fields, day, silent)
    else:
        readings = given([line.strip()[:LONGEST] for line in words.splitlines() if line.strip() != ""], fields, day)
    answer = trace(state.tracing(), readings)
    if form != "":
        import tempfile

        with tempfile.TemporaryDirectory(prefix="reclaim-trace-") as folder:
            out = Path(folder) / f"trace.{form}"
            write(answer, state.case, out)
            return Response(out.read_bytes(), headers={"content-disposition": f'attachment; filename="trace.{form}"'},
                            media_type="application/octet-stream")
    rows: dict[int, dict[int, dict[str, Any]]] = {}
    for row in whole(answer).to_pylist():
        if row["rank"] < 2:
            rows.setdefault(row["reading_row"], {}).setdefault(row["rank"], row)
    lines = [(own[0], own.get(1)) for own in rows.values()]
    counted = {word: sum(none["verdict"] == word for none, _ in lines) for word in
               ("exact", "near", "ambiguous", "none", "not_traceable")}
    return page(request, "traced.html.j2", "A column traced", state, lines=state.cleared(lines[:MOST_SHOWN]),
                total=len(lines), counted=counted, fields=fields, date=date, others=OTHERS,
                ground=answer.learned.ground if answer.learned is not None else "",
                problems=state.cleared(tuple(readings.problems)), marks=words if len(sent) == 0 else "")


def _of_find(state: State, key: str) -> tuple[str, dict[str, str], str]:
    """Mark, fields and date of a find of the case. Raises Missing."""
    found = next((e for e in case_finds(state.case) if e.record.key == key), None)
    if found is None:
        raise Missing(f"there is no find '{key}' with a mark", mend="the page to trace lists them")
    fields = {"make": found.line.make, "model": found.line.model, "calibre": "", "country": found.line.origin}
    return found.line.serial, fields, found.event.date.written


def _traced(state: State, mark: str, fields: dict[str, str], date: str
            ) -> tuple[list[dict[str, Any]], dict[tuple[int, int], Reasons], str]:
    from reclaim.desk.trace import trace, whole

    answer = trace(state.tracing(), given([mark], fields, day_of(date)), reasons=True)
    rows = whole(answer).to_pylist()
    return [state.cleared(row) for row in rows], answer.reasons, \
        answer.learned.ground if answer.learned is not None else ""


def _candidates(state: State, rows: list[dict[str, Any]], reasons: dict[tuple[int, int], Reasons], find: str
                ) -> list[Shown]:
    """Each candidate once, with all the rows of registers in which it stands."""
    grouped: dict[int, list[dict[str, Any]]] = {}
    for row in rows[1:]:
        grouped.setdefault(row["rank"], []).append(row)
    decided = judged(state.case).get(find, []) if find != "" else []
    none = rows[0]["probability"] or 0.0
    return [_shown(own, reasons.get((own[0]["reading_row"], rank)), none, decided) for rank, own in grouped.items()]


def _shown(own: list[dict[str, Any]], why: Reasons | None, none: float, decided: Sequence[Decision]) -> Shown:
    if why is None:
        return Shown(own)
    first, parts = own[0], list(why.parts)
    if none > 0 and (first["probability"] or 0) > 0:
        # What it weighed before anything was read: so that the parts end at its odds against "in no register".
        before = log2(first["probability"] / none) - sum(bits for _, _, bits in parts)
        parts.insert(0, ("before", "one of all registered weapons, before anything was read", before))
    addresses = {row["anchor"] for row in own}
    return Shown(own, bars(parts, "in all", "against “in no register searched”"), aligned(why.read, why.mark),
                 why.chance, next((d for d in decided if addresses & set(d.subjects)), None))
