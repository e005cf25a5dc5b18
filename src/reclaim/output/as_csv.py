"""A cleared table as CSV: UTF-8, a header, `\\n` at line ends."""

from __future__ import annotations

import csv
import io

from reclaim.model.table import Cell, Table
from reclaim.output.redact import Cleared

# A spreadsheet takes a cell that begins so for a formula (OWASP, "CSV injection"); an apostrophe makes it text.
_FORMULA = ("=", "+", "-", "@", "\t", "\n")


def csv_bytes(table: Cleared[Table]) -> bytes:
    """The file's content. Not stated is an empty cell; text that a spreadsheet would run gets an apostrophe."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(table.value.names)
    writer.writerows([guarded(cell) for cell in row] for row in table.value.rows)
    return out.getvalue().encode("utf-8")


def guarded(cell: Cell) -> Cell:
    """Text that no spreadsheet takes for a formula, with one kind of line break; numbers as they are."""
    if not isinstance(cell, str):
        return cell
    text = cell.replace("\r\n", "\n").replace("\r", "\n")
    return f"'{text}" if text.startswith(_FORMULA) else text
