"""Document a weapon: kept as it is typed, traced at once, and shown beside what the case holds already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from reclaim.desk import drafts
from reclaim.desk.alike import Alike, Marks
from reclaim.desk.by_hand import FURTHER, MARK, MOST_MARKS, QUESTIONS
from reclaim.desk.case import Case
from reclaim.desk.readings import day_of, given
from reclaim.desk.register import registers
from reclaim.desk.serve import State
from reclaim.desk.weapon_sheet import template
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.model.event import TURNED_UP, Basis
from reclaim.model.mark import MarkKind
from reclaim.model.place import Precision
from reclaim.model.record import RecordKind
from reclaim.store.drafts import Draft
from reclaim.web.forms import Signed, WithFiles, own_name, text, uploads
from reclaim.web.show import Missing, address, desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

MODES = ("seized", "found", "surrendered", "sighted", *sorted(str(k) for k in TURNED_UP
         if str(k) not in ("seized", "found", "surrendered", "sighted")))


@dataclass(frozen=True, slots=True)
class Traced:
    """A mark as it stands in a draft, and its answer: the best candidates, and the probability of none."""

    mark: str
    rows: Sequence[dict[str, Any]]

    @property
    def none(self) -> dict[str, Any]:
        """The row of "in no register"."""
        return self.rows[0]

    @property
    def best(self) -> list[dict[str, Any]]:
        """The first row of each of the three best candidates."""
        firsts: dict[int, dict[str, Any]] = {}
        for row in self.rows[1:]:
            if row["serial"] is not None:
                firsts.setdefault(row["rank"], row)
        return list(firsts.values())[:3]


@router.get("/document")
def documents(request: Request, serial: str = "", make: str = "", model: str = "") -> Response:
    """What is being written, and the beginning of another; a mark that was traced already is filled in."""
    state = state_of(request)
    begun = {"serial": serial, "make": make, "model": model}
    return page(request, "documents.html.j2", "Document a weapon", state, drafts=[(d, defaultdict(str, d.cells)) for d in drafts.every(state.case)],
                begun=defaultdict(str, {n: v for n, v in begun.items() if v != ""}))


@router.get("/document/weapons.xlsx")
def sheet() -> Response:
    """The template: a row a weapon, imported without a mapping."""
    return Response(template(), headers={"content-disposition": 'attachment; filename="weapons.xlsx"'},
                    media_type="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")


@router.post("/document")
async def begin(request: Request, form: Signed) -> Response:
    """Begin a draft."""
    cells = {name: text(form, name) for name in QUESTIONS}
    draft = await run_in_threadpool(lambda: drafts.begin(desk_of(request).case(), cells))
    return RedirectResponse(address("document", draft.id), 303)


@router.get("/document/{ident}")
def draft(request: Request, ident: str) -> Response:
    """A draft: the form, and beside it what was traced and what is alike."""
    return _page(request, _draft(desk_of(request).case(), ident))


@router.post("/document/{ident}")
async def fill(request: Request, ident: str, form: Signed) -> Response:
    """Keep all fields as they are now; with `act=put` make records of them."""
    # What is kept while one types carries the button that was pressed last, and must not do its work a second time.
    cells, act = _cells(form), "" if "hx-request" in request.headers else text(form, "act")
    return await run_in_threadpool(_filled, request, ident, cells, act, text(form, "author"))


@router.post("/document/{ident}/pictures")
async def pictures(request: Request, ident: str, form: WithFiles) -> Response:
    """Add pictures, or take one out."""
    sent = [(own_name(f), await f.read()) for f in uploads(form, "pictures")]
    return await run_in_threadpool(_pictures, request, ident, sent, text(form, "drop"))


@router.get("/document/{ident}/pictures/{sha}.jpg")
def picture(request: Request, ident: str, sha: str) -> Response:
    """A picture, set anew and small."""
    found = drafts.picture(desk_of(request).case(), ident, sha)
    if found is None:
        raise Missing("there is no such picture", mend="go back to the draft")
    return Response(found, media_type="image/jpeg")


def _filled(request: Request, ident: str, cells: dict[str, str], act: str, author: str) -> Response:
    case = desk_of(request).case()
    if act == "discard":
        drafts.discard(case, ident)
        return RedirectResponse("/document", 303)
    _draft(case, ident)
    kept = drafts.fill(case, ident, cells)
    if act != "put":
        return _page(request, kept, marks=int(act.removeprefix("marks-")) if act.startswith("marks-") else 0)
    try:
        added = drafts.put_in(case, ident, author)
    except UsageError as error:
        return _page(request, kept, error=error)
    lines = [r.key for r in added.added if r.kind is RecordKind.LINE]
    if len(lines) > 0 and "serial" in kept.cells and len(registers(case)) > 0:
        return RedirectResponse(query("/trace", {"find": lines[0]}), 303)
    return RedirectResponse(address("records", lines[0]) if len(lines) > 0 else "/items", 303)


def _pictures(request: Request, ident: str, sent: list[tuple[str, bytes]], drop: str) -> Response:
    case = desk_of(request).case()
    kept = _draft(case, ident)
    try:
        for name, content in sent:
            kept = drafts.add_picture(case, ident, name, content)
        kept = drafts.drop_picture(case, ident, drop) if drop != "" else kept
    except UsageError as error:
        return _page(request, drafts.draft_of(case, ident), error=error)
    return RedirectResponse(address("document", ident) + "#pictures", 303)


def _draft(case: Case, ident: str) -> Draft:
    try:
        return drafts.draft_of(case, ident)
    except UsageError as error:
        raise Missing(error.what, mend=error.mend) from None


def _cells(form: FormData) -> dict[str, str]:
    return {name: text(form, name) for name in (*QUESTIONS, *FURTHER) if text(form, name) != ""}


def _page(request: Request, shown: Draft, error: ReclaimError | None = None, marks: int = 0) -> Response:
    state = state_of(request)
    numbers = [n for n in range(1, MOST_MARKS + 1) if _name("serial", n) in shown.cells]
    rows = max(marks, numbers[-1] if len(numbers) > 0 else 1)
    written = [shown.cells[_name("serial", n)] for n in numbers]
    return page(request, "document.html.j2", "Document a weapon", state, 400 if error is not None else 200, draft=shown,
                cells=defaultdict(str, shown.cells), error=error, rows=[[(name, _name(name, n)) for name in MARK] for n in range(1, rows + 1)],
                more=rows < MOST_MARKS, modes=MODES, kinds=[str(k) for k in MarkKind], bases=[str(b) for b in Basis],
                precisions=[str(p) for p in Precision], traced=_traced(state, shown, written),
                alike=_alike(state, written), lists=state.kept("lists", lambda: _lists(state)),
                author=state.case.author, questions=QUESTIONS, name=state.findings.name)


def _name(name: str, n: int) -> str:
    return name if n == 1 else f"{name} {n}"


def _traced(state: State, shown: Draft, written: Sequence[str]) -> list[Traced]:
    """Each mark of the draft against the registers; nothing where there is no register."""
    from reclaim.desk.trace import trace, whole

    if len(written) == 0 or len(state.kept("registers", lambda: [r.name for r in registers(state.case)])) == 0:
        return []
    fields = {name: shown.cells.get(name, "") for name in ("make", "model")}
    try:
        day = day_of(shown.cells.get("date", ""))
    except UsageError:
        day = None
    rows = whole(trace(state.tracing(), given(written, fields, day), top=3)).to_pylist()
    return [Traced(mark, state.cleared([r for r in rows if r["reading_row"] == n]))
            for n, mark in enumerate(written, start=1)]


def _alike(state: State, written: Sequence[str]) -> tuple[Alike, ...]:
    found: Marks = state.kept("marks", lambda: Marks(state.assembly))
    return state.cleared(found.like(written))


def _lists(state: State) -> dict[str, list[tuple[str, str]]]:
    """What can be chosen from, as (word, name): types, parties and sources of the case."""
    assembly = state.assembly
    return state.cleared({
        "type": sorted((t.id, t.name) for t in assembly.types.types.values()),
        "party": sorted((p.id, p.name) for p in assembly.parties.parties.values()),
        "source": sorted((key, cited.citation[:80]) for key, cited in state.findings.sources.items() if "@" not in key),
        "country": sorted({(e.place.country, "") for _, e in assembly.events if e.place.country != ""}),
        "province": sorted({(e.place.province, "") for _, e in assembly.events if e.place.province != ""})})
