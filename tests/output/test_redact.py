"""Nothing leaves but what was cleared: handling, places of stock, private persons, formulas."""

from __future__ import annotations

import csv
import io
import itertools
import json
import zipfile

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reclaim.model.errors import NotCleared, UsageError
from reclaim.model.handling import Handling, Tlp
from reclaim.model.table import Cell, Column, Holds, Table
from reclaim.output.as_csv import csv_bytes, guarded
from reclaim.output.as_json import json_bytes
from reclaim.output.redact import Cleared, clear
from reclaim.output.writing import FORMATS, content, format_of

PLACES = (Column("id", "its name"), Column("place", "as written", Holds.PLACE), Column("province", "", Holds.PROVINCE),
          Column("country", "", Holds.COUNTRY), Column("precision", "", Holds.PRECISION), Column("n", "a number"))


def places(*rows: tuple[Cell, ...], stored: frozenset[int] = frozenset()) -> Table:
    return Table("places", PLACES, rows, ("id",), stored)


def test_only_clear_makes_what_writers_take() -> None:
    table = places()
    with pytest.raises(TypeError):
        Cleared(table, Tlp.CLEAR, (), object())
    with pytest.raises(AttributeError):
        content([table], "csv")  # type: ignore[list-item]
    with pytest.raises(TypeError, match="int is redacted"):
        clear(3, Handling())


@pytest.mark.parametrize("case", list(Tlp))
@pytest.mark.parametrize("to", list(Tlp))
def test_a_case_leaves_for_readers_of_its_own_marking_or_a_narrower_one(case: Tlp, to: Tlp) -> None:
    order = [Tlp.CLEAR, Tlp.GREEN, Tlp.AMBER, Tlp.AMBER_STRICT, Tlp.RED]
    if order.index(case) <= order.index(to):
        assert clear(places(), Handling(case), to).marking is case
    else:
        with pytest.raises(NotCleared, match="cannot leave"):
            clear(places(), Handling(case), to)


def test_where_things_are_kept_is_a_province_at_most() -> None:
    table = places(
        ("a", "Depot 4", "Lowlands", "Arvenia", "settlement", 1), ("b", "Depot 4", None, "Arvenia", None, 2),
        ("c", "Depot 4", "Lowlands", None, None, 3), ("d", None, "Lowlands", "Arvenia", "province", 4),
        ("e", None, None, "Arvenia", "country", 5), ("f", "Hill 7", "", "", "point", 6),
        ("g", "Mill Town", "Highlands", "Arvenia", "settlement", 7), stored=frozenset(range(6)))
    cleared = clear(table, Handling())
    assert cleared.value.rows == (
        ("a", "Lowlands", "Lowlands", "Arvenia", "province", 1), ("b", "Arvenia", None, "Arvenia", None, 2),
        ("c", "Lowlands", "Lowlands", None, None, 3), ("d", None, "Lowlands", "Arvenia", "province", 4),
        ("e", None, None, "Arvenia", "country", 5), ("f", None, None, None, "unknown", 6),
        ("g", "Mill Town", "Highlands", "Arvenia", "settlement", 7))
    assert cleared.withheld == ("places: where things are kept is shown as a province in 4 of 7 rows",)


@given(st.lists(st.tuples(
    st.sampled_from([None, "Depot 4"]), st.sampled_from([None, "Lowlands"]), st.sampled_from([None, "Arvenia"]),
    st.sampled_from([None, "point", "settlement", "district", "province", "country", "unknown"])), max_size=5))
def test_no_name_finer_than_a_province_is_left_whatever_is_stated_beside_it(
        rows: list[tuple[Cell, Cell, Cell, Cell]]) -> None:
    # What is itself said to be a province is one.
    fine = [row for row in rows if row[3] != "province" or row[1] is not None]
    table = places(*((str(n), *row, n) for n, row in enumerate(fine)), stored=frozenset(range(len(fine))))
    for form in ("csv", "json"):
        assert b"Depot 4" not in content([clear(table, Handling())], form)


