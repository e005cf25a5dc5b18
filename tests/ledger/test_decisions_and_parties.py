"""Decisions that cut or hold open, and who is who among keepers."""

from __future__ import annotations

from collections.abc import Callable

from tests.ledger.conftest import book

from reclaim.ledger.books import Book, Names
from reclaim.ledger.judged import Judged
from reclaim.ledger.reconcile import reconcile

Opened = Callable[..., list[Book]]

SHIP = "ship shipped maker 2020-12-31 2020-01-01..2020-12-31 yes"
RECV = "recv received army 2021-06-30 2020-01-01..2021-06-30 yes"
INV = "inv inventory army 2021-07-01 2020-01-01..2021-07-01 yes"
SEIZED = "seized seized police 2022-12-31 - -"


def found(books: list[Book], **how: object) -> set[str]:
    return set(reconcile(books, **how).discrepancies["class"].to_pylist())  # type: ignore[arg-type]


def test_different_makes_two_weapons_of_one_mark(opened: Opened) -> None:
    books = opened(book(INV, "AB1001"), book(SEIZED, "AB1001 date=2021-05-01"))
    apart = Judged(different=(((1, 1), (2, 1)),))
    assert "RECOVERED_WHILE_ON_HAND" in found(books)
    assert "RECOVERED_WHILE_ON_HAND" not in found(books, judged=apart)


def test_different_lets_an_absence_be_found_and_unsure_does_not(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1001 date=2020-02-01"), book(RECV, "AB1001 date=2020-03-01"))
    pair = (((1, 1), (2, 1)),)
    assert found(books) == set()
    assert "SHIPPED_NOT_RECEIVED" in found(books, judged=Judged(different=pair))
    assert found(books, judged=Judged(unsure=pair)) == set()


def test_a_row_between_two_that_are_different_is_held_open(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1001 date=2020-02-01"), book(RECV, "AB1001 date=2020-03-01"),
                   book(INV, "AB1001"), book(SEIZED, "AB1001 date=2021-05-01"))
    cut = Judged(different=(((1, 1), (4, 1)),))
    assert "RECOVERED_WHILE_ON_HAND" not in found(books, judged=cut)
    assert "SHIPPED_NOT_RECEIVED" not in found(books, judged=cut)
    tied = Judged(different=(((1, 1), (4, 1)),), same=(((3, 1), (4, 1)),))
    assert "RECOVERED_WHILE_ON_HAND" in found(books, judged=tied)


def test_a_part_of_the_keeper_is_not_another(opened: Opened) -> None:
    books = opened(book(INV, "AB1001"), book("seized seized second_brigade 2022-12-31 - -", "AB1001 date=2021-05-01"))
    assert "RECOVERED_WHILE_ON_HAND" in found(books)
    assert "RECOVERED_WHILE_ON_HAND" not in found(books, names=Names(parts=(("second brigade", "army"),)))


def test_an_alias_is_the_consignee(opened: Opened) -> None:
    books = opened(book(SHIP, "BC7007 date=2020-02-01 to=the_Army"), book(RECV, "AB1001"),
                   book("navy received navy 2020-03-01 2020-01-01..2020-03-01 yes", "AB2002"))
    assert "SHIPPED_NOT_RECEIVED" not in found(books)
    assert "SHIPPED_NOT_RECEIVED" in found(books, names=Names(same=(("the army", "Army"), ("army", "Army"))))
