"""Import: files are dropped, what they are is said, and they are taken in through the verbs of the command line."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Final

from fastapi import APIRouter, Request
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData
from starlette.responses import RedirectResponse, Response

from reclaim.desk import register as registers
from reclaim.desk.case import Case
from reclaim.model.errors import ReclaimError, UsageError
from reclaim.model.progress import Progress
from reclaim.model.register import FIELDS, MARK, RECORD, Column, Fate, Mapping, RegisterKind
from reclaim.web.arrivals import Arrival, Told, arrivals_of
from reclaim.web.forms import Signed, WithFiles, text, uploads
from reclaim.web.show import Missing, address, desk_of, page, query, state_of

if TYPE_CHECKING:
    from reclaim.desk.add import Added

router = APIRouter(include_in_schema=False)

KINDS: Final = ("documents", "register", "records", "weapons")
"""What files can be: reports to be read, a register, record files and sources to be kept, the template of weapons."""

ABOUT: Final = ("name", "kind", "keeper", "as_of", "covers", "complete", "share")
"""What is said of a register."""

SAID: Final = ("what", "author", "published", "outlet", *ABOUT)
KEPT, REFUSED = "kept as it is", "personal: not imported"
PROBLEMS_SHOWN: Final = 100


@router.get("/import")
def imports(request: Request, what: str = "documents") -> Response:
    """Where files are dropped, and what came of the last ones. `what` is one of KINDS."""
    return _begin(request, {"what": what if what in KINDS else KINDS[0]})


@router.post("/import")
async def receive(request: Request, form: WithFiles) -> Response:
    """Take files in; of a register the columns are shown first."""
    return await run_in_threadpool(_received, request, form)


@router.get("/import/{ident}")
def arrival(request: Request, ident: str) -> Response:
    """How far it is, what came of it, or, of a register, what its columns would become."""
    return _arrival(request, _found(request, ident))


@router.post("/import/{ident}")
async def go_on(request: Request, ident: str, form: Signed) -> Response:
    """Take a register in with the columns as they are chosen now, or stop."""
    return await run_in_threadpool(_gone_on, request, ident, form)


def _received(request: Request, form: FormData) -> Response:
    said = {name: text(form, name) for name in SAID}
    files = uploads(form, "files")
    try:
        if said["what"] not in KINDS:
            raise UsageError(f"files cannot be '{said['what']}'", mend=f"they can be {', '.join(KINDS)}")
        if len(files) == 0:
            raise UsageError("no file was sent", mend="choose one or more, or drop them on the field")
        found = arrivals_of(request).receive(files, said)
    except UsageError as error:
        return _begin(request, said, error)
    if said["what"] != "register":
        case = desk_of(request).case()
        arrivals_of(request).begin(found, _TAKE[said["what"]](case, said))
    return RedirectResponse(address("import", found.id), 303)


def _gone_on(request: Request, ident: str, form: FormData) -> Response:
    found = _found(request, ident)
    if text(form, "act") == "stop":
        found.stopping = True
        if not found.begun:
            arrivals_of(request).begin(found, lambda files, progress: Told([]))
        return RedirectResponse(address("import", ident), 303)
    found.asked |= {name: text(form, name) for name in ABOUT if name in form}
    case, chosen = desk_of(request).case(), [str(word) for word in form.getlist("became")]
    try:
        mapping = _chosen(registers.understand(case, found.files, _asked(found)).mapping, chosen)
        (found.folder / "mapping.toml").write_text(registers.mapping_text(mapping), encoding="utf-8")
    except ReclaimError as error:
        return _arrival(request, found, error)
    arrivals_of(request).begin(found, _register(case, found))
    return RedirectResponse(address("import", ident), 303)


def _chosen(mapping: Mapping, words: list[str]) -> Mapping:
    """The mapping as a person left it: a word for each column."""
    if len(words) != len(mapping.columns):
        raise UsageError("the columns are not those of the file", mend="load the page anew")
    return Mapping(tuple(_column(column, word) for column, word in zip(mapping.columns, words, strict=True)))


def _column(column: Column, word: str) -> Column:
    if word == _word(column):
        return column
    if word == REFUSED:
        return replace(column, fate=Fate.REFUSED, target="", examples=(), why="refused by hand")
    if word == KEPT:
        return replace(column, fate=Fate.KEPT, target=column.header, why="chosen by hand")
    return replace(column, fate=Fate.BECAME, target=word, why="chosen by hand")


def _word(column: Column) -> str:
    return {Fate.BECAME: column.target, Fate.KEPT: KEPT, Fate.REFUSED: REFUSED}[column.fate]


def _asked(found: Arrival) -> registers.Asked:
    given = found.folder / "mapping.toml"
    return registers.Asked(**{name: found.asked.get(name, "") for name in ABOUT},
                           mapping=given if given.exists() else None)


def _register(case: Case, found: Arrival) -> Callable[[list[Path], Progress], Told]:
    asked = _asked(found)

    def take(files: list[Path], progress: Progress) -> Told:
        given = replace(asked, mapping=found.folder / "mapping.toml")
        added = registers.add(case, files, given, found.asked.get("author", ""), progress)
        snapshot = added.snapshot
        return Told([f"{snapshot.rows:,} rows are in the register {added.register.name}, snapshot {snapshot.id}"],
                    [p.line() for p in added.problems[:PROBLEMS_SHOWN]],
                    [("Look at the register", address("registers", added.register.name)),
                     ("Trace a mark in it", query("/trace", {"register": added.register.name}))])
    return take


def _documents(case: Case, said: dict[str, str]) -> Callable[[list[Path], Progress], Told]:
    def take(files: list[Path], progress: Progress) -> Told:
        from reclaim.desk.read import read

        found = read(case, files, author=said["author"], published=said["published"], outlet=said["outlet"],
                     progress=progress)
        lines = []
        for document in found:
            counts = Counter(str(p.kind) for p in document.reading.proposals)
            told = ", ".join(f"{n} {kind}{'' if n == 1 else 's'}" for kind, n in sorted(counts.items()))
            lines.append(f"{document.name}: {told or 'nothing'} proposed; {document.added} of them new")
        problems = [p.line() for d in found for p in d.reading.problems][:PROBLEMS_SHOWN]
        onward = [("Review what is proposed", "/review")] if any(d.added > 0 for d in found) else []
        return Told(lines, problems, [*onward, ("The sources", "/sources")])
    return take


def _records(case: Case, said: dict[str, str]) -> Callable[[list[Path], Progress], Told]:
    def take(files: list[Path], progress: Progress) -> Told:
        progress("adding", 0, len(files))
        return _of_added(case.add(files, said["author"]))
    return take


def _weapons(case: Case, said: dict[str, str]) -> Callable[[list[Path], Progress], Told]:
    def take(files: list[Path], progress: Progress) -> Told:
        from reclaim.desk.by_hand import several
        from reclaim.desk.weapon_sheet import read

        progress("adding", 0, len(files))
        return _of_added(several(case, [weapon for file in files for weapon in read(file)], said["author"]))
    return take


_TAKE: Final = {"documents": _documents, "records": _records, "weapons": _weapons}


def _of_added(added: Added) -> Told:
    lines = [f"{form.replace('_', ' ')}: {n} added" for form, n in added.counts().items()]
    lines += [f"{name}: kept as a source, {sha[:12]}" for name, sha in added.held]
    rest = ((added.known, "known already"), (added.waiting, "waiting for what they belong to"),
            (added.refused, "refused"), (len(added.corrections), "corrected: both versions stay, the later stands"))
    lines += [f"{n} {words}" for n, words in rest if n > 0]
    return Told(lines or ["nothing new"], [p.line() for p in added.problems[:PROBLEMS_SHOWN]],
                [("The overview", "/"), ("The sources", "/sources")])


def _found(request: Request, ident: str) -> Arrival:
    found = arrivals_of(request).find(ident)
    if found is None:
        raise Missing("nothing arrived under this address since the desk was opened",
                      mend="the page of history has all that was taken in")
    return found


def _begin(request: Request, said: dict[str, str], error: ReclaimError | None = None) -> Response:
    state = state_of(request)
    return page(request, "import.html.j2", "Import", state, 400 if error is not None else 200, said={**dict.fromkeys(
        SAID, ""), **said}, error=error, every=arrivals_of(request).every(), kinds=list(RegisterKind),
        names=[r.name for r in registers.registers(state.case)], author=state.case.author)


def _arrival(request: Request, found: Arrival, error: ReclaimError | None = None) -> Response:
    state = state_of(request)
    mapping = None
    if not found.begun and not found.ended:
        try:
            mapping = registers.understand(state.case, found.files, _asked(found)).mapping
        except ReclaimError as met:
            error = error or met
    return page(request, "arrival.html.j2", "Import", state, 400 if error is not None else 200, arrival=found,
                error=error, mapping=mapping, word=_word, words_of=[*FIELDS, RECORD, MARK, "mark 2", "mark 3", KEPT, REFUSED],
                about=ABOUT, kinds=list(RegisterKind))
