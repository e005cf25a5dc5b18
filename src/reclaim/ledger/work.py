"""The work-list: what to ask of whom, so that most weapons are settled by the cheapest check first.

A check is one kind of record asked of one register's keeper. Its cost is in units of looking up one paper: a decision
at the desk costs less, a picture more, a look at a store or a recount most. Checks are ordered by weapons settled for
the cost of one; a weapon counts by the probability that something is wrong, and a lead by the doubt that it holds.
"""

from __future__ import annotations

import pyarrow as pa

WORK = pa.schema([("check", pa.string()), ("register", pa.string()), ("cost", pa.float64()), ("weapons", pa.int64()),
                  ("findings", pa.int64()), ("leads", pa.int64()), ("classes", pa.string()), ("first", pa.string())])
"""`first` is the first row to look at, by its address; `classes` what it would settle."""

COSTS = (("a decision", 0.2), ("paper", 1.0), ("receipt", 1.0), ("list", 1.0), ("record", 1.0), ("report", 1.0),
         ("voucher", 1.0), ("certificate", 1.0), ("authority", 1.0), ("picture", 3.0), ("marks", 5.0), ("mark", 5.0),
         ("look", 8.0), ("recount", 10.0), ("count", 10.0))
"""The cost of a check by the first of these words that what would settle it has."""


def work(discrepancies: pa.Table, leads: pa.Table) -> pa.Table:
    """The work-list (schema WORK) of what was found and of leads (both of schema `columns.discrepancies`)."""
    import duckdb

    con = duckdb.connect()
    con.register("found", discrepancies)
    con.register("leads", leads)
    cost = "CASE " + " ".join(f"WHEN contains(settle, '{word}') THEN {units}" for word, units in COSTS) + " ELSE 5.0 END"
    return con.sql(f"""
        WITH every AS (SELECT *, false AS lead FROM found UNION ALL SELECT *, true FROM leads),
             asked AS (SELECT class, finding, lead, coalesce(min(register) FILTER (WHERE role = 'absent_from'),
                              min(register) FILTER (WHERE role IN ('left', 'member')), min(register)) AS register,
                              min(settle) AS settle, min(coalesce(item, anchor)) AS item, min(anchor) AS anchor,
                              any_value(probability) AS probability
                       FROM every GROUP BY class, finding, lead)
        SELECT settle AS "check", register, {cost} AS cost, count(DISTINCT item)::BIGINT AS weapons,
               count(*) FILTER (WHERE NOT lead)::BIGINT AS findings, count(*) FILTER (WHERE lead)::BIGINT AS leads,
               string_agg(DISTINCT class, ' ' ORDER BY class) AS classes, min(anchor) AS first
        FROM asked GROUP BY settle, register
        ORDER BY weapons / cost DESC, "check", register""").to_arrow_table().cast(WORK)
