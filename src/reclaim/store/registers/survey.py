"""The first pass over all parts: which rows are data, and what they hash to."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import partial
from typing import TYPE_CHECKING

import numpy as np

from reclaim.model.progress import Progress
from reclaim.store.registers import keys
from reclaim.store.registers.ahead import ordered
from reclaim.store.registers.footing import Footing
from reclaim.store.registers.grid import Batch
from reclaim.store.registers.looking import Tally, look
from reclaim.store.registers.part import Part

if TYPE_CHECKING:
    import pyarrow as pa


@dataclass(slots=True)
class Surveyed:
    """One part after the first pass. `kept` are the rows of each batch that are data, as bits; `runs` give, for the
    row of the snapshot that begins each stretch without gaps, its row in the file."""

    part: Part
    tallies: list[Tally]
    footing: Footing
    rows: int = 0
    kept: list[np.ndarray] = field(default_factory=list)
    runs: list[tuple[int, int]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Survey:
    """All parts, with the digest and ordinal of each row, in the order of the parts."""

    parts: list[Surveyed]
    digests: np.ndarray
    ordinals: np.ndarray

    @property
    def rows(self) -> int:
        """How many rows are data."""
        return len(self.digests)


def survey(parts: Sequence[Part], identity: Sequence[str], basis: Sequence[str], progress: Progress) -> Survey:
    """Go through all rows once. `identity` and `basis` are the columns that make a key and put equal rows in order."""
    found: list[Surveyed] = []
    hashes: list[np.ndarray] = []
    total = 0
    for part in parts:
        seen = Surveyed(part, [Tally() for _ in part.columns], Footing(part))
        for batch, digests in ordered(partial(_digested, _cells(part, identity)), kept_batches(seen)):
            hashes.append(digests)
            _run(seen, total, batch.rows)
            total += len(batch)
            seen.rows += len(batch)
            for column, tally in enumerate(seen.tallies):
                look(part.columns[column], column, tally, batch)
            progress("reading", total, 0)
        found.append(seen)
    whole = np.concatenate(hashes) if len(hashes) > 0 else np.zeros((0, 2), np.uint64)
    return Survey(found, whole, _ordinals(found, whole, basis))


def _digested(own: Sequence[int | None], batch: Batch) -> tuple[Batch, np.ndarray]:
    return batch, keys.digest_rows([_or_empty(batch, c) for c in own])


def _ordinals(found: Sequence[Surveyed], digests: np.ndarray, basis: Sequence[str]) -> np.ndarray:
    """The ordinals of all rows: rows that stand alone have none, so only the others are gone through again."""
    ordinals = np.zeros(len(digests), np.uint64)
    mask = keys.repeated(digests)
    if not bool(mask.any()):
        return ordinals
    orders, done = [], 0
    for seen in found:
        others = _cells(seen.part, basis) or [None]
        for batch in kept_batches(seen):
            some = batch.take(mask[done:done + len(batch)])
            done += len(batch)
            if len(some) > 0:
                orders.append(keys.order_rows([_or_empty(some, c) for c in others]))
    ordinals[mask] = keys.ordinals(digests[mask], np.concatenate(orders))
    return ordinals


def kept_batches(seen: Surveyed) -> Iterator[Batch]:
    """The rows of a part that are data, batch by batch; which they are is found out once."""
    for place, batch in enumerate(seen.part.grid.batches(seen.part.after)):
        if place == len(seen.kept):
            seen.kept.append(np.packbits(seen.footing.kept(batch)))
        kept = batch.take(np.unpackbits(seen.kept[place], count=len(batch)).astype(bool))
        if len(kept) > 0:
            yield kept


def column_named(part: Part, name: str) -> int | None:
    """The column of a part that fills a field, or an extra cell, of that name."""
    place = part.place(name)
    return place if place is not None else next((i for n, i in part.extras() if n == name), None)


def _cells(part: Part, names: Sequence[str]) -> list[int | None]:
    return [column_named(part, name) for name in names]


def _or_empty(batch: Batch, column: int | None) -> pa.Array:
    import pyarrow as pa

    return pa.nulls(len(batch), pa.string()) if column is None else batch.columns[column]


def _run(seen: Surveyed, total: int, rows: np.ndarray) -> None:
    """Note where a stretch of rows without gaps begins, in the snapshot and in the file."""
    starts = np.flatnonzero(np.diff(rows) != 1) + 1
    begins = [0, *starts.tolist()]
    if len(seen.runs) > 0 and int(rows[0]) - seen.runs[-1][1] == total + 1 - seen.runs[-1][0]:
        begins = begins[1:]
    seen.runs += [(total + 1 + i, int(rows[i])) for i in begins]
