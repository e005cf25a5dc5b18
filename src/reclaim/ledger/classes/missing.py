"""MISSING_SERIAL, MISSING_DATE: empty, or a reason in place of it (SIGAR 14-84, GAO-09-267)."""

from __future__ import annotations

from reclaim.ledger.classes.shape import single
from reclaim.model.discrepancy import Rules


def missing_serial(rules: Rules) -> str:
    """Rows of a list of articles without a serial that can be traced. Lists of quantities are no such lists."""
    return single("""
        SELECT 'serial:' || r.book || ':' || r.row AS key, r.book, r.row,
               'no serial that can be traced: ' || replace(coalesce(r.reason, 'empty'), '_', ' ') AS detail,
               'the weapon''s own mark, or the keeper''s paper record' AS settle
        FROM rows r JOIN (SELECT book FROM rows GROUP BY book HAVING bool_or(traceable)) l USING (book)
        WHERE NOT r.traceable AND coalesce(r.quantity, 1) <= 1""")


def missing_date(rules: Rules) -> str:
    """Rows of a list of events without a date, where the list has dates at all."""
    return single("""
        SELECT 'date:' || r.book || ':' || r.row AS key, r.book, r.row, 'no date' AS detail,
               'the paper that moved the article' AS settle
        FROM rows r JOIN books b USING (book)
        JOIN (SELECT book FROM rows GROUP BY book HAVING bool_or(date_lo IS NOT NULL)) l USING (book)
        WHERE b.kind <> 'inventory' AND r.date_lo IS NULL""")
