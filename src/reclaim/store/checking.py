"""Whether a case is what its audit log says: every hash computed again, and what does not agree named.

Values are looked at as they stand in the database, for a damaged one may be no value at all.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from functools import partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, Table, inspect, select, text
from sqlalchemy.exc import DatabaseError

from reclaim.model.record import RecordKind
from reclaim.store import derived, reading, safely
from reclaim.store.arrivals import own_list
from reclaim.store.chain import GENESIS, Entry, expected, row_sum
from reclaim.store.folder import Folder
from reclaim.store.tables import (
    COVERED,
    DECISIONS,
    FILES,
    META,
    METADATA,
    PROPOSALS,
    RECORDS,
    SCHEMA,
    key_of,
)


@dataclass(frozen=True, slots=True, order=True)
class Finding:
    """Something that does not agree. `failed` is false for what is merely worth knowing."""

    where: str
    what: str
    mend: str = ""
    failed: bool = True

    def line(self) -> str:
        """The finding in one line."""
        return f"{self.where}: {self.what}" + (f" ({self.mend})" if self.mend != "" else "")


@dataclass(slots=True)
class Checked:
    """What was looked at, by its name with its number, and what was found."""

    counts: dict[str, int] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    head: str = ""
    entries: int = 0

    @property
    def whole(self) -> bool:
        """No check failed."""
        return not any(f.failed for f in self.findings)


def check(connection: Connection, folder: Folder, head: str = "") -> Checked:
    """Check a case. `head`: a head of its log noted earlier, from which it must have grown."""
    told = Checked()
    _guarded(told, "case.db", lambda: _integrity(connection))
    _guarded(told, "case.db", lambda: _layout(connection))
    log = _read_log(connection, told)
    _guarded(told, "audit", lambda: _chain(log, head))
    standing = _standing(log, told)
    for table in COVERED:
        _guarded(told, table.name, partial(_rows, connection, table, standing.get(table.name, {}), told))
    _guarded(told, "records", lambda: _references(connection))
    _guarded(told, "files", lambda: _files(connection, folder, told))
    _guarded(told, "derived", lambda: _derived(folder))
    _guarded(told, "case.toml", lambda: _tomls(connection, folder))
    told.head, told.entries = (log[-1].head, len(log)) if len(log) > 0 else ("", 0)
    return told


def _guarded(told: Checked, where: str, run: Callable[[], Iterable[Finding]]) -> None:
    """Run one check; what the database or the disk does not give up is a finding."""
    try:
        told.findings += run()
    except (DatabaseError, OSError) as error:
        cause = getattr(error, "orig", None) or error
        told.findings.append(Finding(where, f"it cannot be read: {cause}", "restore it from a copy of the case"))


def _integrity(connection: Connection) -> Iterator[Finding]:
    """SQLite's own check; it alone covers pages that hold no value."""
    for (said,) in connection.exec_driver_sql("PRAGMA integrity_check(20)"):
        if said != "ok":
            yield Finding("case.db", f"SQLite finds damage: {said}", "restore it from a copy of the case")


def _layout(connection: Connection) -> Iterator[Finding]:
    found = inspect(connection)
    there = set(found.get_table_names())
    for name in sorted(there ^ set(METADATA.tables)):
        yield Finding(f"case.db, table {name}", "it is no table of a case" if name in there else "it is gone")
    for name, table in sorted(METADATA.tables.items()):
        columns = [c["name"] for c in found.get_columns(name)] if name in there else []
        if name in there and sorted(columns) != sorted(c.name for c in table.columns):
            yield Finding(f"case.db, table {name}", "its columns are not those of a case")
    beside = "SELECT type, name FROM sqlite_schema WHERE type IN ('trigger', 'view') ORDER BY name"
    for kind, name in connection.execute(text(beside)):
        yield Finding(f"case.db, {kind} {name}", "a case has none")
    version = connection.exec_driver_sql("PRAGMA user_version").scalar_one()
    written = connection.execute(select(META.c.value).where(META.c.name == "schema")).scalar()
    if {str(version), written} != {str(SCHEMA)}:
        yield Finding("case.db", f"its layout is said to be {version} and {written}; this is {SCHEMA}")


def _read_log(connection: Connection, told: Checked) -> list[Entry]:
    log: list[Entry] = []

    def read() -> list[Finding]:
        log.extend(reading.entries(connection))
        return []

    _guarded(told, "audit", read)
    told.counts["audit entries"] = len(log)
    return log


def _chain(log: list[Entry], head: str) -> Iterator[Finding]:
    previous = GENESIS
    if len(log) == 0:
        yield Finding("audit", "the log is empty")
    for place, entry in enumerate(log, 1):
        if entry.seq != place:
            yield Finding(f"audit entry {place}", f"entry {entry.seq} stands in its place")
        if not entry.honest():
            yield Finding(f"audit entry {entry.seq}", "it was changed: its hash is not that of its content")
        if entry.previous != previous:
            yield Finding(f"audit entry {entry.seq}", "it does not follow the entry before it")
        previous = entry.head
    if head != "" and head not in {entry.head for entry in log}:
        yield Finding("audit", f"the head {head[:16]}… is not in the log: this case did not grow from that one",
                      "one of the two was rewritten, or they are different cases")


