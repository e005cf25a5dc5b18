"""Two registers: whose marks differ and may yet be of one weapon."""

from __future__ import annotations

import pyarrow as pa

from reclaim.trace.link import LEAST, near


def marks(*texts: str, make: str = "kes") -> pa.Table:
    return pa.table({"canonical": pa.array(texts, pa.string()), "traceable": pa.array([t != "" for t in texts], pa.bool_()),
                     "make": pa.array([make] * len(texts), pa.string())})


LOT = [f"AB{n}" for n in range(31000, 31400, 7)]


def test_a_misread_number_is_linked_and_exact_ones_are_not() -> None:
    found = near(marks(*LOT, "QX77123"), marks(*LOT, "QX77128"))
    assert [(r["left"], r["right"], r["edits"]) for r in found.to_pylist()] == [(len(LOT), len(LOT), 1)]
    assert found["probability"].to_pylist()[0] > 0.5


def test_a_mark_that_the_other_holds_whole_is_never_near() -> None:
    assert len(near(marks(*LOT[:20]), marks(*LOT[:20]))) == 0
    found = near(marks(*LOT, "AB31001"), marks(*LOT))
    assert len(found) == 0


def test_one_row_goes_to_one() -> None:
    found = near(marks(*LOT, "QX77123", "QX77128"), marks(*LOT, "QX77126")).to_pylist()
    assert len(found) == 1
    assert all(r["probability"] >= LEAST for r in found)


def test_nothing_is_linked_to_nothing() -> None:
    assert len(near(marks(), marks(*LOT))) == 0
    assert len(near(marks(""), marks("QX77123"))) == 0
