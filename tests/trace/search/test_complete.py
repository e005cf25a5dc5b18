"""Every mark within two edits is found, with its true edits, whatever the serials look like."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.search.brute_force import Register, cost, osa, reading_key, serial_key
from tests.trace.search.sets import hard_world, real_world

from reclaim.trace import SerialIndex
from reclaim.trace.cost import CostTable

WORLDS = pytest.mark.parametrize("world", [real_world, hard_world])

DENSE = st.text(alphabet="0123O?", min_size=0, max_size=7)
MIXED = st.text(alphabet="019ABZOЖ", min_size=0, max_size=14)
SERIALS = st.lists(st.one_of(DENSE, MIXED), min_size=1, max_size=25)


def pairs(index: SerialIndex, readings: list[str], most: int = 2) -> dict[tuple[int, int], int]:
    """The search's pairs; none may be told twice."""
    table = index.matches(readings, most, threads=1).to_pydict()
    found = list(zip(table["reading"], table["record"], strict=True))
    assert len(set(found)) == len(found)
    return dict(zip(found, table["edits"], strict=True))


def all_pairs(oracle: Register, readings: list[str], most: int = 2) -> dict[tuple[int, int], int]:
    """The oracle's pairs."""
    return {
        (place, record): edits
        for place, reading in enumerate(readings)
        for record, edits in oracle.within(reading, most).items()
    }


def test_the_oracle_is_right() -> None:
    """The oracle's quick way agrees with the definition."""
    serials, _, oracle, readings = hard_world()
    chance = random.Random(5)
    for reading in chance.sample(readings, 12):
        quick = oracle.edits(reading)
        for at in chance.sample(range(len(oracle.records)), 40):
            mark = oracle.marks[int(oracle.records[at])]
            assert quick[at] == osa(reading_key(reading), serial_key(mark))
    assert len(serials) > len(oracle.records)


@WORLDS
def test_none_is_missed_and_no_distance_is_wrong(world: Callable[[], tuple]) -> None:
    _, index, oracle, readings = world()
    assert pairs(index, readings) == all_pairs(oracle, readings)


@WORLDS
@pytest.mark.parametrize("most", [0, 1])
def test_smaller_bounds_are_complete_too(world: Callable[[], tuple], most: int) -> None:
    _, index, oracle, readings = world()
    assert pairs(index, readings, most) == all_pairs(oracle, readings, most)


