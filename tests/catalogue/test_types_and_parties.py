"""What names mean, what stands under what, and who is another."""

from __future__ import annotations

from reclaim.catalogue.parties import Parties
from reclaim.catalogue.types import TypeTree
from reclaim.model.equipment import Type
from reclaim.model.party import Party
from reclaim.model.scope import Standing
from reclaim.model.when import When

TREE = TypeTree([Type("weapon", "weapon"), Type("rifle", "rifle", "weapon"),
                 Type("m7", "M7 rifle", "rifle", ("M-7", "M7")),
                 Type("m7a1", "M7A1", "m7", ("M7",)), Type("truck", "truck")])


def test_a_name_resolves_by_id_name_or_alias_and_a_shared_alias_by_nobody() -> None:
    assert TREE.resolve("m-7") == "m7"
    assert TREE.resolve("M7 RIFLE") == "m7"
    assert TREE.resolve("trebuchet") == "trebuchet"


def test_a_shared_alias_is_a_problem_unless_one_owns_it() -> None:
    tree = TypeTree([Type("a", "Alpha", "", ("X",)), Type("b", "Beta", "", ("X",))])
    assert tree.resolve("X") == "X"
    assert [p.code for p in tree.problems] == ["shared_name"]
    assert TREE.problems == [] or all(p.code == "shared_name" for p in TREE.problems)


def test_lineage_and_what_a_thing_may_turn_out_to_be() -> None:
    assert TREE.is_a("m7a1", "weapon")
    assert not TREE.is_a("weapon", "m7a1")
    assert TREE.may_be("rifle", "m7a1")
    assert not TREE.may_be("truck", "m7a1")
    assert TREE.descendants("rifle") == ("m7", "m7a1", "rifle")


def test_a_type_above_itself_is_a_problem_and_not_a_hang() -> None:
    tree = TypeTree([Type("a", "a", "b"), Type("b", "b", "a")])
    assert [p.code for p in tree.problems] == ["circle"]
    assert len(tree.lineage("a")) <= 2


ARMY = [Party("state", "The State"), Party("army", "The Army", ("الجيش",), part_of=("state",),
                                         until=When.parse("2021-08-15"))]


def test_a_part_is_a_part_while_it_was_one() -> None:
    parties = Parties(ARMY)
    assert parties.part_of("army", "state", When.parse("2020")) is Standing.SHOWN
    assert parties.part_of("army", "state", When.parse("2021-08")) is Standing.POSSIBLY
    assert parties.part_of("army", "state", When.parse("2022")) is Standing.EXCLUDED
    assert parties.part_of("state", "army", When.parse("2020")) is Standing.EXCLUDED
    assert parties.resolve("الجيش") == "army"


def test_another_is_only_who_is_certainly_another() -> None:
    parties = Parties(ARMY)
    assert parties.another("army", "state", When.parse("2022"))
    assert not parties.another("army", "state", When.parse("2021-08"))
    assert not parties.another("", "state", When.parse("2022"))


def test_names_stay_apart_until_decided() -> None:
    apart, joined = Parties(ARMY), Parties(ARMY, [("army", "Armed Forces")])
    assert apart.another("Armed Forces", "army", When.unknown())
    assert joined.resolve("Armed Forces") == "army"


def test_parties_that_are_part_of_each_other_do_not_hang() -> None:
    parties = Parties([Party("a", "a", part_of=("b",)), Party("b", "b", part_of=("a",))])
    assert parties.part_of("a", "c", When.unknown()) is Standing.EXCLUDED
    assert parties.part_of("a", "b", When.unknown()) is Standing.SHOWN
