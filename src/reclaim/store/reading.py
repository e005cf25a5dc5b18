"""What a case holds, as values: records, decisions, proposals, files, the audit log."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, Select, Table, func, select

from reclaim.model.anchor import Anchor, AnchorKind
from reclaim.model.canonical import Plain
from reclaim.model.decision import Decision, Judgement
from reclaim.model.form import ADDING_ORDER
from reclaim.model.record import Record, RecordKind
from reclaim.store.chain import Entry
from reclaim.store.tables import AUDIT, DECISIONS, FILES, PROPOSALS, RECORDS, TOML


@dataclass(frozen=True, slots=True)
class Known:
    """A record or decision with the time when the case recorded it, and by whom."""

    value: Record | Decision
    recorded_at: str
    actor: str


@dataclass(frozen=True, slots=True)
class StoredProposal:
    """A proposal as it is kept: `body` is what `plain()` of the proposal gave."""

    id: str
    source: str
    body: dict[str, Plain]
    recorded_at: str
    reader: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file beside the database, by its path inside the folder; `name` is what it was called when it came."""

    path: str
    sha256: str
    size: int
    name: str


def records(connection: Connection, until: str | None = None) -> list[Record]:
    """All records known by `until` (a stamp), ordered by form, place and id: the same whatever the order of adding."""
    rows = connection.execute(_by(RECORDS, until)).all()
    return sorted((_record(*row[:6]) for row in rows), key=_place)


def decisions(connection: Connection, until: str | None = None) -> list[Decision]:
    """All decisions known by `until`, the undone ones too, in the order in which they were made."""
    rows = connection.execute(_by(DECISIONS, until)).all()
    return sorted((_decision(*row[:7]) for row in rows), key=lambda d: (d.made, d.id))


def proposals(connection: Connection, until: str | None = None) -> list[StoredProposal]:
    """All proposals known by `until`, by id."""
    rows = connection.execute(_by(PROPOSALS, until).order_by(PROPOSALS.c.id)).all()
    return [StoredProposal(row.id, row.source, json.loads(row.body), row.recorded_at, row.reader) for row in rows]


def files(connection: Connection) -> list[StoredFile]:
    """All files that the case keeps beside the database, by path."""
    return [StoredFile(*row[:4]) for row in connection.execute(select(FILES).order_by(FILES.c.path))]


def tomls(connection: Connection) -> dict[str, str]:
    """The SHA-256 of each file written by hand, as a command last recorded it."""
    return dict(connection.execute(select(TOML.c.path, TOML.c.sha256)).all())


def known_between(connection: Connection, start: str, end: str) -> list[Known]:
    """Records and decisions recorded after `start` and up to `end`, in that order."""
    found: list[tuple[str, int, tuple[str, str, str], Known]] = []
    for table, read, count in ((RECORDS, _record, 6), (DECISIONS, _decision, 7)):
        query = select(table, AUDIT.c.actor).join(AUDIT, AUDIT.c.seq == table.c.entry, isouter=True)
        for row in connection.execute(query.where(table.c.recorded_at > start, table.c.recorded_at <= end)):
            value = read(*row[:count])
            order = _sort_words(value)
            found.append((row.recorded_at, row.entry, order, Known(value, row.recorded_at, row.actor or "")))
    return [known for *_, known in sorted(found, key=lambda f: f[:3])]


def entries(connection: Connection) -> list[Entry]:
    """The audit log."""
    return [Entry(*row) for row in connection.execute(select(AUDIT).order_by(AUDIT.c.seq))]


def last_entry(connection: Connection) -> Entry | None:
    """The last entry of the audit log; None in a case that is being made."""
    row = connection.execute(select(AUDIT).order_by(AUDIT.c.seq.desc()).limit(1)).first()
    return None if row is None else Entry(*row)


def count(connection: Connection, table: Table) -> int:
    """The number of rows of a table."""
    return connection.execute(select(func.count()).select_from(table)).scalar_one()


def value_of(table: Table, row: Mapping[str, Any]) -> Record | Decision:
    """The value of a row of `records` or `decisions`. Raises ValueError or TypeError if it was damaged."""
    cells = list(row.values())
    return _record(*cells[:6]) if table is RECORDS else _decision(*cells[:7])


def _by(table: Table, until: str | None) -> Select[Any]:
    return select(table) if until is None else select(table).where(table.c.recorded_at <= until)


def _record(ident: str, source: str, kind: str, anchor_kind: str, locator: str, written: str) -> Record:
    anchor = Anchor(source, AnchorKind(anchor_kind), locator)
    return Record(ident, source, anchor, RecordKind(kind), tuple(sorted(json.loads(written).items())))


def _decision(ident: str, subjects: str, judgement: str, author: str, made: str, reason: str, seen: str) -> Decision:
    return Decision(ident, tuple(json.loads(subjects)), Judgement(judgement), author, made, reason,
                    tuple((a, b) for a, b in json.loads(seen)))


def _place(record: Record) -> tuple[int, str, str]:
    return ADDING_ORDER[record.kind], record.anchor.locator, record.id


def _sort_words(value: Record | Decision) -> tuple[str, str, str]:
    if isinstance(value, Record):
        order, locator, ident = _place(value)
        return f"{order:02}", locator, ident
    return "99", value.made, value.id
