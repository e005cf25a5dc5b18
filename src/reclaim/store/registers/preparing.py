"""Before anything is written: files are opened, and their columns understood."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from reclaim.model.errors import InputError, UsageError
from reclaim.model.problem import Problem
from reclaim.model.register import Column, Fate, Mapping, Register, SourceFile
from reclaim.store import safely
from reclaim.store.registers import folder
from reclaim.store.registers.opening import Opened, open_file
from reclaim.store.registers.part import Part, understand
from reclaim.store.registers.request import Request


@dataclass(frozen=True, slots=True)
class Understood:
    """Files whose columns are known, before anything is written; `paths` with the name that each goes by."""

    register: Register
    paths: tuple[tuple[Path, str], ...]
    opened: tuple[Opened, ...]
    parts: tuple[Part, ...]
    problems: tuple[Problem, ...]

    @property
    def mapping(self) -> Mapping:
        """What each column is taken to be."""
        return mapping_of(self.parts, [p.columns for p in self.parts])

    @property
    def names(self) -> str:
        """The names of the files, for an error."""
        return ", ".join(name for _, name in self.paths)

    def hashed(self) -> tuple[SourceFile, ...]:
        """The files with the SHA-256 of their bytes."""
        return tuple(SourceFile(name, safely.sha256(path)) for path, name in self.paths)


def prepare(registers: Path, files: Sequence[Path], request: Request) -> Understood:
    """Open files and understand their columns. Raises InputError, UsageError, CaseDamaged."""
    register = _register(registers, request)
    paths = _ordered(files)
    opened = [open_file(path, name) for path, name in paths]
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
        raise InputError("there is no table in it", where=", ".join(name for _, name in paths),
                         mend="name a file with a header and rows")
    parts, unlike = _alike(parts)
    lost = _lost_columns(saved, parts) if request.mapping is None else []
    return Understood(register, tuple(paths), tuple(opened), tuple(parts), (*told, *unlike, *lost))


def mapping_of(parts: Sequence[Part], columns: Sequence[tuple[Column, ...]]) -> Mapping:
    """All columns of all parts; a file is named where there are several, a blank column without a header left out."""
    several = len({p.grid.file for p in parts}) > 1
    return Mapping(tuple(replace(c, file=p.grid.file if several else "")
                         for p, cs in zip(parts, columns, strict=True) for c in cs
                         if c.header != "" or len(c.examples) > 0 or c.fate is not Fate.KEPT))


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
