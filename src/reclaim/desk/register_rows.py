"""Register rows that stand in answers: those with a mark that the case's items carry, and those that were decided.

Registers stay columns; only these rows become records, with an event of one line each, so that custody and claims
read them as they read everything else.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim import marks
from reclaim.columns.bridge import written_cells
from reclaim.model.anchor import Anchor, AnchorKind
from reclaim.model.canonical import digest
from reclaim.model.decision import Decision
from reclaim.model.event import Basis, Event
from reclaim.model.line import ItemLine
from reclaim.model.place import Place
from reclaim.model.record import Record, RecordKind
from reclaim.model.register import Register, Snapshot
from reclaim.model.source import SELF, Source
from reclaim.model.when import When

if TYPE_CHECKING:
    from reclaim.desk.case import Case


@dataclass(frozen=True, slots=True)
class RegisterRows:
    """Rows as (record, event, line), and the sources that they are of: one a snapshot, resting on its keeper."""

    rows: tuple[tuple[Record, Event, ItemLine], ...] = ()
    sources: tuple[Source, ...] = ()


def register_rows(case: Case, records: Iterable[Record], decisions: Sequence[Decision], also: Iterable[str] = ()
                  ) -> RegisterRows:
    """The rows of the case's registers that carry a mark of its records, that a decision names, or that are asked for
    by their addresses (`also`)."""
    from reclaim.store.registers import folder

    registers = folder.load_all(case.folder.registers)
    wanted = _marks(records) if len(registers) > 0 else set()
    addresses = {s for d in decisions for s in d.subjects if "@" in s} | set(also)
    rows, sources = list[tuple[Record, Event, ItemLine]](), list[Source]()
    for register in registers:
        for snapshot in register.current():
            named = {int(a.rpartition(":")[2]) for a in addresses if a.rpartition(":")[0] == snapshot.id}
            parquet = folder.parquet(case.folder.registers, snapshot)
            found = _find(parquet, parquet.stat().st_mtime_ns, frozenset(wanted), frozenset(named))
            if len(found) > 0:
                sources += _sources(register, snapshot)
                rows += [_row(register, snapshot, sources[-1], cells) for cells in found]
    return RegisterRows(tuple(rows), tuple(dict.fromkeys(sources)))


def _marks(records: Iterable[Record]) -> set[str]:
    """The canonical marks of all item lines."""
    serials = {r.text("serial") for r in records if r.kind is RecordKind.LINE} - {""}
    found = (marks.parse(serial).principal for serial in serials)
    return {mark.canonical for mark in found if mark is not None and len(mark.readings) == 1}


@lru_cache(maxsize=8)
def _find(parquet: Path, written: int, wanted: frozenset[str], named: frozenset[int]) -> tuple[dict[str, Any], ...]:
    """The wanted rows of one snapshot, in its order; the file is scanned batch by batch.

    A snapshot never changes (`written` is when its file was), so a process that stays open scans it once for the same question.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    from pyarrow import parquet as pq

    marks_of, rows_of = pa.array(sorted(wanted), pa.string()), pa.array(sorted(named), pa.int64())
    found: list[dict[str, Any]] = []
    if len(wanted) == 0 and len(named) == 0:
        return ()
    with pq.ParquetFile(parquet, memory_map=True) as file:
        for group in range(file.num_row_groups):
            looked = file.read_row_group(group, ["canonical", "row"])
            keep = pc.or_(pc.fill_null(pc.is_in(looked["canonical"], marks_of), False),
                          pc.is_in(looked["row"], rows_of))
            if pc.any(keep).as_py():
                found += file.read_row_group(group).filter(keep).to_pylist()
    return tuple(found)


def snapshot_source(snapshot: Snapshot) -> str:
    """The id of the source that a snapshot is: made of its files' hashes."""
    return digest([f.sha256 for f in snapshot.files])


def _sources(register: Register, snapshot: Snapshot) -> list[Source]:
    """The keeper as the origin of his own lists (if he is named), and the snapshot, which rests on him."""
    sha = snapshot_source(snapshot)
    named = register.keeper != ""
    keeper = Source(digest({"keeper": register.keeper}), f"keeper:{register.keeper}", f"books of {register.keeper}",
                    register.keeper, rests_on=(SELF,))
    own = Source(sha, snapshot.id, f"{register.name} ({register.kind})", register.keeper, published=snapshot.date,
                 sha256=sha, rests_on=(keeper.key,) if named else ())
    return [keeper, own] if named else [own]


def _row(register: Register, snapshot: Snapshot, source: Source, cells: dict[str, Any]
         ) -> tuple[Record, Event, ItemLine]:
    address = snapshot.row(cells["row"])
    written = dict(written_cells(cells))
    ascii_only = {name: text for name, text in written.items() if name.isascii()}
    record = Record.make(source.id, Anchor(source.id, AnchorKind.ROW, address), RecordKind.LINE, ascii_only)
    basis = Basis.SERIAL_CHECKED if register.keeper != "" and cells["traceable"] else Basis.ITEM_LIST
    stock = register.kind.is_stock
    date = snapshot.date if stock else When(cells["date_lo"], cells["date_hi"], written.get("date", ""))
    holder = written.get("holder", "") or (register.keeper if stock else written.get("to", ""))
    event = Event(address, snapshot.id, register.kind.event, date, Place(), register.keeper, written.get("from", ""),
                  holder, basis)
    line = ItemLine(address, address, written.get("type", "") or written.get("model", ""), written.get("serial", ""),
                    cells["mark_kind"] or "", cells["part"] or "", written.get("make", ""),
                    written.get("model", ""), "", written.get("country", ""), written.get("type", ""))
    return record, event, line
