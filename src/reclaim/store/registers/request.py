"""What is asked when files are added to a register, and what came of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from reclaim.model.problem import Problem
from reclaim.model.register import Coverage, Mapping, Register, RegisterKind, Snapshot


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
