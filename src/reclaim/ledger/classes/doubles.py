"""DUPLICATE_IN_REGISTER, ISSUED_TWICE, HELD_BY_TWO, CLONED_MARK: one mark where there can be but one article."""

from __future__ import annotations

from reclaim.ledger.classes.shape import kinds, single
from reclaim.model.discrepancy import Rules

_HANDS = ("issued", "transferred", "returned")
_RECOVERED = ("seized", "found", "surrendered")


def duplicate_in_register(rules: Rules) -> str:
    """One mark and make on two rows of one snapshot. Source: SIGAR 14-84, 24,520 serials repeated.

    An article may be issued, handed on and given back more than once, and found more than once: there only rows of
    one day and the same sides are a repeat.
    """
    return single(f"""
        SELECT 'double:' || book || ':' || first_row AS key, book, row,
               'the mark stands on ' || times || ' rows' AS detail,
               'a look at the weapons: one entered twice, or two with one mark' AS settle
        FROM (SELECT book, row, count(*) OVER w AS times, min(row) OVER w AS first_row
              FROM often JOIN placed USING (article, book) JOIN rows USING (book, row)
              WINDOW w AS (PARTITION BY article, book, CASE WHEN kind IN {kinds(*_HANDS, *_RECOVERED)} THEN
                           coalesce(date_lo::VARCHAR, '') || '|' || coalesce(target, '') || '|' || coalesce(source, '')
                           || '|' || coalesce(holder, '') ELSE '' END))
        WHERE times > 1""")


def issued_twice(rules: Rules) -> str:
    """Issued to two holders without a return between. Source: DODIG-2020-104, duplicate issue not detected."""
    return single(f"""
        WITH issues AS (SELECT *, coalesce(target, holder) AS whom FROM seen WHERE kind = 'issued'),
             twice AS (SELECT a.article, a.book AS ab, a.row AS ar, b.book AS bb, b.row AS br
                FROM issues a JOIN issues b ON a.article = b.article AND (a.book, a.row) <> (b.book, b.row)
                 AND another(a.whom, b.whom) AND another(b.whom, a.whom) AND a.date_hi <= b.date_lo
                WHERE NOT EXISTS (SELECT 1 FROM seen r WHERE r.article = a.article
                    AND r.kind IN {kinds('returned', 'received', 'inventory', 'lost', 'stolen', *_RECOVERED)}
                    AND r.date_hi >= a.date_lo AND r.date_lo <= b.date_hi))
        SELECT DISTINCT 'issued:' || article AS key, unnest([ab, bb]) AS book, unnest([ar, br]) AS row,
               'issued to two holders, and no return between' AS detail,
               'the first holder''s receipt or his return' AS settle
        FROM twice""")


def held_by_two(rules: Rules) -> str:
    """On two keepers' inventories at one date."""
    return single("""
        WITH held AS (SELECT * FROM seen WHERE kind = 'inventory' AND as_of IS NOT NULL AND keeper <> '')
        SELECT 'held:' || article || ':' || as_of AS key, book, row,
               'on the inventories of ' || keepers || ' keepers on ' || as_of AS detail,
               'a look at both stores' AS settle
        FROM (SELECT book, row, article, as_of, keepers FROM held JOIN
              (SELECT article, as_of, count(DISTINCT lower(keeper)) AS keepers FROM held GROUP BY ALL) k
              USING (article, as_of)) WHERE keepers > 1""")


def cloned_mark(rules: Rules) -> str:
    """One mark in two places that one weapon cannot join: recovered by one body, and by another with no release
    between, or recovered twice on one day in different hands."""
    return single(f"""
        WITH recovered AS (SELECT *, coalesce(holder, nullif(keeper, ''), register) AS whose FROM seen
                           WHERE kind IN {kinds(*_RECOVERED)} AND date_lo IS NOT NULL),
             twice AS (SELECT a.article, a.book AS ab, a.row AS ar, b.book AS bb, b.row AS br
                FROM recovered a JOIN recovered b ON a.article = b.article AND (a.book, a.row) < (b.book, b.row)
                 AND another(a.whose, b.whose) AND another(b.whose, a.whose)
                WHERE NOT EXISTS (SELECT 1 FROM seen r WHERE r.article = a.article
                    AND r.kind IN {kinds('returned', 'transferred', 'issued', 'lost', 'stolen', 'shipped')}
                    AND r.date_hi >= least(a.date_lo, b.date_lo) AND r.date_lo <= greatest(a.date_hi, b.date_hi)))
        SELECT DISTINCT 'clone:' || article AS key, unnest([ab, bb]) AS book, unnest([ar, br]) AS row,
               'recovered by two bodies, and no release between: two weapons with one mark, or one recovery told twice'
               AS detail, 'pictures of both marks' AS settle
        FROM twice""")
