"""RECOVERED_WHILE_ON_HAND, RECOVERED_AFTER_DESTROYED, SUPPLIED_BUT_RECOVERED, LOSS_NOT_REPORTED."""

from __future__ import annotations

from reclaim.ledger.classes.shape import absent, kinds, pair
from reclaim.model.discrepancy import Rules

_RECOVERED = kinds("seized", "found", "surrendered")
_LOSSES = kinds("lost", "stolen", "destroyed", "returned", "transferred")


def recovered_while_on_hand(rules: Rules) -> str:
    """On a keeper's books as held on or after the day it was recovered by another, and no return recorded between."""
    return pair(f"""
        SELECT 'onhand:' || h.article AS key, h.book AS left_book, h.row AS left_row, f.book AS right_book,
               f.row AS right_row, 'recovered on ' || f.date_lo || ', on the books on ' || h.as_of AS detail,
               'a look at the keeper''s store, and the record of a return' AS settle
        FROM seen h JOIN seen f ON h.article = f.article AND h.kind = 'inventory' AND f.kind IN {_RECOVERED}
             AND f.date_hi <= h.as_of AND another(coalesce(f.holder, f.keeper), h.keeper)
        WHERE NOT EXISTS (SELECT 1 FROM seen r WHERE r.article = h.article
                          AND r.kind IN {kinds('returned', 'received', 'issued', 'transferred')}
                          AND r.date_hi >= f.date_lo AND r.date_lo <= h.as_of)
        QUALIFY row_number() OVER (PARTITION BY h.article, f.book, f.row ORDER BY h.as_of, h.book, h.row) = 1""")


def recovered_after_destroyed(rules: Rules) -> str:
    """A certificate of destruction earlier than the recovery."""
    return pair(f"""
        SELECT 'destroyed:' || d.article || ':' || f.book || ':' || f.row AS key, d.book AS left_book,
               d.row AS left_row, f.book AS right_book, f.row AS right_row,
               'destroyed by ' || d.date_hi || ', recovered on ' || f.date_lo AS detail,
               'the certificate of destruction with its witnesses' AS settle
        FROM seen d JOIN seen f ON d.article = f.article AND d.kind = 'destroyed' AND f.kind IN {_RECOVERED}
             AND d.date_hi < f.date_lo""")


def supplied_but_recovered(rules: Rules) -> str:
    """On suppliers' lists only, and recovered: it shows that the weapon was supplied, and nothing of who held it."""
    return pair(f"""
        SELECT 'supplied:' || s.article AS key, s.book AS left_book, s.row AS left_row, f.book AS right_book,
               f.row AS right_row, 'supplied' || coalesce(' on ' || s.date_lo, '') || ', recovered'
               || coalesce(' on ' || f.date_lo, '') || ', and on no holder''s books' AS detail,
               'the consignee''s receipt or inventory' AS settle
        FROM seen s JOIN seen f ON s.article = f.article AND s.kind IN {kinds('shipped', 'exported', 'manufactured')}
             AND f.kind IN {_RECOVERED}
        WHERE NOT EXISTS (SELECT 1 FROM placed h WHERE h.article = s.article AND h.kind NOT IN
              {kinds('shipped', 'exported', 'manufactured', 'seized', 'found', 'surrendered')})
        QUALIFY row_number() OVER (PARTITION BY s.article ORDER BY s.date_lo, s.book, s.row, f.book, f.row) = 1""")


def loss_not_reported(rules: Rules) -> str:
    """Recovered from a keeper whose loss registers cover the time, and no loss, destruction or return is in them; less
    sure where the row by which he held it may be another weapon's, its number mistaken for this one's."""
    return absent(f"""
        WITH held AS (SELECT article, lower(coalesce(nullif(keeper, ''), holder)) AS whose, max(date_hi) AS last_held,
                             min(coalesce(t.probability, 0)) AS stray
                      FROM seen LEFT JOIN strays t USING (book, row) WHERE kind IN {kinds('inventory', 'received', 'issued')} GROUP BY ALL),
             losses AS (SELECT * FROM books WHERE kind IN {kinds('lost', 'stolen')} AND latest),
             out AS (SELECT f.article, f.book, f.row, f.date_lo, l.book AS missing_book, h.stray,
                        coalesce(l.complete AND h.last_held >= l.first AND f.date_hi <= l.last, false) AS covered
                     FROM seen f JOIN held h ON f.article = h.article AND h.last_held <= f.date_lo
                     JOIN losses l ON lower(l.keeper) = h.whose
                     WHERE f.kind IN {_RECOVERED} AND another(coalesce(f.holder, f.keeper), h.whose)
                       AND NOT EXISTS (SELECT 1 FROM placed x WHERE x.article = f.article AND x.kind IN {_LOSSES}))
        SELECT 'loss:' || book || ':' || row AS key, book, row, missing_book, stray,
               'recovered on ' || date_lo || ', and no loss is recorded where it would stand' AS detail,
               'the keeper''s report of the loss' AS settle
        FROM out WHERE (book, row) IN (SELECT (book, row) FROM out GROUP BY book, row HAVING bool_and(covered))""", _LOSSES,
                  doubt="n.stray")
