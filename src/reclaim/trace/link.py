"""Two registers: which rows may be of one weapon though their marks differ.

Rows whose mark stands in both registers are linked exactly, and are no business of this file. What is left over on the
left is read as a batch of readings, what is left over on the right is what they are searched in: the same weighing as
of a recovered weapon, with chance drawn from how densely the leftovers of the right lie. A mark that the other
register holds whole is never a near link, or a lot of consecutive serials would be linked row to row.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from reclaim.model.progress import Progress, silent
from reclaim.trace.ask import plain_ask
from reclaim.trace.batch import answers
from reclaim.trace.belief import Prior
from reclaim.trace.channel import Channel, default
from reclaim.trace.evidence import Searched
from reclaim.trace.few import MOST, Few
from reclaim.trace.weapons import NO_DATE, Weapons, weapons

if TYPE_CHECKING:
    from reclaim.trace.find import Finder

NEAR = pa.schema([("left", pa.int64()), ("right", pa.int64()), ("edits", pa.int8()), ("weight_bits", pa.float64()),
                  ("probability", pa.float64()), ("expected_by_chance", pa.float64())])
"""`left` and `right` are places in the tables, from 0; only each row's best is kept."""

FIELDS = ("make", "model", "calibre")
LEAST = 0.05
"""Pairs that are less probable are no links of any use, and there are very many of them."""


MOST_THERE = 0.7
"""However well two registers fit, so many leftovers at most are taken to have a counterpart: some are missing."""


def near(left: pa.Table, right: pa.Table, *, channel: Channel | None = None, progress: Progress = silent) -> pa.Table:
    """Near links (schema NEAR) between two tables with `canonical`, `traceable` and, if they have them, FIELDS.

    Each left row is linked to the weapon that is most probably its own, if that is at least LEAST; a weapon on the
    right that several left rows choose goes to the most probable of them, for it is one weapon.
    """
    ours, theirs = _leftover(left, right), _leftover(right, left)
    if len(ours) == 0 or len(theirs) == 0:
        return NEAR.empty_table()
    channel = channel or default()
    found = weapons([right.take(theirs)])
    readings = left.take(ours)
    searched = Searched.of(found, _finder(found, channel, len(readings)), channel)
    texts = [text or "" for text in readings["canonical"].to_pylist()]
    fields = {name: _words(readings, name) for name in FIELDS}
    ask = plain_ask(texts, fields, np.full(len(texts), NO_DATE, np.int32))
    rows: list[tuple[Any, ...]] = []
    prior = _share(channel, _marks(left), len(ours))
    for part in answers(ask, searched, prior, top=1, progress=progress):
        rows += _best(part.first, part.answers, found, ours, theirs)
    return _one_to_one(rows)


def _share(channel: Channel, marks: int, leftover: int) -> Prior:
    """How many of the leftovers have a counterpart, from how many marks have an exact one.

    If a part r of the left stands in the right and a part c of marks is copied as it is, r * c are found exactly, and
    r * (1 - c) of the leftovers are there under another mark. It is not learned from the leftovers: without the exact
    pairs, which would tell, a batch of misreadings looks like one of which nothing is registered.
    """
    copied = float(channel.law[0])
    exact = 1 - leftover / max(marks, 1)
    there = min(exact / copied, 1.0) * (1 - copied) / max(1 - exact, 1e-9)
    return Prior.of_user(min(max(there, LEAST), MOST_THERE))


def _leftover(table: pa.Table, other: pa.Table) -> Any:
    """int64: the rows with a whole mark that the other table does not have, the first row of each mark."""
    marks = table["canonical"]
    whole = pc.and_(pc.fill_null(table["traceable"], False), pc.is_valid(marks))
    plain = pc.invert(pc.fill_null(pc.match_substring_regex(marks, r"[?*]"), True))
    alone = pc.invert(pc.is_in(marks, value_set=pc.unique(other["canonical"])))
    places = np.flatnonzero(pc.and_(pc.and_(whole, plain), alone).to_numpy(zero_copy_only=False))
    first: dict[str, int] = {}
    for place, mark in zip(places.tolist(), marks.take(places).to_pylist(), strict=True):
        first.setdefault(mark, place)
    return np.array(sorted(first.values()), np.int64)


def _marks(table: pa.Table) -> int:
    """How many different marks a table has."""
    return int(pc.count_distinct(table["canonical"], mode="only_valid").as_py())


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


def _best(first: int, told: Any, found: Weapons, ours: Any, theirs: Any) -> list[tuple[Any, ...]]:
    """(probability, left, right, edits, bits, chance) of the first candidate of each reading that has one."""
    heads = told.first[:-1][told.first[1:] > told.first[:-1]]
    kept = heads[told.probability[heads] >= LEAST]
    return [(float(told.probability[n]), int(ours[first + told.reading[n]]),
             int(theirs[found.rows_of(int(told.weapon[n]))[0].place]), int(told.edits[n]),
             float(told.mark_bits[n] + told.field_bits[n].sum()), float(told.chance[n])) for n in kept.tolist()]


def _one_to_one(rows: list[tuple[Any, ...]]) -> pa.Table:
    """The most probable first; a row that is taken is not taken again."""
    left, right, kept = set[int](), set[int](), []
    for row in sorted(rows, key=lambda r: (-r[0], r[1], r[2])):
        if row[1] not in left and row[2] not in right and row[3] > 0:
            left.add(row[1])
            right.add(row[2])
            kept.append(row)
    kept.sort(key=lambda r: (r[1], r[2]))
    return pa.table({"left": [r[1] for r in kept], "right": [r[2] for r in kept], "edits": [r[3] for r in kept],
                     "weight_bits": [r[4] for r in kept], "probability": [r[0] for r in kept],
                     "expected_by_chance": [r[5] for r in kept]}, schema=NEAR)
