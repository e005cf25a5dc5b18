"""What rows say of one weapon.

SERIAL_VARIANT, ATTRIBUTE_CONFLICT, OUT_OF_BLOCK, COUNT_MISMATCH, IMPOSSIBLE_SEQUENCE.
"""

from __future__ import annotations

from reclaim.ledger.classes.shape import pair, single
from reclaim.model.discrepancy import Rules


def serial_variant(rules: Rules) -> str:
    """Near links whose marks differ; padding and separators alone are none. How sure, and how many by chance.

    A finding is one row on the right and all rows of the weapon on the left that it probably is.
    """
    sides = [f"SELECT DISTINCT 'variant:' || article || ':' || right_book || ':' || right_row AS key, {side}_book AS book, "
             f"{side}_row AS row, '{side}' AS role, theirs || ' and ' || ours || ' differ by ' || edits || ' edit' || "
             "CASE WHEN edits = 1 THEN '' ELSE 's' END AS detail, probability, chance, "
             "'the weapon''s own mark, or a picture of it' AS settle FROM linked" for side in ("left", "right")]
    return (f"WITH linked AS (SELECT a.article, l.canonical AS theirs, r.canonical AS ours, n.* FROM near_links n "
            "JOIN articles a ON a.book = left_book AND a.row = left_row "
            "JOIN rows l ON l.book = left_book AND l.row = left_row "
            "JOIN rows r ON r.book = right_book AND r.row = right_row "
            f"WHERE probability >= {rules.near}) " + " UNION ALL ".join(sides))


def attribute_conflict(rules: Rules) -> str:
    """Linked rows whose make, model, calibre or NSN cannot both be true; a general name beside a precise one can.

    Table `namesakes` (`ledger.articles`): rows of marks that several makes have."""
    return pair("""
        WITH facts AS (SELECT article, book, row, look FROM articles JOIN rows USING (book, row)),
             met AS (SELECT a.article, a.book AS left_book, a.row AS left_row, b.book AS right_book, b.row AS right_row,
                            a.look AS one, b.look AS other
                     FROM facts a JOIN facts b ON a.article = b.article AND a.look <> b.look AND a.book < b.book),
             linked AS (SELECT left_book, left_row, right_book, right_row, conflicting(a.model, b.model) AS model,
                  conflicting(a.calibre, b.calibre) AS calibre,
                  a.nsn IS NOT NULL AND b.nsn IS NOT NULL AND a.nsn <> b.nsn AS nsn, false AS make
                FROM met JOIN looks a ON a.look = one JOIN looks b ON b.look = other
                UNION ALL
                SELECT a.book, a.row, b.book, b.row, false, false, false, true
                FROM namesakes a JOIN namesakes b ON a.canonical = b.canonical AND a.sort = b.sort
                     AND a.article <> b.article AND a.book < b.book
                     AND a.make <> b.make AND ((a.nsn IS NOT NULL AND a.nsn = b.nsn) OR
                     (a.model IS NOT NULL AND a.model = b.model)))
        SELECT 'attribute:' || left_book || ':' || left_row || ':' || right_book || ':' || right_row AS key, left_book,
               left_row, right_book, right_row, 'they disagree on ' || array_to_string(list_filter([
                   CASE WHEN make THEN 'make' END, CASE WHEN model THEN 'model' END,
                   CASE WHEN calibre THEN 'calibre' END, CASE WHEN nsn THEN 'NSN' END], lambda x: x IS NOT NULL), ', ')
               AS detail, 'the weapon''s own marks' AS settle
        FROM linked WHERE make OR model OR calibre OR nsn""")


# Two names conflict unless one begins with, or holds, the other; AK patterns are often all called AK-47 (ARES/SAS).
CONFLICTING = """
    CREATE MACRO conflicting(a, b) AS a IS NOT NULL AND b IS NOT NULL AND a <> b AND NOT contains(a, b)
        AND NOT contains(b, a) AND NOT (starts_with(a, 'ak') AND starts_with(b, 'ak'))"""


