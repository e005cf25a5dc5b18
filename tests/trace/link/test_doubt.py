"""How surely a row is of the weapon that its mark names."""

from __future__ import annotations

import pyarrow as pa
import pytest
from tests.trace.link.test_link import LOT, spread

from reclaim.trace.link_books import between
from reclaim.trace.link_doubt import doubts


def doubted(*books: list[str]) -> dict[tuple[str, int, int], float]:
    """By mark, book and row."""
    rows = spread(*books)
    every = range(1, len(books) + 1)
    links, _ = between(rows, {b: [c for c in every if c != b] for b in every})
    named = rows.select(["canonical", "book", "row"]).to_pylist()
    return {tuple(named[r["row"]].values()): r["probability"] for r in doubts(links, rows).to_pylist()}  # type: ignore[misc]


def test_of_two_rows_with_one_mark_each_bears_half_of_the_doubt() -> None:
    found = doubted([*LOT, "QX77128", "QX77123"], [*LOT, "QX77123", "QX77123"], [*LOT, "QX77128", "QX77123"])
    first, second = (found["QX77123", 2, len(LOT) + n] for n in (1, 2))
    assert first == pytest.approx(second)
    assert 0.1 < first <= 0.5


def test_rows_whose_marks_stand_once_everywhere_are_not_doubted() -> None:
    assert doubted([*LOT, "QX77128"], [*LOT, "QX77128"]) == {}


def test_a_weapon_entered_twice_of_which_none_is_missing_is_not_doubted() -> None:
    assert doubted([*LOT, "QX77128"], [*LOT, "QX77128", "QX77128"]) == {}


def test_a_row_that_went_astray_alone_bears_the_whole_doubt() -> None:
    many = [f"CD{n}" for n in range(50000, 59000, 157)]
    counted_only, never = ([f"{a}{n}" for n in range(10000, 99000, 9001)] for a in ("EF", "GH"))
    found = doubted([*many, "QX77128", *never], [*many, "QX77123"], [*many, "QX77128", "QX77123", *counted_only, *never])
    assert found["QX77123", 2, len(many) + 1] > 0.5


def test_nothing_is_doubted_where_nothing_is_linked() -> None:
    rows = spread(["A1"])
    links, _ = between(rows, {1: []})
    assert len(doubts(links, rows)) == 0
    assert doubts(links, rows).schema.field("probability").type == pa.float64()
