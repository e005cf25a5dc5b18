"""Each class of discrepancy: a story in which it is found, and look-alikes in which it is not."""

from __future__ import annotations

from collections.abc import Callable
from itertools import permutations

import pyarrow as pa
import pytest
from tests.ledger.conftest import Written, book

from reclaim.ledger.books import Book
from reclaim.ledger.reconcile import DOUBT, MISSING, NEAR, TOTALS, Judged, reconcile
from reclaim.model.block import Block
from reclaim.model.discrepancy import DiscrepancyClass, Due, Rules

Opened = Callable[..., list[Book]]

SHIP = "ship shipped maker 2020-12-31 2020-01-01..2020-12-31 yes"
RECV = "recv received army 2021-06-30 2020-01-01..2021-06-30 yes"
INV1 = "inv inventory army 2021-01-01 2020-01-01..2021-01-01 yes"
INV2 = "inv inventory army 2021-07-01 2020-01-01..2021-07-01 yes"
SEIZED = "seized seized police 2022-12-31 - -"
LOST = "lost lost army 2022-12-31 2020-01-01..2022-12-31 yes"

FOUND = {
    "MISSING_SERIAL": [book(SHIP, "AB1001 date=2020-02-01", "illegible date=2020-02-01")],
    "MISSING_DATE": [book(SHIP, "AB1001 date=2020-02-01", "AB2002")],
    "DUPLICATE_IN_REGISTER": [book(INV1, "AB1001 make=kes", "AB2002", "AB1001 make=kes")],
    "SHIPPED_NOT_RECEIVED": [book(SHIP, "AB1001 date=2020-02-01", "BC7007 date=2020-02-01"),
                             book(RECV, "AB1001 date=2020-03-01")],
    "RECEIVED_NOT_SHIPPED": [book(SHIP, "AB1001 date=2020-06-01"),
                             book(RECV, "AB1001 date=2020-07-01", "BC7007 date=2020-07-01")],
    "ATTRIBUTE_CONFLICT": [book(SHIP, "AB1001 make=kes model=K60"), book(RECV, "AB1001 make=kes model=K81")],
    "ISSUED_TWICE": [book("iss issued army 2021-01-01 - -", "AB1001 date=2020-02-01 to=first_company",
                          "AB1001 date=2020-05-01 to=second_company")],
    "RECOVERED_WHILE_ON_HAND": [book(INV2, "AB1001"), book(SEIZED, "AB1001 date=2021-05-01")],
    "RECOVERED_AFTER_DESTROYED": [book("gone destroyed army 2020-12-31 - -", "AB1001 date=2020-03-01"),
                                  book(SEIZED, "AB1001 date=2021-05-01")],
    "GONE_WITHOUT_RECORD": [book(INV1, "AB1001", "AB2002"), book(INV2, "AB2002")],
    "APPEARED_WITHOUT_RECORD": [book(INV1, "AB2002"), book(INV2, "AB1001", "AB2002")],
    "HELD_BY_TWO": [book(INV1, "AB1001"), book("other inventory navy 2021-01-01 - -", "AB1001")],
    "SUPPLIED_BUT_RECOVERED": [book(SHIP, "AB1001 date=2020-02-01"), book(SEIZED, "AB1001 date=2022-05-01")],
    "CLONED_MARK": [book(SEIZED, "AB1001 date=2022-05-01"),
                    book("other seized customs 2022-12-31 - -", "AB1001 date=2022-06-01")],
    "LOSS_NOT_REPORTED": [book(INV1, "AB1001"), book(LOST, "ZX9009 date=2021-03-01"),
                          book(SEIZED, "AB1001 date=2022-05-01")],
    "IMPOSSIBLE_SEQUENCE": [book(SHIP, "AB1001 date=2020-06-01"), book(RECV, "AB1001 date=2020-02-01")],
}

