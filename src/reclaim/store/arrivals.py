"""Rows of record files becoming records: where each comes from, what it changes, what must wait.

Adding is idempotent and free of order. A row whose parent (its source, event or statement) is not in the case yet
waits, and is taken when the parent comes. A row whose id is known with other cells adds a record and a `correct`
decision: the later gives the cells that stand, and both stay.
"""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from sqlalchemy import select

from reclaim.model.anchor import Anchor
from reclaim.model.canonical import canonical, digest
from reclaim.model.cells import Cells
from reclaim.model.decision import Decision, Judgement, corrections
from reclaim.model.form import ADDING_ORDER, FORM_OF, read_body
from reclaim.model.problem import Problem
from reclaim.model.quantity import Words
from reclaim.model.record import Record, RecordKind
from reclaim.model.source import Source, source_id
from reclaim.store import reading, resting
from reclaim.store.recordfile import Row
from reclaim.store.tables import RECORDS, WAITING
from reclaim.store.writing import Writing

# The columns that name a parent, and the form in which it is looked up.
_PARENTS = {"source": RecordKind.SOURCE, "event": RecordKind.EVENT, "statement": RecordKind.STATEMENT}

# Forms whose rows may stand on nobody's word but the owner's.
_OWN = frozenset({RecordKind.TYPE, RecordKind.PARTY, RecordKind.DECISION})


def own_list(kind: RecordKind) -> str:
    """The source of rows that name none: the case's own list of that form.

    It is cited by its form alone, so that the same row is the same record in every case and under every owner.
    """
    return source_id(f"the case's own list: {kind}", "", "", "")


