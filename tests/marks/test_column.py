"""Whole columns: the same answer as cell by cell, in any kind of column."""

from __future__ import annotations

import pyarrow as pa
import pytest
from gold import gold, wordings

from reclaim import marks
from reclaim.marks.column import COLUMNS
from reclaim.model.mark import MarkCell

CELLS = [cell.cell for cell in gold()] + [cell for _, _, cell in wordings()]


def as_row(read: MarkCell) -> dict[str, str | bool | None]:
    mark, why = read.principal, read.why_not_traceable
    return {
        "canonical": None if mark is None else mark.canonical,
        "pattern": None if mark is None else mark.pattern,
        "mark_kind": None if mark is None else mark.kind.value,
        "part": "" if mark is None else ";".join(part.value for part in mark.parts),
        "traceable": why is None,
        "reason": None if why is None else why.value,
        "completeness": None if mark is None else mark.completeness.value,
        "alternatives": "" if mark is None else ";".join(mark.patterns[1:]),
        "others": ";".join(other.pattern for other in read.marks if other is not mark),
    }


def test_a_column_is_its_cells() -> None:
    cells = [*CELLS, None, *CELLS[::-1]]
    table = marks.parse_column(cells)
    assert table.column_names == list(COLUMNS)
    for cell, row in zip(cells, table.to_pylist(), strict=True):
        assert row == as_row(marks.parse(cell)), cell


CODES = [
    f"{first}{separator}{second}"
    for first in ("M4", "M7", "AK", "AK47", "T6472", "SN", "NO", "AB12", "12", "1999", "20", "ABC1234", "7?", "X", "9")
    for separator in ("", " ", "-")
    for second in ("123456", "47", "1234", "2019", "16 AI06927", "00000", "ABC", "A", "5?7", "47 1234", "02-14", "XX")
]


def test_codes_of_one_template_are_read_as_each_alone() -> None:
    """Cells that differ in digits only are read together; where digits matter they must not be."""
    cells = CODES + [code.translate(str.maketrans("0123456789", "5709143628")) for code in CODES]
    for cell, row in zip(cells, marks.parse_column(cells).to_pylist(), strict=True):
        assert row == as_row(marks.parse(cell)), cell


LETTERS = ("X", "N", "LA", "SN", "NO", "MAR", "BY", "KES", "XXW", "LOT", "FB", "ATSU", "M", "AK")
SAID = (" - restored", " (found on barrel and slide)", " or {}", ", frame {}", " M4", "; lot {}", " illegible")


def test_serials_whose_letters_are_words_are_read_as_each_alone() -> None:
    """Letters that mean something stay in the skeleton, and only digits are filled in."""
    numbers = ("123", "762", "4821", "1911", "2047", "56473", "11111", "804417", "5E00123", "80E74470")
    cells = [f"{letters}{one}{said.format(letters + other)}" for letters in LETTERS for said in SAID
             for one in numbers for other in numbers[:4]]
    for cell, row in zip(cells, marks.parse_column(cells).to_pylist(), strict=True):
        assert row == as_row(marks.parse(cell)), cell


@pytest.mark.parametrize(
    "column",
    [
        pa.array(["KX 20814", None, "filed off"]),
        pa.chunked_array([["KX 20814", None], ["filed off"]]),
        pa.array(["KX 20814", None, "filed off"]).dictionary_encode(),
        pa.array(["KX 20814", None, "filed off"], pa.large_string()),
        ("KX 20814", None, "filed off"),
    ],
)
def test_any_kind_of_column(column: object) -> None:
    table = marks.parse_column(column)
    assert table.column("canonical").to_pylist() == ["KX20814", None, None]
    assert table.column("reason").to_pylist() == [None, "not_recorded", "obliterated"]


def test_empty_columns_and_numbers() -> None:
    assert marks.parse_column([]).num_rows == 0
    assert marks.parse_column([20814, 7]).column("canonical").to_pylist() == ["20814", None]
    assert marks.parse_column(pa.nulls(3)).column("reason").to_pylist() == ["not_recorded"] * 3


def test_a_column_of_lot_numbers() -> None:
    lots = marks.Context(kind=marks.MarkKind.LOT_NUMBER)
    assert marks.parse_column(["7"], lots).column("mark_kind").to_pylist() == ["lot_number"]
