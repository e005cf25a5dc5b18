"""GONE_WITHOUT_RECORD, APPEARED_WITHOUT_RECORD, NOT_INVENTORIED_WHEN_DUE: a keeper's inventories one after another."""

from __future__ import annotations

from reclaim.ledger.classes.shape import absent, kinds, single
from reclaim.model.discrepancy import Rules

_LEAVING = kinds("lost", "stolen", "destroyed", "shipped", "exported", "transferred", "returned", "issued", "seized",
                 "found", "surrendered")
_COMING = kinds("received", "imported", "transferred", "returned", "manufactured", "seized", "found", "surrendered",
                "issued")

# Inventories of one register in order of date: each with the next. A state counts as complete if its keeper says so.
NEXT = """
    WITH states AS (SELECT book, register, as_of, complete, lead(book) OVER w AS next_book,
                           lead(as_of) OVER w AS next_of, lead(complete) OVER w AS next_complete
                    FROM books WHERE kind = 'inventory' AND as_of IS NOT NULL
                    WINDOW w AS (PARTITION BY register ORDER BY as_of, book))"""


def gone_without_record(rules: Rules) -> str:
    """On an inventory, not on the next, which is complete, and no record says that it left."""
    return absent(f"""{NEXT}
        SELECT 'gone:' || s.book || ':' || s.row AS key, s.book, s.row, t.next_book AS missing_book,
               'on the books on ' || t.as_of || ', not on ' || t.next_of || ', and no record says where it went'
               AS detail,
               'the voucher by which it left, or a recount' AS settle
        FROM articles s JOIN states t ON s.book = t.book
        WHERE t.next_complete
          AND NOT EXISTS (SELECT 1 FROM articles n WHERE n.article = s.article AND n.book = t.next_book)
          AND NOT EXISTS (SELECT 1 FROM seen e WHERE e.article = s.article AND e.kind IN {_LEAVING}
                          AND coalesce(e.date_hi, t.next_of) >= t.as_of
                          AND coalesce(e.date_lo, t.as_of) <= t.next_of)""", _LEAVING)


def appeared_without_record(rules: Rules) -> str:
    """On an inventory, not on the one before, which is complete, and no record says that it came."""
    return absent(f"""{NEXT}
        SELECT 'appeared:' || s.book || ':' || s.row AS key, s.book, s.row, t.book AS missing_book,
               'on the books on ' || t.next_of || ', not on ' || t.as_of || ', and no record says where it came from'
               AS detail, 'the voucher by which it came, or a recount' AS settle
        FROM articles s JOIN states t ON s.book = t.next_book
        WHERE t.complete
          AND NOT EXISTS (SELECT 1 FROM articles n WHERE n.article = s.article AND n.book = t.book)
          AND NOT EXISTS (SELECT 1 FROM seen e WHERE e.article = s.article AND e.kind IN {_COMING}
                          AND coalesce(e.date_hi, t.next_of) >= t.as_of
                          AND coalesce(e.date_lo, t.as_of) <= t.next_of)""", _COMING)


def not_inventoried_when_due(rules: Rules) -> str:
    """By the case's table of what is inventoried when (SIGAR 21-11, DODIG-2024-043): last counted, or received, longer
    ago than the interval when a later inventory of its keeper, which covers it, was taken."""
    if len(rules.due) == 0:
        return single("SELECT '' AS key, 0 AS book, 0::BIGINT AS row, '' AS detail, '' AS settle WHERE false")
    dues = " UNION ALL ".join(
        f"SELECT '{d.type.lower().replace(chr(39), chr(39) * 2)}' AS due_type, {d.days} AS days" for d in rules.due)
    return single(f"""
        WITH due AS ({dues}),
             counts AS (SELECT lower(keeper) AS whose, max(as_of) AS newest FROM books
                        WHERE kind = 'inventory' AND complete AND keeper <> '' GROUP BY ALL),
             held AS (SELECT *, row_number() OVER (PARTITION BY article ORDER BY date_hi DESC, book DESC, row DESC)
                      AS nth
                      FROM seen WHERE kind IN {kinds('inventory', 'received', 'issued')} AND date_hi IS NOT NULL)
        SELECT 'due:' || h.article AS key, h.book, h.row,
               'last seen on ' || h.date_hi || ', due every ' || min(d.days) || ' days, not counted by ' || c.newest
               AS detail, 'a count of this article, or the record of its loss' AS settle
        FROM held h JOIN counts c ON c.whose = lower(h.keeper)
        JOIN due d ON d.due_type = '' OR d.due_type = h.type OR d.due_type = h.model
        WHERE h.nth = 1 AND h.date_hi + d.days < c.newest
          AND NOT EXISTS (SELECT 1 FROM seen e WHERE e.article = h.article AND e.kind IN {_LEAVING}
                          AND e.kind <> 'issued' AND e.date_lo >= h.date_lo)
        GROUP BY h.article, h.book, h.row, h.date_hi, c.newest""")