@dataclass(slots=True)
class Arrived:
    """What came of some rows, and all problems met. `waiting` counts all that wait now, of earlier files too."""

    added: list[Record] = field(default_factory=list)
    corrections: list[Decision] = field(default_factory=list)
    known: int = 0
    waiting: int = 0
    refused: int = 0
    problems: list[Problem] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A row that can be a record.

    `since` is when it first came; `kept` is its key in the waiting room, if it is there, and `again` says where it
    stands in the files that are added now, if it does.
    """

    row: Row
    since: str
    kept: str = ""
    again: str = ""


class Arrivals:
    """Takes rows into a case in the transaction of `work`."""

    def __init__(self, work: Writing, author: str, words: Words | None = None) -> None:
        self._work = work
        self._author = author
        self._words = words
        self._told = Arrived()
        self._since = dict(work.connection.execute(select(RECORDS.c.id, RECORDS.c.recorded_at)).all())
        self._versions: dict[tuple[RecordKind, str], list[Record]] = defaultdict(list)
        self._source_ids: set[str] = set()
        for record in sorted(reading.records(work.connection), key=lambda r: (self._since[r.id], r.id)):
            self._remember(record)
        self._gave_way = corrections(reading.decisions(work.connection))

    def take(self, rows: Iterable[Row]) -> Arrived:
        """Take rows, and those that waited for them. Call it once for all rows of a command."""
        waiting = {candidate.kept: candidate for candidate in self._waiting()}
        fresh = [row for row in rows if self._readable(row)]
        again = {_waiting_id(row): row.where for row in fresh if _waiting_id(row) in waiting}
        left = [replace(c, again=again.get(kept, "")) for kept, c in waiting.items()]
        left += [_Candidate(row, self._work.at) for row in fresh if _waiting_id(row) not in again]
        # Parents come first in this order, so that one pass takes all that can be taken.
        left.sort(key=lambda c: ADDING_ORDER[c.row.kind])
        left = [candidate for candidate in left if not self._taken(candidate)]
        for place, candidate in enumerate(left):
            self._let_wait(candidate, place)
        self._told.waiting = len(left)
        self._told.problems += resting.check(fresh, self._resting(), frozenset(self._source_ids))
        return self._told

    def _resting(self) -> resting.Resting:
        """What each source rests on, as it stands, by key."""
        return {ident: resting.resting_of(record.text("rests_on")) for (kind, ident), versions in self._versions.items()
                if kind is RecordKind.SOURCE and (record := self._standing(versions)) is not None}

    def _standing(self, versions: list[Record]) -> Record | None:
        """Of the versions of a row, the one that did not give way."""
        return next((v for v in reversed(versions) if v.id not in self._gave_way), None)

    def _readable(self, row: Row) -> bool:
        cells = Cells(row.cells, row.where, self._words)
        read_body(row.kind, cells)
        self._told.problems += cells.problems
        fatal = any(p.fatal for p in cells.problems)
        self._told.refused += fatal
        return not fatal

    def _taken(self, candidate: _Candidate) -> bool:
        """Take a row; False if its parent is not there."""
        row = candidate.row
        source = self._source_of(row)
        if source == "":
            return False
        if candidate.kept != "":
            self._work.take_out(WAITING, candidate.kept)
        record = Record.make(source, Anchor.row(source, str(row.kind), row.ident), row.kind, row.cells)
        versions = self._versions[row.kind, row.ident]
        same = next((v for v in versions if v.as_written == record.as_written), None)
        standing = self._standing(versions)
        if same is None:
            self._work.record(record)
            self._since[record.id] = candidate.since
            self._remember(record)
            self._told.added.append(record)
        self._told.known += same is not None
        newest = same or record
        if standing is not None and standing.id != newest.id:
            self._correct(standing, newest, candidate)
        return True

    def _correct(self, standing: Record, newest: Record, candidate: _Candidate) -> None:
        """The later cells stand, whether they or the earlier ones had to wait."""
        old, new = (standing, newest) if self._since[standing.id] <= candidate.since else (newest, standing)
        if self._gave_way.get(old.id) == new.id:
            return
        changed = sorted(dict(set(old.as_written) ^ set(new.as_written)))
        reason = f"{candidate.row.where} gives other cells for {old.key}: {', '.join(changed)}"
        made = Decision.make((old.id, new.id), Judgement.CORRECT, self._author, self._work.moment(), reason)
        self._work.decision(made)
        self._told.corrections.append(made)
        self._gave_way.pop(new.id, None)
        self._gave_way[old.id] = new.id

    def _source_of(self, row: Row) -> str:
        """The source of a row's record; empty if its parent is not in the case."""
        if row.kind is RecordKind.SOURCE:
            return Source.read(Cells(row.cells, row.where)).id
        column = FORM_OF[row.kind].parent
        name = row.cells.get(column, "").strip()
        if name == "" and row.kind in _OWN:
            return own_list(row.kind)
        if column == "source" and name in self._source_ids:
            return name
        versions = self._versions.get((_PARENTS[column], name), [])
        return "" if len(versions) == 0 else (self._standing(versions) or versions[-1]).source

    def _remember(self, record: Record) -> None:
        self._versions[record.kind, record.anchor.ident].append(record)
        if record.kind is RecordKind.SOURCE:
            self._source_ids.add(record.source)

    def _waiting(self) -> list[_Candidate]:
        query = select(WAITING).order_by(WAITING.c.recorded_at, WAITING.c.place, WAITING.c.id)
        return [_Candidate(Row(RecordKind(w.form), _ident(w.cells), json.loads(w.cells), w.found), w.recorded_at, w.id)
                for w in self._work.connection.execute(query)]

    def _let_wait(self, candidate: _Candidate, place: int) -> None:
        row, column = candidate.row, FORM_OF[candidate.row.kind].parent
        name = row.cells[column].strip()
        if candidate.kept == "" or candidate.again != "":
            self._told.problems.append(Problem(
                f"{candidate.again or row.where}, column {column}", "waiting",
                f"{column} '{name}' is not in the case yet, and the row waits",
                f"add the file of {_PARENTS[column]} that has it, or mend the cell"))
        if candidate.kept != "":
            return
        cells = canonical(row.cells).decode("utf-8")
        self._work.add(WAITING, {
            "id": _waiting_id(row), "place": place, "form": str(row.kind),
            "cells": cells, "found": row.where, "parent": f"{column} {name}", "recorded_at": candidate.since})


def _waiting_id(row: Row) -> str:
    return digest({"form": str(row.kind), "cells": row.cells})


def _ident(cells: str) -> str:
    return str(json.loads(cells)["id"]).strip()
