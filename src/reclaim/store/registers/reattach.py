"""Decisions on rows, carried over to a new snapshot by key, or listed as detached; never applied silently.

A key that is found carries the decision over. If several rows carry the same identity cells, the ordinal alone does not
say which is meant: the row must then have the cells that were judged. Where the register's own number is found, but
another cell of its identity changed, both versions are shown (rules: "key cells", "detached old").
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from reclaim.columns.bridge import written_cells
from reclaim.columns.rows import own_number
from reclaim.model.register import (
    FIELDS,
    RECORD,
    Detached,
    DetachReason,
    JudgedRow,
    Reattached,
)
from reclaim.store.registers.keys import of_cells

if TYPE_CHECKING:
    import pyarrow as pa

_HALF = (1 << 64) - 1


def reattach(judged: Sequence[JudgedRow], now: pa.Table, identity: Sequence[str],
             *, same_date: bool) -> tuple[list[Reattached], list[Detached]]:
    """What becomes of decisions on rows in the snapshot `now` (RegisterRows) of the same register.

    `identity` are the register's identity columns; `same_date` says that the new snapshot has the date of the judged
    one and replaces it, so that a detached decision is without effect until it is renewed.
    """
    groups = _Groups(now, [_start(j, identity) for j in judged])
    numbers = _rows_by_number(now, {j.cell(RECORD) for j in judged} - {""})
    held: list[Reattached] = []
    loose: list[Detached] = []
    for j in sorted(judged, key=lambda j: (j.decision, j.snapshot, j.row)):
        found = _found(j, groups, now, identity)
        if isinstance(found, int):
            held.append(Reattached(j, int(now.column("row")[found].as_py())))
        else:
            loose.append(_detached(j, found, numbers, now, in_effect=not same_date))
    return held, loose


class _Groups:
    """The rows of a snapshot that carry the same identity cells as some that were judged."""

    def __init__(self, now: pa.Table, starts: Sequence[int]) -> None:
        import pyarrow as pa

        halves = np.unique(np.array([(s >> 64) + carry & _HALF for s in starts for carry in (0, 1)], np.uint64))
        found: dict[int, int] = {}
        at = 0
        for chunk in now.column("key").cast(pa.binary(16)).chunks:
            raw = np.frombuffer(chunk.buffers()[1], ">u8")[2 * chunk.offset:2 * (chunk.offset + len(chunk)):2]
            for place in np.flatnonzero(np.isin(raw.astype(np.uint64), halves)).tolist():
                found[int.from_bytes(chunk[place].as_py(), "big")] = at + place
            at += len(chunk)
        self._found = found

    def equals(self, start: int) -> dict[int, int]:
        """Key and place, from 0, of the rows whose key is `start` plus an ordinal."""
        group: dict[int, int] = {}
        key = start
        while key in self._found:
            group[key] = self._found[key]
            key = (key + 1) % (1 << 128)
        return group


def _start(judged: JudgedRow, identity: Sequence[str]) -> int:
    return int.from_bytes(of_cells([judged.cell(n) for n in identity]), "big")


def _rows_by_number(now: pa.Table, numbers: set[str]) -> dict[str, list[int]]:
    import pyarrow as pa
    import pyarrow.compute as pc

    if len(numbers) == 0:
        return {}
    own = own_number(now)
    places = np.flatnonzero(np.asarray(pc.fill_null(pc.is_in(own, pa.array(sorted(numbers))), False)))
    found: dict[str, list[int]] = {}
    for number, place in zip(own.take(pa.array(places)).to_pylist(), places.tolist(), strict=True):
        found.setdefault(number, []).append(place)
    return found


def _found(judged: JudgedRow, groups: _Groups, now: pa.Table, identity: Sequence[str]) -> int | DetachReason:
    """The place of the row that the decision goes on to hold for, or why there is none."""
    equals = groups.equals(_start(judged, identity))
    own = equals.get(int(judged.key, 16))
    if len(equals) == 0:
        return DetachReason.GONE
    if own is not None and len(equals) == 1:
        return own
    as_judged = [place for place in equals.values() if _cells(now, place) == dict(judged.cells)]
    if len(as_judged) > 0:
        return own if own in as_judged else as_judged[0]
    return DetachReason.UNCLEAR


def _detached(judged: JudgedRow, reason: DetachReason, numbers: dict[str, list[int]], now: pa.Table,
              *, in_effect: bool) -> Detached:
    """A decision that is not carried over, beside the row that has the register's own number, if one has."""
    same = numbers.get(judged.cell(RECORD), [])
    if reason is DetachReason.GONE and len(same) == 1:
        row = now.slice(same[0], 1).to_pylist()[0]
        return Detached(judged, DetachReason.CHANGED, in_effect, row["row"], written_cells(row))
    return Detached(judged, reason, in_effect)


def _cells(now: pa.Table, place: int) -> dict[str, Any]:
    row = now.select(["extra", *FIELDS]).slice(place, 1).to_pylist()[0]
    return dict(written_cells(row))
