"""Adding a snapshot: files are read, understood, gone through once, and written; whole, or not at all."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from pathlib import Path

from reclaim.model.canonical import canonical
from reclaim.model.errors import InputError
from reclaim.model.problem import Problem
from reclaim.model.progress import Progress, silent
from reclaim.model.register import (
    FIELDS,
    IDENTITY_FIELDS,
    MARK,
    RECORD,
    Column,
    Fate,
    Mapping,
    Register,
    Snapshot,
    SourceFile,
)
from reclaim.store import safely
from reclaim.store.registers import folder, snapshotfile
from reclaim.store.registers.part import BEYOND, Part
from reclaim.store.registers.preparing import Understood, mapping_of, prepare
from reclaim.store.registers.request import Added, FileTold, Request
from reclaim.store.registers.staged import Staged, remove_empty, text_of
from reclaim.store.registers.survey import Survey, Surveyed, survey
from reclaim.store.registers.telling import decided_order, problems

__all__ = ["Added", "FileTold", "Request", "Staged", "Understood", "add", "prepare", "stage"]


def add(registers: Path, paths: Sequence[Path], request: Request, *, recorded: str = "",
        progress: Progress = silent) -> Added:
    """Add files as a snapshot. `recorded` is when the case takes them in.

    Raises InputError (a file cannot be read, or holds no rows), UsageError (the request cannot be meant), WriteError.
    An error, or an interrupt, leaves the folder as it was.
    """
    staged = stage(registers, paths, request, recorded=recorded, progress=progress)
    try:
        return staged.settle()
    except BaseException:
        staged.withdraw()
        raise


def stage(registers: Path, paths: Sequence[Path], request: Request, *, recorded: str = "",
          progress: Progress = silent) -> Staged:
    """Read files and write their rows beside their place; `Staged.settle` or `Staged.withdraw` must follow."""
    understood = prepare(registers, paths, request)
    register = understood.register
    before = text_of(registers, register.name)
    with ThreadPoolExecutor(1) as beside:
        hashing = beside.submit(understood.hashed)
        surveyed, parts, register = _surveyed(understood, register, progress)
        files = hashing.result()
    if surveyed.rows == 0:
        raise InputError("there are no rows under the header", where=understood.names, mend="name a file with rows")
    columns = [_final(s) for s in surveyed.parts]
    mapping = mapping_of(parts, columns)
    told = (*understood.problems, *(p for s in surveyed.parts for p in problems(s)),
            *_identity_problems(register, mapping, files), *_repeats_told(register, request, files))
    snapshot = _snapshot(register, request, files, mapping, surveyed.rows, recorded)
    place = folder.parquet(registers, snapshot)
    standing = next((s for s in register.snapshots if s.id == snapshot.id), None)
    fresh = standing is None or not place.is_file()
    added = Added(register.with_snapshot(snapshot, mapping) if fresh else register, snapshot, mapping,
                  _files_told(files, understood, surveyed), told, fresh, ())
    if not fresh:
        return Staged(added, registers, None, place, before)
    orders = [next((c.order for c in cs if c.target == "date" and c.fate is Fate.BECAME), "") for cs in columns]
    waiting = place.with_name(f".{place.name}.{os.getpid()}{safely.PART}")
    try:
        with safely.naming(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            safely.sweep(place.parent)
            described = snapshotfile.described(register, snapshot, mapping, surveyed, told)
            snapshotfile.write(waiting, surveyed, orders, described, progress)
            safely.flush(waiting)
    except BaseException:
        waiting.unlink(missing_ok=True)
        remove_empty(registers / register.name)
        raise
    return Staged(added, registers, waiting, place, before)


def _surveyed(understood: Understood, register: Register, progress: Progress) -> tuple[Survey, list[Part], Register]:
    """The first pass; columns whose cells turn out to name persons are left out, and it is done again without them."""
    parts = list(understood.parts)
    while True:
        fixed = _with_identity(register, parts)
        found = survey(parts, fixed.identity, fixed.basis, progress)
        late = {(i, c): t.personal for i, s in enumerate(found.parts)
                for c, t in enumerate(s.tallies) if t.personal != ""}
        if len(late) == 0:
            return found, parts, fixed
        parts = [replace(p, columns=tuple(
            Column(c.header, c.address, Fate.REFUSED, file=c.file, why=f"its cells hold {late[i, n]}")
            if (i, n) in late else c for n, c in enumerate(p.columns))) for i, p in enumerate(parts)]


def _with_identity(register: Register, parts: Sequence[Part]) -> Register:
    """The register with the columns that make its keys: those of its first snapshot, and for ever."""
    if len(register.snapshots) > 0:
        return register
    there = {c.target for p in parts for i, c in enumerate(p.columns)
             if c.fate is Fate.BECAME and i not in p.positions}
    marks = sorted(t for t in there if t.split(" ")[0] == MARK)
    identity = [n for n in IDENTITY_FIELDS if n in there] + marks + ([RECORD] if RECORD in there else [])
    extra = sorted({n for p in parts for n, i in p.extras()
                    if p.columns[i].fate is Fate.KEPT and n not in identity and n != BEYOND})
    others = [n for n in FIELDS if n in there and n not in identity]
    # A list without a mark, a type or a number of its own: its rows are known by whatever it says.
    known = identity or others or extra
    return replace(register, identity=tuple(known), basis=tuple(n for n in (*others, *extra) if n not in known))


def _final(seen: Surveyed) -> tuple[Column, ...]:
    """The columns of a part as the mapping keeps them: with the order of their dates."""
    found = []
    for column, tally in zip(seen.part.columns, seen.tallies, strict=True):
        order = column.order
        if column.fate is Fate.BECAME and column.target == "date":
            order = decided_order(column.order, column.why, tally.dates)
        found.append(replace(column, order=order))
    return tuple(found)


def _identity_problems(register: Register, mapping: Mapping, files: Sequence[SourceFile]) -> list[Problem]:
    """Identity cells that this snapshot has not: its rows get other keys, and decisions do not carry over."""
    names = {c.target for c in mapping.columns if c.fate is not Fate.REFUSED}
    lacking = [n for n in register.identity if n not in names]
    what = (f"the register's rows are known by {', '.join(register.identity)}, and here {', '.join(lacking)} is "
            "lacking: decisions on rows will not carry over")
    mend = "say in the mapping which column it is"
    return [Problem(files[0].name, "identity_changed", what, mend)] if len(lacking) > 0 else []


def _repeats_told(register: Register, request: Request, files: tuple[SourceFile, ...]) -> list[Problem]:
    """An undated snapshot beside others: nobody can say which is the later."""
    undated = [s for s in register.snapshots if s.as_of == "" and s.files != files]
    return [Problem(files[0].name, "undated_snapshot",
                    "the register has another snapshot without a date; which is the later cannot be told",
                    "add it with --as-of")] if request.as_of == "" and len(undated) > 0 else []


def _snapshot(register: Register, request: Request, files: tuple[SourceFile, ...], mapping: Mapping, count: int,
              recorded: str) -> Snapshot:
    """The snapshot with its id, made of what it is: register, date, files and mapping. It replaces those of its date,
    and undated readings of the same files."""
    told = canonical([register.name, str(register.kind), request.as_of, [f.sha256 for f in files],
                      [[c.header, c.address, str(c.fate), c.target, c.order] for c in mapping.columns]])
    ident = f"{register.name}@{request.as_of or 'undated'}-{hashlib.sha256(told).hexdigest()[:8]}".replace("/", "_")
    same = {f.sha256 for f in files}
    gone = [s.id for s in register.current() if s.id != ident and (
        (request.as_of == s.as_of != "") or ("" in (request.as_of, s.as_of) and {f.sha256 for f in s.files} == same))]
    return Snapshot(ident, register.name, request.as_of, request.coverage, files, count, recorded, tuple(gone))


def _files_told(files: Sequence[SourceFile], understood: Understood, found: Survey) -> tuple[FileTold, ...]:
    return tuple(FileTold(source.name, source.sha256, opened.words, tuple(
        (s.part.grid.sheet, s.part.header.row, s.rows) for s in found.parts if s.part.grid.file == source.name))
        for source, opened in zip(files, understood.opened, strict=True))
