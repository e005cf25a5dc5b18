"""What can be said of a stock from what ministries, inspectors and newspapers wrote, worked by hand."""

from __future__ import annotations

import pytest
from tests.accounting.bounds.written import case

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts
from reclaim.accounting.questions import Question
from reclaim.model.bounds import Bounds, Range
from reclaim.model.quantity import CountKind, Words
from reclaim.model.when import When

STOCK = "id | source | as_of | holder | type | quantity | qualifier | kind | scope_words"
TYPES = """id | name | parent
arms | arms |
rifle | rifle | arms
pistol | pistol | arms
carbine | carbine | rifle"""
PARTIES = """id | name | part_of
army | Army |
north | Northern Brigade | army
south | Southern Brigade | army
depot | Depot 4 | north"""


def told(*rows: str, sources: str = "") -> Assembly:
    tables = [STOCK + "\n" + "\n".join(rows), TYPES, PARTIES]
    return case(*tables, *([sources] if sources != "" else []))


def the(found: tuple[Bounds, ...], holder: str, type_: str, kind: str) -> Bounds:
    (one,) = [b for b in found if (b.account.holder, b.account.type, b.account.kind) == (holder, type_, kind)]
    return one


def ends(bounds: Bounds | Range) -> tuple[int | None, int | None]:
    found = bounds.range if isinstance(bounds, Bounds) else bounds
    return (None if found.lower is None else int(found.lower), None if found.upper is None else int(found.upper))


def test_what_was_delivered_and_not_lost_is_the_most_that_is_on_hand() -> None:
    found = accounts(told(
        "H1 | treasury | 2020-06-30 | army | rifle | 1000 | exact | delivered | all",
        "H2 | inspector | 2020-06-30 | army | rifle | 120 | at_least | destroyed | all",
        "H3 | newspaper | 2020-06-30 | army | rifle | 50 | more_than | captured | all"),
        Question("army", "rifle", CountKind.ON_HAND))
    (on_hand,) = [b for b in found if b.account.kind == "on_hand"]
    assert ends(on_hand) == (0, 1000 - 120 - 51)
    assert on_hand.upper_sources == ("inspector", "newspaper", "treasury")
    assert on_hand.lower_sources == ()
    assert on_hand.identities == ("delivered - losses >= on_hand",)
    assert on_hand.origins == 3


def test_each_bound_without_each_of_its_sources() -> None:
    found = accounts(told(
        "H1 | treasury | 2020-06-30 | army | rifle | 1000 | exact | delivered | all",
        "H2 | inspector | 2020-06-30 | army | rifle | 400 | at_least | on_hand | all",
        "H3 | auditor | 2020-06-30 | army | rifle | 900 | up_to | on_hand | all"), why=True)
    on_hand = the(found, "army", "rifle", "on_hand")
    assert ends(on_hand) == (400, 900)
    assert {w.source: ends(w.range) for w in on_hand.without} == {"inspector": (0, 900), "auditor": (400, 1000)}
    delivered = the(found, "army", "rifle", "delivered")
    assert {w.source: ends(w.range) for w in delivered.without} == {"treasury": (400, None)}


def test_about_twice_as_wide() -> None:
    """About 400 is 380 to 420 (five in a hundred), or half a unit of the last digit that counts: 350 to 450."""
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 400 | about | on_hand | all",
                          "H2 | S2 | 2020-06-30 | army | pistol | 411 | about | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | carbine | 20 | exact | on_hand | all"), why=True)
    rifle, pistol, carbine = (the(found, "army", t, "on_hand") for t in ("rifle", "pistol", "carbine"))
    assert (ends(rifle), ends(rifle.wide or rifle)) == ((350, 450), (300, 500))
    assert (ends(pistol), ends(pistol.wide or pistol)) == ((390, 432), (369, 453))
    assert ends(carbine.wide or rifle) == (20, 20)


