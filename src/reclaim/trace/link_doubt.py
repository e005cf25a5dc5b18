"""Rows whose equal mark may be another weapon's: how surely an exact link is one.

A clerk who mistakes a number may hit one that another weapon has. Its mark stands then on one list more often than on another,
or a row of it where hardly a weapon of its books stands. Which of the rows is the mistaken one nothing tells, so each bears
its part of the doubt.
"""

from __future__ import annotations

from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

KEY: Final = ["book", "article", "canonical"]

LEAST: Final = 0.005
"""Less doubt is not told."""

DOUBT = pa.schema([("row", pa.int64()), ("probability", pa.float64()), ("alone", pa.bool_())])
"""The row, as a place in `rows`, is another weapon's than its mark says. `alone`: no other row of its book has the mark."""


def doubts(links: pa.Table, rows: pa.Table) -> pa.Table:
    """Of rows whose mark stands elsewhere too (DOUBT), from near links (`link_books.LINKS`) among `rows` (`ledger.spread`)."""
    alone = links.filter(links["astray"])
    often = links.filter(pc.and_(pc.greater(links["times"], 1), pc.invert(links["astray"])))
    of_one = _summed(alone["right"].to_numpy(), alone["probability"].to_numpy())
    times = rows["times"].to_numpy()
    more = pa.array(np.flatnonzero(times > 1))
    named = rows.select(KEY).take(more).append_column("row", more)
    of_some = pa.table(dict(zip(("row", "doubt"), _summed(often["right"].to_numpy(), often["probability"].to_numpy()),
                                strict=True)))
    whole = named.join(of_some, "row", join_type="inner").group_by(KEY, use_threads=False).aggregate([("doubt", "sum")])
    shared = named.join(whole, KEY, join_type="inner")
    part = shared["doubt_sum"].to_numpy() / times[shared["row"].to_numpy()]
    row, doubt = _summed(np.concatenate([of_one[0], shared["row"].to_numpy()]), np.concatenate([of_one[1], part]))
    kept = doubt >= LEAST
    return pa.table([row[kept], doubt[kept], times[row[kept]] == 1], schema=DOUBT)


def _summed(rows: Any, probability: Any) -> tuple[Any, Any]:
    """A row is one weapon's only: of all that it may be."""
    row, back = np.unique(np.asarray(rows, np.int64), return_inverse=True)
    return row, np.minimum(np.bincount(back, weights=probability, minlength=len(row)), 1.0)
