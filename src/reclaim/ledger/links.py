"""Links: which row of which book is of one weapon with which row of another, and how surely.

- exact: the same mark of one kind and part, makes that do not disagree, one row in each book; or a further mark on a row
  that carries the identity on.
- decided: a person said so.
- near: a misread mark, with its probability; and equal marks of which a book has several rows, for one of these may be
  another weapon's: nothing tells which, so each bears its part of the doubt.

Of equal marks a probability is stated only where something speaks against the link: a row that may be another weapon's, its
number mistaken for this one's.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from reclaim.columns.links import LINKS
from reclaim.ledger.articles import articles
from reclaim.ledger.books import Book, Names, read_books
from reclaim.ledger.judged import Judged
from reclaim.ledger.opened import LINKING, opened
from reclaim.model.errors import WriteError

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


@dataclass(frozen=True, slots=True)
class Linking:
    """What links are made of: the books, which of them are compared (pairs of their numbers), near links and doubts
    (`ledger.reconcile.NEAR`, `DOUBT`), decisions, and who is who."""

    books: Sequence[Book]
    compared: Sequence[tuple[int, int]]
    near: pa.Table
    doubt: pa.Table
    judged: Judged = Judged()
    names: Names | None = None


def links(linking: Linking, threads: int = 2) -> pa.Table:
    """All links (schema `columns.links`), ordered by register, snapshot and row of both sides."""
    with _made(linking, threads) as con:
        found: pa.Table = con.sql(_LINKS).to_arrow_table()
    return found.cast(pa.schema([f.with_nullable(True) for f in LINKS])).cast(LINKS)


def write_links(linking: Linking, path: Path, form: str, marks: str, threads: int = 2) -> int:
    """The same straight into a file, whatever their number; how many. `form` is ".csv" or ".parquet"; `marks` is kept in
    the Parquet file. Raises WriteError."""
    kept = "FORMAT csv, HEADER" if form == ".csv" else f"FORMAT parquet, COMPRESSION zstd, KV_METADATA {{marking: {_quoted(marks)}}}"
    with _made(linking, threads) as con:
        from duckdb import IOException

        try:
            counted = con.execute(f"COPY ({_LINKS}) TO {_quoted(str(path))} ({kept})").fetchone()
        except IOException as error:
            raise WriteError(f"the links cannot be written: {error}", where=str(path), mend="see whether the disk is full") from error
    return int(counted[0]) if counted is not None else 0


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


@contextmanager
def _made(linking: Linking, threads: int) -> Iterator[DuckDBPyConnection]:
    judged = linking.judged
    con = opened(read_books(linking.books), linking.names, threads=threads, only=LINKING)
    try:
        articles(con, judged.same, judged.different, judged.unsure)
        con.register("near_given", linking.near)
        con.register("doubt_given", linking.doubt)
        con.register("compared", pa.table([[a for a, _ in linking.compared], [b for _, b in linking.compared]],
                                          names=["one", "other"]).cast(_PAIRS))
        rows = [row for pair in judged.same for row in pair]
        con.register("decided", pa.table([[b for b, _ in rows], [r for _, r in rows]], names=["book", "row"]).cast(_ROWS))
        con.execute(_MARKED)
        yield con
    finally:
        con.close()


_PAIRS = pa.schema([("one", pa.int32()), ("other", pa.int32())])
_ROWS = pa.schema([("book", pa.int32()), ("row", pa.int64())])

# Rows with their article and on how many rows of the book its mark stands.
_MARKED = """
    CREATE TABLE marked AS
    SELECT a.article, a.book, a.row, r.canonical, count(*) OVER (PARTITION BY a.article, a.book, r.canonical) AS times,
        coalesce(d.probability, 0) AS doubt
    FROM articles a JOIN rows r USING (book, row) LEFT JOIN doubt_given d ON d.book = a.book AND d.row = a.row
    WHERE r.canonical IS NOT NULL;
    CREATE TABLE ways AS SELECT one, other FROM compared UNION SELECT other, one FROM compared"""

_LINKS = """
    WITH touched AS (SELECT DISTINCT article FROM marked JOIN decided USING (book, row)),
         joined AS (
            SELECT l.book AS left_book, l.row AS left_row, r.book AS right_book, r.row AS right_row,
                CASE WHEN l.article IN (FROM touched) THEN 'decided'
                     WHEN l.canonical = r.canonical AND greatest(l.times, r.times) > 1 THEN 'near' ELSE 'exact' END AS basis,
                CASE WHEN l.canonical = r.canonical THEN 0::TINYINT END AS edits, (1 - l.doubt) * (1 - r.doubt) AS sure
            FROM marked l JOIN marked r ON l.article = r.article AND l.book < r.book
            JOIN ways w ON w.one = l.book AND w.other = r.book),
         spread AS (
            SELECT n.left_book, n.left_row, s.book AS right_book, s.row AS right_row, n.edits,
                n.probability / greatest(n.times, 1) AS probability, n.chance
            FROM near_given n JOIN ways w ON w.one = n.left_book AND w.other = n.right_book
            JOIN marked m ON m.book = n.right_book AND m.row = n.right_row
            JOIN marked s ON s.article = m.article AND s.book = m.book AND s.canonical = m.canonical
                AND (n.times > 1 OR s.row = m.row)),
         found AS (
            SELECT left_book, left_row, right_book, right_row, basis, edits,
                CASE WHEN basis <> 'decided' AND sure < 1 THEN sure END AS probability, NULL::DOUBLE AS chance
            FROM joined
            UNION ALL SELECT left_book, left_row, right_book, right_row, 'near', any_value(edits ORDER BY edits),
                least(sum(probability), 1.0), max(chance) FROM (
                    SELECT least((left_book, left_row), (right_book, right_row)) AS a,
                        greatest((left_book, left_row), (right_book, right_row)) AS b, a[1] AS left_book, a[2] AS left_row,
                        b[1] AS right_book, b[2] AS right_row, edits, probability, chance FROM spread)
            WHERE (left_book, left_row, right_book, right_row) NOT IN
                (SELECT (left_book, left_row, right_book, right_row) FROM joined)
            GROUP BY left_book, left_row, right_book, right_row)
    SELECT l.register AS left_register, l.snapshot AS left_snapshot, left_row, r.register AS right_register,
        r.snapshot AS right_snapshot, right_row, basis, edits, NULL::DOUBLE AS weight_bits, probability,
        chance AS expected_by_chance
    FROM found JOIN books l ON l.book = left_book JOIN books r ON r.book = right_book
    ORDER BY left_book, left_row, right_book, right_row, basis"""
