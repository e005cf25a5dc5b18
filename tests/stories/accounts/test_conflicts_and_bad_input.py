"""Figures that cannot all be true, and figures that make no sense: both get an answer, never an exception."""

from __future__ import annotations

import pytest
from tests.accounting.bounds.written import case
from tests.stories.accounts.test_what_can_be_said import PARTIES, STOCK, TYPES, ends, the, told

from reclaim.accounting.bounds import accounts
from reclaim.accounting.constraints import book
from reclaim.accounting.identities import problems_of_parts
from reclaim.accounting.questions import Question
from reclaim.model.bounds import Bounds
from reclaim.model.quantity import CountKind


def sets(found: tuple[Bounds, ...]) -> list[list[str]]:
    seen = dict.fromkeys(c for b in found for c in b.conflicts)
    return sorted((sorted(f.key.removeprefix("stock#") for f in c.figures) for c in seen), key=lambda s: (len(s), s))


def test_two_counts_of_one_thing_on_one_day() -> None:
    (found,) = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H2 | S2 | 2020-06-30 | army | rifle | 90 | at_least | on_hand | all"), why=True)
    assert (ends(found), found.note) == ((None, None), "infeasible")
    assert sets((found,)) == [["H1", "H2"]]
    assert {w.source: ends(w.range) for w in found.without} == {"S1": (90, None), "S2": (70, 70)}
    assert found.settle == ("which of these is right: stock#H1, stock#H2",)


def test_three_that_agree_in_pairs_and_not_together() -> None:
    """100 delivered; 60 on hand; 50 destroyed: any two are possible, all three are not."""
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 100 | exact | delivered | all",
                          "H2 | S2 | 2020-06-30 | army | rifle | 60 | exact | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | rifle | 50 | exact | destroyed | all"))
    assert sets(found) == [["H1", "H2", "H3"]]
    assert {c.identities for b in found for c in b.conflicts} == {("delivered - losses >= on_hand",)}
    assert all(b.note == "infeasible" for b in found)


def test_all_sets_smallest_first() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 100 | exact | delivered | all",
                          "H2 | S2 | 2020-06-30 | army | rifle | 60 | exact | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | rifle | 50 | exact | destroyed | all",
                          "H4 | S4 | 2020-06-30 | army | rifle | 130 | exact | delivered | all",
                          "H5 | S5 | 2020-06-30 | army | rifle | 140 | exact | usable | all"))
    assert sets(found) == [["H1", "H4"], ["H1", "H5"], ["H2", "H5"], ["H4", "H5"], ["H1", "H2", "H3"]]
    assert [len(c.figures) for c in found[0].conflicts] == sorted(len(c.figures) for c in found[0].conflicts)


def test_more_than_twenty_sets_are_cut_and_that_is_said() -> None:
    rows = [f"H{n} | S{n} | 2020-06-30 | army | rifle | {n} | exact | on_hand | all" for n in range(9)]
    found = accounts(told(*rows))
    assert len(found[0].conflicts) == 20
    assert found[0].more_conflicts


def test_a_conflict_elsewhere_leaves_the_rest_its_answer() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                          "H2 | S2 | 2020-06-30 | army | rifle | 90 | exact | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | pistol | 12 | exact | on_hand | all",
                          "H4 | S4 | 2020-06-30 | army | arms | 500 | up_to | on_hand | all"))
    assert ends(the(found, "army", "rifle", "on_hand")) == (None, None)
    assert ends(the(found, "army", "pistol", "on_hand")) == (12, 12)
    arms = the(found, "army", "arms", "on_hand")
    assert ends(arms) == (12, 500)
    assert "figures that cannot all be true are left out" in arms.note


def test_echoes_are_counted_beside_their_origin_and_make_no_further_set() -> None:
    sources = "id | title | rests_on\nS1 | report | self\nS2 | news | S1\nS3 | other | self"
    (found,) = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H2 | S2 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H3 | S3 | 2020-06-30 | army | rifle | 80 | exact | on_hand | all", sources=sources))
    ((one, other),) = [c.figures for c in found.conflicts]
    assert (one.key, one.echoes, other.key) == ("stock#H1", ("stock#H2",), "stock#H3")


def test_holders_in_a_circle() -> None:
    circle = "id | name | part_of\na | A | b\nb | B | a"
    found = accounts(case(STOCK + "\nH1 | S1 | 2020-06-30 | a | rifle | 5 | exact | on_hand | all\n"
                          "H2 | S2 | 2020-06-30 | b | rifle | 7 | exact | on_hand | all", circle))
    assert sets(found) == [["H1", "H2"]]


def test_types_in_a_circle_are_a_problem_and_no_hindrance() -> None:
    circle = "id | name | parent\nx | x | y\ny | y | x"
    assembly = case(STOCK + "\nH1 | S1 | 2020-06-30 | a | x | 5 | exact | on_hand | all", circle)
    assert any(p.code == "circle" for p in assembly.problems)
    assert ends(accounts(assembly)[0]) == (5, 5)


