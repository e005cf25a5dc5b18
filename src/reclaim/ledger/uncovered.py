"""What could not be looked at: rows that some register should have, where no register covers them.

Absence is a finding only inside stated coverage. Outside it the rows are counted here, by class and register, so that
nobody takes silence for agreement.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import pyarrow as pa

from reclaim.ledger.classes import holding, movement
from reclaim.model.discrepancy import Rules

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

UNCOVERED = pa.schema([("class", pa.string()), ("register", pa.string()), ("rows", pa.int64()), ("why", pa.string())])


def uncovered(con: DuckDBPyConnection, rules: Rules) -> pa.Table:
    """Counts of rows (schema UNCOVERED), by class and register."""
    parts = [_moved("SHIPPED_NOT_RECEIVED", movement.shipped(rules), "receipt"),
             _moved("RECEIVED_NOT_SHIPPED", movement.received(rules), "shipping"), *_held()]
    return con.sql(" UNION ALL ".join(f"SELECT * FROM ({part})" for part in parts)
                   + " ORDER BY 1, 2").to_arrow_table().cast(UNCOVERED)


def _moved(name: str, judged: str, what: str) -> str:
    return f"""{judged},
        each AS (SELECT book, row, bool_and(missing_book IS NULL) AS nowhere, bool_and(covered) AS covered
                 FROM judged GROUP BY book, row)
        SELECT '{name}' AS class, b.register, count(*)::BIGINT AS rows, CASE WHEN bool_and(nowhere) THEN
               'there is no {what} register' ELSE 'no {what} register that is complete covers them' END AS why
        FROM each JOIN books b USING (book) WHERE NOT covered GROUP BY b.register"""


def _held() -> list[str]:
    text = "'the count {} is not stated to be complete'"
    sides = (("GONE_WITHOUT_RECORD", "book", "next_complete", "next_book", "after it"),
             ("APPEARED_WITHOUT_RECORD", "next_book", "complete", "book", "before it"))
    return [f"""{holding.NEXT}
        SELECT '{name}' AS class, t.register, count(*)::BIGINT AS rows, {text.format(when)} AS why
        FROM states t JOIN articles s ON s.book = t.{own}
        WHERE t.next_book IS NOT NULL AND NOT t.{complete} AND NOT EXISTS
              (SELECT 1 FROM articles n WHERE n.article = s.article AND n.book = t.{other})
        GROUP BY t.register""" for name, own, complete, other, when in sides]
