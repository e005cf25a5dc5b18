"""Leads: what is worth a look and is no finding.

- An absence that is not sure enough: some row of the other book is possibly the weapon, its mark mistaken. It is named,
  with how probable it is that the weapon is there.
- A recovered serial between two of one shipment: it probably came with it. How probable is the part of the shipment's
  numbers, between the two and around them, that are on the list: the holes may have gone anywhere.
- A pair on the path between two rows that are decided different: it is held open until somebody decides it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim.ledger.judged import RowPair
from reclaim.model.discrepancy import Rules

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

ABSENCES = ("SHIPPED_NOT_RECEIVED", "RECEIVED_NOT_SHIPPED", "GONE_WITHOUT_RECORD", "APPEARED_WITHOUT_RECORD",
            "LOSS_NOT_REPORTED")

AROUND = 20
"""So many serials of the shipment on either side are looked at."""

WIDEST = 50
"""Two serials of a shipment farther apart than this are no neighbours."""


def leads(con: DuckDBPyConnection, rules: Rules, held_open: Sequence[RowPair] = ()) -> None:
    """Make the table `leads`, of the columns of `findings`; absences that are not sure leave `findings`. `held_open` are
    the pairs on the path between two rows that are decided different."""
    con.execute("CREATE TABLE leads AS SELECT * FROM findings WHERE false")
    con.execute(_UNSETTLED.format(absences=", ".join(f"'{name}'" for name in ABSENCES), least=rules.absent))
    con.execute(f"DELETE FROM findings WHERE class IN ({', '.join(repr(n) for n in ABSENCES)}) "
                f"AND probability < {rules.absent}")
    con.execute(_NEIGHBOURS)
    for place, pair in enumerate(held_open):
        for (book, row), role in zip(pair, ("left", "right"), strict=True):
            con.execute("INSERT INTO leads VALUES ('HELD_OPEN', ?, ?, ?, ?, ?, NULL, NULL, ?)", [
                f"open:{place:06d}", book, row, role, "on the path between two that are decided different, or not sure",
                "a decision on this pair: same or different"])


# The best row that it may be, with its mark; where none is listed, a misreading that no list holds.
_UNSETTLED = """
    INSERT INTO leads
    WITH open AS (SELECT * FROM findings WHERE class IN ({absences}) AND probability < {least}),
         may AS (SELECT left_book AS book, left_row AS row, right_book, right_row, probability, times FROM near_all
                 UNION ALL SELECT right_book, right_row, left_book, left_row, probability, times FROM near_all
                 WHERE coalesce(times, 1) = 1),
         best AS (SELECT o.class, o.key, m.right_book, m.right_row, m.probability, m.times
                  FROM (SELECT DISTINCT class, key, book, row FROM open WHERE row IS NOT NULL) o JOIN may m USING (book, row)
                  QUALIFY row_number() OVER (PARTITION BY o.class, o.key ORDER BY m.probability DESC, m.right_book,
                                             m.right_row) = 1),
         told AS (SELECT b.class, b.key, 'possibly ' || r.canonical || CASE WHEN coalesce(b.times, 1) > 1
                         THEN ', which stands ' || b.times || ' times in ' ELSE ' in ' END || k.register AS word
                  FROM best b JOIN rows r ON r.book = b.right_book AND r.row = b.right_row
                  JOIN books k ON k.book = b.right_book)
    SELECT o.class, o.key, o.book, o.row, o.role, 'unsettled: ' || coalesce(t.word, 'possibly there under a mark far off')
           || ' (' || o.detail || ')', o.probability, o.chance, o.settle
    FROM open o LEFT JOIN told t USING (class, key)
    UNION ALL
    SELECT b.class, b.key, b.right_book, b.right_row, 'right', 'unsettled: possibly this one', b.probability, NULL,
           'the weapon''s own mark, or a picture of it'
    FROM best b"""

_RECOVERED = "('seized', 'found', 'surrendered')"
_HEAD = "regexp_extract(canonical, '^(.*?)([0-9]{3,15})$', 1)"
_NUMBER = "try_cast(regexp_extract(canonical, '([0-9]{3,15})$', 1) AS BIGINT)"

# Serials of one list, make, day and consignee, in order of number; heads and lengths must be the same.
_NEIGHBOURS = f"""
    INSERT INTO leads
    WITH found AS MATERIALIZED (
             SELECT s.*, {_HEAD} AS head, length(canonical) AS size, {_NUMBER} AS number FROM seen s
             WHERE kind IN {_RECOVERED} AND {_NUMBER} IS NOT NULL
             AND NOT EXISTS (SELECT 1 FROM placed x WHERE x.article = s.article AND x.kind NOT IN {_RECOVERED})),
         sent AS (SELECT book, row, coalesce(make, '') AS make, {_HEAD} AS head, length(canonical) AS size, {_NUMBER} AS number,
                         date_lo, coalesce(target, '') AS target
                  FROM seen WHERE kind IN ('shipped', 'exported') AND {_NUMBER} IS NOT NULL
                  AND ({_HEAD}, length(canonical)) IN (SELECT (head, size) FROM found)),
         after AS (SELECT *, lead(number) OVER w AS next, lead(row) OVER w AS next_row,
                          count(*) OVER (w ROWS BETWEEN {AROUND} PRECEDING AND {AROUND} FOLLOWING) AS listed,
                          max(number) OVER (w ROWS BETWEEN {AROUND} PRECEDING AND {AROUND} FOLLOWING)
                          - min(number) OVER (w ROWS BETWEEN {AROUND} PRECEDING AND {AROUND} FOLLOWING) + 1 AS span
                   FROM sent WINDOW w AS (PARTITION BY book, make, head, size, date_lo, target ORDER BY number, row)),
         met AS (SELECT f.book, f.row, f.canonical, a.book AS ship_book, a.row AS ship_row, a.next_row, a.number, a.next,
                        least(a.listed / a.span, 0.99) AS part, a.date_lo, a.target
                 FROM found f JOIN after a ON a.head = f.head AND a.size = f.size AND (f.make IS NULL OR a.make = ''
                      OR a.make = f.make) AND a.number < f.number AND a.next > f.number AND a.next - a.number <= {WIDEST}
                 QUALIFY row_number() OVER (PARTITION BY f.book, f.row ORDER BY a.next - a.number, a.book, a.row) = 1),
         told AS (SELECT *, 'between two of one shipment' || coalesce(' of ' || date_lo, '')
                         || CASE WHEN target <> '' THEN ' to ' || target ELSE '' END || '; ' || round(100 * part)::INTEGER
                         || ' of 100 numbers around it are on that list, and it is not: it probably came with it' AS detail
                  FROM met)
    SELECT 'BLOCK', 'block:' || book || ':' || row, unnest([book, ship_book, ship_book]), unnest([row, ship_row, next_row]),
           unnest(['right', 'left', 'left']), detail, part, NULL, 'the maker''s or the carrier''s list of that block'
    FROM told"""
