"""A database in memory for one comparison, bounded; what does not fit lies in the machine's folder for temporary files."""

from __future__ import annotations

import os
from pathlib import Path
from tempfile import gettempdir
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from duckdb import DuckDBPyConnection


def connection(threads: int, memory: str) -> DuckDBPyConnection:
    """A new connection, to be closed; `memory` as DuckDB writes it (`3GB`)."""
    import duckdb

    return duckdb.connect(config={"threads": threads, "memory_limit": memory, "preserve_insertion_order": False,
                                  "temp_directory": str(Path(gettempdir()) / f"reclaim-{os.getpid()}")})
