"""Discrepancies: where the books do not agree, the rows of `reclaim reconcile`."""

from __future__ import annotations

import pyarrow as pa

DISCREPANCIES = pa.schema([
    pa.field("finding", pa.string(), nullable=False),
    pa.field("class", pa.string(), nullable=False),
    pa.field("item", pa.string()),
    pa.field("register", pa.string()),
    pa.field("snapshot", pa.string()),
    pa.field("record", pa.string()),
    pa.field("anchor", pa.string()),
    pa.field("role", pa.string(), nullable=False),
    pa.field("detail", pa.string()),
    pa.field("probability", pa.float64()),
    pa.field("expected_by_chance", pa.float64()),
    pa.field("settle", pa.string()),
])
"""One row a record; `finding` groups them; `role` is left, right, member or absent_from."""
