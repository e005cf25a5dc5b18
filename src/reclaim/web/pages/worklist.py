"""Discrepancies as a work-list: filtered, judged many at a time, and taken back."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated

from fastapi import APIRouter, Query, Request
from starlette.background import BackgroundTask
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import FileResponse, RedirectResponse, Response

from reclaim.desk.decide import decide_each
from reclaim.desk.links import write_links
from reclaim.desk.register import registers
from reclaim.desk.undo import undo
from reclaim.desk.worklist import Finding, Wanted, Worklist, compare, last
from reclaim.model.decision import Judgement
from reclaim.model.discrepancy import DiscrepancyClass
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.model.progress import Progress
from reclaim.web.arrivals import Told, arrivals_of
from reclaim.web.forms import Signed, text, texts
from reclaim.web.show import Offset, address, desk_of, page, query, state_of

router = APIRouter(include_in_schema=False)

Sure = Annotated[float, Query(ge=0, le=1)]

SIZE = 40
"""So many findings stand on a page."""

SMALL = 20_000
"""Registers of so many rows together, in a case of no more than a fortieth as many items, are compared while the page
waits; of others the page says that they can be."""

WORDS = (Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE)


@router.get("/discrepancies")
def discrepancies(request: Request, name: str = "", register: str = "", leads: bool = False, least: Sure = 0.0,
                  open: bool = False, offset: Offset = 0, done: Annotated[list[str] | None, Query()] = None) -> Response:
    """The list: `name` is a class, `leads` shows leads instead of findings, `least` how sure, `open` what is not judged."""
    if name not in ("", *DiscrepancyClass):
        raise UsageError(f"there is no class '{name}'", mend=f"use one of {', '.join(DiscrepancyClass)}")
    return _page(request, Wanted(name, register, leads, least, open), offset, done or [])


@router.get("/discrepancies/links.{form}")
def links(request: Request, form: str) -> Response:
    """Which row of which register is of one weapon with which of another, as Parquet or CSV."""
    case = desk_of(request).case()
    if last(case) is None:
        raise UsageError("the books were not compared yet", mend="compare them on the page Discrepancies")
    folder = TemporaryDirectory(prefix="reclaim-")
    try:
        written = write_links(case, Path(folder.name) / f"links.{form}")
    except BaseException:
        folder.cleanup()
        raise
    return FileResponse(written.path, filename=written.path.name, background=BackgroundTask(folder.cleanup))


@router.post("/discrepancies")
async def act(request: Request, form: Signed) -> Response:
    """Judge what was ticked, take judgements back, or compare the books anew."""
    return await run_in_threadpool(_acted, request, form)


def _acted(request: Request, form: FormData) -> Response:
    case, asked = desk_of(request).case(), text(form, "act")
    back = {name: text(form, name) for name in ("name", "register", "leads", "least", "open", "offset")}
    if asked == "compare":
        def take(files: object, progress: Progress) -> Told:
            found = compare(case, progress)
            return Told([f"{n:,} {name.replace('_', ' ').lower()}" for name, n in found.counts()] or ["nothing found"],
                        onward=[("The discrepancies", "/discrepancies")])
        arrivals = arrivals_of(request)
        arrival = arrivals.receive([], {"what": "the books, compared"})
        arrivals.begin(arrival, take)
        return RedirectResponse(address("import", arrival.id), 303)
    if asked == "undo":
        for decision in texts(form, "decision"):
            undo(case, decision, text(form, "reason"), text(form, "author"))
        return RedirectResponse(query("/discrepancies", back), 303)
    if asked not in WORDS:
        raise UsageError(f"'{asked}' is no judgement of a finding", mend="use same, different or unsure")
    ticked, listed = texts(form, "finding"), last(case)
    found = [] if listed is None else [f for f in listed.find(ticked) if f.lead == (back["leads"] != "")]
    try:
        if len(found) == 0:
            raise UsageError("nothing was ticked", mend="tick the findings that you judge")
        made = decide_each(case, [f.subjects for f in found], asked, text(form, "reason"), text(form, "author"))
    except UsageError as error:
        wanted = Wanted(back["name"], back["register"], back["leads"] != "", float(back["least"] or 0), back["open"] != "")
        return _page(request, wanted, int(back["offset"] or 0), [], error, ticked, text(form, "reason"))
    return RedirectResponse(query("/discrepancies", [*back.items(), *(("done", d.id) for d in made)]), 303)


def _page(request: Request, wanted: Wanted, offset: int, done: list[str], error: ReclaimError | None = None,
          ticked: list[str] | None = None, reason: str = "") -> Response:
    state = state_of(request)
    case = desk_of(request).case()
    books = registers(case)
    listed = last(case)
    rows = sum(s.rows for r in books for s in r.snapshots)
    if listed is None and 0 < rows <= SMALL and 40 * len(state.assembly.items) <= SMALL:
        listed = compare(case)
    found, total = ([], 0) if listed is None else _part(listed, wanted, offset)
    asked = {"name": wanted.name, "register": wanted.register, "leads": "true" if wanted.leads else "",
             "least": wanted.least or "", "open": "true" if wanted.open else ""}
    return page(request, "worklist.html.j2", "Discrepancies", state, 400 if error is not None else 200,
                found=state.cleared(tuple(found)), total=total, offset=offset, size=SIZE, wanted=wanted, asked=asked, listed=listed,
                counts=[] if listed is None else listed.counts(wanted.leads), books=books, done=done, error=error,
                ticked=ticked or [], reason=reason, words=WORDS, stale=listed is not None and listed.head != case.head(),
                author=case.author)


def _part(listed: Worklist, wanted: Wanted, offset: int) -> tuple[list[Finding], int]:
    found, total = listed.part(wanted, offset, SIZE)
    if offset > 0 and offset >= total:
        raise UsageError(f"the list has {total:,} findings", mend="begin at an earlier one")
    return found, total