def out_of_block(rules: Rules) -> str:
    """Outside the known blocks of its make and model; silent where no block is known. Table `outside`: book, row."""
    return single("""
        SELECT 'block:' || book || ':' || row AS key, book, row, detail, 'the maker''s record of this number' AS settle
        FROM outside""")


def count_mismatch(rules: Rules) -> str:
    """A stated total against the rows of the same keeper, type and date, and of a movement the same consignee. Table
    `totals` (`ledger.totals`). Source: SIGAR 14-84, 551 of 4,388 lines."""
    return pair("""
        WITH listed AS (SELECT r.book, r.row, lower(coalesce(r.holder, b.keeper)) AS whose, l.type, b.kind,
                               CASE WHEN b.kind = 'inventory' THEN b.as_of ELSE r.date_lo END AS day,
                               CASE WHEN b.kind = 'inventory' THEN '' ELSE lower(coalesce(r.target, '')) END AS side
                        FROM rows r JOIN books b USING (book) JOIN looks l USING (look)
                        WHERE coalesce(r.quantity, 1) <= 1 AND
                             (b.latest OR b.kind = 'inventory') AND r.book IN (SELECT DISTINCT book FROM rows WHERE traceable)),
             counted AS (SELECT whose, type, kind, day, side, book, min(row) AS row, count(*) AS n FROM listed GROUP BY ALL)
        SELECT 'count:' || t.book || ':' || t.row AS key, t.book AS left_book, t.row AS left_row, c.book AS right_book,
               NULL::BIGINT AS right_row, 'states ' || t.total || ', the list has ' || c.n || ' rows' AS detail,
               'a recount' AS settle
        FROM totals t JOIN counted c ON c.whose = lower(t.keeper) AND c.type = t.type AND c.day = t.day
             AND c.kind = t.kind AND c.side = t.side
        WHERE t.total <> c.n""")


def impossible_sequence(rules: Rules) -> str:
    """made <= shipped <= received <= issued <= left is broken by dates that leave no doubt.

    Only the stages of books that have a date too late and a date too early are looked at."""
    return pair("""
        WITH stages AS (SELECT book, kind, CASE kind WHEN 'manufactured' THEN 1
                   WHEN 'shipped' THEN 2 WHEN 'exported' THEN 2 WHEN 'received' THEN 3 WHEN 'imported' THEN 3
                   WHEN 'issued' THEN 4 WHEN 'destroyed' THEN 5 END AS stage FROM books),
             spans AS (SELECT stage, max(date_lo) AS latest, min(date_hi) AS earliest
                       FROM rows JOIN stages USING (book) WHERE date_lo IS NOT NULL GROUP BY stage),
             crossed AS (SELECT unnest([a.stage, b.stage]) AS stage FROM spans a JOIN spans b
                         ON a.stage < b.stage AND a.latest > b.earliest),
             staged AS (SELECT article, book, row, date_lo, date_hi, stage, kind
                        FROM articles JOIN rows USING (book, row) JOIN stages USING (book)
                        WHERE date_lo IS NOT NULL AND stage IN (FROM crossed))
        SELECT 'sequence:' || a.book || ':' || a.row || ':' || b.book || ':' || b.row AS key, a.book AS left_book,
               a.row AS left_row, b.book AS right_book, b.row AS right_row,
               a.kind || ' on ' || a.date_lo || ', but ' || b.kind || ' by ' || b.date_hi AS detail,
               'the papers with both dates' AS settle
        FROM staged a JOIN staged b ON a.article = b.article AND a.stage < b.stage AND a.date_lo > b.date_hi
        WHERE a.stage = 1 OR b.stage = 5 OR NOT EXISTS (SELECT 1 FROM staged x WHERE x.article = a.article
              AND x.stage = a.stage AND x.date_hi <= b.date_lo)""")
