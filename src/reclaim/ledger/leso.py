"""A public ledger of quantities read into the shape of `ledger.balance`: US military property held by police agencies.

The US Defense Logistics Agency publishes the states of the Law Enforcement Support Office's property book, and for
some quarters the shipments. Every value is text as published; equal rows are a count, for a rifle stands one a row
without its serial. A row of the state `Summary` is a total and no stock. Cancelled requests were never stock, and
are only counted.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from reclaim.ledger.balance import FALLS, RISES, LeavingRule, balances, unbalanced
from reclaim.ledger.connection import connection
from reclaim.ledger.renamed import renamed, spelling

if TYPE_CHECKING:
    import pyarrow as pa
    from duckdb import DuckDBPyConnection

UNCONTROLLED = LeavingRule(("A",), 365, (
    "10 U.S.C. 2576a; state plan of operation between the agency, the states and the holders, property management: "
    "DEMIL A is archived on the property book one year after the ship date, when title passes to the holder "
    "(https://records.co.kittitas.wa.us/WebLink/0/doc/1860427/Page4.aspx)"))
"""Uncontrolled property leaves the book by itself. DEMIL A that is controlled for another reason does not, and the
published states do not tell it apart; later plans name Q6 beside A, but most of Q6 stays in these states."""


@dataclass(frozen=True, slots=True)
class Found:
    """The findings as tables, and counts.

    `periods` has one row a gap, `items` one a gap and stock number, `holders` one a gap and holder, each with all words
    of `ledger.balance`; `codes` has units by gap, code, direction and word; `renamings` what was read as one holder;
    `stated` the totals that a file states beside the rows. `cancelled` are requests, `undated` lines without a day of
    shipping, `unbalanced` balances that do not come out (0), `several_units` stock numbers with more than one unit of
    issue, whose sums mix them.
    """

    periods: pa.Table
    items: pa.Table
    holders: pa.Table
    codes: pa.Table
    renamings: pa.Table
    stated: pa.Table
    cancelled: int
    undated: int
    several_units: int
    unbalanced: int


def findings(folder: Path, *, threads: int = 2, memory: str = "3GB") -> Found:
    """Parquet to findings. Raises OSError if a file is not there."""
    con = connection(threads, memory)
    try:
        read(con, folder)
        renamed(con)
        balances(con, UNCONTROLLED)
        return _found(con, folder)
    finally:
        con.close()


def read(con: DuckDBPyConnection, folder: Path) -> None:
    """Make `stock`, `shipped` and `stated` from the published files."""
    states, shipments = folder / "inventory_snapshots.parquet", folder / "shipments.parquet"
    for path in (states, shipments):
        if not path.is_file():
            raise FileNotFoundError(f"{path} is not there")
    con.execute(f"""CREATE TABLE stock AS
        SELECT "Snapshot"::DATE AS day, {spelling('"Station Name (LEA)"')} AS holder, "State" AS region,
               {_number('"NSN"')} AS item, try_cast("Ship Date" AS TIMESTAMP)::DATE AS moved,
               coalesce("DEMIL Code", '') || CASE WHEN "DEMIL Code" = 'Q' THEN coalesce("DEMIL IC", '') ELSE '' END
               AS code, "UI" AS unit, sum(try_cast("Quantity" AS BIGINT))::BIGINT AS quantity, count(*) AS rows
        FROM read_parquet(?) WHERE "State" <> 'Summary' GROUP BY ALL""", [str(states)])
    con.execute(f"""CREATE TABLE shipped AS
        SELECT "Snapshot"::DATE AS period, {spelling('"Station Name (LEA)"')} AS holder, "State" AS region,
               {_number('"FSC" || "NIIN"')} AS item, sum(try_cast("Quantity" AS BIGINT))::BIGINT AS quantity
        FROM read_parquet(?) GROUP BY ALL""", [str(shipments)])
    con.execute("""CREATE TABLE stated AS
        SELECT "Snapshot"::DATE AS day, "File" AS file, try_cast("Quantity" AS BIGINT) AS stated
        FROM read_parquet(?) WHERE "State" = 'Summary' ORDER BY ALL""", [str(states)])


def _number(column: str) -> str:
    """A stock number without dashes, blanks and case: inventories dash it, shipments carry class and item apart."""
    return f"upper(regexp_replace({column}, '[^A-Za-z0-9]', '', 'g'))"


def _found(con: DuckDBPyConnection, folder: Path) -> Found:
    counted = ["units_opening", "units_closing", *(f"in_{w}" for w in RISES), *(f"out_{w}" for w in FALLS)]
    sums = ", ".join(f"sum({name})::BIGINT AS {name}" for name in counted)

    def table(query: str) -> pa.Table:
        return con.sql(query).to_arrow_table()

    reported = "(SELECT sum(quantity)::BIGINT FROM shipped WHERE period = closing) AS reported_shipped"
    cancelled = folder / "cancellations.parquet"
    count = f"SELECT count(*) FROM read_parquet('{cancelled}')"
    return Found(
        table(f"SELECT opening, closing, testable, {reported}, {sums} FROM balances GROUP BY 1, 2, 3 ORDER BY 1"),
        table(f"SELECT opening, closing, testable, item, {sums} FROM balances GROUP BY 1, 2, 3, 4 ORDER BY 1, 4"),
        table(f"SELECT opening, closing, testable, region, holder, {sums} FROM balances GROUP BY 1, 2, 3, 4, 5 "
              "ORDER BY 1, 4, 5"),
        table("SELECT opening, closing, code, CASE WHEN change > 0 THEN 'in' ELSE 'out' END AS way, word, "
              "sum(units)::BIGINT AS units FROM changes GROUP BY ALL ORDER BY ALL"),
        table("SELECT * FROM renamings ORDER BY day, region, was"),
        table("SELECT s.day, s.file, s.stated, (SELECT sum(quantity) FROM stock k WHERE k.day = s.day)::BIGINT AS rows "
              "FROM stated s ORDER BY s.day"),
        con.execute(count).fetchall()[0][0] if cancelled.is_file() else 0,
        con.execute("SELECT count(*) FROM stock WHERE moved IS NULL").fetchall()[0][0],
        con.execute("SELECT count(*) FROM (SELECT item FROM stock GROUP BY item HAVING count(DISTINCT unit) > 1)"
                    ).fetchall()[0][0],
        unbalanced(con))
