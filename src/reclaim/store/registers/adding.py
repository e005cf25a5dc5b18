"""Adding a snapshot: files are read, understood, gone through once, and written; whole, or not at all."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TYPE_CHECKING

from reclaim.columns.rows import REGISTER_ROWS
from reclaim.model.canonical import canonical
from reclaim.model.errors import CaseBusy, InputError, UsageError
from reclaim.model.problem import Problem
from reclaim.model.progress import Progress, silent
from reclaim.model.register import (
    FIELDS,
    IDENTITY_FIELDS,
    MARK,
    RECORD,
    Column,
    Coverage,
    Fate,
    Mapping,
    Register,
    RegisterKind,
    Snapshot,
    SourceFile,
)
from reclaim.store import safely
from reclaim.store.registers import folder, keys, rows
from reclaim.store.registers.ahead import ordered
from reclaim.store.registers.grid import Batch
from reclaim.store.registers.opening import Opened, open_file
from reclaim.store.registers.part import BEYOND, Part, understand
from reclaim.store.registers.survey import Survey, Surveyed, kept_batches, survey
from reclaim.store.registers.telling import decided_order, problems

if TYPE_CHECKING:
    import pyarrow as pa

METADATA = b"reclaim"


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked: files as one snapshot of the register `name`. `as_of` "" and the coverage's None are "not stated";
    `mapping` is one that a person gave."""

    name: str
    kind: RegisterKind
    keeper: str = ""
    as_of: str = ""
    coverage: Coverage = Coverage()
    mapping: Mapping | None = None


@dataclass(frozen=True, slots=True)
class FileTold:
    """A file as it was read: what it is, and for each of its tables the sheet, the header's row and the rows taken."""

    name: str
    sha256: str
    what: str
    tables: tuple[tuple[str, int | None, int], ...]


@dataclass(frozen=True, slots=True)
class Added:
    """What an `add` did. `fresh` is False if the very same snapshot stood there already."""

    register: Register
    snapshot: Snapshot
    mapping: Mapping
    files: tuple[FileTold, ...]
    problems: tuple[Problem, ...]
    fresh: bool
    written: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class Understood:
    """Files whose columns are known, before anything is written."""

    register: Register
    files: tuple[SourceFile, ...]
    opened: tuple[Opened, ...]
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]

    @property
    def mapping(self) -> Mapping:
        """What each column is taken to be."""
        return _mapping(self.parts, [p.columns for p in self.parts])


def prepare(registers: Path, files: Sequence[Path], request: Request) -> Understood:
    """Open files and understand their columns. Raises InputError, UsageError, CaseDamaged."""
    register = _register(registers, request)
    sources, opened = [], []
    for path, name in _ordered(files):
        opened.append(open_file(path, name))
        sources.append(SourceFile(name, safely.sha256(path)))
    saved = register.mapping if len(register.snapshots) > 0 else None
    parts, told = [], []
    for file in opened:
        for grid in file.grids:
            part = understand(grid, register.kind, saved, request.mapping)
            if part is not None:
                parts.append(part)
            else:
                told += [*grid.problems, Problem(_place(grid.file, grid.sheet), "no_table", "no rows of a table here")]
    if len(parts) == 0:
        raise InputError("there is no table in it", where=", ".join(s.name for s in sources),
                         mend="name a file with a header and rows")
    parts, unlike = _alike(parts)
    lost = _lost_columns(saved, parts) if request.mapping is None else []
    return Understood(register, tuple(sources), tuple(opened), tuple(parts), (*told, *unlike, *lost))


@dataclass(frozen=True, slots=True)
class Staged:
    """A snapshot that is written beside its place, and not yet a part of its register.

    `before` is the text of `register.toml` as it stood, None if there was none.
    """

    added: Added
    registers: Path
    waiting: Path | None
    place: Path
    before: bytes | None

    def settle(self, save: Callable[[Path, bytes], None] = safely.write) -> Added:
        """Make it a part of the register. Raises CaseBusy if the register changed meanwhile.

        `save` writes `register.toml`; that of a case's transaction (`Writing.text`) does so once all is recorded.
        """
        if self.waiting is None:
            return self.added
        if _text_of(self.registers, self.added.register.name) != self.before:
            raise CaseBusy(f"another command changed the register '{self.added.register.name}' meanwhile",
                           where=str(self.registers), mend="run it again")
        with safely.naming(self.place):
            self.waiting.replace(self.place)
            safely.flush(self.place.parent)
        return replace(self.added, written=(self.place, folder.save(self.registers, self.added.register, save)))

    def withdraw(self) -> None:
        """Take it back: the folder is as it was before."""
        if self.waiting is None:
            return
        own = self.registers / self.added.register.name
        if not self.waiting.exists():
            self.place.unlink(missing_ok=True)
        self.waiting.unlink(missing_ok=True)
        if _text_of(self.registers, own.name) != self.before:
            if self.before is None:
                (own / folder.FILE).unlink(missing_ok=True)
            else:
                safely.write(own / folder.FILE, self.before)
        _remove_empty(own)


