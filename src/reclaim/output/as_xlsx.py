"""Cleared tables as a workbook: a sheet a table, and one that says what each column means."""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from datetime import datetime

from reclaim.model.errors import UsageError
from reclaim.model.table import Cell, Table
from reclaim.output.redact import Cleared

# What a sheet can hold.
_ROWS, _TEXT = 1_048_576, 32_767


def xlsx_bytes(tables: Sequence[Cleared[Table]]) -> bytes:
    """The file's content: the same bytes for the same tables.

    Text is written as text, whatever it begins with: nothing in a workbook is a formula. Raises UsageError if a table
    has more rows than a sheet can hold.
    """
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_numbers": False, "strings_to_formulas": False,
                                     "strings_to_urls": False})
    # A fixed day, so that equal tables give equal bytes.
    book.set_properties({"created": datetime(2000, 1, 1), "comments": _markings(tables)})
    bold = book.add_format({"bold": True})
    about = book.add_worksheet("about")
    rows: list[tuple[Cell, ...]] = [("handling", _markings(tables), ""), ("", "", "")]
    for table in tables:
        if len(table.value.rows) >= _ROWS:
            raise UsageError(f"{table.value.name} has more rows than a sheet can hold", mend="use csv or parquet")
        _fill(book.add_worksheet(_sheet(table.value.name)), table.value.names, table.value.rows, bold)
        rows += [(table.value.name, c.name, c.doc) for c in table.value.columns]
        rows += [(table.value.name, "withheld", line) for line in table.withheld]
    _fill(about, ("table", "column", "what stands in it"), rows, bold)
    book.close()
    return out.getvalue()


def _fill(sheet: object, names: Sequence[str], rows: Sequence[Sequence[Cell]], bold: object) -> None:
    put_text, put_number = sheet.write_string, sheet.write_number  # type: ignore[attr-defined]
    for place, name in enumerate(names):
        put_text(0, place, name, bold)
    for number, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            if isinstance(cell, int) and abs(cell) < 10**15:
                put_number(number, place, cell)
            elif cell is not None and cell != "":
                put_text(number, place, str(cell)[:_TEXT])
    sheet.freeze_panes(1, 0)  # type: ignore[attr-defined]


def _markings(tables: Sequence[Cleared[Table]]) -> str:
    return ", ".join(sorted({str(t.marking) for t in tables}))


def _sheet(name: str) -> str:
    return re.sub(r"[\[\]:*?/\\]", " ", name)[:31]
