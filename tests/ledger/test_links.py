"""Which rows are of one weapon, and how surely."""

from __future__ import annotations

from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import pyarrow as pa
from pyarrow import csv
from pyarrow import parquet as pq
from tests.ledger.conftest import book

from reclaim.columns.links import LINKS
from reclaim.ledger.books import Book
from reclaim.ledger.judged import Judged
from reclaim.ledger.links import Linking, links, write_links
from reclaim.ledger.reconcile import DOUBT, NEAR

Opened = Callable[..., list[Book]]

NO_DOUBT, NONE_NEAR = DOUBT.empty_table(), NEAR.empty_table()


def linking(books: list[Book], near: pa.Table = NONE_NEAR, doubt: pa.Table = NO_DOUBT, judged: Judged = Judged()) -> Linking:
    return Linking(books, [(a.number, b.number) for a, b in combinations(books, 2)], near, doubt, judged)


def told(found: pa.Table) -> list[tuple[Any, ...]]:
    return [(r["left_register"], r["left_row"], r["right_register"], r["right_row"], r["basis"], r["probability"])
            for r in found.to_pylist()]


def two(opened: Opened, shipped: list[str], received: list[str]) -> list[Book]:
    return opened(book("ship shipped maker 2020-12-31 - -", *shipped), book("recv received army 2020-12-31 - -", *received))


def test_one_row_in_each_with_an_equal_mark_is_exact_and_no_probability_is_made_up(opened: Opened) -> None:
    found = links(linking(two(opened, ["A1000", "A1001"], ["a-1001", "A1000"])))
    assert found.schema.equals(LINKS)
    assert told(found) == [("ship", 1, "recv", 2, "exact", None), ("ship", 2, "recv", 1, "exact", None)]


def test_makes_that_disagree_are_no_link(opened: Opened) -> None:
    assert len(links(linking(two(opened, ["A1000 make=kes"], ["A1000 make=orn"])))) == 0


def test_of_two_rows_with_one_mark_either_may_be_the_other_weapon(opened: Opened) -> None:
    books = two(opened, ["A1000", "A1001"], ["A1000", "A1000"])
    near = pa.table([[1], [2], [2], [2], [1], [0.8], [0.1], [2]], names=NEAR.names).cast(NEAR)
    doubt = pa.table([[2, 2], [1, 2], [0.4, 0.4], [False, False]], names=DOUBT.names).cast(DOUBT)
    assert told(links(linking(books, near, doubt))) == [
        ("ship", 1, "recv", 1, "near", 0.6), ("ship", 1, "recv", 2, "near", 0.6),
        ("ship", 2, "recv", 1, "near", 0.4), ("ship", 2, "recv", 2, "near", 0.4)]


def test_an_exact_link_of_a_row_that_went_astray_says_how_sure_it_is(opened: Opened) -> None:
    doubt = pa.table([[2], [1], [0.3], [True]], names=DOUBT.names).cast(DOUBT)
    assert told(links(linking(two(opened, ["A1000"], ["A1000"]), doubt=doubt))) == [("ship", 1, "recv", 1, "exact", 0.7)]


def test_what_a_person_decided_is_decided(opened: Opened) -> None:
    books = two(opened, ["A1000", "A1001"], ["B7123", "A1001"])
    judged = Judged(same=(((1, 1), (2, 1)),), different=(((1, 2), (2, 2)),))
    assert told(links(linking(books, judged=judged))) == [("ship", 1, "recv", 1, "decided", None)]


def test_a_further_mark_carries_an_exact_link(opened: Opened) -> None:
    books = two(opened, ["A1000 mark=NA4711"], ["NA4711"])
    assert told(links(linking(books))) == [("ship", 1, "recv", 1, "exact", None)]


def test_a_near_link_is_one_whichever_side_is_the_left(opened: Opened) -> None:
    books = two(opened, ["A1001"], ["A1007"])
    near = pa.table([[2], [1], [1], [1], [1], [0.75], [0.2], [1]], names=NEAR.names).cast(NEAR)
    assert told(links(linking(books, near))) == [("ship", 1, "recv", 1, "near", 0.75)]


def test_the_file_holds_the_same_whatever_the_threads(opened: Opened, tmp_path: Path) -> None:
    asked = linking(two(opened, [f"A{n}" for n in range(1000, 1300)], [f"A{n}" for n in range(1290, 1000, -1)]))
    found = links(asked)
    assert write_links(asked, tmp_path / "one", ".parquet", "TLP:GREEN", threads=1) == len(found) == 290
    assert write_links(asked, tmp_path / "two", ".parquet", "TLP:GREEN", threads=2) == 290
    assert write_links(asked, tmp_path / "three", ".csv", "TLP:GREEN") == 290
    assert pq.read_table(tmp_path / "one").equals(pq.read_table(tmp_path / "two"))
    assert pq.read_table(tmp_path / "one")["right_row"].equals(found["right_row"])
    assert pq.read_schema(tmp_path / "one").metadata[b"marking"] == b"TLP:GREEN"
    assert csv.read_csv(tmp_path / "three")["left_row"].to_pylist() == found["left_row"].to_pylist()
