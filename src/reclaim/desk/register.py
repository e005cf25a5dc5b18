"""Registers of a case: add a snapshot, list them, look one over, and carry decisions over to what came later."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from reclaim.desk import clock
from reclaim.model.canonical import Plain
from reclaim.model.decision import standing
from reclaim.model.errors import UsageError
from reclaim.model.progress import Progress, silent
from reclaim.model.register import (
    BadCoverage,
    Coverage,
    Detached,
    JudgedRow,
    Mapping,
    Reattached,
    Register,
    RegisterKind,
    Snapshot,
)
from reclaim.model.when import BadDate, When
from reclaim.store.registers import folder

if TYPE_CHECKING:
    from reclaim.desk.case import Case
    from reclaim.store.registers.adding import Added, Request, Understood
    from reclaim.store.registers.quality import Quality


@dataclass(frozen=True, slots=True)
class Asked:
    """What a person says of the files that are added, in the words of the command line; empty is "not stated"."""

    name: str
    kind: str
    keeper: str = ""
    as_of: str = ""
    covers: str = ""
    complete: str = ""
    share: str = ""
    mapping: Path | None = None


@dataclass(frozen=True, slots=True)
class Carried:
    """What became of the decisions on rows of a register's earlier snapshots in its latest one."""

    reattached: tuple[Reattached, ...] = ()
    detached: tuple[Detached, ...] = ()


def add(case: Case, files: Sequence[str | Path], asked: Asked, author: str = "",
        progress: Progress = silent) -> Added:
    """Add files as one snapshot of a register, which is made if it is not there.

    Raises UsageError (words that cannot be meant), InputError (a file cannot be read), CaseBusy, WriteError. Whatever
    happens, the case holds either the whole snapshot or nothing of it.
    """
    from reclaim.store import safely
    from reclaim.store.registers import adding

    staged = adding.stage(case.folder.registers, [Path(f) for f in files], _request(asked),
                          recorded=_day(), progress=progress)
    added = staged.added
    detail: Plain = {"register": added.register.name, "snapshot": added.snapshot.id, "rows": added.snapshot.rows,
              "files": [{"name": f.name, "sha256": f.sha256} for f in added.snapshot.files]}
    try:
        with case.writing("register add", author, detail) as work:
            added = staged.settle(work.text)
            for path in added.written:
                if path.suffix == ".parquet":
                    work.file(case.folder.inside(path), safely.sha256(path), path.stat().st_size, path.name)
    except BaseException:
        staged.withdraw()
        raise
    return added


def understand(case: Case, files: Sequence[str | Path], asked: Asked) -> Understood:
    """What the columns of files would become; nothing is written. Raises UsageError, InputError."""
    from reclaim.store.registers import adding

    return adding.prepare(case.folder.registers, [Path(f) for f in files], _request(asked))


def mapping_text(found: Mapping) -> str:
    """A mapping as TOML, to be edited and given again."""
    from reclaim.store.registers import mapping

    return mapping.text(found)


def registers(case: Case) -> list[Register]:
    """The registers of a case, by name."""
    return folder.load_all(case.folder.registers)


def register(case: Case, name: str) -> Register:
    """One register. Raises UsageError if there is none of that name."""
    return folder.load(case.folder.registers, name)


def show(case: Case, name: str, snapshot: str = "") -> Quality:
    """The quality of a register's latest snapshot, or of the one named (the beginning of its id, or its date, will do).

    Raises UsageError if there is none of that name.
    """
    found = register(case, name)
    return _quality(case.folder.registers, found, _named(found, snapshot))


@lru_cache(maxsize=32)
def _quality(registers: Path, found: Register, snapshot: Snapshot) -> Quality:
    """The quality of a snapshot: it never changes, so a process that stays open looks at it once."""
    from reclaim.store.registers.quality import quality

    return quality(registers, found, snapshot)


def carried(case: Case, found: Register) -> Carried:
    """What becomes of the decisions on rows of earlier snapshots in the latest one."""
    from reclaim.store.registers.reattach import reattach

    latest = found.latest()
    judged = judged_rows(case, found)
    older = [j for j in judged if latest is not None and j.snapshot != latest.id]
    if latest is None or len(older) == 0:
        return Carried()
    now = folder.rows(case.folder.registers, latest)
    held: list[Reattached] = []
    loose: list[Detached] = []
    for same_date in (True, False):
        some = [j for j in older if (j.snapshot in latest.replaces) is same_date]
        kept, lost = reattach(some, now, found.identity, same_date=same_date)
        held, loose = held + kept, loose + lost
    return Carried(tuple(sorted(held, key=lambda r: (r.judged.decision, r.judged.snapshot, r.judged.row))),
                   tuple(sorted(loose, key=lambda d: (d.judged.decision, d.judged.snapshot, d.judged.row))))


def judged_rows(case: Case, found: Register) -> list[JudgedRow]:
    """The rows of a register that standing decisions are about, as they were judged."""
    own = {s.id for s in found.snapshots}
    rows = (JudgedRow.read(d.id, subject, seen) for d in standing(case.decisions()) for subject, seen in d.seen)
    return [row for row in rows if row is not None and row.snapshot in own]


def seen(case: Case, address: str) -> str:
    """What a decision on a row keeps of it (`Decision.seen`), from its address SNAPSHOT:ROW. Raises UsageError."""
    from reclaim.columns.bridge import judged

    name, _, rest = address.partition("@")
    ident, _, row = address.rpartition(":")
    if rest == "" or not row.isdigit():
        raise UsageError(f"'{address}' is no address of a row", mend="write SNAPSHOT:ROW, as `reclaim trace` shows it")
    snapshot = next((s for s in register(case, name).snapshots if s.id == ident), None)
    if snapshot is None or not 1 <= int(row) <= snapshot.rows:
        raise UsageError(f"there is no row '{address}'", mend=f"see reclaim register show {case.path} {name}")
    rows = folder.rows(case.folder.registers, snapshot).slice(int(row) - 1, 1)
    return judged(rows, "", ident)[0].seen()


def _request(asked: Asked) -> Request:
    from reclaim.store.registers import mapping
    from reclaim.store.registers.adding import Request

    try:
        kind = RegisterKind(asked.kind)
    except ValueError:
        raise UsageError(f"there is no kind '{asked.kind}'", mend=f"use one of {', '.join(RegisterKind)}") from None
    try:
        coverage = Coverage.read(asked.covers, asked.complete, asked.share)
        as_of = When.parse(asked.as_of)
    except (BadCoverage, BadDate) as error:
        raise UsageError(str(error)) from None
    if asked.as_of.strip() != "" and not as_of.known:
        raise UsageError(f"--as-of '{asked.as_of}' is no date", mend="write 2021-08-15, or leave it out")
    given = None if asked.mapping is None else mapping.load(asked.mapping)
    return Request(asked.name, kind, asked.keeper.strip(), as_of.written, coverage, given)


def _named(found: Register, word: str) -> Snapshot:
    latest = found.latest()
    if word == "":
        if latest is None:
            raise UsageError(f"the register '{found.name}' has no snapshot", mend="add one with: reclaim register add")
        return latest
    fits = [s for s in found.snapshots if word in (s.id, s.as_of) or s.id.startswith(word)]
    if len(fits) != 1:
        raise UsageError(f"'{word}' names {len(fits)} snapshots of '{found.name}'",
                         mend=f"use one of {', '.join(s.id for s in found.snapshots)}")
    return fits[0]


def _day() -> str:
    return clock.now().strftime("%Y-%m-%dT%H:%M:%SZ")
