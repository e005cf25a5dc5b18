"""The one way out of the house: what is shown to others passes `clear()`, and only that makes `Cleared`.

Evidence is kept whole in the case and is redacted here. Handling (Traffic Light Protocol 2.0) is compared with whom
the output is for; where weapons are kept now leaves no finer than as a province; nothing of private persons leaves.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import singledispatch
from typing import Any, Generic, TypeVar, cast

from reclaim.model.brief import Brief
from reclaim.model.dossier import Dossier
from reclaim.model.errors import NotCleared
from reclaim.model.findings import Findings
from reclaim.model.handling import Handling, Tlp
from reclaim.model.place import Place, Precision
from reclaim.model.table import Cell, Column, Holds, Table
from reclaim.output.sieved import MADE, Sieve, is_made

T = TypeVar("T")

_SEAL = object()

# Column names that speak of private persons, in case a table forgot to say so.
_PERSONS = frozenset({"possessor", "buyer", "suspect", "arrested", "detainee", "passport", "phone", "telephone",
                      "date_of_birth", "birth_date", "home_address", "national_id", "person", "person_name",
                      "owner_name"})


@dataclass(frozen=True)
class Cleared(Generic[T]):
    """A value that may be shown. `marking` goes with it; `withheld` says in words what was made coarser, and why.

    Made by `clear()` alone: anything else is refused.
    """

    value: T
    marking: Tlp
    withheld: tuple[str, ...]
    seal: object

    def __post_init__(self) -> None:
        if self.seal is not _SEAL:
            raise TypeError("only reclaim.output.redact.clear() can clear a value")


def clear(value: T, handling: Handling, to: Tlp | None = None) -> Cleared[T]:
    """Clear a value for readers of a marking; None is the case's own.

    Raises NotCleared if the case's marking is narrower than `to`, or the value speaks of private persons; TypeError
    if nobody has said how values of its type are redacted (`redacted.register`).
    """
    if to is not None and handling.marking.rank > to.rank:
        raise NotCleared(f"the case is {handling.marking} and cannot leave as {to}",
                         mend="ask its owner to change handling in case.toml, or choose a narrower marking")
    shown, withheld = redacted(value)
    return Cleared(cast(T, shown), handling.marking, tuple(withheld), _SEAL)


@singledispatch
def redacted(value: Any) -> tuple[Any, list[str]]:
    """A value as it may be shown, and what was withheld in words. Each type that leaves registers its own."""
    raise TypeError(f"nobody has said how a {type(value).__name__} is redacted")


@redacted.register
def _(value: tuple) -> tuple[Any, list[str]]:  # type: ignore[type-arg]
    found = [redacted(part) for part in value]
    return tuple(shown for shown, _ in found), [line for _, lines in found for line in lines]


@redacted.register
def _(value: Table) -> tuple[Table, list[str]]:
    for column in value.columns:
        if column.holds is Holds.PERSON or column.name.lower() in _PERSONS:
            raise NotCleared(f"the column '{column.name}' of {value.name} speaks of private persons",
                             mend="take it out of the table; Reclaim keeps no private persons")
    rows = [_coarsened(value, row) if place in value.stored else row for place, row in enumerate(value.rows)]
    changed = sum(old != new for old, new in zip(value.rows, rows, strict=True))
    told = [f"{value.name}: where things are kept is shown as a province in {changed} of {len(rows)} rows"]
    sieve = Sieve()
    made = {n for n, c in enumerate(value.columns) if c.name in MADE}
    shown = tuple(tuple(cell if n in made and is_made(cell) else sieve.value(cell) for n, cell in enumerate(row))
                  for row in rows)
    return replace(value, rows=shown), [*(told if changed > 0 else []), *sieve.lines(value.name)]


@redacted.register
def _(value: Findings) -> tuple[Findings, list[str]]:
    sieve = Sieve()
    return sieve.value(value), sieve.lines("the brief")


@redacted.register
def _(value: Dossier) -> tuple[Dossier, list[str]]:
    sieve = Sieve()
    return sieve.value(value), sieve.lines("the dossier")


@redacted.register
def _(value: Brief) -> tuple[Brief, list[str]]:
    """Composed of what was cleared as findings; its words pass once more, its figures were drawn from cleared words."""
    sieve = Sieve()
    return sieve.value(value), sieve.lines("the document")


def _coarsened(table: Table, row: tuple[Cell, ...]) -> tuple[Cell, ...]:
    """The row with its place no finer than a province; what was not stated stays so."""
    position = {c.holds: n for n, c in enumerate(table.columns) if c.holds is not Holds.PLAIN}

    def text(holds: Holds) -> str:
        found = row[position[holds]] if holds in position else None
        return "" if found is None else str(found)

    coarse = _coarse(text(Holds.PLACE), text(Holds.PROVINCE), text(Holds.COUNTRY), text(Holds.PRECISION))
    shown = {Holds.PLACE: coarse.written, Holds.PROVINCE: coarse.province, Holds.COUNTRY: coarse.country,
             Holds.PRECISION: str(coarse.precision)}
    return tuple(_shown(shown, column, cell) for column, cell in zip(table.columns, row, strict=True))


def _coarse(written: str, province: str, country: str, precision: str) -> Place:
    """The province or country that is stated; of the place's own words only those said to name a province."""
    if precision == Precision.PROVINCE and province == "" and written != "":
        return Place(written, "", country, Precision.PROVINCE)
    return Place(written, province, country, Precision.POINT).coarsened()


def _shown(shown: dict[Holds, str], column: Column, cell: Cell) -> Cell:
    return cell if column.holds not in shown or cell is None else (shown[column.holds] or None)
