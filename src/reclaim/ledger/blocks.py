"""Rows outside the known blocks of their make and model: table `outside` (book, row, detail)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from reclaim import marks
from reclaim.model.block import Block

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


_NAMED = "rows JOIN kins USING (kin) JOIN looks USING (look)"


def outside(con: DuckDBPyConnection, blocks: Sequence[Block]) -> None:
    """Check the distinct marks of makes and models that some block is known for; others are not looked at."""
    con.execute("CREATE TABLE outside (book INTEGER, row BIGINT, detail VARCHAR)")
    for make, model in sorted({(b.make, b.model) for b in blocks}):
        known = [b for b in blocks if (b.make, b.model) == (make, model)]
        where = "make = ?" if model == "" else "make = ? AND model = ?"
        named = [_fold(make)] if model == "" else [_fold(make), _fold(model)]
        found = con.execute(f"SELECT DISTINCT canonical FROM {_NAMED} WHERE canonical IS NOT NULL AND {where} ORDER BY 1",
                            named).fetchall()
        strange = [mark for (mark,) in found if marks.formats.out_of_block(mark, make, model, known)]
        ranges = ", ".join(f"{b.first} to {b.last}" for b in known)
        for mark in strange:
            con.execute(f"INSERT INTO outside SELECT book, row, ? FROM {_NAMED} WHERE canonical = ? AND {where}",
                        [f"outside the known blocks ({ranges})", mark, *named])


def _fold(name: str) -> str:
    return "".join(c for c in name.lower() if c.isalnum())