NOT_FOUND = {
    "MISSING_SERIAL": [
        [book(SHIP, "- quantity=40 type=rifle", "- quantity=12 type=pistol")],
        [book(SHIP, "AB1001 date=2020-02-01")],
    ],
    "MISSING_DATE": [[book(INV1, "AB1001", "AB2002")], [book(SHIP, "AB1001", "AB2002")]],
    "DUPLICATE_IN_REGISTER": [
        [book(INV1, "AB1001 make=kes", "AB1001 make=other")],
        [book(INV1, "AB1001"), book(INV2, "AB1001")],
        [book(INV1, "- model=K60", "- model=K60")],
        [book("iss issued army 2021-01-01 - -", "AB1001 date=2020-02-01 to=first", "AB1001 date=2020-09-01 to=first")],
        [book(INV1, "AB1010", "AB1011", "AB1012")],
    ],
    "SHIPPED_NOT_RECEIVED": [
        [book(SHIP, "BC7007 date=2020-02-01"),
         book("recv received army 2020-03-01 2020-01-01..2020-03-01 yes", "AB1001")],
        [book(SHIP, "BC7007 date=2020-02-01"),
         book("recv received army 2021-06-30 2020-01-01..2021-06-30 unknown", "AB1001")],
        [book(SHIP, "BC7007 date=2020-02-01"), book("recv received army 2021-06-30 - yes", "AB1001")],
        [book(SHIP, "illegible date=2020-02-01"), book(RECV, "AB1001 date=2020-02-01")],
        [book(SHIP, "BC7007"), book(RECV.replace("2020-01-01..2021-06-30", "2020-06-01..2021-06-30"), "AB1001")],
        [book(SHIP, "BC7007 date=2020-02-01 to=navy"), book(RECV, "AB1001"),
         book("navy received navy 2020-03-01 2020-01-01..2020-03-01 yes", "AB2002")],
    ],
    "RECEIVED_NOT_SHIPPED": [
        [book(SHIP, "AB1001 date=2020-02-01"), book(RECV, "BC7007 date=2020-02-01")],
        [book(SHIP.replace("yes", "no"), "AB1001"), book(RECV, "BC7007 date=2020-07-01")],
    ],
    "ATTRIBUTE_CONFLICT": [
        [book(SHIP, "AB1001 make=kes model=M16"), book(RECV, "AB1001 make=kes model=M16A2")],
        [book(SHIP, "AB1001 model=AK-47"), book(RECV, "AB1001 model=AKM")],
        [book(SHIP, "AB1001 make=kes model=K-60"), book(RECV, "AB1001 make=kes model=k60")],
        [book(SHIP, "AB1001 make=kes"), book(RECV, "AB1001 make=kes model=K81")],
        [book(SHIP, "AB1001 make=kes model=K60"), book(RECV, "AB1001 make=orn model=P12")],
    ],
    "ISSUED_TWICE": [
        [book("iss issued army 2021-01-01 - -", "AB1001 date=2020-02-01 to=first", "AB1001 date=2020-05-01 to=second"),
         book("back returned army 2021-01-01 - -", "AB1001 date=2020-04-01")],
        [book("iss issued army 2021-01-01 - -", "AB1001 date=2020-02-01 to=First", "AB1001 date=2020-05-01 to=first")],
        [book("iss issued army 2021-01-01 - -", "AB1001 date=2020-02-01 to=first", "AB1001 to=second")],
    ],
    "RECOVERED_WHILE_ON_HAND": [
        [book(INV1, "AB1001"), book(SEIZED, "AB1001 date=2021-05-01")],
        [book(INV2, "AB1001"), book(SEIZED, "AB1001 date=2021-05-01"),
         book("back returned army 2021-12-31 - -", "AB1001 date=2021-06-01")],
        [book(INV2, "AB1001"), book("own seized army 2021-12-31 - -", "AB1001 date=2021-05-01")],
    ],
    "RECOVERED_AFTER_DESTROYED": [[book("gone destroyed army 2022-12-31 - -", "AB1001 date=2022-03-01"),
                                   book(SEIZED, "AB1001 date=2021-05-01")]],
    "GONE_WITHOUT_RECORD": [
        [book(INV1, "AB1001", "AB2002"), book(INV2.replace("yes", "unknown"), "AB2002")],
        [book(INV1, "AB1001", "AB2002"), book(INV2, "AB2002"), book(LOST, "AB1001 date=2021-03-01")],
        [book(INV1, "AB1001", "AB2002"), book(INV2, "AB2002"), book(LOST, "AB1001")],
        [book(INV1, "illegible", "AB2002"), book(INV2, "AB2002")],
    ],
    "APPEARED_WITHOUT_RECORD": [
        [book(INV1.replace("yes", "no"), "AB2002"), book(INV2, "AB1001", "AB2002")],
        [book(INV1, "AB2002"), book(INV2, "AB1001", "AB2002"), book(RECV, "AB1001 date=2021-03-01")],
    ],
    "HELD_BY_TWO": [
        [book(INV1, "AB1001"), book("other inventory navy 2021-01-02 - -", "AB1001")],
        [book(INV1, "AB1001"), book("second inventory army 2021-01-01 - -", "AB1001")],
        [book(INV1, "AB1001"), book("other inventory - 2021-01-01 - -", "AB1001")],
    ],
    "SUPPLIED_BUT_RECOVERED": [
        [book(SHIP, "AB1001 date=2020-02-01"), book(RECV, "AB1001 date=2020-03-01"),
         book(SEIZED, "AB1001 date=2022-05-01")],
        [book(SHIP, "AB1001 make=kes date=2020-02-01"), book(SEIZED, "AB1001 make=orn date=2022-05-01")],
    ],
    "CLONED_MARK": [
        [book(SEIZED, "AB1001 date=2022-05-01"), book("other seized customs 2022-12-31 - -", "AB1001 date=2022-06-01"),
         book("back returned police 2022-12-31 - -", "AB1001 date=2022-05-20")],
        [book(SEIZED, "AB1001 date=2022-05-01", "AB1001 date=2022-06-01")],
        [book(SEIZED, "AB1001 make=kes date=2022-05-01"),
         book("other seized customs 2022-12-31 - -", "AB1001 make=orn date=2022-06-01")],
    ],
    "LOSS_NOT_REPORTED": [
        [book(INV1, "AB1001"), book(LOST, "AB1001 date=2021-03-01"), book(SEIZED, "AB1001 date=2022-05-01")],
        [book(INV1, "AB1001"), book(LOST.replace("yes", "unknown"), "ZX9009"), book(SEIZED, "AB1001 date=2022-05-01")],
        [book(INV1, "AB1001"), book(LOST.replace("2020-01-01..2022-12-31", "2020-01-01..2021-12-31"), "ZX9009"),
         book(SEIZED, "AB1001 date=2022-05-01")],
        [book(INV1, "AB1001"), book(LOST.replace("army", "navy"), "ZX9009"), book(SEIZED, "AB1001 date=2022-05-01")],
    ],
    "IMPOSSIBLE_SEQUENCE": [
        [book(SHIP, "AB1001 date=2020-02-01"), book(RECV, "AB1001 date=2020-02-01")],
        [book(SHIP, "AB1001 make=kes date=2020-06-01"), book(RECV, "AB1001 make=orn date=2020-02-01")],
        [book(SHIP, "AB1001"), book(RECV, "AB1001 date=2020-02-01")],
    ],
}


