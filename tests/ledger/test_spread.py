"""On which books each weapon stands, and which rows are too many."""

from __future__ import annotations

from collections.abc import Callable

from tests.ledger.conftest import Written, book

from reclaim.ledger.books import Book
from reclaim.ledger.spread import spread

Opened = Callable[..., list[Book]]


def surplus(books: list[Book]) -> list[tuple[int, int]]:
    rows = spread(books)
    return [(r["book"], r["row"]) for r in rows.select(["book", "row", "surplus"]).to_pylist() if r["surplus"]]


def shipped(*rows: str) -> Written:
    return book("ship shipped maker 2020-12-31 2020-01-01..2020-12-31 yes", *rows)


def received(*rows: str) -> Written:
    return book("recv received army 2020-12-31 2020-01-01..2020-12-31 yes", *rows)


def test_a_mark_that_all_lists_have_twice_is_on_no_list_too_often(opened: Opened) -> None:
    assert surplus(opened(shipped("A1000", "A1000", "A1001"), received("A1001", "A1000", "A1000"))) == []


def test_a_mark_that_one_list_has_more_often_than_another_is_there_too_often(opened: Opened) -> None:
    assert surplus(opened(shipped("A1000", "A1001"), received("A1000", "A1001", "A1000"))) == [(2, 3)]


def test_a_mistaken_number_that_was_copied_on_is_too_many_beside_the_list_that_has_it_once(opened: Opened) -> None:
    counted = book("count inventory army 2020-12-31 - -", "A1000", "A1000")
    assert surplus(opened(shipped("A1000", "A1001"), received("A1000", "A1000"), counted)) == [(2, 2), (3, 2)]


def test_a_mark_that_no_other_list_has_is_there_too_often_if_it_stands_twice(opened: Opened) -> None:
    assert surplus(opened(shipped("A1001"), received("A1000", "A1000"))) == [(2, 2)]


def test_what_was_issued_twice_is_not_too_many(opened: Opened) -> None:
    issued = book("issue issued army 2020-12-31 - -", "A1000", "A1000")
    assert surplus(opened(shipped("A1000"), issued)) == []


def test_the_books_of_a_weapon_are_named_by_their_numbers(opened: Opened) -> None:
    rows = spread(opened(shipped("A1000", "A1001"), received("A1000", "ZZ77123")))
    found = {(r["book"], r["canonical"]): (r["books"], r["lone"]) for r in rows.to_pylist()}
    assert found == {(1, "A1000"): ("1,2", False), (1, "A1001"): ("1", True), (2, "A1000"): ("1,2", False),
                     (2, "ZZ77123"): ("2", True)}


def test_books_with_nothing_traceable_are_on_no_list(opened: Opened) -> None:
    assert len(spread(opened(shipped("-"), received("illegible")))) == 0
