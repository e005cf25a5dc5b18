"""The audit log: a chain in which each entry is hashed together with the one before it.

    head = SHA-256(previous head + canonical JSON of the entry)

An entry says when, who, by which command, and for every row that was written its table, its key and the SHA-256 of
the whole row (None: the row was taken out). So a changed value, a row too many and a row too few all show, and a case
that grew from an earlier one has that one's head in its chain.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass

from reclaim.model.canonical import Plain, canonical, digest

GENESIS = "0" * 64

Row = Mapping[str, str | int]
# Table -> key -> hash of the row, or None where it was taken out.
Writes = dict[str, dict[str, str | None]]


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry as it stands in the log. `detail` and `writes` are canonical JSON, hashed as text."""

    seq: int
    at: str
    actor: str
    verb: str
    detail: str
    writes: str
    previous: str
    head: str

    @classmethod
    def after(cls, last: Entry | None, at: str, actor: str, verb: str, detail: Plain, writes: Writes) -> Entry:
        """The entry that follows `last`."""
        seq = 1 if last is None else last.seq + 1
        previous = GENESIS if last is None else last.head
        texts = (_text(detail), _text(writes))
        return cls(seq, at, actor, verb, *texts, previous, _head(seq, at, actor, verb, *texts, previous))

    def honest(self) -> bool:
        """Whether the head is what the content says it must be."""
        return self.head == _head(self.seq, self.at, self.actor, self.verb, self.detail, self.writes, self.previous)

    def written(self) -> Writes:
        """The rows written, by table and key. Raises ValueError if the text was damaged."""
        found = json.loads(self.writes)
        if not isinstance(found, dict) or not all(isinstance(rows, dict) for rows in found.values()):
            raise ValueError("the list of rows written is no map of maps")
        return found


def row_sum(row: Row) -> str:
    """SHA-256 of a whole row, column names and values."""
    return digest(dict(row))


def expected(entry: Entry, standing: dict[str, dict[str, tuple[str, int]]]) -> None:
    """Carry `standing` (table -> key -> (hash of the row, entry)) over an entry. Raises ValueError if it is damaged."""
    for table, rows in entry.written().items():
        place = standing.setdefault(table, {})
        for key, value in rows.items():
            if value is None:
                place.pop(key, None)
            else:
                place[key] = (value, entry.seq)


def _text(value: Plain) -> str:
    return canonical(value).decode("utf-8")


def _head(seq: int, at: str, actor: str, verb: str, detail: str, writes: str, previous: str) -> str:
    entry = canonical({"seq": seq, "at": at, "actor": actor, "verb": verb, "detail": detail, "writes": writes})
    return hashlib.sha256(previous.encode("ascii", "replace") + entry).hexdigest()