def classes(books: list[Book], **how: object) -> set[str]:
    """The classes that are found."""
    return set(reconcile(books, **how).discrepancies["class"].to_pylist())  # type: ignore[arg-type]


@pytest.mark.parametrize("name", FOUND)
def test_it_is_found(name: str, opened: Opened) -> None:
    assert name in classes(opened(*FOUND[name]))


@pytest.mark.parametrize(("name", "written"), [(n, w) for n, stories in NOT_FOUND.items() for w in stories])
def test_a_look_alike_is_not(name: str, written: list[Written], opened: Opened) -> None:
    assert name not in classes(opened(*written))


def near(*rows: tuple[int, int, int, int, int, float, float]) -> pa.Table:
    return pa.Table.from_pylist([dict(zip(NEAR.names, (*row, 1), strict=True)) for row in rows], schema=NEAR)


def test_near_links_in_another_order_give_the_same_bytes(opened: Opened) -> None:
    numbers = ("AB1235", "AB1236", "AB1237", "AB1238")
    books = opened(book(SHIP, "AB1234 date=2020-02-01"), book(RECV, *(f"{n} date=2020-03-01" for n in numbers)))
    links = [(1, 1, 2, row, 1, sure, 0.1) for row, sure in enumerate((0.1, 0.2, 0.3, 0.07), 1)]
    found = [reconcile(books, near(*order)) for order in permutations(links)]
    assert all(each.discrepancies.equals(found[0].discrepancies) and each.leads.equals(found[0].leads) for each in found)