def test_two_that_say_the_same_both_bind_and_one_of_them_can_be_spared() -> None:
    (found,) = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H2 | S2 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all"), why=True)
    assert found.lower_sources == found.upper_sources == ("S1", "S2")
    assert found.origins == 2
    assert {w.source: ends(w.range) for w in found.without} == {"S1": (70, 70), "S2": (70, 70)}


def test_a_type_is_at_least_the_sum_of_what_stands_under_it() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | at_least | on_hand | all",
                          "H2 | S2 | 2020-06-30 | army | pistol | 30 | exact | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | arms | 150 | up_to | on_hand | all",
                          "H4 | S4 | 2020-06-30 | army | carbine | 90 | exact | on_hand | all"))
    assert ends(the(found, "army", "rifle", "on_hand")) == (90, 120)
    arms = the(found, "army", "arms", "on_hand")
    assert ends(arms) == (120, 150)
    assert arms.lower_sources == ("S2", "S4")
    assert arms.identities == ("type >= sum of sub-types",)


def test_but_not_if_the_scopes_differ() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | bought abroad",
                          "H2 | S2 | 2020-06-30 | army | arms | 30 | exact | on_hand | of all makes"))
    assert ends(the(found, "army", "arms", "on_hand")) == (30, 30)
    assert all(len(b.conflicts) == 0 for b in found)


def test_a_holder_has_at_least_what_its_parts_have() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | depot | rifle | 40 | exact | on_hand | all",
                          "H2 | S2 | 2020-06-30 | south | rifle | 25 | exact | on_hand | all",
                          "H3 | S3 | 2020-06-30 | army | rifle | 100 | exact | on_hand | all"),
                     Question("north", "rifle"))
    north = the(found, "north", "rifle", "on_hand")
    assert ends(north) == (40, 75)
    assert north.upper_sources == ("S2", "S3")


def test_what_befell_two_brigades_in_turn_is_not_added_up() -> None:
    """Twelve taken from one brigade, and ten from the other, may be ten of the same rifles, retaken in between."""
    found = accounts(told("H1 | S1 | 2020-06-30 | north | rifle | 12 | exact | captured | all",
                          "H2 | S2 | 2020-06-30 | south | rifle | 10 | exact | captured | all",
                          "H3 | S3 | 2020-06-30 | army | rifle | 30 | up_to | captured | all"))
    assert ends(the(found, "army", "rifle", "captured")) == (12, 30)


def test_destroyed_or_captured_is_neither_and_at_most_both() -> None:
    rows = ["H1 | S1 | 2020-06-30 | army | rifle | 100 | exact | delivered |  | all",
            "H2 | S2 | 2020-06-30 | army | rifle | 60 | at_least | any_of | destroyed;captured | all",
            "H3 | S3 | 2020-06-30 | army | rifle | 15 | exact | destroyed |  | all"]
    found = accounts(case("id | source | as_of | holder | type | quantity | qualifier | kind | any_of | scope_words\n"
                          + "\n".join(rows)), Question("army", "rifle", CountKind.CAPTURED))
    captured = the(found, "army", "rifle", "captured")
    assert ends(captured) == (45, 85), "at least 60 less the 15 destroyed; at most 100 less the 15"
    both = the(found, "army", "rifle", "any_of(captured, destroyed)")
    assert ends(both) == (60, 100)


def test_kinds_are_never_compared_with_each_other() -> None:
    """Funded, seized and on hand of one holder, scope and date: three numbers that contradict in no way."""
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 900 | exact | funded | all",
                          "H2 | S2 | 2020-06-30 | army | rifle | 1500 | exact | seized | all",
                          "H3 | S3 | 2020-06-30 | army | rifle | 5 | exact | surplus | all"))
    assert [ends(b) for b in found] == [(900, 900), (1500, 1500), (5, 5)]
    assert all(len(b.conflicts) == 0 and len(b.identities) == 0 for b in found)


