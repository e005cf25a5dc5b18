"""Leftovers: what of a book may be a misreading, and what it may be.

A leftover is a mark that one book alone has, or so few on just these books that it may be a misreading that was copied
(RARE), or a row too many of one mark. A row of such few may also have gone astray alone: its number was mistaken for one
that another weapon really has, which stands on the other books. Table `rows` (`ledger.spread`): book row article
canonical make model calibre books lone surplus times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa

from reclaim.model.progress import Progress
from reclaim.trace.link import Pairs
from reclaim.trace.link_shares import FEW, LONE, SURPLUS

RARE: Final = 0.05
"""Weapons on just these books are leftovers, if they are a smaller part than this of each of them."""

STRAYED: Final = 0.2
"""A row may have gone astray alone if weapons on just its books are a smaller part than this of those on the others of
them: what stands on the later count and nowhere else is common, what stands there and in the receipts is not."""


@dataclass(frozen=True)
class Books:
    """`rows` (`ledger.spread`) with what is asked of it again and again: `sets` the books of each group, `rare` whether few are on
    just these, `open` whether its article is a leftover, `first` the first row of each article and mark."""

    rows: pa.Table
    book: Any
    article: Any
    open: Any
    surplus: Any
    times: Any
    group: Any
    sets: list[frozenset[int]]
    rare: Any
    first: Any

    @classmethod
    def of(cls, rows: pa.Table) -> Books:
        coded = rows["books"].combine_chunks()
        coded = coded if isinstance(coded, pa.DictionaryArray) else coded.dictionary_encode()
        named = pa.table({"a": rows["article"], "c": rows["canonical"], "place": np.arange(len(rows))})
        first = np.sort(named.group_by(["a", "c"]).aggregate([("place", "min")])["place_min"].to_numpy())
        sets = [frozenset(map(int, text.split(","))) for text in coded.dictionary.to_pylist()]
        group = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        book, article, lone, surplus, times = (rows[name].to_numpy() for name in (
            "book", "article", "lone", "surplus", "times"))
        size, held = np.bincount(group) / np.array([len(own) for own in sets]), np.bincount(book)
        rare = np.array([n < RARE * min(held[b] for b in own) for n, own in zip(size, sets, strict=True)], bool)
        return cls(rows, book, article, lone | rare[group], surplus, times, group, sets, rare, first)

    def strayed(self, book: int) -> tuple[Any, Any]:
        """bool[rows]: whether so few weapons are on just the books of a row that its row on this one may be another's; and
        whether the other rows of its mark are besides of a weapon that is no leftover."""
        size = Counter(dict(zip(self.sets, np.bincount(self.group, minlength=len(self.sets)) / [len(s) for s in self.sets],
                                strict=True)))
        may = [len(own) > 1 and book in own and size[own] < STRAYED * size[own - {book}] for own in self.sets]
        whole = {own for own, leftover in zip(self.sets, self.rare, strict=True) if not leftover and len(own) > 1}
        sure = [each and own - {book} in whole for each, own in zip(may, self.sets, strict=True)]
        return np.array(may, bool)[self.group], np.array(sure, bool)[self.group]

    def stands_on(self, book: int) -> Any:
        """bool[rows]: whether the weapon of a row stands on a book."""
        return np.array([book in own for own in self.sets], bool)[self.group]


@dataclass(frozen=True)
class Side:
    """A book's leftovers and what they may be. `readings` and `known` are places in `rows`; `kinds` LONE: its mark
    is on this book alone, SURPLUS: it stands here once too often, FEW and more: few are on just these books; `groups`
    int64[known]: the books that a weapon is on; `astray` bool[pairs]: the row alone would be that weapon's, and the
    other rows of its mark another's; `whole` bool[readings]: the reading stands for all rows of its mark."""

    book: int
    readings: Any
    kinds: Any
    times: Any
    known: Any
    groups: Any
    pairs: Pairs
    astray: Any
    whole: Any


def leftovers(books: Books, book: int, others: Sequence[int], apart: Sequence[tuple[int, int]], progress: Progress,
              of_pairs: Callable[..., Pairs]) -> Side | None:
    """A book's leftovers beside what it lacks and `others` have, without pairs decided `apart`; None if there are none."""
    own = np.flatnonzero(books.book == book)
    begins = np.array([min(held) == book for held in books.sets], bool)[books.group]
    few = np.array([len(held) > 1 for held in books.sets], bool)[books.group]
    stray, sure = books.strayed(book)
    lone, more = own[books.open[own] & (begins | stray)[own] & ~books.surplus[own]], own[books.surplus[own]]
    lone = lone[np.unique(books.article[lone], return_index=True)[1]]
    readings = np.concatenate([lone, more])
    known = books.first[~np.isin(books.article[books.first], books.article[lone])]
    near = np.array([not own.isdisjoint(others) and book not in own for own in books.sets], bool)
    sought = near[books.group[known]]
    if len(readings) == 0 or not sought.any():
        return None
    found = of_pairs(books.rows.take(readings), books.rows.take(known), sought, right=len(own) - len(readings),
                     vouched=~books.open[known], progress=progress)
    found = _without(found, readings, known, apart)
    found, astray = _told_apart(found, books, readings, known, begins & ~sure, stray)
    surplus, group = books.surplus[readings], books.group[readings]
    later = np.where(begins[readings], 0, len(books.sets))
    kinds = np.where(surplus, SURPLUS, np.where(few[readings], FEW + group + later, LONE))
    return Side(book, readings, kinds, books.times[readings], known[sought], books.group[known[sought]],
                _renumbered(found, sought), astray, begins[readings] & ~surplus)


def _without(found: Pairs, readings: Any, known: Any, apart: Sequence[tuple[int, int]]) -> Pairs:
    if len(apart) == 0:
        return found
    shut = {*apart, *((b, a) for a, b in apart)}
    kept = [(int(a), int(b)) not in shut for a, b in zip(readings[found.reading], known[found.weapon], strict=True)]
    return _chosen(found, np.flatnonzero(kept))


def _told_apart(found: Pairs, books: Books, readings: Any, known: Any, begins: Any, stray: Any) -> tuple[Pairs, Any]:
    """The pairs that may be, and which of them are of a row gone astray. All rows of a mark can be a weapon's that
    stands on none of their books, which is asked on the first of them; one row of few can be that of a weapon that stands
    on the others; a row too many is a pair of its own."""
    reading = readings[found.reading]
    left, right = books.group[reading], books.group[known[found.weapon]]
    met, back = np.unique(left * len(books.sets) + right, return_inverse=True)
    apart = np.array([books.sets[a].isdisjoint(books.sets[b]) for a, b in zip(*divmod(met, len(books.sets)), strict=True)],
                     bool)[back]
    whole = apart & begins[reading]
    kept = np.flatnonzero(books.surplus[reading] | whole | stray[reading])
    return _chosen(found, kept), (~books.surplus[reading] & ~whole)[kept]


def _chosen(found: Pairs, kept: Any) -> Pairs:
    return Pairs(found.reading[kept], found.weapon[kept], found.ratio[kept], found.edits[kept], found.bits[kept],
                 found.chance[kept], found.unseen, found.far)


def _renumbered(found: Pairs, chosen: Any) -> Pairs:
    """Weapons numbered among the chosen ones only."""
    turned = np.cumsum(chosen) - 1
    return Pairs(found.reading, turned[found.weapon], found.ratio, found.edits, found.bits, found.chance,
                 found.unseen, found.far)
