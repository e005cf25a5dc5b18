"""All books of a case at once: near links, and how probable it is that a weapon stands on a book under another mark.

First the leftovers of each book are laid beside weapons that several rows vouch for; what is left of them then beside
each other; and two leftovers that are both probably one weapon are, with the product of the two, each other's. Table
`rows` (`ledger.spread`): book row article canonical make model calibre books lone surplus times.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from reclaim.model.progress import Progress, silent
from reclaim.trace.link import Pairs, pairs
from reclaim.trace.link_shares import UNSEEN, Shares, shares

LEAST: Final = 0.01
"""What is less probable is no link of any use, and there is very much of it."""

LINKS = pa.schema([("left", pa.int64()), ("right", pa.int64()), ("edits", pa.int8()), ("probability", pa.float64()),
                   ("chance", pa.float64()), ("times", pa.int32())])
"""`left` is the first row of a weapon and `right` a row that it may be, as places in `rows`; `times` is on how many rows
of its book the mark on the right stands: above 1 it may be any of them."""

THERE = pa.schema([("row", pa.int64()), ("book", pa.int32()), ("probability", pa.float64())])
"""The weapon of a row stands on a book that has not its mark."""


@dataclass(frozen=True)
class Side:
    """A book's leftovers and what they may be. `readings` and `known` are places in `rows`; `kinds` 0: its mark is on
    this book alone, 1: it stands here once too often; `groups` int64[known]: the books that a weapon is on."""

    book: int
    readings: Any
    kinds: Any
    times: Any
    known: Any
    groups: Any
    pairs: Pairs


def between(rows: pa.Table, beside: Mapping[int, Sequence[int]], apart: Sequence[tuple[int, int]] = (),
            progress: Progress = silent, of_pairs: Callable[..., Pairs] = pairs) -> tuple[pa.Table, pa.Table]:
    """Near links (LINKS) and what stands elsewhere (THERE). `beside`: the books that each is compared with; `apart`:
    rows decided different."""
    if len(rows) == 0:
        return LINKS.empty_table(), THERE.empty_table()
    books = _Books.of(rows)
    sides = [side for book in sorted(beside) if (side := _side(books, book, beside[book], apart, progress, of_pairs))]
    vouched = [_vouched(books, side) for side in sides]
    alone = np.ones(len(rows))
    for side, told in zip(sides, vouched, strict=True):
        first = side.kinds == 0
        alone[side.readings[first]] = told.alone[first]
    lone = [_lone(books, side, told, alone) for side, told in zip(sides, vouched, strict=True)]
    links = _joined([*(_links(side, told.pair) for side, told in zip(sides, vouched, strict=True)),
                     _both_ways([_links(side, told.pair) for side, told in zip(sides, lone, strict=True)])])
    links = _through(links, books)
    return links, _there(books, beside, sides, vouched, lone, alone)


@dataclass(frozen=True)
class _Books:
    """`rows` with what is asked of it again and again: `sets` the books of each group, `first` the first row of each
    article and mark."""

    rows: pa.Table
    book: Any
    article: Any
    lone: Any
    surplus: Any
    times: Any
    group: Any
    sets: list[frozenset[int]]
    first: Any

    @classmethod
    def of(cls, rows: pa.Table) -> _Books:
        coded = rows["books"].combine_chunks().dictionary_encode()
        named = pa.table({"a": rows["article"], "c": rows["canonical"], "place": np.arange(len(rows))})
        first = np.sort(named.group_by(["a", "c"]).aggregate([("place", "min")])["place_min"].to_numpy())
        sets = [frozenset(map(int, text.split(","))) for text in coded.dictionary.to_pylist()]
        names = ("book", "article", "lone", "surplus", "times")
        group = coded.indices.to_numpy(zero_copy_only=False).astype(np.int64)
        return cls(rows, *(rows[name].to_numpy() for name in names), group, sets, first)

    def stands_on(self, book: int) -> Any:
        """bool[rows]: whether the weapon of a row stands on a book."""
        return np.array([book in own for own in self.sets], bool)[self.group]


def _side(books: _Books, book: int, others: Sequence[int], apart: Sequence[tuple[int, int]], progress: Progress,
          of_pairs: Callable[..., Pairs]) -> Side | None:
    own = np.flatnonzero(books.book == book)
    lone = own[books.lone[own]]
    more = own[books.surplus[own]]
    times = books.times[more]
    readings = np.concatenate([lone, more])
    is_lone = np.zeros(len(books.lone), bool)
    is_lone[lone] = True
    known = books.first[~is_lone[books.first]]
    near = np.array([not own.isdisjoint(others) and book not in own for own in books.sets], bool)
    sought = near[books.group[known]]
    if len(readings) == 0 or not sought.any():
        return None
    found = of_pairs(books.rows.take(readings), books.rows.take(known), sought, progress=progress)
    found = _without(found, readings, known, apart)
    kinds = np.repeat([0, 1], [len(lone), len(more)])
    return Side(book, readings, kinds, np.concatenate([np.ones(len(lone), np.int64), times]),
                known[sought], books.group[known[sought]], _renumbered(found, sought))


def _without(found: Pairs, readings: Any, known: Any, apart: Sequence[tuple[int, int]]) -> Pairs:
    if len(apart) == 0:
        return found
    shut = {*apart, *((b, a) for a, b in apart)}
    kept = [(int(a), int(b)) not in shut for a, b in zip(readings[found.reading], known[found.weapon], strict=True)]
    return _chosen(found, np.flatnonzero(kept))


def _chosen(found: Pairs, kept: Any) -> Pairs:
    return Pairs(found.reading[kept], found.weapon[kept], found.ratio[kept], found.edits[kept], found.bits[kept],
                 found.chance[kept])


def _renumbered(found: Pairs, chosen: Any) -> Pairs:
    """Weapons numbered among the chosen ones only."""
    turned = np.cumsum(chosen) - 1
    return Pairs(found.reading, turned[found.weapon], found.ratio, found.edits, found.bits, found.chance)


def _part(side: Side, wanted: Any, weight: Any) -> Shares:
    """The shares among some of the weapons of a side, as arrays over all pairs and all weapons."""
    kept = np.flatnonzero(wanted[side.pairs.weapon])
    told = shares(_renumbered(_chosen(side.pairs, kept), wanted), side.kinds, _dense(side.groups[wanted]), weight[kept])
    pair, absent = np.zeros(len(side.pairs.weapon)), np.ones(len(wanted))
    pair[kept], absent[wanted] = told.pair, told.absent
    return Shares(pair, told.alone, absent, told.found)


def _dense(names: Any) -> Any:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _vouched(books: _Books, side: Side) -> Shares:
    return _part(side, ~books.lone[side.known], np.ones(len(side.pairs.weapon)))


def _lone(books: _Books, side: Side, told: Shares, alone: Any) -> Shares:
    weight = told.alone[side.pairs.reading] * alone[side.known[side.pairs.weapon]]
    return _part(side, books.lone[side.known], weight)


def _links(side: Side, probability: Any) -> pa.Table:
    kept = np.flatnonzero(probability >= LEAST)
    found = side.pairs
    return pa.table([side.known[found.weapon[kept]], side.readings[found.reading[kept]], found.edits[kept],
                     probability[kept], found.chance[kept], side.times[found.reading[kept]].astype(np.int32)],
                    schema=LINKS)


def _both_ways(parts: list[pa.Table]) -> pa.Table:
    """A pair of two lone rows was weighed from both sides: its probability is the mean, the earlier row is on the left."""
    found = _joined(parts)
    left, right = found["left"].to_numpy(), found["right"].to_numpy()
    swapped = (found["times"].to_numpy() == 1) & (left > right)
    turned = found.set_column(0, "left", pa.array(np.where(swapped, right, left)))
    turned = turned.set_column(1, "right", pa.array(np.where(swapped, left, right)))
    met = turned.group_by(["left", "right", "times"], use_threads=False).aggregate(
        [("edits", "max"), ("probability", "mean"), ("chance", "max")])
    return met.rename_columns(["left", "right", "times", "edits", "probability", "chance"]).select(LINKS.names).cast(LINKS)


def _through(links: pa.Table, books: _Books) -> pa.Table:
    """Two leftovers of two books that are both probably one weapon: with the product of the two."""
    single = links.filter(pc.and_(pc.equal(links["times"], 1), pc.greater(links["probability"], 0.1)))
    single = single.append_column("article", pa.array(books.article[single["left"].to_numpy()]))
    single = single.append_column("book", pa.array(books.book[single["right"].to_numpy()]))
    single = single.filter(pa.array(~books.lone[single["left"].to_numpy()])).select(
        ["article", "book", "right", "edits", "probability", "chance"])
    met = single.join(single, "article", join_type="inner", right_suffix="_b")
    met = met.filter(pc.less(met["right"], met["right_b"]))
    met = met.filter(pc.not_equal(met["book"], met["book_b"]))
    more = pa.table([met["right"], met["right_b"], pc.add(met["edits"], met["edits_b"]),
                     pc.multiply(met["probability"], met["probability_b"]),
                     pc.max_element_wise(met["chance"], met["chance_b"]), pa.array(np.ones(len(met), np.int32))],
                    schema=LINKS)
    summed = _joined([links, more]).group_by(["left", "right", "times"], use_threads=False).aggregate(
        [("edits", "min"), ("probability", "sum"), ("chance", "max")])
    named = summed.rename_columns(["left", "right", "times", "edits", "probability", "chance"]).select(LINKS.names)
    capped = named.set_column(3, "probability", pc.min_element_wise(named["probability"], 1.0)).cast(LINKS)
    return capped.sort_by([("left", "ascending"), ("right", "ascending"), ("times", "ascending")])


def _joined(parts: list[pa.Table]) -> pa.Table:
    return pa.concat_tables([LINKS.empty_table(), *parts]).combine_chunks()


def _there(books: _Books, beside: Mapping[int, Sequence[int]], sides: list[Side], vouched: list[Shares],
           lone: list[Shares], alone: Any) -> pa.Table:
    """Of each weapon and each book that has not its mark: that it stands there nevertheless."""
    on: dict[int, Any] = {book: np.zeros(len(books.lone)) for book in beside}
    for side, told, more in zip(sides, vouched, lone, strict=True):
        whole = told.pair + more.pair * told.alone[side.pairs.reading]
        first = side.kinds[side.pairs.reading] == 0
        rest = np.clip(1 - np.bincount(side.pairs.reading, weights=whole, minlength=len(side.kinds)), 0, 1)
        share = min(float(whole[first].sum() / max((side.kinds == 0).sum(), 1)), 1.0)
        hidden = share * UNSEEN / (1 - share * (1 - UNSEEN))
        for book in beside[side.book]:
            stands = books.stands_on(book)[side.known][side.pairs.weapon] & first
            own = np.bincount(side.pairs.reading[stands], weights=whole[stands], minlength=len(side.kinds))
            part = own.sum() / max(whole[first].sum(), 1e-9)
            kept = side.kinds == 0
            on[book][side.readings[kept]] = (own + rest * hidden * part)[kept]
    columns: list[tuple[Any, int, Any]] = []
    for side, told, more in zip(sides, vouched, lone, strict=True):
        through = on[side.book][side.known]
        single = books.lone[side.known]
        columns.append((side.known[~single], side.book, 1 - told.absent[~single]))
        columns.append((side.known[single], side.book,
                        through[single] + (1 - through[single]) * alone[side.known[single]] * (1 - more.absent[single])))
    columns += [(np.flatnonzero(p > 0), book, p[p > 0]) for book, p in on.items()]
    table = pa.table([np.concatenate([np.zeros(0, np.int64), *(c[0] for c in columns)]),
                      np.concatenate([np.zeros(0, np.int32), *(np.full(len(c[0]), c[1], np.int32) for c in columns)]),
                      np.concatenate([np.zeros(0), *(c[2] for c in columns)])], schema=THERE)
    kept = table.filter(pc.greater_equal(table["probability"], LEAST))
    most = kept.group_by(["row", "book"], use_threads=False).aggregate([("probability", "max")])
    return most.rename_columns(THERE.names).cast(THERE).sort_by([("row", "ascending"), ("book", "ascending")])
