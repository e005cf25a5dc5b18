"""Event lines with marks as books: one for each source and kind, coverage not stated (rules: "reconcile events")."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from reclaim.model.event import EventKind
from reclaim.model.item import Entry
from reclaim.model.register import FIELDS, Coverage, RegisterKind

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.accounting.assemble import Assembly
    from reclaim.desk.case import Case
    from reclaim.ledger.books import Book

# What was captured or recovered is found with another; sightings, uses and displays are no register of anybody.
_KINDS = {EventKind.INVENTORIED: RegisterKind.INVENTORY, EventKind.CAPTURED: RegisterKind.SEIZED,
          EventKind.RECOVERED: RegisterKind.FOUND} | {EventKind(k.value): k for k in RegisterKind if not k.is_stock}


def event_books(case: Case, assembly: Assembly, registers: Iterable[str], first: int) -> list[Book]:
    """The books of the case's own lines, numbered from `first`; those of `registers` are books already."""
    from pyarrow import parquet as pq

    from reclaim.ledger.books import Book

    books: list[Book] = []
    for (source, kind, keeper, day), entries in sorted(_grouped(assembly, set(registers)).items()):
        rows = [_row(number, entry, kind) for number, entry in enumerate(entries, 1)]
        kept = case.derived("lines", rows, ".parquet", lambda path, r=rows: pq.write_table(_table(r), path))  # type: ignore[misc]
        as_of = entries[0].event.date.lo if kind.is_stock else None
        name = ":".join(filter(None, (source, str(kind), day)))
        books.append(Book(first + len(books), f"{source} {kind}", kind, keeper, name, as_of,
                          Coverage.read(None, None, None), str(kept), True, lines=True))
    return books


def _grouped(assembly: Assembly, registers: set[str]) -> dict[tuple[str, RegisterKind, str, str], list[Entry]]:
    """Entries by source and kind; stock stands apart by holder and day, for a state is of one holder and one day."""
    groups: dict[tuple[str, RegisterKind, str, str], list[Entry]] = defaultdict(list)
    for entry in sorted((e for item in assembly.items for e in item.entries), key=lambda e: e.record.key):
        kind = _KINDS.get(entry.event.kind)
        if kind is None or entry.event.source in registers or entry.line.serial == "":
            continue
        stock = kind.is_stock
        groups[entry.event.source, kind, entry.event.holder if stock else "",
               str(entry.event.date.lo or "") if stock else ""].append(entry)
    return groups


def _row(number: int, entry: Entry, kind: RegisterKind) -> dict[str, Any]:
    """What stands on a line and on its event, as a register would hold it; the finder has what he found."""
    line, event = entry.line, entry.event
    cells = {"serial": line.serial, "make": line.make, "model": line.model, "type": line.type,
             "date": event.date.written,
             "from": event.from_party, "to": event.to_party, "holder": event.holder}
    return {name: cells.get(name, "") for name in FIELDS} | {
        "row": number, "address": entry.record.key, "record": line.id,
        "mark_kind": line.mark_kind, "part": line.part,
        "lo": str(event.date.lo or ""), "hi": str(event.date.hi or "")}


def _table(rows: list[dict[str, Any]]) -> pa.Table:
    from datetime import date

    import pyarrow as pa

    from reclaim import marks
    from reclaim.columns.rows import REGISTER_ROWS

    read = marks.parse_column(pa.array([r["serial"] for r in rows], pa.string()))
    columns: dict[str, Any] = {name: [r[name] for r in rows] for name in ("row", *FIELDS)}
    columns |= {name: read[name].to_pylist() for name in ("canonical", "traceable", "reason")}
    columns |= {name: [r[name] or seen or "" for r, seen in zip(rows, read[name].to_pylist(), strict=True)]
                for name in ("mark_kind", "part")}
    columns["extra"] = [[(n, r[n]) for n in ("address", "record")] for r in rows]
    columns |= {f"date_{end}": [date.fromisoformat(r[end]) if r[end] != "" else None for r in rows]
                for end in ("lo", "hi")}
    columns |= {"key": [bytes(16)] * len(rows)}
    nothing = [None] * len(rows)
    return pa.table({f.name: pa.array(columns.get(f.name, nothing), f.type) for f in REGISTER_ROWS},
                    schema=REGISTER_ROWS)