def _standing(log: list[Entry], told: Checked) -> dict[str, dict[str, tuple[str, int]]]:
    """Table -> key -> (hash of the row, entry), as the log says; an entry that cannot be read is a finding."""
    standing: dict[str, dict[str, tuple[str, int]]] = {}
    for entry in log:
        try:
            expected(entry, standing)
        except ValueError:
            told.findings.append(Finding(f"audit entry {entry.seq}", "its list of rows cannot be read"))
    return standing


def _rows(connection: Connection, table: Table, wanted: dict[str, tuple[str, int]], told: Checked
          ) -> Iterator[Finding]:
    """Every row against the log, and every id against its own content."""
    left = dict(wanted)
    count = 0
    for found in connection.execute(select(table)).mappings():
        row, count = dict(found), count + 1
        key = str(row[key_of(table)])
        honest, seq = left.pop(key, ("", 0))
        if honest == "":
            yield Finding(_called(table, row), "no entry of the audit log wrote it")
        elif row_sum(row) != honest:
            yield Finding(_called(table, row), f"it was changed after entry {seq} wrote it")
        elif not _honest(table, row):
            yield Finding(_called(table, row), "its id is not that of its content")
    told.counts[table.name] = count
    for key, (_, seq) in sorted(left.items()):
        yield Finding(f"{_SINGULAR[table.name]} {key}", f"it is gone; entry {seq} wrote it")


_SINGULAR = {"meta": "meta", "records": "record", "waiting": "waiting row", "proposals": "proposal",
             "decisions": "decision", "requests": "request", "files": "file", "toml": "recorded text of"}


def _called(table: Table, row: dict[str, Any]) -> str:
    """A row as a person would find it: a record by its place too, a waiting row by its file."""
    key = f"{_SINGULAR[table.name]} {row[key_of(table)]}"
    beside = {RECORDS.name: "locator", "waiting": "found", FILES.name: "name"}.get(table.name, "")
    return f"{key} ({row[beside]})" if row.get(beside, "") != "" else key


def _honest(table: Table, row: dict[str, Any]) -> bool:
    """Whether the id of a record or decision is what its content makes it."""
    if table.name not in (RECORDS.name, DECISIONS.name):
        return True
    try:
        return reading.value_of(table, row).honest()
    except (ValueError, TypeError):
        return False


def _references(connection: Connection) -> Iterator[Finding]:
    """Every record and proposal comes from a source that the case has."""
    told = select(RECORDS.c.source).where(RECORDS.c.kind == str(RecordKind.SOURCE))
    sources = set(connection.execute(told).scalars())
    sources |= {own_list(kind) for kind in RecordKind}
    for ident, source, locator in connection.execute(select(RECORDS.c.id, RECORDS.c.source, RECORDS.c.locator)):
        if source not in sources:
            yield Finding(f"record {ident} ({locator})", f"its source {source[:16]}… is not in the case")
    for ident, source in connection.execute(select(PROPOSALS.c.id, PROPOSALS.c.source)):
        if source not in sources:
            yield Finding(f"proposal {ident}", f"its source {source[:16]}… is not in the case")


def _files(connection: Connection, folder: Folder, told: Checked) -> Iterator[Finding]:
    """The bytes of every file that the case keeps; a file that it does not know is told, and no fault."""
    known = {file.path: file for file in reading.files(connection)}
    for path, file in known.items():
        place = folder.path / path
        called = f"{path} ({file.name})" if file.name != "" else path
        if not place.is_file():
            yield Finding(called, "it is gone")
        elif safely.sha256(place) != file.sha256:
            yield Finding(called, "its bytes were changed", "restore it from a copy of the case")
    told.counts["bytes kept"] = sum(file.size for file in known.values())
    for place in sorted(p for root in (folder.sources, folder.registers) for p in root.rglob("*") if p.is_file()):
        path = folder.inside(place)
        if path not in known and place.name != "register.toml":
            yield Finding(path, "the case does not know this file", "a leftover, or put there by hand", False)


def _derived(folder: Folder) -> Iterator[Finding]:
    """Results of folds and indexes that were sealed: a damaged one would answer wrongly."""
    for path in derived.sealed(folder.derived):
        if not derived.sound(path):
            yield Finding(folder.inside(path), "its bytes were changed", "delete it, and it is made again")


def _tomls(connection: Connection, folder: Folder) -> Iterator[Finding]:
    recorded, standing = reading.tomls(connection), folder.tomls()
    for path in standing:
        if sha256((folder.path / path).read_bytes()).hexdigest() != recorded.get(path):
            yield Finding(path, "edited, not yet recorded", "the next command that writes to the case records it")
    for path in sorted(set(recorded) - set(standing)):
        yield Finding(path, "it is gone")
