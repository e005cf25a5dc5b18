"""All books of a case at once: near links, and how probable it is that a weapon stands on a book under another mark.

The leftovers of each book (`reclaim.trace.leftovers`) are laid beside what it lacks and others have. A weapon that is itself a
leftover counts as far as it is not probably another one's misreading, and two leftovers that are both probably one weapon
are, with the product of the two, each other's.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

import numpy as np
import pyarrow as pa
from pyarrow import compute as pc

from reclaim.model.progress import Progress, silent
from reclaim.trace.leftovers import Books, Side, leftovers
from reclaim.trace.link import Pairs, pairs
from reclaim.trace.link_absence import LEAST, THERE, elsewhere
from reclaim.trace.link_shares import Shares, shares

SUREST: Final = 1 - 1e-9
"""No pair is surer, or its odds would have no end."""

LINKS = pa.schema([("left", pa.int64()), ("right", pa.int64()), ("edits", pa.int8()), ("probability", pa.float64()),
                   ("chance", pa.float64()), ("times", pa.int32()), ("astray", pa.bool_())])
"""`left` is the first row of a weapon and `right` a row that it may be, as places in `rows`; `times` is on how many rows
of its book the mark on the right stands: above 1 it may be any of them; `astray`: the row on the right alone, and no other
of its mark."""

KEY: Final = ["left", "right", "times"]


def between(rows: pa.Table, beside: Mapping[int, Sequence[int]], apart: Sequence[tuple[int, int]] = (),
            progress: Progress = silent, of_pairs: Callable[..., Pairs] = pairs) -> tuple[pa.Table, pa.Table]:
    """Near links (LINKS) and what stands elsewhere (THERE). `beside`: the books that each is compared with; `apart`:
    rows decided different."""
    if len(rows) == 0:
        return LINKS.empty_table(), THERE.empty_table()
    books = Books.of(rows)
    found = [leftovers(books, book, beside[book], apart, progress, of_pairs) for book in sorted(beside)]
    sides = [each for each in found if each is not None]
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
    return _through(links, books), elsewhere(books, beside, sides, told)


def _for_all_rows(alone: Any, books: Books) -> None:
    """What was found of one row of a weapon counts for all its rows, in place."""
    _, names = np.unique(books.article, return_inverse=True)
    least = np.ones(names.max(initial=0) + 1)
    np.minimum.at(least, names, alone)
    alone[:] = least[names]


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


def _both_ways(found: pa.Table, books: Books) -> pa.Table:
    """A pair of rows that was weighed more than once, as a misreading of the one and of the other, of all its rows and of
    one alone: only one of these can be so, and their odds add up, those of two leftovers by half, for each side learned of
    all such pairs how many there are. It is shown as the surest of them, two leftovers with the earlier row on the left."""
    left, right, astray = (found[name].to_numpy() for name in ("left", "right", "astray"))
    sure = np.minimum(found["probability"].to_numpy(), SUREST)
    odds = sure / (1 - sure) * np.where(books.open[left] & ~books.surplus[right] & ~astray, 0.5, 1.0)
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


def _through(links: pa.Table, books: Books) -> pa.Table:
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


