"""Who repeats whom, which parts make a whole, and running totals: worked by hand."""

from __future__ import annotations

from tests.accounting.bounds.written import case
from tests.stories.accounts.test_what_can_be_said import PARTIES, STOCK, TYPES, ends, the, told

from reclaim.accounting.bounds import accounts

SOURCES = """id | title | publisher | rests_on
ministry | Annual report | Ministry | self
paper | Evening news | Channel Nine | ministry
blog | A blog | | paper
other | Own count | Inspectorate | self"""


def test_a_paper_that_repeats_the_ministry_is_no_second_source() -> None:
    (found,) = accounts(told("H1 | ministry | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H2 | paper | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                             "H3 | blog | 2020-06-30 | army | rifle | 70 | exact | on_hand | all", sources=SOURCES))
    assert found.lower_sources == ("ministry",)
    assert found.origins == 1
    assert found.figures[0].echoes == ("stock#H2", "stock#H3")


def test_a_paper_that_repeats_it_wrongly_made_a_slip_and_no_conflict() -> None:
    (found,) = accounts(told("H1 | ministry | 2020-06-30 | army | rifle | 7100 | exact | on_hand | all",
                             "H2 | paper | 2020-06-30 | army | rifle | 71000 | exact | on_hand | all",
                             "H3 | blog | 2020-06-30 | army | rifle | 7000 | about | on_hand | all", sources=SOURCES))
    assert ends(found) == (7100, 7100)
    assert found.conflicts == ()
    assert [(s.key, s.word, s.beside) for s in found.slips] == [
        ("stock#H2", "slip", "stock#H1"), ("stock#H3", "rounded", "stock#H1")]
    assert "2 repetitions that differ set no bound" in found.note


def test_copies_of_a_report_that_we_do_not_have() -> None:
    """Both rest on the ministry, whose own figure is not in the case. They agree as far as they can: one figure."""
    sources = SOURCES + "\nsecond | Morning news | Channel One | ministry"
    (found,) = accounts(told("H1 | paper | 2020-06-30 | army | rifle | 600 | nearly | on_hand | all",
                             "H2 | second | 2020-06-30 | army | rifle | 599 | exact | on_hand | all", sources=sources))
    assert (ends(found), len(found.figures), found.origins) == ((599, 599), 1, 1)
    (apart,) = accounts(told("H1 | paper | 2020-06-30 | army | rifle | 600 | exact | on_hand | all",
                             "H2 | second | 2020-06-30 | army | rifle | 900 | exact | on_hand | all", sources=sources))
    assert ends(apart) == (600, 900), "one of them slipped, and we cannot tell which: no conflict of two origins"
    assert apart.conflicts == ()
    assert "copies of one origin disagree" in apart.note


def test_one_origin_can_contradict_itself() -> None:
    found = accounts(told("H1 | ministry | 2020-06-30 | army | rifle | 70 | exact | on_hand | all",
                          "H2 | ministry | 2020-06-30 | army | rifle | 90 | exact | on_hand | all", sources=SOURCES))
    assert [[f.key for f in c.figures] for b in found for c in b.conflicts] == [["stock#H1", "stock#H2"]]


PARTS = "id | source | as_of | holder | type | quantity | qualifier | kind | scope_words | all_parts_of"


def test_parts_sum_to_a_whole_only_where_the_source_says_that_they_are_all() -> None:
    rows = ("H1 | S1 | 2020-06-30 | army | arms | 100 | exact | on_hand | all | ",
            "H2 | S1 | 2020-06-30 | army | rifle | 60 | exact | on_hand | all | {whole}",
            "H3 | S1 | 2020-06-30 | army | pistol |  | unknown | on_hand | all | {whole}")
    said, silent = (case(PARTS + "\n" + "\n".join(r.format(whole=w) for r in rows), TYPES, PARTIES) for w in ("H1", ""))
    pistols = the(accounts(said), "army", "pistol", "on_hand")
    assert ends(pistols) == (40, 40)
    assert pistols.identities == ("all the parts", "type >= sum of sub-types") or pistols.identities == (
        "all the parts",)
    assert ends(the(accounts(silent), "army", "pistol", "on_hand")) == (0, 40)


def test_kinds_add_up_where_a_source_says_that_these_are_all() -> None:
    """Of the 100 delivered, 30 were destroyed, 20 lost, and the rest is on hand: that is all, says the inspector."""
    found = accounts(case(
        PARTS + "\nH1 | S1 | 2020-06-30 | army | rifle | 100 | exact | delivered | all | \n"
        "H2 | S2 | 2020-06-30 | army | rifle | 30 | exact | destroyed | all | H1\n"
        "H3 | S2 | 2020-06-30 | army | rifle | 20 | exact | lost | all | H1\n"
        "H4 | S2 | 2020-06-30 | army | rifle |  | unknown | on_hand | all | H1", TYPES), why=True)
    on_hand = the(found, "army", "rifle", "on_hand")
    assert ends(on_hand) == (50, 50)
    assert {w.source: ends(w.range) for w in on_hand.without}["S2"] == (0, 100)


def test_a_planted_sum_that_does_not_add_up_is_found() -> None:
    found = accounts(case(
        PARTS + "\nH1 | S1 | 2020-06-30 | army | arms | 100 | exact | on_hand | all | \n"
        "H2 | S2 | 2020-06-30 | army | rifle | 60 | exact | on_hand | all | H1\n"
        "H3 | S2 | 2020-06-30 | army | pistol | 41 | exact | on_hand | all | H1", TYPES, PARTIES))
    sets = {tuple(f.key for f in c.figures) for b in found for c in b.conflicts}
    assert sets == {("stock#H1", "stock#H2", "stock#H3")}
    assert {c.identities for b in found for c in b.conflicts} <= {("all the parts",), ("type >= sum of sub-types",)}
    assert all(b.note == "infeasible" and ends(b) == (None, None) for b in found)


def test_running_totals_of_one_keeper_do_not_fall() -> None:
    rows = ["H1 | S1 | 2019-06-30 | army | rifle | 100 | exact | delivered | all | treasury",
            "H2 | S2 | 2021-06-30 | army | rifle | 150 | up_to | delivered | all | treasury",
            "H3 | S3 | 2020-06-30 | army | rifle |  | unknown | delivered | all | treasury"]
    header = STOCK + " | stated_by\n"
    found = accounts(case(header + "\n".join(rows)))
    assert [ends(b) for b in found] == [(100, 100), (100, 150), (100, 150)]
    assert all("running totals" in b.identities for b in found[1:])
    others = accounts(case(header + "\n".join([*rows[:2], rows[2].replace("treasury", "navy")])))
    assert [ends(b) for b in others] == [(100, 100), (0, None), (100, 150)]


def test_but_stocks_may_fall_and_a_year_is_a_period() -> None:
    stocks = accounts(told("H1 | S1 | 2019-06-30 | army | rifle | 100 | exact | on_hand | all",
                           "H2 | S1 | 2020-06-30 | army | rifle | 10 | exact | on_hand | all"))
    assert [ends(b) for b in stocks] == [(100, 100), (10, 10)]
    years = accounts(told("H1 | S1 | 2019 | army | rifle | 100 | exact | delivered | all",
                          "H2 | S1 | 2020 | army | rifle | 10 | exact | delivered | all"))
    assert [ends(b) for b in years] == [(100, 100), (10, 10)]


def test_a_period_holds_no_more_than_one_around_it() -> None:
    rows = "\n".join(["H1 | S1 | 2019-01-01 | 2019-12-31 | army | rifle | 100 | exact | delivered | all",
                      "H2 | S1 | 2018-01-01 | 2020-12-31 | army | rifle | 90 | exact | delivered | all"])
    found = accounts(case("id | source | as_of | as_of_to | holder | type | quantity | qualifier | kind | scope_words\n"
                          + rows))
    assert [[f.key for f in c.figures] for c in found[0].conflicts] == [["stock#H1", "stock#H2"]] or [
        [f.key for f in c.figures] for c in found[0].conflicts] == [["stock#H2", "stock#H1"]]
