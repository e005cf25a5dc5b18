"""Links: pairs of register rows that may be of one article."""

from __future__ import annotations

import pyarrow as pa

LINKS = pa.schema([
    pa.field("left_register", pa.string(), nullable=False),
    pa.field("left_snapshot", pa.string(), nullable=False),
    pa.field("left_row", pa.int64(), nullable=False),
    pa.field("right_register", pa.string(), nullable=False),
    pa.field("right_snapshot", pa.string(), nullable=False),
    pa.field("right_row", pa.int64(), nullable=False),
    pa.field("basis", pa.string(), nullable=False),
    pa.field("edits", pa.int8()),
    pa.field("weight_bits", pa.float64()),
    pa.field("probability", pa.float64()),
    pa.field("expected_by_chance", pa.float64()),
])
"""`basis` is exact, decided or near; `probability` is null where none was computed."""
