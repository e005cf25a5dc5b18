"""The quality of a register at a glance: what it covers, what can be traced, what repeats, what is missing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim.model.problem import Problem
from reclaim.model.register import FIELDS, Mapping, Register, Snapshot
from reclaim.store.registers import folder, snapshotfile
from reclaim.store.registers.families import TOP, Shape, families

if TYPE_CHECKING:
    import duckdb



@dataclass(frozen=True, slots=True)
class Hole:
    """A stretch without a dated row, between two days that have some."""

    after: date
    before: date

    @property
    def days(self) -> int:
        """How many days lie between."""
        return (self.before - self.after).days - 1


@dataclass(frozen=True, slots=True)
class Marks:
    """What can be traced by serial. Counts are of rows.

    `not_traceable` says why, with counts; `partial` marks have unread characters; `distinct` counts marks of one make,
    `repeated` the rows whose mark and make stand on more than one; `equal` rows have no serial and equal another in
    every cell, which makes them a count.
    """

    traceable: int
    not_traceable: tuple[tuple[str, int], ...]
    partial: int
    distinct: int
    repeated: int
    most_repeated: tuple[tuple[str, int], ...]
    equal: int
    shapes: tuple[Shape, ...]


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of the rows: first and last day, rows without a date, with more than one possible day, and outside the
    stated coverage; rows by year, and the longest stretches without a row."""

    first: date | None
    last: date | None
    undated: int
    inexact: int
    outside: int
    years: tuple[tuple[int, int], ...]
    holes: tuple[Hole, ...]


@dataclass(frozen=True, slots=True)
class Quality:
    """What can be said of one snapshot. `filled` is the share of rows with a cell, by column; `missing` are those that
    no column of the file became; `own_numbers` are the lowest, the highest and the count of lacking ones of the
    register's own numbers, where these are whole numbers; `quantity` is the sum of those that are stated.
    """

    snapshot: Snapshot
    rows: int
    filled: tuple[tuple[str, float], ...]
    missing: tuple[str, ...]
    marks: Marks
    dates: Dates
    quantity: tuple[int, int | None]
    own_numbers: tuple[int, int, int] | None
    mapping: Mapping
    problems: tuple[Problem, ...]


def quality(registers: Path, register: Register, snapshot: Snapshot) -> Quality:
    """Look over one snapshot. Raises CaseDamaged if its rows cannot be read."""
    import duckdb

    path = folder.parquet(registers, snapshot)
    read, told = snapshotfile.metadata(path)
    with duckdb.connect(config={"threads": 2}) as db:
        db.from_parquet(str(path)).create_view("r")
        rows = _one(db, "select count(*) from r")[0]
        return Quality(snapshot, rows, _filled(db, rows), read.missing(), _marks(db, path), _dates(db, snapshot),
                       _quantity(db), _own_numbers(db), read, told)


def _one(db: duckdb.DuckDBPyConnection, query: str, *values: object) -> Sequence[Any]:
    found = db.execute(query, list(values)).fetchone()
    return () if found is None else found


def _filled(db: duckdb.DuckDBPyConnection, rows: int) -> tuple[tuple[str, float], ...]:
    counts = _one(db, "select " + ", ".join(f"count(nullif(\"{n}\", ''))" for n in FIELDS) + " from r")
    return tuple((name, count / rows if rows > 0 else 0.0) for name, count in zip(FIELDS, counts, strict=True))


def _marks(db: duckdb.DuckDBPyConnection, path: Path) -> Marks:
    yes, partial = _one(db, "select count(*) filter (traceable), count(*) filter (traceable and "
                            "(contains(canonical, '?') or contains(canonical, '*'))) from r")
    why = db.execute("select coalesce(reason, 'not stated'), count(*) from r where not coalesce(traceable, false) "
                     "group by 1 order by 2 desc, 1").fetchall()
    db.execute("create temp table m as select canonical, lower(coalesce(make, '')) as make, count(*) as n from r "
               "where traceable group by 1, 2")
    distinct, repeated = _one(db, "select count(*), coalesce(sum(n) filter (n > 1), 0)::bigint from m")
    most = db.execute("select canonical, n from m where n > 1 order by n desc, canonical, make limit 5").fetchall()
    return Marks(yes, tuple((w, n) for w, n in why), partial, distinct, repeated, tuple((c, n) for c, n in most),
                 _equal(db), families(path))


def _equal(db: duckdb.DuckDBPyConnection) -> int:
    """Rows without a serial that equal another row in every cell as written."""
    columns = ", ".join(f'"{n}"' for n in (*FIELDS, "extra"))
    return int(_one(db, f"select coalesce(sum(n), 0)::bigint from (select count(*) as n from r where "
                        f"coalesce(serial, '') = '' group by {columns}) where n > 1")[0])


def _quantity(db: duckdb.DuckDBPyConnection) -> tuple[int, int | None]:
    """The sum of the quantities that are stated; None as the upper end if one of them has none."""
    low, high, open_ = _one(db, "select coalesce(sum(quantity_lo), 0)::bigint, coalesce(sum(quantity_hi), 0)::bigint, "
                                "count(*) filter (quantity_lo is not null and quantity_hi is null) from r")
    return low, None if open_ > 0 else high


def _dates(db: duckdb.DuckDBPyConnection, snapshot: Snapshot) -> Dates:
    first, last, undated, inexact = _one(
        db, "select min(date_lo), max(date_hi), count(*) filter (date_lo is null), "
            "count(*) filter (date_lo <> date_hi) from r")
    covers = snapshot.coverage.covers
    outside = 0 if covers is None else _one(
        db, "select count(*) from r where date_hi < ? or date_lo > ?", covers.lo or date.min, covers.hi or date.max)[0]
    years = db.execute("select year(date_lo), count(*) from r where date_lo is not null and year(date_lo) = "
                       "year(date_hi) group by 1 order by 1").fetchall()
    return Dates(first, last, undated, inexact, outside, tuple((y, n) for y, n in years), _holes(db))


def _holes(db: duckdb.DuckDBPyConnection) -> tuple[Hole, ...]:
    """The longest stretches without a row: longer than sixty days, and than four usual steps."""
    found = db.execute(
        "with d as (select distinct date_lo as day from r where date_lo = date_hi), "
        "g as (select day as after, lead(day) over (order by day) as before from d), "
        "u as (select greatest(60, 4 * median(before - after)) as usual from g where before is not null) "
        "select after, before from g, u where before - after > usual order by before - after desc, after limit ?",
        [TOP]).fetchall()
    return tuple(Hole(after, before) for after, before in sorted(found))


def _own_numbers(db: duckdb.DuckDBPyConnection) -> tuple[int, int, int] | None:
    """Lowest and highest of the register's own numbers, and how many between them are lacking."""
    low, high, distinct, others = _one(
        db, "select min(n), max(n), count(distinct n), count(*) filter (n is null) from (select "
            "try_cast(o as bigint) as n from (select extra['record'] as o from r) where coalesce(o, '') <> '')")
    if distinct is None or distinct < 2 or others > 0 or low < 0:
        return None
    lacking = high - low + 1 - distinct
    return (low, high, lacking) if lacking <= 10 * distinct else None
