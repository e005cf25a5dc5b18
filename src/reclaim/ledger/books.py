"""Books: the snapshots of registers as the ledger reads them, each with its number, keeper, date and coverage."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from reclaim.model.register import Completeness, Coverage, RegisterKind

# Kinds of registers by what their rows say of the keeper's stock.
SUPPLY = (RegisterKind.MANUFACTURED, RegisterKind.EXPORTED, RegisterKind.SHIPPED)
RECEIPT = (RegisterKind.RECEIVED, RegisterKind.IMPORTED)
FOUND = (RegisterKind.SEIZED, RegisterKind.FOUND, RegisterKind.SURRENDERED)
LOSS = (RegisterKind.LOST, RegisterKind.STOLEN, RegisterKind.DESTROYED)
OUT = (*LOSS, RegisterKind.SHIPPED, RegisterKind.EXPORTED, RegisterKind.TRANSFERRED, RegisterKind.RETURNED,
       RegisterKind.ISSUED)
IN = (*RECEIPT, RegisterKind.TRANSFERRED, RegisterKind.RETURNED, RegisterKind.MANUFACTURED, *FOUND)


@dataclass(frozen=True, slots=True)
class Book:
    """One snapshot: `number` is its place among all books, `path` its Parquet file.

    `latest` says whether no later snapshot of the register stands; event registers are read in their latest state,
    inventories in every state. `lines`: its rows are the case's own lines of one source, not a register's.
    """

    number: int
    register: str
    kind: RegisterKind
    keeper: str
    snapshot: str
    as_of: date | None
    coverage: Coverage
    path: str
    latest: bool
    lines: bool = False

    @property
    def complete(self) -> bool:
        """Whether absence from it can be a finding at all."""
        return self.coverage.covers is not None and self.coverage.complete is Completeness.YES

    @property
    def first(self) -> date | None:
        """The first day that it covers."""
        return None if self.coverage.covers is None else self.coverage.covers.lo

    @property
    def last(self) -> date | None:
        """The last day that it covers."""
        return None if self.coverage.covers is None else self.coverage.covers.hi


def read_books(books: Sequence[Book]) -> tuple[Book, ...]:
    """The books whose rows are read: all inventories, and of event registers the latest snapshot."""
    return tuple(b for b in books if b.kind.is_stock or b.latest)


@dataclass(frozen=True, slots=True)
class Names:
    """Who is who among the written names of keepers and sides: `same` gives a name its party's, `parts` are pairs
    (part, whole) of such names. What stands in neither is a party of its own (rules: "party parts")."""

    same: tuple[tuple[str, str], ...] = ()
    parts: tuple[tuple[str, str], ...] = ()
