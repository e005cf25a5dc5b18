"""The one atom: a record, immutable, in the words of its source, with its anchor.

Everything else (items, chains, verdicts, bounds) is a fold over records and decisions.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from reclaim.model.anchor import Anchor
from reclaim.model.canonical import digest


class RecordKind(StrEnum):
    """What a record is a record of: the forms of the record files, by the same names."""

    SOURCE = "sources"
    STOCK = "stock"
    EVENT = "events"
    LINE = "event_lines"
    STATEMENT = "statements"
    CLAIM = "claims"
    STEP = "steps"
    PRICE = "prices"
    TYPE = "types"
    PARTY = "parties"
    BLOCK = "blocks"
    DECISION = "decisions"


@dataclass(frozen=True, slots=True)
class Record:
    """What one source wrote.

    `as_written` holds the cells that were filled, by column name in order; `id` is the SHA-256 of (source, anchor,
    kind, as written): no time, no actor, no normalised value. Two equal rows of one file differ by their anchor.
    """

    id: str
    source: str
    anchor: Anchor
    kind: RecordKind
    as_written: tuple[tuple[str, str], ...]

    @classmethod
    def make(cls, source: str, anchor: Anchor, kind: RecordKind, cells: dict[str, str]) -> Record:
        """A record of the cells that are not empty."""
        written = tuple(sorted((name, text) for name, text in cells.items() if text != ""))
        return cls(record_id(source, anchor, kind, written), source, anchor, kind, written)

    def cells(self) -> dict[str, str]:
        """The filled cells by column name."""
        return dict(self.as_written)

    def text(self, column: str) -> str:
        """One cell as written; empty if it was."""
        return dict(self.as_written).get(column, "")

    @property
    def key(self) -> str:
        """The record's own address in the case's words: `stock#H001`, or the anchor's place."""
        return self.anchor.locator if self.anchor.form != "" else f"{self.anchor.source[:12]}:{self.anchor.locator}"

    def honest(self) -> bool:
        """Whether the id is what the content says it must be."""
        return self.id == record_id(self.source, self.anchor, self.kind, self.as_written)


def record_id(source: str, anchor: Anchor, kind: RecordKind, written: tuple[tuple[str, str], ...]) -> str:
    """SHA-256 over canonical JSON of what identifies a record."""
    return digest({"source": source, "anchor": anchor.plain(), "kind": str(kind), "as_written": dict(written)})
