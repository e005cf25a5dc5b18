"""Stated totals: table `totals` (book, row, keeper, type, day, total, kind, side), what a list of serials is held against.

A register without a single serial is a list of quantities: each of its rows states how many of a type a holder had on
its date, or how many went to a consignee on a day. Totals that stand elsewhere are passed in.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def totals(con: DuckDBPyConnection) -> None:
    """Make the table in a connection that has `rows`, `books` and `totals_given` (book, row, keeper, type, day, total)."""
    con.execute("""
        CREATE TABLE totals AS
        SELECT book, row, keeper, type, day, total, 'inventory' AS kind, '' AS side FROM totals_given
        UNION ALL
        SELECT r.book, r.row, coalesce(r.holder, nullif(b.keeper, '')), l.type,
               CASE WHEN b.kind = 'inventory' THEN b.as_of ELSE r.date_lo END, r.quantity, b.kind,
               CASE WHEN b.kind = 'inventory' THEN '' ELSE lower(coalesce(r.target, '')) END
        FROM rows r JOIN books b USING (book) JOIN looks l USING (look)
        WHERE r.quantity IS NOT NULL AND l.type IS NOT NULL AND (b.kind = 'inventory' OR r.date_lo = r.date_hi)
          AND r.book NOT IN (SELECT DISTINCT book FROM rows WHERE traceable)""")
