"""Registers: lists of items that somebody keeps, each a series of snapshots with its own coverage.

Absence from a register is a finding only inside its stated coverage; what was not stated is `not stated`, and then
absence says nothing (design: "What never bends", 8).
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from enum import StrEnum

from reclaim.model.canonical import Plain, canonical
from reclaim.model.event import EventKind
from reclaim.model.when import When


class RegisterKind(StrEnum):
    """What the rows of a register are: events of that kind or, for an inventory, stock at a date."""

    MANUFACTURED = "manufactured"
    EXPORTED = "exported"
    IMPORTED = "imported"
    SHIPPED = "shipped"
    RECEIVED = "received"
    ISSUED = "issued"
    INVENTORY = "inventory"
    TRANSFERRED = "transferred"
    LOST = "lost"
    STOLEN = "stolen"
    SEIZED = "seized"
    FOUND = "found"
    SURRENDERED = "surrendered"
    DESTROYED = "destroyed"
    RETURNED = "returned"

    @property
    def is_stock(self) -> bool:
        """Whether the rows are stock at a date rather than events."""
        return self is RegisterKind.INVENTORY

    @property
    def event(self) -> EventKind:
        """The event that a row records."""
        return EventKind.INVENTORIED if self.is_stock else EventKind(self.value)


class Completeness(StrEnum):
    """Whether the keeper, or who adds the register, says that it holds everything it should."""

    YES = "yes"
    NO = "no"
    UNKNOWN = "unknown"


# SNAPSHOT:ROW, where a snapshot is REGISTER@DATE-DIGITS.
_ADDRESS = re.compile(r"(.+@.+-[0-9a-f]{8}):([1-9]\d*)")


class BadCoverage(ValueError):
    """Words that state no coverage; callers turn it into an error of use."""


@dataclass(frozen=True, slots=True)
class Coverage:
    """The dates for which a snapshot was kept, whether it is complete, and its share of the relevant population.

    `covers` None is "not stated"; `share` is the lowest and highest part believed to be in it, between 0 and 1.
    """

    covers: When | None = None
    complete: Completeness = Completeness.UNKNOWN
    share: tuple[Decimal, Decimal] | None = None

    @classmethod
    def read(cls, covers: str | None, complete: str | None, share: str | None) -> Coverage:
        """From the words of the command line: `FROM..TO`, `yes|no|unknown`, `0.8` or `0.6..0.9`. Raises BadCoverage."""
        try:
            whole = Completeness(complete or "unknown")
        except ValueError:
            raise BadCoverage(f"--complete is yes, no or unknown, not '{complete}'") from None
        return cls(_covers(covers), whole, _share(share))

    def absence_is_finding(self, dates: When) -> bool:
        """Whether something dated `dates` that is not in this snapshot was to be in it: complete, and covered whole."""
        return (self.covers is not None and self.complete is Completeness.YES
                and dates.known and dates.within(self.covers))

    def plain(self) -> dict[str, Plain]:
        """For canonical JSON and TOML; what is not stated is left out."""
        stated: dict[str, Plain] = {"complete": str(self.complete)}
        if self.covers is not None:
            stated["covers"] = f"{self.covers.lo or ''}..{self.covers.hi or ''}"
        if self.share is not None:
            stated["share"] = "..".join(str(part) for part in dict.fromkeys(self.share))
        return stated

    def __str__(self) -> str:
        if self.covers is None:
            return "not stated"
        whole = {"yes": "complete", "no": "not complete", "unknown": "completeness not stated"}[self.complete]
        share = "" if self.share is None else f", share {self.plain()['share']}"
        return f"{self.covers.lo or '...'} to {self.covers.hi or '...'}, {whole}{share}"


class Fate(StrEnum):
    """What befell a column of a file."""

    BECAME = "became"
    KEPT = "kept"
    REFUSED = "refused"


# The as-written columns of a register row, in the order of the schema. `from` and `to` are the sides of a movement,
# `holder` is who has the thing after the event.
FIELDS = ("serial", "make", "model", "calibre", "country", "type", "nsn", "date", "from", "to", "holder", "lot",
          "quantity")
# What a column can become beside the schema; the cells stand among the extra ones, under these names.
# `record` is the register's own number of the row; `mark` is any further mark of the same article.
RECORD, MARK = "record", "mark"
TARGETS = (*FIELDS, RECORD, MARK)
# Whatever says which article a row is of (rules: "key cells").
IDENTITY_FIELDS = ("serial", "make", "model", "type")


@dataclass(frozen=True, slots=True)
class Column:
    """What one column of a file became.

    `header` is as written and `address` that of its header cell, as the file's own program counts (`Sheet1!B3`).
    `target` is a word of TARGETS for a column that became something, else the name under which it is kept. `order` says
    how its dates are written (`day first`, `month first`), `why` how it was recognised. A refused column has neither
    examples nor a name.
    """

    header: str
    address: str
    fate: Fate
    target: str = ""
    file: str = ""
    order: str = ""
    why: str = ""
    examples: tuple[str, ...] = ()

    @property
    def sheet(self) -> str:
        """The sheet of its address; empty for a file without sheets."""
        return self.address.rpartition("!")[0]

    @property
    def letter(self) -> str:
        """The letters of its address."""
        return re.sub(r"\d", "", self.address.rpartition("!")[2])

    @property
    def extra(self) -> bool:
        """Whether its cells stand among the extra ones."""
        return self.fate is Fate.KEPT or (self.fate is Fate.BECAME and self.target not in FIELDS)

    def plain(self) -> dict[str, Plain]:
        """As the mapping writes it; no example of a refused column is ever written."""
        row: dict[str, Plain] = {"header": self.header, "address": self.address}
        if self.file != "":
            row["file"] = self.file
        match self.fate:
            case Fate.BECAME:
                row["became"] = self.target
            case Fate.KEPT:
                row["kept"] = "extra"
                if self.target != self.header:
                    row["as"] = self.target
            case Fate.REFUSED:
                row["refused"] = "personal"
        if self.order != "":
            row["order"] = self.order
        if self.why != "":
            row["why"] = self.why
        if len(self.examples) > 0 and self.fate is not Fate.REFUSED:
            row["examples"] = list(self.examples)
        return row


@dataclass(frozen=True, slots=True)
class Mapping:
    """What the columns of a snapshot's files became, in the order of the files."""

    columns: tuple[Column, ...] = ()

    def became(self, target: str) -> tuple[Column, ...]:
        """The columns that became `target`."""
        return tuple(c for c in self.columns if c.fate is Fate.BECAME and c.target == target)

    def refused(self) -> tuple[Column, ...]:
        """The columns that were not imported."""
        return tuple(c for c in self.columns if c.fate is Fate.REFUSED)

    def missing(self) -> tuple[str, ...]:
        """The columns of the schema that no column of the file became."""
        return tuple(name for name in FIELDS if len(self.became(name)) == 0)

    def plain(self) -> list[Plain]:
        """For canonical JSON and TOML."""
        return [c.plain() for c in self.columns]


