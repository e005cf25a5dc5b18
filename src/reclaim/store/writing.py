"""One command's writing: one transaction, one audit entry, whole or not at all."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import Connection, Table, delete, func, insert, select

from reclaim.model.canonical import Plain, canonical
from reclaim.model.decision import Decision
from reclaim.model.record import Record
from reclaim.store import safely, staged
from reclaim.store.chain import Entry, Row, Writes, row_sum
from reclaim.store.database import PATIENCE
from reclaim.store.database import writing as transaction
from reclaim.store.folder import Folder
from reclaim.store.reading import last_entry, tomls
from reclaim.store.tables import (
    AUDIT,
    COVERED,
    DECISIONS,
    FILES,
    PROPOSALS,
    RECORDS,
    TOML,
    key_of,
)

_TICK = timedelta(microseconds=1)


@contextmanager
def writing(folder: Folder, verb: str, actor: str, now: datetime, detail: Plain = None,
            patience: float = PATIENCE) -> Iterator[Writing]:
    """Write to a case. What the block puts is committed at its end with one audit entry; an error undoes it all.

    `now` is the time of the command (UTC); if the log has a later one, the entry follows it by a microsecond, so that
    time in a case never runs back. Files edited by hand are recorded with it. A block that changes nothing leaves no
    entry. Raises CaseBusy, WriteError, CaseDamaged.
    """
    with transaction(folder.database, patience) as connection:
        work = Writing(connection, folder, verb, actor, now, detail)
        work.clean()
        yield work
        work.close()
    work.settle()


class Writing:
    """What one command writes. Rows are gathered, and go to the database at the end of the block."""

    def __init__(self, connection: Connection, folder: Folder, verb: str, actor: str, now: datetime,
                 detail: Plain) -> None:
        self.connection = connection
        self.folder = folder
        self.verb = verb
        self.actor = actor
        self.detail = detail
        self._last = last_entry(connection)
        self._now = _after(connection, self._last, now)
        self.at = stamp(self._now)
        self._ticks = 0
        self._writes: Writes = {}
        self._rows: dict[str, dict[str, dict[str, str | int]]] = {}
        self._known: dict[str, set[str]] = {}
        self._texts: dict[str, bytes] = {}

    @property
    def seq(self) -> int:
        """The number of the audit entry to come."""
        return 1 if self._last is None else self._last.seq + 1

    def moment(self) -> str:
        """A time that no earlier decision of this case has: decisions of one command keep their order."""
        self._ticks += 1
        return stamp(self._now + self._ticks * _TICK)

    def record(self, record: Record) -> bool:
        """Add a record; False if the case has it. The rest of a row never changes."""
        if record.anchor.source != record.source:
            raise ValueError("a record's anchor is in the record's own source")
        row = {"id": record.id, "source": record.source, "kind": str(record.kind),
               "anchor_kind": str(record.anchor.kind), "locator": record.anchor.locator,
               "written": _json(record.cells()), "recorded_at": self.at}
        return self.add(RECORDS, row)

    def decision(self, decision: Decision) -> bool:
        """Add a decision; False if the case has it."""
        row = {"id": decision.id, "subjects": _json(list(decision.subjects)), "judgement": str(decision.judgement),
               "author": decision.author, "made": decision.made, "reason": decision.reason,
               "seen": _json([list(pair) for pair in decision.seen]), "recorded_at": self.at}
        return self.add(DECISIONS, row)

    def proposal(self, ident: str, source: str, body: Plain, reader: str) -> bool:
        """Add a proposal, and what proposed it with its version; False if the case has it."""
        row = {"id": ident, "source": source, "body": _json(body), "recorded_at": self.at, "reader": reader}
        return self.add(PROPOSALS, row)

    def source_bytes(self, content: bytes, name: str) -> str:
        """Keep bytes as received under their SHA-256, which is returned."""
        sha = _sha256(content)
        path = self.folder.sources / sha
        if not path.is_file() or safely.sha256(path) != sha:
            safely.write(path, content)
        self.file(self.folder.inside(path), sha, len(content), name)
        return sha

    def file(self, path: str, sha256: str, size: int, name: str = "") -> bool:
        """Say that a file in the folder belongs to the case; False if it is known with that content."""
        row: Row = {"path": path, "sha256": sha256, "size": size, "name": name, "recorded_at": self.at}
        standing = self.connection.execute(select(FILES.c.sha256).where(FILES.c.path == path)).scalar()
        if standing is not None and standing != sha256:
            self.take_out(FILES, path)
        return standing != sha256 and self.add(FILES, row)

    def text(self, path: Path, content: bytes) -> None:
        """Give `case.toml` or a `register.toml` a new text, which takes its place when all is written."""
        staged.put_beside(path, content)
        self._texts[self.folder.inside(path)] = content

    def add(self, table: Table, row: Row) -> bool:
        """Add a row to a covered table; False if its key is there already."""
        key = str(row[key_of(table)])
        if key in self._keys(table):
            return False
        self._keys(table).add(key)
        whole = {**row, "entry": self.seq}
        self._rows.setdefault(table.name, {})[key] = whole
        self._writes.setdefault(table.name, {})[key] = row_sum(whole)
        return True

    def take_out(self, table: Table, key: str) -> None:
        """Take a row out of a table that is not for keeps: the waiting room, a file or TOML in its older state."""
        if key not in self._keys(table):
            return
        self._keys(table).discard(key)
        if self._rows.get(table.name, {}).pop(key, None) is None:
            self.connection.execute(delete(table).where(table.c[key_of(table)] == key))
            self._writes.setdefault(table.name, {})[key] = None
        else:
            self._writes[table.name].pop(key)

    def seal(self, table: Table) -> None:
        """Hash all rows of a table anew, after a step of `reclaim.store.migrate` gave it other columns."""
        for row in self.connection.execute(select(table)).mappings():
            self._writes.setdefault(table.name, {})[str(row[key_of(table)])] = row_sum(dict(row))

    def clean(self) -> None:
        """Finish or sweep what writers before this one left when they died."""
        registers = self.folder.registers
        places = [self.folder.path, self.folder.sources, *registers.glob("*/"), *registers.glob("*/*/")]
        for place in sorted(places):
            safely.sweep(place)
        staged.settle(self.folder, tomls(self.connection), writing=True)

    def settle(self) -> None:
        """Put new texts in their places, after the transaction."""
        staged.settle(self.folder, {path: _sha256(text) for path, text in self._texts.items()}, writing=False)

    def close(self) -> None:
        """Record what was edited by hand, put the rows, and write the audit entry that covers them."""
        self._record_toml()
        for table in COVERED:
            rows = list(self._rows.get(table.name, {}).values())
            if len(rows) > 0:
                self.connection.execute(insert(table), rows)
        writes = {name: rows for name, rows in self._writes.items() if len(rows) > 0}
        if len(writes) > 0:
            entry = Entry.after(self._last, self.at, self.actor, self.verb, self.detail, writes)
            self.connection.execute(insert(AUDIT), [_columns(entry)])

    def _record_toml(self) -> None:
        recorded = tomls(self.connection)
        standing = sorted({*self.folder.tomls(), *self._texts})
        for path in standing:
            content = self._texts[path] if path in self._texts else (self.folder.path / path).read_bytes()
            sha = _sha256(content)
            if recorded.get(path) != sha:
                self.take_out(TOML, path)
                self.add(TOML, {"path": path, "sha256": sha, "text": content.decode("utf-8", "replace"),
                                "recorded_at": self.at})
        for path in sorted(set(recorded) - set(standing)):
            self.take_out(TOML, path)

    def _keys(self, table: Table) -> set[str]:
        if table.name not in self._known:
            self._known[table.name] = set(self.connection.execute(select(table.c[key_of(table)])).scalars())
        return self._known[table.name]


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def stamp(moment: datetime) -> str:
    """UTC to the microsecond, in a form that sorts as text."""
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def read_stamp(text: str) -> datetime:
    """The time that `stamp` wrote."""
    return datetime.strptime(text, "%Y-%m-%dT%H:%M:%S.%fZ").replace(tzinfo=UTC)


def _after(connection: Connection, last: Entry | None, now: datetime) -> datetime:
    """`now`, or the moment after the last entry and the last decision if the clock stands behind them."""
    earlier = [] if last is None else [last.at]
    made = connection.execute(select(func.max(DECISIONS.c.made)).where(DECISIONS.c.made.like("%Z"))).scalar()
    earlier += [] if made is None else [made]
    return max([now, *(read_stamp(text) + _TICK for text in earlier)])


def _json(value: Plain) -> str:
    return canonical(value).decode("utf-8")


def _columns(entry: Entry) -> Row:
    return {"seq": entry.seq, "at": entry.at, "actor": entry.actor, "verb": entry.verb, "detail": entry.detail,
            "writes": entry.writes, "previous": entry.previous, "head": entry.head}
