"""Registers, links and decisions to discrepancies: Arrow in, Arrow out.

The books are opened as columns, rows become articles, and each class is one query over them. The answer does not
depend on the order of the books or on the number of threads: rows are ordered by class, finding and place at the end.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import pyarrow as pa

from reclaim.columns.discrepancies import DISCREPANCIES
from reclaim.ledger.articles import NAMESAKES, ROW, articles
from reclaim.ledger.blocks import outside
from reclaim.ledger.books import Book, Names, read_books
from reclaim.ledger.classes.all import CLASSES
from reclaim.ledger.classes.attributes import CONFLICTING
from reclaim.ledger.classes.shape import SEEN
from reclaim.ledger.judged import Judged, RowPair
from reclaim.ledger.leads import leads
from reclaim.ledger.opened import opened
from reclaim.ledger.totals import totals as make_totals
from reclaim.ledger.uncovered import uncovered
from reclaim.model.block import Block
from reclaim.model.discrepancy import Rules
from reclaim.model.progress import Progress, silent

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

NEAR = pa.schema([("left_book", pa.int32()), ("left_row", pa.int64()), ("right_book", pa.int32()),
                  ("right_row", pa.int64()), ("edits", pa.int8()), ("probability", pa.float64()),
                  ("chance", pa.float64()), ("times", pa.int32())])
"""`times`: on how many rows of its book the mark on the right stands; above 1 it may be any of them."""

MISSING = pa.schema([("book", pa.int32()), ("row", pa.int64()), ("other_book", pa.int32()), ("absent", pa.float64())])
"""A row, a book that seems to lack its weapon, and the probability that it does; a pair that is not listed is sure."""
DOUBT = pa.schema([("book", pa.int32()), ("row", pa.int64()), ("probability", pa.float64()), ("alone", pa.bool_())])
"""A row, and the probability that it is another weapon's than its mark says; a row that is not listed is sure. `alone`: no
other row of its book has the mark; of several one at least is right."""

TOTALS = pa.schema([("book", pa.int32()), ("row", pa.int64()), ("keeper", pa.string()), ("type", pa.string()),
                    ("day", pa.date32()), ("total", pa.int64())])


@dataclass(frozen=True, slots=True)
class Reconciled:
    """What was found and leads, which are no findings, both of schema `columns.discrepancies`; and how many rows no
    register covers (schema `ledger.uncovered.UNCOVERED`)."""

    discrepancies: pa.Table
    leads: pa.Table
    uncovered: pa.Table


def reconcile(books: Sequence[Book], near: pa.Table | None = None, judged: Judged | None = None,
              rules: Rules | None = None, *, blocks: Sequence[Block] = (), totals: pa.Table | None = None,
              names: Names | None = None, missing: pa.Table | None = None, doubt: pa.Table | None = None,
              threads: int = 2, progress: Progress = silent) -> Reconciled:
    """The discrepancies and leads of some books, ordered by class and finding.

    `near` are near links (schema NEAR), `missing` says how surely a book lacks a row's weapon (schema MISSING; else what the
    near links leave), `doubt` which rows are not surely of their mark's weapon (schema DOUBT), `totals` stated totals (schema TOTALS), `blocks` the blocks known beside those
    that come with Reclaim, `names` who is who among keepers and sides.
    """
    rules, judged = rules or Rules(), judged or Judged()
    con = opened(read_books(books), names, threads=threads)
    try:
        held_open = _prepare(con, near, missing, doubt, judged, blocks, totals)
        con.execute("CREATE TABLE findings (class VARCHAR, key VARCHAR, book INTEGER, row BIGINT, role VARCHAR, "
                    "detail VARCHAR, probability DOUBLE, chance DOUBLE, settle VARCHAR)")
        for place, (name, query) in enumerate(CLASSES):
            progress(str(name), place, len(CLASSES))
            con.execute(f"INSERT INTO findings SELECT '{name}', key, book, row, role, detail, probability, chance, "
                        f"settle FROM ({query(rules)})")
        leads(con, rules, held_open)
        return Reconciled(_table(con, "findings"), _table(con, "leads"), uncovered(con, rules))
    finally:
        con.close()


def _prepare(con: DuckDBPyConnection, near: pa.Table | None, missing: pa.Table | None, doubt: pa.Table | None,
             judged: Judged, blocks: Sequence[Block], totals: pa.Table | None) -> list[RowPair]:
    """The tables that the classes read beside `rows` and `books`; the pairs that a decision holds open."""
    con.register("near_given", near if near is not None else NEAR.empty_table())
    con.execute("CREATE TABLE near_all AS SELECT n.* FROM near_given n JOIN rows l ON l.book = n.left_book "
                "AND l.row = n.left_row JOIN rows r ON r.book = n.right_book AND r.row = n.right_row")
    _cut(con, judged)
    held_open = articles(con, judged.same, judged.different, judged.unsure)
    con.execute(NAMESAKES)
    con.execute(SEEN)
    con.execute(CONFLICTING)
    con.execute("CREATE TABLE near_links AS SELECT * FROM near_all WHERE coalesce(times, 1) = 1")
    con.register("doubt_given", doubt if doubt is not None else DOUBT.empty_table())
    con.execute("CREATE TABLE strays AS SELECT book, row, probability FROM doubt_given WHERE alone")
    con.register("missing_given", missing if missing is not None else MISSING.empty_table())
    con.execute("""
        CREATE TABLE there AS SELECT book, row, other_book, max(probability) AS probability FROM (
            SELECT book, row, other_book, least(sum(probability ORDER BY probability), 1.0) AS probability FROM (
                SELECT left_book AS book, left_row AS row, right_book AS other_book, probability FROM near_links
                UNION ALL SELECT right_book, right_row, left_book, probability FROM near_links) GROUP BY ALL
            UNION ALL SELECT book, row, other_book, 1 - absent FROM missing_given)
        GROUP BY ALL""")
    for left, right in held_open:
        for one, other in ((left, right), (right, left)):
            con.execute("INSERT INTO there VALUES (?, ?, ?, 1.0)", [*one, other[0]])
    con.register("totals_given", totals if totals is not None else TOTALS.empty_table())
    make_totals(con)
    outside(con, blocks)
    return held_open


def _cut(con: DuckDBPyConnection, judged: Judged) -> None:
    """A near link decided different is none; one decided same is no variant but one article."""
    for (left_book, left_row), (right_book, right_row) in (*judged.same, *judged.different):
        con.execute("DELETE FROM near_all WHERE (left_book, left_row, right_book, right_row) IN "
                    "((?,?,?,?), (?,?,?,?))", [left_book, left_row, right_book, right_row,
                                               right_book, right_row, left_book, left_row])


def _table(con: DuckDBPyConnection, which: str) -> pa.Table:
    """Findings numbered within their class; the item is the article's first record; equal rows stand once."""
    found: pa.Table = con.sql(f"""
        WITH once AS (SELECT DISTINCT * FROM {which}),
             numbered AS (SELECT *, dense_rank() OVER (PARTITION BY class ORDER BY key) AS nth FROM once)
        SELECT f.class || '-' || lpad(nth::VARCHAR, 6, '0') AS finding, f.class,
               coalesce(i.address, c.snapshot || ':' || (a.article % {ROW})) AS item, b.register, b.snapshot,
               coalesce(s.own, s.address, b.snapshot || ':' || r.row) AS record,
               coalesce(s.address, b.snapshot || ':' || r.row) AS anchor, f.role, f.detail,
               f.probability, f.chance AS expected_by_chance, f.settle
        FROM numbered f JOIN books b USING (book) LEFT JOIN rows r ON r.book = f.book AND r.row = f.row
        LEFT JOIN beside s ON s.book = f.book AND s.row = f.row
        LEFT JOIN articles a ON a.book = f.book AND a.row = f.row LEFT JOIN books c ON c.book = a.article // {ROW}
        LEFT JOIN beside i ON i.book = a.article // {ROW} AND i.row = a.article % {ROW}
        ORDER BY f.class, nth, f.role, b.register, b.snapshot, f.row, f.detail, f.probability, f.chance,
                 f.settle""").to_arrow_table()
    return found.cast(pa.schema([f.with_nullable(True) for f in DISCREPANCIES])).cast(DISCREPANCIES)
