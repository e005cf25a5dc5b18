"""Bounds: what can be said of a quantity, the rows of `reclaim accounts`."""

from __future__ import annotations

import pyarrow as pa

BOUNDS = pa.schema([
    pa.field("holder", pa.string()),
    pa.field("type", pa.string()),
    pa.field("kind", pa.string(), nullable=False),
    pa.field("counts", pa.string(), nullable=False),
    pa.field("scope", pa.string()),
    pa.field("at", pa.string()),
    pa.field("lower", pa.float64()),
    pa.field("upper", pa.float64()),
    pa.field("lower_sources", pa.list_(pa.string())),
    pa.field("upper_sources", pa.list_(pa.string())),
    pa.field("identities", pa.list_(pa.string())),
    pa.field("origins", pa.int32()),
    pa.field("note", pa.string()),
])
"""A null `upper` is "unknown"; both ends null with the note `infeasible` means that the sources cannot all be true."""
