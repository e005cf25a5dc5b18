"""Families of serials, in every alphabet."""

from __future__ import annotations

import pyarrow as pa
import pyarrow.parquet as pq

from reclaim.columns.rows import REGISTER_ROWS
from reclaim.store.registers.families import families, shapes


def test_letters_and_digits_of_every_alphabet_make_the_shape():
    cells = ["W0012345", "АБ1234", "۱۲۳ب", "56-1?", "", "ÄB9"]
    assert shapes(pa.array(cells)).to_pylist() == ["A9999999", "AA9999", "999A", "99-9?", "", "AA9"]
    assert shapes(pa.array(["x", *cells]).slice(1)).to_pylist() == shapes(pa.array(cells)).to_pylist()
    assert shapes(pa.array([], pa.string())).to_pylist() == []


def test_the_commonest_families_with_their_makes(tmp_path):
    rows = [("A123", "Colt"), ("B124", "Colt"), ("C125", "FN"), ("C126", ""), ("12", "FN"), (None, "FN")]
    blank = dict.fromkeys(REGISTER_ROWS.names) | {"key": bytes(16), "extra": []}
    table = pa.Table.from_pylist(
        [blank | {"row": i, "canonical": c, "make": m, "traceable": c is not None} for i, (c, m) in enumerate(rows, 1)],
        schema=REGISTER_ROWS,
    )
    pq.write_table(table, tmp_path / "x.parquet", row_group_size=2)
    first, second = families(tmp_path / "x.parquet")
    assert (first.shape, first.rows, first.example, first.makes) == ("A999", 4, "A123", ("Colt", "FN"))
    assert (second.shape, second.rows, second.example) == ("99", 1, "12")
    assert len(families(tmp_path / "x.parquet", top=1)) == 1
