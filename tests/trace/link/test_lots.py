"""Where new weapons lie is told by lots that several books agree on, and not by clerks' misreadings."""

from __future__ import annotations

import numpy as np
import pyarrow as pa
from tests.trace.link.test_link import spread

from reclaim.trace.link import Pairs, pairs
from reclaim.trace.link_books import between

LOT = [f"QQP{n}" for n in range(6000, 6600, 3)]
OTHER = [f"AB{n}" for n in range(31000, 31900, 7)]
MISREAD = [f"KQP{n}" for n in range(6011, 6071, 6)]
"""Marks that clerks made of the lot's, each on one book."""


def table(marks: list[str]) -> pa.Table:
    return pa.table({"canonical": pa.array(marks, pa.string()), "make": ["kes"] * len(marks)})


def weighed(known: list[str], vouched: list[bool] | None, reading: str = "KQP6525") -> Pairs:
    told = None if vouched is None else np.array(vouched)
    return pairs(table([reading]), table(known), np.ones(len(known), bool), right=400, vouched=told)


def ratio(found: Pairs, known: list[str], mark: str) -> float:
    return float(found.ratio[[known[w] == mark for w in found.weapon]].sum())


def test_misreadings_beside_each_other_are_no_lot() -> None:
    known = [*LOT, *OTHER, *MISREAD]
    vouched = [m not in MISREAD for m in known]
    plainly, surely = (ratio(weighed(known, v), known, "QQP6525") for v in (None, vouched))
    assert surely > 2 * plainly > 0


def test_where_books_hardly_overlap_an_unshared_lot_is_one() -> None:
    """None of the weapons of a lot on one book alone becomes a misreading of another book's, because few are shared."""
    known = [*LOT, *OTHER, *(f"KQP{n}" for n in range(6001, 6600, 3))]
    shared = [m == LOT[0] for m in known]
    plainly, surely = (ratio(weighed(known, v), known, "QQP6525") for v in (None, shared))
    assert 0 < surely < 2 * plainly


def test_nothing_changes_where_all_lots_are_sure_or_none() -> None:
    known = [*LOT, *OTHER]
    whole, none = ([v] * len(known) for v in (True, False))
    plainly = weighed(known, None).ratio
    assert np.array_equal(plainly, weighed(known, whole).ratio)
    assert np.array_equal(plainly, weighed(known, none).ratio)


def test_a_mark_in_the_midst_of_a_lot_is_sooner_new_than_one_where_nothing_lies() -> None:
    known = [*LOT, *OTHER]
    amid, afar = (float(weighed(known, None, reading).far[0]) for reading in ("QQP6301", "M9Z9978"))
    assert afar > 100 * amid


def test_lots_that_each_book_has_alone_are_no_misreadings_of_each_other() -> None:
    """Books that share some lots wholly and others not at all, the unshared ones side by side in number."""
    def lot(prefix: str, first: int) -> list[str]:
        return [f"{prefix}{n}" for n in range(first, first + 40, 3)]

    shared = [m for first in range(10000, 14000, 1000) for m in lot("AB", first)]
    mine, theirs = ([m for first in range(20000, 26000, 1000) for m in lot("CD", first + beside)] for beside in (0, 50))
    links, _ = between(spread([*shared, *mine], [*shared, *theirs]), {1: [2], 2: [1]})
    assert [r for r in links.to_pylist() if r["probability"] > 0.2] == []
