"""Books opened as columns: one table of rows in DuckDB, never an object a row.

Table `rows`: book, row, canonical (a mark that is read whole, else null), mark_kind, part, traceable, reason, the
folded make, model, calibre, nsn and type, the days, sides, holder, quantity and the row's address. Table `books`:
what each book is.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.ledger.books import Book, Names

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Letters and digits only, case folded: `M-16 A2` and `m16a2` are one model.
FOLD = "lower(regexp_replace({0}, '[^\\p{{L}}\\p{{N}}]', '', 'g'))"


def opened(books: Sequence[Book], names: Names | None = None, *, threads: int = 2, memory: str = "6GB"
           ) -> DuckDBPyConnection:
    """A connection of its own with the tables `books`, `rows` and `parts`, parties by one name each.

    Input files are read, never written.
    """
    import duckdb

    con = duckdb.connect(config={"threads": threads, "memory_limit": memory, "preserve_insertion_order": False})
    con.execute("CREATE TABLE books (book INTEGER, register VARCHAR, kind VARCHAR, keeper VARCHAR, snapshot VARCHAR, "
                "as_of DATE, complete BOOLEAN, first DATE, last DATE, latest BOOLEAN)")
    con.execute(f"CREATE TABLE rows ({_COLUMNS})")
    for book in books:
        con.execute("INSERT INTO books VALUES (?,?,?,?,?,?,?,?,?,?)", [
            book.number, book.register, str(book.kind), book.keeper, book.snapshot, book.as_of, book.complete,
            book.first, book.last, book.latest])
        con.execute(_read(book), [book.path])
    _named(con, names or Names())
    return con


def _named(con: DuckDBPyConnection, names: Names) -> None:
    """Written names give way to their party's; macro `another` is whether two names are parties apart (rules:
    "another"), neither one nor part of the other."""
    con.execute("CREATE TABLE named (written VARCHAR, name VARCHAR)")
    con.execute("CREATE TABLE parts (part VARCHAR, whole VARCHAR)")
    if len(names.same) > 0:
        con.executemany("INSERT INTO named VALUES (lower(?), ?)", list(names.same))
        for table, columns in (("rows", ("source", "target", "holder")), ("books", ("keeper",))):
            for column in columns:
                con.execute(f"UPDATE {table} SET {column} = n.name FROM named n WHERE n.written = lower({column})")
    if len(names.parts) > 0:
        con.executemany("INSERT INTO parts VALUES (lower(?), lower(?))", list(names.parts))
    con.execute("CREATE MACRO another(a, b) AS lower(a) <> lower(b) AND "
                "(lower(a), lower(b)) NOT IN (SELECT (part, whole) FROM parts)")


_COLUMNS = """book INTEGER, row BIGINT, canonical VARCHAR, mark_kind VARCHAR, part VARCHAR, traceable BOOLEAN,
    reason VARCHAR, make VARCHAR, model VARCHAR, calibre VARCHAR, nsn VARCHAR, type VARCHAR, date_lo DATE, date_hi DATE,
    source VARCHAR, target VARCHAR, holder VARCHAR, quantity BIGINT, own VARCHAR, further VARCHAR, dated BOOLEAN,
    address VARCHAR"""


def _read(book: Book) -> str:
    stock, snapshot = book.kind.is_stock, book.snapshot.replace("'", "''")
    day = f"DATE '{book.as_of}'" if book.as_of is not None else "NULL"
    whole = "traceable AND canonical IS NOT NULL AND NOT regexp_matches(canonical, '[?*]')"
    folded = ", ".join(f"nullif({FOLD.format(name)}, '') AS {name}" for name in ("make", "model", "calibre", "nsn"))
    return f"""
        INSERT INTO rows SELECT {book.number}, row, CASE WHEN {whole} THEN canonical END, coalesce(mark_kind, ''),
            coalesce(part, ''), coalesce(traceable, false), reason, {folded}, nullif(lower(trim(type)), ''),
            {day if stock else 'date_lo'}, {day if stock else 'coalesce(date_hi, date_lo)'},
            nullif(trim("from"), ''), nullif(trim("to"), ''),
            nullif(trim(holder), ''), quantity_lo, nullif(extra['record'], ''), nullif(extra['mark'], ''),
            date IS NOT NULL, coalesce(nullif(extra['address'], ''), '{snapshot}:' || row)
        FROM read_parquet(?)"""
