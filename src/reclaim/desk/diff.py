"""What a case learned between two dates of knowledge, and what that changed."""

from __future__ import annotations

from dataclasses import dataclass

from reclaim.desk import clock
from reclaim.desk.case import Case, KnownBy
from reclaim.desk.tables import TABLES, table
from reclaim.model.errors import UsageError
from reclaim.model.table import Cell, Table
from reclaim.store import database, reading
from reclaim.store.reading import Known


@dataclass(frozen=True, slots=True)
class Change:
    """One row of a table that is new, gone, or has other cells. `cells` are (column, before, after)."""

    table: str
    key: tuple[Cell, ...]
    change: str
    cells: tuple[tuple[str, Cell, Cell], ...]


@dataclass(frozen=True, slots=True)
class Difference:
    """Records and decisions that came between, in the order in which they came, and the rows that changed by them."""

    start: str
    end: str
    known: tuple[Known, ...]
    changes: tuple[Change, ...]


def diff(case: Case, start: KnownBy, end: KnownBy = None, *, at: str = "", views: tuple[str, ...] | None = None
         ) -> Difference:
    """What became known after `start` and up to `end` (now, if not given), and how the tables differ.

    A date counts to its end, UTC. `views` are names of `reclaim.desk.tables`; all, if not given.
    Raises UsageError if a date is none, or they run backwards.
    """
    first, last = clock.until(start) or "", clock.until(end) or "9999"
    if first > last:
        raise UsageError(f"{start} is after {end}", mend="give the earlier date as --from")
    with database.reading(case.folder.database) as connection:
        known = tuple(reading.known_between(connection, first, last))
    changes = [] if len(known) == 0 else [
        change for name in (TABLES if views is None else views)
        for change in compare(table(name, case, at, start), table(name, case, at, end))]
    return Difference(first, last, known, tuple(changes))


def compare(before: Table, after: Table) -> list[Change]:
    """The rows that differ between two states of one table, by its key."""
    old, new = before.keyed(), after.keyed()
    found = []
    for key in sorted(old.keys() | new.keys(), key=lambda k: [("" if c is None else str(c)) for c in k]):
        was, now = old.get(key), new.get(key)
        if was == now:
            continue
        names = after.names if now is not None else before.names
        cells = tuple((n, (was or {}).get(n), (now or {}).get(n)) for n in names
                      if (was or {}).get(n) != (now or {}).get(n))
        change = "new" if was is None else "gone" if now is None else "changed"
        found.append(Change(after.name, key[:-1], change, cells))
    return found
