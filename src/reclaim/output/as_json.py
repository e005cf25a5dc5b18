"""A cleared table as JSON: a list of objects, one a row."""

from __future__ import annotations

import json

from reclaim.model.table import Table
from reclaim.output.redact import Cleared


def json_bytes(table: Cleared[Table]) -> bytes:
    """The file's content: keys in the columns' order, null for not stated."""
    return (json.dumps(table.value.dicts(), ensure_ascii=False, indent=1) + "\n").encode("utf-8")
