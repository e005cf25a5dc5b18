"""What a person names when deciding: found in the case, or said not to be there."""

from __future__ import annotations

import difflib
import re
from collections import defaultdict
from collections.abc import Iterable

from reclaim.model.decision import Decision, Judgement, corrections
from reclaim.model.errors import UsageError
from reclaim.model.record import Record, RecordKind

_PREFIX = re.compile(r"[0-9a-f]{8,63}")
_IDENTITY = frozenset({Judgement.SAME, Judgement.DIFFERENT, Judgement.UNSURE})


class Subjects:
    """Everything in a case that a decision can be about, by the names it goes by.

    A record goes by its id, the beginning of it (8 digits or more), its address (`stock#H1`), and its own id where
    only one form has that; an article by its serial or its transcriber's name where only one line has it; a source,
    a party and a place by the names that the records use; a proposal by its id.
    """

    def __init__(self, records: Iterable[Record], decisions: list[Decision], proposals: Iterable[str] = ()) -> None:
        gave_way = corrections(decisions)
        self._standing: dict[str, Record] = {}
        self._ids: dict[str, Record] = {}
        self._names: dict[str, set[str]] = defaultdict(set)
        self._places: set[str] = set()
        self._parties: dict[str, str] = {}
        self._others = {*proposals, *(d.id for d in decisions)}
        for record in records:
            self._ids[record.id] = record
            if record.id not in gave_way or record.key not in self._standing:
                self._standing[record.key] = record
            self._learn(record)

    def find(self, name: str, judgement: Judgement) -> str:
        """The subject that `name` means in a decision of that kind. Raises UsageError if it is none, or several."""
        record = self._record(name)
        if record is not None:
            return self._subject(record, name, judgement)
        if judgement in _IDENTITY and (name in self._parties or name in self._places):
            return name
        begun = {name} & self._others or {i for i in self._others if _PREFIX.fullmatch(name) and i.startswith(name)}
        if len(begun) == 1:
            return begun.pop()
        raise self._unknown(name)

    def record(self, subject: str) -> Record | None:
        """The record that a subject stands for, if it stands for one."""
        return self._ids.get(subject) or self._standing.get(subject)

    def _learn(self, record: Record) -> None:
        self._names[record.anchor.ident].add(record.key)
        if record.kind is RecordKind.LINE:
            for column in ("serial", "item"):
                self._names[record.text(column).strip()].add(record.key)
        if record.kind is RecordKind.PARTY:
            names = [record.anchor.ident, record.text("name"), *record.text("aliases").split(";")]
            self._parties |= {n.strip(): record.anchor.ident for n in names if n.strip() != ""}
        if record.kind in (RecordKind.EVENT, RecordKind.STOCK):
            self._places |= {record.text(c).strip() for c in ("place", "province", "country")} - {""}
            self._parties |= {n: n for c in ("by", "from", "to", "holder") if (n := record.text(c).strip()) != ""}

    def _record(self, name: str) -> Record | None:
        found = self.record(name)
        if found is not None:
            return found
        if _PREFIX.fullmatch(name):
            begun = [ident for ident in self._ids if ident.startswith(name)]
            if len(begun) > 1:
                raise UsageError(f"'{name}' is the beginning of {len(begun)} ids", mend="give more digits")
            if len(begun) == 1:
                return self._ids[begun[0]]
        keys = sorted(self._names.get(name, ())) if name != "" else []
        if len(keys) > 1:
            raise UsageError(f"'{name}' is the name of {len(keys)} records", mend=f"say which: {', '.join(keys[:6])}")
        return self._standing[keys[0]] if len(keys) == 1 else None

    def _subject(self, record: Record, name: str, judgement: Judgement) -> str:
        """As folds look it up: identity of sources and parties goes by their own ids, the rest by the record."""
        if judgement in _IDENTITY and record.kind is RecordKind.SOURCE:
            return record.source
        if judgement in _IDENTITY and record.kind is RecordKind.PARTY:
            return record.anchor.ident
        if judgement is Judgement.CORRECT or name == record.id or _PREFIX.fullmatch(name):
            return record.id
        return record.key

    def _unknown(self, name: str) -> UsageError:
        near = difflib.get_close_matches(name, [*self._standing, *self._names, *self._parties], 3)
        mend = f"is one of these meant: {', '.join(near)}?" if len(near) > 0 else "reclaim export lists all"
        return UsageError(f"'{name}' is nothing in this case", mend=mend)
