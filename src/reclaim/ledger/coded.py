"""Numbers for words of which there are few, whatever the number of rows: quicker to hold against each other than the words,
and folded once.

Table `kins`: kin, sort (a number for mark_kind and part), make; what rows of one weapon must agree in. Table `looks`: look,
model, calibre, nsn, type. Makes, models, calibres, NSNs and types are folded, null where there is nothing. Tables `codes`
and `looked` give the numbers by the words as written.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection

# Letters and digits only, case folded: `M-16 A2` and `m16a2` are one model.
FOLD = "nullif(lower(regexp_replace({0}, '[^\\p{{L}}\\p{{N}}]', '', 'g')), '')"


def coded(con: DuckDBPyConnection, paths: Sequence[str]) -> None:
    """Make `kins` and `codes` of the words in some files."""
    con.execute("CREATE TABLE codes (make VARCHAR, mark_kind VARCHAR, part VARCHAR, kin INTEGER, sort INTEGER, name VARCHAR)")
    if len(paths) > 0:
        con.execute(f"""
            INSERT INTO codes SELECT make, mark_kind, part, dense_rank() OVER (ORDER BY kind, place, name),
                dense_rank() OVER (ORDER BY kind, place), name
            FROM (SELECT make, mark_kind, part, coalesce(mark_kind, '') AS kind, coalesce(part, '') AS place,
                         {FOLD.format('make')} AS name
                  FROM (SELECT DISTINCT make, mark_kind, part FROM read_parquet(?)))""", [list(paths)])
    con.execute("CREATE TABLE kins AS SELECT DISTINCT kin, sort, name AS make FROM codes")


def looked(con: DuckDBPyConnection, paths: Sequence[str]) -> None:
    """Make `looks` and `looked`."""
    con.execute("CREATE TABLE looked (model VARCHAR, calibre VARCHAR, nsn VARCHAR, type VARCHAR, look INTEGER, "
                "as_model VARCHAR, as_calibre VARCHAR, as_nsn VARCHAR, as_type VARCHAR)")
    if len(paths) > 0:
        con.execute(f"""
            INSERT INTO looked SELECT model, calibre, nsn, type, dense_rank() OVER (ORDER BY a, b, c, d), a, b, c, d
            FROM (SELECT *, {FOLD.format('model')} AS a, {FOLD.format('calibre')} AS b, {FOLD.format('nsn')} AS c,
                         nullif(lower(trim(type)), '') AS d
                  FROM (SELECT DISTINCT model, calibre, nsn, type FROM read_parquet(?)))""", [list(paths)])
    con.execute("CREATE TABLE looks AS SELECT DISTINCT look, as_model AS model, as_calibre AS calibre, as_nsn AS nsn, "
                "as_type AS type FROM looked")
