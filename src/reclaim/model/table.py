"""A table that leaves a fold for a reader: named columns, each with what it means, and rows of plain cells."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TypeAlias

Cell: TypeAlias = str | int | None


class Holds(StrEnum):
    """What a column holds, as far as handling asks. PERSON never leaves the house."""

    PLAIN = "plain"
    PLACE = "place"
    PROVINCE = "province"
    COUNTRY = "country"
    PRECISION = "precision"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its name, what stands in it (units, what an empty cell means), and what handling must mind."""

    name: str
    doc: str
    holds: Holds = Holds.PLAIN


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under columns. None is "not stated"; a probability or a fraction travels as text.

    `key` names the columns that tell rows apart when two states of a table are compared. `stored` are the positions
    of rows whose place is where weapons are kept now: it leaves no finer than as a province.
    """

    name: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    key: tuple[str, ...] = ()
    stored: frozenset[int] = field(default=frozenset())

    def __post_init__(self) -> None:
        if any(len(row) != len(self.columns) for row in self.rows):
            raise ValueError(f"a row of the table '{self.name}' has not one cell for each column")

    @classmethod
    def of(cls, name: str, columns: tuple[Column, ...], rows: Iterable[Mapping[str, Cell]],
           key: tuple[str, ...] = (), stored: frozenset[int] = frozenset()) -> Table:
        """A table of rows given by column name; a name that is left out is not stated."""
        names = [c.name for c in columns]
        return cls(name, columns, tuple(tuple(row.get(n) for n in names) for row in rows), key, stored)

    @property
    def names(self) -> tuple[str, ...]:
        """The columns' names."""
        return tuple(c.name for c in self.columns)

    def dicts(self) -> list[dict[str, Cell]]:
        """Rows by column name."""
        return [dict(zip(self.names, row, strict=True)) for row in self.rows]

    def keyed(self) -> dict[tuple[Cell, ...], dict[str, Cell]]:
        """Rows by their key; of equal keys the rows are told apart by their ordinal."""
        found: dict[tuple[Cell, ...], dict[str, Cell]] = {}
        for row in self.dicts():
            key = tuple(row[name] for name in self.key or self.names)
            ordinal = 0
            while (*key, ordinal) in found:
                ordinal += 1
            found[(*key, ordinal)] = row
        return found
