"""Registers in a case folder: `NAME/register.toml`, and `NAME/snapshots/` with one Parquet file for each snapshot."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim.model.canonical import Plain
from reclaim.model.errors import CaseDamaged, UsageError
from reclaim.model.register import Coverage, Register, RegisterKind, Snapshot, SourceFile
from reclaim.store import safely
from reclaim.store.registers import mapping, toml

if TYPE_CHECKING:
    import pyarrow as pa

FILE, SNAPSHOTS, INDEX = "register.toml", "snapshots", "index"
_FORBIDDEN = re.compile(r'[\x00-\x1f\x7f/\\:;*?"<>|@]')
_DEVICES = re.compile(r"(?i)(?:con|prn|aux|nul|com\d|lpt\d)(?:\..*)?")
_COMMENT = "A register of this case: who keeps it, what its columns became, and its snapshots.\n" + mapping.COMMENT


def checked_name(name: str) -> str:
    """A name that can be a folder on every system, and stand in an address. Raises UsageError."""
    clean = " ".join(name.split())
    if clean == "" or len(clean.encode()) > 100 or clean.startswith(".") or clean.endswith(".") or (
            _FORBIDDEN.search(clean) is not None or _DEVICES.fullmatch(clean) is not None):
        raise UsageError(f"'{name}' cannot be the name of a register",
                         mend='use up to 100 letters, digits, spaces, - or _; not / \\ : ; * ? " < > | @')
    return clean


def names(registers: Path) -> list[str]:
    """The registers in the folder, by name."""
    return sorted(p.parent.name for p in registers.glob(f"*/{FILE}"))


def load(registers: Path, name: str) -> Register:
    """One register. Raises UsageError if there is none of that name, CaseDamaged if its file cannot be read."""
    path = registers / name / FILE
    if not path.is_file():
        known = names(registers)
        raise UsageError(f"there is no register '{name}'", mend=f"there is {', '.join(known)}" if known else
                         "add one with: reclaim register add")
    try:
        return _read(tomllib.loads(path.read_text("utf-8")), str(path))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError, KeyError, TypeError, ValueError) as error:
        raise CaseDamaged(f"the register's file cannot be read: {error}", where=str(path),
                          mend="mend that line, or restore it from a copy") from error


def load_all(registers: Path) -> list[Register]:
    """All registers, by name."""
    return [load(registers, name) for name in names(registers)]


def save(registers: Path, register: Register, write: Callable[[Path, bytes], None] = safely.write) -> Path:
    """Write `register.toml`, whole or not at all."""
    path = registers / register.name / FILE
    write(path, _text(register).encode())
    return path


def parquet(registers: Path, snapshot: Snapshot) -> Path:
    """Where the rows of a snapshot are."""
    return registers / snapshot.register / SNAPSHOTS / f"{snapshot.id}.parquet"


def index(registers: Path, register: str) -> Path:
    """Where the search index of a register is; it can be deleted and is made anew."""
    return registers / register / INDEX


def rows(registers: Path, snapshot: Snapshot, columns: Sequence[str] | None = None) -> pa.Table:
    """The rows of a snapshot, or some of their columns. Raises CaseDamaged."""
    import pyarrow as pa
    from pyarrow import parquet as pq

    path = parquet(registers, snapshot)
    try:
        return pq.ParquetFile(path, memory_map=True).read(columns)
    except (OSError, pa.ArrowException) as error:
        raise CaseDamaged("the rows of a snapshot cannot be read", where=str(path),
                          mend="restore the file from a copy, or add it anew") from error


def rows_at(registers: Path, snapshot: Snapshot, numbers: Sequence[int], columns: Sequence[str]) -> pa.Table:
    """Some rows of a snapshot by their numbers, in the order of the register; the rest of the file is passed over."""
    import pyarrow.compute as pc
    from pyarrow import parquet as pq

    wanted = pc.field("row").isin(sorted(set(numbers)))
    return pq.read_table(parquet(registers, snapshot), columns=list(columns), filters=wanted)


def _text(register: Register) -> str:
    table: dict[str, Plain] = {"name": register.name, "kind": str(register.kind), "keeper": register.keeper,
                               "identity": list(register.identity), "basis": list(register.basis),
                               "snapshot": [_snapshot_plain(s) for s in register.snapshots],
                               "column": register.mapping.plain()}
    return toml.text({k: v for k, v in table.items() if v not in ("", [])}, _COMMENT)


def _snapshot_plain(snapshot: Snapshot) -> dict[str, Plain]:
    row: dict[str, Plain] = {"id": snapshot.id, "as_of": snapshot.as_of, **snapshot.coverage.plain(),
                             "rows": snapshot.rows, "recorded": snapshot.recorded,
                             "files": [{"name": f.name, "sha256": f.sha256} for f in snapshot.files],
                             "replaces": list(snapshot.replaces)}
    return {k: v for k, v in row.items() if v not in ("", [])}


def _read(found: dict[str, Any], where: str) -> Register:
    name = found["name"]
    snapshots = tuple(_snapshot(name, row) for row in found.get("snapshot", []))
    return Register(name, RegisterKind(found["kind"]), found.get("keeper", ""), tuple(found.get("identity", [])),
                    tuple(found.get("basis", [])), snapshots, mapping.read(found.get("column", []), where))


def _snapshot(register: str, row: dict[str, Any]) -> Snapshot:
    coverage = Coverage.read(row.get("covers"), row.get("complete"), row.get("share"))
    files = tuple(SourceFile(f["name"], f["sha256"]) for f in row["files"])
    return Snapshot(row["id"], register, row.get("as_of", ""), coverage, files, int(row["rows"]),
                    row.get("recorded", ""), tuple(row.get("replaces", [])))
