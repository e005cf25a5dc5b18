"""All books of a case at once: near links, and how probable it is that a weapon stands on a book under another mark.

The leftovers of each book are laid beside what it lacks and others have. A weapon that is itself a leftover counts as
far as it is not probably another one's misreading, and two leftovers that are both probably one weapon are, with the
product of the two, each other's. A leftover is a mark that one book alone has, or so few on just these books that it may
be a misreading that was copied (RARE), or a row too many of one mark. A row of such few may also have gone astray alone:
its number was mistaken for one that another weapon really has, which stands on the other books. Table
`rows` (`ledger.spread`): book row article canonical make model calibre books lone surplus times.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from reclaim.model.progress import Progress, silent
from reclaim.trace.link import Pairs, pairs
from reclaim.trace.link_shares import FEW, LONE, SURPLUS, Shares, shares

LEAST: Final = 0.01
"""What is less probable is no link of any use, and there is very much of it."""

SUREST: Final = 1 - 1e-9

RARE: Final = 0.05
"""Weapons on just these books are leftovers, if they are a smaller part than this of each of them."""

STRAYED: Final = 0.2
"""A row may have gone astray alone if weapons on just its books are a smaller part than this of those on the others of
them: what stands on the later count and nowhere else is common, what stands there and in the receipts is not."""

LINKS = pa.schema([("left", pa.int64()), ("right", pa.int64()), ("edits", pa.int8()), ("probability", pa.float64()),
                   ("chance", pa.float64()), ("times", pa.int32()), ("astray", pa.bool_())])
"""`left` is the first row of a weapon and `right` a row that it may be, as places in `rows`; `times` is on how many rows
of its book the mark on the right stands: above 1 it may be any of them; `astray`: the row on the right alone, and no other
of its mark."""

KEY: Final = ["left", "right", "times"]

THERE = pa.schema([("row", pa.int64()), ("book", pa.int32()), ("probability", pa.float64())])
"""The weapon of a row stands on a book that has not its mark."""


@dataclass(frozen=True)
class Side:
    """A book's leftovers and what they may be. `readings` and `known` are places in `rows`; `kinds` LONE: its mark
    is on this book alone, SURPLUS: it stands here once too often, FEW and more: few are on just these books; `groups`
    int64[known]: the books that a weapon is on; `astray` bool[pairs]: the row alone would be that weapon's, whose other
    rows stand where those of its mark do; `whole` bool[readings]: the reading stands for all rows of its mark."""

    book: int
    readings: Any
    kinds: Any
    times: Any
    known: Any
    groups: Any
    pairs: Pairs
    astray: Any
    whole: Any


def between(rows: pa.Table, beside: Mapping[int, Sequence[int]], apart: Sequence[tuple[int, int]] = (),
            progress: Progress = silent, of_pairs: Callable[..., Pairs] = pairs) -> tuple[pa.Table, pa.Table]:
    """Near links (LINKS) and what stands elsewhere (THERE). `beside`: the books that each is compared with; `apart`:
    rows decided different."""
    if len(rows) == 0:
        return LINKS.empty_table(), THERE.empty_table()
    books = _Books.of(rows)
    sides = [side for book in sorted(beside) if (side := _side(books, book, beside[book], apart, progress, of_pairs))]
    vouched = [_told(side, (~books.open[side.known]).astype(float)) for side in sides]
    alone = np.ones(len(rows))
    for side, each in zip(sides, vouched, strict=True):
        matched = np.bincount(side.pairs.reading, weights=np.where(side.astray, 0.0, each.pair),
                              minlength=len(side.readings))
        alone[side.readings[side.whole]] = np.clip(1 - matched, 0, 1)[side.whole]
    _for_all_rows(alone, books)
    told = [_told(side, np.where(books.open[side.known], alone[side.known], 1.0)) for side in sides]
    met = [(side, each.pair) for side, each in zip(sides, told, strict=True)]
    links = _both_ways(_joined([_links(side, pair) for side, pair in met]), books)
    return _through(links, books), _there(books, beside, sides, told)


def _for_all_rows(alone: Any, books: _Books) -> None:
    """What was found of one row of a weapon counts for all its rows, in place."""
    _, names = np.unique(books.article, return_inverse=True)
    least = np.ones(names.max(initial=0) + 1)
    np.minimum.at(least, names, alone)
    alone[:] = least[names]


@dataclass(frozen=True)
class _Books:
    """`rows` with what is asked of it again and again: `sets` the books of each group, `rare` whether few are on
    just these, `open` whether its article is a
    leftover, `first` the first row of each article and mark."""

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
    def of(cls, rows: pa.Table) -> _Books:
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


def _side(books: _Books, book: int, others: Sequence[int], apart: Sequence[tuple[int, int]], progress: Progress,
          of_pairs: Callable[..., Pairs]) -> Side | None:
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
                     progress=progress)
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


def _told_apart(found: Pairs, books: _Books, readings: Any, known: Any, begins: Any, stray: Any) -> tuple[Pairs, Any]:
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
                 found.chance[kept], found.unseen)


def _renumbered(found: Pairs, chosen: Any) -> Pairs:
    """Weapons numbered among the chosen ones only."""
    turned = np.cumsum(chosen) - 1
    return Pairs(found.reading, turned[found.weapon], found.ratio, found.edits, found.bits, found.chance,
                 found.unseen)


def _dense(names: Any) -> Any:
    return np.unique(names, return_inverse=True)[1].astype(np.int64)


def _told(side: Side, real: Any) -> Shares:
    return shares(side.pairs, side.kinds, _dense(side.groups), real)


def _links(side: Side, probability: Any) -> pa.Table:
    kept = np.flatnonzero(probability >= LEAST)
    found = side.pairs
    return pa.table([side.known[found.weapon[kept]], side.readings[found.reading[kept]], found.edits[kept],
                     probability[kept], found.chance[kept], side.times[found.reading[kept]].astype(np.int32),
                     side.astray[kept]], schema=LINKS)


def _both_ways(found: pa.Table, books: _Books) -> pa.Table:
    """A pair of rows that was weighed more than once, as a misreading of the one and of the other, of all its rows and of
    one alone: only one of these can be so, and their odds add up. It is shown as the surest of them, two leftovers with
    the earlier row on the left."""
    left, right, astray = (found[name].to_numpy() for name in ("left", "right", "astray"))
    sure = np.minimum(found["probability"].to_numpy(), SUREST)
    odds = sure / (1 - sure)
    order = np.lexsort([right, -odds, np.maximum(left, right), np.minimum(left, right)])
    found, left, right, astray, odds = found.take(order), left[order], right[order], astray[order], odds[order]
    low, high = np.minimum(left, right), np.maximum(left, right)
    first = np.flatnonzero(np.append(True, (np.diff(low) != 0) | (np.diff(high) != 0))[: len(low)])
    total = np.add.reduceat(odds, first) if len(first) > 0 else odds
    swapped = (~books.surplus[right] & books.open[left] & (left > right) & ~astray)[first]
    return pa.table({**{name: found[name].take(first) for name in LINKS.names},
                     "left": np.where(swapped, right[first], left[first]),
                     "right": np.where(swapped, left[first], right[first]),
                     "probability": total / (1 + total)}, schema=LINKS)


def _through(links: pa.Table, books: _Books) -> pa.Table:
    """Two leftovers of two books that are both probably one weapon: with the product of the two."""
    single = links.filter(pc.and_(pc.equal(links["times"], 1), pc.greater(links["probability"], 0.1)))
    single = single.append_column("article", pa.array(books.article[single["left"].to_numpy()]))
    single = single.append_column("book", pa.array(books.book[single["right"].to_numpy()]))
    single = single.filter(pa.array(~books.open[single["left"].to_numpy()])).select(
        ["article", "book", "right", "edits", "probability", "chance"])
    met = single.join(single, "article", join_type="inner", right_suffix="_b")
    met = met.filter(pc.less(met["right"], met["right_b"]))
    met = met.filter(pc.not_equal(met["book"], met["book_b"]))
    more = pa.table([met["right"], met["right_b"], pc.add(met["edits"], met["edits_b"]),
                     pc.multiply(met["probability"], met["probability_b"]),
                     pc.max_element_wise(met["chance"], met["chance_b"]), pa.array(np.ones(len(met), np.int32)),
                     pa.array(np.zeros(len(met), bool))], schema=LINKS)
    summed = _joined([links, more]).group_by(KEY, use_threads=False).aggregate(
        [("edits", "min"), ("probability", "sum"), ("chance", "max"), ("astray", "min")])
    named = summed.rename_columns([*KEY, "edits", "probability", "chance", "astray"]).select(LINKS.names)
    capped = named.set_column(3, "probability", pc.min_element_wise(named["probability"], 1.0)).cast(LINKS)
    return capped.sort_by([(name, "ascending") for name in KEY])


def _joined(parts: list[pa.Table]) -> pa.Table:
    return pa.concat_tables([LINKS.empty_table(), *parts]).combine_chunks()


def _there(books: _Books, beside: Mapping[int, Sequence[int]], sides: list[Side], told: list[Shares]) -> pa.Table:
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


def _elsewhere(books: _Books, others: Sequence[int], side: Side, told: Shares) -> list[tuple[Any, int, Any]]:
    """Of the leftovers of a book: that they stand on others as what they may be; and of what they may be, that it stands
    on the further books of a copied misreading. Part of those that no list explains stand there too (`Pairs.unseen`), and
    so does part of two leftovers that are each other's, as far as weapons on just their books are misreadings."""
    found, lone = side.pairs, np.flatnonzero(side.whole)
    first = side.whole[found.reading] & ~side.astray
    matched = max(float(told.pair[first].sum()), 1e-9)
    misread = _misread(side, told)
    share = misread[side.kinds]
    hidden = share * found.unseen / (1 - share * (1 - found.unseen))
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


