"""How probable it is that a weapon stands on a book that has not its mark."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from reclaim.trace.leftovers import Books, Side
from reclaim.trace.link_shares import FEW, LONE, Shares

LEAST: Final = 0.01
"""What is less probable is not told, and there is very much of it."""

LEAST_ODDS: Final = 1e-12
"""Odds are kept within this and its inverse, that sums stay finite."""

THERE = pa.schema([("row", pa.int64()), ("book", pa.int32()), ("probability", pa.float64())])
"""The weapon of a row stands on a book that has not its mark."""


def elsewhere(books: Books, beside: Mapping[int, Sequence[int]], sides: list[Side], told: list[Shares]) -> pa.Table:
    """Of each weapon and each book that has not its mark: that it stands there nevertheless."""
    columns: list[tuple[Any, int, Any]] = []
    for side, each in zip(sides, told, strict=True):
        columns.append((side.known, side.book, 1 - each.absent))
        columns += _elsewhere(books, beside[side.book], side, each)
    table = pa.table([np.concatenate([np.zeros(0, np.int64), *(c[0] for c in columns)]),
                      np.concatenate([np.zeros(0, np.int32), *(np.full(len(c[0]), c[1], np.int32) for c in columns)]),
                      np.concatenate([np.zeros(0), *(c[2] for c in columns)])], schema=THERE)
    kept = table.filter(pc.greater_equal(table["probability"], LEAST))
    most = kept.group_by(["row", "book"], use_threads=False).aggregate([("probability", "max")])
    return most.rename_columns(THERE.names).cast(THERE).sort_by([("row", "ascending"), ("book", "ascending")])


def _elsewhere(books: Books, others: Sequence[int], side: Side, told: Shares) -> list[tuple[Any, int, Any]]:
    """Of the leftovers of a book: that they stand on others as what they may be; and of what they may be, that it stands
    on the further books of a copied misreading. Part of those that no list explains stand there too (`Pairs.unseen`), and
    so does part of two leftovers that are each other's, as far as weapons on just their books are misreadings."""
    found, lone = side.pairs, np.flatnonzero(side.whole)
    first = side.whole[found.reading] & ~side.astray
    matched = max(float(told.pair[first].sum()), 1e-9)
    misread = _misread(side, told)
    share = misread[side.kinds]
    hidden = _hidden(share * found.unseen / (1 - share * (1 - found.unseen)), found.far, told.alone)
    mates = np.flatnonzero(first & books.open[side.known][found.weapon])
    both = told.pair[mates] * _of_both(books, side, mates, misread)
    columns = []
    for book in others:
        stands = books.stands_on(book)
        there = stands[side.known][found.weapon]
        part = float(told.pair[there & first].sum()) / matched
        more = np.where(there[mates], 0.0, both * part)
        own = np.bincount(found.reading[first], weights=(told.pair * there)[first], minlength=len(side.kinds))
        own += np.bincount(found.reading[mates], weights=more, minlength=len(side.kinds))
        columns.append((side.readings[lone], book, np.minimum(own + told.alone * hidden * part, 1.0)[lone]))
        whose = np.bincount(found.weapon[mates], weights=more, minlength=len(side.known))
        copied = first & stands[side.readings[found.reading]]
        whose += np.bincount(found.weapon[copied], weights=told.pair[copied], minlength=len(side.known))
        columns.append((side.known, book, np.minimum(whose, 1.0)))
    return columns


def _hidden(usual: Any, far: Any, alone: Any) -> Any:
    """float64[readings]: that a reading which none of the listed weapons explains is misread all the same. So many are as
    the law says (`usual`); which of them, is told by where their marks lie (`Pairs.far`): one in the midst of a lot is a new
    weapon's, one of a shape that no weapon has is hardly any weapon's."""
    share = np.clip(usual, LEAST_ODDS, 1 - LEAST_ODDS)
    own = np.log(share / (1 - share) * np.clip(far, LEAST_ODDS, 1 / LEAST_ODDS))
    low, high = -60.0, 60.0
    for _ in range(60):
        middle = (low + high) / 2
        more = (alone / (1 + np.exp(-own - middle))).sum() > (alone * usual).sum()
        low, high = (low, middle) if more else (middle, high)
    return 1 / (1 + np.exp(-own - low))


def _misread(side: Side, told: Shares) -> Any:
    """float64[kinds]: the part of readings that are misread, those that no list explains included; of kinds that there are
    none of, as of all."""
    rows = np.bincount(side.kinds, minlength=max(len(told.found), int(side.kinds.max(initial=0)) + 1))
    found = np.minimum(told.found / (1 - side.pairs.unseen), 1.0)
    usual = float((found * rows).sum() / max(rows.sum(), 1))
    return np.where(rows > 0, (found * rows + 0.5) / (rows + 1), usual)


def _of_both(books: Books, side: Side, mates: Any, misread: Any) -> Any:
    """float64[mates]: the part that is misread of weapons that stand on the books of both, which only a few do."""
    left = books.group[side.readings[side.pairs.reading[mates]]]
    right = books.group[side.known[side.pairs.weapon[mates]]]
    met, back = np.unique(left * len(books.sets) + right, return_inverse=True)
    place = {held: n for n, held in enumerate(books.sets)}
    kinds = [FEW + place.get(books.sets[a] | books.sets[b], len(misread)) for a, b in
             zip(*divmod(met, max(len(books.sets), 1)), strict=True)]
    usual = np.append(misread, np.full(max(kinds, default=0) + 1, misread[LONE]))
    return usual[np.array(kinds, np.int64)][back]