@dataclass(frozen=True, slots=True)
class SourceFile:
    """A file that a snapshot was read from: its name and the SHA-256 of its bytes."""

    name: str
    sha256: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """One state of a register, as its files show it. `as_of` "" is "not stated".

    `recorded` is when the case took it in. `replaces` names the snapshots of the same date that it stands in for; they
    stay in the folder and are no longer current.
    """

    id: str
    register: str
    as_of: str
    coverage: Coverage
    files: tuple[SourceFile, ...]
    rows: int
    recorded: str = ""
    replaces: tuple[str, ...] = ()

    @property
    def date(self) -> When:
        """`as_of` as an interval of days."""
        return When.parse(self.as_of)

    def row(self, row: int) -> str:
        """The address of a row, counted from 1, header not counted."""
        return f"{self.id}:{row}"


@dataclass(frozen=True, slots=True)
class Register:
    """A list that `keeper` keeps (empty: not stated), with its snapshots in the order in which they were added.

    `identity` are the columns whose cells make a row's key, fixed by the first snapshot: the schema's own, and those
    among the extra ones by name. `basis` are the columns that order equal rows, fixed in the same way.
    """

    name: str
    kind: RegisterKind
    keeper: str = ""
    identity: tuple[str, ...] = ()
    basis: tuple[str, ...] = ()
    snapshots: tuple[Snapshot, ...] = ()
    mapping: Mapping = field(default_factory=Mapping)

    def current(self) -> tuple[Snapshot, ...]:
        """The snapshots that no later one replaces, by date and id; undated ones come last."""
        gone = {name for s in self.snapshots for name in s.replaces}
        return tuple(sorted((s for s in self.snapshots if s.id not in gone), key=lambda s: (*s.date.sort_key(), s.id)))

    def latest(self) -> Snapshot | None:
        """The last of the current snapshots."""
        current = self.current()
        return current[-1] if len(current) > 0 else None

    def with_snapshot(self, snapshot: Snapshot, mapping: Mapping) -> Register:
        """The register with one snapshot more; one of the same id takes its place."""
        others = tuple(s for s in self.snapshots if s.id != snapshot.id)
        return replace(self, snapshots=(*others, snapshot), mapping=mapping)