def add(registers: Path, files: Sequence[Path], request: Request, *, recorded: str = "",
        progress: Progress = silent) -> Added:
    """Add files as a snapshot. `recorded` is when the case takes them in.

    Raises InputError (a file cannot be read, or holds no rows), UsageError (the request cannot be meant), WriteError.
    An error, or an interrupt, leaves the folder as it was.
    """
    staged = stage(registers, files, request, recorded=recorded, progress=progress)
    try:
        return staged.settle()
    except BaseException:
        staged.withdraw()
        raise


def stage(registers: Path, files: Sequence[Path], request: Request, *, recorded: str = "",
          progress: Progress = silent) -> Staged:
    """Read files and write their rows beside their place; `Staged.settle` or `Staged.withdraw` must follow."""
    understood = prepare(registers, files, request)
    register = understood.register
    before = _text_of(registers, register.name)
    surveyed, parts, register = _surveyed(understood, register, progress)
    if surveyed.rows == 0:
        raise InputError("there are no rows under the header", where=", ".join(f.name for f in understood.files),
                         mend="name a file with rows")
    columns = [_final(s) for s in surveyed.parts]
    mapping = _mapping(parts, columns)
    told = (*understood.problems, *(p for s in surveyed.parts for p in problems(s)),
            *_identity_problems(register, mapping, understood.files), *_repeats_told(register, request, understood))
    snapshot = _snapshot(register, request, understood.files, mapping, surveyed.rows, recorded)
    place = folder.parquet(registers, snapshot)
    standing = next((s for s in register.snapshots if s.id == snapshot.id), None)
    fresh = standing is None or not place.is_file()
    added = Added(register.with_snapshot(snapshot, mapping) if fresh else register, snapshot, mapping,
                  _files_told(understood, surveyed), told, fresh, ())
    if not fresh:
        return Staged(added, registers, None, place, before)
    orders = [next((c.order for c in cs if c.target == "date" and c.fate is Fate.BECAME), "") for cs in columns]
    waiting = place.with_name(f".{place.name}.{os.getpid()}{safely.PART}")
    try:
        with safely.naming(place):
            place.parent.mkdir(parents=True, exist_ok=True)
            safely.sweep(place.parent)
            _write(waiting, surveyed, orders, _metadata(register, snapshot, mapping, surveyed, told), progress)
            safely.flush(waiting)
    except BaseException:
        waiting.unlink(missing_ok=True)
        _remove_empty(registers / register.name)
        raise
    return Staged(added, registers, waiting, place, before)


def _text_of(registers: Path, name: str) -> bytes | None:
    path = registers / name / folder.FILE
    return path.read_bytes() if path.is_file() else None


def _remove_empty(own: Path) -> None:
    """Remove the folders of a register that has come to nothing."""
    for path in (own / folder.SNAPSHOTS, own):
        if path.is_dir() and not any(path.iterdir()):
            path.rmdir()


def _register(registers: Path, request: Request) -> Register:
    """The register that stands, or a new one. Raises UsageError if it stands with another kind or keeper."""
    name = folder.checked_name(request.name)
    if not (registers / name / folder.FILE).is_file():
        twin = next((n for n in folder.names(registers) if n.casefold() == name.casefold()), None)
        if twin is not None:
            raise UsageError(f"there is a register '{twin}' already, which differs only in its letters' case",
                             mend=f"write --name '{twin}', or take another name")
        return Register(name, request.kind, request.keeper)
    register = folder.load(registers, name)
    if register.kind is not request.kind:
        raise UsageError(f"the register '{name}' is of kind {register.kind}, not {request.kind}",
                         mend="take another name for another register")
    if request.keeper != "" and register.keeper not in ("", request.keeper):
        raise UsageError(f"the register '{name}' is kept by {register.keeper}, not {request.keeper}",
                         mend="take another name for another keeper's register")
    return register if register.keeper != "" else replace(register, keeper=request.keeper)


def _ordered(files: Sequence[Path]) -> list[tuple[Path, str]]:
    """The files by name, whatever order they were named in, each with the name it goes by."""
    if len(files) == 0:
        raise UsageError("no file is named")
    short = [p.name for p in files]
    named = [(p, p.name if short.count(p.name) == 1 else str(p)) for p in files]
    if len({n for _, n in named}) < len(named):
        raise UsageError("a file is named twice")
    return sorted(named, key=lambda f: f[1])


def _place(file: str, sheet: str) -> str:
    return file if sheet == "" else f"{file}, sheet {sheet}"


def _alike(parts: list[Part]) -> tuple[list[Part], list[Problem]]:
    """The parts that are tables of the register: those with a serial or a quantity, if any has one.

    A sheet of notes or of codes beside the register's sheets is told and left.
    """
    tables = [p for p in parts if any(p.place(n) is not None for n in ("serial", "quantity", "nsn"))]
    chosen = tables if len(tables) > 0 else parts
    left = [p for p in parts if p not in chosen]
    return chosen, [Problem(_place(p.grid.file, p.grid.sheet), "other_table",
                            "it has no column of serials, stock numbers or quantities; it is not read",
                            "name it in the mapping if it is a part of the register") for p in left]