def test_a_near_link_is_a_variant_and_takes_the_place_of_an_absence(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1234 date=2020-02-01"), book(RECV, "AB1284 date=2020-03-01"))
    assert "SHIPPED_NOT_RECEIVED" in classes(books)
    found = reconcile(books, near((1, 1, 2, 1, 1, 0.93, 0.02))).discrepancies
    assert found["class"].to_pylist() == ["SERIAL_VARIANT", "SERIAL_VARIANT"]
    assert found["probability"].to_pylist() == [0.93, 0.93]
    assert found["role"].to_pylist() == ["left", "right"]


def test_an_absence_that_is_not_sure_is_a_lead_that_names_what_it_may_be(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1234 date=2020-02-01"), book(RECV, "AB1284 date=2020-03-01"))
    told = reconcile(books, near((1, 1, 2, 1, 1, 0.45, 0.02)))
    assert "SHIPPED_NOT_RECEIVED" not in told.discrepancies["class"].to_pylist()
    leads = [r for r in told.leads.to_pylist() if r["class"] == "SHIPPED_NOT_RECEIVED" and r["role"] == "left"]
    assert [r["probability"] for r in leads] == [0.55]
    assert leads[0]["detail"].startswith("unsettled: possibly AB1284 in recv")


def test_a_mark_that_stands_twice_may_be_the_one_that_is_missing(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1234 date=2020-02-01", "AB1284 date=2020-02-01"),
                   book(RECV, "AB1284 date=2020-03-01", "AB1284 date=2020-03-01"))
    absent = pa.Table.from_pylist([{"book": 1, "row": 1, "other_book": 2, "absent": 0.2}], schema=MISSING)
    twice = pa.Table.from_pylist([dict(zip(NEAR.names, (1, 1, 2, 2, 1, 0.8, 0.1, 2), strict=True))], schema=NEAR)
    told = reconcile(books, twice, missing=absent)
    assert set(told.discrepancies["class"].to_pylist()) == {"DUPLICATE_IN_REGISTER"}
    assert "possibly AB1284, which stands 2 times in recv" in told.leads["detail"].to_pylist()[0]


def test_a_recovered_number_between_two_of_a_shipment_is_a_lead_and_no_finding(opened: Opened) -> None:
    sent = [f"QX{n} date=2020-02-01 to=army" for n in (5000, 5001, 5003, 5004)]
    books = opened(book(SHIP.replace("yes", "no"), *sent), book(SEIZED, "QX5002 date=2022-05-01", "QX7002 date=2022-05-01"))
    told = reconcile(books)
    assert len(told.discrepancies) == 0
    assert [r["class"] for r in told.leads.to_pylist()] == ["BLOCK"] * 3
    assert told.leads["probability"].to_pylist()[0] == 0.8


def test_an_improbable_near_link_is_nothing(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1234 date=2020-02-01"), book(RECV, "AB1284 date=2020-03-01"))
    found = classes(books, near=near((1, 1, 2, 1, 1, 0.2, 3.0)))
    assert "SERIAL_VARIANT" not in found
    assert "SHIPPED_NOT_RECEIVED" in found


def test_a_decision_different_cuts_a_near_link_and_same_joins(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1234 date=2020-02-01"), book(RECV, "AB1284 date=2020-03-01"))
    link = near((1, 1, 2, 1, 1, 0.93, 0.02))
    pair = (((1, 1), (2, 1)),)
    assert "SERIAL_VARIANT" not in classes(books, near=link, judged=Judged(different=pair))
    assert classes(books, near=link, judged=Judged(same=pair)) == set()


def test_what_is_due_is_a_rule_of_the_case(opened: Opened) -> None:
    books = opened(book("a inventory army 2019-01-01 2018-01-01..2019-01-01 yes", "AB1001 type=sight",
                   "AB2002 type=rifle"),
                   book("b inventory army 2021-01-01 2019-01-01..2021-01-01 yes", "AB2002 type=rifle"))
    name = str(DiscrepancyClass.NOT_INVENTORIED_WHEN_DUE)
    assert name not in classes(books)
    assert name in classes(books, rules=Rules(due=(Due("sight", 365),)))
    assert name not in classes(books, rules=Rules(due=(Due("rifle", 365),)))


def test_a_transfer_needs_an_authority_only_where_some_are_stated(opened: Opened) -> None:
    books = opened(book("t transferred army 2021-01-01 - -", "AB1001 date=2020-02-01 to=militia"))
    name = str(DiscrepancyClass.TRANSFER_WITHOUT_AUTHORITY)
    assert name not in classes(books)
    assert name in classes(books, rules=Rules(authorised=("border guard",)))
    assert name not in classes(books, rules=Rules(authorised=("Militia",)))


def test_outside_the_known_blocks_and_silent_where_none_is_known(opened: Opened) -> None:
    books = opened(book(SHIP, "K100500 make=kes model=k60", "K100900 make=kes model=k60", "ZX1001 make=orn"))
    known = Block("b1", "kes", "k60", "K100001", "K100600", "2020", "s")
    found = reconcile(books, blocks=[known]).discrepancies
    assert found.filter(pa.compute.equal(found["class"], "OUT_OF_BLOCK"))["anchor"].to_pylist() == [
        f"{books[0].snapshot}:2"]
    assert "OUT_OF_BLOCK" not in classes(books)


def test_a_stated_total_against_the_rows(opened: Opened) -> None:
    books = opened(book(INV1, "AB1001 type=rifle", "AB2002 type=rifle"), book(SHIP, "AB1001 date=2020-02-01"))

    def total(number: int) -> pa.Table:
        row = {"book": 1, "row": 1, "keeper": "Army", "type": "rifle", "day": books[0].as_of, "total": number}
        return pa.Table.from_pylist([row], schema=TOTALS)

    assert "COUNT_MISMATCH" in classes(books, totals=total(3))
    assert "COUNT_MISMATCH" not in classes(books, totals=total(2))


def test_a_further_mark_carries_the_identity_on(opened: Opened) -> None:
    books = opened(book(SHIP, "AB1001 date=2020-02-01 mark=TAF77001"), book(RECV, "TAF77001 date=2020-03-01"))
    assert "SHIPPED_NOT_RECEIVED" not in classes(books)


def test_the_order_of_books_and_the_number_of_threads_change_nothing(opened: Opened) -> None:
    written = [w for stories in FOUND.values() for w in stories[:1]]
    books = opened(*{w.head: w for w in written}.values())
    plain = reconcile(books, threads=1).discrepancies
    assert plain.equals(reconcile(list(reversed(books)), threads=2).discrepancies)


def test_every_finding_names_its_records_and_what_would_settle_it(opened: Opened) -> None:
    found = reconcile(opened(*FOUND["SHIPPED_NOT_RECEIVED"])).discrepancies
    rows = found.to_pylist()
    assert {r["role"] for r in rows} == {"left", "absent_from"}
    assert all(r["settle"] != "" and r["detail"] != "" for r in rows)
    lacking = next(r for r in rows if r["role"] == "absent_from")
    assert (lacking["register"], lacking["anchor"]) == ("recv", None)


def test_no_books_no_findings() -> None:
    assert len(reconcile([]).discrepancies) == 0


def test_a_loss_is_less_surely_unreported_where_the_holders_row_may_be_another_weapons(opened: Opened) -> None:
    books = opened(*FOUND["LOSS_NOT_REPORTED"])
    doubt = pa.table([[1, 3], [1, 1], [0.3, 0.9], [True, False]], schema=DOUBT)
    found = reconcile(books, doubt=doubt).discrepancies.to_pylist()
    assert {r["probability"] for r in found if r["class"] == "LOSS_NOT_REPORTED"} == {0.7}
