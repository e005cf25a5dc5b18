"""The schemas of bulk records, column by column as the contracts list them, and the bridge to values."""

from __future__ import annotations

from dataclasses import dataclass

import pyarrow as pa
import pytest

from reclaim.columns import bridge
from reclaim.columns.bounds import BOUNDS
from reclaim.columns.candidates import CANDIDATES
from reclaim.columns.discrepancies import DISCREPANCIES
from reclaim.columns.links import LINKS
from reclaim.columns.rows import REGISTER_ROWS, WRITTEN, further_mark, own_number
from reclaim.columns.verdicts import VERDICTS

NAMES = {
    "rows": (
        REGISTER_ROWS,
        "row key serial make model calibre country type nsn date from to holder lot quantity extra "
        "canonical mark_kind part traceable reason date_lo date_hi quantity_lo quantity_hi",
    ),
    "links": (
        LINKS,
        "left_register left_snapshot left_row right_register right_snapshot right_row basis edits "
        "weight_bits probability expected_by_chance",
    ),
    "candidates": (
        CANDIDATES,
        "reading_row reading rank candidate register snapshot record serial make model calibre "
        "country edits weight_bits probability verdict explanation anchor find",
    ),
    "discrepancies": (
        DISCREPANCIES,
        "finding class item register snapshot record anchor role detail probability expected_by_chance settle",
    ),
    "verdicts": (VERDICTS, "claim statement speaker party said form scope at verdict weakest bearing origins settle"),
    "bounds": (
        BOUNDS,
        "holder type kind counts scope at lower upper lower_sources upper_sources identities origins note",
    ),
}


@pytest.mark.parametrize("name", NAMES)
def test_the_columns_are_those_of_the_contract(name):
    schema, words = NAMES[name]
    assert schema.names == words.split()
    for field in schema:
        if field.name == "probability":
            assert field.type == pa.float64()
            assert field.nullable


def test_register_rows_are_text_as_written():
    assert WRITTEN.field("row").type == pa.int64()
    assert WRITTEN.field("key").type == pa.binary(16)
    assert WRITTEN.field("extra").type == pa.map_(pa.string(), pa.string())
    assert {f.type for f in WRITTEN if f.name not in ("row", "key", "extra")} == {pa.string()}
    assert CANDIDATES.field("rank").type == pa.int32()


@dataclass(frozen=True, slots=True)
class Finding:
    finding: str
    class_: str
    role: str
    probability: float | None


def test_values_go_to_rows_and_back():
    schema = pa.schema([DISCREPANCIES.field(n) for n in ("finding", "class", "role", "probability")])
    values = [Finding("f1", "MISSING_SERIAL", "left", None), Finding("f2", "MISSING_DATE", "right", 0.5)]
    rows = bridge.table(values, schema)
    assert rows.schema == schema
    assert rows.column("class").to_pylist() == ["MISSING_SERIAL", "MISSING_DATE"]
    assert bridge.values(rows, Finding) == values
    assert bridge.table([], schema).num_rows == 0


def test_a_register_row_as_a_decision_sees_it():
    row = dict.fromkeys(REGISTER_ROWS.names) | {
        "row": 7,
        "key": b"k" * 16,
        "serial": "A1000",
        "make": "",
        "extra": [("record", "D1"), ("mark", "A9"), ("x", "")],
    }
    rows = pa.Table.from_pylist([row], schema=REGISTER_ROWS)
    (seen,) = bridge.judged(rows, "d1", "list@2020-00000000")
    assert seen.cells == (("serial", "A1000"), ("record", "D1"), ("mark", "A9"))
    assert (seen.row, seen.key) == (7, (b"k" * 16).hex())
    assert own_number(rows).to_pylist() == ["D1"]
    assert further_mark(rows).to_pylist() == ["A9"]
