"""Minimum counts of what turned up: what lists of events add up to, and what was recovered from others."""

from __future__ import annotations

import pytest
from tests.accounting.bounds.written import case
from tests.stories.accounts.test_what_can_be_said import PARTIES, TYPES, ends, the

from reclaim.accounting.assemble import Assembly
from reclaim.accounting.bounds import accounts
from reclaim.accounting.estimates import refusals
from reclaim.accounting.minimum import as_bounds, minimum_recovered, parties_of_claims
from reclaim.accounting.questions import Question
from reclaim.model.decision import Decision, Judgement
from reclaim.model.quantity import CountKind
from reclaim.model.when import When

EVENTS = "id | source | kind | date | place | province | by | from | to | basis"
LINES = "id | event | type | quantity | qualifier | serial"


def happened(events: str, lines: str, *more: str, decisions: tuple[Decision, ...] = ()) -> Assembly:
    return case(f"{EVENTS}\n{events}", f"{LINES}\n{lines}", TYPES, PARTIES, *more, decisions=decisions)


def decided(judgement: Judgement, *subjects: str) -> Decision:
    return Decision.make(subjects, judgement, "Analyst", "2024-01-01", "compared the lists")


TWO_DAYS = """E1 | police-list | seized | 2021-05-01 | Mill Town | Highlands | police | gang | | item_list
E2 | police-list | seized | 2021-06-01 | Mill Town | Highlands | police | gang | | item_list"""
SEVEN_FIVE = "L1 | E1 | rifle | 7 | exact |\nL2 | E2 | rifle | 5 | at_least |"


def test_events_of_different_dates_in_one_list_add_up() -> None:
    rifles = the(accounts(happened(TWO_DAYS, SEVEN_FIVE)), "police", "rifle", "seized")
    assert ends(rifles) == (12, None)
    assert rifles.lower_sources == ("police-list",)
    assert "a minimum count, not to be added to stock" in rifles.note


def test_of_one_day_and_place_only_the_largest_counts() -> None:
    one_day = TWO_DAYS.replace("2021-06-01", "2021-05-01")
    assert ends(the(accounts(happened(one_day, SEVEN_FIVE)), "police", "rifle", "seized")) == (7, None)
    elsewhere = one_day.replace("Mill Town | Highlands | police | gang | | item_list",
                                "River Town | Highlands | police | gang | | item_list", 1)
    assert ends(the(accounts(happened(elsewhere, SEVEN_FIVE)), "police", "rifle", "seized")) == (12, None)


def test_a_month_that_may_hold_the_day_is_not_another_date() -> None:
    may = TWO_DAYS.replace("2021-06-01", "2021-05")
    assert ends(the(accounts(happened(may, SEVEN_FIVE)), "police", "rifle", "seized")) == (7, None)


def test_across_sources_only_the_largest_counts_until_somebody_decides() -> None:
    two = TWO_DAYS.replace("E2 | police-list", "E2 | newspaper")
    assert ends(the(accounts(happened(two, SEVEN_FIVE)), "police", "rifle", "seized")) == (7, None)
    apart = happened(two, SEVEN_FIVE, decisions=(decided(Judgement.DIFFERENT, "events#E1", "events#E2"),))
    rifles = the(accounts(apart, why=True), "police", "rifle", "seized")
    assert ends(rifles) == (12, None)
    assert rifles.identities == ("events decided different",)
    assert {w.source: ends(w.range) for w in rifles.without} == {"newspaper": (7, None), "police-list": (5, None)}
    same = happened(TWO_DAYS, SEVEN_FIVE, decisions=(decided(Judgement.SAME, "events#E1", "events#E2"),))
    assert ends(the(accounts(same), "police", "rifle", "seized")) == (7, None)


def test_a_copied_list_is_an_echo_of_it() -> None:
    sources = "id | title | rests_on\npolice-list | List | self\ncopy | News | police-list"
    lines = SEVEN_FIVE + "\nL3 | E3 | rifle | 7 | exact |"
    events = TWO_DAYS + "\nE3 | copy | seized | 2021-05-01 | Mill Town | Highlands | police | gang | | item_list"
    rifles = the(accounts(happened(events, lines, sources)), "police", "rifle", "seized")
    assert (ends(rifles), rifles.lower_sources, rifles.origins) == ((12, None), ("police-list",), 1)
    assert rifles.figures[0].echoes == ("events#E3",)


def test_a_stock_line_of_the_same_holder_and_period_is_never_added() -> None:
    stock = ("id | source | as_of | holder | type | quantity | kind | scope_words\n"
             "H1 | ministry | 2021-06-30 | police | rifle | 40 | seized | all\n")
    found = accounts(happened(TWO_DAYS, SEVEN_FIVE, stock))
    assert sorted(ends(b) for b in found if b.account.type == "rifle") == [(12, None), (40, 40)]
    assert all(len(b.conflicts) == 0 for b in found)


def test_articles_that_a_count_may_hold_are_not_counted_again() -> None:
    events = "E1 | police-list | seized | 2021-05-01 | Mill Town | Highlands | police | gang | | serial_read"
    lines = "L1 | E1 | rifle | 7 | exact |\nL2 | E1 | carbine |  |  | AB1001\nL3 | E1 | pistol |  |  | P77"
    found = accounts(happened(events, lines), Question("police", "arms", CountKind.SEIZED))
    arms = the(found, "police", "arms", "seized")
    assert ends(arms) == (8, None), "seven rifles, among which the carbine may be, and a pistol"