def test_private_persons_never_leave() -> None:
    for column in (Column("x", "who had it", Holds.PERSON), Column("Suspect", "a name")):
        with pytest.raises(NotCleared, match="private persons"):
            clear(Table("t", (column,), (("A",),)), Handling())


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1"])
def test_no_cell_of_a_csv_is_a_formula(text: str) -> None:
    cleared = clear(Table("t", (Column("a", ""),), ((text,), ("1=2",), (-5,), (None,))), Handling())
    rows = list(csv.reader(io.StringIO(csv_bytes(cleared).decode(), newline="")))
    assert rows == [["a"], ["'" + text.replace("\r", "\n")], ["1=2"], ["-5"], [""]]
    assert json.loads(json_bytes(cleared)) == [{"a": text}, {"a": "1=2"}, {"a": -5}, {"a": None}]


@given(st.text(max_size=10))
def test_a_guarded_cell_begins_no_formula(text: str) -> None:
    shown = guarded(text)
    assert isinstance(shown, str)
    assert shown[:1] not in set("=+-@\t\r\n")
    assert shown.removeprefix("'") == text.replace("\r\n", "\n").replace("\r", "\n").removeprefix("'")


def test_no_cell_of_a_workbook_is_a_formula() -> None:
    cells: list[Cell] = ["=1+1", "-1", "https://x.example", "007", 12, 10**18, None]
    rows = tuple((cell,) for cell in cells)
    made = content([clear(Table("t/:*", (Column("a", ""),), rows), Handling(Tlp.GREEN))], "xlsx")
    sheet = zipfile.ZipFile(io.BytesIO(made)).read("xl/worksheets/sheet2.xml").decode()
    texts = zipfile.ZipFile(io.BytesIO(made)).read("xl/sharedStrings.xml").decode()
    assert "<f>" not in sheet
    assert sheet.count('t="s"') == 6
    for word in ("=1+1", ">-1<", "https://x.example", "007", "1000000000000000000", "TLP:GREEN"):
        assert word in texts


@pytest.mark.parametrize("form", [f for f in FORMATS if f != "geojson"])
def test_equal_tables_give_equal_bytes(form: str) -> None:
    table = places(("a", "Ж", None, "Arvenia", "settlement", 1), ("b", None, None, None, None, 2))
    assert content([clear(table, Handling())], form) == content([clear(table, Handling())], form)


def test_parquet_keeps_numbers_texts_and_what_columns_mean() -> None:
    import pyarrow.parquet as pq

    table = places(("a", "007", None, "Arvenia", "settlement", 1), ("b", None, None, None, None, None))
    read = pq.read_table(io.BytesIO(content([clear(table, Handling(Tlp.GREEN))], "parquet")))
    assert read.to_pylist() == table.dicts()
    assert read.schema.metadata[b"handling"] == b"TLP:GREEN"
    assert read.schema.field("id").metadata == {b"doc": b"its name"}


def test_events_are_shapes_of_areas_never_points() -> None:
    table = places(("a", "Peshawar", "Khyber Pakhtunkhwa", "Pakistan", "settlement", 1),
                   ("b", None, None, "Pakistan", "country", 2), ("c", "Nowhere", None, "Arvenia", "settlement", 3))
    found = json.loads(content([clear(table, Handling())], "geojson"))
    shapes = [(f["geometry"] and f["geometry"]["type"], f["properties"]["geometry_is"]) for f in found["features"]]
    assert shapes == [("MultiPolygon", "province"), ("MultiPolygon", "country"), (None, "none")]
    assert found["features"][0]["properties"]["place"] == "Peshawar"
    ring = found["features"][0]["geometry"]["coordinates"][0][0]
    area = sum(a[0] * b[1] - b[0] * a[1] for a, b in itertools.pairwise(ring))
    assert ring[0] == ring[-1]
    assert area > 0, "an outer ring runs counter-clockwise"
    assert all(69 < x < 75 and 31 < y < 38 for polygon in found["features"][0]["geometry"]["coordinates"]
               for x, y in polygon[0])


def test_endings_and_numbers_of_tables() -> None:
    assert [format_of(n) for n in ("a.csv", "b.XLSX", "c.d.json")] == ["csv", "xlsx", "json"]
    cleared = clear((places(), places()), Handling())
    assert isinstance(cleared.value, tuple)
    for name, said in (("a.pdf", "no ending"), ("csv", "no ending")):
        with pytest.raises(UsageError, match=said):
            format_of(name)
    with pytest.raises(UsageError, match="one table"):
        content([clear(places(), Handling())] * 2, "csv")
