"""Rows of `reclaim trace` into a file, part by part, in the format of its ending.

Rows of traces name no place and no person; they leave under the marking of the case all the same, so that an empty
table of theirs is cleared first (`reclaim.output.redact`).
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from reclaim.model.errors import UsageError
from reclaim.model.table import Column, Table
from reclaim.output.as_csv import guarded
from reclaim.output.redact import clear
from reclaim.output.writing import format_of
from reclaim.store import safely

if TYPE_CHECKING:
    import pyarrow as pa

    from reclaim.desk.case import Case

COLUMNS = (
    Column("reading_row", "row of the reading in its file or list, from 1"),
    Column("reading", "the mark as it was given"),
    Column("rank", "0 is `in no register searched`; candidates from 1"),
    Column("candidate", "a registered weapon, by the address of its first row; `others`: all that are not listed"),
    Column("register", "the register of this row"),
    Column("snapshot", "the snapshot of it"),
    Column("record", "the register's own number, else SNAPSHOT:ROW"),
    Column("serial", "the mark as the register writes it"),
    Column("make", "as the register writes it"),
    Column("model", "as the register writes it"),
    Column("calibre", "as the register writes it"),
    Column("country", "as the register writes it"),
    Column("edits", "misreadings between mark and reading; unread places are none"),
    Column("weight_bits", "how much the reading speaks for this weapon against one in no register, in bits"),
    Column("probability", "of the candidate, the same on all its rows; candidates and rank 0 sum to 1"),
    Column("verdict", "for the whole reading: exact near ambiguous none not_traceable"),
    Column("explanation", "the reasons, in words and numbers"),
    Column("anchor", "SNAPSHOT:ROW of this row: the name by which `reclaim decide` takes it"),
    Column("find", "the line of the case that was traced, by the name that `reclaim decide` takes; empty for others"),
)

SHEET_ROWS = 1_048_575


def write(parts: Iterator[pa.Table], case: Case, out: Path) -> int:
    """Write all parts; how many rows. Raises UsageError, WriteError, NotCleared."""
    form = format_of(out.name)
    if form not in _WRITERS:
        raise UsageError(f"a trace cannot be written as {form}", mend=f"use one of {', '.join(_WRITERS)}")
    marking = str(clear(Table("trace", COLUMNS, ()), case.handling).marking)
    marking += ", SYNTHETIC: made-up records, no real weapons" if case.handling.synthetic else ""
    count = 0

    def counted() -> Iterator[pa.Table]:
        nonlocal count
        for part in parts:
            count += len(part)
            yield part

    safely.write_by(out, lambda place: _WRITERS[form](counted(), place, marking))
    return count


def _csv(parts: Iterator[pa.Table], place: Path, marking: str) -> None:
    import csv

    with place.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow([c.name for c in COLUMNS])
        for part in parts:
            writer.writerows([_cell(value) for value in row.values()] for row in part.to_pylist())


def _cell(value: Any) -> Any:
    return guarded(value) if isinstance(value, str) else "" if value is None else _number(value)


def _number(value: Any) -> Any:
    return repr(value) if isinstance(value, float) else value


def _json(parts: Iterator[pa.Table], place: Path, marking: str) -> None:
    with place.open("w", encoding="utf-8") as file:
        file.write("[")
        between = "\n"
        for part in parts:
            for row in part.to_pylist():
                file.write(between + json.dumps(row, ensure_ascii=False, allow_nan=False))
                between = ",\n"
        file.write("\n]\n")


def _parquet(parts: Iterator[pa.Table], place: Path, marking: str) -> None:
    from pyarrow import parquet

    from reclaim.columns.candidates import CANDIDATES

    schema = CANDIDATES.with_metadata({"handling": marking})
    with parquet.ParquetWriter(place, schema, compression="zstd") as writer:
        for part in parts:
            writer.write_table(part.cast(schema))


def _xlsx(parts: Iterator[pa.Table], place: Path, marking: str) -> None:
    """A sheet of rows, and one that says what each column means; text is text, whatever it begins with."""
    from datetime import datetime

    import xlsxwriter

    book = xlsxwriter.Workbook(str(place), {"constant_memory": True, "strings_to_numbers": False,
                                            "strings_to_formulas": False, "strings_to_urls": False})
    book.set_properties({"created": datetime(2000, 1, 1), "comments": marking})
    about = book.add_worksheet("about")
    for n, (name, doc) in enumerate([("handling", marking), *((c.name, c.doc) for c in COLUMNS)]):
        about.write_string(n, 0, name)
        about.write_string(n, 1, doc)
    sheet = book.add_worksheet("trace")
    for n, column in enumerate(COLUMNS):
        sheet.write_string(0, n, column.name)
    sheet.freeze_panes(1, 0)
    line = 0
    for part in parts:
        for row in part.to_pylist():
            line += 1
            if line > SHEET_ROWS:
                raise UsageError("the answer has more rows than a sheet can hold", mend="use csv or parquet")
            for n, value in enumerate(row.values()):
                if isinstance(value, str):
                    sheet.write_string(line, n, value[:32_767])
                elif value is not None:
                    sheet.write_number(line, n, value)
    book.close()


_WRITERS: dict[str, Callable[[Iterator[Any], Path, str], None]] = {
    "csv": _csv, "json": _json, "parquet": _parquet, "xlsx": _xlsx}