@pytest.mark.parametrize("difference", ["date", "scope", "holder", "type"])
def test_figures_that_differ_in_what_they_speak_of_stand_side_by_side(difference: str) -> None:
    other = {"date": "2020-06-29 | army | rifle", "scope": "2020-06-30 | army | rifle",
             "holder": "2020-06-30 | navy | rifle", "type": "2020-06-30 | army | pistol"}[difference]
    scope = "in depots" if difference == "scope" else "all"
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                          f"H2 | S2 | {other} | 90 | exact | on_hand | {scope}"), why=True)
    assert sorted(ends(b) for b in found) == [(70, 70), (90, 90)]
    assert all(len(b.conflicts) == 0 for b in found)
    beside = {"date": 1, "scope": 1, "holder": 0, "type": 0}[difference]
    assert all(len(b.beside) == beside for b in found)
    assert all(("not comparable" in b.note) == (beside == 1) for b in found)


def test_nothing_known_is_said_as_what_it_is() -> None:
    (found,) = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 70 | exact | on_hand | all"),
                        Question("navy", "pistol", CountKind.LOST))
    assert ends(found) == (0, None)
    assert found.range.vacuous
    assert found.note == "no figure bounds it"


def test_a_source_without_a_number_bounds_nothing_and_a_stated_zero_is_a_number() -> None:
    found = accounts(told("H1 | S1 | 2020-06-30 | army | rifle |  | unknown | on_hand | all",
                          "H2 | S2 | 2020-06-30 | army | pistol | 0 | exact | on_hand | all"))
    assert ends(the(found, "army", "rifle", "on_hand")) == (0, None)
    assert ends(the(found, "army", "pistol", "on_hand")) == (0, 0)


def test_a_bare_round_number_is_exact_as_written_and_that_is_said() -> None:
    (found,) = accounts(told("H1 | S1 | 2020-06-30 | army | rifle | 250000 | exact | on_hand | all"))
    assert ends(found) == (250000, 250000)
    assert "a bare round number, read as exact" in found.note


def test_the_owner_can_read_words_otherwise() -> None:
    from fractions import Fraction

    from tests.accounting.bounds.written import records, table

    from reclaim.accounting.assemble import assemble

    rows = records(table(STOCK + "\nH1 | S1 | 2020-06-30 | army | rifle | 123 | about | on_hand | all"))
    wide = Words(about_share=Fraction(1, 2))
    assert ends(accounts(assemble(rows, words=wide), words=wide)[0]) == (61, 185)


def test_what_lies_in_one_store_is_not_what_lies_in_another() -> None:
    """And which store it is, does not leave: the answer says the province."""
    found = accounts(case(
        "id | source | as_of | holder | place | province | type | quantity | kind | scope_words\n"
        "H1 | S1 | 2020-06-30 | army | Depot 4 | Lowlands | rifle | 70 | on_hand | all\n"
        "H2 | S2 | 2020-06-30 | army | Depot 7 | Lowlands | rifle | 90 | on_hand | all\n"
        "H3 | S3 | 2020-06-30 | army | depot 4 |  | rifle | 80 | on_hand | all"))
    assert [ends(b) for b in found] == [(None, None), (90, 90)]
    assert [[f.key for f in c.figures] for c in found[0].conflicts] == [["stock#H1", "stock#H3"]]
    assert [b.scope for b in found] == ["all; Lowlands", "all; Lowlands"]


def test_as_the_world_stood() -> None:
    rows = ("H1 | S1 | 2019-06-30 | army | rifle | 70 | exact | on_hand | all",
            "H2 | S2 | 2021-06-30 | army | rifle | 90 | exact | on_hand | all")
    at = When.parse("2020-06-30")
    assert [ends(b) for b in accounts(told(*rows), Question(at=at))] == [(70, 70)]
    earlier, then = accounts(told(*rows), Question("army", "rifle", CountKind.ON_HAND, at))
    assert (ends(earlier), ends(then), then.account.at) == ((70, 70), (0, None), "2020-06-30")
