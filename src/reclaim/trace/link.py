"""Books against books: which marks may be one weapon's though they differ.

A mark that stands on one book alone is read as a reading would be; what other books have and this one lacks is what it
is searched in. The weighing is that of a recovered weapon, with two things more, for both sides are leftovers here:

- a reading that had its own mark right would have been linked exactly, so only misreadings are weighed
  (`1 - law[0]` of all copies);
- a weapon is one row of a book at most, so pairs exclude each other (`reclaim.trace.matching`), and the weapon that no
  row is read as has to be missing. How many are missing is learned, for each group of weapons (those on the same
  other books) by itself: of weapons that both the maker and a count have, nearly all were received.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from reclaim.model.progress import Progress, silent
from reclaim.trace.ask import plain_ask
from reclaim.trace.batch import answers
from reclaim.trace.belief import Prior
from reclaim.trace.channel import Channel, default
from reclaim.trace.evidence import Searched
from reclaim.trace.few import MOST, Few
from reclaim.trace.matching import matched
from reclaim.trace.weapons import NO_DATE, weapons

if TYPE_CHECKING:
    from reclaim.trace.find import Finder
    from reclaim.trace.weapons import Weapons

NEAR = pa.schema([("lone", pa.int64()), ("other", pa.int64()), ("edits", pa.int8()), ("weight_bits", pa.float64()),
                  ("probability", pa.float64()), ("expected_by_chance", pa.float64())])
"""`lone` and `other` are places in the two tables, from 0."""

FIELDS: Final = ("make", "model", "calibre")

LEAST: Final = 0.01
"""Pairs that are less probable are no links of any use, and there are very many of them."""

TOP: Final = 12
"""So many weapons are weighed for a mark: in a dense lot there are as many one misreading away."""

START: Final = 0.5
"""The share of the smaller side that is taken to have a counterpart, before anything is learned."""

MOST_THERE: Final = 0.97
"""However well two books fit, so many leftovers at most are taken to have a counterpart: some are missing."""

STRENGTH: Final = 5.0
"""So many weapons of the whole are added to those of a group when its share is learned."""

ROUNDS: Final = 15


def near(lone: pa.Table, others: pa.Table, groups: Any, *, channel: Channel | None = None, progress: Progress = silent
         ) -> pa.Table:
    """Near links (schema NEAR) of the marks of a book that stand on it alone, to weapons that it lacks.

    Both tables have `canonical` and, if they have them, FIELDS; `groups` int64[others] names the group of each weapon.
    The probabilities of one mark sum to 1 at most, and so do those of one weapon.
    """
    if len(lone) == 0 or len(others) == 0:
        return NEAR.empty_table()
    channel = channel or default()
    pairs = _weighed(lone, others, channel, progress)
    if len(pairs.lone) == 0:
        return NEAR.empty_table()
    probability = _one_to_one(pairs, np.asarray(groups, np.int64), len(lone), len(others))
    kept = np.flatnonzero((probability >= LEAST) & (pairs.edits > 0))
    kept = kept[np.lexsort((pairs.other[kept], pairs.lone[kept]))]
    return pa.table([pairs.lone[kept], pairs.other[kept], pairs.edits[kept], pairs.bits[kept], probability[kept],
                     pairs.chance[kept]], schema=NEAR)


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs as columns; `ratio` is how many times likelier the mark is as a misreading of that weapon than of a
    weapon that the books do not have."""

    lone: Any
    other: Any
    ratio: Any
    edits: Any
    bits: Any
    chance: Any


def _weighed(lone: pa.Table, others: pa.Table, channel: Channel, progress: Progress) -> Pairs:
    found = weapons([others])
    searched = Searched.of(found, _finder(found, channel, len(lone)), channel)
    texts = [text or "" for text in lone["canonical"].to_pylist()]
    ask = plain_ask(texts, {name: _words(lone, name) for name in FIELDS}, np.full(len(texts), NO_DATE, np.int32))
    prior, misread = Prior.of_user(START), 1 - float(channel.law[0])
    columns: list[tuple[Any, ...]] = []
    for part in answers(ask, searched, prior, top=TOP, progress=progress):
        told = part.answers
        none = np.maximum(told.none[told.reading], 1e-12)
        ratio = told.probability / none * (1 - START) / START * found.count / misread
        places = np.array([found.rows_of(int(w))[0].place for w in told.weapon.tolist()], np.int64)
        columns.append((part.first + told.reading.astype(np.int64), places, ratio, told.edits,
                        told.mark_bits + told.field_bits.sum(axis=1), told.chance))
    return Pairs(*(np.concatenate([c[n] for c in columns]) for n in range(6)))


def _one_to_one(pairs: Pairs, groups: Any, lones: int, others: int) -> Any:
    """float64[pairs]: the probability of each, the shares of those that have a counterpart learned beside."""
    size = np.bincount(groups, minlength=int(groups.max(initial=0)) + 1).astype(float)
    there = np.full(len(size), START * min(lones / others, 1.0))
    share = START * min(others / lones, 1.0)
    probability = np.zeros(len(pairs.lone))
    for _ in range(ROUNDS):
        own = there[groups][pairs.other]
        odds = pairs.ratio * own / (1 - own) / (lones * (1 - share))
        probability = matched(pairs.lone, pairs.other, odds, lones, others).pair
        met = np.bincount(groups[pairs.other], weights=probability, minlength=len(size))
        whole = met.sum() / others
        there = np.minimum((met + STRENGTH * whole) / (size + STRENGTH), MOST_THERE)
        share = min(met.sum() / lones, MOST_THERE)
    return probability


def _finder(found: Weapons, channel: Channel, asked: int) -> Finder:
    if asked * found.count <= MOST:
        few: Finder = Few(found, channel)
        return few
    from reclaim.trace.index import SerialIndex

    return SerialIndex.build(found.texts)


def _words(table: pa.Table, name: str) -> list[str]:
    if name not in table.column_names:
        return [""] * len(table)
    return [word or "" for word in table[name].to_pylist()]
