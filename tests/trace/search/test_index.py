"""The index as a thing to build, keep, open, add to and ask for rows."""

from __future__ import annotations

import random
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from tests.trace.search.brute_force import Register
from tests.trace.search.sets import hard, hard_world, misread, real_shaped, real_world

from reclaim.model.errors import InputError, UsageError
from reclaim.trace import SerialIndex
from reclaim.trace.storage import damaged

CELLS = ["AB-123", None, "ab 123", "AB124", "", "ABI24", "--", "AB124", "AB124 "]


class Exported:
    """A column of another library, by the Arrow C interface alone."""

    def __init__(self, array: pa.ChunkedArray) -> None:
        self.array = array

    def __arrow_c_stream__(self, requested_schema: object = None) -> object:
        return self.array.__arrow_c_stream__(requested_schema)


@pytest.mark.parametrize(
    "column",
    [
        CELLS,
        tuple(CELLS),
        np.array(CELLS, object),
        pa.array(CELLS),
        pa.array(CELLS, pa.large_string()),
        pa.array(CELLS, pa.string_view()),
        pa.array(CELLS).dictionary_encode(),
        pa.chunked_array([CELLS[:3], [], CELLS[3:]], pa.string()),
        pa.array(["skipped", *CELLS]).slice(1),
        pa.table({"serial": CELLS}).column("serial"),
        pa.table({"serial": CELLS}),
        Exported(pa.chunked_array([CELLS[:4], CELLS[4:]])),
    ],
)
def test_any_column_of_strings_will_do(column: object) -> None:
    index = SerialIndex.build(column, threads=1)
    assert (index.row_count, index.mark_count) == (9, 3)
    assert index.unindexed == {"blank": 3, "too_long": 0}
    assert [index.rows(record).tolist() for record in (0, 3, 5)] == [[0, 2], [3, 7, 8], [5]]


@pytest.mark.parametrize("column", ["AB123", b"AB123", [1, 2], pa.array([1.0]), np.array([7]), [["A"]], 5.0])
def test_what_is_no_column_of_strings_is_refused(column: object) -> None:
    with pytest.raises((UsageError, TypeError)):
        SerialIndex.build(column)


def test_empty_registers_and_empty_questions_have_empty_answers() -> None:
    for column in ([], [None], pa.array([], pa.string()), pa.chunked_array([], pa.string())):
        index = SerialIndex.build(column)
        assert index.search(["AB123", "???*"]).num_rows == 0
        assert index.matches(["AB123"]).num_rows == 0
        assert index.counts(["AB123", None]).column("edits0").to_pylist() == [0, 0]
    index = real_world()[1]
    assert index.search([]).num_rows == 0
    assert index.search([None, "", "--"]).num_rows == 0
    assert index.counts([]).num_rows == 0


def test_the_columns_and_their_types() -> None:
    index = real_world()[1]
    assert index.search(["AB123"]).schema == pa.schema(
        [("reading", pa.int64()), ("record", pa.int64()), ("edits", pa.int8()), ("cost", pa.float32())]
    )
    assert index.matches(["AB123"]).schema == pa.schema(
        [("reading", pa.int64()), ("record", pa.int64()), ("edits", pa.int8())]
    )
    assert index.counts(["AB123"]).schema == pa.schema(
        [("reading", pa.int64()), ("edits0", pa.int64()), ("edits1", pa.int64()), ("edits2", pa.int64())]
    )


def test_wrong_questions_are_refused() -> None:
    index = real_world()[1]
    with pytest.raises(UsageError):
        index.search(["AB123"], 0)
    with pytest.raises(UsageError):
        index.matches(["AB123"], 3)
    with pytest.raises(UsageError):
        index.search("AB123")
    with pytest.raises(UsageError):
        SerialIndex.build(["A"], threads=0)


@pytest.mark.parametrize("world", [real_world, hard_world])
def test_rows_are_all_rows_with_the_mark_and_only_records_have_them(world: object) -> None:
    serials, index, oracle, _ = world()  # type: ignore[operator]
    for row in range(len(serials)):
        if row in oracle.rows:
            assert index.rows(row).tolist() == oracle.rows[row]
        else:
            with pytest.raises(UsageError):
                index.rows(row)
    for row in (-1, len(serials)):
        with pytest.raises(UsageError):
            index.rows(row)
    assert index.mark_count == len(oracle.rows)