@WORLDS
def test_counts_are_those_of_the_pairs(world: Callable[[], tuple]) -> None:
    _, index, oracle, readings = world()
    counted = index.counts(readings, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        edits = list(oracle.within(reading, 2).values())
        assert counted[place] == {
            "reading": place, "edits0": edits.count(0), "edits1": edits.count(1), "edits2": edits.count(2),
        }  # fmt: skip


@WORLDS
@pytest.mark.parametrize("top", [1, 10, 500])
def test_search_gives_the_cheapest_of_all_within_two_edits(world: Callable[[], tuple], top: int) -> None:
    _, index, oracle, readings = world()
    readings = [reading for reading in readings if "*" not in reading and reading.count("?") < 3][
        :: 4 if top > 1 else 2
    ]
    found = index.search(readings, top, affixes=False, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        mine = [(round(row["cost"], 3), row["edits"], row["record"]) for row in found if row["reading"] == place]
        assert mine == oracle.best(reading, top, CostTable()), reading


@settings(max_examples=60)
@given(SERIALS, st.lists(st.one_of(DENSE, MIXED), min_size=1, max_size=6))
def test_any_serials_and_any_readings(serials: list[str], readings: list[str]) -> None:
    readings = readings + [serial[::-1] for serial in serials[:3]] + [serial[1:] for serial in serials[:3]]
    index, oracle = SerialIndex.build(serials, threads=1), Register(list(serials))
    assert pairs(index, readings) == all_pairs(oracle, readings)


def test_a_swap_over_the_border_of_head_and_tail_is_one_edit_and_takes_no_other() -> None:
    """50286 and 508126 are three apart: unrestricted counting would say two."""
    index = SerialIndex.build(["508126", "50826", "5082", "85062"], threads=1)
    assert pairs(index, ["50286"]) == {(0, 1): 1, (0, 2): 2}
    assert osa(list("50286"), list("508126")) == 3


def test_saturated_numbers_are_counted_in_full() -> None:
    """All numbers of four digits: every neighbour exists."""
    index = SerialIndex.build([f"{number:04d}" for number in range(10_000)], threads=1)
    counted = index.counts(["4711"]).to_pylist()[0]
    assert (counted["edits0"], counted["edits1"]) == (1, 4 * 9 + 2)
    assert index.matches(["4711"], threads=1).num_rows == sum(counted[f"edits{n}"] for n in range(3))
    assert index.search(["4711"], 5).num_rows == 5


def test_more_neighbours_than_first_thought_of() -> None:
    """A reading with more heads than there are seats at first, and more pairs than there is room for."""
    serials = [
        f"{a}{b}{c}{d}" for a in "ABCDEFHJ" for b in "KMNPRTUVWXY" for c in "ABCDEFHJKMNPRT" for d in "ABCDEFHJK"
    ]
    index = SerialIndex.build(serials, threads=1)
    assert index.counts(["??AA"]).to_pylist()[0]["edits2"] == 88
    assert index.matches(["A", "AA", "??"], 2, threads=1).num_rows == len(
        all_pairs(Register(serials), ["A", "AA", "??"])
    )
    assert index.search(["??AA"], 100, affixes=False).num_rows == 88


def test_costs_are_those_of_the_definition_for_another_table() -> None:
    """Symbols of their own cost, a dear swap, a cheap double."""
    table = CostTable(
        read_as={("A", "B"): 0.1, ("B", "A"): 2.5, ("1", "7"): 0.05}, alike=0.5, different=1.7, unread=0.9, missed=1.1,
        missed_symbol={"0": 0.2}, extra=1.3, extra_symbol={"X": 0.1}, doubled=0.3, at_end=0.9, swapped=2.2,
    )  # fmt: skip
    serials, index, oracle, readings = real_world()
    readings = [reading for reading in readings if "*" not in reading and reading.count("?") < 3][:50]
    found = index.search(readings, 10, costs=table, affixes=False, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        mine = [(round(row["cost"], 3), row["edits"], row["record"]) for row in found if row["reading"] == place]
        assert mine == oracle.best(reading, 10, table), reading
    assert cost("A", "B", table) == 0.1
    assert len(serials) > 1000


def test_progressive_stops_at_one_edit_only_when_the_list_is_full() -> None:
    _, index, oracle, readings = real_world()
    readings = [reading for reading in readings if "*" not in reading and reading.count("?") < 3]
    found = index.search(readings, 3, progressive=True, affixes=False, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        near, far = oracle.within(reading, 1), oracle.within(reading, 2)
        looked_at = near if len(near) >= 3 else far
        ranked = sorted((cost(reading, oracle.marks[at], CostTable()), edits, at) for at, edits in looked_at.items())[
            :3
        ]
        mine = [(round(row["cost"], 3), row["edits"], row["record"]) for row in found if row["reading"] == place]
        assert mine == ranked, reading


def test_a_bound_on_the_cost_leaves_out_what_is_dearer_and_nothing_else() -> None:
    _, index, oracle, readings = real_world()
    readings = [reading for reading in readings if "*" not in reading and reading.count("?") < 3][:40]
    found = index.search(readings, 1000, max_cost=1.0, affixes=False, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        wanted = [hit for hit in oracle.best(reading, 1000, CostTable()) if hit[0] <= 1.0]
        mine = [(round(row["cost"], 3), row["edits"], row["record"]) for row in found if row["reading"] == place]
        assert mine == wanted, reading
