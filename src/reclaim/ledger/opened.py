"""Books opened as columns: one table of rows in DuckDB, never an object a row.

Table `rows`: book, row, canonical (a mark that is read whole, else null), kin and look (`ledger.coded`), traceable, reason, the
days, sides, holder and quantity. Table `beside`: book, row, of the rows that have them further (another mark), own (the
register's number of the row) and address. Table `books`: what each book is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.ledger.books import Book, Names
from reclaim.ledger.coded import coded, looked
from reclaim.ledger.connection import connection

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

LINKING = ("look",)
"""What tells rows of one weapon, beside the mark."""


def opened(books: Sequence[Book], names: Names | None = None, *, threads: int = 2, memory: str = "3500MB",
           only: Sequence[str] | None = None) -> DuckDBPyConnection:
    """A connection of its own with the tables `books`, `rows`, `beside`, `kins`, `looks` and `parts`, parties by one
    name each. `only` names the columns that are wanted beside the row's place and mark.

    Input files are read, never written.
    """
    con = connection(threads, memory)
    con.execute("CREATE TABLE books (book INTEGER, register VARCHAR, kind VARCHAR, keeper VARCHAR, snapshot VARCHAR, "
                "as_of DATE, complete BOOLEAN, first DATE, last DATE, latest BOOLEAN)")
    wanted = [name for name in _COLUMNS if only is None or name in {*_PLACE, *only}]
    con.execute(f"CREATE TABLE rows ({', '.join(f'{name} {_COLUMNS[name]}' for name in wanted)})")
    coded(con, [book.path for book in books])
    if "look" in wanted:
        looked(con, [book.path for book in books])
    con.execute("CREATE TABLE beside (book INTEGER, row BIGINT, further VARCHAR, own VARCHAR, address VARCHAR)")
    for book in books:
        con.execute("INSERT INTO books VALUES (?,?,?,?,?,?,?,?,?,?)", [
            book.number, book.register, str(book.kind), book.keeper, book.snapshot, book.as_of, book.complete,
            book.first, book.last, book.latest])
    _registers(con, [book for book in books if not book.lines], wanted)
    _lines(con, [book for book in books if book.lines], wanted)
    _named(con, names or Names(), wanted)
    return con


def _named(con: DuckDBPyConnection, names: Names, wanted: Sequence[str]) -> None:
    """Written names give way to their party's; macro `another` is whether two names are parties apart (rules:
    "another"), neither one nor part of the other."""
    con.execute("CREATE TABLE named (written VARCHAR, name VARCHAR)")
    con.execute("CREATE TABLE parts (part VARCHAR, whole VARCHAR)")
    if len(names.same) > 0:
        con.executemany("INSERT INTO named VALUES (lower(?), ?)", list(names.same))
        for table, columns in (("rows", ("source", "target", "holder")), ("books", ("keeper",))):
            for column in columns if table == "books" else [c for c in columns if c in wanted]:
                con.execute(f"UPDATE {table} SET {column} = n.name FROM named n WHERE n.written = lower({column})")
    if len(names.parts) > 0:
        con.executemany("INSERT INTO parts VALUES (lower(?), lower(?))", list(names.parts))
    con.execute("CREATE MACRO another(a, b) AS lower(a) <> lower(b) AND "
                "(lower(a), lower(b)) NOT IN (SELECT (part, whole) FROM parts)")


_COLUMNS = {
    "book": "INTEGER", "row": "BIGINT", "canonical": "VARCHAR", "kin": "INTEGER", "look": "INTEGER", "traceable": "BOOLEAN",
    "reason": "VARCHAR", "date_lo": "DATE", "date_hi": "DATE", "source": "VARCHAR", "target": "VARCHAR", "holder": "VARCHAR",
    "quantity": "BIGINT"}

_PLACE = ("book", "row", "canonical", "kin")
"""What every reader of `rows` needs."""


def _registers(con: DuckDBPyConnection, books: Sequence[Book], wanted: Sequence[str]) -> None:
    """The books of registers, all in one reading."""
    if len(books) > 0:
        paths = [book.path for book in books]
        con.execute("INSERT INTO rows " + " UNION ALL ".join(
            _read(wanted, f"{book.number}", _day(book)) for book in books), paths)
        con.execute("INSERT INTO beside " + " UNION ALL ".join(_beside(wanted, f"{book.number}") for book in books), paths)


def _lines(con: DuckDBPyConnection, books: Sequence[Book], wanted: Sequence[str]) -> None:
    """The small books of the case's own lines, of which there may be a thousand, in one reading for each way of dating."""
    for stock in (False, True):
        own = [b for b in books if b.kind.is_stock is stock]
        if len(own) > 0:
            con.execute("CREATE OR REPLACE TEMP TABLE files (path VARCHAR, book INTEGER, day DATE)")
            con.executemany("INSERT INTO files VALUES (?, ?, ?)", [(b.path, b.number, b.as_of) for b in own])
            named, paths = "read_parquet(?, filename = true) r JOIN files f ON f.path = r.filename", [[b.path for b in own]]
            con.execute("INSERT INTO rows " + _read(wanted, "f.book", "f.day" if stock else None, named), paths)
            con.execute("INSERT INTO beside " + _beside(wanted, "f.book", named), paths)


def _day(book: Book) -> str | None:
    """The day of all rows of a state, as SQL; None where each row has its own."""
    if not book.kind.is_stock:
        return None
    return f"DATE '{book.as_of}'" if book.as_of is not None else "NULL"


def _read(wanted: Sequence[str], number: str, day: str | None, files: str = "read_parquet(?) r") -> str:
    whole = "traceable AND canonical IS NOT NULL AND NOT (contains(canonical, '?') OR contains(canonical, '*'))"
    terms = {
        "book": number, "row": "row", "canonical": f"CASE WHEN {whole} THEN canonical END", "kin": "kin", "look": "look",
        "traceable": "coalesce(traceable, false)", "reason": "reason", "date_lo": "date_lo" if day is None else day,
        "date_hi": "coalesce(date_hi, date_lo)" if day is None else day, "source": "nullif(trim(\"from\"), '')",
        "target": "nullif(trim(\"to\"), '')", "holder": "nullif(trim(holder), '')", "quantity": "quantity_lo"}
    chosen = ", ".join(terms[name] for name in wanted)
    looks = ("LEFT JOIN looked l ON (l.model, l.calibre, l.nsn, l.type) IS NOT DISTINCT FROM (r.model, r.calibre, r.nsn, r.type)"
             if "look" in wanted else "")
    return (f"SELECT {chosen} FROM {files} LEFT JOIN codes c ON (c.make, c.mark_kind, c.part) IS NOT DISTINCT FROM "
            f"(r.make, r.mark_kind, r.part) {looks}")


def _beside(wanted: Sequence[str], number: str, files: str = "read_parquet(?) r") -> str:
    """What few rows have; where not all columns are wanted, only of rows with a further mark."""
    which = "" if len(wanted) == len(_COLUMNS) else "AND extra['mark'] <> ''"
    named = ", ".join(f"nullif(extra['{name}'], '')" for name in ("mark", "record", "address"))
    return f"SELECT {number}, row, {named} FROM {files} WHERE cardinality(extra) > 0 {which}"