def test_look_alikes_are_found_with_each_other_but_are_not_one_record() -> None:
    """O and 0 stay apart as written; each spelling is scored by its own symbols."""
    index = SerialIndex.build(["AO142709", "A0142709", "АО142709", "A0I42709"], threads=1)
    found = index.search(["A0142709"], threads=1).to_pylist()
    assert [(row["record"], row["edits"]) for row in found] == [(1, 0), (3, 0), (0, 0), (2, 0)]
    assert [round(row["cost"], 3) for row in found] == [0.0, 0.2, 0.25, 0.4]


def test_a_leading_zero_is_a_digit_like_others_and_case_and_separators_are_none() -> None:
    index = SerialIndex.build(["00123", "0123", "A-b/1 2.3", "&123"], threads=1)
    assert index.mark_count == 4
    assert index.search(["ab123"], 1).to_pylist()[0]["record"] == 2
    assert index.search(["0123"], 1).to_pylist()[0] == {"reading": 0, "record": 1, "edits": 0, "cost": 0.0}


def test_symbols_of_all_alphabets() -> None:
    serials = ["ЖЯ1234", "ДП2931", "ΔΘ12345", "ابت123", "字典1234", "ＡＢ１２３", "Ж" * 12 + "77", "Á1234"]
    index, oracle = SerialIndex.build(serials, threads=1), Register(list(serials))
    for record, text in enumerate(serials):
        assert index.search([text], 1).to_pylist()[0]["record"] == record
    for reading in ["ЖЯ123", "ДЖ2931", "字1234", "ab123", "ΔΘ1234", "A1234"]:
        found = index.matches([reading], threads=1).to_pydict()
        assert dict(zip(found["record"], found["edits"], strict=True)) == oracle.within(reading, 2)


def test_an_alphabet_that_does_not_fit_the_words_of_heads() -> None:
    """More classes than six bits hold, and more members of a class than three."""
    chance = random.Random(11)
    letters = [chr(point) for point in range(0x4E00, 0x4E00 + 200)] + list("AÀÁÂÃÄÅĀĂĄǍǞ")
    serials = ["".join(chance.choices(letters, k=4)) + f"{chance.randrange(1000):03d}" for _ in range(400)]
    index, oracle = SerialIndex.build(serials, threads=1), Register(list(serials))
    for reading in chance.sample(serials, 20) + [misread(text, 2, chance) for text in chance.sample(serials, 20)]:
        found = index.matches([reading], threads=1).to_pydict()
        assert dict(zip(found["record"], found["edits"], strict=True)) == oracle.within(reading, 2)


@pytest.mark.parametrize("parts", [2, 5])
def test_appended_rows_give_the_same_answers_as_one_build(parts: int) -> None:
    serials = real_shaped(800, random.Random(21)) + hard(random.Random(22))
    readings = real_world()[3] + hard_world()[3]
    whole = SerialIndex.build(serials, threads=1)
    grown = SerialIndex.build(serials[:100], threads=1)
    for part in np.array_split(np.arange(100, len(serials)), parts):
        grown = grown.append([serials[row] for row in part], threads=1)
    assert len(grown.segments) == parts + 1
    assert (grown.row_count, grown.mark_count, grown.unindexed) == (whole.row_count, whole.mark_count, whole.unindexed)
    for ask in (
        lambda index: index.search(readings, 7, threads=1),
        lambda index: index.search(readings, 7, progressive=True, threads=1),
        lambda index: index.matches(readings, threads=1),
        lambda index: index.counts(readings, threads=1),
    ):
        assert ask(grown).equals(ask(whole))
    oracle = Register(serials)
    assert all(grown.rows(record).tolist() == rows for record, rows in oracle.rows.items())


def test_appending_leaves_the_first_index_as_it_was() -> None:
    first = SerialIndex.build(["AB123"], threads=1)
    second = first.append(["AB123", "AB124", "Ж9"], threads=1)
    assert (first.row_count, second.row_count, second.mark_count) == (1, 4, 3)
    assert first.search(["AB124"]).num_rows == 1
    assert second.rows(0).tolist() == [0, 1]