def test_what_the_parts_of_a_holder_seized_the_holder_seized() -> None:
    events = TWO_DAYS.replace("police", "north", 2).replace("north-list", "police-list")
    found = accounts(happened(events, SEVEN_FIVE), Question("army", "arms", CountKind.RECOVERED))
    assert ends(the(found, "army", "arms", "recovered")) == (7, None)


# Shipped to the army; some of it later in the hands of the police of another state, seized from a gang.
SUPPLY = "S1 | maker-list | shipped | 2018-02-01 | | | maker | maker | army | document"
FOUND = "F1 | police-list | seized | 2022-03-01 | Mill Town | Highlands | police | gang | | {basis}"
SERIALS = """A | S1 | rifle | | | AB1001
B | S1 | rifle | | | AB1002
C | F1 | rifle | | | AB1001
D | F1 | rifle | | | ZZ9"""


def count(assembly: Assembly, cut_off: str = "2021-08-15") -> tuple[int, int, int, int]:
    found = minimum_recovered(assembly, "army", When.parse(cut_off))
    return found.number, found.confirmed, found.in_stock, len(found.list)


def test_a_rifle_found_by_own_search() -> None:
    """One of two shipped turns up with the police; the record holder was not asked, and no book shows it in stock."""
    assembly = happened(f"{SUPPLY}\n{FOUND.format(basis='serial_read')}", SERIALS)
    assert count(assembly) == (1, 0, 0, 1)
    found = minimum_recovered(assembly, "army", When.parse("2021-08-15"))
    assert found.sentence("the Army") == (
        "at least 1 supplied to the Army were recovered from others (0 confirmed by the record holder, 1 by own search "
        "and decision); of them at least 0 are shown to have been in stock on 2021-08-15")
    assert [(r.supply, r.find) for r in found.list] == [("event_lines#A", "event_lines#C")]


def test_a_rifle_that_the_record_holder_confirmed() -> None:
    assert count(happened(f"{SUPPLY}\n{FOUND.format(basis='serial_checked_in_records')}", SERIALS)) == (1, 1, 0, 1)


@pytest.mark.parametrize(("dates", "in_stock"), [
    (["2021-08-15"], 1), (["2021-08"], 0), (["2020-01-10", "2021-12-01"], 1), (["2020-01-10"], 0),
    (["2021-12-01"], 1)])
def test_in_stock_on_the_day(dates: list[str], in_stock: int) -> None:
    """Shown by an inventory of the day, or by one before and one after; a month that holds the day does not."""
    books = "\n".join(f"I{n} | army-book | inventoried | {d} | | | army | | | item_list" for n, d in enumerate(dates))
    lines = SERIALS + "".join(f"\nX{n} | I{n} | rifle | | | AB1001" for n in range(len(dates)))
    assembly = happened(f"{SUPPLY}\n{FOUND.format(basis='serial_read')}\n{books}", lines)
    assert count(assembly) == (1, 0, in_stock, 1)


def test_seized_from_the_army_itself_is_not_recovered_from_others() -> None:
    found = FOUND.format(basis="serial_read").replace("gang", "army")
    assert count(happened(f"{SUPPLY}\n{found}", SERIALS)) == (0, 0, 0, 0)


def test_found_before_it_was_shipped_is_another_rifle() -> None:
    found = FOUND.format(basis="serial_read").replace("2022-03-01", "2017-03-01")
    assert count(happened(f"{SUPPLY}\n{found}", SERIALS)) == (0, 0, 0, 0)


def test_counts_on_two_lists_that_may_be_the_same_count_once() -> None:
    """63 shown and confirmed; a year later one rifle by its serial, perhaps one of the 63: still at least 63."""
    events = (f"{SUPPLY}\nS2 | paper | shipped | 2002/2021 | | | maker | maker | army | serial_checked_in_records\n"
              "F2 | paper | displayed | 2023-05 | Mill Town | | police | gang | | serial_checked_in_records\n"
              + FOUND.format(basis="serial_checked_in_records"))
    lines = SERIALS + "\nM1 | S2 | rifle | 63 | exact |\nM2 | F2 | rifle | 63 | exact |"
    same = decided(Judgement.SAME, "event_lines#M1", "event_lines#M2")
    assert count(happened(events, lines)) == (1, 1, 0, 1)
    assert count(happened(events, lines, decisions=(same,))) == (63, 63, 0, 2)
    apart = decided(Judgement.DIFFERENT, "events#F1", "events#F2")
    assert count(happened(events, lines, decisions=(same, apart))) == (64, 64, 0, 2)


def test_the_count_as_a_bound() -> None:
    claims = ("id | statement | form | subject | scope_stock_of | scope_cut_off\n"
              "C1 | T1 | holds_all | army | army | 2021-08-15")
    statement = "id | source | speaker | date | quote\nT1 | radio | Minister | 2022-01-01 | All are here."
    assembly = happened(f"{SUPPLY}\n{FOUND.format(basis='serial_read')}", SERIALS, statement, claims)
    assert parties_of_claims(assembly) == (("army", When.parse("2021-08-15")),)
    found = as_bounds(minimum_recovered(assembly, "army", When.parse("2021-08-15")), assembly)
    assert [(ends(b), b.lower_sources, b.account.kind) for b in found] == [
        ((1, None), ("police-list",), "recovered"), ((0, None), (), "recovered")]


def test_estimators_are_refused_by_name_with_the_reason() -> None:
    found = refusals(happened(f"{SUPPLY}\n{FOUND.format(basis='serial_read')}", SERIALS))
    assert [r.name for r in found] == ["German tank", "capture-recapture", "overlap of two lists"]
    assert all(len(r.reason) > 80 and r.instead.startswith("reclaim ") for r in found)
    assert found[0].here == "2 serial numbers read from things that turned up"
