"""Books against books: how much likelier a mark is as another weapon's, misread, than as one that no book has.

A mark of one book that no other book has, or that stands there once too often, is read as a mark on a recovered weapon
would be, and searched in what that book lacks and others have. What a new weapon's mark would be is judged from all
weapons of all books: new weapons come in the same lots. A reading that had its own mark right would have been linked
exactly, so only misreadings are weighed (`1 - law[0]` of all copies); what misreadings there are, and where new weapons
lie, is learned from the leftovers. What the ratios come to when every row has one counterpart at most is
`reclaim.trace.link_shares`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, Final

import numpy as np
import pyarrow as pa

from reclaim.model.progress import Progress, silent
from reclaim.trace.ask import plain_ask
from reclaim.trace.batch import answers
from reclaim.trace.belief import Belief, Prior
from reclaim.trace.channel import Channel, default
from reclaim.trace.evidence import Evidence, Searched
from reclaim.trace.few import MOST, Few
from reclaim.trace.lots import in_sure_lots
from reclaim.trace.weapons import NO_DATE, weapons

if TYPE_CHECKING:
    from reclaim.trace.find import Finder
    from reclaim.trace.weapons import Weapons

FIELDS: Final = ("make", "model", "calibre")

SHAPE: Final = 1.0
"""What is believed of two and three misreadings beside one weighs as much as the leftovers: without a label, a mark two
misreadings off looks much like one that no book has, and left to themselves leftovers unlearn them."""

UNSEEN: Final = 0.1
"""The part of misread rows that no list holds, where no law of misreadings was learned."""

TOP: Final = 12
"""So many weapons are weighed for a mark: in a dense lot there are as many one misreading away."""


@dataclass(frozen=True)
class Pairs:
    """Candidate pairs as columns: `reading` and `weapon` are places in the two tables, from 0; `ratio` is how many times
    likelier the mark is as a misreading of that weapon than of one that no book has; `chance` how many of the weapons
    searched would be as near by chance. `unseen` is the part of misread rows that no list of candidates holds: those of
    three misreadings and more. `far` float64[readings]: how many times likelier the mark is as one of these than as a new weapon's
    own."""

    reading: Any
    weapon: Any
    ratio: Any
    edits: Any
    bits: Any
    chance: Any
    unseen: float
    far: Any


def pairs(readings: pa.Table, known: pa.Table, sought: Any, *, right: int = 0, vouched: Any = None,
          channel: Channel | None = None, progress: Progress = silent) -> Pairs:
    """Pairs of marks that differ. Both tables have `canonical` and, if they have them, FIELDS; `sought` bool[known] are
    the weapons that a reading may be of; all of `known` says what marks are like. `right`: so many more rows of the
    readings' book were linked exactly, which says how seldom its marks are misread; `vouched` bool[known]: several books agree on
    the mark."""
    if len(readings) == 0 or not sought.any():
        return _columns([], UNSEEN, np.ones(len(readings)))
    channel = replace(channel or default(), shape_weight=SHAPE)
    found = weapons([known])
    place = found.row_places[found.row_starts[:-1]]
    searched = Searched.of(found, _finder(found, np.flatnonzero(sought[place]), channel, len(readings)), channel)
    if vouched is not None:
        searched = in_sure_lots(searched, np.maximum.reduceat(vouched[found.row_places], found.row_starts[:-1]))
    texts = [text or "" for text in readings["canonical"].to_pylist()]
    ask = plain_ask(texts, {name: _words(readings, name) for name in FIELDS}, np.full(len(texts), NO_DATE, np.int32))
    believed: list[Belief] = []
    parts, far = [], []
    for part in answers(ask, searched, Prior.default(), top=TOP, progress=progress, believed=believed.append,
                        right=right / len(readings)):
        told, belief = part.answers, believed[0]
        misread = max(1 - float(belief.channel.law[0]), 1e-3)
        odds = told.probability / np.maximum(told.none[told.reading], 1e-12)
        ratio = odds * (1 - belief.share) / belief.share * found.count / misread
        far.append(_far(part.evidence, belief))
        kept = (told.edits > 0) & sought[place[told.weapon]]
        parts.append(tuple(column[kept] for column in (
            part.first + told.reading.astype(np.int64), place[told.weapon], ratio, told.edits,
            told.mark_bits + told.field_bits.sum(axis=1), told.chance)))
    law = believed[0].channel.law
    return _columns(parts, float(law[3:].sum() / max(law[1:].sum(), 1e-12)), np.concatenate(far))


def _far(seen: Evidence, belief: Belief) -> Any:
    """float64[readings]: how many times likelier its mark is as that of a weapon misread so often that no list holds it than
    as a new weapon's own."""
    weight, reading = seen.patterns.weight, seen.patterns.reading
    none, two = (np.bincount(reading, weights=weight * (mass @ belief.weights), minlength=seen.count)
                 for mass in (seen.chance.none, seen.chance.two))
    return two / np.maximum(none, 1e-300)


def _columns(parts: list[tuple[Any, ...]], unseen: float, far: Any) -> Pairs:
    kinds = (np.int64, np.int64, np.float64, np.int8, np.float64, np.float64)
    reading, weapon, ratio, edits, bits, chance = (np.concatenate([np.zeros(0, kind), *(p[n] for p in parts)])
                                                   for n, kind in enumerate(kinds))
    return Pairs(reading, weapon, ratio, edits, bits, chance, unseen, far)


class Among:
    """A search among some weapons only (`reclaim.trace.find.Finder`), whose records are those of all."""

    def __init__(self, weapons: Weapons, chosen: Any) -> None:
        from reclaim.trace.index import SerialIndex

        self._marks = np.unique(weapons.marks[chosen])
        self._index = SerialIndex.build(weapons.texts.take(pa.array(self._marks)))

    def search(self, readings: Iterable[str], top: int = 10, *, costs: Any = None, threads: int | None = None
               ) -> pa.Table:
        """The cheapest marks for each reading: `reading record edits cost`, best first."""
        found = self._index.search(readings, top=top, costs=costs, threads=threads)
        return found.set_column(found.column_names.index("record"), "record",
                                pa.array(self._marks[found["record"].to_numpy()]))


def _finder(found: Weapons, chosen: Any, channel: Channel, asked: int) -> Finder:
    if asked * len(chosen) <= MOST // 10:
        few: Finder = Few(found, channel, chosen)
        return few
    return Among(found, chosen)


def _words(table: pa.Table, name: str) -> list[str]:
    if name not in table.column_names:
        return [""] * len(table)
    return [word or "" for word in table[name].to_pylist()]
