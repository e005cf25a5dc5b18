"""Marks that stand on one book alone against what that book lacks: which may be one weapon's though they differ."""

from __future__ import annotations

import numpy as np
import pyarrow as pa

from reclaim.trace.link import LEAST, near


def marks(*texts: str, make: str = "kes") -> pa.Table:
    return pa.table({"canonical": pa.array(texts, pa.string()), "make": pa.array([make] * len(texts), pa.string())})


def linked(lone: pa.Table, others: pa.Table) -> list[dict[str, float]]:
    rows: list[dict[str, float]] = near(lone, others, np.zeros(len(others), np.int64)).to_pylist()
    return rows


LOT = [f"AB{n}" for n in range(31000, 31400, 97)]


def test_a_mistaken_number_is_linked_to_the_weapon_that_is_missing() -> None:
    found = linked(marks("QX77123"), marks(*LOT, "QX77128"))
    best = max(found, key=lambda r: r["probability"])
    assert (best["lone"], best["other"], best["edits"]) == (0, len(LOT), 1)
    assert best["probability"] > 0.5


def test_one_weapon_is_one_row() -> None:
    found = linked(marks("QX77123", "QX77129"), marks("QX77128"))
    assert sum(r["probability"] for r in found) <= 1 + 1e-9
    assert all(r["probability"] >= LEAST for r in found)


def test_nothing_is_linked_to_nothing() -> None:
    assert linked(marks(), marks(*LOT)) == []
    assert linked(marks("QX77123"), marks()) == []