def _misread(side: Side, told: Shares) -> Any:
    """float64[kinds]: the part of readings that are misread, those that no list explains included; of kinds that there are
    none of, as of all."""
    rows = np.bincount(side.kinds, minlength=max(len(told.found), int(side.kinds.max(initial=0)) + 1))
    found = np.minimum(told.found / (1 - side.pairs.unseen), 1.0)
    usual = float((found * rows).sum() / max(rows.sum(), 1))
    return np.where(rows > 0, (found * rows + 0.5) / (rows + 1), usual)


def _of_both(books: _Books, side: Side, mates: Any, misread: Any) -> Any:
    """float64[mates]: the part that is misread of weapons that stand on the books of both, which only a few do."""
    left = books.group[side.readings[side.pairs.reading[mates]]]
    right = books.group[side.known[side.pairs.weapon[mates]]]
    met, back = np.unique(left * len(books.sets) + right, return_inverse=True)
    place = {held: n for n, held in enumerate(books.sets)}
    kinds = [FEW + place.get(books.sets[a] | books.sets[b], len(misread)) for a, b in
             zip(*divmod(met, max(len(books.sets), 1)), strict=True)]
    usual = np.append(misread, np.full(max(kinds, default=0) + 1, misread[LONE]))
    return usual[np.array(kinds, np.int64)][back]
