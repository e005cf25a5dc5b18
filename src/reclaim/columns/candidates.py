"""Candidates: what the search of registers for a reading brings, the rows of `reclaim trace`."""

from __future__ import annotations

import pyarrow as pa

CANDIDATES = pa.schema([
    pa.field("reading_row", pa.int64(), nullable=False),
    pa.field("reading", pa.string(), nullable=False),
    pa.field("rank", pa.int32(), nullable=False),
    pa.field("candidate", pa.string()),
    pa.field("register", pa.string()),
    pa.field("snapshot", pa.string()),
    pa.field("record", pa.string()),
    pa.field("serial", pa.string()),
    pa.field("make", pa.string()),
    pa.field("model", pa.string()),
    pa.field("calibre", pa.string()),
    pa.field("country", pa.string()),
    pa.field("edits", pa.int8()),
    pa.field("weight_bits", pa.float64()),
    pa.field("probability", pa.float64()),
    pa.field("verdict", pa.string(), nullable=False),
    pa.field("explanation", pa.string()),
    pa.field("anchor", pa.string()),
    pa.field("find", pa.string()),
])
"""Rank 0 is "in no register searched"; the probabilities of one reading sum to 1. `verdict` is exact, near, ambiguous,
none or not_traceable; `record` is the register's own number, else SNAPSHOT:ROW; `anchor` is SNAPSHOT:ROW always, and
`find` the case's own line that was traced: the names by which a decision takes the two."""