def test_a_negative_remainder() -> None:
    """More destroyed than ever delivered: the two figures conflict, though nobody says what is on hand."""
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 10 | exact | delivered | all",
                          "H2 | S2 | 2020-06-30 | army | rifle | 12 | exact | destroyed | all"))
    assert sets(found) == [["H1", "H2"]]


@pytest.mark.parametrize("cells", [
    "army | rifle | 10 | exact |  | items | ", "army | rifle | 10 | exact | stored | items | ",
    "army | rifle | -3 | exact | on_hand | items | ", "army | rifle | inf | exact | on_hand | items | ",
    "army | rifle | 1e9 | at_least | on_hand | items | ", "army | rifle |  | exact | on_hand | items | ",
    "army | rifle | 9 | endless | on_hand | items | ",
    "army | rifle | 99999999999999999999999999999 | exact | on_hand | items | ",
    "army | rifle | 99999999999999999999 | more_than | delivered | rounds | ",
    " | rifle | 10 | exact | on_hand | items | ", "army | rifle | 10 | exact | on_hand | crates | "])
def test_nonsense_is_answered(cells: str) -> None:
    header = "id | source | as_of | holder | type | quantity | qualifier | kind | counts | scope_words\n"
    found = accounts(case(header + f"H1 | S1 | 2020-06-30 | {cells}\n"
                          "H2 | S2 | 2020-06-30 | army | rifle | 10 | exact | usable | items | "), why=True)
    assert all(b.range.possible for b in found)
    assert (10, 10) in [ends(b) for b in found]


def test_money_without_a_currency_is_compared_with_nothing() -> None:
    header = "id | source | as_of | holder | type | quantity | kind | counts | currency | scope_words\n"
    found = accounts(case(header + "H1 | S1 | 2020-06-30 | army | rifle | 100 | on_hand | money |  | all\n"
                          "H2 | S2 | 2020-06-30 | army | rifle | 200 | on_hand | money |  | all\n"
                          "H3 | S3 | 2020-06-30 | army | rifle | 300 | on_hand | money | USD | all"))
    assert sorted(ends(b) for b in found) == [(100, 100), (200, 200), (300, 300)]
    assert sum("no currency is stated: comparable with nothing" in b.note for b in found) == 2
    assert sum("in USD" in b.note for b in found) == 1


def test_a_percentage_of_nothing_and_one_above_the_whole() -> None:
    header = "id | source | as_of | holder | type | quantity | kind | counts | base | scope_words\n"
    found = accounts(case(header + "H1 | S1 | 2020-06-30 | army | rifle | 20 | on_hand | share |  | all\n"
                          "H2 | S2 | 2020-06-30 | army | rifle | 130 | on_hand | share | rifles delivered | all"))
    nothing, above = found if found[0].account.unit == "" else found[::-1]
    assert "a share of nothing stated: comparable with nothing" in nothing.note
    assert ends(nothing) == (20, 20)
    assert (above.note, sets((above,))) == ("infeasible", [["H2"]])
    assert above.conflicts[0].identities == ("share <= 100",)


def test_undated_figures_are_compared_within_their_source_only() -> None:
    found = accounts(told("H1 | S1 |  | army | rifle | 10 | exact | on_hand | all",
                          "H2 | S2 |  | army | rifle | 20 | exact | on_hand | all",
                          "H3 | S2 |  | army | rifle | 30 | exact | on_hand | all"))
    assert sets(found) == [["H2", "H3"]]
    assert ends(found[0]) == (10, 10)
    assert "undated" in found[0].note


def test_parts_of_themselves_and_of_nothing() -> None:
    header = "id | source | as_of | holder | type | quantity | kind | scope_words | all_parts_of\n"
    assembly = case(header + "H1 | S1 | 2020-06-30 | army | rifle | 10 | on_hand | all | H1\n"
                    "H2 | S1 | 2020-06-30 | army | pistol | 7 | on_hand | all | H99", TYPES, PARTIES)
    assert [ends(b) for b in accounts(assembly)] == [(7, 7), (10, 10)]
    told_of = problems_of_parts(book(assembly), assembly.types)
    assert [(p.where, p.code) for p in told_of] == [("stock#H1", "no_such_whole"), ("stock#H2", "no_such_whole")]


def test_a_decision_on_a_scope_is_not_guessed() -> None:
    """One word more in the scope, and the two are not comparable: the answer says so and does not decide."""
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 10 | exact | on_hand | US-made rifles",
                          "H2 | S2 | 2020-06-30 | army | rifle | 20 | exact | on_hand | US-made rifles in depots"),
                     Question("army", "rifle", CountKind.ON_HAND), why=True)
    assert sets(found) == []
    assert [len(b.beside) for b in found] == [1, 1]