def test_a_saved_index_opens_to_the_same_answers(tmp_path: Path) -> None:
    serials, index, _, readings = real_world()
    index = index.append(["NEW1234", serials[0]], threads=1)
    index.save(tmp_path / "index")
    opened = SerialIndex.open(tmp_path / "index")
    assert opened.search(readings, threads=1).equals(index.search(readings, threads=1))
    assert opened.matches(readings, threads=1).equals(index.matches(readings, threads=1))
    assert opened.rows(len(serials)).tolist() == [len(serials)]
    assert (opened.row_count, opened.mark_count, opened.nbytes) == (index.row_count, index.mark_count, index.nbytes)


def test_saving_again_writes_only_what_is_new_and_drops_what_is_not_named(tmp_path: Path) -> None:
    index = SerialIndex.build(["AB123", "AB999"], threads=1)
    index.save(tmp_path)
    before = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("segment-*.bin")}
    index.append(["CD456"], threads=1).save(tmp_path)
    after = {path.name: path.stat().st_mtime_ns for path in tmp_path.glob("segment-*.bin")}
    assert len(after) == 2
    assert before.items() <= after.items()
    SerialIndex.build(["XY789"], threads=1).save(tmp_path)
    assert len(list(tmp_path.iterdir())) == 2
    assert SerialIndex.open(tmp_path).search(["XY789"]).num_rows == 1


def test_what_is_no_index_or_a_broken_one_is_said(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="no serial index"):
        SerialIndex.open(tmp_path)
    SerialIndex.build(["AB123", "AB124"], threads=1).save(tmp_path)
    segment = next(tmp_path.glob("segment-*.bin"))
    assert damaged(tmp_path) == []
    held = bytearray(segment.read_bytes())
    held[len(held) // 2] ^= 1
    segment.write_bytes(held)
    assert damaged(tmp_path) == [segment.name]
    segment.write_bytes(held[:-64])
    with pytest.raises(InputError, match="cut short"):
        SerialIndex.open(tmp_path)
    segment.unlink()
    with pytest.raises(InputError, match="missing"):
        SerialIndex.open(tmp_path)
    (tmp_path / "index.json").write_text('{"format": "older"}')
    with pytest.raises(InputError, match="another version"):
        SerialIndex.open(tmp_path)
    (tmp_path / "index.json").write_text("{")
    with pytest.raises(InputError, match="cannot be read"):
        SerialIndex.open(tmp_path)


def test_any_number_of_threads_gives_the_same_bytes(tmp_path: Path) -> None:
    chance = random.Random(31)
    serials = [f"{chance.choice('ABCDE')}{chance.choice('FGH')}{chance.randrange(10**6):06d}" for _ in range(150_000)]
    serials += real_shaped(500, chance) + hard(chance)
    one, three = SerialIndex.build(serials, threads=1), SerialIndex.build(serials, threads=3)
    one.save(tmp_path / "one")
    three.save(tmp_path / "three")
    names = sorted(path.name for path in (tmp_path / "one").iterdir())
    assert names == sorted(path.name for path in (tmp_path / "three").iterdir())
    assert (tmp_path / "one" / "index.json").read_bytes() == (tmp_path / "three" / "index.json").read_bytes()
    readings = [misread(chance.choice(serials[:1000]) or "", 2, chance) for _ in range(1500)]
    assert one.search(readings, threads=1).equals(three.search(readings, threads=3))
    assert one.matches(readings[:300], threads=1).equals(three.matches(readings[:300], threads=2))


def test_ties_go_to_fewer_edits_then_the_earlier_record() -> None:
    index = SerialIndex.build(["AB129", "AB128", "AB127", "AB126"], threads=1)
    assert [row["record"] for row in index.search(["AB12"], threads=1).to_pylist()] == [0, 1, 2, 3]


def test_ten_thousand_equal_serials_are_one_mark() -> None:
    index = SerialIndex.build(["AB123"] * 10_000, threads=2)
    assert index.mark_count == 1
    assert index.rows(0).tolist() == list(range(10_000))


def test_very_long_cells_are_counted_and_not_indexed() -> None:
    index = SerialIndex.build(["X" * 60, "X" * 61, "Y" * 1_000_000], threads=1)
    assert (index.mark_count, index.unindexed) == (1, {"blank": 0, "too_long": 2})
    assert index.search(["X" * 59], threads=1).num_rows == 1
    assert index.search(["X" * 62], threads=1).num_rows == 1
    assert index.search(["Z" * 1_000_000, "X" * 63], affixes=False).num_rows == 0
