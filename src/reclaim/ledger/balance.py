"""Stock without serials by arithmetic: opening + what came - what went = closing, for every item, holder and period.

A ledger of quantities is a series of states. Between two of them the lines of one holder, item and day of shipping
are compared: more is a rise, less is a fall. Then each unit of a rise or a fall is given the first of these words
that fits it, and none twice:

| word | of | means |
|---|---|---|
| shipped | rises | a shipment to this holder is reported in the period |
| shipped_elsewhere | rises | a shipment to the same region is reported, to a holder of another name |
| dated_within | rises | no shipment of the period is matched, but its own day of shipping lies in it |
| by_rule | falls | the rule of the ledger lets it leave: its code, and enough days since it was shipped |
| transfer | both | as much of one item and day of shipping fell at one holder and rose at another: possible |
| redated | both | fell and rose at one holder under another day of shipping: a mended line, no movement |
| other_holder | both | as much of the item fell at one holder and rose at another; only the item is the same |
| not_recorded | both | nothing on record explains it |

Tables that it reads: `stock` (day, holder, region, item, moved, code, quantity), `shipped` (period, holder, region,
item, quantity), where `period` is the closing day of the period that the shipments are of. Tables that it makes:
`changes` (opening, closing, holder, region, item, code, moved, change, word, units) and `balances` (opening, closing,
testable, region, holder, item, units_opening, units_closing, and one column a word and direction). Where a period has
no shipments at all, `testable` is false: its rises are not matched.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

RISES = ("shipped", "shipped_elsewhere", "dated_within", "transfer", "redated", "other_holder", "not_recorded")
FALLS = ("by_rule", "transfer", "redated", "other_holder", "not_recorded")


@dataclass(frozen=True, slots=True)
class LeavingRule:
    """Items of some codes leave the ledger when `days` have passed since they were shipped; `source` states it."""

    codes: tuple[str, ...]
    days: int
    source: str


def balances(con: DuckDBPyConnection, rule: LeavingRule | None = None) -> None:
    """Make `changes` and `balances` in a connection that has `stock` and `shipped`."""
    con.execute("CREATE TABLE words (line BIGINT, word VARCHAR, units BIGINT)")
    con.execute(_PERIODS)
    con.execute(_CHANGED)
    con.execute("CREATE TABLE shipped_left AS SELECT period, holder, region, item, sum(quantity)::BIGINT AS units "
                "FROM shipped GROUP BY ALL")
    _shipped(con, "shipped", ("region", "holder", "item"))
    _shipped(con, "shipped_elsewhere", ("region", "item"))
    con.execute("INSERT INTO words SELECT line, 'dated_within', units FROM open_lines WHERE units > 0 "
                "AND moved > opening AND moved <= closing")
    if rule is not None:
        codes = ", ".join(f"'{code}'" for code in rule.codes)
        con.execute(f"INSERT INTO words SELECT line, 'by_rule', -units FROM open_lines WHERE units < 0 "
                    f"AND code IN ({codes}) AND moved + {rule.days} <= closing")
    _matched(con, "transfer", "opening, item, moved")
    _matched(con, "redated", "opening, region, holder, item")
    _matched(con, "other_holder", "opening, item")
    con.execute("INSERT INTO words SELECT line, 'not_recorded', abs(units) FROM open_lines")
    con.execute("CREATE TABLE changes AS SELECT l.opening, l.closing, l.holder, l.region, l.item, l.code, l.moved, "
                "l.change, w.word, w.units FROM lines l JOIN words w USING (line)")
    con.execute(_BALANCES)


def unbalanced(con: DuckDBPyConnection) -> int:
    """How many balances do not come out to the unit: opening + rises - falls against closing. It is always 0."""
    rises, falls = (" + ".join(f"{way}_{word}" for word in words) for way, words in (("in", RISES), ("out", FALLS)))
    found = con.execute(f"SELECT count(*) FROM balances WHERE units_opening + {rises} - ({falls}) <> units_closing")
    return int(found.fetchall()[0][0])


_PERIODS = """
    CREATE TABLE periods AS
    SELECT opening, closing, closing IN (SELECT period FROM shipped) AS testable FROM
        (SELECT day AS opening, lead(day) OVER (ORDER BY day) AS closing FROM (SELECT DISTINCT day FROM stock))
    WHERE closing IS NOT NULL"""

# Lines that changed; `open_lines` is what of each has no word yet, with its sign.
_CHANGED = """
    CREATE TABLE held AS SELECT day, holder, region, item, moved, code, sum(quantity)::BIGINT AS units FROM stock
        GROUP BY ALL;
    CREATE TABLE lines AS
    WITH both_ends AS (
        SELECT p.opening, p.closing, h.holder, h.region, h.item, h.moved, h.code,
               CASE WHEN h.day = p.closing THEN h.units ELSE -h.units END AS units
        FROM periods p JOIN held h ON h.day = p.opening OR h.day = p.closing)
    SELECT row_number() OVER (ORDER BY opening, holder, region, item, moved, code) AS line, *
    FROM (SELECT opening, closing, holder, region, item, moved, code, sum(units)::BIGINT AS change FROM both_ends
          GROUP BY ALL HAVING sum(units) <> 0);
    CREATE VIEW open_lines AS
    SELECT l.*, sign(l.change) * (abs(l.change) - coalesce(w.units, 0)) AS units FROM lines l
    LEFT JOIN (SELECT line, sum(units) AS units FROM words GROUP BY line) w USING (line)
    WHERE abs(l.change) > coalesce(w.units, 0)"""

_BALANCES = f"""
    CREATE TABLE balances AS
    WITH ends AS (SELECT p.opening, p.closing, p.testable, h.region, h.holder, h.item,
            coalesce(sum(h.units) FILTER (WHERE h.day = p.opening), 0)::BIGINT AS units_opening,
            coalesce(sum(h.units) FILTER (WHERE h.day = p.closing), 0)::BIGINT AS units_closing
        FROM periods p JOIN held h ON h.day = p.opening OR h.day = p.closing GROUP BY ALL),
    moves AS (SELECT opening, region, holder, item, {", ".join(
        f"coalesce(sum(units) FILTER (WHERE word = '{word}' AND change {sign} 0), 0)::BIGINT AS {way}_{word}"
        for way, sign, words in (("in", ">", RISES), ("out", "<", FALLS)) for word in words)}
        FROM changes GROUP BY ALL)
    SELECT e.*, {", ".join(f"coalesce({way}_{word}, 0) AS {way}_{word}"
                           for way, words in (("in", RISES), ("out", FALLS)) for word in words)}
    FROM ends e LEFT JOIN moves m USING (opening, region, holder, item)
    ORDER BY ALL"""


def _shipped(con: DuckDBPyConnection, word: str, key: tuple[str, ...]) -> None:
    """Give rises to shipments of the same key, as many units as both have, in a fixed order; what is used is gone."""
    names = ", ".join(("period", *key))
    con.execute(f"""CREATE OR REPLACE TEMP TABLE met AS
        WITH r AS (SELECT *, closing AS period, sum(units) OVER (PARTITION BY closing, {", ".join(key)}
                          ORDER BY moved DESC NULLS LAST, line) AS up FROM open_lines WHERE units > 0),
             s AS (SELECT {names}, sum(units) AS there FROM shipped_left GROUP BY ALL)
        SELECT {names}, r.line, greatest(0, least(r.units, s.there - (r.up - r.units)))
               ::BIGINT AS units FROM r JOIN s USING ({names})""")
    con.execute(f"INSERT INTO words SELECT line, '{word}', units FROM met WHERE units > 0")
    con.execute(f"""CREATE OR REPLACE TABLE shipped_left AS
        WITH used AS (SELECT {names}, sum(units) AS units FROM met GROUP BY ALL),
             s AS (SELECT l.*, sum(l.units) OVER (PARTITION BY {names} ORDER BY holder) AS up FROM shipped_left l)
        SELECT period, holder, region, item, (s.units - greatest(0, least(s.units, coalesce(u.units, 0)
               - (s.up - s.units))))::BIGINT AS units FROM s LEFT JOIN used u USING ({names})""")


def _matched(con: DuckDBPyConnection, word: str, key: str) -> None:
    """Give falls and rises of one key to each other, as many units as both have, in a fixed order."""
    con.execute(f"""INSERT INTO words
        WITH o AS (SELECT *, abs(units) AS n, sum(abs(units)) OVER (PARTITION BY {key}, sign(units) ORDER BY line)
                          AS up FROM open_lines),
             sides AS (SELECT {key}, least(coalesce(sum(n) FILTER (WHERE units > 0), 0),
                       coalesce(sum(n) FILTER (WHERE units < 0), 0)) AS met
                       FROM o GROUP BY {key})
        SELECT line, '{word}', greatest(0, least(n, met - (up - n)))::BIGINT FROM o JOIN sides USING ({key})
        WHERE greatest(0, least(n, met - (up - n))) > 0""")