@dataclass(frozen=True, slots=True)
class JudgedRow:
    """A register row as a decision saw it: its address, its key and its cells, as written."""

    decision: str
    snapshot: str
    row: int
    key: str
    cells: tuple[tuple[str, str], ...]

    def cell(self, name: str) -> str:
        """One cell; empty if it was not there."""
        return dict(self.cells).get(name, "")

    @property
    def address(self) -> str:
        """The row's address, as a decision names it."""
        return f"{self.snapshot}:{self.row}"

    def seen(self) -> str:
        """The row as a decision keeps it beside its address: key and cells, in canonical JSON."""
        return canonical({"key": self.key, "cells": [list(cell) for cell in self.cells]}).decode()

    @classmethod
    def read(cls, decision: str, subject: str, seen: str) -> JudgedRow | None:
        """The row that a decision is about; None if its subject is no row of a register."""
        found = _ADDRESS.fullmatch(subject)
        if found is None:
            return None
        try:
            held = json.loads(seen)
            cells = tuple((str(name), str(cell)) for name, cell in held["cells"])
            return cls(decision, found[1], int(found[2]), str(held["key"]), cells)
        except (ValueError, KeyError, TypeError):
            return None


class DetachReason(StrEnum):
    """Why a decision was not carried over to a new snapshot."""

    CHANGED = "the register's own number is the same, another cell changed"
    GONE = "no row of the new snapshot has its key"
    UNCLEAR = "several rows carry these marks, and none has the cells that were judged"


@dataclass(frozen=True, slots=True)
class Reattached:
    """A decision on a row that goes on to hold for a row of the new snapshot."""

    judged: JudgedRow
    row: int


@dataclass(frozen=True, slots=True)
class Detached:
    """A decision on a row that was not carried over, with both versions of the row where there are two.

    `in_effect` says whether it still holds for its own snapshot: a snapshot of another date leaves it standing, one of
    the same date replaces the earlier, and the decision waits to be renewed (rules: "detached old").
    """

    judged: JudgedRow
    reason: DetachReason
    in_effect: bool
    now_row: int | None = None
    now_cells: tuple[tuple[str, str], ...] = ()


def _covers(words: str | None) -> When | None:
    if words is None or words.strip() == "":
        return None
    first, dots, last = words.partition("..")
    try:
        begin = When.parse(first)
        end = When.parse(last) if dots != "" else begin
    except ValueError as error:
        raise BadCoverage(f"--covers is FROM..TO, two dates: {error}") from None
    if not begin.known and not end.known:
        raise BadCoverage("--covers is FROM..TO, two dates; leave it out if it is not known")
    if begin.lo is not None and end.hi is not None and end.hi < begin.lo:
        raise BadCoverage(f"--covers '{words}' ends before it begins")
    low, high = begin.lo if begin.known else None, end.hi if end.known else None
    return When(low, high, f"{low or ''}..{high or ''}")


def _share(words: str | None) -> tuple[Decimal, Decimal] | None:
    if words is None or words.strip() == "":
        return None
    first, dots, last = words.partition("..")
    try:
        low = Decimal(first.strip())
        high = Decimal(last.strip()) if dots != "" else low
    except InvalidOperation:
        raise BadCoverage(f"--share is a number from 0 to 1, or LOW..HIGH, not '{words}'") from None
    if not (low.is_finite() and high.is_finite() and 0 <= low <= high <= 1):
        raise BadCoverage(f"--share is a number from 0 to 1, or LOW..HIGH, not '{words}'")
    return low, high
