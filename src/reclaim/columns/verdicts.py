"""Verdicts: what the records say of each claim, the rows of `reclaim claims`."""

from __future__ import annotations

import pyarrow as pa

VERDICTS = pa.schema([
    pa.field("claim", pa.string()),
    pa.field("statement", pa.string(), nullable=False),
    pa.field("speaker", pa.string()),
    pa.field("party", pa.string()),
    pa.field("said", pa.string()),
    pa.field("form", pa.string()),
    pa.field("scope", pa.string()),
    pa.field("at", pa.string()),
    pa.field("verdict", pa.string(), nullable=False),
    pa.field("weakest", pa.string()),
    pa.field("bearing", pa.int32()),
    pa.field("origins", pa.int32()),
    pa.field("settle", pa.string()),
])
"""One row a claim, and one, without a claim, for each statement that has none. `bearing` counts the records that bear
on it, `origins` the independent ones among their sources; `weakest` is the lowest slot of the strongest path."""
