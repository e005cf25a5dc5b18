"""Cleared tables to files, by format."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeAlias

from reclaim.model.errors import UsageError
from reclaim.model.table import Table
from reclaim.output.as_csv import csv_bytes
from reclaim.output.as_geojson import geojson_bytes
from reclaim.output.as_json import json_bytes
from reclaim.output.as_parquet import parquet_bytes
from reclaim.output.as_xlsx import xlsx_bytes
from reclaim.output.redact import Cleared

Write: TypeAlias = Callable[[Cleared[Table]], bytes]

# Formats that hold one table a file; xlsx holds several.
ONE_TABLE: dict[str, Write] = {"csv": csv_bytes, "json": json_bytes, "parquet": parquet_bytes,
                               "geojson": geojson_bytes}
FORMATS = (*ONE_TABLE, "xlsx")


def format_of(name: str) -> str:
    """The format that a file's ending says. Raises UsageError if it is none."""
    stem, _, ending = name.lower().rpartition(".")
    if stem == "" or ending not in FORMATS:
        raise UsageError(f"'{name}' has no ending that is known", mend=f"end it in .{', .'.join(FORMATS)}")
    return ending


def content(tables: Sequence[Cleared[Table]], form: str) -> bytes:
    """The bytes of a file of that format. Raises UsageError if it cannot hold so many tables."""
    if form == "xlsx":
        return xlsx_bytes(tables)
    if form not in ONE_TABLE:
        raise UsageError(f"there is no format '{form}'", mend=f"use one of {', '.join(FORMATS)}")
    if len(tables) != 1:
        raise UsageError(f"a {form} file holds one table", mend="choose one, or give a folder")
    return ONE_TABLE[form](tables[0])