def _lost_columns(saved: Mapping | None, parts: Sequence[Part]) -> list[Problem]:
    """Columns that the register's last snapshot had, and this one has not."""
    if saved is None:
        return []
    here = {c.header for p in parts for c in p.columns}
    gone = list(dict.fromkeys(c.header for c in saved.columns if c.header not in here and c.fate is not Fate.REFUSED))
    return [Problem(parts[0].where(), "missing_column", f"columns of the last snapshot are not here: {', '.join(gone)}",
                    "if they only changed their headers, say so in a mapping")] if len(gone) > 0 else []


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


def _mapping(parts: Sequence[Part], columns: Sequence[tuple[Column, ...]]) -> Mapping:
    """All columns of all parts; a file is named where there are several, a blank column without a header left out."""
    several = len({p.grid.file for p in parts}) > 1
    return Mapping(tuple(replace(c, file=p.grid.file if several else "")
                         for p, cs in zip(parts, columns, strict=True) for c in cs
                         if c.header != "" or len(c.examples) > 0 or c.fate is not Fate.KEPT))


def _identity_problems(register: Register, mapping: Mapping, files: Sequence[SourceFile]) -> list[Problem]:
    """Identity cells that this snapshot has not: its rows get other keys, and decisions do not carry over."""
    names = {c.target for c in mapping.columns if c.fate is not Fate.REFUSED}
    lacking = [n for n in register.identity if n not in names]
    what = (f"the register's rows are known by {', '.join(register.identity)}, and here {', '.join(lacking)} is "
            "lacking: decisions on rows will not carry over")
    mend = "say in the mapping which column it is"
    return [Problem(files[0].name, "identity_changed", what, mend)] if len(lacking) > 0 else []


def _repeats_told(register: Register, request: Request, understood: Understood) -> list[Problem]:
    """An undated snapshot beside others: nobody can say which is the later."""
    undated = [s for s in register.snapshots if s.as_of == "" and s.files != understood.files]
    return [Problem(understood.files[0].name, "undated_snapshot",
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


def _files_told(understood: Understood, found: Survey) -> tuple[FileTold, ...]:
    return tuple(FileTold(source.name, source.sha256, opened.words, tuple(
        (s.part.grid.sheet, s.part.header.row, s.rows) for s in found.parts if s.part.grid.file == source.name))
        for source, opened in zip(understood.files, understood.opened, strict=True))


def _metadata(register: Register, snapshot: Snapshot, mapping: Mapping, found: Survey,
              told: Sequence[Problem]) -> bytes:
    """What the Parquet file says of itself: where it is from, and how a row's place in its file is found."""
    return json.dumps({
        "register": register.name, "kind": str(register.kind), "keeper": register.keeper, "snapshot": snapshot.id,
        "as_of": snapshot.as_of, **snapshot.coverage.plain(),
        "files": [{"name": f.name, "sha256": f.sha256} for f in snapshot.files],
        "identity": list(register.identity), "basis": list(register.basis), "column": mapping.plain(),
        "tables": [{"file": s.part.grid.file, "sheet": s.part.grid.sheet, "rows": s.rows, "runs": s.runs}
                   for s in found.parts],
        "problems": [[p.where, p.code, p.what, p.mend] for p in told],
    }, ensure_ascii=False, sort_keys=True).encode("utf-8", "replace")


def _write(path: Path, found: Survey, orders: Sequence[str], metadata: bytes, progress: Progress) -> None:
    """The second pass: every row as RegisterRows, with its key."""
    from pyarrow import parquet as pq

    with pq.ParquetWriter(path, REGISTER_ROWS, compression="zstd", compression_level=1, store_schema=False,
                          use_dictionary=_REPETITIVE, write_statistics=["row", "date_lo", "date_hi"]) as out:
        for table in ordered(lambda piece: rows.build(*piece), _pieces(found, orders)):
            out.write_table(table)
            progress("writing", table.column("row")[-1].as_py(), found.rows)
        out.add_key_value_metadata({METADATA: metadata})


def _pieces(found: Survey, orders: Sequence[str]) -> Iterator[tuple[Part, str, Batch, int, pa.Array]]:
    """What `rows.build` takes: a part, the order of its dates, a batch of rows, the first one's number, and keys."""
    done = 0
    for seen, order in zip(found.parts, orders, strict=True):
        for batch in kept_batches(seen):
            end = done + len(batch)
            yield seen.part, order, batch, done + 1, keys.packed(found.digests[done:end], found.ordinals[done:end])
            done = end


_REPETITIVE = [n for n in (*FIELDS, "extra.key_value.key", "mark_kind", "part", "reason",
                           "date_lo", "date_hi", "quantity_lo", "quantity_hi") if n != "serial"]
