"""Decisions on pairs of rows, as the ledger reads them."""

from __future__ import annotations

from dataclasses import dataclass

RowPair = tuple[tuple[int, int], tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Judged:
    """Decisions on pairs of rows, as (book, row) pairs."""

    same: tuple[RowPair, ...] = ()
    different: tuple[RowPair, ...] = ()
    unsure: tuple[RowPair, ...] = ()
