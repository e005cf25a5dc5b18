"""Marks that are more than two edits away and yet found: runs lost or glued on, many unread symbols, `*`."""

from __future__ import annotations

import random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.trace.search.brute_force import Register
from tests.trace.search.sets import real_world

from reclaim.trace import SerialIndex
from reclaim.trace.cost import CostTable

TEXT = st.text(alphabet="0123OAB", min_size=3, max_size=13)


def rows(table: Any, place: int = 0) -> list[tuple[float, int, int]]:
    """The marks of one reading: (cost, edits, record)."""
    return [
        (round(row["cost"], 3), row["edits"], row["record"]) for row in table.to_pylist() if row["reading"] == place
    ]


def merged(oracle: Register, reading: str, top: int) -> list[tuple[float, int, int]]:
    """Marks within two edits and marks with a run lost or glued on, the cheapest first."""
    table = CostTable()
    return sorted(oracle.best(reading, 10_000, table) + oracle.affixed(reading, table))[:top]


def test_real_marks_that_lost_a_prefix_or_had_a_model_glued_on() -> None:
    index = SerialIndex.build(["TAC41079", "199866", "A0142294", "T647216AI06927", "41079"], threads=1)
    assert rows(index.search(["41079"], threads=1)) == [(0.0, 0, 4), (1.7, 3, 0)]
    assert rows(index.search(["ACAUT199866"], threads=1)) == [(1.9, 5, 1)]
    assert rows(index.search(["556A0142294"], threads=1)) == [(1.7, 3, 2)]
    assert rows(index.search(["ALFA0142294"], threads=1))[0] == (1.7, 3, 2)
    assert rows(index.search(["AI06927"], threads=1)) == [(2.1, 7, 3)]
    assert rows(index.search(["T647216"], threads=1)) == [(2.1, 7, 3)]


@pytest.mark.parametrize("top", [1, 5, 1000])
def test_every_lost_or_glued_run_is_found_in_a_real_register(top: int) -> None:
    serials, index, oracle, _ = real_world()
    chance = random.Random(8)
    texts = [text for text in serials if text and len(text) > 6]
    readings = [chance.choice(texts)[3:] for _ in range(15)] + [chance.choice(texts)[:-3] for _ in range(15)]
    readings += ["XYZ" + chance.choice(texts) for _ in range(10)] + [chance.choice(texts) + "456" for _ in range(10)]
    found = index.search(readings, top, threads=1)
    for place, reading in enumerate(readings):
        if "?" not in reading and "*" not in reading:
            assert rows(found, place) == merged(oracle, reading, top), reading


@settings(max_examples=60)
@given(st.lists(TEXT, min_size=1, max_size=20), st.data())
def test_any_runs(serials: list[str], data: st.DataObject) -> None:
    base = data.draw(st.sampled_from(serials))
    cut = data.draw(st.integers(1, 6))
    readings = [base[cut:], base[:-cut], "AB1" + base, base + "0B1", base]
    readings = [reading for reading in readings if len(reading) > 0]
    index, oracle = SerialIndex.build(serials, threads=1), Register(list(serials))
    found = index.search(readings, 50, threads=1)
    for place, reading in enumerate(readings):
        assert rows(found, place) == merged(oracle, reading, 50), reading


def test_many_unread_symbols_and_runs_of_unknown_length() -> None:
    index = SerialIndex.build(["TJW41234", "TJW49999", "KWF17688", "XX41079Y", "A161225", "TJ"], threads=1)
    assert {row[2] for row in rows(index.search(["TJW4????"], threads=1))} == {0, 1}
    assert rows(index.search(["KWF?76??"], threads=1)) == [(1.05, 3, 2)]
    assert [row[2] for row in rows(index.search(["*41079*"], threads=1))] == [3]
    assert [row[2] for row in rows(index.search(["TJ*"], threads=1))] == [5, 0, 1]
    assert rows(index.search(["*"], threads=1)) == []


def test_every_mark_that_fits_a_pattern_is_found() -> None:
    serials, index, oracle, _ = real_world()
    chance = random.Random(9)
    texts = [text for text in serials if text and len(text) > 3 and "?" not in text]
    readings = []
    for _ in range(60):
        text = list(chance.choice(texts))
        for at in chance.sample(range(len(text)), min(len(text), chance.randint(3, 5))):
            text[at] = "?"
        readings.append("".join(text))
    readings += [text[:2] + "*" + text[4:] for text in texts[:30]] + ["*" + text[3:] for text in texts[:10]]
    readings += [text[:3] + "*" for text in texts[:10]] + ["*1*2*", "??*", "A*?3"]
    found = index.search(readings, 100_000, affixes=False, threads=1).to_pylist()
    for place, reading in enumerate(readings):
        mine = {row["record"]: row["edits"] for row in found if row["reading"] == place}
        assert mine == oracle.fitting(reading) | oracle.within(reading, 2), reading


@settings(max_examples=60)
@given(
    st.lists(st.text(alphabet="01OAB?", min_size=1, max_size=12), min_size=1, max_size=20),
    st.text(alphabet="01OAB?*", min_size=1, max_size=9),
)
def test_any_pattern(serials: list[str], reading: str) -> None:
    index, oracle = SerialIndex.build(serials, threads=1), Register(list(serials))
    found = index.search([reading], 1000, affixes=False, threads=1).to_pylist()
    wanted = oracle.within(reading, 2)
    if "*" in reading or reading.count("?") >= 3:
        wanted |= oracle.fitting(reading)
    assert {row["record"]: row["edits"] for row in found} == wanted
    assert [row["cost"] for row in found] == sorted(row["cost"] for row in found)
