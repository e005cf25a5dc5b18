"""Holders who go on under another name: one spelling each, and renamings by what they hold.

Spelling: capitals, letters and digits only, common abbreviations written out. A renaming is a name that ends with one
state and another that begins with the next, in the same region, where nearly all that the one held stands under the
other, line by line. Both are readings, listed with how much they share; nothing that a keeper wrote is changed.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

SHARE = 0.8
"""The part of the units of both names, line by line, that must be the same."""

LINES = 3
"""Two holders with one rifle each are alike by chance; so many lines must be shared, or the names must be near."""

NEAR = 0.92
"""Names as near as this (Jaro-Winkler) need only one shared line."""

# Whole words of police agencies, as clerks shorten them.
_SHORT = (("PD", "POLICE DEPT"), ("SO", "SHERIFF OFFICE"), ("SHERIFFS", "SHERIFF"), ("DEPARTMENT", "DEPT"),
          ("OFC", "OFFICE"), ("CO", "COUNTY"), ("CTY", "COUNTY"), ("TWP", "TOWNSHIP"), ("UNIV", "UNIVERSITY"),
          ("ST", "SAINT"), ("DIV", "DIVISION"), ("DPS", "DEPT OF PUBLIC SAFETY"))


def spelling(column: str) -> str:
    """The SQL expression of a name in one spelling."""
    text = f"regexp_replace(replace(upper({column}), '''', ''), '[^\\p{{L}}\\p{{N}}]+', ' ', 'g')"
    text = f"' ' || trim({text}) || ' '"
    for short, long in _SHORT:
        text = f"replace({text}, ' {short} ', ' {long} ')"
    return f"trim({text})"


def renamed(con: DuckDBPyConnection) -> None:
    """Make the table `renamings` (region, was, becomes, day, lines, share) from `stock`, and rename in it and in
    `shipped`. A name stands with the last that it became."""
    con.execute(_ENDS)
    con.execute(_SHARED)
    found = con.execute("SELECT region, was, becomes FROM renamings ORDER BY day, region, was").fetchall()
    last: dict[tuple[str, str], str] = {}
    for region, was, becomes in reversed(found):
        last[region, was] = last.get((region, becomes), becomes)
    con.execute("CREATE TABLE goes_as (region VARCHAR, holder VARCHAR, name VARCHAR)")
    if len(last) > 0:
        con.executemany("INSERT INTO goes_as VALUES (?, ?, ?)", [(*k, v) for k, v in sorted(last.items())])
    for table in ("stock", "shipped"):
        con.execute(f"UPDATE {table} SET holder = g.name FROM goes_as g WHERE g.region = {table}.region "
                    f"AND g.holder = {table}.holder")


_ENDS = """
    CREATE TEMP TABLE spans AS SELECT region, holder, min(day) AS begins, max(day) AS ends FROM stock GROUP BY ALL;
    CREATE TEMP TABLE steps AS SELECT day, lead(day) OVER (ORDER BY day) AS next FROM
        (SELECT DISTINCT day FROM stock);
    CREATE TEMP TABLE old_lines AS SELECT s.region, s.holder, t.next AS day, s.item, s.moved, sum(s.quantity) AS units
        FROM stock s JOIN spans p USING (region, holder) JOIN steps t ON t.day = p.ends
        WHERE s.day = p.ends AND t.next IS NOT NULL GROUP BY ALL;
    CREATE TEMP TABLE new_lines AS SELECT s.region, s.holder, s.day, s.item, s.moved, sum(s.quantity) AS units
        FROM stock s JOIN spans p USING (region, holder) WHERE s.day = p.begins GROUP BY ALL"""

_SHARED = f"""
    CREATE TABLE renamings AS
    WITH shared AS (SELECT o.region, o.holder AS was, n.holder AS becomes, o.day, count(*) AS lines,
                           sum(least(o.units, n.units)) AS units
                    FROM old_lines o JOIN new_lines n USING (region, day, item, moved) GROUP BY ALL),
         size AS (SELECT region, holder, day, sum(units) AS units, 'old' AS side FROM old_lines GROUP BY ALL
                  UNION ALL SELECT region, holder, day, sum(units), 'new' FROM new_lines GROUP BY ALL),
         rated AS (SELECT s.*, s.units / greatest(o.units, n.units) AS share,
                          jaro_winkler_similarity(was, becomes) AS alike
                   FROM shared s JOIN size o ON o.side = 'old' AND (o.region, o.holder, o.day) = (s.region, was, s.day)
                   JOIN size n ON n.side = 'new' AND (n.region, n.holder, n.day) = (s.region, becomes, s.day)),
         fit AS (SELECT * FROM rated WHERE share >= {SHARE} AND (lines >= {LINES} OR alike >= {NEAR}))
    SELECT region, was, becomes, day, lines, share FROM fit
    QUALIFY row_number() OVER (PARTITION BY region, was ORDER BY share DESC, alike DESC, becomes) = 1
        AND row_number() OVER (PARTITION BY region, becomes ORDER BY share DESC, alike DESC, was) = 1"""
